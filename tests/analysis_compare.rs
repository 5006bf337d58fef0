//! One ratio compared member by member, through documents: against the reference results of statsmodels and scipy in
//! `fixtures/statistics`, what is refused and why, which days count, and that nothing depends on the order of members.

mod support;

use redcat_report::analysis::compare::{
    Adjust, Baseline, Compared, Intervals, Key, Kind, Options, Row, Verdict, compare,
};
use redcat_report::contract::{DimensionIx, MemberIx, Report};
use redcat_report::cube::Dataset;
use redcat_report::query::{Compare, Selection, period};
use redcat_report::stats::{Interval, Refusal};
use serde_json::{Value, json};
use support::pairs::{self, BEFORE, NOW};

/// Asks as a reader would: `selection` as in a link, measures and dimension by id.
struct Asked<'a> {
    dataset: &'a Dataset,
    selection: &'a str,
    ratio: [&'a str; 2],
    by: &'a str,
}

impl Asked<'_> {
    fn dimension(&self, id: &str) -> DimensionIx {
        self.dataset.report.find_dimension(id).expect("that dimension")
    }

    fn member(&self, id: &str) -> Baseline {
        let dimension = self.dataset.report.dimension(self.dimension(self.by)).expect("that dimension");
        Baseline::Member(dimension.find(id).expect("that member"))
    }

    fn options(&self, baseline: Baseline) -> Options {
        let measure = |id: &str| self.dataset.report.find_measure(id).expect("that measure");
        Options {
            numerator: measure(self.ratio[0]),
            denominator: measure(self.ratio[1]),
            per: 1,
            by: self.dimension(self.by),
            baseline,
            strata: None,
            adjust: Adjust::Holm,
        }
    }

    fn run(&self, options: &Options) -> Result<Compared, Refusal> {
        let selection: Selection = self.selection.parse().expect("a selection");
        let (scope, _) = selection.resolve(&self.dataset.report);
        compare(self.dataset, &scope, options)
    }

    fn before(&self) -> Baseline {
        let selection: Selection = self.selection.parse().expect("a selection");
        let (scope, _) = selection.resolve(&self.dataset.report);
        let compare = selection.compare.unwrap_or(Compare::Previous);
        Baseline::Period(period::comparison(&self.dataset.report, scope.range, &compare).expect("days before"))
    }

    fn against(&self, baseline: Baseline) -> Compared {
        self.run(&self.options(baseline)).expect("a comparison")
    }
}

fn buyers<'a>(dataset: &'a Dataset, by: &'a str) -> Asked<'a> {
    Asked { dataset, selection: "date=2025-06-02..2025-06-02&compare=previous", ratio: ["buyers", "visitors"], by }
}

fn near(name: &str, found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance * expected.abs().max(1.0), "{name}: {found} is not {expected}");
}

fn near_interval(name: &str, found: Result<Interval, Refusal>, lower: f64, upper: f64) {
    let found = found.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
    near(name, found.lower, lower, 1e-9);
    near(name, found.upper, upper, 1e-9);
}

fn label<'a>(report: &'a Report, by: &str, row: &'a Row) -> &'a str {
    let dimension = report.dimension(report.find_dimension(by).expect("the dimension")).expect("the dimension");
    match &row.key {
        Key::Member(member) => dimension.member(*member).map_or("?", |member| &member.id),
        Key::Foreign(id) => id,
    }
}

fn row<'a>(dataset: &Dataset, by: &str, found: &'a Compared, id: &str) -> &'a Row {
    found.rows.iter().find(|row| label(&dataset.report, by, row) == id).unwrap_or_else(|| panic!("no row {id}"))
}

#[test]
fn twelve_pairs_are_those_of_the_libraries() {
    for (csv, starred) in [(pairs::CATEGORIES, 12), (pairs::WEEKS, 0)] {
        let dataset = pairs::dataset(&pairs::pairs_of(csv));
        let asked = buyers(&dataset, "category");
        let found = asked.against(asked.before());
        let screened = asked.run(&Options { adjust: Adjust::BenjaminiHochberg, ..asked.options(asked.before()) });
        let screened = screened.expect("a comparison");
        assert_eq!((found.kind, found.intervals, found.tests), (Kind::Proportion, Intervals::Persons, 12));
        let reference = pairs::reference(csv);
        assert_eq!(found.rows.len(), reference.len());
        for (name, cells) in &reference {
            let expected = |key: &str| cells.iter().find(|(known, _)| known == key).expect("that column").1;
            let row = row(&dataset, "category", &found, name);
            near(name, row.current.rate.expect("a rate"), expected("p1"), 1e-12);
            near(name, row.baseline.rate.expect("a rate"), expected("p2"), 1e-12);
            let difference = row.difference.expect("enough of both");
            near(name, difference.value, expected("diff"), 1e-12);
            near_interval(name, difference.interval, expected("diff_newcomb_lo"), expected("diff_newcomb_hi"));
            near(name, difference.uplift.expect("a base"), expected("uplift"), 1e-12);
            near_interval(name, difference.uplift_interval, expected("uplift_log_lo"), expected("uplift_log_hi"));
            let test = difference.test.expect("a test");
            near(name, test.ln_p, expected("p_z").ln(), 1e-8);
            near(name, row.adjusted.expect("tested").ln(), expected("p_holm").ln(), 1e-8);
            let screened = same_member(&screened, row);
            near(name, screened.adjusted.expect("tested").ln(), expected("p_bh").ln(), 1e-8);
        }
        let sure = found.rows.iter().filter(|row| matches!(row.verdict(), Verdict::Higher | Verdict::Lower));
        assert_eq!(sure.count(), starred);
    }
}

fn same_member<'a>(found: &'a Compared, row: &Row) -> &'a Row {
    found.rows.iter().find(|other| other.key == row.key).expect("the same member")
}

/// Newcombe's examples and the edges, as the members of one document: those below the floor are refused with their
/// counts and do not enter the number of tests; all others are what the libraries say.
#[test]
fn edges_are_refused_by_name_or_as_the_libraries_answer() {
    let mut cases = Vec::new();
    let json = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
    let edges = json(include_str!("fixtures/statistics/edge_cases.json"));
    let examples = json(include_str!("fixtures/statistics/newcombe_examples.json"));
    for all in [&edges["two_sample"], &examples] {
        for (name, case) in all.as_object().expect("an object").clone() {
            let name = format!("{name} {}", cases.len());
            let counts: Option<Vec<u64>> = ["x1", "n1", "x2", "n2"].iter().map(|key| case[*key].as_u64()).collect();
            if let Some([x1, n1, x2, n2]) = counts.as_deref() {
                cases.push((name, case.clone(), [*x1, *n1, *x2, *n2]));
            }
        }
    }
    assert!(cases.len() >= 12, "{}", cases.len());
    let groups: Vec<(String, [u64; 4])> = cases.iter().map(|(name, _, counts)| (name.clone(), *counts)).collect();
    let dataset = pairs::dataset(&pairs::pairs(&groups));
    let asked = buyers(&dataset, "category");
    let found = asked.against(asked.before());
    let (mut answered, mut refused) = (0, 0);
    for (name, case, [x1, n1, x2, n2]) in &cases {
        let few = |x: u64, n: u64| n < 30 || x < 5 || n - x < 5;
        let Some(row) = found.rows.iter().find(|row| label(&dataset.report, "category", row) == name) else {
            panic!("no row {name}");
        };
        if *n1 == 0 && *x1 == 0 || !few(*x1, *n1) && *n2 == 0 {
            assert_eq!(row.difference, Err(Refusal::NoData), "{name}");
            refused += 1;
        } else if few(*x1, *n1) || few(*x2, *n2) {
            let (numerator, denominator) = if few(*x1, *n1) { (*x1, *n1) } else { (*x2, *n2) };
            let counts = Refusal::TooSmall { numerator: numerator.into(), denominator: denominator.into() };
            let reason = row.difference.expect_err("below the floor");
            assert!(reason == counts || reason == Refusal::NoData, "{name}: {reason:?}");
            assert_eq!((row.adjusted, row.verdict()), (None, Verdict::Untested(reason)), "{name}");
            refused += 1;
        } else {
            let difference = row.difference.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
            let number = |key: &str| case[key].as_f64().unwrap_or_else(|| panic!("{name}: no {key}"));
            near(name, difference.value, number("diff"), 1e-12);
            near_interval(name, difference.interval, number("diff_newcomb_lo"), number("diff_newcomb_hi"));
            answered += 1;
        }
    }
    assert!(answered >= 1 && refused >= 12, "{answered} {refused}");
    assert_eq!(found.tests, answered);
}

#[test]
fn strata_are_those_of_the_libraries() {
    let reference: Value =
        serde_json::from_str(include_str!("fixtures/statistics/strata.json")).expect("reference results");
    let mut checked = 0;
    for (name, case) in reference["fourfold"].as_object().expect("an object") {
        let rows = case["strata"].as_array().expect("rows");
        let tables: Vec<(String, [u64; 4])> = rows
            .iter()
            .enumerate()
            .map(|(n, row)| (format!("s{n}"), [0, 1, 2, 3].map(|n| row[n].as_u64().expect("a count"))))
            .collect();
        let dataset = pairs::dataset(&pairs::strata(&tables));
        let asked = buyers(&dataset, "gender");
        let options = Options { strata: Some(asked.dimension("department")), ..asked.options(asked.member("women")) };
        let found = asked.run(&options).expect("a comparison");
        let men = row(&dataset, "gender", &found, "men");
        if name == "sparse" {
            assert!(matches!(men.mixed, Some(Err(Refusal::TooSmall { .. }))), "{:?}", men.mixed);
            continue;
        }
        let mixed = men.mixed.expect("strata").expect("an equal mix");
        let number = |key: &str| case[key].as_f64().expect("a reference");
        near(name, mixed.value, number("risk_difference"), 1e-12);
        let half = 1.959_963_984_540_054 * number("risk_difference_se");
        near_interval(name, mixed.interval, number("risk_difference") - half, number("risk_difference") + half);
        near(name, mixed.test.expect("events").ln_p, number("cmh_ln_p"), 1e-8);
        match mixed.homogeneity {
            Some(p) => near(name, p.ln(), number("tarone_ln_p"), 1e-8),
            None => assert_eq!(tables.len(), 1, "{name}"),
        }
        // The member that all are held against stands beside nothing.
        let women = row(&dataset, "gender", &found, "women");
        assert_eq!((women.verdict(), women.mixed), (Verdict::Baseline, None));
        assert_eq!(found.tests, 1);
        checked += 1;
    }
    assert_eq!(checked, 5);
}

#[test]
fn a_reversed_mix_contradicts() {
    let dataset = pairs::dataset(&pairs::admissions());
    let asked = buyers(&dataset, "gender");
    for baseline in [asked.member("women"), Baseline::Rest] {
        let found = asked.run(&Options { strata: Some(asked.dimension("department")), ..asked.options(baseline) });
        let found = found.expect("a comparison");
        let men = row(&dataset, "gender", &found, "men");
        assert!(men.difference.expect("many").value > 0.14 && men.mixed.expect("strata").expect("many").value < -0.01);
        assert_eq!(men.verdict(), Verdict::Higher);
        assert!(men.contradicts() && found.contradiction());
    }
    let plain = asked.against(asked.member("women"));
    assert!(!plain.contradiction(), "without strata there is nothing to contradict");
}

/// Ratios of totals on twenty days, three members: those of `strata.json`, whose references are clustered regressions.
fn clustered(per_day: impl Fn(&Value) -> Value) -> (Value, Dataset) {
    let reference: Value =
        serde_json::from_str(include_str!("fixtures/statistics/strata.json")).expect("reference results");
    let case = reference["clustered"].clone();
    let mut records = Vec::new();
    for stratum in 0..3 {
        for day in 0..20 {
            let count = |key: &str| case[key][stratum][day].as_f64().expect("a count") as u64;
            let date = format!("2025-06-{:02}", day + 1);
            let record =
                json!({"date": date, "category": format!("c{stratum}"), "visitors": count("n"), "buyers": count("x")});
            records.push(per_day(&record));
        }
    }
    let members = (0..3).map(|n| format!("c{n}")).collect();
    let mut document = pairs::document(&[("category", members)], &records);
    document["meta"]["complete_through"] = json!("2025-06-20");
    document["measures"][1]["unit"] = json!("event");
    let dataset = pairs::dataset(&document);
    (case, dataset)
}

#[test]
fn ratios_on_the_same_days_are_held_against_each_other_day_by_day() {
    let (case, dataset) = clustered(Clone::clone);
    let asked = Asked { selection: "", ..buyers(&dataset, "category") };
    let number = |key: &str| case[key].as_f64().expect("a reference");
    let found = asked.against(asked.member("c1"));
    assert_eq!((found.kind, found.intervals), (Kind::Ratio, Intervals::Days));
    // The reference is the paired difference of the first two, in either direction.
    let first = row(&dataset, "category", &found, "c0").difference.expect("twenty days");
    let half = 1.959_963_984_540_054 * number("difference_se");
    let (value, interval) = (first.value, first.interval.expect("twenty days"));
    assert!((value.abs() - number("difference").abs()).abs() < 1e-12, "{value}");
    near("difference", (interval.upper - interval.lower) / 2.0, half, 1e-9);
    near("test", first.test.expect("a test").statistic, value / number("difference_se"), 1e-9);
}

#[test]
fn thirteen_days_give_a_difference_without_interval_or_star() {
    let (_, dataset) = clustered(Clone::clone);
    let asked = Asked { selection: "date=2025-06-01..2025-06-13", ..buyers(&dataset, "category") };
    let found = asked.against(Baseline::Rest);
    for row in &found.rows {
        let difference = row.difference.expect("a difference");
        let few = Refusal::FewDays { days: 13 };
        assert_eq!((difference.interval, difference.uplift_interval), (Err(few), Err(few)));
        assert!(difference.uplift.is_ok());
        assert_eq!((row.adjusted, row.verdict()), (None, Verdict::Untested(few)));
    }
    assert_eq!(found.tests, 0);
}

#[test]
fn the_rest_is_all_others_together() {
    let (_, dataset) = clustered(Clone::clone);
    let asked = Asked { selection: "", ..buyers(&dataset, "category") };
    let found = asked.against(Baseline::Rest);
    let total: i128 = found.rows.iter().map(|row| row.current.figures.expect("counts").1.value).sum();
    for row in &found.rows {
        let (own, rest) = (row.current.figures.expect("counts"), row.baseline.figures.expect("counts"));
        assert_eq!(own.1.value + rest.1.value, total);
    }
    // With two members the rest is the other one, and a filter on them is left out.
    let dataset = pairs::dataset(&pairs::admissions());
    let asked = Asked { selection: "gender=men", ..buyers(&dataset, "gender") };
    let (rest, women) = (asked.against(Baseline::Rest), asked.against(asked.member("women")));
    let of = |found: &Compared| row(&dataset, "gender", found, "men").difference.expect("many");
    assert_eq!(of(&rest), of(&women));
}

#[test]
fn only_days_that_are_final_in_both_periods_count() {
    let mut document = pairs::document(
        &[("category", vec!["a".into()])],
        &(1..=20)
            .map(|day| json!({"date": format!("2025-06-{day:02}"), "category": "a", "visitors": 1_000 + day, "buyers": 100 + day}))
            .collect::<Vec<_>>(),
    );
    document["meta"]["complete_through"] = json!("2025-06-20");
    document["measures"][1]["anchor"] = json!("exposure");
    document["measures"][1]["window_days"] = json!(3);
    let dataset = pairs::dataset(&document);
    let asked = Asked { selection: "date=2025-06-11..2025-06-20&compare=previous", ..buyers(&dataset, "category") };
    let found = asked.against(asked.before());
    assert_eq!(found.days.expect("days").to.to_string(), "2025-06-17");
    assert_eq!(found.other_days.expect("days").to.to_string(), "2025-06-07");
    let counts = found.rows[0].current.figures.expect("counts");
    assert_eq!(counts.0.value, (11..=17).map(|day| 100 + day).sum::<i128>());
    let late = Asked { selection: "date=2025-06-18..2025-06-20", ..buyers(&dataset, "category") };
    assert_eq!(late.run(&late.options(Baseline::Rest)), Err(Refusal::NoMatureDays));
    // A day that is missing in one period is left out of both.
    document["meta"]["missing_dates"] = json!(["2025-06-03"]);
    document["cells"]["records"].as_array_mut().expect("records").retain(|record| record["date"] != "2025-06-03");
    let dataset = pairs::dataset(&document);
    let asked = Asked { dataset: &dataset, ..asked };
    let found = asked.against(asked.before());
    let counts = |group: redcat_report::analysis::compare::Group| group.figures.expect("counts").0.value;
    assert_eq!(counts(found.rows[0].current), [11, 12, 14, 15, 16, 17].iter().map(|day| 100 + day).sum::<i128>());
    assert_eq!(counts(found.rows[0].baseline), [1, 2, 4, 5, 6, 7].iter().map(|day| 100 + day).sum::<i128>());
}

#[test]
fn what_is_not_known_is_not_compared() {
    let groups: Vec<(String, [u64; 4])> = ["whole", "lacking", "zero", "few", "gone"]
        .iter()
        .zip([
            [300, 1_000, 200, 1_000],
            [300, 1_000, 200, 1_000],
            [0, 1_000, 0, 1_000],
            [9, 20, 9, 900],
            [0, 0, 90, 900],
        ])
        .map(|(name, counts)| ((*name).to_owned(), counts))
        .collect();
    let mut document = pairs::pairs(&groups);
    for record in document["cells"]["records"].as_array_mut().expect("records") {
        if record["category"] == "lacking" && record["date"] == BEFORE {
            record["buyers"] = json!(null);
        }
    }
    let dataset = pairs::dataset(&document);
    let asked = buyers(&dataset, "category");
    let found = asked.against(asked.before());
    let refusal = |id: &str| row(&dataset, "category", &found, id).difference.map(|_| ());
    assert_eq!(refusal("whole"), Ok(()));
    assert_eq!(refusal("lacking"), Err(Refusal::NotWhole));
    assert_eq!(refusal("zero"), Err(Refusal::TooSmall { numerator: 0, denominator: 1_000 }));
    assert_eq!(refusal("few"), Err(Refusal::TooSmall { numerator: 9, denominator: 20 }));
    assert_eq!(refusal("gone"), Err(Refusal::NoData));
    assert_eq!(found.tests, 1);

    document["meta"]["min_cell"] = json!(1_000);
    document["meta"]["privacy_measure"] = json!("visitors");
    let dataset = pairs::dataset(&document);
    let asked = buyers(&dataset, "category");
    let found = asked.against(asked.before());
    assert_eq!(row(&dataset, "category", &found, "few").difference.map(|_| ()), Err(Refusal::Hidden));
    // The rest of a hidden member would tell it by subtraction.
    let rest = asked.against(Baseline::Rest);
    let few = row(&dataset, "category", &rest, "few");
    assert!(few.baseline.figures.expect("figures").1.hidden && few.current.figures.expect("figures").1.hidden);
}

#[test]
fn one_rate_of_sampling_is_scaled_and_several_are_read_by_the_day() {
    let groups = [("a".to_owned(), [150, 1_000, 100, 1_000])];
    let plain = pairs::pairs(&groups);
    let of = |document: &Value| {
        let dataset = pairs::dataset(document);
        let asked = buyers(&dataset, "category");
        let found = asked.against(asked.before());
        (found.kind, found.rows[0].difference.expect("many"))
    };
    let (_, whole) = of(&plain);
    let mut half = plain.clone();
    half["measures"][1]["sample"] = json!({"unit": "person", "rate": "0.5"});
    let (kind, scaled) = of(&half);
    assert_eq!(kind, Kind::Proportion);
    near("value", scaled.value, 2.0 * whole.value, 1e-12);
    near("lower", scaled.interval.expect("one").lower, 2.0 * whole.interval.expect("one").lower, 1e-12);
    assert_eq!((scaled.uplift, scaled.test), (whole.uplift, whole.test));
    let mut several = plain;
    several["measures"][1]["sample"] =
        json!({"unit": "person", "by": {"dimension": "category", "rates": {"a": "0.5"}}});
    let (kind, by_day) = of(&several);
    assert_eq!((kind, by_day.interval), (Kind::Ratio, Err(Refusal::FewDays { days: 1 })));
}

#[test]
fn members_in_another_order_have_the_same_answers() {
    let mut groups: Vec<(String, [u64; 4])> = pairs::reference(pairs::CATEGORIES)
        .into_iter()
        .map(|(name, cells)| (name, [0, 1, 2, 3].map(|n: usize| cells[n].1 as u64)))
        .collect();
    let answers = |groups: &[(String, [u64; 4])]| {
        let dataset = pairs::dataset(&pairs::pairs(groups));
        let asked = buyers(&dataset, "category");
        let found = asked.against(asked.before());
        let mut answers: Vec<(String, Row)> = found
            .rows
            .into_iter()
            .map(|row| {
                (label(&dataset.report, "category", &row).to_owned(), Row { key: Key::Member(MemberIx::NULL), ..row })
            })
            .collect();
        answers.sort_by(|a, b| a.0.cmp(&b.0));
        answers
    };
    let before = answers(&groups);
    groups.reverse();
    assert_eq!(before, answers(&groups));
}

/// `current` and `baseline` of a benchmark of the ratio.
fn with_benchmark(document: &mut Value, merchants: u64) {
    let period = |numerator: u64, denominator: u64, day: &str| json!({"numerator": numerator, "denominator": denominator, "from": day, "to": day});
    document["benchmarks"] = json!([
        {"category": "a", "numerator": "buyers", "denominator": "visitors", "current": period(30_000, 200_000, NOW),
            "baseline": period(20_000, 200_000, BEFORE), "p50": "0.12", "p90": "0.2", "merchants": merchants},
        {"category": "elsewhere", "numerator": "buyers", "denominator": "visitors", "current": period(6, 100, NOW),
            "baseline": period(4, 100, BEFORE), "merchants": 3}
    ]);
}

#[test]
fn a_category_as_a_whole_and_its_quantiles() {
    let mut document =
        pairs::pairs(&[("a".to_owned(), [150, 1_000, 100, 1_000]), ("b".to_owned(), [150, 1_000, 100, 1_000])]);
    with_benchmark(&mut document, 40);
    let dataset = pairs::dataset(&document);
    let asked = buyers(&dataset, "category");
    let whole = asked.against(Baseline::Category);
    assert_eq!((whole.kind, whole.rows.len(), whole.tests), (Kind::Proportion, 2, 1));
    assert_eq!(whole.rows[1].key, Key::Foreign("elsewhere".into()));
    assert_eq!(whole.rows[1].difference, Err(Refusal::TooSmall { numerator: 4, denominator: 100 }));
    near("uplift", whole.rows[0].difference.expect("many").uplift.expect("a base"), 0.5, 1e-12);

    // 150 of 1,000 against the median of 12 %: z = 0.03 / √(0.12 · 0.88 / 1,000).
    let median = asked.against(Baseline::P50);
    let own = row(&dataset, "category", &median, "a").difference.expect("many");
    near("z", own.test.expect("a test").statistic, 0.03 / (0.12_f64 * 0.88 / 1_000.0).sqrt(), 1e-12);
    let wilson = redcat_report::stats::wilson(150, 1_000).expect("inside");
    near_interval("difference", own.interval, wilson.lower - 0.12, wilson.upper - 0.12);
    near_interval("uplift", own.uplift_interval, wilson.lower / 0.12 - 1.0, wilson.upper / 0.12 - 1.0);
    assert_eq!(row(&dataset, "category", &median, "b").difference, Err(Refusal::NoBenchmark));
    near(
        "p90",
        row(&dataset, "category", &asked.against(Baseline::P90), "a").difference.expect("many").value,
        -0.05,
        1e-12,
    );

    with_benchmark(&mut document, 9);
    let dataset = pairs::dataset(&document);
    let asked = Asked { dataset: &dataset, ..asked };
    let few = Refusal::FewMerchants { merchants: 9, need: 10 };
    let median = asked.against(Baseline::P50);
    let row = row(&dataset, "category", &median, "a");
    assert_eq!((row.difference, row.baseline.rate), (Err(few), Err(few)), "no quantile of a handful is told");
}

#[test]
fn totals_without_days_have_the_interval_of_their_counts_and_no_star() {
    let mut document = pairs::pairs(&[("a".to_owned(), [150, 1_000, 100, 1_000])]);
    with_benchmark(&mut document, 40);
    document["measures"][1]["unit"] = json!("session");
    let dataset = pairs::dataset(&document);
    let asked = buyers(&dataset, "category");
    let whole = asked.against(Baseline::Category);
    assert_eq!((whole.kind, whole.intervals, whole.tests), (Kind::Ratio, Intervals::Counts, 0));
    let own = whole.rows[0].difference.expect("many");
    let factor = (1.959_963_984_540_054 * (1.0 / 30_000.0_f64 + 1.0 / 20_000.0).sqrt()).exp();
    near_interval("uplift", own.uplift_interval, 1.5 / factor - 1.0, 1.5 * factor - 1.0);
    assert_eq!(whole.rows[0].verdict(), Verdict::Untested(Refusal::NoDailyValues));
}

#[test]
fn the_samples_categories_moved_as_was_reported() {
    for (file, category, reported) in [("beauty", "beauty", 0.415), ("sports", "sports", 0.85)] {
        let path = format!("{}/www/data/{file}.json", env!("CARGO_MANIFEST_DIR"));
        let report = Report::from_bytes(&std::fs::read(path).expect("the sample")).expect("a document");
        let dataset = Dataset::build(report).expect("facts");
        let asked = Asked { dataset: &dataset, selection: "", ratio: ["store_visits", "reads"], by: "category" };
        let found = asked.against(Baseline::Category);
        let own = row(&dataset, "category", &found, category).difference.expect("many");
        near(category, own.uplift.expect("a base"), reported, 5e-4);
        let interval = own.uplift_interval.expect("an interval");
        assert!(interval.lower < reported && reported < interval.upper + 5e-4, "{interval:?}");
        assert!(found.rows.iter().all(|row| row.difference.is_ok()));
    }
}
