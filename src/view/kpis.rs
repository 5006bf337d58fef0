//! The numbers that a merchant looks at first. In: the dataset, the reader's selection, a locale. Out: [`KpisView`]:
//! a tile a metric with its value, its change against the days compared with, what has to stand beside it, and a small
//! line; the same as a table and as a sentence. Nothing is invented: where nothing is compared there is no change, where
//! days are missing the line is open.
//!
//! `choice` picks the metrics, `spark` draws the lines, `twin` turns finished tiles into sentences and a table.

mod choice;
mod spark;
mod twin;

use super::asking::Asking;
use super::change::{Change, compared};
use super::chart::Mark;
use super::locale::Locale;
use super::metric::Metric;
use super::reading::{Shown, list};
use super::repurchase::thirty_days::{REPURCHASE, repurchase};
use super::twin::{Cell, Number};
use super::value::{Value, value};
use super::words::fill;
use crate::analysis::answers::Answers;
use crate::contract::Polarity;
use crate::cube::Dataset;
use crate::query::{Selection, period};

/// Ids of what the leading sentence tells of.
const LEAD: [&str; 3] = ["gmv", "spend", "roi"];

/// The strip, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct KpisView {
    /// Heading.
    pub title: String,
    /// Remarks on the whole.
    pub notes: Vec<String>,
    /// One sentence that leads: what was sold, what it cost, what that returned; each part with the id of its tile.
    pub lead: Vec<(String, String)>,
    /// In reading order.
    pub tiles: Vec<Tile>,
    /// The whole in sentences, for a screen reader.
    pub summary: String,
}

/// One number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tile {
    /// Id of the measure or ratio.
    pub id: String,
    /// Name.
    pub label: String,
    /// The number, compact: `123.4万`, `≥ 1.2万`, `<5`, `—`.
    pub value: String,
    /// The number in full, or why there is none.
    pub full: String,
    /// The number itself, for export.
    pub number: Option<Number>,
    /// `41.2%–43.0%`, `±1.2万`, where one can be given.
    pub interval: Option<String>,
    /// How the interval was made, or why there is none.
    pub note: Option<String>,
    /// Against the days compared with; `None` where nothing is compared.
    pub change: Option<TileChange>,
    /// Short marks: at least, sampled, still growing, a filter left out.
    pub marks: Vec<String>,
    /// That mark which says how much of it is final, where not all is.
    pub growing: Option<String>,
    /// Lines, the one of the days compared with first.
    pub spark: Vec<Mark>,
    /// Whether the leading sentence tells of it.
    pub leads: bool,
    /// Whether it has a place on a time axis.
    pub by_day: bool,
    /// The tile in one sentence.
    pub spoken: String,
}

/// This period against the one compared with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TileChange {
    /// The change, or why there is none.
    pub change: Change,
    /// The other period's number over the days that are compared.
    pub compared: Cell,
    /// This period's over them, where they are not all of its days.
    pub now: Option<Cell>,
    /// Both with their words: `对比期 1.2亿`, `38/39 天：1.5亿，对比期 1.2亿`.
    pub compared_text: String,
    /// From the one to the other: `7,129 → 1.2万`.
    pub from_to: String,
    /// Whether it is for the better, in a word; where less is better, so that no reader has to guess.
    pub verdict: Option<String>,
    /// Which days are compared, where they are not all of them.
    pub days: Option<String>,
}

impl KpisView {
    /// The strip under `selection`; `None` where the document has nothing to count.
    pub fn build(dataset: &Dataset, selection: &Selection, locale: &Locale) -> Option<Self> {
        let (report, words) = (&dataset.report, locale.words);
        let (scope, _) = selection.resolve(report);
        let range = scope.range;
        let periods = selection.compare.as_ref().and_then(|compare| period::comparison(report, range, compare));
        let metrics = choice::choice(dataset);
        let again = repurchase(report, &scope, locale);
        if metrics.is_empty() && again.is_none() {
            return None;
        }
        let answers = Answers::new(dataset, scope, Metric::measures_of(&metrics), None);
        let mut asking = Asking { report, locale, answers, range };
        let lead = LEAD.map(|id| Metric::find(dataset, id).map(|metric| metric.by_exposure(dataset)));
        let mut tiles = Vec::new();
        for metric in &metrics {
            let number = value(&mut asking, metric, range);
            let mut tile = tile(metric.id(report), metric.label(report, locale), number);
            tile.change = periods.map(|periods| change(&mut asking, metric, periods));
            tile.spark = spark::spark(&mut asking, metric, range, periods);
            tile.by_day = true;
            tile.leads = lead.iter().flatten().any(|leading| leading == metric);
            tiles.push(tile);
        }
        if let Some(again) = again {
            tiles.push(Tile {
                spark: spark::curve(&again.curve, again.place),
                ..tile(REPURCHASE, again.label, again.value)
            });
        }
        let mut notes = changes_on(&tiles, locale);
        if selection.compare.is_some() && periods.is_none() {
            notes.push(words.compare_unavailable.to_owned());
        }
        let mut view = Self { title: words.kpis.to_owned(), notes, lead: Vec::new(), tiles, summary: String::new() };
        view.speak(locale);
        Some(view)
    }
}

fn tile(id: &str, label: String, value: Value) -> Tile {
    let Value { text, full, number, interval, note, marks, growing, .. } = value;
    Tile { id: id.to_owned(), label, value: text, full, number, interval, note, marks, growing, ..Tile::default() }
}

/// Which changes do not compare all the days on screen, each pair of days once.
fn changes_on(tiles: &[Tile], locale: &Locale) -> Vec<String> {
    let compared = || tiles.iter().filter_map(|tile| Some((tile, tile.change.as_ref()?)));
    let mut told: Vec<&String> = Vec::new();
    let mut notes = Vec::new();
    for days in compared().filter_map(|(_, change)| change.days.as_ref()) {
        if told.contains(&days) {
            continue;
        }
        told.push(days);
        let of =
            compared().filter(|(_, change)| change.days.as_ref() == Some(days)).map(|(tile, _)| tile.label.clone());
        let of: Vec<String> = of.collect();
        notes.push(if of.len() == compared().count() {
            days.clone()
        } else {
            locale.words.labelled(&list(of, locale), days)
        });
    }
    notes
}

fn change(asking: &mut Asking<'_>, metric: &Metric, periods: period::Comparison) -> TileChange {
    let compared = compared(asking, metric, (None, None), periods);
    let (report, locale, range) = (asking.report, asking.locale, asking.range);
    let of = range.len() as usize;
    let compared_text = compared.text(of, locale);
    let from_to = fill!(locale.words.lead_from_to, from = compared.before.text, to = compared.now.text);
    let cell = |shown: &Shown| twin::cell(&shown.text, &shown.full, shown.number);
    let now = compared.is_partial(of).then(|| cell(&compared.now));
    let days = compared.days.filter(|(current, baseline)| *current != range || *baseline != periods.baseline);
    let days = days.map(|(current, baseline)| {
        let (current, baseline) = (locale.range(current), locale.range(baseline));
        fill!(locale.words.changes_on_days, current = current, baseline = baseline)
    });
    let less_is_better = metric.polarity(report) == Polarity::Down;
    let word = |good| if good { locale.words.better } else { locale.words.worse };
    let verdict = compared.change.good.filter(|_| less_is_better).map(|good| word(good).to_owned());
    TileChange { compared: cell(&compared.before), change: compared.change, now, compared_text, from_to, verdict, days }
}
