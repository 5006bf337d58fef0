//! The loops that every row goes through, in a package of its own: all else is compiled to be small, these to be fast
//! (`[profile.release.package.redcat-kernel]`), and a package is the least that a profile can name. In: columns and row
//! numbers as slices. Out: row numbers, sums, positions, in slices of the caller. Refuses nothing and knows no report:
//! what a number stands for is decided by who calls.
//!
//! Only functions without type parameters, not to be inlined: whatever is generic is compiled where it is called, small
//! and slow. So each is written once by a macro for the widths that columns have.

mod narrow;

pub use narrow::{narrow_u8, narrow_u16, narrow_u32};
