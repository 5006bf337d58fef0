//! The display floor: groups of so few people that their numbers are not shown. In: the document's `min_cell`, and the
//! figures of its `privacy_measure`. Out: [`Figure::hidden`] on all measures of such groups. A courtesy of the screen,
//! not access control: the whole document is in the reader's browser. Where the privacy measure is not available at
//! the cut, nothing tells how few people a group is, and nothing is hidden.

use super::Cut;
use super::Figure;
use super::run::{Assembled, Groups};
use crate::contract::Meta;

/// What the floor hid, for groups that are added up later.
#[derive(Default)]
pub(crate) struct Hidden {
    floor: i128,
    /// Per group: hidden, and the people in it. Empty where no floor applies.
    groups: Vec<(bool, Figure)>,
}

impl Hidden {
    /// Whether the sum of these groups is to be hidden: it is below the floor itself, or it is one hidden group.
    pub fn others(&self, beyond: &[usize]) -> bool {
        let mut parts = beyond.iter().filter_map(|&group| self.groups.get(group)).peekable();
        if parts.peek().is_none() {
            return false;
        }
        let single = beyond.len() == 1 && parts.peek().is_some_and(|(hidden, _)| *hidden);
        let (value, lacking) =
            parts.fold((0, 0), |(value, lacking), (_, figure)| (value + figure.value, lacking + figure.lacking));
        single || is_few(&Figure { value, lacking, ..Figure::default() }, self.floor)
    }
}

/// More than nobody but fewer than the floor, or not known to be either.
fn is_few(people: &Figure, floor: i128) -> bool {
    people.value < floor && (people.value > 0 || people.lacking > 0)
}

pub(crate) fn hide(meta: &Meta, groups: &Groups<'_>, privacy: Option<usize>, columns: &mut [Assembled<'_>]) -> Hidden {
    let Some(people) = privacy.and_then(|privacy| columns.get(privacy)) else { return Hidden::default() };
    let floor = i128::from(meta.min_cell);
    let total_hidden = matches!(&people.cut, Cut::Exact { .. } | Cut::ExactUnique | Cut::Ungrouped { .. })
        && people.cut.ignored().is_empty()
        && is_few(&people.total, floor);
    let figures = people.figures.as_deref().filter(|_| people.cut.is_exact()).unwrap_or(&[]);
    let mut hidden: Vec<bool> = figures.iter().map(|figure| is_few(figure, floor)).collect();
    for siblings in families(groups, hidden.len()) {
        let is_hidden = |group: usize| hidden.get(group) == Some(&true);
        if siblings.clone().filter(|&group| is_hidden(group)).count() == 1 {
            let whole = groups.len == siblings.len();
            let parent = if whole { people.total } else { people.together(siblings.clone()) };
            let revealing: Vec<usize> = siblings
                .filter(|&group| {
                    let rest = figures.get(group).map_or(0, |figure| parent.value - figure.value);
                    !is_hidden(group) && 0 < rest && rest < floor
                })
                .collect();
            for group in revealing {
                if let Some(hidden) = hidden.get_mut(group) {
                    *hidden = true;
                }
            }
        }
    }
    let people: Vec<(bool, Figure)> = hidden.iter().copied().zip(figures.iter().copied()).collect();
    for column in columns {
        column.total.hidden = total_hidden;
        for (figure, &hidden) in column.figures.iter_mut().flatten().zip(&hidden) {
            figure.hidden = hidden;
        }
    }
    Hidden { floor, groups: people }
}

/// Groups that differ only in their last key follow each other: the members of one parent.
fn families(groups: &Groups<'_>, len: usize) -> Vec<std::ops::Range<usize>> {
    let parent = |group: usize| groups.key(group).split_last().map_or(&[] as &[i32], |(_, parent)| parent);
    let mut families: Vec<std::ops::Range<usize>> = Vec::new();
    for group in 0..len {
        match families.last_mut().filter(|family| parent(family.start) == parent(group)) {
            Some(family) => family.end = group + 1,
            None => families.push(group..group + 1),
        }
    }
    families
}
