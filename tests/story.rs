//! What a reader can find in the simulated samples, asked of the engine as a panel would ask: what changed in this 618,
//! who brings store visits cheapest, what is not final yet. In: the finished files. A generator whose story gets lost
//! fails here.

use std::fs;
use std::path::Path;

use redcat_report::contract::{MeasureIx, Report};
use redcat_report::cube::Dataset;
use redcat_report::date::{Date, DateRange};
use redcat_report::query::period::{comparison, mature_through};
use redcat_report::query::{Compare, Filters, Key, Query, Scope, Selection, Table, run};
use redcat_report::view::funnel::FunnelView;
use redcat_report::view::locale::Locale;

struct Sample {
    name: &'static str,
    dataset: Dataset,
}

impl Sample {
    fn open(name: &'static str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data").join(name).with_extension("json");
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let report = Report::from_bytes(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let dataset = Dataset::build(report).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { name, dataset }
    }

    fn both() -> [Self; 2] {
        [Self::open("beauty"), Self::open("sports")]
    }

    fn measure(&self, id: &str) -> MeasureIx {
        self.dataset.report.find_measure(id).unwrap_or_else(|| panic!("{} has no {id}", self.name))
    }

    /// Sums of measures over days, by member of a dimension that has any.
    fn by<const N: usize>(&self, dimension: &str, measures: [&str; N], range: DateRange) -> Vec<(String, [f64; N])> {
        let report = &self.dataset.report;
        let ix = report.find_dimension(dimension).unwrap_or_else(|| panic!("{} has no {dimension}", self.name));
        let table = self.ask(vec![Key::Dimension(ix)], measures, range);
        let members = &report.dimension(ix).expect("found above").members;
        let row = |row: usize| {
            let id = usize::try_from(table.key(row)[0]).ok().and_then(|member| members.get(member));
            let figures = std::array::from_fn(|column| {
                let figure = table.figure(row, column);
                figure.unwrap_or_else(|| panic!("{} is not cut by {dimension}", measures[column])).estimate
            });
            (id.map_or_else(|| "unknown".to_owned(), |member| member.id.to_string()), figures)
        };
        (0..table.rows).map(row).collect()
    }

    fn totals<const N: usize>(&self, measures: [&str; N], range: DateRange) -> [f64; N] {
        let table = self.ask(Vec::new(), measures, range);
        std::array::from_fn(|column| table.figure(0, column).expect("a total").estimate)
    }

    fn ask<const N: usize>(&self, group_by: Vec<Key>, measures: [&str; N], range: DateRange) -> Table {
        let measures = measures.iter().map(|id| self.measure(id)).collect();
        let query = Query { group_by, measures, ..Query::default() };
        run(&self.dataset, &Scope { range, filters: Filters::default() }, &query)
    }
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no date"))
}

fn days(from: &str, to: &str) -> DateRange {
    DateRange { from: day(from), to: day(to) }
}

fn wave() -> DateRange {
    days("2025-05-13", "2025-06-20")
}

#[test]
fn this_618_against_the_last_shows_the_growth_that_the_press_reported() {
    let beauty = Sample::open("beauty");
    let rates = |range| {
        let [impressions, reads, engagements] = beauty.totals(["impressions", "reads", "engagements"], range);
        [reads / impressions, engagements / reads]
    };
    for compare in [Compare::Year, Compare::Wave("618".into())] {
        let pair = comparison(&beauty.dataset.report, wave(), &compare).expect("both 618 are in the data");
        assert_eq!(pair.current.len(), pair.baseline.len());
        let (now, before) = (rates(pair.current), rates(pair.baseline));
        for (growth, reported) in [(now[0] / before[0], 1.20), (now[1] / before[1], 2.09)] {
            assert!((growth - reported).abs() <= 0.005, "{growth}, reported {reported}, by {compare:?}");
        }
    }
}

#[test]
fn a_route_that_is_new_says_so_and_not_that_its_sample_was_small() {
    let beauty = Sample::open("beauty");
    let selection = Selection::default().over(Some(wave())).compared(Some(Compare::Wave("618".into())));
    let view = FunnelView::build(&beauty.dataset, &selection, &Locale::plain("en")).expect("a funnel");
    let clicks = view.rows.iter().find(|row| row.id == "link_clicks").expect("a step");
    let compared = clicks.comparison.as_ref().expect("compared");
    assert_eq!([&*compared.count_change.text, &*compared.rate_change.text], ["From zero"; 2]);
}

#[test]
fn links_brought_more_store_visits_per_read_and_cheaper_ones() {
    for sample in Sample::both() {
        let pair = comparison(&sample.dataset.report, wave(), &Compare::Year).expect("both 618 are in the data");
        let of = |range| {
            let [reads, visits, spend, gmv] = sample.totals(["reads", "store_visits", "spend", "gmv"], range);
            [visits / reads, spend / visits, gmv / spend]
        };
        let (now, before) = (of(pair.current), of(pair.baseline));
        assert!(now[0] > 1.3 * before[0], "store visits per read: {before:?}, then {now:?}");
        assert!(now[1] < 0.8 * before[1], "cost per store visit: {before:?}, then {now:?}");
        assert!(now[2] > 1.2 * before[2], "ROI: {before:?}, then {now:?}");
        assert!((sample.totals(["link_clicks"], days("2024-05-01", "2025-05-11"))[0]).abs() < 0.5);
    }
}

#[test]
fn the_day_of_the_visit_and_that_of_the_exposure_tell_of_as_many_visits() {
    for sample in Sample::both() {
        // Long enough for the days between a read and its visit not to matter.
        let days = days("2024-06-01", "2025-06-15");
        for (by_event, by_exposure) in
            [("store_visits", "store_visits_exposed"), ("orders", "orders_exposed"), ("gmv", "gmv_exposed")]
        {
            let [happened, credited] = sample.totals([by_event, by_exposure], days);
            let apart = happened / credited - 1.0;
            assert!(apart.abs() < 0.02, "{by_event} of {}: {happened} and {credited}, {apart}", sample.name);
        }
    }
}

#[test]
fn one_creator_is_clearly_cheapest_per_store_visit() {
    for (sample, cheapest) in Sample::both().into_iter().zip(["c05", "c04"]) {
        for visits in ["store_visits", "store_visits_exposed"] {
            let mut costs: Vec<(f64, String)> = Vec::new();
            for (creator, [spend, visits]) in sample.by("creator", ["spend", visits], wave()) {
                assert!(spend > 0.0 && visits > 0.0, "{creator} of {} has {spend} for {visits}", sample.name);
                costs.push((spend / visits, creator));
            }
            assert_eq!(costs.len(), if sample.name == "beauty" { 40 } else { 16 });
            costs.sort_by(|a, b| a.0.total_cmp(&b.0));
            assert_eq!(costs[0].1, cheapest);
            assert!(costs[0].0 < 0.7 * costs[1].0, "{} by {visits}: {:?}", sample.name, &costs[..3]);
        }
    }
}

#[test]
fn the_last_fifteen_days_are_not_final() {
    for sample in Sample::both() {
        let report = &sample.dataset.report;
        assert_eq!(mature_through(report, sample.measure("orders_exposed")), day("2025-06-23"));
        assert_eq!(mature_through(report, sample.measure("orders")), report.meta.complete_through);
        let orders_per_read = |range| {
            let [orders, reads] = sample.totals(["orders_exposed", "reads"], range);
            orders / reads
        };
        let (ripe, fresh) = (days("2025-06-10", "2025-06-20"), days("2025-07-07", "2025-07-08"));
        assert!(orders_per_read(fresh) < 0.7 * orders_per_read(ripe));
    }
}

#[test]
fn every_category_sells_in_the_last_four_weeks() {
    for sample in Sample::both() {
        let rows = sample.by("category", ["orders", "gmv"], days("2025-06-11", "2025-07-08"));
        assert_eq!(rows.len(), if sample.name == "beauty" { 4 } else { 3 });
        for (category, [orders, gmv]) in rows {
            assert!(orders > 30.0 && gmv > 0.0, "{category} of {}: {orders} orders for {gmv}", sample.name);
        }
    }
}
