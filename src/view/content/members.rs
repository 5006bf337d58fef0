//! Members one by one. In: members of the analysis. Out: a row each, those with the most of y first, and their rows of
//! the table.

use super::said::{Row, Rows, Value};
use super::{MemberRow, MembersView, between, coefficient, effective};
use crate::analysis::content::together::{Member, Options, Together, Verdict};
use crate::contract::DimensionIx;
use crate::order::places;
use crate::view::content::choices::Offer;
use crate::view::rate::reason;
use crate::view::reading::{dimension_label, measure_label};
use crate::view::words::{ContentWords, fill};

/// Most rows drawn; the table has all.
const MOST_ROWS: usize = 8;

/// The members; `None` where no dimension splits both series.
pub(super) fn members(found: &Together, options: &Options, offer: &Offer<'_>, rows: &mut Rows) -> Option<MembersView> {
    let (report, locale) = (&offer.dataset.report, offer.locale);
    let (words, own) = (locale.words, ContentWords::beside(locale.words));
    let by = options.by?;
    let dimension = dimension_label(report, by, locale);
    let title = fill!(own.by, dimension = dimension);
    let mut view = MembersView { menu: offer.by_menu(options), title: title.clone(), ..MembersView::default() };
    if found.members.is_empty() {
        let label = |ix| measure_label(report, ix, locale);
        view.empty = Some(match found.no_members {
            Some(_) => fill!(own.no_members, x = label(options.x), y = label(options.y), dimension = dimension),
            None => words.no_rows.to_owned(),
        });
        return Some(view);
    }
    view.heads = [dimension, own.coefficient, own.bounds, own.effective, own.verdict].map(ToOwned::to_owned);
    let volume = |place: usize| found.members.get(place).map_or(0.0, |member| member.volume);
    for place in places(found.members.len(), &mut |a, b| volume(b).total_cmp(&volume(a))) {
        let Some(member) = found.members.get(place) else { continue };
        let is_drawn = view.rows.len() < MOST_ROWS;
        if !is_drawn && !rows.all {
            break;
        }
        let row = worded(member, by, offer);
        rows.push(|| of_table(&title, member, &row, offer));
        if is_drawn {
            view.rows.push(row);
        }
    }
    let left = found.members.len() - view.rows.len();
    view.more = (left > 0).then(|| fill!(own.more, n = locale.number(left)));
    let adjusted = fill!(own.members_holm, m = locale.number(found.tests));
    let notes = if found.tests > 0 { vec![own.members_note, &adjusted] } else { vec![own.members_note] };
    view.note = notes.join(words.clause_separator);
    Some(view)
}

fn worded(member: &Member, by: DimensionIx, offer: &Offer<'_>) -> MemberRow {
    let (report, locale) = (&offer.dataset.report, offer.locale);
    let (words, own) = (locale.words, ContentWords::beside(locale.words));
    let dimension = report.dimension(by);
    let known = dimension.and_then(|dimension| dimension.member(member.member));
    let id = known.map(|known| &*known.id);
    let mut row = MemberRow {
        id: id.unwrap_or_default().to_owned(),
        label: known.map_or(words.unknown, |known| known.label.get(&locale.tag)).to_owned(),
        ..MemberRow::default()
    };
    if let Some(dimension) = dimension {
        row.selected = offer.selection.contains(&dimension.id, id);
        row.select = offer.selection.toggle(&dimension.id, id);
    }
    if let Ok(found) = member.cleaned {
        row.numbers = [
            coefficient(found.coefficient, locale),
            between(found.effective.1, |bound| coefficient(bound, locale), locale),
            effective(found.effective_pairs, locale),
        ];
    }
    let verdict = member.verdict();
    row.sure = matches!(verdict, Verdict::Together | Verdict::Opposite);
    row.verdict = match verdict {
        Verdict::Together => own.is_together.to_owned(),
        Verdict::Opposite => own.is_opposite.to_owned(),
        Verdict::Unclear => own.is_unclear.to_owned(),
        Verdict::Untested(refusal) => reason(refusal, locale),
    };
    let mut clauses = vec![words.labelled(&row.label, &row.verdict)];
    for (head, number) in [own.coefficient, own.bounds, own.effective].into_iter().zip(&row.numbers) {
        if !number.is_empty() {
            clauses.push(fill!(words.value_at, label = head, value = number));
        }
    }
    row.spoken = clauses.join(words.clause_separator);
    row
}

fn of_table(part: &str, member: &Member, row: &MemberRow, offer: &Offer<'_>) -> Row {
    let mut of_table = Row::new(part, &row.label);
    of_table.correlation(&member.cleaned, member.adjusted, offer.locale);
    of_table.set(Value::Verdict, row.verdict.clone(), None);
    of_table
}
