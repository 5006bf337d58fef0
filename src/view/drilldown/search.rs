//! Looking for members by part of a name or id. In: the text, the dimensions from the listed level down. Out: which
//! paths match and which lead to a match, so that a match is shown under its ancestors.

use crate::contract::{DimensionIx, MeasureIx, MemberIx};
use crate::cube::Dataset;
use crate::order::sort_unique;
use crate::query::{Key, NULL_KEY, Query, Scope, run};
use crate::view::locale::Locale;

/// Most rows that a search unfolds by itself; past it they stay folded and can be unfolded by hand.
const MAX_UNFOLDED: usize = 200;

/// What a search found: paths of members from the listed level down, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Matches {
    found: Vec<Vec<MemberIx>>,
    ancestors: Vec<Vec<MemberIx>>,
}

impl Matches {
    /// Whether a row stays: it matches, leads to a match, or lies under a match.
    pub fn keeps(&self, path: &[MemberIx]) -> bool {
        holds(&self.ancestors, path)
            || (1..=path.len()).any(|n| path.get(..n).is_some_and(|path| holds(&self.found, path)))
    }

    /// Whether the row is unfolded to show a match below it.
    pub fn unfolds(&self, path: &[MemberIx]) -> bool {
        self.ancestors.len() <= MAX_UNFOLDED && holds(&self.ancestors, path)
    }
}

/// Looks in each of `dimensions`; a member below the first counts where it has facts under its ancestors.
pub(super) fn search(
    dataset: &Dataset,
    scope: &Scope,
    dimensions: &[DimensionIx],
    measures: &[MeasureIx],
    text: &str,
    locale: &Locale,
) -> Matches {
    let wanted = locale.numbers.lower_case(text.trim());
    let mut matches = Matches::default();
    for (depth, &dimension) in dimensions.iter().enumerate() {
        let members = matching(dataset, dimension, &wanted, locale);
        if depth == 0 {
            matches.found.extend(members.into_iter().map(|member| vec![member]));
            continue;
        }
        let allowed: Vec<MemberIx> = match scope.filters.get(&dimension) {
            Some(filter) => members.into_iter().filter(|member| filter.contains(member)).collect(),
            None => members,
        };
        if allowed.is_empty() {
            continue;
        }
        let mut scope = scope.clone();
        scope.filters.insert(dimension, allowed);
        let group_by = dimensions.iter().take(depth + 1).map(|&ix| Key::Dimension(ix)).collect();
        let table = run(dataset, &scope, &Query { group_by, measures: measures.to_vec(), ..Query::default() });
        // A measure that ignores the filter on the looked-for dimension cannot be grouped by it either.
        for row in 0..table.rows {
            let path: Vec<MemberIx> = table.key(row).iter().map(|&code| member(code)).collect();
            for n in 1..path.len() {
                matches.ancestors.push(path.get(..n).unwrap_or(&[]).to_vec());
            }
            matches.found.push(path);
        }
    }
    sort_unique(&mut matches.found);
    sort_unique(&mut matches.ancestors);
    matches
}

fn holds(paths: &[Vec<MemberIx>], path: &[MemberIx]) -> bool {
    paths.binary_search_by(|known| known.as_slice().cmp(path)).is_ok()
}

fn member(code: i32) -> MemberIx {
    if code == NULL_KEY { MemberIx::NULL } else { MemberIx(code.cast_unsigned()) }
}

fn matching(dataset: &Dataset, dimension: DimensionIx, wanted: &str, locale: &Locale) -> Vec<MemberIx> {
    let Some(dimension) = dataset.report.dimension(dimension) else { return Vec::new() };
    // A name is too short for the two-way search of `contains` to be worth its download.
    let is_in =
        |text: &str| wanted.is_empty() || text.as_bytes().windows(wanted.len()).any(|part| part == wanted.as_bytes());
    let holds = |text: &str| is_in(&locale.numbers.lower_case(text));
    let mut found: Vec<MemberIx> = (0_u32..)
        .zip(&dimension.members)
        .filter(|(_, member)| holds(member.label.get(&locale.tag)) || holds(&member.id))
        .map(|(ix, _)| MemberIx(ix))
        .collect();
    if holds(locale.words.unknown) {
        found.push(MemberIx::NULL);
    }
    found
}
