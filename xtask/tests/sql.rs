//! The SQL that the README shows, run as it is printed over a small table of events: the document that it writes is
//! accepted without a warning, and its numbers are those of the events, counted one by one.

use std::collections::BTreeSet;

use redcat_report::contract::{MeasureIx, Report};
use redcat_report::cube::Dataset;
use redcat_report::query::{Cut, Figure, Figures, Key, Query, Scope, Selection, run};
use rusqlite::Connection;

const README: &str = include_str!("../../README.md");
/// Events are made from this noon on, five hours apart: the zone's days begin at 16:00 UTC.
const FIRST_NOON: &str = "2025-05-30 12:00:00";
const CATEGORIES: [Option<&str>; 3] = [Some("lip"), Some("skin"), None];

/// The blocks of SQL, in order.
fn blocks() -> Vec<&'static str> {
    README.split("```sql\n").skip(1).filter_map(|after| after.split("```").next()).collect()
}

struct Event {
    kind: &'static str,
    person: String,
    category: Option<&'static str>,
    amount: Option<i64>,
    /// Days of the zone, as the data base tells them from the plain time.
    day: String,
    seen_day: Option<String>,
}

/// Fills the table; out: the same events with the days on which they count.
fn fill(base: &Connection) -> Vec<Event> {
    let kinds = ["impression", "read", "impression", "visit", "read", "order", "impression"];
    let mut events = Vec::new();
    for n in 0..120_i64 {
        let kind = kinds[n as usize % kinds.len()];
        let later = matches!(kind, "visit" | "order");
        // Every tenth comes without an exposure.
        let back = (later && n % 10 != 0).then_some((n * 7) % 15);
        let at = format!("datetime('{FIRST_NOON}', '+{} hours')", n * 5);
        let seen = back.map_or("NULL".to_owned(), |days| format!("datetime({at}, '-{days} days')"));
        let category = CATEGORIES[n as usize % 3];
        let amount = (kind == "order").then_some(1_990 + n);
        let person = format!("p{}", n % 9);
        let insert = format!("INSERT INTO events VALUES ({at}, ?1, ?2, ?3, {seen}, ?4)");
        base.execute(&insert, (kind, &person, category, amount)).expect("inserted");
        let day_of = |time: &str| -> Option<String> {
            let query = format!("SELECT strftime('%Y-%m-%d', {time}, '+480 minutes')");
            base.query_row(&query, [], |row| row.get(0)).expect("a day or none")
        };
        let day = day_of(&at).expect("a day");
        events.push(Event { kind, person, category, amount, day, seen_day: day_of(&seen) });
    }
    events
}

/// The figure of a measure over all rows, or over those of a category.
fn figure(dataset: &Dataset, scope: &Scope, ix: MeasureIx) -> Figure {
    let table = run(dataset, scope, &Query { measures: vec![ix], ..Query::default() });
    assert!(table.columns[0].cut.is_exact(), "{:?}", table.columns[0].cut);
    table.columns[0].total
}

#[test]
fn what_the_readme_prints_writes_a_report_of_exactly_these_events() {
    let [create, select] = blocks()[..] else { panic!("a table and a query") };
    let base = Connection::open_in_memory().expect("a data base");
    base.execute_batch(create).expect("the table");
    let events = fill(&base);
    let document: String = base.query_row(select, [], |row| row.get("document")).expect("a document");
    assert!(!document.contains("\"p1\""), "no person leaves the table");
    let report = Report::from_bytes(document.as_bytes()).expect("accepted");
    assert_eq!(report.warnings, [], "nothing odd about it");
    assert_eq!(report.funnel.len(), 4);
    let dataset = Dataset::build(report).expect("a dataset");
    assert_eq!(dataset.report.warnings, []);

    let (first, last) = ("2025-06-01", "2025-06-18");
    let within = |day: &str| (first..=last).contains(&day);
    assert!(
        events.iter().any(|event| event.day.as_str() < first) && events.iter().any(|event| event.day.as_str() > last)
    );
    let scopes = std::iter::once(None).chain(CATEGORIES.map(Some));
    for category in scopes {
        let selection = Selection::default();
        let selection = category.map_or(selection.clone(), |category| selection.drill("category", category));
        let (scope, unmatched) = selection.resolve(&dataset.report);
        assert_eq!(unmatched, []);
        let of = |kind: &str, exposed: bool| -> Vec<&Event> {
            let counts = |event: &&Event| {
                let day = if exposed { event.seen_day.as_deref() } else { Some(event.day.as_str()) };
                event.kind == kind
                    && day.is_some_and(within)
                    && event.day.as_str() <= last
                    && category.is_none_or(|category| event.category == category)
            };
            events.iter().filter(counts).collect()
        };
        let amount = |events: &[&Event]| events.iter().filter_map(|event| event.amount).sum::<i64>();
        let measure = |id: &str| dataset.report.find_measure(id).expect("a measure");
        let total = |id: &str| figure(&dataset, &scope, measure(id)).value;
        for (id, kind, exposed) in [
            ("impressions", "impression", false),
            ("reads", "read", false),
            ("store_visits", "visit", false),
            ("orders", "order", false),
            ("visits_exposed", "visit", true),
            ("orders_exposed", "order", true),
        ] {
            let found = of(kind, exposed);
            assert!(!found.is_empty(), "{id} is tried");
            assert_eq!(total(id), found.len() as i128, "{id} of {category:?}");
        }
        assert_eq!(total("gmv"), i128::from(amount(&of("order", false))));
        assert_eq!(total("gmv_exposed"), i128::from(amount(&of("order", true))));
        assert_ne!(total("gmv"), total("gmv_exposed"), "an order without an exposure counts once");

        let people: BTreeSet<&str> = of("read", false).into_iter().map(|event| event.person.as_str()).collect();
        let exact = figure(&dataset, &scope, measure("readers"));
        assert_eq!((exact.value, exact.upper), (people.len() as i128, people.len() as i128), "{category:?}");
        let by_day = Query { group_by: vec![Key::Day], measures: vec![measure("readers")], ..Query::default() };
        let by_day = run(&dataset, &scope, &by_day);
        assert!(matches!(by_day.columns[0].cut, Cut::Exact { .. }));
        let sum: i128 = by_day.columns[0].figures.iter().flat_map(Figures::iter).map(|figure| figure.value).sum();
        assert!(sum >= exact.value, "days do not add up to people");
    }
}
