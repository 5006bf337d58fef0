//! Whether the model does what its docs say, where the finished file no longer tells: cubes that agree before cells are
//! withheld, a tail that is still growing, links from their day on. The calibrated figures and the story are held against
//! the finished files by `tests/calibration.rs` and `tests/story.rs`.

use super::members::{DIRECT, UD};
use super::parameters as given;
use super::season::{day, days};
use super::{Run, run};
use crate::sample::cube::Cube;
use crate::sample::sports::SCENARIO;

fn total(cube: &Cube, measure: &str, period: (&str, &str)) -> f64 {
    let range = days(period);
    cube.sum(measure, |date, _| range.contains(date)) as f64
}

#[test]
fn cubes_agree_and_the_tail_still_grows() {
    let Run { cubes, notes, .. } = run(&SCENARIO);
    assert_eq!(notes.len(), SCENARIO.notes);
    let all = (given::DATA_FROM, given::COMPLETE_THROUGH);
    for measure in ["orders", "gmv"] {
        assert_eq!(cubes.sales.sum(measure, |_, _| true), cubes.buyers.sum(measure, |_, _| true));
    }
    assert!(total(&cubes.readers, "reads", all) <= total(&cubes.content, "reads", all));
    assert!(total(&cubes.readers, "reads", all) > 0.95 * total(&cubes.content, "reads", all));
    assert!(total(&cubes.shop, "shop_gmv", all) > total(&cubes.sales, "gmv", all));
    assert_eq!(cubes.content.sum("reads", |date, _| date == day(given::MISSING_DATE)), 0);

    let direct = day(given::DIRECT_FROM);
    assert_eq!(cubes.path.sum("link_clicks", |date, _| date < direct), 0);
    let by_link = |date, keys: &[Option<usize>]| date >= direct && keys[4] == Some(UD) && keys[5] == Some(DIRECT);
    assert!(cubes.path.sum("orders_exposed", by_link) > 100);
    let orders_per_read =
        |period| total(&cubes.path, "orders_exposed", period) / total(&cubes.content, "reads", period);
    assert!(orders_per_read(("2025-07-07", "2025-07-08")) < 0.7 * orders_per_read(("2025-06-10", "2025-06-20")));
}
