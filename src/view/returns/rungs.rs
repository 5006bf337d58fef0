//! The ladder in words and places. In: the rungs of the analysis. Out: a row each with formula, numbers put in, and the
//! step from the rung before; the headline; the ladder as a drawing for a file.

use super::{ReturnsView, RungRow};
use crate::analysis::returns::{Blame, Kind, Returns, Rung, Term};
use crate::contract::Report;
use crate::date::DateRange;
use crate::stats::{Interval, Refusal};
use crate::view::chart::{Axis, Chart, Mark, Shape, Tick, Tone};
use crate::view::locale::Locale;
use crate::view::rate::reason;
use crate::view::reading::{list, measure_label, ratio_label};
use crate::view::words::{ReturnsWords, fill};

/// Half of a bar's height in a file, of a row's.
const HALF_BAR: f64 = 0.3;
/// A bar reaches as far as this many times the highest of what was attributed; the whole shop's goes on beyond.
const ROOM: f64 = 1.15;

impl ReturnsView {
    /// Rungs, headline and drawing.
    pub(super) fn climb(&mut self, found: &Returns<'_>, range: DateRange, report: &Report, locale: &Locale) {
        let own = ReturnsWords::beside(locale.words);
        let mut highest = 0.0_f64;
        for rung in found.rungs.iter().filter(|rung| rung.kind != Kind::Shop) {
            highest = highest.max(rung.roi.unwrap_or(0.0));
        }
        let full = if highest > 0.0 { highest * ROOM } else { 1.0 };
        let place = |roi: f64| (roi / full).clamp(0.0, 1.0);
        for rung in &found.rungs {
            let mut row = row(rung, range, report, locale);
            if let Ok(roi) = rung.roi {
                row.bar = Some(place(roi));
                row.beyond = roi > full;
                if let Some(step) = rung.step.filter(|_| rung.kind != Kind::Shop) {
                    let before = roi - step.roi;
                    row.falls = step.roi < 0.0;
                    row.change = Some([place(roi.min(before)), place(roi.max(before))]);
                }
            }
            self.rungs.push(row);
        }
        let roi = |kind: Kind| found.rungs.iter().find(|rung| rung.kind == kind).map(|rung| rung.roi);
        let text = |roi: f64| locale.decimal(roi, 2);
        match roi(Kind::Reported) {
            Some(Ok(reported)) => {
                let kept = [Kind::Own, Kind::Mature, Kind::Net].into_iter();
                let mut kept = kept.filter_map(|kind| {
                    let rung = found.rungs.iter().find(|rung| rung.kind == kind)?;
                    Some((rung, rung.roi.ok()?))
                });
                self.headline.push(match kept.next() {
                    Some((rung, kept)) => {
                        let template = match rung.kind {
                            Kind::Own if rung.lacking.is_empty() => own.kept_own,
                            Kind::Own => own.kept_some,
                            Kind::Mature => own.kept_mature,
                            _ => own.kept_net,
                        };
                        let formula =
                            formula(rung, |term| measure_label(report, term.measure, locale).to_owned(), locale);
                        fill!(template, reported = text(reported), formula = formula, roi = text(kept))
                    }
                    None => fill!(own.only_reported, reported = text(reported)),
                });
            }
            Some(Err(blame)) => self.headline.push(fill!(own.untold, reason = blamed(blame, report, locale))),
            None => {}
        }
        if let Some(Ok(shop)) = roi(Kind::Shop) {
            self.headline.push(fill!(own.whole_shop, roi = text(shop)));
        }
        if let Some(exposed) = &found.exposed
            && let (Ok(roi), Some(days)) = (exposed.value, exposed.days)
        {
            let label = ratio_label(exposed.ratio, locale);
            self.headline.push(fill!(own.exposed, label = label, roi = text(roi), days = locale.range(days)));
        }
        self.chart = self.ladder();
    }

    /// The ladder for a file: names at the left, ROI at the right.
    fn ladder(&self) -> Chart {
        let mut chart = Chart::default();
        let (mut names, mut values) = (Axis::default(), Axis::default());
        let height = 1.0 / self.rungs.len().max(1) as f64;
        for (n, rung) in self.rungs.iter().enumerate() {
            let y = 1.0 - (n as f64 + 0.5) * height;
            names.ticks.push(Tick { at: y, label: rung.label.clone() });
            values.ticks.push(Tick { at: y, label: rung.roi.clone() });
            let (low, high) = (y - HALF_BAR * height, y + HALF_BAR * height);
            let mut bar = |tone, from, to| {
                chart.marks.push(Mark { tone, shape: Shape::Bar { from: (from, low), to: (to, high) } });
            };
            if let Some(to) = rung.bar {
                bar(if rung.beyond { Tone::Compared } else { Tone::First }, 0.0, to);
            }
            if let Some([from, to]) = rung.change.filter(|_| rung.falls) {
                bar(Tone::Span, from, to);
            }
        }
        chart.y = vec![names, values];
        chart
    }
}

/// What a rung is called.
pub(super) fn name(kind: Kind, locale: &Locale) -> &'static str {
    let own = ReturnsWords::beside(locale.words);
    match kind {
        Kind::Reported => own.reported,
        Kind::Net => own.net,
        Kind::Mature => own.mature,
        Kind::Own => own.own,
        Kind::Shop => own.shop,
    }
}

/// Why there is no number, and whose fault it is.
pub(super) fn blamed(blame: Blame, report: &Report, locale: &Locale) -> String {
    let own = ReturnsWords::beside(locale.words);
    let why = if blame.refusal == Refusal::NoSpend { own.no_spend.to_owned() } else { reason(blame.refusal, locale) };
    match blame.measure {
        Some(measure) => fill!(own.blamed, measure = measure_label(report, measure, locale), reason = why),
        None => why,
    }
}

/// Terms of one side, printed by `print`, bracketed where they are several.
fn side(terms: &[Term], print: impl Fn(&Term) -> String, locale: &Locale) -> String {
    let own = ReturnsWords::beside(locale.words);
    let parts: Vec<String> = terms.iter().map(print).collect();
    let joined = parts.join(own.minus);
    if parts.len() > 1 { fill!(own.several, list = joined) } else { joined }
}

/// `(a − b) ÷ c` of a rung.
pub(super) fn formula(rung: &Rung, print: impl Fn(&Term) -> String + Copy, locale: &Locale) -> String {
    let own = ReturnsWords::beside(locale.words);
    fill!(own.over, above = side(&rung.above, print, locale), below = side(&rung.below, print, locale))
}

fn row(rung: &Rung, range: DateRange, report: &Report, locale: &Locale) -> RungRow {
    let (words, own) = (locale.words, ReturnsWords::beside(locale.words));
    let currency = &report.meta.currency;
    let money = |value: f64| locale.money_compact(value, currency);
    let mut row = RungRow { id: rung.kind.id(), label: name(rung.kind, locale).to_owned(), ..RungRow::default() };
    if let ([above], [below]) = (&*rung.above, &*rung.below) {
        let sides = (above.measure, below.measure);
        let ratio = report.ratios.iter().find(|ratio| (ratio.numerator, ratio.denominator) == sides);
        row.card = ratio.map(|ratio| ratio.id.to_string());
    }
    let mut made_of = Vec::new();
    if rung.roi.is_ok() {
        made_of.push(formula(rung, |term| measure_label(report, term.measure, locale).to_owned(), locale));
    }
    if let Some(days) = rung.days.filter(|days| days.to != range.to) {
        made_of.push(fill!(own.through, date = days.to.to_string()));
    }
    if !rung.lacking.is_empty() {
        let names = rung.lacking.iter().map(|id| lacking(id, locale).to_owned());
        made_of.push(fill!(own.lacks, list = list(names, locale)));
    }
    row.made_of = made_of.join(words.clause_separator);
    match rung.roi {
        Ok(roi) => {
            row.roi = locale.decimal(roi, 2);
            let formula = formula(rung, |term| money(term.figure.estimate), locale);
            row.formula = fill!(own.equals, formula = formula, roi = row.roi);
            if let Ok(Interval { lower, upper }) = rung.interval {
                let [from, to] = [lower, upper].map(|bound| locale.decimal(bound, 2));
                row.interval = fill!(words.at_most_between, lower = from, upper = to);
            }
        }
        Err(blame) => {
            words.no_value.clone_into(&mut row.roi);
            // What the document lacks is told already.
            if blame.refusal != Refusal::NoData || rung.lacking.is_empty() {
                row.formula = blamed(blame, report, locale);
            }
        }
    }
    if let Some(step) = rung.step {
        let signed = |value: f64, text: String| if value > 0.0 { ["+", &text].concat() } else { text };
        let mut parts = Vec::new();
        if step.above != 0.0 {
            parts.push(fill!(own.step_above, value = signed(step.above, money(step.above))));
        }
        if step.below != 0.0 {
            parts.push(fill!(own.step_below, value = signed(step.below, money(step.below))));
        }
        if parts.is_empty() {
            parts.push(own.no_step.to_owned());
        } else {
            parts.push(fill!(own.step_roi, value = signed(step.roi, locale.decimal(step.roi, 2))));
        }
        let parts = parts.join(words.clause_separator);
        row.step = if step.from == Kind::Reported && rung.kind != Kind::Net {
            fill!(own.step_from, label = name(step.from, locale), parts = parts)
        } else {
            fill!(own.step, parts = parts)
        };
    }
    row
}

/// The usual name of a measure that the document does not have.
pub(super) fn lacking<'a>(id: &'a str, locale: &Locale) -> &'a str {
    let own = ReturnsWords::beside(locale.words);
    match id {
        "gmv" => own.gmv,
        "refunds" => own.refunds,
        "commission" => own.commission,
        "platform_subsidy" => own.platform_subsidy,
        "shop_gmv" => own.shop_gmv,
        "spend" => own.spend,
        other => other,
    }
}
