//! The model behind the synthetic samples: a merchant who seeds on Xiaohongshu and sells on Tmall. In: a [`Scenario`].
//! Out: a report with every section of the contract, marked as a demonstration. It is the same on every machine and at
//! every run: see `rng`.
//!
//! In the order in which it runs:
//! 1. [`notes`]: creators publish notes about products, more before and during promotions; for each 618 every creator
//!    is booked once. Some notes are ads with a campaign (days, budget, channel), some are boosted.
//! 2. [`journeys`]: organic reach starts at the creator's tier and decays with the note's age; paid reach follows the
//!    money; both follow the weekday. Reads, engagements, searches and link clicks are binomial, their rates differ by
//!    category and grow over the year. Readers enter the shop the same day by a link, or over the next days by a
//!    search. Of the readers in 小红星, half are sampled back.
//! 3. [`orders`]: visitors order over the days after, drawn to the days on which people buy (few before a promotion,
//!    many on its first and last days). What would happen after the last whole day has not happened yet: conversions
//!    come late, and the last fifteen days of exposures are immature. Some orders are refunded.
//! 4. [`cubes`]: facts are added up to cubes, so that all of them agree; a day is lost, some values are not delivered,
//!    small cells are withheld.
//! 5. [`customers`]: new buyers come back at a pace of their own, faster with both platforms' benefits.
//! 6. [`outcome`]: what does not follow from the facts (experiments, the category's benchmarks, people flow) is drawn
//!    or given, and agreements take their frozen amounts from the cubes.
//!
//! Figures that a scenario promises ([`scenario::Targets`]) are met by solving, not by luck; see [`calibrate`]:
//! - click-through and interaction rate, and their growth over a year, on the days of the last 618 (13 May to 20 June
//!   2025) against the same dates of 2024: the two parameters of a rate that grows exponentially, from the impressions
//!   (reads) that were drawn;
//! - growth of store visits per read (scaled up where they were sampled), on the same days: how searching grows beside the
//!   links;
//! - the correlation of the hero product's interactions with its orders, event-anchored, raw, lag 0, over all delivered
//!   days: the share of its buyers who order on the day of their visit;
//! - ROI attributed (scaled up likewise) and of the whole shop, over all delivered days: one factor on spend, one on the shop's other orders;
//! - repurchase through day 90 with both benefits against none, as the ratio of Kaplan and Meier's F: the pace of those
//!   with both. Each customer's draws are their own, so that another pace moves the same orders.

pub mod calibrate;
pub mod cubes;
mod customers;
pub mod definitions;
pub mod journeys;
pub mod members;
pub mod notes;
mod orders;
mod outcome;
pub mod parameters;
pub mod scenario;
pub mod season;
#[cfg(test)]
mod tests;

use super::json::{Json, label, object};
use super::rng::{Rng, exp};
use cubes::{Cubes, Facts};
use parameters as given;
use scenario::Scenario;
use season::{Season, days};

/// Everything that the model has worked out.
struct Run {
    notes: Vec<notes::Note>,
    cubes: Cubes,
    customers: customers::Groups,
}

fn run(scenario: &Scenario) -> Run {
    let season = Season::new(scenario);
    let notes = notes::write(scenario, &season, &mut Rng::stream(scenario.seed, "notes"));
    let stage = journeys::Stage::new(scenario, &season, &notes);
    let exposures = stage.exposures();
    let visits = stage.visits(&exposures);
    let orders = orders::follow(&stage, &exposures, &visits);
    let mut facts = Facts { scenario, notes: &notes, exposures, visits, orders };
    let cubes = cubes::fill(&mut facts, &season, &mut Rng::stream(scenario.seed, "cubes"));
    let customers = customers::follow(&facts);
    Run { notes, cubes, customers }
}

/// The document.
pub fn report(scenario: &Scenario) -> Json {
    let Run { notes, cubes, customers } = run(scenario);
    let stream = |name: &str| Rng::stream(scenario.seed, name);
    object! {
        "schema" => "redcat.report/1",
        "meta" => meta(scenario),
        "dimensions" => definitions::dimensions(scenario, &notes),
        "measures" => definitions::measures(scenario),
        "ratios" => definitions::ratios(),
        "cells" => [&cubes.content, &cubes.path, &cubes.sales, &cubes.buyers, &cubes.readers, &cubes.shop]
            .map(super::cube::Cube::to_json),
        "uniques" => uniques(scenario, &cubes),
        "funnel" => definitions::funnel(),
        "cohorts" => customers::cohorts(scenario, &customers, &cubes.content),
        "forecast" => customers::forecast(&customers),
        "experiments" => outcome::experiments(scenario, &mut stream("experiments")),
        "benchmarks" => outcome::benchmarks(scenario),
        "people_flow" => outcome::people_flow(&mut stream("people_flow")),
        "agreements" => (scenario.agreements)(&cubes, scenario),
        "eligibility" => outcome::eligibility(scenario, &cubes),
        "calendar" => calendar(),
    }
}

fn meta(scenario: &Scenario) -> Json {
    let (id, zh_cn, en) = scenario.merchant;
    object! {
        "merchant" => object! { "id" => id, "name" => label(zh_cn, en) },
        "source" => label("模拟数据，非任何真实品牌", "Simulated; no real brand is meant"),
        "generated_at" => "2025-07-09T06:30:00+08:00",
        "time_zone" => "Asia/Shanghai",
        "currency" => "CNY",
        "data_from" => given::DATA_FROM,
        "complete_through" => given::COMPLETE_THROUGH,
        "missing_dates" => [given::MISSING_DATE],
        "margin_rate" => scenario.margin_rate,
        "demo" => true,
        "attribution" => object! { "model" => "last_touch", "window_days" => given::WINDOW_DAYS },
        "min_cell" => given::MIN_CELL,
        "privacy_measure" => "readers",
    }
}

/// Distinct readers: were each day's readers drawn afresh from those who can be reached, this many would differ.
fn uniques(scenario: &Scenario, cubes: &Cubes) -> Vec<Json> {
    // Sums by day, all and by gender: one pass instead of one for each day.
    let readers = |gender: Option<usize>| cubes.readers.by_day("readers", |keys| gender.is_none() || keys[0] == gender);
    let mut cuts = Vec::new();
    for period in [(given::DATA_FROM, given::COMPLETE_THROUGH), ("2025-06-01", "2025-06-30"), given::WAVE] {
        let range = days(period);
        let distinct = |gender: Option<usize>, share: f64| {
            let population = scenario.population as f64 * share;
            // 1 - Π(1 - share of the day), by logarithms; ln(1 - x) ≈ -x - x²/2 for the small shares of single days.
            let exponent: f64 = readers(gender)
                .into_iter()
                .filter(|(date, _)| range.contains(*date))
                .map(|(_, readers)| {
                    let share = readers as f64 / population;
                    -share - share * share / 2.0
                })
                .sum();
            (population * (1.0 - exp(exponent))).round() as i64
        };
        let cut = |by: Vec<&str>, rows: Vec<Json>| {
            object! { "measure" => "readers", "by" => by, "from" => period.0, "to" => period.1, "rows" => rows }
        };
        cuts.push(cut(Vec::new(), vec![object! { "value" => distinct(None, 1.0) }]));
        let of_gender = members::GENDER.iter().enumerate().map(|(index, (id, ..))| {
            object! { "gender" => *id, "value" => distinct(Some(index), given::GENDER[index]) }
        });
        cuts.push(cut(vec!["gender"], of_gender.collect()));
    }
    cuts
}

/// The section `calendar`: promotions, the day on which links went live, the day that is missing.
pub fn calendar() -> Vec<Json> {
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
