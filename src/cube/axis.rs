//! Keys of one hierarchy as a single column of codes. In: the key columns of a cube. Out: axes, each a packed column
//! and, for every dimension on the way up (category ← brand ← product), a table from code to member. So a cube sent by
//! product answers brand and category without storing them, and a row whose product is unknown but whose brand was
//! sent keeps that brand. Refuses two keys that name different members of an ancestor which they share.
//!
//! Codes of an axis: the members of its finest dimension, then one for "unknown", then, only where rows need them,
//! the members of each coarser dimension (finer unknown, this one known). In a table from code to member, the number
//! of members stands for the null member.

use std::cmp::Ordering;

use crate::contract::column::Packed;
use crate::contract::{Cells, Column, Dimension, DimensionIx, Report};
use crate::error::{Error, ErrorKind, Faults};
use crate::order::{places, sort_by};

/// Codes, as narrow as their number allows.
#[derive(Clone, Debug)]
pub(crate) enum Codes {
    /// At most 256 different ones.
    U8(Vec<u8>),
    /// At most 65,536.
    U16(Vec<u16>),
    /// More.
    U32(Vec<u32>),
}

impl Codes {
    fn pack(codes: Vec<u32>, space: usize) -> Self {
        match space {
            0..=0x100 => Self::U8(codes.iter().map(|&code| code as u8).collect()),
            0x101..=0x1_0000 => Self::U16(codes.iter().map(|&code| code as u16).collect()),
            _ => Self::U32(codes),
        }
    }

    /// The code of that row.
    pub fn get(&self, row: usize) -> Option<u32> {
        match self {
            Self::U8(codes) => codes.get(row).map(|&code| u32::from(code)),
            Self::U16(codes) => codes.get(row).map(|&code| u32::from(code)),
            Self::U32(codes) => codes.get(row).copied(),
        }
    }

    /// No codes, with room for as many of the same width.
    pub(super) fn like(&self, rows: usize) -> Self {
        match self {
            Self::U8(_) => Self::U8(Vec::with_capacity(rows)),
            Self::U16(_) => Self::U16(Vec::with_capacity(rows)),
            Self::U32(_) => Self::U32(Vec::with_capacity(rows)),
        }
    }

    /// Appends the codes of `rows` to `picked`, which began as [`Codes::like`].
    pub(super) fn pick_into(&self, rows: &[u32], picked: &mut Self) {
        match (self, picked) {
            (Self::U8(codes), Self::U8(picked)) => redcat_kernel::pick_u8(codes, rows, picked),
            (Self::U16(codes), Self::U16(picked)) => redcat_kernel::pick_u16(codes, rows, picked),
            (Self::U32(codes), Self::U32(picked)) => redcat_kernel::pick_u32(codes, rows, picked),
            _ => {}
        }
    }

    /// Appends to each key the code of its row, one of `space`.
    pub(super) fn append_to(&self, keys: &mut [u64], rows: &[u32], space: u64) {
        match self {
            Self::U8(codes) => redcat_kernel::append_code_u8(codes, rows, space, keys),
            Self::U16(codes) => redcat_kernel::append_code_u16(codes, rows, space, keys),
            Self::U32(codes) => redcat_kernel::append_code_u32(codes, rows, space, keys),
        }
    }

    /// Puts the codes from row `start` on below what words hold, in so many bits each.
    pub(super) fn push_to(&self, words: &mut [u64], start: usize, bits: u32) {
        match self {
            Self::U8(codes) => redcat_kernel::push_u8(codes.get(start..).unwrap_or(&[]), bits, words),
            Self::U16(codes) => redcat_kernel::push_u16(codes.get(start..).unwrap_or(&[]), bits, words),
            Self::U32(codes) => redcat_kernel::push_u32(codes.get(start..).unwrap_or(&[]), bits, words),
        }
    }

    /// Puts in the place of codes, from row `start` on, those in so many bits of words from `shift` on.
    pub(super) fn take_from(&mut self, words: &[u64], start: usize, shift: u32, bits: u32) {
        match self {
            Self::U8(codes) => {
                redcat_kernel::take_u8(words, shift, bits, codes.get_mut(start..).unwrap_or_default());
            }
            Self::U16(codes) => {
                redcat_kernel::take_u16(words, shift, bits, codes.get_mut(start..).unwrap_or_default());
            }
            Self::U32(codes) => {
                redcat_kernel::take_u32(words, shift, bits, codes.get_mut(start..).unwrap_or_default());
            }
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::U8(codes) => codes.capacity(),
            Self::U16(codes) => codes.capacity() * 2,
            Self::U32(codes) => codes.capacity() * 4,
        }
    }
}

/// A dimension of an axis, and from code to its member.
type Level = (DimensionIx, Vec<u32>);

/// One hierarchy's keys.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    codes: Codes,
    space: usize,
    levels: Vec<Level>,
}

impl Axis {
    /// One code per row.
    pub const fn codes(&self) -> &Codes {
        &self.codes
    }

    /// How many codes there are.
    pub const fn space(&self) -> usize {
        self.space
    }

    /// From code to member of `dimension`, if it lies on this axis.
    pub fn lookup(&self, dimension: DimensionIx) -> Option<&[u32]> {
        self.levels.iter().find(|(ix, _)| *ix == dimension).map(|(_, lookup)| &**lookup)
    }

    /// Its dimensions from fine to coarse, each with the table from code to member.
    pub(super) fn levels(&self) -> &[Level] {
        &self.levels
    }

    pub(super) fn bytes(&self) -> usize {
        self.codes.bytes() + self.levels.iter().map(|(_, lookup)| lookup.capacity() * 4).sum::<usize>()
    }

    /// Without its levels below that one: the new code of each code, and an axis that has no rows yet. Codes of one coarse
    /// member follow each other.
    pub(super) fn coarser(&self, level: usize) -> (Vec<u32>, Self) {
        let kept = self.levels.get(level..).unwrap_or(&[]);
        let mut levels: Vec<Level> = kept.iter().map(|(ix, _)| (*ix, Vec::new())).collect();
        let order = places(self.space, &mut |a, b| {
            let unlike = |(_, lookup): &Level| lookup.get(a).cmp(&lookup.get(b));
            kept.iter().rev().map(unlike).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        });
        let mut coarser = vec![0; self.space];
        let mut space = 0;
        for code in order {
            let known = |((_, new), (_, old)): (&Level, &Level)| new.last() == old.get(code);
            if space == 0 || !levels.iter().zip(kept).all(known) {
                for ((_, new), (_, old)) in levels.iter_mut().zip(kept) {
                    new.extend(old.get(code));
                }
                space += 1;
            }
            if let Some(coarser) = coarser.get_mut(code) {
                *coarser = space as u32 - 1;
            }
        }
        (coarser, Self { codes: Codes::U8(Vec::new()), space, levels })
    }

    /// One without dimensions.
    #[cfg(test)]
    pub(super) fn of(codes: Vec<u32>, space: usize) -> Self {
        Self { codes: Codes::pack(codes, space), space, levels: Vec::new() }
    }

    /// Gives it rows.
    pub(super) fn fill(&mut self, codes: Vec<u32>) {
        self.codes = Codes::pack(codes, self.space);
    }

    /// How many bits a code takes.
    pub(super) const fn bits(&self) -> u32 {
        usize::BITS - self.space.saturating_sub(1).leading_zeros()
    }

    /// The same, to be put in order.
    pub(super) const fn codes_mut(&mut self) -> &mut Codes {
        &mut self.codes
    }

    /// Gives it other rows.
    pub(super) fn set_codes(&mut self, codes: Codes) {
        self.codes = codes;
    }
}

/// Cuts the hierarchies of a cube's keys into paths from fine to coarse. A dimension that several keys share as their
/// ancestor begins a path of its own, after those of its descendants.
pub(super) fn paths(report: &Report, cells: &Cells) -> Vec<Vec<DimensionIx>> {
    let parent = |ix: DimensionIx| report.dimension(ix).and_then(|dimension| dimension.parent);
    // Per dimension that a key reaches, those directly below it that keys reach too.
    let mut children: Vec<Option<Vec<DimensionIx>>> = vec![None; report.dimensions.len()];
    let place = |ix: DimensionIx| usize::from(ix.0);
    for (key, _) in &cells.keys {
        let mut ix = *key;
        if let Some(below) = children.get_mut(place(ix)) {
            below.get_or_insert_default();
        }
        while let Some((up, below)) = parent(ix).and_then(|up| Some((up, children.get_mut(place(up))?))) {
            let siblings = below.get_or_insert_default();
            if siblings.contains(&ix) {
                break;
            }
            siblings.push(ix);
            ix = up;
        }
    }
    let joins = |ix: DimensionIx| children.get(place(ix)).and_then(Option::as_ref).is_none_or(|below| below.len() != 1);
    let depth =
        |ix: DimensionIx| std::iter::successors(parent(ix), |&ix| parent(ix)).take(report.dimensions.len()).count();
    let mut paths: Vec<(usize, Vec<DimensionIx>)> = Vec::new();
    for (head, below) in (0..).map(DimensionIx).zip(&children) {
        if below.is_none() || !joins(head) {
            continue;
        }
        let mut path = vec![head];
        let mut next = parent(head);
        while let Some(up) = next.filter(|&up| !joins(up) && path.len() < report.dimensions.len()) {
            path.push(up);
            next = parent(up);
        }
        paths.push((depth(head), path));
    }
    sort_by(&mut paths, |(a, _), (b, _)| b.cmp(a));
    paths.into_iter().map(|(_, path)| path).collect()
}

/// The axis of `path`, rows in the document's order, out of key columns that it takes from `cells`; `built` are those of
/// the paths before.
pub(super) fn axis(report: &Report, cells: &mut Cells, path: &[DimensionIx], built: &[Axis]) -> Result<Axis, Error> {
    let mut dimensions: Vec<&Dimension> = Vec::new();
    // Of each level that was sent: its first code, its number of members, its column.
    let mut columns: Vec<(u32, u32, Column)> = Vec::new();
    let mut offset = 0;
    for &ix in path {
        let Some(dimension) = report.dimension(ix) else { continue };
        let size = dimension.members.len() as u32;
        if let Some((_, column)) = cells.keys.iter_mut().find(|(key, _)| *key == ix) {
            columns.push((offset, size, std::mem::take(column)));
        }
        // The finest level is followed by the code for "unknown".
        offset += size + u32::from(dimensions.is_empty());
        dimensions.push(dimension);
    }
    let finest = dimensions.first().map_or(0, |dimension| dimension.members.len() as u32);
    let inherited = inherited(report, path, built);
    let whole = columns.first().is_some_and(|(offset, _, column)| *offset == 0 && column.nulls().is_empty());
    let (codes, space) = match columns.first_mut() {
        // Every row says its finest member: that is its code.
        Some((_, _, column)) if whole && inherited.is_empty() => {
            column.shrink();
            let codes = match std::mem::take(column).into_packed() {
                Packed::U8(codes) => Codes::U8(codes),
                Packed::U16(codes) => Codes::U16(codes),
                Packed::U32(codes) => Codes::U32(codes),
                Packed::I64(codes) => Codes::U32(codes.into_iter().map(|code| code as u32).collect()),
            };
            (codes, finest + 1)
        }
        _ => {
            let mut codes = vec![finest; cells.rows];
            overlay(&mut codes, &columns);
            let name = dimensions.first().map_or("", |dimension| &*dimension.id);
            from_below(&mut codes, &inherited, finest, &|row| cells.place("keys", name, row), name)?;
            let partly_known = redcat_kernel::most(&codes) > finest;
            let space = if partly_known { offset } else { finest + 1 };
            (Codes::pack(codes, space as usize), space)
        }
    };
    let mut levels = Vec::with_capacity(path.len());
    for (level, &ix) in path.iter().enumerate() {
        levels.push((ix, lookup(&dimensions, level, space)));
    }
    Ok(Axis { codes, space: space as usize, levels })
}

/// Rows whose columns are looked at together, so that they stay in the cache.
const BLOCK: usize = 4096;

/// What each row says of its member, as finely as it does.
fn overlay(codes: &mut [u32], columns: &[(u32, u32, Column)]) {
    let mut members = vec![0; BLOCK];
    for (block, codes) in codes.chunks_mut(BLOCK).enumerate() {
        for (offset, size, column) in columns.iter().rev() {
            redcat_kernel::overlay(codes, column.block(block * BLOCK, &mut members), *size, *offset);
        }
    }
}

/// What finer axes know about the members comes before what rows say.
fn from_below(
    codes: &mut [u32],
    inherited: &[(&Axis, Vec<u32>)],
    finest: u32,
    place: &dyn Fn(usize) -> String,
    name: &str,
) -> Result<(), Error> {
    let mut faults = Faults::default();
    if inherited.is_empty() {
        return Ok(());
    }
    for (row, code) in codes.iter_mut().enumerate() {
        let mut known: Option<u32> = None;
        for (axis, lookup) in inherited {
            let member = axis.codes.get(row).and_then(|code| lookup.get(code as usize)).copied();
            if let Some(member) = member.filter(|&member| member < finest) {
                if known.is_some_and(|known| known != member) {
                    let expected = format_args!("keys that agree on their {name}");
                    faults.add(ErrorKind::ParentDisagrees, &place(row), &"", &expected);
                }
                known = known.or(Some(member));
            }
        }
        *code = known.unwrap_or(*code);
    }
    faults.into_result(())
}

/// What finer axes, built before, tell about the first dimension of `path`: tables from their codes to its members.
fn inherited<'a>(report: &Report, path: &[DimensionIx], built: &'a [Axis]) -> Vec<(&'a Axis, Vec<u32>)> {
    let Some(&head) = path.first() else { return Vec::new() };
    let unknown = report.dimension(head).map_or(0, |dimension| dimension.members.len() as u32);
    let below = |axis: &'a Axis| {
        let (top, members) = axis.levels.last()?;
        let top = report.dimension(*top).filter(|top| top.parent == Some(head))?;
        let up = |&member: &u32| top.members.get(member as usize).and_then(|m| m.parent).map_or(unknown, |m| m.0);
        Some((axis, members.iter().map(up).collect()))
    };
    built.iter().filter_map(below).collect()
}

/// From each code of an axis to a member of its dimension number `level`.
fn lookup(dimensions: &[&Dimension], level: usize, space: u32) -> Vec<u32> {
    let unknown = dimensions.get(level).map_or(0, |dimension| dimension.members.len() as u32);
    let climb = |from: usize, member: u32| {
        let steps = dimensions.get(from..level)?;
        steps.iter().try_fold(member, |member, dimension| {
            dimension.members.get(member as usize).and_then(|member| member.parent).map(|parent| parent.0)
        })
    };
    let mut table = Vec::with_capacity(space as usize);
    for (from, dimension) in dimensions.iter().enumerate() {
        table.extend((0..dimension.members.len() as u32).map(|member| climb(from, member).unwrap_or(unknown)));
        if from == 0 {
            table.push(unknown);
        }
    }
    table.truncate(space as usize);
    table
}
