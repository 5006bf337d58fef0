//! From tables and estimates to exactly what is drawn: plain data in one [`locale::Locale`]'s language, with every
//! text ready to print. In: a dataset, a [`Selection`](crate::query::Selection), a locale. Out: view models that
//! compare equal when nothing on screen changes. Knows no browser.

mod asking;
pub mod card;
mod change;
pub mod chart;
pub mod closed_loop;
pub mod cohorts;
pub mod compare;
pub mod content;
pub mod drilldown;
pub mod effect;
pub mod entry;
pub mod export;
pub mod funnel;
pub mod header;
pub mod kpis;
mod link;
pub mod locale;
mod metric;
pub mod quality;
mod rate;
mod reading;
pub mod repurchase;
pub mod returns;
pub mod sentence;
mod series;
pub mod settlement;
pub mod state;
pub mod trend;
pub mod twin;
mod value;
pub mod words;
