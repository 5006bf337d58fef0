//! `ratios`: the document's rates, then the standard ones whose measures exist. A standard id in the document redefines it.

use super::catalogue::{Catalogue, Name};
use super::twins;
use crate::contract::Ratio;
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{self, Integer, List, Maybe, maybe};
use crate::error::ErrorKind;

/// Id, numerator, denominator, factor.
const STANDARD: [(&str, &str, &str, u32); 11] = [
    ("click_through", "reads", "impressions", 1),
    ("interaction", "engagements", "reads", 1),
    ("store_visit", "store_visits", "reads", 1),
    ("conversion", "orders", "store_visits", 1),
    ("roi", "gmv", "spend", 1),
    ("cpm", "spend", "impressions", 1000),
    ("cpc", "spend", "reads", 1),
    ("cpe", "spend", "engagements", 1),
    ("visit_cost", "spend", "store_visits", 1),
    ("buyer_cost", "spend", "new_buyers", 1),
    ("order_value", "gmv", "orders", 1),
];

/// All ratios, the document's first.
pub fn read<'a>(
    wire: &Maybe<'a, List<'a, wire::Ratio<'a>>>,
    catalogue: &Catalogue<'_>,
    notes: &mut Notes,
) -> Vec<Ratio> {
    let at = Path::Root.key("ratios");
    let list = maybe(wire, &Path::Root, notes);
    let mut ratios = list.map_or_else(Vec::new, |list| {
        list.each(&at, notes, |wire, at, notes| {
            let id = wire.id.read(at, notes);
            let label = maybe(&wire.label, at, notes);
            let numerator = wire.numerator.read(at, notes);
            let numerator = catalogue.measure_field(numerator, &at.key("numerator"), notes);
            let denominator = wire.denominator.read(at, notes);
            let denominator = catalogue.measure_field(denominator, &at.key("denominator"), notes);
            let per = maybe(&wire.per, at, notes).map_or(1, |Integer(per)| per);
            let factor = u32::try_from(per).ok().filter(|&per| per > 0);
            if factor.is_none() {
                let expected = "a factor from 1 to 4294967295 such as 1000";
                notes.fault(ErrorKind::OutOfRange, &at.key("per"), &per, &expected);
            }
            Some(Ratio { id: id?.0.into(), label, numerator: numerator?, denominator: denominator?, per: factor? })
        })
    });
    twins(ratios.iter().map(|ratio| &*ratio.id), &at, notes);
    for (id, numerator, denominator, per) in STANDARD {
        let measures = (catalogue.name(numerator), catalogue.name(denominator));
        let (Some(Name::Measure(numerator)), Some(Name::Measure(denominator))) = measures else {
            continue;
        };
        if !ratios.iter().any(|ratio| *ratio.id == *id) {
            ratios.push(Ratio { id: id.into(), label: None, numerator, denominator, per });
        }
    }
    ratios
}
