//! The cohorts of repurchase as a dimension, so that a reader chooses among them as among any members. In: a report.
//! Out: the same with a dimension `cohort`, one member per label, as the last key of its life tables. Nothing changes
//! where a dimension of the document tells the cohorts apart already, or has that name for something else.

use crate::contract::{Cohorts, Dimension, DimensionIx, Member, MemberIx, Report, Text};
use crate::order::sort_unique;

/// Id of the dimension.
const COHORT: &str = "cohort";

/// The dimension whose members are the cohorts, if there is one.
pub(crate) fn dimension_of_cohorts(report: &Report) -> Option<DimensionIx> {
    let cohorts = report.cohorts.as_ref()?;
    let tells_apart = |place: usize, ix: DimensionIx| {
        cohorts.tables.iter().all(|table| {
            let member = table.keys.get(place).and_then(|&member| report.dimension(ix)?.member(member));
            member.is_some_and(|member| member.id == table.cohort)
        })
    };
    cohorts.dimensions.iter().enumerate().find(|(place, ix)| tells_apart(*place, **ix)).map(|(_, ix)| *ix)
}

/// Adds it where it is needed.
pub(super) fn add_dimension(report: &mut Report) {
    let taken = report.find_dimension(COHORT).is_some() || report.find_measure(COHORT).is_some();
    if taken || dimension_of_cohorts(report).is_some() {
        return;
    }
    let Some(cohorts) = &mut report.cohorts else { return };
    let mut labels: Vec<Box<str>> = cohorts.tables.iter().map(|table| table.cohort.clone()).collect();
    sort_unique(&mut labels);
    key_by(cohorts, &labels, DimensionIx(report.dimensions.len() as u16));
    let member = |id: Box<str>| Member { label: Text::Plain(id.clone()), id, parent: None };
    let members: Vec<Member> = labels.into_iter().map(member).collect();
    let tagged = [("zh-CN", "首购队列"), ("en", "First-order cohort")].map(|(tag, text)| (tag.into(), text.into()));
    let label = Text::Tagged(Box::new(tagged));
    let by_id = Dimension::by_id(&members);
    report.dimensions.push(Dimension { id: COHORT.into(), label, parent: None, members, by_id });
}

/// Gives everything its cohort as a further key.
fn key_by(cohorts: &mut Cohorts, labels: &[Box<str>], dimension: DimensionIx) {
    let keys = cohorts.dimensions.len();
    cohorts.dimensions.push(dimension);
    let add = |to: &mut Vec<MemberIx>, label: &str| {
        let place = labels.binary_search_by(|known| (**known).cmp(label)).ok();
        to.resize(keys, MemberIx::NULL);
        to.push(place.map_or(MemberIx::NULL, |place| MemberIx(place as u32)));
    };
    for table in &mut cohorts.tables {
        add(&mut table.keys, &table.cohort);
    }
    for cell in &mut cohorts.calendar_month {
        add(&mut cell.keys, &cell.cohort);
    }
    // Without keys it is for all of its cohort.
    for acquisition in cohorts.acquisition.iter_mut().filter(|acquisition| !acquisition.keys.is_empty()) {
        add(&mut acquisition.keys, &acquisition.cohort);
    }
}
