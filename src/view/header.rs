//! Who, when, compared with what, as of when, and what is filtered. In: the dataset, the reader's selection, a locale.
//! Out: [`HeaderView`], every text ready to print and every choice carrying the selection that it leads to.

use super::locale::Locale;
use super::reading::list;
use super::words::fill;
use crate::contract::{CalendarKind, DimensionIx, Report, Wave};
use crate::cube::Dataset;
use crate::date::DateRange;
use crate::order::{sort_by, sort_unique};
use crate::query::{Compare, Filters, Selection, period};

/// Names listed before the rest is only counted.
const MOST_NAMES: usize = 3;
/// Most promotions offered as ranges, the latest.
const PROMOTIONS: usize = 12;
/// Id of the choice of all days.
pub const ALL_DAYS: &str = "all";

/// The head of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderView {
    /// Merchant's name.
    pub merchant: String,
    /// 演示数据, where the document says so.
    pub demo: Option<String>,
    /// Days looked at, with their number: `2025-05-13 至 2025-06-18（37 天）`.
    pub period: String,
    /// Days compared with, with its words: `对比 2025-04-06 至 2025-05-12（37 天）`; `None` where nothing is compared.
    pub comparison: Option<String>,
    /// Last whole day in the data, with its words: `数据截至 2025-06-18`.
    pub as_of: String,
    /// Where the numbers come from, with its words.
    pub source: String,
    /// When the document was made, with its words.
    pub generated_at: String,
    /// One per filtered dimension, in document order.
    pub chips: Vec<Chip>,
    /// The selection without any filter on members; `None` where there is none to clear.
    pub clear_all: Option<Selection>,
    /// Ranges that can be picked with one click: last 7, 28, 90 days, all, each promotion of the calendar.
    pub periods: Vec<Choice>,
    /// Comparisons that can be picked with one click; the reader's own days are last and present only if chosen.
    pub comparisons: Vec<Choice>,
    /// First and last day that a reader may pick.
    pub pickable: DateRange,
    /// What of the selection could not be applied here, one sentence each.
    pub notes: Vec<String>,
}

/// A filter on one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// Id of the dimension.
    pub dimension: String,
    /// `类目：美妆、母婴`, shortened past three members.
    pub label: String,
    /// All members, for the tooltip.
    pub title: String,
    /// Accessible name of the button that removes it.
    pub remove_label: String,
    /// The selection without this filter.
    pub removed: Selection,
}

/// One of several choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Stable id, for keys and tests: `last-28`, `all`, `previous`.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The days it stands for, for the tooltip; may be empty.
    pub title: String,
    /// Whether it is the present one.
    pub current: bool,
    /// The selection that choosing it gives.
    pub selection: Selection,
}

impl HeaderView {
    /// The head under `selection`.
    pub fn build(dataset: &Dataset, selection: &Selection, locale: &Locale) -> Self {
        let report = &dataset.report;
        let (words, meta) = (locale.words, &report.meta);
        let (scope, _) = selection.resolve(report);
        let compared = selection.compare.as_ref().and_then(|compare| period::comparison(report, scope.range, compare));
        let unfiltered = Selection { filters: Filters::default(), ..selection.clone() };
        Self {
            merchant: meta.merchant_name.get(&locale.tag).to_owned(),
            demo: meta.demo.then(|| words.demo.to_owned()),
            period: locale.period(scope.range),
            comparison: compared.map(|periods| fill!(words.versus, range = locale.period(periods.baseline))),
            as_of: fill!(words.as_of, date = meta.complete_through.to_string()),
            source: fill!(words.source, source = meta.source.get(&locale.tag)),
            generated_at: fill!(words.generated_at, time = plain_time(&meta.generated_at)),
            chips: chips(report, selection, locale),
            clear_all: (!selection.filters.is_empty()).then_some(unfiltered),
            periods: periods(report, selection, scope.range, locale),
            comparisons: comparisons(report, selection, scope.range, locale),
            pickable: report.complete_range(),
            notes: notes(report, selection, scope.range, locale),
        }
    }
}

/// `2025-06-19 08:00` of an RFC 3339 time: the sender's own clock, shifted by nothing.
pub(crate) fn plain_time(text: &str) -> String {
    match text.split_once(['T', 't']) {
        Some((date, time)) => format!("{date} {}", time.get(..5).unwrap_or(time)),
        None => text.to_owned(),
    }
}

/// In document order; dimensions that the report lacks have no chip but a note.
fn chips(report: &Report, selection: &Selection, locale: &Locale) -> Vec<Chip> {
    let words = locale.words;
    let chip = |ix: u16| {
        let dimension = report.dimension(DimensionIx(ix))?;
        let chosen = selection.filters.get(&dimension.id)?;
        let name = |id: &Option<Box<str>>| match id {
            None => words.unknown.to_owned(),
            Some(id) => {
                let member = dimension.find(id).and_then(|ix| dimension.member(ix));
                member.map_or_else(|| id.to_string(), |member| member.label.get(&locale.tag).to_owned())
            }
        };
        let label = dimension.label.get(&locale.tag);
        let named = |names: String| words.labelled(label, &names);
        let names: Vec<String> = chosen.iter().map(name).collect();
        let short = named(shortened(&names, locale));
        let title = named(list(names, locale));
        Some(Chip {
            dimension: dimension.id.to_string(),
            remove_label: fill!(words.remove_filter, label = short),
            label: short,
            title,
            removed: selection.without(&dimension.id),
        })
    };
    (0..report.dimensions.len() as u16).filter_map(chip).collect()
}

/// The first of a list and the number of all, where there are many.
pub(super) fn shortened(names: &[String], locale: &Locale) -> String {
    let first = list(names.iter().take(MOST_NAMES).cloned(), locale);
    if names.len() <= MOST_NAMES {
        return first;
    }
    fill!(locale.words.and_more, list = first, n = locale.number(names.len()))
}

fn periods(report: &Report, selection: &Selection, range: DateRange, locale: &Locale) -> Vec<Choice> {
    let words = locale.words;
    let complete = report.complete_range();
    let mut offered: Vec<(String, String, DateRange)> = vec![(ALL_DAYS.into(), words.all_days.into(), complete)];
    for days in [7_u32, 28, 90] {
        let last = DateRange { from: complete.to.plus(1 - days as i32), to: complete.to };
        if days < complete.len() {
            offered.push((format!("last-{days}"), fill!(words.last_days, n = days.to_string()), last));
        }
    }
    let mut promotions: Vec<(String, DateRange)> = Vec::new();
    let mut whole: Vec<(&Wave, DateRange, usize)> = Vec::new();
    for entry in report.calendar.iter().filter(|entry| entry.kind == CalendarKind::Promotion) {
        promotions.push((entry.label.get(&locale.tag).to_owned(), entry.range));
        let Some(wave) = &entry.wave else { continue };
        match whole.iter_mut().find(|(known, ..)| known.name == wave.name && known.year == wave.year) {
            None => whole.push((wave, entry.range, 1)),
            Some((_, days, phases)) => {
                *days = DateRange { from: days.from.min(entry.range.from), to: days.to.max(entry.range.to) };
                *phases += 1;
            }
        }
    }
    // Whoever asks what a wave brought means all of its phases.
    for (wave, days, phases) in whole {
        if phases > 1 {
            promotions.push((fill!(words.whole_wave, wave = wave.name, year = wave.year.to_string()), days));
        }
    }
    let mut promotions: Vec<_> =
        promotions.into_iter().filter_map(|(label, days)| Some((label, days.intersect(complete)?))).collect();
    // The latest first, a whole wave before its phases.
    sort_by(&mut promotions, |(_, a), (_, b)| b.to.cmp(&a.to).then(a.from.cmp(&b.from)));
    for (n, (label, days)) in promotions.into_iter().take(PROMOTIONS).enumerate() {
        offered.push((format!("promotion-{n}"), label, days));
    }
    let current = offered.iter().position(|(_, _, days)| *days == range);
    let mut choices: Vec<Choice> = offered
        .into_iter()
        .enumerate()
        .map(|(n, (id, label, days))| Choice {
            id,
            label,
            title: locale.period(days),
            current: current == Some(n),
            selection: {
                let over = selection.over((days != complete).then_some(days));
                let ends = over.compare.as_ref().is_some_and(|compare| !is_about(report, days, compare));
                if ends { over.compared(None) } else { over }
            },
        })
        .collect();
    if current.is_none() {
        choices.push(Choice {
            id: "custom".into(),
            label: words.custom_days.into(),
            title: locale.period(range),
            current: true,
            selection: selection.clone(),
        });
    }
    choices
}

fn comparisons(report: &Report, selection: &Selection, range: DateRange, locale: &Locale) -> Vec<Choice> {
    let words = locale.words;
    let mut offered: Vec<(String, String, Option<Compare>)> = vec![
        ("none".into(), words.compare_none.into(), None),
        ("previous".into(), words.compare_previous.into(), Some(Compare::Previous)),
        ("year".into(), words.compare_year.into(), Some(Compare::Year)),
    ];
    let mut waves: Vec<&str> =
        report.calendar.iter().filter_map(|entry| entry.wave.as_ref()).map(|wave| &*wave.name).collect();
    sort_unique(&mut waves);
    for wave in waves {
        let label = fill!(words.compare_wave, wave = wave);
        offered.push((format!("wave-{wave}"), label, Some(Compare::Wave(wave.into()))));
    }
    if let Some(custom @ Compare::Custom(_)) = &selection.compare {
        offered.push(("custom".into(), words.compare_custom.into(), Some(custom.clone())));
    }
    let days = |compare: &Option<Compare>| {
        let wave = compare.as_ref().filter(|compare| !is_about(report, range, compare));
        let range = wave.map_or(range, |_| report.complete_range());
        let periods = compare.as_ref().and_then(|compare| period::comparison(report, range, compare));
        periods.map(|periods| locale.period(periods.baseline))
    };
    offered
        .into_iter()
        .map(|(id, label, compare)| (days(&compare), id, label, compare))
        // What the data cannot answer is not offered, unless it is what the reader chose.
        .filter(|(days, _, _, compare)| compare.is_none() || days.is_some() || *compare == selection.compare)
        .map(|(days, id, label, compare)| Choice {
            id,
            label,
            title: days.unwrap_or_default(),
            current: compare == selection.compare,
            selection: match &compare {
                Some(wave) if !is_about(report, range, wave) => {
                    let days = period::comparison(report, report.complete_range(), wave).map(|periods| periods.current);
                    selection.over(days).compared(compare)
                }
                _ => selection.compared(compare),
            },
        })
        .collect()
}

/// Whether most of `days` lie in the wave that they would be compared as: the change of a few days says nothing of a year
/// around them. Other comparisons are about whatever days are chosen.
fn is_about(report: &Report, days: DateRange, compare: &Compare) -> bool {
    let is_most = |periods: period::Comparison| periods.current.len() * 2 > days.len();
    !matches!(compare, Compare::Wave(_)) || period::comparison(report, days, compare).is_some_and(is_most)
}

fn notes(report: &Report, selection: &Selection, range: DateRange, locale: &Locale) -> Vec<String> {
    let words = locale.words;
    let mut notes = Vec::new();
    let (_, unmatched) = selection.resolve(report);
    for part in unmatched {
        let known = report.find_dimension(&part.dimension).and_then(|ix| report.dimension(ix));
        notes.push(match known {
            None => fill!(words.unmatched_dimension, dimension = part.dimension),
            Some(dimension) => {
                let members = list(part.members.iter().map(ToString::to_string), locale);
                fill!(words.unmatched_member, dimension = dimension.label.get(&locale.tag), member = members)
            }
        });
    }
    if range.intersect(report.complete_range()) != Some(range) {
        notes.push(words.unmatched_days.to_owned());
    }
    let missing = report.meta.missing_dates.iter().filter(|&&day| range.contains(day));
    let days: Vec<String> = missing.map(ToString::to_string).collect();
    if !days.is_empty() {
        let n = locale.number(days.len());
        notes.push(fill!(words.missing_days, n = n, dates = shortened(&days, locale)));
    }
    if selection.compare.as_ref().is_some_and(|compare| period::comparison(report, range, compare).is_none()) {
        notes.push(words.compare_unavailable.to_owned());
    }
    notes
}
