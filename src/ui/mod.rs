//! The screen: Yew components that draw view models and turn clicks into [`Action`]s. In: a dataset and the reader's
//! state. Out: elements, and actions for the one reducer in `state`. Nothing here computes a number.

mod app;
mod card;
mod chart;
mod closed_loop;
mod cohorts;
mod compare;
mod content;
mod drilldown;
mod effect;
mod element;
mod entry;
mod explain;
mod follow;
mod funnel;
mod grid;
mod header;
mod kpis;
mod later;
mod menu;
mod mounted;
mod panel;
mod quality;
mod repurchase;
mod returns;
mod roving;
mod row;
mod settlement;
mod sheets;
mod state;
mod status;
mod step;
mod trend;
mod twin;
mod work;

pub use app::{App, AppProps, HostEvent};
pub use card::{CardPanel, CardProps};
pub use header::{Header, header};
pub use later::{Arrival, Later};
pub use mounted::{Mounted, PanelKind, PanelProps};
pub use sheets::FIRST as FIRST_STYLES;
pub use state::{Action, Config, Link, Progress, RiseColour, Setting, Shown, State, Theme, Width};
pub use status::{failure, skeleton};
pub use work::{work_for, worked_for};
