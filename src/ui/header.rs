//! The head of the report: who, when, compared with what, as of when; filter chips; undo and redo.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::element::{Element, icon, notes, send, tag};
use super::menu::{self, menu};
use super::state::{Action, Link, Shown};
use crate::date::{Date, DateRange};
use crate::query::{Allow, AllowedDays, Compare, Selection};
use crate::view::header::{ALL_DAYS, Chip, Choice, HeaderView};
use crate::view::locale::Locale;
use crate::view::words::Words;

/// What the head shows.
pub struct Header<'a> {
    /// The report.
    pub shown: &'a Shown,
    /// What the reader chose.
    pub selection: &'a Selection,
    /// The same over the days that they are choosing, if they are: said in words, while nothing moves for them.
    pub live: Option<&'a Selection>,
    /// The language.
    pub locale: &'a Locale,
    /// Whether undo leads anywhere.
    pub can_undo: bool,
    /// Whether redo leads anywhere.
    pub can_redo: bool,
    /// What became of the wish for a link; `None` where there can be none.
    pub link: Option<Option<&'a Link>>,
    /// What the reader may change.
    pub allow: &'a Allow,
    /// To the reducer.
    pub dispatch: &'a Callback<Action>,
}

impl Header<'_> {
    /// Those of the choices that the reader may take; nothing where only the present one is left.
    fn choices(&self, name: &str, label: &str, mut choices: Vec<Choice>) -> Option<Element> {
        let offered = choices.len();
        choices.retain_mut(|choice| {
            let asked = self.allow.hold(&choice.selection, self.selection);
            if choice.id == ALL_DAYS && asked != *self.selection {
                choice.selection = asked;
                return true;
            }
            choice.current || asked == choice.selection
        });
        (choices.len() > 1 || choices.len() == offered).then(|| ready_made(name, label, &choices, self.dispatch))
    }

    /// Days that the reader may pick; `None` where they are the host's choice.
    fn pickable(&self, complete: DateRange) -> Option<DateRange> {
        match self.allow.days {
            AllowedDays::Any => Some(complete),
            AllowedDays::Within(range) => Some(complete.intersect(range).unwrap_or(range)),
            AllowedDays::Fixed => None,
        }
    }
}

/// Draws the head of the report.
pub fn header(head: &Header<'_>) -> Html {
    let Header { selection, locale, dispatch, .. } = *head;
    let words = locale.words;
    let view = HeaderView::build(head.shown, selection, locale);
    let live = head.live.map(|live| HeaderView::build(head.shown, live, locale));
    let (period, comparison) = live.map_or((view.period, view.comparison), |live| (live.period, live.comparison));
    let who = tag!("div", "class" = "who")
        .with(tag!("h1").text(&view.merchant))
        .maybe(view.demo.as_ref().map(|demo| tag!("span", "class" = "demo").text(demo)))
        .with(
            tag!("p", "class" = "provenance")
                .with(tag!("span").text(&view.as_of))
                .with(tag!("span").text(&view.source))
                .with(tag!("span").text(&view.generated_at)),
        );
    let history = tag!("div", "class" = "history")
        .maybe(head.link.map(|link| copy_link(link, words)))
        .with(tag!("button", "type" = "button", "data-act" = "present", "class" = "quiet").text(words.present))
        .with(step(
            "undo",
            words.undo,
            head.can_undo,
            "M6 4L3 7l3 3M3 7h6a4 4 0 0 1 0 7H7",
            send(dispatch, Action::Undo),
        ))
        .with(step(
            "redo",
            words.redo,
            head.can_redo,
            "M10 4l3 3-3 3M13 7H7a4 4 0 0 0 0 7h2",
            send(dispatch, Action::Redo),
        ));
    let controls = tag!("div", "class" = "controls")
        .maybe(head.choices("period", words.period, view.periods))
        .maybe(head.pickable(view.pickable).map(|pickable| {
            days("date", head.live.unwrap_or(selection).date.unwrap_or(pickable), pickable, words, {
                let (selection, dispatch) = (selection.clone(), dispatch.clone());
                Callback::from(move |days| dispatch.emit(Action::Select(selection.over(Some(days)))))
            })
        }))
        .maybe(match selection.compare {
            Some(Compare::Custom(compared)) if !head.allow.compare_fixed => {
                Some(days("compared", compared, view.pickable, words, {
                    let (selection, dispatch) = (selection.clone(), dispatch.clone());
                    Callback::from(move |days| {
                        dispatch.emit(Action::Select(selection.compared(Some(Compare::Custom(days)))));
                    })
                }))
            }
            _ => None,
        })
        .maybe(head.choices("comparison", words.comparison, view.comparisons))
        .with(history);
    let period = tag!("p", "data-period" = "", "class" = "period")
        .with(tag!("strong").text(&period))
        .maybe(comparison.as_ref().map(|comparison| tag!("span", "class" = "versus").text(comparison)));
    tag!("header", "part" = "header", "class" = "head")
        .with(who)
        .with(controls)
        .with(period)
        .maybe(chips(&view.chips, view.clear_all, head))
        .maybe(notes(&view.notes))
        .into()
}

/// A button through the reader's earlier views.
fn step(name: &str, label: &str, possible: bool, path: &str, go: Callback<MouseEvent>) -> Element {
    let disabled = (!possible).then_some("disabled");
    tag!(
        "button",
        "type" = "button",
        "data-act" = name,
        "aria-label" = label,
        "title" = label,
        "disabled" = disabled,
        "class" = "icon"
    )
    .on_click(go)
    .with(icon("0 0 16 16", path))
}

/// Copies a link to the view. The page's address and its clipboard are the embedding's, which hears the click.
fn copy_link(link: Option<&Link>, words: &Words) -> Element {
    let (said, field) = match link {
        None => ("", None),
        Some(Link::Copied) => (words.link_copied, None),
        Some(Link::ToCopy(url)) => ("", Some(url)),
    };
    let field = field.map(|url| {
        let name = words.link_to_copy;
        tag!("input", "readonly" = "readonly", "data-link" = "", "aria-label" = name, "title" = name).value(url)
    });
    tag!("span", "class" = "link")
        .with(tag!("span", "role" = "status", "class" = "muted").text(said))
        .maybe(field)
        .with(tag!("button", "type" = "button", "data-act" = "copy-link", "class" = "quiet").text(words.copy_link))
}

fn chips(chips: &[Chip], cleared: Option<Selection>, head: &Header<'_>) -> Option<Element> {
    if chips.is_empty() {
        return None;
    }
    let words = head.locale.words;
    let cleared = cleared.map(|cleared| head.allow.hold(&cleared, head.selection));
    let clear_all = cleared.filter(|cleared| cleared != head.selection).map(|cleared| {
        let button = tag!("button", "type" = "button", "class" = "quiet").text(words.clear_all);
        tag!("li").with(button.on_click(send(head.dispatch, Action::Select(cleared))))
    });
    let list = tag!("ul", "aria-label" = words.filters, "class" = "chips");
    Some(list.each(chips.iter().map(|drawn| chip(drawn, head))).maybe(clear_all))
}

fn chip(chip: &Chip, head: &Header<'_>) -> Element {
    let remove = head.allow.filters_by(&chip.dimension).then(|| {
        tag!("button", "type" = "button", "aria-label" = &*chip.remove_label)
            .on_click(send(head.dispatch, Action::Select(chip.removed.clone())))
            .with(icon("0 0 12 12", "M3 3l6 6M9 3l-6 6"))
    });
    tag!("li", "data-dimension" = &*chip.dimension, "title" = &*chip.title, "class" = "chip")
        .key(&chip.dimension)
        .with(tag!("span").text(&chip.label))
        .maybe(remove)
}

/// One of several ready-made selections.
fn ready_made(name: &str, label: &str, choices: &[Choice], dispatch: &Callback<Action>) -> Element {
    let mut title = None;
    let mut lines = Vec::with_capacity(choices.len());
    for choice in choices {
        if choice.current {
            title = Some(&*choice.title);
        }
        lines.push(menu::Choice {
            id: Some(&choice.id),
            label: &choice.label,
            current: choice.current,
            action: Action::Select(choice.selection.clone()),
        });
    }
    tag!("label", "class" = "field").with(tag!("span").text(label)).with(menu(name, None, title, lines, dispatch))
}

/// First and last day, in the browser's own date fields.
fn days(name: &str, range: DateRange, pickable: DateRange, words: &Words, pick: Callback<DateRange>) -> Element {
    // A first day after the last one moves the last one along, as readers expect of a range; and the other way round.
    let (first, last) = (range, range);
    let from = day(name, "from", words.from_day, range.from, pickable, {
        let pick = pick.clone();
        Callback::from(move |day: Date| pick.emit(DateRange { from: day, to: last.to.max(day) }))
    });
    let to = day(name, "to", words.to_day, range.to, pickable, {
        Callback::from(move |day: Date| pick.emit(DateRange { from: first.from.min(day), to: day }))
    });
    tag!("div", "class" = "days").with(from).with(tag!("span", "aria-hidden" = "true").text("–")).with(to)
}

fn day(name: &str, end: &str, label: &str, day: Date, pickable: DateRange, pick: Callback<Date>) -> Element {
    let typed = Callback::from(move |event: Event| {
        let text = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
        // Half-typed dates are empty strings: the field keeps them, the selection does not change.
        if let Some(day) = text.and_then(|text| Date::parse(&text)) {
            pick.emit(day.clamp(pickable.from, pickable.to));
        }
    });
    tag!(
        "input",
        "type" = "date",
        "data-date" = &*[name, "-", end].concat(),
        "aria-label" = label,
        "min" = &*pickable.from.to_string(),
        "max" = &*pickable.to.to_string(),
        "required" = "required",
    )
    .value(&day.to_string())
    .on_change(typed)
}
