//! `RedCat` Report: how content on Xiaohongshu turns into orders on Tmall, computed in the reader's browser.
//!
//! ```text
//! bytes ─► contract ─► cube ─► query ─► stats ─► analysis ─► view ─► ui ─► (a person)
//!                        ▲                                            │
//!                        └─────────────── Selection ◄── Action ◄──────┘     embed: the element, around all of it
//! ```
//!
//! - [`error`]: what can go wrong, where in the document, found and expected
//! - [`date`]: days as labels, without time zones
//! - `order`: sorting, in one place for its size
//! - [`contract`]: `redcat.report/1` from bytes to a checked [`contract::Report`]
//! - [`cube`]: immutable packed columns, built once per document ([`cube::Dataset`])
//! - [`query`]: [`query::Selection`] and questions asked of the cubes; answers are [`query::Table`]s
//! - [`stats`]: intervals and tests; numbers in, numbers out
//! - [`analysis`]: whole answers without a word, what the headless engine returns and panels draw
//! - [`view`]: from tables and estimates to exactly what is drawn, in one language
//! - `host`: what passes between this program and its caller (features `widget` and `headless`)
//! - `headless`: the engine without the screen, for other programs (feature `headless`)
//! - `ui`: Yew components and the one reducer (feature `widget`)
//! - `embed`: the inside of the custom element, and its events (feature `widget`); the element itself is
//!   `www/redcat-report.js`, how it gets reports `www/redcat-fetch.js`; `www/redcat-frame.js` is the same for pages that
//!   allow no WebAssembly, `www/redcat-framed.js` what runs in its iframe
//!
//! The program that a page loads is this library and nothing else, built as the crate in `bundles/widget` for its size,
//! and divided in two: what the first screen does without is named in `ui::later` and loaded after it.
//! The headless engine is built the same way, from the crate in `bundles/headless`. The loops that every row goes through
//! are the crate in `src/kernel`, compiled for speed in both.
//!
//! Invariants: a module uses only what stands above it; the core (all but `ui` and `embed`) knows no browser;
//! a built dataset never changes; a [`query::Selection`] is the only thing a reader's click changes; integers stay
//! integers until `stats` and `view`; the order of output is never that of a hash.
#![warn(missing_docs)]

pub mod analysis;
pub mod contract;
pub mod cube;
pub mod date;
pub mod error;
mod order;
pub mod query;
pub mod stats;
pub mod view;

#[cfg(feature = "widget")]
pub mod embed;
#[cfg(feature = "headless")]
pub mod headless;
#[cfg(any(feature = "widget", feature = "headless"))]
mod host;
#[cfg(feature = "widget")]
pub mod ui;
