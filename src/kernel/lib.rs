//! The loops that every row goes through, in a package of its own: all else is compiled to be small, these to be fast
//! (`[profile.release.package.redcat-kernel]`), and a package is the least that a profile can name. In: columns and row
//! numbers as slices. Out: row numbers, sums, positions, in slices of the caller. Refuses nothing and knows no report:
//! what a number stands for is decided by who calls.
//!
//! Only functions without type parameters, not to be inlined: whatever is generic is compiled where it is called, small
//! and slow. So each is written once by a macro for the widths that columns have.

mod append;
mod cuts;
mod digits;
mod group;
mod narrow;
mod order;
mod records;
mod strings;
mod texts;
mod total;
mod words;

pub use append::{append_i64, append_u8, append_u16, append_u32, bits, look_up, position};
pub use cuts::Cuts;
pub use digits::{NULL, Run, integers};
pub use group::{
    ALL, BLOCK, add_2_u8, add_2_u16, add_2_u32, add_4_u8, add_4_u16, add_4_u32, add_i64, add_u8, add_u16, add_u32,
    count_rows, number_u8, number_u16, number_u32, numbers, records, renumber, select_u8, select_u16, select_u32,
    sum_i64, sum_u8, sum_u16, sum_u32,
};
pub use narrow::{narrow_u8, narrow_u16, narrow_u32};
pub use order::{
    Sorter, agree, append_code_u8, append_code_u16, append_code_u32, count, most, most_i64, most_u8, most_u16, overlay,
    pick_bits, pick_i64, pick_u8, pick_u16, pick_u32, place, widen_i64, widen_u8, widen_u16, widen_u32,
};
pub use records::{ABSENT, Field, Records, Stop};
pub use texts::Texts;
pub use total::{total_i64, total_u8, total_u16, total_u32};
pub use words::{
    deal, push_u8, push_u16, push_u32, repeated as repeated_words, sort as sort_words, take_u8, take_u16, take_u32,
};
