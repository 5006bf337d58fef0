//! Draws [`SettlementView`]: who owes whom in all, a block per agreement with its lines and the scale of its tiers, and
//! apart from them the sliders of a scenario. A slider that moves is heard here alone; where it comes to rest, everywhere.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::element::{Element, length, notes, send, tag};
use super::explain::info;
use super::mounted::{Message, Mounted, Pane, PanelProps};
use super::panel::Panel;
use super::state::Action;
use crate::analysis::settlement::{Options, Scenario, Settled, State, settle};
use crate::view::chart::Tick;
use crate::view::settlement::{AgreementBlock, Ladder, LineRow, ScenarioView, SettlementView, Slider, StretchBlock};
use crate::view::state::SettlementState;
use crate::view::words::Words;

/// Places of the scale's rows in pixels: ROI above, bands, bounds below.
const BANDS: [&str; 2] = ["20", "20"];

/// The settlement.
#[derive(Default)]
pub struct Settlement {
    settled: Option<Settled>,
    view: Option<SettlementView>,
}

impl Pane for Settlement {
    fn build(&mut self, props: &PanelProps) {
        let mut settled = settle(&props.shown, &Options::default());
        settled.suppose(&props.shown.report, props.view.settlement.scenario);
        self.view = SettlementView::of(&props.shown.report, &settled, props.view.settlement, &props.locale);
        self.settled = Some(settled);
    }

    fn is_stale(&self, now: &PanelProps, before: &PanelProps) -> bool {
        now.view.settlement != before.view.settlement
    }

    fn update(&mut self, message: Message, props: &PanelProps) -> bool {
        let (Message::Suppose(scenario), Some(settled)) = (message, &mut self.settled) else { return false };
        settled.suppose(&props.shown.report, scenario);
        self.view = SettlementView::of(&props.shown.report, settled, SettlementState { scenario }, &props.locale);
        true
    }

    fn draw(&self, ctx: &Context<Mounted>) -> Option<Panel<'_>> {
        let view = self.view.as_ref()?;
        let said = |sentence: &String| tag!("p", "class" = "said").text(sentence);
        let headline = tag!("div", "data-explain" = "owed", "class" = "headline").each(view.headline.iter().map(said));
        let words = ctx.props().locale.words;
        let blocks = tag!("div", "class" = "agreements").each(view.blocks.iter().map(|drawn| block(drawn, words)));
        let scenario = scenario(&view.scenario, ctx);
        let more = view.more.as_ref().map(|more| tag!("p", "class" = "muted").text(more));
        let chart = [Some(headline), Some(blocks), more, Some(scenario)].into_iter().flatten().collect();
        Some(Panel { name: "settlement", title: &view.title, notes: &view.notes, controls: None, twin: true, chart })
    }
}

/// Id of the card of an agreement.
fn card_id(agreement: &str) -> String {
    ["agreement:", agreement].concat()
}

fn block(block: &AgreementBlock, words: &Words) -> Element {
    let state = match block.state {
        State::Running => "weight running",
        State::Maturing => "weight maturing",
        State::Locked => "weight locked",
    };
    let card = card_id(&block.id);
    let head = tag!("header", "class" = "agreement-head")
        .with(tag!("h3").text(&block.label).with(info(&card, &block.label, true, words)))
        .with(tag!("span", "class" = state).text(&block.state_label))
        .with(tag!("small", "class" = "muted").text(&block.about));
    let owed = block.owed.iter().map(|sentence| tag!("p").text(sentence));
    let lines = (!block.lines.is_empty()).then(|| {
        tag!("ul", "class" = "payables").each(block.lines.iter().enumerate().map(|(n, drawn)| {
            let id = ["payable:", &n.to_string(), ":", &block.id].concat();
            line(drawn, &id, words)
        }))
    });
    tag!("section", "data-agreement" = &*block.id, "data-explain" = &*card, "class" = "agreement")
        .key(&block.id)
        .with(head)
        .with(tag!("div", "class" = "owed").each(owed))
        .with(
            tag!("p", "class" = "standing muted")
                .maybe(verdict(&block.verdict, block.is_kept))
                .with(tag!("span").text(&block.when)),
        )
        .maybe(lines)
        .each(block.stretches.iter().map(stretch))
        .maybe(block.frozen.as_ref().map(frozen))
}

fn line(line: &LineRow, card: &str, words: &Words) -> Element {
    let class = if line.payable.is_empty() { "untold" } else { "payable" };
    tag!("li", "data-explain" = card, "class" = class)
        .with(
            tag!("span", "class" = "pay-item")
                .text(&line.label)
                .with(info(card, &line.label, true, words))
                .with(tag!("small", "class" = "muted").text(&line.pays)),
        )
        .with(tag!("span", "class" = "pay-formula").text(&line.formula))
        .with(tag!("b").text(&line.payable))
}

fn stretch(stretch: &StretchBlock) -> Element {
    let days = stretch.days.as_ref().map(|days| tag!("b").text(days));
    let roi = tag!("p", "class" = "roi-line")
        .maybe(days)
        .with(tag!("span", "class" = "pay-formula").text(&stretch.roi))
        .maybe(verdict(&stretch.verdict, stretch.is_met != Some(false)));
    tag!("div", "class" = "stretch").with(roi).maybe(stretch.ladder.as_ref().map(ladder)).maybe(notes(&stretch.steps))
}

fn verdict(said: &str, is_kept: bool) -> Option<Element> {
    let class = if is_kept { "kept" } else { "missed" };
    (!said.is_empty()).then(|| tag!("span", "class" = class).text(said))
}

/// The scale: ROI above, tiers with their rates, their bounds below.
fn ladder(ladder: &Ladder) -> Element {
    let [top, height] = BANDS;
    let bands = ladder.bands.iter().flat_map(|band| {
        let (x, width) = (length(band.from, 2), length(band.to - band.from, 2));
        let (class, said) = if band.current { ("band current", "rate current") } else { ("band", "rate") };
        let rect = tag!("rect", "x" = &*x, "y" = top, "width" = &*width, "height" = height, "class" = class);
        // In the half where ROI is not.
        let middle = f64::midpoint(band.from, band.to);
        let at_end = ladder.roi.as_ref().is_some_and(|roi| band.current && roi.at < middle);
        let (at, dx, anchor) = if at_end { (band.to, "-6", "end") } else { (band.from, "6", "start") };
        let place = length(at, 2);
        let rate = tag!("text", "x" = &*place, "dx" = dx, "y" = "34", "text-anchor" = anchor, "class" = said);
        [rect, rate.text(&band.label)]
    });
    let ticks = ladder.ticks.iter().map(|tick| text(tick, "54", "middle", "bound"));
    let upright = |at: f64, from: &str, to: &str, class: &str| {
        let x = length(at, 2);
        tag!("line", "x1" = &*x, "x2" = &*x, "y1" = from, "y2" = to, "class" = class)
    };
    let edges = ladder.bands.iter().skip(1).map(|band| upright(band.from, "20", "42", "edge"));
    let target = tag!("g", "class" = "target").with(upright(ladder.target.at, "20", "44", "promise")).with(text(
        &ladder.target,
        "54",
        side(ladder.target.at),
        "promise",
    ));
    let roi = ladder.roi.as_ref().map(|roi| {
        let place = length(roi.at, 2);
        // A drawing of its own, for only that has a place in per cent and a shape in pixels.
        let marker = tag!("svg", "x" = &*place, "y" = "14", "class" = "beyond").with(tag!(
            "polyline",
            "points" = "-5,0 5,0 0,7",
            "class" = "marker"
        ));
        let line = upright(roi.at, "20", "40", "here");
        tag!("g", "class" = "roi-at").with(line).with(marker).with(text(roi, "10", side(roi.at), "here"))
    });
    tag!(
        "svg",
        "width" = "100%",
        "height" = "60",
        "role" = "img",
        "aria-label" = &*ladder.label,
        "class" = "tier-scale"
    )
    .each(bands)
    .each(edges)
    .each(ticks)
    .with(target)
    .maybe(roi)
}

/// Where a label is anchored so that it stays inside.
const fn side(at: f64) -> &'static str {
    if at < 0.12 {
        "start"
    } else if at > 0.88 {
        "end"
    } else {
        "middle"
    }
}

fn text(tick: &Tick, y: &str, anchor: &str, class: &str) -> Element {
    tag!("text", "x" = &*length(tick.at, 2), "y" = y, "text-anchor" = anchor, "class" = class).text(&tick.label)
}

fn frozen((heads, rows): &([String; 4], Vec<[String; 4]>)) -> Element {
    let head = |text: &String| tag!("th", "scope" = "col").text(text);
    let row = |[name, cells @ ..]: &[String; 4]| {
        let cells = cells.iter().map(|cell| tag!("td").text(cell));
        tag!("tr").with(tag!("th", "scope" = "row").text(name)).each(cells)
    };
    tag!("table", "class" = "at-lock")
        .with(tag!("thead").with(tag!("tr").each(heads.iter().map(head))))
        .with(tag!("tbody").each(rows.iter().map(row)))
}

fn scenario(view: &ScenarioView, ctx: &Context<Mounted>) -> Element {
    let reset = view.reset.as_ref().map(|reset| {
        let none = Action::Suppose(SettlementState::default());
        tag!("button", "type" = "button", "class" = "quiet").on_click(send(&ctx.props().dispatch, none)).text(reset)
    });
    let head = tag!("legend").with(tag!("b").text(&view.title)).maybe(reset);
    let sliders = tag!("div", "class" = "sliders").each(view.sliders.iter().map(|drawn| slider(drawn, view.at, ctx)));
    let class = if view.rows.is_empty() { "what-if" } else { "what-if supposed" };
    tag!("fieldset", "class" = class)
        .with(head)
        .with(tag!("p", "class" = "muted").text(&view.note))
        .with(sliders)
        .maybe((!view.rows.is_empty()).then(|| supposed(view)))
}

fn slider(slider: &Slider, at: Scenario, ctx: &Context<Mounted>) -> Element {
    let factor = slider.factor;
    let read = move |event: &Event| {
        let value = event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.value().parse().ok());
        value.map(|value| at.with(factor, value))
    };
    let link = ctx.link().clone();
    let moved = Callback::from(move |event: InputEvent| {
        if let Some(scenario) = read(&event) {
            link.send_message(Message::Suppose(scenario));
        }
    });
    let dispatch = ctx.props().dispatch.clone();
    let rested = Callback::from(move |event: Event| {
        if let Some(scenario) = read(&event) {
            dispatch.emit(Action::Suppose(SettlementState { scenario }));
        }
    });
    let input = tag!(
        "input",
        "type" = "range",
        "min" = "-50",
        "max" = "50",
        "step" = "1",
        "data-suppose" = factor.name(),
        "aria-valuetext" = &*slider.text,
    );
    let input = input.value(&slider.value.to_string()).on_input(moved).on_change(rested);
    tag!("label", "class" = "slider")
        .key(factor.name())
        .with(tag!("span").text(&slider.label))
        .with(input)
        .with(tag!("output").text(&slider.text))
}

/// What is settled beside what would be.
fn supposed(view: &ScenarioView) -> Element {
    let head = |text: &String| tag!("th", "scope" = "col").text(text);
    let rows = view.rows.iter().flat_map(|row| {
        let name = row
            .agreement
            .as_ref()
            .map(|name| tag!("tr", "class" = "of").with(tag!("th", "scope" = "rowgroup", "colspan" = "4").text(name)));
        let cells = row.cells.iter().map(|cell| tag!("td").text(cell));
        let card = card_id(&row.of);
        let number = tag!("tr", "data-explain" = &*card);
        let number = number.with(tag!("th", "scope" = "row").text(&row.label)).each(cells);
        name.into_iter().chain([number])
    });
    tag!("table", "aria-label" = &*view.title, "class" = "supposed-table")
        .with(tag!("thead").with(tag!("tr").each(view.heads.iter().map(head))))
        .with(tag!("tbody").each(rows))
}
