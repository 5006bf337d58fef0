//! What stands where a report is not (yet) there: skeleton while loading, a plain sentence where one failed. A failed
//! reload is a banner above the report that stays.

use yew::prelude::*;

use super::element::{Element, decimal, tag};
use super::later::Arrival;
use super::state::Progress;
use crate::error::{Error, ErrorKind};
use crate::view::header::plain_time;
use crate::view::locale::Locale;
use crate::view::sentence::sentence;
use crate::view::words::fill;

/// The report's shape in grey, so that nothing jumps when it comes. `progress` is how far the fetch has come; `None`
/// before anything was asked for.
pub fn skeleton(progress: Option<Progress>, locale: &Locale) -> Html {
    let words = locale.words;
    let Some(progress) = progress else {
        return tag!("p", "class" = "empty").text(words.empty).into();
    };
    let ghosts = |class: &'static str, count: usize| {
        tag!("div", "class" = "ghost-panel").each((0..count).map(move |_| tag!("div", "class" = class)))
    };
    tag!("div", "role" = "status", "aria-label" = words.loading, "class" = "skeleton")
        .with(tag!("div", "class" = "ghost ghost-title"))
        .with(tag!("div", "class" = "ghost ghost-line"))
        .with(ghosts("ghost ghost-bar", 6))
        .with(ghosts("ghost ghost-row", 8))
        .with(progress_line(progress, locale))
        .into()
}

/// One line that says how far a report on its way has come.
pub fn progress_line(progress: Progress, locale: &Locale) -> Element {
    let words = locale.words;
    let Progress { done, total, in_rows } = progress;
    let total = total.filter(|&total| total > 0);
    let share = total.map(|total| (done as f64 / total as f64).min(1.0));
    let text = share.zip(total).map_or_else(
        || words.loading.to_owned(),
        |(share, total)| {
            let words = if in_rows { words.loading_rows } else { words.loading_progress };
            fill!(words, percent = locale.percent(share), rows = locale.number(total))
        },
    );
    let share = share.map(|share| decimal(share, 3));
    tag!("div", "class" = "progress")
        .with(tag!("progress", "max" = "1", "aria-label" = words.loading, "value" = share.as_deref()))
        .with(tag!("span").text(&text))
}

/// What stands in a panel's place while its code is on its way, or where that did not come. The embedding hears the
/// click that asks for it again.
pub fn waiting(name: &str, later: Arrival, locale: &Locale, place: &NodeRef) -> Html {
    let words = locale.words;
    let class = ["panel waiting ", name].concat();
    let failed = later == Arrival::Failed;
    let section =
        tag!("section", "part" = name, "aria-busy" = (!failed).then_some("true"), "class" = &*class).found_by(place);
    if failed {
        let retry = tag!("button", "type" = "button", "data-act" = "later", "class" = "button").text(words.retry);
        let failure = tag!("div", "role" = "alert", "class" = "failure");
        return section.with(failure.with(tag!("p").text(words.part_failed)).with(retry)).into();
    }
    let ghosts = (0..4).map(|_| tag!("div", "class" = "ghost ghost-row"));
    section.with(tag!("div", "class" = "ghost-panel").each(ghosts)).into()
}

/// Why no (newer) report is shown, in one sentence, with the list of faults on request. `shown_from` is when the report
/// that stays on screen was made.
pub fn failure(error: &Error, shown_from: Option<&str>, retry: Callback<MouseEvent>, locale: &Locale) -> Html {
    let words = locale.words;
    let signed_out = error.kind() == ErrorKind::SignedOut;
    let title = if signed_out { words.signed_out } else { words.error_title };
    let explanation = if signed_out { words.signed_out_hint.to_owned() } else { sentence(error, locale) };
    let stale = |time: &str| tag!("p", "class" = "muted").text(&fill!(words.stale, time = plain_time(time)));
    let class = if shown_from.is_some() { "failure banner" } else { "failure" };
    tag!("div", "role" = "alert", "data-kind" = error.kind().code(), "data-path" = error.path(), "class" = class)
        .with(tag!("h2").text(title))
        .with(tag!("p").text(&explanation))
        .maybe(shown_from.map(stale))
        .maybe((error.faults().len() > 1).then(|| details(error, locale)))
        .with(tag!("button", "type" = "button", "class" = "button").on_click(retry).text(words.retry))
        .into()
}

fn details(error: &Error, locale: &Locale) -> Element {
    let words = locale.words;
    let faults = error.faults().iter().map(|fault| tag!("li").with(tag!("code").text(&fault.to_string())));
    let more = |n: usize| tag!("p").text(&fill!(words.error_more, n = n.to_string()));
    tag!("details")
        .with(tag!("summary").text(words.error_details))
        .with(tag!("ul").each(faults))
        .maybe((error.unlisted() > 0).then(|| more(error.unlisted())))
}
