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
    pub fn others(&self, beyond: &[u32]) -> bool {
        let mut people = Figure::default();
        for &group in beyond {
            let Some((hidden, part)) = self.groups.get(group as usize) else { continue };
            if *hidden && beyond.len() == 1 {
                return true;
            }
            people.value += part.value;
            people.lacking += part.lacking;
        }
        is_few(&people, self.floor)
    }
}

/// More than nobody but fewer than the floor, or not known to be either.
pub(crate) fn is_few(people: &Figure, floor: i128) -> bool {
    people.value < floor && (people.value > 0 || people.lacking > 0)
}

pub(crate) fn hide(meta: &Meta, groups: &Groups<'_>, privacy: Option<usize>, columns: &mut [Assembled<'_>]) -> Hidden {
    let Some(people) = privacy.and_then(|privacy| columns.get(privacy)) else { return Hidden::default() };
    let floor = i128::from(meta.min_cell);
    let total_hidden = matches!(&people.cut, Cut::Exact { .. } | Cut::ExactUnique | Cut::Ungrouped { .. })
        && people.cut.ignored().is_empty()
        && is_few(&people.total, floor);
    let figures: Vec<Figure> =
        people.figures.iter().filter(|_| people.cut.is_exact()).flat_map(super::Figures::iter).collect();
    let mut hidden: Vec<bool> = figures.iter().map(|figure| is_few(figure, floor)).collect();
    for siblings in families(groups, hidden.len()) {
        let Some(of_family) = hidden.get_mut(siblings.clone()) else { continue };
        if of_family.iter().filter(|&&hidden| hidden).count() == 1 {
            let whole = groups.len == siblings.len();
            let parent = if whole { people.total } else { people.together(&mut siblings.clone()) };
            for (hidden, figure) in of_family.iter_mut().zip(figures.iter().skip(siblings.start)) {
                // Beside such a group, the whole would tell of fewer people than the floor.
                let rest = parent.value - figure.value;
                *hidden |= 0 < rest && rest < floor;
            }
        }
    }
    let mut people = Vec::with_capacity(hidden.len());
    for (&hidden, &figure) in hidden.iter().zip(&figures) {
        people.push((hidden, figure));
    }
    let any = hidden.contains(&true);
    for column in columns {
        column.total.hidden = total_hidden;
        for figures in column.figures.iter_mut().filter(|_| any) {
            for (figure, &hidden) in figures.each_mut().iter_mut().zip(&hidden) {
                figure.hidden = hidden;
            }
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
