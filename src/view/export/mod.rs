//! A panel as a file. In: a panel's name, the dataset, what the reader did, a locale. Out: a [`Sheet`], which holds the
//! panel's numbers in full with all that a reader of the file has to know about them, and writes itself as CSV or as a
//! picture. Made from the same view models as the screen: what is withheld there is withheld here.
//!
//! `head` says whose numbers these are and how they are counted, `csv` writes the table, `drawing` the picture out of
//! `svg`'s parts: `bars`, `plot` or `set_text`, by what the panel is. Adding a panel is one line in `PANELS`.

mod bars;
mod csv;
mod drawing;
mod head;
mod plot;
mod set_text;
mod svg;

use super::chart::Chart;
use super::closed_loop::LoopView;
use super::cohorts::CohortsView;
use super::compare::CompareView;
use super::content::ContentView;
use super::drilldown::Drilldown;
use super::effect::EffectView;
use super::entry::EntryView;
use super::funnel::FunnelView;
use super::kpis::KpisView;
use super::locale::Locale;
use super::metric::Metric;
use super::quality::QualityView;
use super::reading::list;
use super::repurchase::RepurchaseView;
use super::returns::ReturnsView;
use super::settlement::SettlementView;
use super::state::ViewState;
use super::trend::TrendView;
use super::twin::TwinTable;
use crate::analysis::repurchase::outlook::outlook;
use crate::cube::Dataset;
use bars::Bars;

/// A panel as a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Heading.
    pub title: String,
    /// Name of the file without its ending, safe in any file system.
    pub name: String,
    /// 演示数据, where the document says so.
    pub demo: Option<String>,
    /// Whose numbers, of which days, compared with what, filtered by what, as of when, from where; a line each.
    pub head: Vec<String>,
    /// How each metric is counted, a line each.
    pub definitions: Vec<String>,
    /// The panel's remarks.
    pub notes: Vec<String>,
    /// The panel in a sentence or two.
    pub summary: String,
    /// The panel's numbers.
    pub table: TwinTable,
    currency: Box<str>,
    picture: Picture,
}

/// How a panel is drawn in a file.
#[derive(Clone, Debug, PartialEq)]
enum Picture {
    Bars(Bars),
    Chart(Chart),
    /// As its table.
    Table,
    /// As a table of its own, where that of its numbers is too wide to read.
    Texts(TwinTable),
}

/// What a panel gives to its file.
struct Content {
    title: String,
    notes: Vec<String>,
    summary: String,
    table: TwinTable,
    metrics: Vec<Metric>,
    picture: Picture,
}

/// Makes what a panel gives; `None` where the document has nothing for it.
type Make = fn(&Dataset, &ViewState, &Locale) -> Option<Content>;

/// Every panel that can be a file, by its name on the screen.
const PANELS: &[(&str, Make)] = &[
    ("kpis", kpis),
    ("funnel", funnel),
    ("trend", trend),
    ("drilldown", drilldown),
    ("repurchase", repurchase),
    ("cohorts", cohorts),
    ("comparison", comparison),
    ("effect", effect),
    ("content", content_and_orders),
    ("returns", returns),
    ("settlement", settlement),
    ("loop", closed_loop),
    ("entry", entry),
    ("quality", quality),
];

/// Most rows of a comparison that a picture plots; more are set as their table.
const MOST_PLOTTED: usize = 16;

/// The names of the panels that can be files.
pub fn panels() -> impl Iterator<Item = &'static str> {
    PANELS.iter().map(|(name, _)| *name)
}

/// The table behind the panel of that name, which is that of its file; `None` where there is no such panel, or nothing
/// in it.
pub fn table(panel: &str, dataset: &Dataset, view: &ViewState, locale: &Locale) -> Option<TwinTable> {
    let (_, make) = PANELS.iter().find(|(name, _)| *name == panel)?;
    Some(make(dataset, view, locale)?.table)
}

/// The panel of that name as a file; `None` where there is no such panel, or nothing in it.
pub fn sheet(panel: &str, dataset: &Dataset, view: &ViewState, locale: &Locale) -> Option<Sheet> {
    let (_, make) = PANELS.iter().find(|(name, _)| *name == panel)?;
    let content = make(dataset, view, locale)?;
    let head = head::head(dataset, &view.selection, locale);
    Some(Sheet {
        title: content.title,
        name: head::name(panel, &dataset.report, &view.selection, locale),
        demo: head.demo,
        definitions: head::definitions(&dataset.report, &content.metrics, &content.table, locale),
        notes: head.notes.into_iter().chain(content.notes).collect(),
        head: head.lines,
        summary: content.summary,
        table: content.table,
        currency: dataset.report.meta.currency.clone(),
        picture: content.picture,
    })
}

fn kpis(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let view = KpisView::build(dataset, &state.selection, locale)?;
    let table = view.twin(locale);
    let metrics = view.tiles.iter().filter_map(|tile| Metric::find(dataset, &tile.id)).collect();
    let KpisView { title, notes, summary, .. } = view;
    Some(Content { title, notes, summary, table, metrics, picture: Picture::Table })
}

fn funnel(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let view = FunnelView::build(dataset, &state.selection, locale)?;
    let (table, picture) = (view.twin(locale), Picture::Bars(bars::of_funnel(&view)));
    let metrics = dataset.report.funnel.iter().map(|step| Metric::Measure(step.measure)).collect();
    let notes = view
        .notes
        .into_iter()
        .chain([view.biggest_loss, view.steepest_loss].into_iter().flatten().map(|loss| loss.text))
        .collect();
    Some(Content { title: view.title, notes, summary: view.summary, table, metrics, picture })
}

fn trend(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let room = plot::plot_width(drawing::WIDTH - 2.0 * drawing::MARGIN);
    let view = TrendView::build(dataset, &state.selection, &state.trend, room, locale)?;
    let of_metrics = view.menus.iter().filter(|menu| menu.id == "metric" || menu.id == "second");
    let chosen = of_metrics.flat_map(|menu| &menu.choices).filter(|choice| choice.current);
    let metrics: Vec<Metric> = chosen.filter_map(|choice| Metric::find(dataset, &choice.id)).collect();
    let names = list(metrics.iter().map(|metric| metric.label(&dataset.report, locale)), locale);
    let title = locale.words.labelled(&view.title, &names);
    let (table, picture) = (view.twin(locale), Picture::Chart(view.chart));
    let notes = view.notes.into_iter().chain(view.empty).collect();
    Some(Content { title, notes, summary: view.summary, table, metrics, picture })
}

fn repurchase(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let room = plot::plot_width(drawing::WIDTH - 2.0 * drawing::MARGIN);
    let wished = state.repurchase.forecast.then(|| outlook(dataset.report.forecast.as_ref()));
    let known = wished.as_ref().map(|outlook| outlook.as_ref().map_err(|refusal| *refusal));
    let view = RepurchaseView::build(dataset, &state.selection, &state.repurchase, known, (room, room), locale)?;
    let table = view.twin(&dataset.report, locale);
    let title = locale.words.labelled(&view.title, &view.share.title);
    let mut notes = view.in_full(locale);
    notes.extend(view.notes);
    notes.push(view.share.note);
    notes.extend(view.worth.map(|plot| plot.note));
    let picture = Picture::Chart(view.share.chart);
    Some(Content { title, notes, summary: view.summary, table, metrics: Vec::new(), picture })
}

fn cohorts(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let view = CohortsView::build(dataset, &state.selection, &state.repurchase, locale)?;
    let table = view.twin(locale);
    let notes = view.notes.into_iter().chain(view.legend).chain(view.empty).collect();
    Some(Content {
        title: view.title,
        notes,
        summary: view.summary,
        table,
        metrics: Vec::new(),
        picture: Picture::Table,
    })
}

fn comparison(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let view = CompareView::build(dataset, &state.selection, &state.compare, locale)?;
    let metrics: Vec<Metric> = Metric::find(dataset, &view.ratio).into_iter().collect();
    let names = list(metrics.iter().map(|metric| metric.label(&dataset.report, locale)), locale);
    let title = locale.words.labelled(&view.title, &names);
    let rows = view.rows.len();
    let picture = if (1..=MOST_PLOTTED).contains(&rows) { Picture::Chart(view.chart) } else { Picture::Table };
    let notes = view.headline.into_iter().chain(view.notes).chain(view.methods).chain(view.empty).collect();
    Some(Content { title, notes, summary: view.summary, table: view.twin, metrics, picture })
}

fn content_and_orders(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let ContentView { title, headline, notes, together, ranking, summary, twin, .. } =
        ContentView::with_table(dataset, &state.selection, &state.content, locale)?;
    let (mut notes, mut metrics) = (headline.into_iter().chain(notes).collect::<Vec<_>>(), Vec::new());
    let mut picture = Picture::Table;
    if let Some(view) = together {
        metrics.extend(view.series.iter().filter_map(|(id, _)| Metric::find(dataset, id)));
        if let Some(plot) = view.scatter {
            notes.push(plot.note);
            picture = Picture::Chart(plot.chart);
        }
        notes.extend(view.lags.map(|plot| plot.note));
        notes.extend(view.members.map(|members| members.note));
        notes.extend(view.empty);
    }
    if let Some(view) = ranking {
        notes.push(view.headline);
        notes.extend(view.others);
        notes.extend(view.notes);
        notes.extend(view.budget.map(|budget| budget.sentences().join(" ")));
        notes.extend(view.empty);
    }
    notes.retain(|note| !note.is_empty());
    Some(Content { title, notes, summary, table: twin, metrics, picture })
}

fn settlement(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let view = SettlementView::build(dataset, state.settlement, locale)?;
    let notes = view.in_full(locale);
    let SettlementView { title, summary, twin, formulas, .. } = view;
    Some(Content { title, notes, summary, table: twin, metrics: Vec::new(), picture: Picture::Texts(formulas) })
}

fn closed_loop(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let room = plot::plot_width(drawing::WIDTH - 2.0 * drawing::MARGIN);
    let view = LoopView::build(dataset, &state.selection, &state.closed_loop, room, locale)?;
    let mut notes = view.said();
    notes.extend(view.notes);
    let sales = view.sales.filter(|part| part.empty.is_none());
    let metrics = sales.iter().filter_map(|part| Metric::find(dataset, &part.metric)).collect();
    let picture = sales.map_or(Picture::Table, |part| Picture::Chart(part.chart));
    Some(Content { title: view.title, notes, summary: view.summary, table: view.twin, metrics, picture })
}

fn entry(dataset: &Dataset, _: &ViewState, locale: &Locale) -> Option<Content> {
    let EntryView { title, headline, notes, twin, .. } = EntryView::build(&dataset.report, locale)?;
    let summary = headline.join(locale.words.clause_separator);
    Some(Content { title, notes, summary, table: twin, metrics: Vec::new(), picture: Picture::Table })
}

#[expect(clippy::unnecessary_wraps, reason = "one of several of this form")]
fn quality(dataset: &Dataset, _: &ViewState, locale: &Locale) -> Option<Content> {
    let QualityView { title, summary, twin, calm, .. } = QualityView::build(dataset, locale);
    let (notes, metrics) = (calm.into_iter().collect(), Vec::new());
    Some(Content { title, notes, summary, table: twin, metrics, picture: Picture::Table })
}

fn effect(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let room = plot::plot_width(drawing::WIDTH - 2.0 * drawing::MARGIN);
    let view = EffectView::build(dataset, &state.selection, &state.effect, room, locale)?;
    let mut notes = view.methods;
    if let Some(launch) = view.launch {
        notes.extend(launch.said);
        notes.push(locale.words.labelled(&launch.title, &launch.drift));
        notes.extend(launch.notes);
    }
    let picture = if view.chart.marks.is_empty() { Picture::Table } else { Picture::Chart(view.chart) };
    Some(Content { title: view.title, notes, summary: view.summary, table: view.twin, metrics: Vec::new(), picture })
}

fn returns(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let view = ReturnsView::build(dataset, &state.selection, &state.returns, locale)?;
    let picture = if view.chart.marks.is_empty() { Picture::Table } else { Picture::Chart(view.chart) };
    let (title, table) = (view.title, view.twin);
    let mut notes = view.headline;
    for rung in view.rungs {
        let mut says = vec![rung.made_of, rung.formula, rung.step];
        says.retain(|text| !text.is_empty());
        let says = says.join(locale.words.clause_separator);
        notes.push(locale.words.labelled(&rung.label, &says));
    }
    notes.extend(view.notes);
    Some(Content { title, notes, summary: view.summary, table, metrics: Vec::new(), picture })
}

fn drilldown(dataset: &Dataset, state: &ViewState, locale: &Locale) -> Option<Content> {
    let view = Drilldown::build(dataset, &state.selection, &state.drill, locale)?;
    let table = view.twin(dataset, locale);
    let metrics = view.metrics().to_vec();
    let notes = view.notes.into_iter().chain(view.empty).collect();
    Some(Content { title: view.title, notes, summary: view.summary, table, metrics, picture: Picture::Table })
}
