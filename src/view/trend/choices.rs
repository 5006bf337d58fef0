//! What the reader chose to see, and could. In: the dataset, a [`TrendState`], the number of days. Out: the metrics and
//! periods in force, and the menus that lead to others. What the document does not have counts as not chosen.

use super::{Menu, TrendChoice};
use crate::contract::{Anchor, MeasureKind, Report};
use crate::cube::Dataset;
use crate::query::Key;
use crate::view::locale::Locale;
use crate::view::metric::Metric;
use crate::view::state::TrendState;

/// Up to so many days are shown day by day, unless the reader says otherwise.
const MOST_DAYS: u32 = 184;
/// Up to so many week by week; more by month.
const MOST_WEEK_DAYS: u32 = 1_100;

/// What is shown.
pub(super) struct Chosen {
    pub metric: Metric,
    pub second: Option<Metric>,
    pub by: Key,
    pub smooth: bool,
}

/// What `state` means for this document; `None` where that counts nothing.
pub(super) fn chosen(all: &[Metric], dataset: &Dataset, state: &TrendState, days: u32) -> Option<Chosen> {
    let report = &dataset.report;
    let named = |id: &Option<Box<str>>| id.as_ref().and_then(|id| Metric::find(dataset, id));
    let metric = named(&state.metric).or_else(|| all.iter().min_by_key(|metric| rank(metric, report)).cloned())?;
    let second = named(&state.second).filter(|second| *second != metric);
    let by = match state.by.as_deref() {
        Some("day") => Key::Day,
        Some("week") => Key::Week,
        Some("month") => Key::Month,
        _ => automatic(days),
    };
    Some(Chosen { metric, second, by, smooth: state.smooth && by == Key::Day })
}

/// The period that so many days are easiest to read by.
pub(super) const fn automatic(days: u32) -> Key {
    if days <= MOST_DAYS {
        Key::Day
    } else if days <= MOST_WEEK_DAYS {
        Key::Week
    } else {
        Key::Month
    }
}

/// Sales first, then other money, then counts, each on the day of the event, whose number is final the next morning.
fn rank(metric: &Metric, report: &Report) -> u8 {
    let Metric::Measure(ix) = metric else { return 3 };
    match report.measure(*ix) {
        Some(measure) if measure.anchor != Anchor::Exposure => match (&*measure.id, measure.kind) {
            ("gmv", _) => 0,
            (_, MeasureKind::Money) => 1,
            _ => 2,
        },
        _ => 3,
    }
}

/// The menus.
pub(super) fn menus(
    all: &[Metric],
    chosen: &Chosen,
    state: &TrendState,
    report: &Report,
    locale: &Locale,
) -> Vec<Menu> {
    let words = locale.words;
    let (mut metrics, mut seconds) = (Vec::new(), Vec::new());
    let none = TrendState { second: None, ..state.clone() };
    seconds.push(choice("", words.no_second, chosen.second.is_none(), none));
    for metric in all {
        let (id, label) = (metric.id(report), metric.label(report, locale));
        let own = Some(Box::from(id));
        let is_second = chosen.second.as_ref() == Some(metric);
        // One metric is never drawn twice: the second becomes the first, and there is no second any more.
        let second = state.second.clone().filter(|_| !is_second);
        let is_first = *metric == chosen.metric;
        metrics.push(choice(id, &label, is_first, TrendState { metric: own.clone(), second, ..state.clone() }));
        if !is_first {
            seconds.push(choice(id, &label, is_second, TrendState { second: own, ..state.clone() }));
        }
    }
    let periods =
        [("day", words.by_day, Key::Day), ("week", words.by_week, Key::Week), ("month", words.by_month, Key::Month)];
    let periods = periods
        .map(|(id, label, by)| choice(id, label, by == chosen.by, TrendState { by: Some(id.into()), ..state.clone() }));
    let mut menus = vec![
        Menu { id: "metric", label: words.metric.to_owned(), choices: metrics },
        Menu { id: "second", label: words.second_metric.to_owned(), choices: seconds },
        Menu { id: "by", label: words.granularity.to_owned(), choices: periods.into() },
    ];
    if chosen.by == Key::Day {
        let means = [("mean", words.with_mean, true), ("raw", words.without_mean, false)];
        let means = means.map(|(id, label, smooth)| {
            choice(id, label, smooth == chosen.smooth, TrendState { smooth, ..state.clone() })
        });
        menus.push(Menu { id: "smooth", label: words.mean_of_seven.to_owned(), choices: means.into() });
    }
    menus
}

fn choice(id: &str, label: &str, current: bool, state: TrendState) -> TrendChoice {
    TrendChoice { id: id.to_owned(), label: label.to_owned(), current, state }
}
