//! View models of small documents: what they print in both languages, and that what they print is what the rows say.

mod card;
mod closed_loop;
mod compare;
mod content;
mod drilldown;
mod effect;
mod entry;
mod explained;
mod export;
mod funnel;
mod header;
mod kpis;
mod link;
mod property;
mod quality;
mod render;
mod repurchase;
mod returns;
mod samples;
mod settlement;
#[path = "../support/mod.rs"]
mod support;
mod trend;
