//! The trend of small documents: values against sums of their rows, and what is odd: one day, no day, days that were not
//! delivered, that are null, withheld, still growing.

use redcat_report::cube::Dataset;
use redcat_report::date::{Date, DateRange};
use redcat_report::query::{Compare, Selection};
use redcat_report::view::chart::{Shape, Tone};
use redcat_report::view::locale::Locale;
use redcat_report::view::state::TrendState;
use redcat_report::view::trend::{Reading, TrendView};
use redcat_report::view::twin::Number;
use serde_json::json;

use crate::render;
use crate::samples::{self, DAYS, Row, WINDOW_DAYS};

const ROOM_PX: f64 = 640.0;

fn day(offset: i32) -> Date {
    Date::parse(samples::FROM).expect("a date").plus(offset)
}

fn over(first: i32, last: i32) -> Selection {
    Selection::default().over(DateRange::new(day(first), day(last)))
}

fn state(metric: &str, by: &str) -> TrendState {
    TrendState { metric: Some(metric.into()), by: Some(by.into()), ..TrendState::default() }
}

fn view(dataset: &Dataset, selection: &Selection, state: &TrendState, tag: &str) -> TrendView {
    TrendView::build(dataset, selection, state, ROOM_PX, &Locale::plain(tag)).expect("something is counted")
}

fn sum(rows: &[Row], value: impl Fn(&Row) -> i64, from: Date, to: Date) -> i64 {
    let (from, to) = (from.to_string(), to.to_string());
    rows.iter().filter(|row| from <= row.day && row.day <= to).map(value).sum()
}

/// Readings of the line of that tone, point by point.
fn line(view: &TrendView, tone: Tone) -> Vec<&Reading> {
    let place = view.lines.iter().position(|line| line.tone == tone).expect("that line");
    view.points.iter().map(|point| &point.readings[place]).collect()
}

fn reals(readings: &[&Reading]) -> Vec<Option<f64>> {
    let real = |reading: &&Reading| match reading.number {
        Some(Number::Real(value) | Number::Amount(value)) => Some(value),
        Some(Number::Integer(value) | Number::Money(value)) => Some(value as f64),
        None => None,
    };
    readings.iter().map(real).collect()
}

#[test]
fn days_weeks_and_months_are_the_sums_of_their_rows() {
    let (rows, dataset) = (samples::rows(), samples::small());
    for by in ["day", "week", "month"] {
        let view = view(&dataset, &Selection::default(), &state("gmv", by), "en");
        let mut next = day(0);
        for (point, reading) in view.points.iter().zip(line(&view, Tone::First)) {
            let days = point.days.expect("its days");
            assert_eq!(days.from, next, "no day twice, none left out");
            next = days.to.plus(1);
            let expected = sum(&rows, |row| row.gmv, days.from, days.to);
            assert_eq!(reading.number, Some(Number::Money(expected.into())), "{by} {}", point.label);
        }
        assert_eq!(next, day(DAYS));
    }
    let labels = |by| view(&dataset, &Selection::default(), &state("gmv", by), "zh-CN").points[0].label.clone();
    assert_eq!(["day", "week", "month"].map(labels), ["2025-05-01", "2025-04-28 周", "2025-05"]);
}

#[test]
fn the_mean_looks_back_over_whole_days_and_is_of_sums_for_a_ratio() {
    let (rows, dataset) = (samples::rows(), samples::small());
    let shown = view(&dataset, &over(3, DAYS - 1), &state("gmv", "day"), "en");
    for (n, mean) in reals(&line(&shown, Tone::Mean)).into_iter().enumerate() {
        let at = n as i32 + 3;
        let expected = (at >= 6).then(|| sum(&rows, |row| row.gmv, day(at - 6), day(at)) as f64 / 7.0);
        assert_eq!(mean.is_some(), expected.is_some(), "day {at}: seven days have to be there");
        assert!(mean.zip(expected).is_none_or(|(mean, expected)| (mean - expected).abs() < 1e-6), "day {at}");
    }
    let shown = view(&dataset, &Selection::default(), &state("conversion", "day"), "en");
    let orders = |from, to| sum(&rows, |row| row.orders, from, to) as f64;
    let visits = |from, to| sum(&rows, |row| row.visits, from, to) as f64;
    for (at, mean) in (0..).zip(reals(&line(&shown, Tone::Mean))) {
        let expected = (6..DAYS - WINDOW_DAYS).contains(&at);
        assert_eq!(mean.is_some(), expected, "day {at} is final and has six before it");
        if let Some(mean) = mean {
            assert!((mean - orders(day(at - 6), day(at)) / visits(day(at - 6), day(at))).abs() < 1e-12, "day {at}");
        }
    }
}

#[test]
fn what_still_grows_is_dashed_and_said() {
    let view = view(&samples::small(), &Selection::default(), &state("orders", "day"), "zh-CN");
    assert!(view.notes.contains(&"成交按曝光日归因，最近 5 天仍在回流".to_owned()), "{:?}", view.notes);
    for (at, point) in (0..).zip(&view.points) {
        assert_eq!(point.remarks.iter().any(|remark| remark == "仍在回流"), at >= DAYS - WINDOW_DAYS, "{at}");
    }
    let dashes: Vec<(usize, bool)> = view
        .chart
        .marks
        .iter()
        .filter(|mark| mark.tone == Tone::First)
        .filter_map(|mark| match &mark.shape {
            Shape::Line { points, dashed } => Some((points.len(), *dashed)),
            _ => None,
        })
        .collect();
    assert_eq!(dashes, [((DAYS - WINDOW_DAYS) as usize, false), (WINDOW_DAYS as usize + 1, true)]);
    assert!(view.summary.contains("5 个时间点尚未完整"), "{}", view.summary);
}

#[test]
fn day_n_stands_against_day_n_at_every_granularity() {
    let (rows, dataset) = (samples::rows(), samples::small());
    let selection = over(10, 19).compared(Some(Compare::Previous));
    for by in ["day", "week", "month"] {
        let view = view(&dataset, &selection, &state("gmv", by), "en");
        for (point, reading) in view.points.iter().zip(line(&view, Tone::Compared)) {
            let days = point.days.expect("its days");
            let (from, to) = (days.from.plus(-10), days.to.plus(-10));
            assert_eq!(reading.number, Some(Number::Money(sum(&rows, |row| row.gmv, from, to).into())), "{by}");
            if by == "day" {
                let (now, before) =
                    (sum(&rows, |row| row.gmv, days.from, days.to), sum(&rows, |row| row.gmv, from, to));
                let change = reading.change.value.expect("both are final");
                assert!((change - (now - before) as f64 / before as f64).abs() < 1e-12);
            }
        }
        let whole = view.whole.readings.last().expect("the other days");
        assert_eq!(whole.number, Some(Number::Money(sum(&rows, |row| row.gmv, day(0), day(9)).into())));
        assert!(whole.change.value.is_some());
    }
}

#[test]
fn a_change_over_fewer_days_than_the_totals_says_which_numbers_it_divides() {
    let rows = samples::rows();
    let selection = over(10, 19).compared(Some(Compare::Previous));
    let orders = view(&samples::small(), &selection, &state("orders", "day"), "zh-CN");
    let total = |from: i32| sum(&rows, |row| row.orders, day(from), day(from + 4));
    let locale = Locale::plain("zh-CN");
    let [now, before] = [total(10), total(0)].map(|total| locale.compact(total as f64));
    let note = format!("+2.2%，5/10 天：{now}，对比期 {before}");
    assert!(orders.notes.contains(&note), "{note}: {:?}", orders.notes);
    let gmv = view(&samples::small(), &selection, &state("gmv", "day"), "zh-CN");
    assert!(gmv.notes.iter().all(|note| !note.contains("/10 天")), "{:?}", gmv.notes);
}

#[test]
fn days_that_lack_are_gaps_with_their_reason() {
    let document = samples::document(&samples::rows(), |document| {
        document["meta"]["missing_dates"] = json!([day(4).to_string()]);
        let records = document["cells"][0]["records"].as_array_mut().expect("records");
        records.retain(|record| record["date"] != day(4).to_string());
        for record in records.iter_mut().filter(|record| record["date"] == day(8).to_string()) {
            record["gmv"] = json!(null);
        }
        records.iter_mut().find(|record| record["date"] == day(9).to_string()).expect("a row")["gmv"] = json!(null);
        let ads = document["cells"][1]["records"].as_array_mut().expect("records");
        ads.retain(|record| record["date"] != day(4).to_string());
    });
    let view = view(&samples::dataset(&document), &Selection::default(), &state("gmv", "day"), "zh-CN");
    let gmv = line(&view, Tone::First);
    assert_eq!((gmv[4].y, gmv[4].text.as_str(), gmv[4].full.as_str()), (None, "—", "数据未回传"));
    assert_eq!((gmv[8].y, gmv[8].number), (None, None));
    assert!(gmv[9].y.is_some() && gmv[9].text.starts_with('≥'), "{:?}", gmv[9]);
    assert!(view.points[4].remarks.contains(&"数据未回传".to_owned()));
    assert!(view.notes.iter().any(|note| note.starts_with("2 处没有数值：数据未回传")), "{:?}", view.notes);
    let mean = reals(&line(&view, Tone::Mean));
    let known: Vec<f64> = [5, 6, 7, 9, 10, 11].iter().filter_map(|&n: &usize| reals(&gmv)[n]).collect();
    let expected = known.iter().sum::<f64>() / 6.0;
    assert!((mean[11].expect("six of seven days") - expected).abs() < 1e-6);
    let drawn = view.chart.marks.iter().filter(|mark| mark.tone == Tone::First);
    assert_eq!(drawn.filter(|mark| matches!(mark.shape, Shape::Line { .. })).count(), 3, "the line breaks twice");
}

#[test]
fn few_people_are_hidden_in_line_words_and_table() {
    let document = samples::document(&samples::rows(), |document| {
        document["meta"]["min_cell"] = json!(20);
        document["meta"]["privacy_measure"] = json!("reads");
        for record in document["cells"][0]["records"].as_array_mut().expect("records") {
            if record["date"] == day(3).to_string() {
                record["reads"] = json!(1);
            }
        }
    });
    let view = view(&samples::dataset(&document), &Selection::default(), &state("gmv", "day"), "en");
    let hidden = line(&view, Tone::First)[3];
    assert_eq!((hidden.text.as_str(), hidden.number, hidden.y), ("<20", None, None));
    let twin = view.twin(&Locale::plain("en"));
    assert_eq!((twin.rows[3][1].text.as_str(), twin.rows[3][1].number), ("<20", None));
}

#[test]
fn a_metric_that_cannot_be_filtered_keeps_its_number_and_says_so() {
    let dataset = samples::small();
    let filtered = Selection::default().with("note_kind", Some("ad"));
    let all = view(&dataset, &Selection::default(), &state("gmv", "day"), "zh-CN");
    let kept = view(&dataset, &filtered, &state("gmv", "day"), "zh-CN");
    assert_eq!(reals(&line(&kept, Tone::First)), reals(&line(&all, Tone::First)));
    assert!(kept.notes.contains(&"成交额未按笔记类型拆分".to_owned()), "{:?}", kept.notes);
    let ratio = view(&dataset, &filtered, &state("roi", "day"), "zh-CN");
    assert_eq!(ratio.empty.as_deref(), Some("无法按当前筛选拆分"));
}

#[test]
fn one_day_no_day_and_no_measure() {
    let dataset = samples::small();
    let one = view(&dataset, &over(2, 2), &TrendState::default(), "en");
    assert_eq!(one.points.len(), 1);
    assert!(one.chart.marks.iter().any(|mark| matches!(mark.shape, Shape::Dot(x, _) if (x - 0.5).abs() < 1e-12)));
    assert_eq!(one.overview.as_ref().map(|overview| overview.days.len()), Some(DAYS as usize));
    let outside = view(&dataset, &over(100, 120), &TrendState::default(), "en");
    assert_eq!((outside.points.len(), outside.empty.as_deref()), (0, Some("No data")));
}

#[test]
fn the_main_metric_is_sales_on_the_day_they_happened() {
    let dataset = samples::small();
    let menu = |view: &TrendView, id: &str| {
        let menu = view.menus.iter().find(|menu| menu.id == id).expect("that menu").clone();
        menu.choices.into_iter().find(|choice| choice.current).map(|choice| choice.id)
    };
    let shown = view(&dataset, &Selection::default(), &TrendState::default(), "en");
    assert_eq!((menu(&shown, "metric"), menu(&shown, "by")), (Some("gmv".into()), Some("day".into())));
    let without = samples::dataset(&samples::document(&samples::rows(), |document| {
        document["measures"][6]["anchor"] = json!("exposure");
    }));
    let shown = view(&without, &Selection::default(), &TrendState::default(), "en");
    assert_eq!(menu(&shown, "metric").as_deref(), Some("spend"));
    let unknown = TrendState { second: Some("moon".into()), ..state("mars", "year") };
    let shown = view(&dataset, &Selection::default(), &unknown, "en");
    assert_eq!((menu(&shown, "metric"), menu(&shown, "second")), (Some("gmv".into()), Some(String::new())));
}

#[test]
fn two_metrics_have_an_axis_each_and_the_table_says_what_the_marks_say() {
    let dataset = samples::small();
    let two = TrendState { second: Some("conversion".into()), ..state("gmv", "day") };
    for tag in ["zh-CN", "en"] {
        let view = view(&dataset, &over(10, 19).compared(Some(Compare::Previous)), &two, tag);
        assert_eq!(view.chart.y.len(), 2);
        for axis in &view.chart.y {
            assert!(axis.ticks.first().is_some_and(|tick| tick.at == 0.0 && tick.label.starts_with('0')), "{axis:?}");
        }
        let twin = view.twin(&Locale::plain(tag));
        assert_eq!(twin.headers.len(), view.lines.len() + 3);
        for (point, row) in view.points.iter().zip(&twin.rows) {
            assert_eq!(row.len(), twin.headers.len());
            assert_eq!(row[0].text, point.label);
            let changes = twin.headers.iter().position(|head| ["变化", "Change"].contains(&head.as_str()));
            let cells = row.iter().enumerate().skip(1).filter(|(n, _)| Some(*n) != changes).map(|(_, cell)| cell);
            for (cell, reading) in cells.zip(&point.readings) {
                assert_eq!(cell.number, reading.number);
                assert!(point.spoken.contains(&reading.text), "{} in {}", reading.text, point.spoken);
            }
        }
        insta::assert_snapshot!(format!("trend_{tag}"), render::trend(&view, &Locale::plain(tag)));
    }
}
