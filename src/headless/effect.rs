//! `Report.experiment` and `Report.beforeAfter`. In: the id of an experiment, or a question as JSON text. Out: what
//! [`crate::analysis::effect`] answers, with ids for indexes.

use wasm_bindgen::JsValue;

use super::plain::{answered, count, days, estimate, known, list, money, object, refusal};
use super::question::{Fields, dimension, field, fields, scope};
use super::refused;
use crate::analysis::effect::before_after::{Against, BeforeAfter, Day, Options, before_after, launches};
use crate::analysis::effect::{Apart, Outcome, Share, Trial, experiments};
use crate::contract::json::Json;
use crate::contract::{Arm, Design, DimensionIx, MemberIx, Report};
use crate::cube::Dataset;
use crate::date::Date;
use crate::error::Error;
use crate::stats::{Refusal, Significance};

/// Keys of a question about a launch.
const KEYS: [&str; 7] = ["launch", "measure", "by", "member", "against", "weeks", "filters"];
/// Weeks on each side where the question does not say.
const WEEKS: u32 = 4;
/// Most weeks on each side.
const MOST_WEEKS: u32 = 52;

/// The answer to `{ id? }`, or to an id alone: all experiments, or the one of that id.
pub(super) fn experiment(dataset: &Dataset, question: &str) -> Result<JsValue, Error> {
    let id = match Json::document(question).ok().and_then(Json::string) {
        Some(id) => Some(id.into_owned()),
        None => match field(&fields(question, &["id"])?, "id") {
            None => None,
            Some(given) => {
                Some(given.string().ok_or_else(|| refused("id", given.text(), "the id of an experiment"))?.into_owned())
            }
        },
    };
    let mut found = experiments(&dataset.report);
    if let Some(id) = id {
        found.retain(|outcome| *outcome.experiment.id == *id);
        if found.is_empty() {
            return Err(refused("id", &id, "the id of an experiment"));
        }
    }
    Ok(list(found.iter().map(outcome)))
}

fn outcome(found: &Outcome<'_>) -> JsValue {
    let design = match found.experiment.design {
        Design::Randomised => "randomised",
        Design::Geo => "geo",
        Design::Matched => "matched",
        Design::Observational => "observational",
    };
    object(&[
        ("id", (*found.experiment.id).into()),
        ("design", design.into()),
        ("incremental", found.is_assigned().into()),
        ("days", days(found.experiment.range)),
        ("control", arm(found.control)),
        ("arms", list(found.trials.iter().map(trial))),
    ])
}

fn arm(arm: &Arm) -> JsValue {
    object(&[
        ("units", count(arm.units)),
        ("buyers", count(arm.buyers)),
        ("gmv", money(arm.gmv.into())),
        ("spend", money(arm.spend.into())),
    ])
}

fn trial(found: &Trial<'_>) -> JsValue {
    let [mean, control_mean] = found.means.map(|mean| mean.map_or_else(refusal, Into::into));
    let [share, control_share] = found.buyers.map(|share| answered(share.map(with_interval)));
    let difference = found.difference.map(|welch| {
        let [p, ln_p] = test(welch.test);
        object(&[("estimate", estimate(welch.estimate)), ("df", welch.df.into()), p, ln_p])
    });
    object(&[
        ("exposed", arm(found.arm)),
        ("mean", mean),
        ("controlMean", control_mean),
        ("difference", answered(difference)),
        ("adjusted", known(found.adjusted)),
        ("buyerRate", share),
        ("controlBuyerRate", control_share),
        ("buyers", answered(found.buyers_apart.map(apart))),
        ("total", answered(found.total.map(estimate))),
        ("perSpend", answered(found.per_spend.map(estimate))),
    ])
}

fn test(test: Significance) -> [(&'static str, JsValue); 2] {
    [("p", test.p.into()), ("logP", test.ln_p.into())]
}

fn with_interval(share: Share) -> JsValue {
    let Share { value, interval } = share;
    object(&[("value", value.into()), ("lower", interval.lower.into()), ("upper", interval.upper.into())])
}

fn apart(found: Apart) -> JsValue {
    let [p, ln_p] = test(found.test);
    object(&[("difference", estimate(found.difference)), ("uplift", answered(found.uplift.map(estimate))), p, ln_p])
}

/// The answer to `{ launch?, measure, by, member, against?, weeks?, filters? }`.
pub(super) fn launch(dataset: &Dataset, question: &str) -> Result<JsValue, Error> {
    let report = &dataset.report;
    let fields = fields(question, &KEYS)?;
    let scope = scope(report, &fields)?;
    let measure = field(&fields, "measure");
    let id = measure.and_then(Json::string);
    let found = id.as_deref().and_then(|id| report.find_measure(id));
    let measure = found.ok_or_else(|| refused("measure", measure.map_or("", Json::text), "the id of a measure"))?;
    let by = dimension(report, &fields, "by")?.ok_or_else(|| refused("by", "", "the id of a dimension"))?;
    let launch = match field(&fields, "launch") {
        None => launches(report).last().map(|(_, day)| *day),
        Some(given) => Some(
            given
                .string()
                .as_deref()
                .and_then(Date::parse)
                .ok_or_else(|| refused("launch", given.text(), "a day such as \"2025-05-12\""))?,
        ),
    };
    let Some(launch) = launch else { return Ok(refusal(Refusal::NoData)) };
    let named = member(report, &fields, "member", by)?;
    let named = named.ok_or_else(|| refused("member", "", "the id of one of its members"))?;
    let against = member(report, &fields, "against", by)?.map_or(Against::Rest, Against::Member);
    let weeks = match field(&fields, "weeks") {
        None => WEEKS,
        Some(given) => match given.text().parse() {
            Ok(weeks @ 2..=MOST_WEEKS) => weeks,
            _ => return Err(refused("weeks", given.text(), "a whole number from 2 to 52")),
        },
    };
    let options = Options { launch, measure, by, member: named, against, weeks };
    Ok(answered(before_after(dataset, &scope, &options).map(|found| moved(&found))))
}

/// The member that a key names; `None` where the key is absent, or says `rest`.
fn member(report: &Report, fields: &Fields<'_>, key: &str, by: DimensionIx) -> Result<Option<MemberIx>, Error> {
    let Some(given) = field(fields, key) else { return Ok(None) };
    let id = given.string();
    if id.as_deref() == Some("rest") && key == "against" {
        return Ok(None);
    }
    let found = id.as_deref().and_then(|id| report.dimension(by)?.find(id));
    found.map(Some).ok_or_else(|| refused(key, given.text(), "the id of one of its members"))
}

fn moved(found: &BeforeAfter) -> JsValue {
    let both = |[before, after]: [f64; 2]| object(&[("before", before.into()), ("after", after.into())]);
    let relative = found.moved.map(|moved| {
        let [p, ln_p] = test(moved.test);
        object(&[("estimate", estimate(moved.relative)), ("df", moved.df.into()), p, ln_p])
    });
    let drift = found.drift.map(|drift| {
        let [p, ln_p] = test(drift.test);
        object(&[("perDay", estimate(drift.slope)), p, ln_p])
    });
    object(&[
        ("before", days(found.before)),
        ("after", days(found.after)),
        ("own", both(found.own)),
        ("other", both(found.other)),
        ("expected", found.expected.into()),
        ("relative", answered(relative)),
        ("drift", answered(drift)),
        ("days", list(found.days.iter().map(day))),
    ])
}

fn day(day: &Day) -> JsValue {
    let (own, other) = day.values.map_or((None, None), |(own, other)| (Some(own), Some(other)));
    object(&[("date", day.date.to_string().into()), ("own", known(own)), ("other", known(other))])
}
