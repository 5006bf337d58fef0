//! How far the numbers can be trusted: one line per oddity of the document, gravest first. In: the dataset, a locale.
//! Out: [`QualityView`]; where nothing is odd, one calm sentence. Speaks of the whole document, whatever the reader has
//! filtered, so an entry that concerns rows carries the view that shows them, with the reader's own filters gone; what
//! they compare with is theirs to keep.
//!
//! `findings` collects what there is to say, `listed` lists the rows as sent, `open` finds the view that they
//! are in, `explained` makes the cards.

mod explained;
mod findings;
mod listed;
mod open;

use super::header::shortened;
use super::locale::Locale;
use super::reading::list;
use super::state::ViewState;
use super::twin::{Cell, Number, TwinTable};
use super::words::fill;
use crate::cube::Dataset;
use findings::{Finding, findings};
pub use listed::ListedRows;

/// The list, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityView {
    /// Heading.
    pub title: String,
    /// The whole in one sentence.
    pub summary: String,
    /// What is said where there are no entries.
    pub calm: Option<String>,
    /// Gravest first.
    pub entries: Vec<QualityEntry>,
    /// The same as a table.
    pub twin: TwinTable,
}

/// One oddity.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityEntry {
    /// How grave it is.
    pub weight: Weight,
    /// The same in a word.
    pub weight_label: String,
    /// What is odd, with its number.
    pub text: String,
    /// Where: days, members, table; may be empty.
    pub place: String,
    /// The rows that it concerns, as sent.
    pub listed: Option<ListedRows>,
    /// The view of the rows that it concerns.
    pub open: Option<ViewState>,
    /// Text of the button that leads there.
    pub open_text: String,
    /// Its accessible name.
    pub open_label: String,
}

/// How grave an oddity is, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Numbers contradict each other.
    Contradiction,
    /// Something is missing.
    Gap,
    /// Nothing is wrong, yet good to know.
    Remark,
}

impl QualityView {
    /// The list for a document.
    pub fn build(dataset: &Dataset, locale: &Locale) -> Self {
        let (words, later) = (locale.words, locale.later());
        let found = findings(dataset, locale);
        let (mut entries, mut rows) = (Vec::new(), Vec::new());
        for weight in [Weight::Contradiction, Weight::Gap, Weight::Remark] {
            for finding in found.iter().filter(|finding| finding.weight == weight) {
                let entry = entry(finding, dataset, locale);
                let number = |n: u64| Cell::new(locale.integer(n.into()), Some(Number::Integer(n.into())));
                let count = finding.count.map(number).unwrap_or_default();
                rows.push(vec![(*entry.weight_label).into(), (*entry.text).into(), count, (*entry.place).into()]);
                entries.push(entry);
            }
        }
        let calm = entries.is_empty().then(|| later.quality_calm.to_owned());
        let count = || fill!(later.warnings, n = locale.number(entries.len()));
        let headers = [later.quality_weight, words.remarks, words.count, later.quality_place];
        let twin = TwinTable::of(later.quality, &headers, rows, words);
        Self { title: later.quality.to_owned(), summary: calm.clone().unwrap_or_else(count), calm, entries, twin }
    }
}

fn entry(finding: &Finding, dataset: &Dataset, locale: &Locale) -> QualityEntry {
    let (words, later) = (locale.words, locale.later());
    let weight_label = match finding.weight {
        Weight::Contradiction => later.quality_contradiction,
        Weight::Gap => later.quality_gap,
        Weight::Remark => later.quality_remark,
    };
    let open_text = if finding.is_around { later.quality_open_around } else { later.quality_open };
    QualityEntry {
        weight: finding.weight,
        weight_label: weight_label.to_owned(),
        listed: finding.concern.as_ref().and_then(|rows| listed::listed(rows, &finding.text, dataset, locale)),
        place: place(finding, dataset, locale),
        open: open::rows(finding, dataset),
        open_text: open_text.to_owned(),
        open_label: words.labelled(open_text, &finding.text),
        text: finding.text.clone(),
    }
}

/// `2025-05-01 至 2025-05-20（20 天），渠道：小红星，数据表 main`.
fn place(finding: &Finding, dataset: &Dataset, locale: &Locale) -> String {
    let (report, words) = (&dataset.report, locale.words);
    let mut parts: Vec<String> = finding.days.iter().map(|&days| locale.period(days)).collect();
    for (dimension, members) in &finding.members {
        let Some(dimension) = report.dimension(*dimension) else { continue };
        let name =
            |&ix: &_| dimension.member(ix).map_or(words.unknown, |member| member.label.get(&locale.tag)).to_owned();
        let names: Vec<String> = members.iter().map(name).collect();
        let label = dimension.label.get(&locale.tag);
        parts.push(words.labelled(label, &shortened(&names, locale)));
    }
    // Where there is but one table, its name tells nothing.
    let table = finding.cube.and_then(|ix| dataset.cubes.get(ix)).filter(|_| dataset.cubes.len() > 1);
    parts.extend(table.map(|cube| fill!(locale.later().quality_table, table = cube.id())));
    list(parts, locale)
}
