//! Repurchase and its cohorts of a small document: curves against its life tables added up here, sentences and marks in
//! both languages, what a filter does and does not do, what is thin or not yet known.

use redcat_report::analysis::repurchase::outlook::{Backtest, HeldBack, Outlook};
use redcat_report::contract::AgeUnit;
use redcat_report::cube::Dataset;
use redcat_report::query::Selection;
use redcat_report::stats::{BgNbd, Refusal};
use redcat_report::view::chart::{Shape, Tone};
use redcat_report::view::cohorts::CohortsView;
use redcat_report::view::export::sheet;
use redcat_report::view::locale::Locale;
use redcat_report::view::repurchase::{Finding, RepurchaseView};
use redcat_report::view::state::{RepurchaseState, ViewState};
use redcat_report::view::twin::{Cell, Number};
use serde_json::{Value, json};

use crate::render;
use crate::samples::{self, cohorts, dataset, document, rows, with_cohorts};

const ROOM_PX: (f64, f64) = (440.0, 250.0);

fn split(id: &str) -> RepurchaseState {
    RepurchaseState { split: Some(id.into()), ..RepurchaseState::default() }
}

fn view(dataset: &Dataset, selection: &str, state: &RepurchaseState, tag: &str) -> RepurchaseView {
    let selection: Selection = selection.parse().expect("a selection");
    RepurchaseView::build(dataset, &selection, state, None, ROOM_PX, &Locale::plain(tag)).expect("life tables")
}

fn table(dataset: &Dataset, selection: &str, measure: &str, tag: &str) -> CohortsView {
    let state = RepurchaseState { measure: Some(measure.into()), ..RepurchaseState::default() };
    let selection: Selection = selection.parse().expect("a selection");
    CohortsView::build(dataset, &selection, &state, &Locale::plain(tag)).expect("life tables")
}

fn finding<'a>(view: &'a RepurchaseView, id: &str) -> &'a Finding {
    view.findings.iter().find(|finding| finding.id == id).unwrap_or_else(|| panic!("no {id}: {:?}", view.findings))
}

fn real(cell: &Cell) -> f64 {
    match cell.number {
        Some(Number::Real(value) | Number::Amount(value)) => value,
        Some(Number::Integer(value) | Number::Money(value)) => value as f64,
        None => panic!("{} is no number", cell.text),
    }
}

/// At risk and events of the document's rows of a brand at an age.
fn counted(brand: u64, age: u64) -> (u64, u64) {
    let cohorts = cohorts();
    let rows = &cohorts["rows"];
    let whole = |key: &str, n: usize| rows[key][n].as_u64().expect("a count");
    let of = |n: &usize| rows["keys"]["brand"][*n].as_u64() == Some(brand) && whole("age", *n) == age;
    let places = (0..rows["age"].as_array().expect("a column").len()).filter(of);
    places.fold((0, 0), |sum, n| (sum.0 + whole("at_risk", n), sum.1 + whole("events", n)))
}

#[test]
fn the_table_is_the_life_tables_added_up() {
    let dataset = with_cohorts();
    let view = view(&dataset, "", &split("brand"), "en");
    assert_eq!(view.groups.iter().map(|group| &*group.label).collect::<Vec<_>>(), ["Alpha", "Beta"]);
    let twin = view.twin(&dataset.report, &Locale::plain("en"));
    assert!(twin.rows.len() > 120 && twin.rows.iter().all(|row| row.len() == twin.headers.len()));
    let mut survival = [1.0, 1.0];
    for row in &twin.rows {
        let brand = usize::from(row[0].text == "Beta");
        let (at_risk, events) = counted(brand as u64, real(&row[1]) as u64);
        assert_eq!((real(&row[2]) as u64, real(&row[3]) as u64), (at_risk, events), "{row:?}");
        survival[brand] *= 1.0 - events as f64 / at_risk as f64;
        assert!((real(&row[4]) - (1.0 - survival[brand])).abs() < 1e-12);
        assert!(events == 0 || (real(&row[5]) < real(&row[4]) && real(&row[4]) < real(&row[6])));
    }
    // What is read at an age is what its row says.
    let locale = Locale::plain("en");
    let read = view.read(30, &locale);
    assert_eq!(read[0].share, twin.rows[30][4].text);
    assert!(read[0].interval.contains(&twin.rows[30][5].text), "{:?} {:?}", read[0], twin.rows[30]);
    assert_eq!(read[0].worth, twin.rows[30][8].text);
    assert_eq!(view.label(30, &locale), "Day 30");
    assert!(view.spoken(30, &locale).contains(&read[1].share));
}

#[test]
fn sentences_say_whether_groups_differ_and_by_how_much() {
    let dataset = with_cohorts();
    for tag in ["zh-CN", "en"] {
        let locale = Locale::plain(tag);
        let split = view(&dataset, "", &split("brand"), tag);
        let whole = view(&dataset, "", &split_none(), tag);
        let mut text = render::repurchase(&split, &locale);
        text += &render::repurchase(&whole, &locale);
        text += &render::cohorts(&table(&dataset, "", "second_age", tag), &locale);
        text += &render::cohorts(&table(&dataset, "brand=a", "active_month", tag), &locale);
        insta::assert_snapshot!(format!("repurchase_{tag}"), text);
    }
}

fn split_none() -> RepurchaseState {
    split("")
}

#[test]
fn equals_do_not_differ() {
    let data = dataset(&document(&rows(), |document| {
        document["cohorts"] = cohorts();
        // Brand b is brand a once more.
        let rows = &mut document["cohorts"]["rows"];
        let ages: Vec<usize> = vec![70, 70, 40, 40];
        let mut from = 0;
        for pair in ages.chunks(2) {
            for key in ["customers", "observed", "at_risk", "events", "active", "orders", "revenue", "cum_revenue"] {
                for n in 0..pair[0] {
                    rows[key][from + pair[0] + n] = rows[key][from + n].clone();
                }
            }
            from += 2 * pair[0];
        }
    }));
    let view = view(&data, "", &split("brand"), "zh-CN");
    assert_eq!(finding(&view, "verdict").text, "按品牌分组，看不出复购快慢有差异");
    assert!(finding(&view, "verdict").detail.contains("p = 1.000"), "{}", finding(&view, "verdict").detail);
    let uplift = view.groups[1].uplift.as_ref().expect("an uplift");
    assert_eq!(uplift.text, "0.0%");
}

#[test]
fn a_filter_marks_groups_of_the_split_and_chooses_among_all_else() {
    let dataset = with_cohorts();
    let all = view(&dataset, "", &split("brand"), "en");
    let marked = view(&dataset, "brand=a", &split("brand"), "en");
    assert_eq!(marked.groups.iter().map(|group| group.selected).collect::<Vec<_>>(), [true, false]);
    assert_eq!(marked.share.chart, all.share.chart);
    assert!(marked.notes.iter().any(|note| note.contains("other groups stay in sight")), "{:?}", marked.notes);
    let (selection, says) = marked.groups[1].toggled.as_ref().expect("a button");
    assert_eq!((selection.to_string().as_str(), says.as_str()), ("brand=a,b", "Filter by Beta"));
    // Without the split it chooses.
    let (chosen, whole) = (view(&dataset, "brand=a", &split_none(), "en"), view(&dataset, "", &split_none(), "en"));
    assert_eq!(chosen.groups[0].customers, "750");
    assert_eq!(whole.groups[0].customers, "1,000");
    // Cohorts are chosen as members are; days are not.
    let cohort = view(&dataset, "cohort=2025-03", &split_none(), "en");
    assert_eq!(cohort.groups[0].customers, "400");
    assert_eq!(view(&dataset, "date=2025-05-01..2025-05-02", &split_none(), "en").share, whole.share);
    let ignored = view(&dataset, "route=direct", &split_none(), "en");
    assert_eq!(ignored.share, whole.share);
    assert!(ignored.notes.contains(&"Repurchase is not split by Route: that filter is not applied".to_owned()));
}

#[test]
fn thin_parts_are_dashed_and_bands_end_before_them() {
    let dataset = with_cohorts();
    let view = view(&dataset, "cohort=2025-04&brand=b", &split_none(), "en");
    let lines: Vec<(bool, f64)> = view
        .share
        .chart
        .marks
        .iter()
        .filter_map(|mark| match &mark.shape {
            Shape::Line { points, dashed } => Some((*dashed, points.last().expect("places").0)),
            _ => None,
        })
        .collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(!lines[0].0 && lines[1].0 && lines[0].1 < lines[1].1);
    let last = view.days.len() - 1;
    assert_eq!(view.read(last, &Locale::plain("en"))[0].interval, "Fewer than 30 customers left, only indicative");
    let band = view.share.chart.marks.iter().find_map(|mark| match &mark.shape {
        Shape::Area(points) => Some(points.iter().map(|point| point.0).fold(0.0, f64::max)),
        _ => None,
    });
    assert!(band.expect("a band") <= lines[0].1 + 1e-9);
    let under = view.share.chart.under.expect("counts");
    assert_eq!(under.rows.len(), 1);
    assert_eq!(under.rows[0].1[0].label, "150");
}

#[test]
fn every_place_of_a_plot_reads_the_nearest_day() {
    let view = view(&with_cohorts(), "", &split("brand"), "en");
    for age in 0..view.days.len() {
        let place = view.place(age, &view.share);
        assert!((0.0..=1.0).contains(&place));
        assert_eq!(view.age_at(place, &view.share), age);
    }
    assert_eq!(view.age_at(-1.0, &view.share), 0);
    assert_eq!(view.age_at(9.0, &view.share), view.days.len() - 1);
}

#[test]
fn where_nothing_can_be_forecast_the_panel_says_why() {
    let notes = |forecast: Option<Value>| {
        let data = dataset(&document(&rows(), |document| {
            document["cohorts"] = cohorts();
            if let Some(forecast) = forecast {
                document["forecast"] = forecast;
            }
        }));
        let (locale, selection) = (Locale::plain("en"), Selection::default());
        let view =
            RepurchaseView::build(&data, &selection, &split_none(), None, ROOM_PX, &locale).expect("life tables");
        view.notes.into_iter().filter(|note| note.starts_with("No forecast: ")).count()
    };
    assert_eq!(notes(None), 1);
    assert_eq!(notes(Some(json!({"rf": {"unit": "week", "x": [0], "t_x": [0.0], "T": [30.0], "customers": [5]}}))), 0);
}

#[test]
fn a_forecast_is_drawn_with_its_error_and_only_of_all_customers() {
    let data = dataset(&document(&rows(), |document| {
        document["cohorts"] = cohorts();
        document["forecast"] = json!({"rf": {"unit": "week", "x": [0], "t_x": [0.0], "T": [30.0], "customers": [5]}});
    }));
    let wished = RepurchaseState { forecast: true, ..split_none() };
    let outlook = Outlook {
        model: BgNbd { r: 0.5, alpha: 10.0, a: 1.0, b: 2.0 },
        unit: AgeUnit::Week,
        fitted_through: None,
        backtest: Backtest { expected: 110.0, actual: 100.0, held_back: HeldBack::FollowedLonger(12.0) },
    };
    let locale = Locale::plain("zh-CN");
    let build = |selection: &str, state: &RepurchaseState, outlook: Option<Result<&Outlook, Refusal>>| {
        let selection = selection.parse().expect("a selection");
        RepurchaseView::build(&data, &selection, state, outlook, ROOM_PX, &locale).expect("life tables")
    };
    let drawn = build("", &wished, Some(Ok(&outlook)));
    let said = finding(&drawn, "forecast");
    assert!(said.detail.contains("12 周") && said.detail.contains("+10.0%"), "{}", said.detail);
    let is_forecast = |view: &RepurchaseView| view.share.chart.marks.iter().any(|mark| mark.tone == Tone::Compared);
    assert!(is_forecast(&drawn) && drawn.forecast.as_ref().is_some_and(|button| button.current));
    // Drawn farther than what is known, which it does not move.
    let without = build("", &split_none(), Some(Ok(&outlook)));
    assert!(!is_forecast(&without) && without.findings.iter().all(|finding| finding.id != "forecast"));
    assert!(drawn.place(60, &drawn.share) < without.place(60, &without.share));
    for (selection, state) in [("brand=a", &wished), ("", &RepurchaseState { forecast: true, ..split("brand") })] {
        let view = build(selection, state, Some(Ok(&outlook)));
        assert_eq!(finding(&view, "forecast").text, "预测基于全部顾客，筛选或拆分时不画");
        assert!(!is_forecast(&view));
    }
    assert_eq!(finding(&build("", &wished, None), "forecast").text, "正在拟合预测模型…");
    let refused = build("", &wished, Some(Err(Refusal::NoBacktest)));
    assert!(finding(&refused, "forecast").text.starts_with("不作预测：没有可供回测的数据"));
    // In a file it is refused for the same reason: one length of histories allows no back-test.
    let file = sheet("repurchase", &data, &ViewState { repurchase: wished, ..ViewState::default() }, &locale);
    assert!(file.expect("a file").notes.iter().any(|note| note.starts_with("不作预测")));
}

#[test]
fn cells_of_cohorts_say_what_they_are() {
    let dataset = with_cohorts();
    let by_age = table(&dataset, "", "second_age", "en");
    assert_eq!(by_age.rows.iter().map(|row| &*row.label).collect::<Vec<_>>(), ["2025-03", "2025-04"]);
    assert_eq!(by_age.ages, ["Days 0–29", "Days 30–59"]);
    let last = &by_age.rows[1].cells[1];
    assert_eq!((last.text.as_str(), last.level, last.is_part), ("·", None, false));
    assert!(by_age.rows[1].cells[0].level.is_some());
    let levels: Vec<u8> = by_age.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.level).collect();
    assert_eq!((levels.iter().min(), levels.iter().max()), (Some(&0), Some(&8)), "the lowest and the highest");
    let by_month = table(&dataset, "", "second_month", "en");
    let part = &by_month.rows[1].cells[1];
    assert_eq!((part.text.as_str(), part.is_part), ("13.7%*", true), "82 of 600 so far");
    assert!(by_month.legend.iter().any(|line| line.starts_with("* The month is not over")));
    // The cohorts' own filter marks, others choose.
    let marked = table(&dataset, "cohort=2025-04", "second_month", "en");
    assert_eq!(marked.rows.iter().map(|row| row.selected).collect::<Vec<_>>(), [false, true]);
    assert_eq!(marked.rows[0].cells, by_month.rows[0].cells);
    let (selection, says) = marked.rows[0].toggled.as_ref().expect("a button");
    assert_eq!((selection.to_string().as_str(), says.as_str()), ("cohort=2025-03,2025-04", "Filter by 2025-03"));
    assert_eq!(table(&dataset, "brand=a", "second_month", "en").rows[0].customers, "300");
    let offered: Vec<&str> = by_age.measures.iter().map(|choice| choice.id).collect();
    assert_eq!(offered, ["second_age", "worth_age", "second_month", "active_month", "worth_month"]);
}

#[test]
fn nothing_without_life_tables() {
    let dataset = samples::small();
    let (selection, locale) = (Selection::default(), Locale::plain("en"));
    let state = RepurchaseState::default();
    assert_eq!(RepurchaseView::build(&dataset, &selection, &state, None, ROOM_PX, &locale), None);
    assert_eq!(CohortsView::build(&dataset, &selection, &state, &locale), None);
}

#[test]
fn weeks_and_months_are_named_as_another_estimator() {
    let data = dataset(&document(&rows(), |document| {
        document["cohorts"] = cohorts();
        document["cohorts"]["age_unit"] = json!("week");
    }));
    let view = view(&data, "", &split_none(), "en");
    assert_eq!(view.days[..3], [6, 13, 20]);
    assert!(view.notes.iter().any(|note| note.starts_with("Counted in steps of 7 days")), "{:?}", view.notes);
    assert_eq!(view.label(view.milestone, &Locale::plain("en")), "Day 90");
}

#[test]
fn the_display_floor_is_kept() {
    let data = dataset(&document(&rows(), |document| {
        document["cohorts"] = cohorts();
        document["meta"]["min_cell"] = json!(300);
        document["meta"]["privacy_measure"] = json!("orders");
    }));
    let view = view(&data, "", &split("brand"), "en");
    assert!(view.empty.is_some() || view.groups.iter().all(|group| group.customers == "0"));
    let twin = view.twin(&data.report, &Locale::plain("en"));
    assert_eq!(twin.rows, Vec::<Vec<Cell>>::new());
}

#[test]
fn what_was_chosen_is_kept_and_nonsense_refused() {
    let state = ViewState {
        repurchase: RepurchaseState { split: Some("".into()), measure: Some("active_month".into()), forecast: true },
        ..ViewState::default()
    };
    assert_eq!(state.to_string().parse(), Ok(state.clone()));
    assert_eq!(ViewState::from_link(&state.to_link()), Ok(state));
    for text in
        [json!({"repurchase": {"forecast": "yes"}}), json!({"repurchase": {"by": "brand"}}), json!({"repurchase": 1})]
    {
        let text: Value = text;
        assert!(text.to_string().parse::<ViewState>().is_err(), "{text}");
    }
}

#[test]
fn a_name_beside_a_line_is_cut_before_it_takes_the_plot() {
    let data = dataset(&document(&rows(), |document| {
        document["cohorts"] = cohorts();
        document["dimensions"][0]["members"][0]["label"] = json!("W".repeat(80));
    }));
    let names = |room_px: (f64, f64)| -> Vec<String> {
        let locale = Locale::plain("en");
        let view = RepurchaseView::build(&data, &Selection::default(), &split("brand"), None, room_px, &locale);
        let marks = view.expect("life tables").share.chart.marks;
        let name = |mark: redcat_report::view::chart::Mark| match mark.shape {
            Shape::Text(_, _, name) => Some(name),
            _ => None,
        };
        marks.into_iter().filter_map(name).collect()
    };
    let wide = names(ROOM_PX);
    assert!(wide.iter().any(|name| name == "Beta") && wide.iter().any(|name| name.ends_with("W…")), "{wide:?}");
    assert!(wide.iter().all(|name| name.chars().count() <= 21), "{wide:?}");
    assert_eq!(names((220.0, 220.0)), Vec::<String>::new());
}

#[test]
fn a_report_without_a_forecast_shows_none_that_was_wished_for_elsewhere() {
    let data = with_cohorts();
    let outlook = Outlook {
        model: BgNbd { r: 0.5, alpha: 10.0, a: 1.0, b: 2.0 },
        unit: AgeUnit::Week,
        fitted_through: None,
        backtest: Backtest { expected: 110.0, actual: 100.0, held_back: HeldBack::FollowedLonger(12.0) },
    };
    let wished = RepurchaseState { forecast: true, ..split_none() };
    let (selection, locale) = (Selection::default(), Locale::plain("en"));
    for outlook in [None, Some(Ok(&outlook))] {
        let view = RepurchaseView::build(&data, &selection, &wished, outlook, ROOM_PX, &locale).expect("life tables");
        assert_eq!(view.forecast, None);
        assert!(view.findings.iter().all(|finding| finding.id != "forecast"), "{:?}", view.findings);
        assert!(view.share.chart.marks.iter().all(|mark| mark.tone != Tone::Compared));
    }
}

#[test]
fn asking_for_the_forecast_under_a_split_gives_up_the_split() {
    let data = dataset(&document(&rows(), |document| {
        document["cohorts"] = cohorts();
        document["forecast"] = json!({"rf": {"unit": "week", "x": [0], "t_x": [0.0], "T": [30.0], "customers": [5]}});
    }));
    for forecast in [false, true] {
        let state = RepurchaseState { forecast, ..split("brand") };
        let button = view(&data, "brand=a", &state, "en").forecast.expect("a button");
        assert_eq!((button.label.as_str(), button.current), ("Show forecast", false), "none is drawn");
        assert_eq!(button.state, RepurchaseState { forecast: true, ..split_none() });
    }
    let shown = RepurchaseState { forecast: true, ..split_none() };
    let button = view(&data, "", &shown, "en").forecast.expect("a button");
    assert_eq!((button.label.as_str(), button.current, button.state), ("Hide forecast", true, split_none()));
}

/// Three brands: of the second one in sixty comes back a day, of the third one in twenty, of the first one in eighty.
fn terciles() -> Dataset {
    dataset(&document(&rows(), |document| {
        let mut cohorts = cohorts();
        let rows = cohorts["rows"].as_object_mut().expect("rows");
        for (_, column) in rows.iter_mut() {
            let column = match column {
                Value::Object(keys) => keys.get_mut("brand").expect("brands"),
                column => column,
            };
            column.as_array_mut().expect("a column").clear();
        }
        for (brand, one_in) in [(0, 80), (1, 60), (2, 20)] {
            let mut without = 2_000_i64;
            for age in 0..100 {
                let events = if age == 0 { 0 } else { without / one_in };
                let values = [
                    ("cohort", json!("2025-03")),
                    ("age", json!(age)),
                    ("customers", json!(2_000)),
                    ("observed", json!(2_000)),
                    ("at_risk", json!(without)),
                    ("events", json!(events)),
                    ("active", json!(events)),
                    ("orders", json!(events)),
                    ("revenue", json!(events * 5_000)),
                    ("first_revenue", if age == 0 { json!(20_000_000) } else { Value::Null }),
                    ("cum_revenue", json!(20_000_000 + (2_000 - without + events) * 5_000)),
                    ("cum_sd", json!(3_000.5)),
                ];
                for (key, value) in values {
                    rows[key].as_array_mut().expect("a column").push(value);
                }
                rows["keys"]["brand"].as_array_mut().expect("brands").push(json!(brand));
                without -= events;
            }
        }
        cohorts["calendar_month"] = Value::Null;
        cohorts["acquisition"] = json!([]);
        document["cohorts"] = cohorts;
    }))
}

#[test]
fn the_headline_names_the_group_that_came_back_most_and_tones_follow_the_members() {
    let view = view(&terciles(), "", &split("brand"), "en");
    let labels: Vec<&str> = view.groups.iter().map(|group| &*group.label).collect();
    assert_eq!(labels.len(), 3);
    let said = finding(&view, "uplift");
    assert!(said.text.contains(&format!("{} ", labels[2])), "{}", said.text);
    assert!(said.text.contains(&*view.groups[2].uplift.as_ref().expect("an uplift").text), "{}", said.text);
    let tones: Vec<Tone> = view.groups.iter().map(|group| group.tone).collect();
    assert_eq!(tones, [Tone::Group(0), Tone::Group(1), Tone::Group(2)]);
}

#[test]
fn customers_whom_a_filter_chose_are_not_called_all() {
    let data = with_cohorts();
    for (tag, all, chosen) in [("zh-CN", "全部顾客", "所选顾客"), ("en", "All customers", "Selected customers")]
    {
        for (selection, expected) in [("", all), ("route=direct", all), ("cohort=2025-03", chosen), ("brand=a", chosen)]
        {
            let view = view(&data, selection, &split_none(), tag);
            assert_eq!(view.groups[0].label, expected, "{selection}");
            assert_eq!(view.twin(&data.report, &Locale::plain(tag)).rows[0][0].text, expected, "{selection}");
        }
    }
}

#[test]
fn columns_of_groups_say_their_day_and_what_pays_back() {
    let view = view(&with_cohorts(), "", &split("brand"), "zh-CN");
    assert_eq!(view.worth_head(30, &Locale::plain("zh-CN")), "每位顾客累计成交额（截至第 30 天）");
    assert_eq!(view.pays_rule, "回本：每位顾客累计成交额达到人均获客成本（未计毛利率，非利润）");
    let data = dataset(&document(&rows(), |document| {
        document["cohorts"] = cohorts();
        document["meta"]["margin_rate"] = json!("0.6");
    }));
    let rule = "Paid back: once revenue per customer so far reaches the cost to acquire ÷ the margin (60.0%)";
    assert_eq!(self::view(&data, "", &split("brand"), "en").pays_rule, rule);
    // Of one group the sentence says it.
    assert_eq!(self::view(&data, "", &split_none(), "en").pays_rule, "");
}

#[test]
fn the_name_of_the_line_of_pay_back_lies_above_the_curve() {
    let marks = view(&with_cohorts(), "", &split_none(), "en").worth.expect("revenue").chart.marks;
    let name =
        marks.iter().position(|mark| matches!(&mark.shape, Shape::Text(_, _, text) if text.contains("Break-even")));
    let curve = marks.iter().rposition(|mark| matches!(mark.shape, Shape::Line { .. }));
    assert!(name.is_some() && name > curve, "{name:?} {curve:?}");
}
