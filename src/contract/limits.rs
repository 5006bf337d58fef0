//! How large a document may be. Going over a limit is an error that names it; nothing is cut off in silence. The
//! figures are far above what a screen can show and low enough that a browser tab survives the largest document.

/// Most bytes of one document.
pub const MAX_BYTES: usize = 512 << 20;
/// Deepest nesting of arrays and objects.
pub const MAX_NESTING: usize = 32;
/// Most cubes.
pub const MAX_CUBES: usize = 64;
/// Most rows of all cubes together.
pub const MAX_ROWS: usize = 10_000_000;
/// Most dimensions.
pub const MAX_DIMENSIONS: usize = 64;
/// Most members of one dimension.
pub const MAX_MEMBERS: usize = 1_000_000;
/// Most measures.
pub const MAX_MEASURES: usize = 256;
/// Most dates that one cube's dictionary may list: some 54 years of days.
pub const MAX_DATES: usize = 20_000;
/// Most entries of any other list: rows of life tables, steps, tiers, calendar entries …
pub const MAX_ENTRIES: usize = 1_000_000;
/// Most characters of an id.
pub const MAX_ID_CHARS: usize = 128;
/// Most characters of a text for people.
pub const MAX_TEXT_CHARS: usize = 2_000;
/// Most languages of one text.
pub const MAX_LANGUAGES: usize = 32;
/// Largest magnitude of an integer in a cell, 2^53 - 1: what every JSON reader holds exactly.
pub const MAX_INTEGER: i64 = (1 << 53) - 1;
