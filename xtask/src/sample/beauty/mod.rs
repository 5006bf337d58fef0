//! The synthetic sample: a beauty merchant who seeds on Xiaohongshu and sells on Tmall. In: nothing but
//! [`parameters`]. Out: a report with every section of the contract, marked as a demonstration. It is the same on
//! every machine and at every run: see [`rng`].
//!
//! The model, in the order in which it runs:
//! 1. [`notes`]: creators publish notes about products, more before and during promotions; some are ads with a campaign
//!    (days, budget, channel), some are boosted.
//! 2. [`journeys`]: organic reach starts at the creator's tier and decays with the note's age; paid reach follows the
//!    money. Reads, engagements, searches and link clicks are binomial, their rates grow over the year. Readers enter
//!    the shop the same day (link) or over the next days (search), and order over the days after that, drawn to the
//!    days on which people buy. What would happen after the last whole day has not happened yet: the tail is immature.
//!    Of the readers in 小红星, half are sampled back.
//! 3. [`customers`]: new buyers come back at a pace of their own, faster with both platforms' benefits.
//! 4. [`cubes`]: facts are added up to cubes, so that all of them agree; a day is lost, some values are not delivered,
//!    small cells are withheld.
//! 5. [`outcome`]: what does not follow from the facts (experiments, the category's benchmarks, people flow) is drawn
//!    or given, and the agreements take their frozen amounts from the cubes.

mod catalogue;
mod cubes;
mod customers;
mod definitions;
mod journeys;
mod notes;
mod outcome;
mod parameters;
mod rng;
mod season;
#[cfg(test)]
mod tests;

use super::date::DateRange;
use super::json::{Json, label, object};
use cubes::Cubes;
use parameters as given;
use rng::{Rng, exp};
use season::{Season, day};

/// The document.
pub fn report() -> Json {
    let stream = |name: &str| Rng::stream(given::SEED, name);
    let season = Season::new();
    let notes = notes::write(given::NOTES, &season, &mut stream("notes"));
    let facts = journeys::follow(&notes, &season, &mut stream("journeys"));
    let customers = customers::follow(&facts, &mut stream("customers"));
    let cubes = cubes::fill(&notes, &facts, &season, &mut stream("cubes"));
    object! {
        "schema" => "redcat.report/1",
        "meta" => meta(),
        "dimensions" => definitions::dimensions(&notes),
        "measures" => definitions::measures(),
        "ratios" => definitions::ratios(),
        "cells" => [&cubes.content, &cubes.path, &cubes.sales, &cubes.buyers, &cubes.readers, &cubes.shop]
            .map(super::cube::Cube::to_json),
        "uniques" => uniques(&cubes),
        "funnel" => definitions::funnel(),
        "cohorts" => customers::cohorts(&customers, &cubes.content),
        "forecast" => customers::forecast(&customers),
        "experiments" => outcome::experiments(&mut stream("experiments")),
        "benchmarks" => outcome::benchmarks(),
        "people_flow" => outcome::people_flow(&mut stream("people_flow")),
        "agreements" => outcome::agreements(&cubes),
        "eligibility" => outcome::eligibility(&cubes),
        "calendar" => calendar(),
    }
}

fn meta() -> Json {
    object! {
        "merchant" => object! { "id" => "yunxi", "name" => label("云汐美妆", "Yunxi Beauty") },
        "source" => label("模拟数据，非任何真实品牌", "Simulated; no real brand is meant"),
        "generated_at" => "2025-07-09T06:30:00+08:00",
        "time_zone" => "Asia/Shanghai",
        "currency" => "CNY",
        "data_from" => given::DATA_FROM,
        "complete_through" => given::COMPLETE_THROUGH,
        "missing_dates" => [given::MISSING_DATE],
        "margin_rate" => "0.62",
        "demo" => true,
        "attribution" => object! { "model" => "last_touch", "window_days" => given::WINDOW_DAYS },
        "min_cell" => given::MIN_CELL,
        "privacy_measure" => "readers",
    }
}

/// Distinct readers: were each day's readers drawn afresh from those who can be reached, this many would differ.
fn uniques(cubes: &Cubes) -> Vec<Json> {
    let distinct = |range: DateRange, gender: Option<usize>, population: f64| {
        let days = (0..range.len() as i32).map(|n| range.from.plus(n));
        // 1 - Π(1 - share of the day), by logarithms; ln(1 - x) ≈ -x - x²/2 for the small shares of single days.
        let exponent: f64 = days
            .map(|date| {
                let readers =
                    cubes.readers.sum("readers", |day, keys| day == date && (gender.is_none() || keys[0] == gender));
                let share = readers as f64 / population;
                -share - share * share / 2.0
            })
            .sum();
        (population * (1.0 - exp(exponent))).round() as i64
    };
    let mut cuts = Vec::new();
    for (from, to) in
        [(given::DATA_FROM, given::COMPLETE_THROUGH), ("2025-06-01", "2025-06-30"), ("2025-05-13", "2025-06-20")]
    {
        let range = DateRange { from: day(from), to: day(to) };
        let population = given::POPULATION as f64;
        cuts.push(object! {
            "measure" => "readers",
            "by" => Vec::<Json>::new(),
            "from" => from,
            "to" => to,
            "rows" => [object! { "value" => distinct(range, None, population) }],
        });
        let of_gender = catalogue::GENDER.iter().enumerate().map(|(index, (id, ..))| {
            let value = distinct(range, Some(index), population * given::GENDER[index]);
            object! { "gender" => *id, "value" => value }
        });
        cuts.push(object! {
            "measure" => "readers",
            "by" => ["gender"],
            "from" => from,
            "to" => to,
            "rows" => of_gender.collect::<Vec<_>>(),
        });
    }
    cuts
}

fn calendar() -> Vec<Json> {
    let mut entries: Vec<Json> = given::PROMOTIONS
        .iter()
        .map(|&(name, phase, year, from, to)| {
            let (phase_id, zh_cn, en) = match phase {
                given::Phase::Presale => (Some("presale"), "预售", "presale"),
                given::Phase::Spot => (Some("spot"), "现货", "spot"),
                given::Phase::Single => (None, "大促", "promotion"),
            };
            let mut wave = object! { "name" => name };
            if let Some(phase) = phase_id {
                wave = wave.with("phase", phase);
            }
            object! {
                "from" => from,
                "to" => to,
                "label" => label(&format!("{year} {name} {zh_cn}"), &format!("{name} {en} {year}")),
                "kind" => "promotion",
                "wave" => wave.with("year", year),
            }
        })
        .collect();
    let single = |date: &str, kind: &str, zh_cn: &str, en: &str| {
        object! { "from" => date, "to" => date, "label" => label(zh_cn, en), "kind" => kind }
    };
    entries.push(single(given::DIRECT_FROM, "launch", "种草直达上线", "Direct links go live"));
    entries.push(single(given::MISSING_DATE, "note", "当日数据未回传", "This day was not delivered"));
    entries
}
