//! `ratios`: the document's rates, then the standard ones whose measures exist. A standard id in the document redefines it.

use super::catalogue::{Catalogue, Name};
use super::twins;
use crate::contract::Ratio;
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::{self, List};
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
pub fn read<'a>(list: &List<'a, wire::Ratio<'a>>, catalogue: &Catalogue<'_>, notes: &mut Notes) -> Vec<Ratio> {
    let at = Path::Root.key("ratios");
    let mut ratios = Vec::new();
    for (index, wire) in list.iter().enumerate() {
        let at = at.index(index);
        let per = wire.per().unwrap_or(1);
        let factor = u32::try_from(per).unwrap_or_default();
        if factor == 0 {
            notes.fault(ErrorKind::OutOfRange, &at.key("per"), &per, &"a factor from 1 to 4294967295 such as 1000");
        }
        ratios.push(Ratio {
            id: wire.id(),
            label: wire.label(),
            numerator: catalogue.need_measure(&wire.numerator(), &at.key("numerator"), notes),
            denominator: catalogue.need_measure(&wire.denominator(), &at.key("denominator"), notes),
            per: factor,
        });
    }
    twins(ratios.len(), &|ix| Some(&ratios.get(ix)?.id), &at, notes);
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
