//! What stands where a report is not (yet) there: skeleton while loading, a plain sentence where one failed. A failed
//! reload is a banner above the report that stays.

use yew::prelude::*;

use super::state::Progress;
use crate::error::{Error, ErrorKind};
use crate::view::locale::Locale;
use crate::view::sentence::sentence;
use crate::view::words::fill;

/// Properties of [`Skeleton`].
#[derive(Properties, PartialEq)]
pub struct SkeletonProps {
    /// The language.
    pub locale: Locale,
    /// How far the fetch has come; `None` before anything was asked for.
    pub progress: Option<Progress>,
}

/// The report's shape in grey, so that nothing jumps when it comes.
#[function_component]
pub fn Skeleton(props: &SkeletonProps) -> Html {
    let words = props.locale.words;
    if props.progress.is_none() {
        return html! { <p class="empty">{ words.empty }</p> };
    }
    html! {
        <div class="skeleton" role="status" aria-label={words.loading}>
            <div class="ghost ghost-title" />
            <div class="ghost ghost-line" />
            <div class="ghost-panel">{ for (0..6).map(|_| html! { <div class="ghost ghost-bar" /> }) }</div>
            <div class="ghost-panel">{ for (0..8).map(|_| html! { <div class="ghost ghost-row" /> }) }</div>
            <ProgressLine locale={props.locale.clone()} progress={props.progress.unwrap_or_default()} />
        </div>
    }
}

/// Properties of [`ProgressLine`].
#[derive(Properties, PartialEq)]
pub struct ProgressLineProps {
    /// The language.
    pub locale: Locale,
    /// How far the fetch has come.
    pub progress: Progress,
}

/// One line that says how far a fetch has come.
#[function_component]
pub fn ProgressLine(props: &ProgressLineProps) -> Html {
    let words = props.locale.words;
    let Progress { received, total } = props.progress;
    let share = total.filter(|&total| total > 0).map(|total| (received as f64 / total as f64).min(1.0));
    let text = share.map_or_else(
        || words.loading.to_owned(),
        |share| fill(words.loading_progress, &[("percent", &props.locale.percent(share))]),
    );
    html! {
        <div class="progress">
            <progress max="1" value={share.map(|share| share.to_string())} aria-label={words.loading} />
            <span>{ text }</span>
        </div>
    }
}

/// Properties of [`Failure`].
#[derive(Properties, PartialEq)]
pub struct FailureProps {
    /// The language.
    pub locale: Locale,
    /// What went wrong.
    pub error: Error,
    /// The report on screen is from before.
    pub stale: bool,
    /// When the report on screen was made.
    #[prop_or_default]
    pub shown_from: String,
    /// Asks for the report again.
    pub retry: Callback<MouseEvent>,
}

/// Why no (newer) report is shown, in one sentence, with the list of faults on request.
#[function_component]
pub fn Failure(props: &FailureProps) -> Html {
    let words = props.locale.words;
    let signed_out = props.error.kind() == ErrorKind::SignedOut;
    let title = if signed_out { words.signed_out } else { words.error_title };
    let explanation = if signed_out { words.signed_out_hint.to_owned() } else { sentence(&props.error, &props.locale) };
    let faults = props.error.faults();
    html! {
        <div class={classes!("failure", props.stale.then_some("banner"))} role="alert" data-kind={props.error.kind().code()}
            data-path={props.error.path().to_owned()}>
            <h2>{ title }</h2>
            <p>{ explanation }</p>
            if props.stale {
                <p class="muted">{ fill(words.stale, &[("time", &props.shown_from)]) }</p>
            }
            if faults.len() > 1 {
                <details>
                    <summary>{ words.error_details }</summary>
                    <ul>{ for faults.iter().map(|fault| html! { <li><code>{ fault.to_string() }</code></li> }) }</ul>
                    if props.error.unlisted() > 0 {
                        <p>{ fill(words.error_more, &[("n", &props.error.unlisted().to_string())]) }</p>
                    }
                </details>
            }
            <button type="button" class="button" onclick={props.retry.clone()}>{ words.retry }</button>
        </div>
    }
}
