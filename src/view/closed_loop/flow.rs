//! People flow in words and as a table of colours. In: the report, what the reader chose. Out: [`FlowView`] with its rows
//! for the table; nothing where the document has no transitions. Those who stayed are most, so they have no colour:
//! it is for those who moved. What is below the display floor is withheld.

use super::{Given, LoopChoice, LoopMenu, Rows};
use crate::analysis::closed_loop::flow::{Flow, flow, periods};
use crate::contract::Layer;
use crate::date::DateRange;
use crate::view::state::LoopState;
use crate::view::twin::{Cell, Number};
use crate::view::words::{LoopWords, fill};

/// Steps of colour.
const LEVELS: f64 = 8.0;

/// People flow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowView {
    /// Heading.
    pub title: String,
    /// Who moved up, who came and left, where buyers came from.
    pub said: Vec<String>,
    /// Which period; `None` where there is one only.
    pub menu: Option<LoopMenu>,
    /// The days between which people moved.
    pub days: String,
    /// Heads: the corner, then a layer after each.
    pub heads: Vec<String>,
    /// One per layer before.
    pub rows: Vec<FlowRow>,
    /// Below: how large layers were, by how much they grew, how large they are.
    pub sums: Vec<(String, Vec<String>)>,
    /// What colour stands for; that no filter cuts it.
    pub notes: Vec<String>,
    /// The whole in a sentence.
    pub summary: String,
}

/// A layer before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowRow {
    /// Its name.
    pub label: String,
    /// How many people it had, where that is told; else empty.
    pub size: String,
    /// One per layer after.
    pub cells: Vec<FlowCell>,
}

/// Those who were in one layer and are in another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowCell {
    /// How many; empty where the pair is not listed.
    pub text: String,
    /// Of those in the layer before.
    pub share: String,
    /// In a sentence.
    pub full: String,
    /// Step of colour, from 0; `None` for those who stayed and where there is nobody.
    pub level: Option<u8>,
    /// Those who stayed.
    pub stayed: bool,
}

fn name(layer: Layer, own: &'static LoopWords) -> &'static str {
    match layer {
        Layer::None => own.newcomers,
        Layer::Awareness => own.awareness,
        Layer::Interest => own.interest,
        Layer::TrueInterest => own.true_interest,
        Layer::Purchase => own.purchase,
        Layer::Share => own.sharing,
    }
}

fn name_after(layer: Layer, own: &'static LoopWords) -> &'static str {
    if layer == Layer::None { own.gone } else { name(layer, own) }
}

/// The one that the reader chose; else the last that meets the chosen days, else the last.
fn chosen(given: &Given<'_>, offered: &[DateRange]) -> Option<DateRange> {
    let wished = given.state.period.as_deref();
    let (scope, _) = given.selection.resolve(given.report());
    let newest = |meets: &dyn Fn(&DateRange) -> bool| offered.iter().rev().find(|days| meets(days)).copied();
    newest(&|days| Some(&*id(*days)) == wished)
        .or_else(|| newest(&|days| days.intersect(scope.range).is_some()))
        .or_else(|| newest(&|_| true))
}

fn id(days: DateRange) -> String {
    [days.from.to_string(), days.to.to_string()].join("..")
}

/// How numbers of people are written.
struct People<'a> {
    given: &'a Given<'a>,
    /// Fewer are withheld.
    floor: u64,
}

impl People<'_> {
    fn is_hidden(&self, n: u64) -> bool {
        0 < n && n < self.floor
    }

    fn text(&self, n: u64) -> String {
        let locale = self.given.locale;
        if self.is_hidden(n) {
            return fill!(locale.words.hidden, k = locale.integer(self.floor.into()));
        }
        locale.compact(n as f64)
    }

    fn cell(&self, n: u64) -> Cell {
        Cell::new(self.text(n), (!self.is_hidden(n)).then_some(Number::Integer(n.into())))
    }

    fn signed(&self, n: i128) -> String {
        let sign = match n {
            0 => "",
            n if n > 0 => "+",
            _ => "-",
        };
        [sign, &self.text(u64::try_from(n.unsigned_abs()).unwrap_or(u64::MAX))].concat()
    }
}

pub(super) fn build(given: &Given<'_>) -> Option<(FlowView, Rows)> {
    let (report, locale, own) = (given.report(), given.locale, given.own());
    let offered = periods(report);
    let days = chosen(given, &offered)?;
    let found = flow(report, days)?;
    let people = People { given, floor: report.meta.min_cell };
    let mut view = FlowView { title: own.flow.to_owned(), days: locale.range(days), ..FlowView::default() };
    let choice = |of: &DateRange| {
        let state = LoopState { period: Some(id(*of).into()), ..given.state.clone() };
        LoopChoice::new(&id(*of), &locale.range(*of), *of == days, state)
    };
    let choices: Vec<LoopChoice> = offered.iter().rev().map(choice).collect();
    if choices.len() > 1 {
        view.menu = Some(LoopMenu { id: "period", label: own.period.to_owned(), choices });
    } else {
        view.notes.push(locale.range(days));
    }
    view.said = headline(&found, &people);
    view.heads.push(own.from_to.to_owned());
    let mut targets = found.layers.clone();
    // Who left stands at the end, who came at the top.
    if targets.first() == Some(&Layer::None) {
        targets.rotate_left(1);
    }
    for &target in &targets {
        view.heads.push(name_after(target, own).to_owned());
    }
    let row_sum = |source: Layer| found.sum(|from, _| from == source);
    let share = |source: Layer, n: u64| n as f64 / row_sum(source).max(1) as f64;
    let mut highest = 0.0_f64;
    for &source in &found.layers {
        for &target in targets.iter().filter(|&&target| target != source) {
            highest = highest.max(share(source, found.people(source, target).unwrap_or(0)));
        }
    }
    let mut rows: Rows = Vec::new();
    for &source in &found.layers {
        let size = people.text(row_sum(source));
        let mut row = FlowRow { label: name(source, own).to_owned(), size, cells: Vec::new() };
        for &target in &targets {
            let Some(n) = found.people(source, target) else {
                row.cells.push(FlowCell::default());
                continue;
            };
            let of_row = share(source, n);
            let (text, stayed) = (people.text(n), source == target);
            let shown = if people.is_hidden(n) { String::new() } else { locale.percent(of_row) };
            let template = if stayed { own.stayed } else { own.cell };
            let [from, to] = [name(source, own), name_after(target, own)];
            let full = fill!(template, source = from, target = to, n = text, share = shown);
            let coloured = !stayed && n > 0 && highest > 0.0 && !people.is_hidden(n);
            let level = coloured.then(|| (of_row / highest * LEVELS).round() as u8);
            let item = [from, to].join(" → ");
            rows.push([item.into(), own.people.into(), people.cell(n), shown.clone().into()]);
            row.cells.push(FlowCell { text, share: shown, full, level, stayed });
        }
        view.rows.push(row);
    }
    view.sum_up(&found, &targets, &people, &mut rows);
    view.notes.push(own.flow_colour.to_owned());
    if !given.selection.filters.is_empty() {
        view.notes.push(own.flow_unfiltered.to_owned());
    }
    view.summary = view.said.join(locale.words.clause_separator);
    Some((view, rows))
}

fn headline(found: &Flow, people: &People<'_>) -> Vec<String> {
    let (own, locale) = (people.given.own(), people.given.locale);
    let (up, down) = (people.text(found.moved_up()), people.text(found.fell_back()));
    let before = found.knows_sizes().then(|| found.sum(|source, _| source != Layer::None)).filter(|&n| n > 0);
    let mut said = vec![match before.filter(|_| !people.is_hidden(found.moved_up())) {
        Some(before) => {
            let share = locale.percent(found.moved_up() as f64 / before as f64);
            fill!(own.moved, up = up, share = share, down = down)
        }
        None => fill!(own.moved_plain, up = up, down = down),
    }];
    if found.layers.first() == Some(&Layer::None) {
        let (entered, left) = (people.text(found.entered()), people.text(found.left()));
        said.push(fill!(own.came_and_went, entered = entered, left = left));
    }
    if let Some((layer, n)) = found.most_buyers_from() {
        said.push(fill!(own.buyers_from, layer = name(layer, own), n = people.text(n)));
    }
    said
}

impl FlowView {
    fn sum_up(&mut self, found: &Flow, targets: &[Layer], people: &People<'_>, rows: &mut Rows) {
        let own = people.given.own();
        let mut sums = [(own.before, Vec::new()), (own.net, Vec::new()), (own.after, Vec::new())];
        for &layer in targets {
            let net = (layer != Layer::None).then(|| found.net(layer));
            let size = |n: Option<u64>| n.map(|n| people.cell(n)).unwrap_or_default();
            let change = net.map(|net| {
                let hidden = people.is_hidden(u64::try_from(net.unsigned_abs()).unwrap_or(u64::MAX));
                Cell::new(people.signed(net), (!hidden).then_some(Number::Integer(net)))
            });
            let cells = [size(found.before(layer)), change.unwrap_or_default(), size(found.after(layer))];
            for ((label, texts), cell) in sums.iter_mut().zip(cells) {
                texts.push(cell.text.clone());
                if !cell.text.is_empty() {
                    rows.push([name(layer, own).into(), (*label).into(), cell, Cell::default()]);
                }
            }
        }
        for (label, texts) in sums {
            if texts.iter().any(|text| !text.is_empty()) {
                self.sums.push((label.to_owned(), texts));
            }
        }
    }
}
