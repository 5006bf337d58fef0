//! Whether the model does what its parameters promise: rates and their growth near the figures that the press reported,
//! cubes that agree, a tail that is still growing.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::catalogue::UD;
use super::cubes::{self, Cubes};
use super::customers::{self, Groups};
use super::parameters as given;
use super::rng::Rng;
use super::season::{Season, day};
use super::{journeys, notes};
use crate::sample::cube::Cube;
use crate::sample::date::DateRange;
use crate::sample::life::LifeTable;

/// Run once for all tests: it takes seconds without optimisation.
fn model() -> &'static (Cubes, Groups) {
    static MODEL: OnceLock<(Cubes, Groups)> = OnceLock::new();
    MODEL.get_or_init(run)
}

fn run() -> (Cubes, Groups) {
    let stream = |name: &str| Rng::stream(given::SEED, name);
    let season = Season::new();
    let notes = notes::write(given::NOTES, &season, &mut stream("notes"));
    let facts = journeys::follow(&notes, &season, &mut stream("journeys"));
    let customers = customers::follow(&facts, &mut stream("customers"));
    (cubes::fill(&notes, &facts, &season, &mut stream("cubes")), customers)
}

fn total(cube: &Cube, measure: &str, (from, to): (&str, &str)) -> f64 {
    let range = DateRange { from: day(from), to: day(to) };
    cube.sum(measure, |date, _| range.contains(date)) as f64
}

fn near(what: &str, found: f64, reported: f64, within: f64) {
    assert!((found - reported).abs() <= within, "{what}: {found:.3}, reported {reported} ± {within}");
}

#[test]
fn the_model_comes_near_what_the_press_reported() {
    let (cubes, customers) = model();
    let (before, now) = (("2024-05-13", "2024-06-20"), ("2025-05-13", "2025-06-20"));
    let rate = |period, (above, numerator): (&Cube, &str), (below, denominator): (&Cube, &str)| {
        total(above, numerator, period) / total(below, denominator, period)
    };
    let growth = |above, below| rate(now, above, below) / rate(before, above, below);
    let (content, path, sales) = (&cubes.content, &cubes.path, &cubes.sales);
    near("click-through", rate(now, (content, "reads"), (content, "impressions")), 0.072, 0.004);
    near("growth of click-through", growth((content, "reads"), (content, "impressions")), 1.20, 0.05);
    near("growth of interaction", growth((content, "engagements"), (content, "reads")), 2.09, 0.15);
    near("growth of store visits", growth((path, "store_visits_exposed"), (content, "reads")), 1.415, 0.08);
    near("CPM in yuan", rate(now, (content, "spend"), (content, "impressions")) * 10.0, 12.15, 1.5);
    let all = (given::DATA_FROM, given::COMPLETE_THROUGH);
    near("attributed ROI", rate(all, (sales, "gmv"), (content, "spend")), 2.34, 0.3);

    let mut first_month: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
    for ((_, benefit), group) in customers {
        let table = LifeTable::of(group, day(given::COMPLETE_THROUGH), 30);
        let sums = first_month.entry(*benefit).or_default();
        sums.0 += table.events.first().copied().unwrap_or(0);
        sums.1 += table.at_risk.first().copied().unwrap_or(0);
    }
    let came_back = |benefit: usize| first_month[&benefit].0 as f64 / first_month[&benefit].1 as f64;
    near("repurchase with both benefits", came_back(0) / came_back(3), 1.35, 0.1);
}

#[test]
fn cubes_agree_where_nothing_is_withheld() {
    let (cubes, _) = model();
    let all = (given::DATA_FROM, given::COMPLETE_THROUGH);
    for measure in ["orders", "gmv"] {
        assert_eq!(cubes.sales.sum(measure, |_, _| true), cubes.buyers.sum(measure, |_, _| true));
    }
    assert!(total(&cubes.readers, "reads", all) <= total(&cubes.content, "reads", all));
    assert!(total(&cubes.readers, "reads", all) > 0.99 * total(&cubes.content, "reads", all));
    assert!(total(&cubes.shop, "shop_gmv", all) > total(&cubes.sales, "gmv", all));
    assert_eq!(cubes.content.sum("reads", |date, _| date == day(given::MISSING_DATE)), 0);
}

#[test]
fn direct_links_begin_on_their_day_and_the_latest_exposures_are_immature() {
    let (cubes, _) = model();
    let direct = day(given::DIRECT_FROM);
    assert_eq!(cubes.path.sum("link_clicks", |date, _| date < direct), 0);
    assert!(cubes.path.sum("orders_exposed", |date, keys| date >= direct && keys[4] == Some(UD)) > 1_000);
    let orders_per_read =
        |period| total(&cubes.path, "orders_exposed", period) / total(&cubes.content, "reads", period);
    assert!(orders_per_read(("2025-07-07", "2025-07-08")) < 0.7 * orders_per_read(("2025-06-22", "2025-06-24")));
}
