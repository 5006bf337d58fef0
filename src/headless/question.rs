//! What a host asks. In: JSON text of a question. Out: its parts, resolved against the document. Refuses keys that no
//! question has, and ids that the document lacks: a program that misspells one should hear of it.

use super::refused;
use crate::contract::json::{Json, Kind};
use crate::contract::{DimensionIx, MeasureIx, MemberIx, Report};
use crate::error::{Error, ErrorKind};
use crate::query::selection_json::{days, distinct};
use crate::query::{Compare, Filters, Scope, Selection};

/// Members that are looked at before one is searched for.
const AHEAD: u32 = 4;

/// A question's keys with what stands under them.
pub(super) type Fields<'a> = Vec<(std::borrow::Cow<'a, str>, Json<'a>)>;

/// The keys of a question; none of an absent one. Each has to be one of `allowed`.
pub(super) fn fields<'a>(text: &'a str, allowed: &[&str]) -> Result<Fields<'a>, Error> {
    if text.is_empty() || text == "null" {
        return Ok(Vec::new());
    }
    let json = Json::document(text)
        .map_err(|fault| Error::new(ErrorKind::InvalidSelection, "", fault.to_string(), "a plain object"))?;
    let mut fields = distinct(json, "", "a plain object")?;
    for (key, _) in &fields {
        if !allowed.contains(&&**key) {
            return Err(refused(key, key, &["one of ", &allowed.join(", ")].concat()));
        }
    }
    fields.retain(|(_, value)| value.kind() != Kind::Null);
    Ok(fields)
}

/// The value of a key.
pub(super) fn field<'a>(fields: &Fields<'a>, key: &str) -> Option<Json<'a>> {
    fields.iter().find(|(known, _)| known == key).map(|(_, value)| *value)
}

/// Which rows count, by the key `filters`.
pub(super) fn scope(report: &Report, fields: &Fields<'_>) -> Result<Scope, Error> {
    let mut scope = Scope { range: report.complete_range(), filters: Filters::default() };
    let Some(given) = field(fields, "filters") else { return Ok(scope) };
    for (id, value) in distinct(given, "filters", "an object of filters")? {
        let path = || ["filters.", &id].concat();
        if id == "date" {
            scope.range = days(value).ok_or_else(|| refused(&path(), value.text(), "{from, to}, in order"))?;
            continue;
        }
        let ix = report.find_dimension(&id).ok_or_else(|| refused(&path(), &id, "a dimension of the document"))?;
        let Some(dimension) = report.dimension(ix) else { continue };
        let (mut members, mut next) = (Vec::new(), 0);
        for member in value.elements() {
            if member.kind() == Kind::Null {
                members.push(MemberIx::NULL);
                continue;
            }
            let id = member.string().ok_or_else(|| refused(&path(), member.text(), "a member's id or null"))?;
            // Many members are mostly asked for in the document's order, some left out.
            let ahead =
                (next..next + AHEAD).map(MemberIx).find(|&ix| dimension.member(ix).is_some_and(|m| *m.id == *id));
            let found = ahead.or_else(|| dimension.find(&id));
            let found = found.ok_or_else(|| refused(&path(), &id, "one of its members"))?;
            next = found.0 + 1;
            members.push(found);
        }
        if members.is_empty() {
            return Err(refused(&path(), value.text(), "a list of member ids, at least one"));
        }
        scope.filters.insert(ix, members);
    }
    Ok(scope)
}

/// Days to compare with, by the key `compare`.
pub(super) fn compare(fields: &Fields<'_>) -> Result<Option<Compare>, Error> {
    field(fields, "compare").map(Selection::of_compare).transpose()
}

/// The ids in a list; none where the key is absent. Each once.
pub(super) fn ids(fields: &Fields<'_>, key: &str) -> Result<Vec<String>, Error> {
    let Some(given) = field(fields, key) else { return Ok(Vec::new()) };
    let mut ids: Vec<String> = Vec::new();
    let expected = "a list of ids, each once";
    if given.kind() != Kind::List {
        return Err(refused(key, given.text(), expected));
    }
    for id in given.elements() {
        match id.string() {
            Some(id) if !ids.contains(&id.clone().into_owned()) => ids.push(id.into_owned()),
            _ => return Err(refused(key, id.text(), expected)),
        }
    }
    Ok(ids)
}

/// A whole number above zero.
pub(super) fn whole(fields: &Fields<'_>, key: &str) -> Result<Option<usize>, Error> {
    let Some(given) = field(fields, key) else { return Ok(None) };
    let found = given.text().parse().ok().filter(|&number: &usize| number > 0);
    found.map(Some).ok_or_else(|| refused(key, given.text(), "a whole number above zero"))
}

/// The dimension that a key names.
pub(super) fn dimension(report: &Report, fields: &Fields<'_>, key: &str) -> Result<Option<DimensionIx>, Error> {
    let Some(value) = field(fields, key) else { return Ok(None) };
    let id = value.string();
    let found = id.as_deref().and_then(|id| report.find_dimension(id));
    found.map(Some).ok_or_else(|| refused(key, value.text(), "the id of a dimension"))
}

/// The measure that a key names.
pub(super) fn measure(report: &Report, fields: &Fields<'_>, key: &str) -> Result<Option<MeasureIx>, Error> {
    let Some(value) = field(fields, key) else { return Ok(None) };
    let found = value.string().and_then(|id| report.find_measure(&id));
    found.map(Some).ok_or_else(|| refused(key, value.text(), "the id of a measure"))
}

/// The id of a member; `None` for the unknown one.
pub(super) fn member_id(report: &Report, dimension: DimensionIx, member: MemberIx) -> Option<&str> {
    report.dimension(dimension).and_then(|dimension| dimension.member(member)).map(|member| &*member.id)
}
