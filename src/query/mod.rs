//! Questions and answers. In: a [`cube::Dataset`](crate::cube::Dataset), a [`Scope`] (which rows) and a [`Query`]
//! (grouped how, counting what). Out: a [`Table`] in a fixed order. A measure that no cube carries at the cut asked
//! for is answered at the nearest cut that is, and the table says so.

mod selection;
mod table;

pub use selection::{Compare, Selection};
pub use table::{Cut, Figure, Key, NULL_KEY, Order, Query, Scope, Table, TableColumn};
