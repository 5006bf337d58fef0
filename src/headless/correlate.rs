//! `Report.correlate`. In: a question as JSON text. Out: what [`crate::analysis::content::together`] answers, with ids for
//! indexes.

use wasm_bindgen::JsValue;

use super::plain::{answered, count, known, list, money, object, refusal};
use super::question::{Fields, dimension, field, fields, member_id, scope};
use super::refused;
use crate::analysis::content::together::{Day, Gap, Member, Options, Together, Verdict, together};
use crate::contract::json::Json;
use crate::contract::{DimensionIx, MeasureIx, MeasureKind, Report};
use crate::cube::Dataset;
use crate::error::Error;
use crate::stats::correlation::MAX_LAG;
use crate::stats::{Correlation, Method, Treatment};

/// Keys of a question.
const KEYS: [&str; 8] = ["x", "y", "maxLag", "method", "clean", "mask", "by", "filters"];

/// The answer to `{ x, y, maxLag?, method?, clean?, mask?, by?, filters? }`.
pub(super) fn answer(dataset: &Dataset, question: &str) -> Result<JsValue, Error> {
    let report = &dataset.report;
    let fields = fields(question, &KEYS)?;
    let scope = scope(report, &fields)?;
    let measure = |key: &str| {
        let given = field(&fields, key);
        let id = given.and_then(Json::string);
        let found = id.as_deref().and_then(|id| report.find_measure(id));
        found.ok_or_else(|| refused(key, given.map_or("", Json::text), "the id of a measure"))
    };
    let (x, y) = (measure("x")?, measure("y")?);
    let last = match field(&fields, "maxLag") {
        None => MAX_LAG,
        Some(given) => match given.text().parse::<usize>() {
            Ok(last) if last <= MAX_LAG => last,
            _ => return Err(refused("maxLag", given.text(), "a whole number from 0 to 14")),
        },
    };
    let method = one_of(&fields, "method", &[("pearson", Method::Pearson), ("spearman", Method::Spearman)])?;
    let treatments =
        [("weekday", Treatment::WeekdayRemoved), ("raw", Treatment::Raw), ("difference", Treatment::FirstDifferences)];
    let treatment = one_of(&fields, "clean", &treatments)?;
    let mask = field(&fields, "mask").is_some() && one_of(&fields, "mask", &[("promotion", true)])?;
    let by = dimension(report, &fields, "by")?;
    let options = Options { x, y, method, treatment, mask, by };
    let found = together(dataset, &scope, &options);
    Ok(answered(found.map(|found| correlated(report, &options, last, &found))))
}

/// One of these by its name; the first where the question does not say.
fn one_of<T: Copy>(fields: &Fields<'_>, key: &str, offered: &[(&str, T)]) -> Result<T, Error> {
    let names: Vec<&str> = offered.iter().map(|(name, _)| *name).collect();
    let given = field(fields, key);
    let name = given.map(|given| given.string().unwrap_or_default());
    let found = offered.iter().find(|(known, _)| name.as_deref().is_none_or(|name| name == *known));
    let expected = ["one of ", &names.join(", ")].concat();
    found.map(|(_, value)| *value).ok_or_else(|| refused(key, given.map_or("", Json::text), &expected))
}

fn correlated(report: &Report, options: &Options, last: usize, found: &Together) -> JsValue {
    let id = |ix: &DimensionIx| report.dimension(*ix).map(|dimension| JsValue::from(&*dimension.id));
    let [ignored_x, ignored_y] = &found.ignored;
    let ignored = object(&[("x", list(ignored_x.iter().filter_map(id))), ("y", list(ignored_y.iter().filter_map(id)))]);
    let [raw, weekday, difference] = found.at_once.map(|found| answered(found.map(|found| correlation(&found))));
    let lags = found.lags.iter().take(last + 1).enumerate().map(|(lag, profile)| {
        let head = [("lag", count(lag as u64))];
        match profile.correlation {
            Ok(correlation) => {
                object(&[&head[..], &[("adjusted", known(profile.adjusted_p))], &parts(&correlation)].concat())
            }
            Err(why) => object(&[&head[..], &[("refused", why.code().into())]].concat()),
        }
    });
    let members = match (options.by, found.no_members) {
        (None, _) => JsValue::NULL,
        (Some(_), Some(why)) => refusal(why),
        (Some(by), None) => object(&[
            ("tests", count(found.tests as u64)),
            ("rows", list(found.members.iter().map(|one| member(report, by, one)))),
        ]),
    };
    let days = object(&[("from", found.range.from.to_string().into()), ("to", found.range.to.to_string().into())]);
    object(&[
        ("days", days),
        ("verdict", verdict(found.verdict()).into()),
        ("atOnce", object(&[("raw", raw), ("weekday", weekday), ("difference", difference)])),
        ("lags", list(lags)),
        ("points", list(found.days.iter().map(|day| point(report, options, day)))),
        ("ignored", ignored),
        ("members", members),
    ])
}

fn parts(found: &Correlation) -> [(&'static str, JsValue); 6] {
    let (test, interval) = found.effective;
    [
        ("r", found.coefficient.into()),
        ("lower", interval.lower.into()),
        ("upper", interval.upper.into()),
        ("n", count(found.pairs as u64)),
        ("nEff", found.effective_pairs.into()),
        ("p", test.p.into()),
    ]
}

fn correlation(found: &Correlation) -> JsValue {
    object(&parts(found))
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Together => "together",
        Verdict::Opposite => "opposite",
        Verdict::Unclear => "unclear",
        Verdict::Untested(_) => "untested",
    }
}

fn point(report: &Report, options: &Options, day: &Day) -> JsValue {
    let value = |side: usize, ix: MeasureIx| {
        let is_money = report.measure(ix).is_some_and(|measure| measure.kind == MeasureKind::Money);
        match day.values[side] {
            Err(_) => JsValue::NULL,
            Ok(value) if is_money => money(value.round() as i128),
            Ok(value) => value.into(),
        }
    };
    let gap = day.values.iter().find_map(|value| value.err()).map(|gap| match gap {
        Gap::NotDelivered => "not_delivered",
        Gap::Promotion => "promotion",
        Gap::NotKnown => "not_known",
        Gap::Withheld => "withheld",
    });
    object(&[
        ("date", day.date.to_string().into()),
        ("x", value(0, options.x)),
        ("y", value(1, options.y)),
        ("promotion", day.promotion.into()),
        ("treated", known(day.treated.map(|(x, y)| object(&[("x", x.into()), ("y", y.into())])))),
        ("gap", known(gap)),
    ])
}

fn member(report: &Report, by: DimensionIx, found: &Member) -> JsValue {
    let of = |found: Result<Correlation, _>| answered(found.map(|found| correlation(&found)));
    object(&[
        ("key", known(member_id(report, by, found.member))),
        ("volume", found.volume.into()),
        ("weekday", of(found.cleaned)),
        ("raw", of(found.raw)),
        ("adjusted", known(found.adjusted)),
        ("verdict", verdict(found.verdict()).into()),
    ])
}
