//! The wire format `redcat.report/1`: bytes in, a checked [`Report`] and its warnings out. Whatever is wrong is
//! refused with the JSON path, what was found and what was expected; nothing is repaired in silence.
//!
//! `wire` holds the JSON shapes, `read` turns them into the domain types of [`report`]; cells go straight into the
//! narrow columns of [`column`].

pub mod column;
pub mod decimal;
pub mod limits;
mod notes;
mod read;
pub mod report;
mod wire;

pub use column::{Bits, Column};
pub use decimal::Decimal;
pub use report::*;
#[cfg(feature = "schema")]
pub use wire::schema;
