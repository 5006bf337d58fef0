//! Questions and answers. In: a [`cube::Dataset`](crate::cube::Dataset), a [`Scope`] (which rows) and a [`Query`]
//! (grouped how, counting what). Out: a [`Table`] in a fixed order. A measure that no cube carries at the cut asked
//! for is answered at the nearest cut that is, and the table says so.
//!
//! `plan` chooses the cubes, `execute` scans them (`group` numbers groups, by `hash` where they are many; `tally` and `sampling` add up, `figures` holds), `run` puts
//! the scans side by side (`uniques`, `floor`). [`explain()`] tells what that takes, [`period`] resolves comparisons,
//! [`drill`] knows the ways down.

mod allow;
pub mod drill;
mod execute;
mod explain;
mod figures;
mod filters;
mod floor;
mod group;
mod hash;
pub mod period;
mod plan;
mod run;
mod sampling;
mod selection;
pub(crate) mod selection_json;
mod selection_text;
mod table;
mod tally;
mod tile;
mod uniques;

pub use allow::{Allow, AllowedDays};
pub use explain::{Pass, explain};
pub use figures::Figures;
pub use filters::Filters;
pub(crate) use floor::is_few;
pub use run::run;
pub use selection::{Compare, Selection, Unmatched};
pub(crate) use selection_text::{decode, encode};
pub(crate) use table::compare_keys;
pub use table::{Cut, Figure, Key, NULL_KEY, Order, Query, Scope, Table, TableColumn};
pub(crate) use tally::unique_upper;
pub use tile::{ROWS_A_STEP, Tile, TileSum, Tiling};
