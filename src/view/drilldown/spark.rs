//! Small daily lines for the rows on screen. In: one level and the members of it that are seen. Out: per member at most
//! [`MAX_POINTS`] points, each 0 to 1 of its own largest. One question per level, however many rows.

use super::level::Level;
use crate::contract::{MeasureIx, MemberIx};
use crate::cube::Dataset;
use crate::date::Date;
use crate::order::sort_unique;
use crate::query::{Key, NULL_KEY, Query, run};

/// Most points of a line.
const MAX_POINTS: usize = 32;

/// Lines by member; members without facts have none.
pub(super) fn sparklines(
    dataset: &Dataset,
    level: &Level,
    mut members: Vec<MemberIx>,
    measure: MeasureIx,
) -> Vec<(MemberIx, Vec<f64>)> {
    sort_unique(&mut members);
    let mut scope = level.scope.clone();
    scope.filters.insert(level.dimension, members);
    let group_by = vec![Key::Dimension(level.dimension), Key::Day];
    let table = run(dataset, &scope, &Query { group_by, measures: vec![measure], ..Query::default() });
    let days = scope.range.len() as usize;
    let points = days.min(MAX_POINTS);
    let mut lines: Vec<(MemberIx, Vec<f64>)> = Vec::new();
    let Some(column) = table.columns.first() else { return lines };
    if !level.path.iter().all(|(dimension, _)| !column.cut.ignored().contains(dimension)) {
        return lines;
    }
    for (row, figure) in column.figures.iter().flatten().enumerate() {
        let &[member, day] = table.key(row) else { continue };
        let member = if member == NULL_KEY { MemberIx::NULL } else { MemberIx(member.cast_unsigned()) };
        let at = Date::from_days(day).since(scope.range.from).max(0) as usize * points / days;
        // The answer lists one member's days after another's.
        if lines.last().is_none_or(|(known, _)| *known != member) {
            lines.push((member, vec![0.0; points]));
        }
        if let Some(point) = lines.last_mut().and_then(|(_, line)| line.get_mut(at)) {
            *point += figure.estimate.max(0.0);
        }
    }
    for (_, line) in &mut lines {
        // Points stand for one day more or less than their neighbours: means, so that no saw appears.
        for (at, point) in line.iter_mut().enumerate() {
            let first = (at * days).div_ceil(points);
            let next = ((at + 1) * days).div_ceil(points);
            *point /= (next - first).max(1) as f64;
        }
        let largest = line.iter().copied().fold(0.0, f64::max);
        if largest > 0.0 {
            for point in line {
                *point /= largest;
            }
        }
    }
    lines
}
