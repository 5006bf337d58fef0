//! What a document means once it is read: defaults, references, standard ratios, life tables, warnings with their names.

use redcat_report::contract::{Anchor, Forecast, Layer, MemberIx, Polarity, Report, SampleRate, Text, WarningKind};

use crate::fixtures;

fn read(name: &str) -> Report {
    let found = fixtures::accept().into_iter().find(|fixture| fixture.name == name);
    let bytes = found.unwrap_or_else(|| panic!("no fixture {name}")).bytes;
    Report::from_bytes(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn a_measure_that_says_little_gets_the_stated_defaults() {
    let report = read("smallest_columns");
    let [impressions, gmv] = &report.measures[..] else { panic!("two measures") };
    assert_eq!((impressions.anchor, gmv.anchor), (Anchor::Both, Anchor::Event));
    assert_eq!((gmv.polarity, gmv.window_days, gmv.subset_of), (Polarity::Up, 0, None));
    assert!(!report.meta.demo && report.meta.min_cell == 0 && report.warnings.is_empty());
}

#[test]
fn an_exposure_window_defaults_to_that_of_the_attribution() {
    let text = String::from_utf8(fixture("all_measure_fields")).expect("text");
    let text = text.replace("\"currency\"", "\"attribution\": {\"model\": \"m\", \"window_days\": 15}, \"currency\"");
    let window = |text: &str| Report::from_bytes(text.as_bytes()).expect("a document").measures[1].window_days;
    assert_eq!(window(&text), 7);
    assert_eq!(window(&text.replace("\"window_days\": 7, ", "")), 15);
}

fn fixture(name: &str) -> Vec<u8> {
    fixtures::accept().into_iter().find(|fixture| fixture.name == name).expect("a fixture").bytes
}

#[test]
fn samples_by_member_leave_the_others_whole() {
    let report = read("all_measure_fields");
    let rate = |ix: usize| report.measures[ix].sample.as_ref().map(|sample| sample.rate.clone());
    let Some(SampleRate::By(_, rates)) = rate(2) else { panic!("rates by member") };
    assert_eq!(rates.iter().map(ToString::to_string).collect::<Vec<_>>(), ["0.5", "1"]);
    assert!(matches!(rate(1), Some(SampleRate::Same(_))));
    assert_eq!(report.measures[1].subset_of, report.find_measure("impressions"));
}

#[test]
fn standard_ratios_follow_the_documents_own_and_yield_to_them() {
    let report = read("ratio_redefines_a_standard_one");
    let ids: Vec<_> = report.ratios.iter().map(|ratio| &*ratio.id).collect();
    assert_eq!(ids, ["roi", "mine", "cpm"]);
    assert_eq!(report.find_ratio("roi").map(|ratio| ratio.denominator), report.find_measure("impressions"));
    assert_eq!(report.find_ratio("cpm").map(|ratio| ratio.per), Some(1000));
}

#[test]
fn texts_fall_back_from_tag_to_base_to_chinese_to_the_first() {
    let report = read("texts_in_several_languages");
    let name = |tag| report.meta.merchant_name.get(tag);
    assert_eq!((name("en-GB"), name("zh-Hant-TW"), name("fr")), ("Yunxi", "雲汐", "云汐"));
    assert_eq!(report.dimensions[0].members[0].label.get("zh-CN"), "Beauty");
    let Text::Plain(name) = read("text_with_markup_and_escapes").meta.merchant_name else { panic!("plain") };
    assert!(name.starts_with("<script>") && name.ends_with("\\ \u{7} 😀"));
}

#[test]
fn sections_may_stand_in_any_order() {
    assert_eq!(read("sections_in_reverse_order"), read("smallest_columns"));
    assert_eq!(read("byte_order_mark"), read("smallest_columns"));
    assert_eq!(read("integers_written_as_doubles").cells[0].values[0], read("smallest_columns").cells[0].values[0]);
    assert_eq!(read("escaped_ids_are_the_same_ids"), read("smallest_columns"));
    let mut records = read("records_before_by_and_measures");
    assert_eq!(records.cells.remove(0), read("smallest_records").cells.remove(0));
}

#[test]
fn cohort_rows_become_one_dense_table_per_cohort_and_keys() {
    let cohorts = read("cohorts_with_triangle_and_acquisition").cohorts.expect("cohorts");
    let [both, none] = &cohorts.tables[..] else { panic!("two tables") };
    assert_eq!((both.keys.clone(), both.customers, both.first_revenue), (vec![MemberIx(0)], 10, Some(10_000)));
    assert_eq!((&both.observed[..], &both.at_risk[..], &both.events[..]), (&[10, 8][..], &[10, 7][..], &[1, 2][..]));
    assert_eq!((none.keys.clone(), none.observed.len(), &none.cum_sd[..]), (vec![MemberIx(1)], 1, &[0.0][..]));
    assert_eq!(cohorts.calendar_month[0].keys, [MemberIx(0)]);
    assert_eq!(cohorts.acquisition[0].keys, [MemberIx(0)]);
    assert_eq!(cohorts.acquisition[1].keys, []);
    let unordered = read("cohort_rows_in_any_order_without_optional_columns").cohorts.expect("cohorts");
    assert_eq!((&unordered.tables[0].observed[..], unordered.tables[0].active.len()), (&[5, 4][..], 0));
}

#[test]
fn the_other_sections_resolve_what_they_name() {
    let funnel = read("funnel_with_parts_routes_and_optional_step");
    let routes: Vec<_> = funnel.funnel.iter().map(|step| step.route).collect();
    assert_eq!(routes, [None, Some(MemberIx(0)), None, None]);
    assert!(funnel.funnel[2].optional && funnel.funnel[0].parts.len() == 1);
    let uniques = read("uniques").uniques;
    assert_eq!(uniques[0].rows, [(vec![MemberIx(0)], 40), (vec![MemberIx::NULL], 2)]);
    let Some(Forecast::Fitted { params, backtest, .. }) = read("forecast_fitted_by_sender").forecast else {
        panic!("a fitted forecast")
    };
    assert!(params.len() == 4 && backtest.is_some_and(|test| test.range.len() == 13));
    let Some(Forecast::RecencyFrequency(rf)) = read("forecast_from_recency_and_frequency").forecast else {
        panic!("recency and frequency")
    };
    assert_eq!((rf.x, rf.t), (vec![0, 2], vec![10.0, 10.25]));
    let arms = &read("experiment").experiments[0].arms;
    assert_eq!((arms[0].gmv_sumsq, arms[1].spend), (Some(900_000_000_000_000_000_000), 0));
    let benchmarks = read("benchmarks").benchmarks;
    assert_eq!((&*benchmarks[0].numerator, benchmarks[0].min_merchants), ("gmv", 10));
    assert_eq!((benchmarks[0].member, benchmarks[1].member), (Some(MemberIx(0)), None));
    let name = |ix: usize, tag: &str| benchmarks[ix].label.as_ref().map(|label| label.get(tag).to_owned());
    assert_eq!([name(0, "en"), name(1, "en"), name(1, "zh-CN")], [None, Some("Elsewhere".into()), Some("别处".into())]);
    assert_eq!(read("people_flow").people_flow[2].target, Layer::TrueInterest);
}

#[test]
fn agreements_and_entry_rules_are_exact() {
    let agreement = read("agreement_with_every_line").agreements.remove(0);
    let tiers = agreement.rebate.expect("a rebate").tiers;
    assert_eq!(tiers.iter().map(|tier| tier.roi_below.to_string()).collect::<Vec<_>>(), ["1.5", "2.5"]);
    assert!(!agreement.boundary_inclusive && agreement.segments[1].tiers.is_some());
    assert_eq!(agreement.scope[0].1, [MemberIx(0)]);
    let press = read("eligibility_with_press_rules").eligibility.expect("eligibility");
    assert!(press.rules.categories.len() == 6 && press.rules.enterprise_account);
    assert_eq!(press.rules_given, [false; 5]);
    assert_eq!((press.rules.store_score.to_string(), press.rules.daily_spend), ("4.5".to_owned(), 500_000));
    let own = read("eligibility_with_own_rules").eligibility.expect("eligibility");
    assert_eq!((own.rules_given, own.rules.total_budget), ([true; 5], 2));
}

#[test]
fn warnings_name_what_they_are_about() {
    let named = |name: &str, kind| {
        let report = read(name);
        let warning = report.warnings.into_iter().find(|warning| warning.kind == kind).expect("a warning");
        (warning.path, warning.names.join(" "))
    };
    let unknown = named("unknown_keys_are_counted", WarningKind::UnknownKeys);
    assert_eq!(unknown, (String::new(), "extra meta.mood cells.note".to_owned()));
    let nulls = named("null_and_suppressed_values", WarningKind::Nulls);
    assert_eq!(nulls, ("cells".to_owned(), "gmv".to_owned()));
}
