//! `cells`: one cube or several, read from the text into narrow columns. Nothing is built per row: a number goes from the
//! text into its column, a member id is looked up and forgotten. The order of a cube's keys does not matter.
//!
//! In: the text of the section, dimensions and measures. Out: [`Cells`] whose columns are equally long and whose
//! indexes exist. A wrong value is noted with its path and reading goes on with the next one.

mod column;
mod cube;
mod finish;
mod records;
mod table;

pub use column::Arrays;

use super::catalogue::Catalogue;
use crate::contract::json::Items;
use crate::contract::limits::{MAX_CUBES, MAX_ROWS};
use crate::contract::notes::{Notes, Path};
use crate::contract::wire::CELLS;
use crate::contract::{Cells, Meta};
use crate::error::ErrorKind;
use crate::order::repeated;

/// All cubes.
pub fn read(text: &str, arrays: &mut Arrays, catalogue: &Catalogue<'_>, meta: &Meta, notes: &mut Notes) -> Vec<Cells> {
    let at = Path::Root.key("cells");
    let mut rows_left = MAX_ROWS;
    let mut cubes = Vec::new();
    if text.starts_with('[') {
        for (index, text) in Items::of(text).enumerate() {
            if index == MAX_CUBES {
                notes.limit(&at, &"more cubes", "MAX_CUBES", MAX_CUBES);
                break;
            }
            cubes.extend(cube::read(text, arrays, catalogue, meta, &mut rows_left, &at.index(index), notes));
        }
    } else if text.starts_with('{') {
        cubes.extend(cube::read(text, arrays, catalogue, meta, &mut rows_left, &at, notes));
    } else {
        notes.fault_in_text(ErrorKind::WrongType, &at, text, CELLS.expected);
    }
    let id_of = |place: usize| cubes.get(place).map(|cube| &cube.id);
    for cube in repeated(cubes.len(), &mut |a, b| id_of(a).cmp(&id_of(b))).iter().filter_map(|&ix| cubes.get(ix)) {
        let expected = "an id that no other cube has";
        notes.fault_in_id(ErrorKind::DuplicateId, &Path::Root.key(&cube.path).key("id"), &cube.id, &expected);
    }
    cubes
}
