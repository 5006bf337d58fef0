//! What is checked of a whole cube: coarser keys that agree with finer ones; and the warnings.

use std::ops::Range;

use crate::contract::notes::{Notes, Path, quoted};
use crate::contract::read::catalogue::Catalogue;
use crate::contract::{Cells, Column, Dimension, DimensionIx, MemberIx, WarningKind};
use crate::error::ErrorKind;

/// Rows that are looked at together, so that they stay in the cache.
const BLOCK: usize = 4096;

/// Notes what is wrong and what is odd; so many rows lie before and after the days of the document.
pub fn finish(cells: &Cells, outside: [u64; 2], catalogue: &Catalogue<'_>, at: &Path<'_>, notes: &mut Notes) {
    refuse_disagreeing_parents(cells, catalogue, at, notes);
    warn(cells, outside, catalogue, notes);
}

/// Where a coarser key is given beside a finer one, it has to be the finer one's ancestor. Each key is held against the
/// nearest coarser one of its row; what lies above that follows.
fn refuse_disagreeing_parents(cells: &Cells, catalogue: &Catalogue<'_>, at: &Path<'_>, notes: &mut Notes) {
    for (fine_ix, fine) in &cells.keys {
        let coarser = coarser_keys(cells, *fine_ix, catalogue);
        if coarser.is_empty() {
            continue;
        }
        let (mut members, mut given) = (vec![0; BLOCK], vec![0; BLOCK]);
        for start in (0..cells.rows).step_by(BLOCK) {
            let members = fine.block(start, &mut members);
            let mut agree = coarser
                .iter()
                .map(|key| redcat_kernel::agree(members, key.column.block(start, &mut given), &key.ancestors));
            if !agree.all(|agrees| agrees) {
                refuse_rows(cells, start..start + members.len(), fine, &coarser, at, notes);
            }
        }
    }
}

/// The same row by row.
fn refuse_rows(
    cells: &Cells,
    rows: Range<usize>,
    fine: &Column,
    coarser: &[CoarserKey<'_>],
    at: &Path<'_>,
    notes: &mut Notes,
) {
    for row in rows {
        let Some(member) = fine.get(row) else {
            continue;
        };
        let given = coarser.iter().find_map(|key| Some((key, key.column.get(row)?)));
        let Some((key, given)) = given else {
            continue;
        };
        let right = key.ancestors.get(member as usize).map_or(MemberIx::NULL, |&ix| MemberIx(ix));
        if i64::from(right.0) == given {
            continue;
        }
        let id = |ix| key.dimension.member(ix).map_or("", |member| &member.id);
        let (found, expected) = (quoted(id(MemberIx(given as u32))), quoted(id(right)));
        let expected = format_args!("{expected}, the parent of the finer key");
        let (keys, records) = (at.key("keys"), at.key("records"));
        let (column, record) = (keys.key(&key.dimension.id), records.index(row));
        let place = if cells.as_records { record.key(&key.dimension.id) } else { column.index(row) };
        notes.fault(ErrorKind::ParentDisagrees, &place, &found, &expected);
    }
}

/// A key column that lies above another in one hierarchy.
struct CoarserKey<'c> {
    dimension: &'c Dimension,
    column: &'c Column,
    /// By member of the finer dimension; see [`MemberIx`].
    ancestors: Vec<u32>,
}

/// The cube's key columns above `fine`, nearest first.
fn coarser_keys<'c>(cells: &'c Cells, fine: DimensionIx, catalogue: &Catalogue<'c>) -> Vec<CoarserKey<'c>> {
    let mut coarser = Vec::new();
    let Some(mut level) = catalogue.dimension(fine) else {
        return coarser;
    };
    let mut ancestors: Vec<u32> = (0..level.members.len() as u32).collect();
    while let Some((parent, dimension)) = level.parent.and_then(|ix| Some((ix, catalogue.dimension(ix)?))) {
        for member in &mut ancestors {
            *member = level.member(MemberIx(*member)).and_then(|found| found.parent).unwrap_or(MemberIx::NULL).0;
        }
        if let Some((_, column)) = cells.keys.iter().find(|(ix, _)| *ix == parent) {
            coarser.push(CoarserKey { dimension, column, ancestors: ancestors.clone() });
        }
        level = dimension;
    }
    coarser
}

fn warn(cells: &Cells, [before, after]: [u64; 2], catalogue: &Catalogue<'_>, notes: &mut Notes) {
    let (mut nulls, mut withheld) = ((0, Vec::new()), (0, Vec::new()));
    for value in &cells.values {
        let id = catalogue.measure(value.measure).map_or("", |measure| &*measure.id);
        for (count, tally) in [(value.column.nulls().count(), &mut nulls), (value.suppressed.count(), &mut withheld)] {
            if count > 0 {
                tally.0 += count as u64;
                tally.1.push(id);
            }
        }
    }
    notes.warn(WarningKind::Nulls, &cells.path, nulls.0, &nulls.1);
    notes.warn(WarningKind::Suppressed, &cells.path, withheld.0, &withheld.1);
    notes.warn(WarningKind::RowsBeforeData, &cells.path, before, &[&*cells.id]);
    notes.warn(WarningKind::RowsAfterComplete, &cells.path, after, &[&*cells.id]);
}
