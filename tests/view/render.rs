//! View models as plain text, for snapshots.

use std::fmt::Write as _;

use redcat_report::cube::Dataset;
use redcat_report::view::chart::{Shape, Tick};
use redcat_report::view::cohorts::CohortsView;
use redcat_report::view::compare::CompareView;
use redcat_report::view::drilldown::{DrillRow, Drilldown};
use redcat_report::view::funnel::{Change, FunnelView, Loss, Rate};
use redcat_report::view::header::HeaderView;
use redcat_report::view::kpis::KpisView;
use redcat_report::view::locale::Locale;
use redcat_report::view::repurchase::RepurchaseView;
use redcat_report::view::trend::{TrendPoint, TrendView};
use redcat_report::view::twin::TwinTable;

fn rate(rate: &Rate) -> String {
    if !rate.applies {
        return "·".to_owned();
    }
    let interval = rate.interval.as_ref().map(|interval| format!(" [{interval}]")).unwrap_or_default();
    let note = rate.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{}{interval}{note}", rate.text)
}

pub fn funnel(view: &FunnelView, locale: &Locale) -> String {
    let mut text = format!("{}\n", view.title);
    for note in &view.notes {
        let _ = writeln!(text, "! {note}");
    }
    for row in &view.rows {
        let chain = row.chain.map(|chain| format!("<{}> ", view.chains[chain].label)).unwrap_or_default();
        let _ = writeln!(text, "{} {chain}{} {} = {}", row.stage, row.label, row.count, row.count_full);
        let _ = writeln!(
            text,
            "    bar {:.4} growing {:.4} {}",
            row.bar,
            row.immature_bar,
            row.immature.as_deref().unwrap_or("")
        );
        let _ = writeln!(text, "    {}: {}", view.of_first_label, rate(&row.of_first));
        let _ = writeln!(text, "    {}: {}", view.of_previous_label, rate(&row.of_previous));
        for join in &row.joins {
            let _ = writeln!(text, "    <{}> {}", view.chains[join.chain].label, rate(&join.rate));
        }
        if let Some(comparison) = &row.comparison {
            let (count, share) = (&comparison.count_change, &comparison.rate_change);
            let _ = writeln!(
                text,
                "    vs {} bar {:.4}: {:?} {} / {:?} {}",
                comparison.text, comparison.bar, count.direction, count.text, share.direction, share.text
            );
        }
        for part in &row.parts {
            let _ = writeln!(
                text,
                "    + {} {} bar {:.4} {}",
                part.label,
                part.count_full,
                part.bar,
                rate(&part.of_previous)
            );
        }
        for mark in row.optional.iter().chain(&row.marks) {
            let _ = writeln!(text, "    # {mark}");
        }
        let _ = writeln!(text, "    \u{201c}{}\u{201d}", row.spoken);
    }
    for Loss { text: loss, .. } in view.biggest_loss.iter().chain(&view.steepest_loss) {
        let _ = writeln!(text, "{loss}");
    }
    let _ = writeln!(text, "\u{201c}{}\u{201d}", view.summary);
    text + &table(&view.twin(locale))
}

fn table(twin: &TwinTable) -> String {
    let mut text = format!("{}\n| {} |\n", twin.caption, twin.headers.join(" | "));
    for row in &twin.rows {
        let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

pub fn drilldown(table: &Drilldown, dataset: &Dataset, locale: &Locale) -> String {
    let mut text = format!("{}\n", table.title);
    let crumbs: Vec<&str> = table.crumbs.iter().map(|crumb| crumb.label.as_str()).collect();
    let _ = writeln!(text, "{}", crumbs.join(" > "));
    for order in &table.orders {
        let _ = writeln!(text, "{} {}", if order.current { "*" } else { "-" }, order.label);
    }
    let head = |label: &str, sorted: Option<bool>, note: Option<&str>| {
        let arrow = sorted.map_or("", |down| if down { "↓" } else { "↑" });
        note.map_or_else(|| format!("{label}{arrow}"), |note| format!("{label}{arrow} ({note})"))
    };
    let mut heads = vec![head(&table.names.label, table.names.sorted, None)];
    heads.extend(table.columns.iter().map(|column| head(&column.label, column.sorted, column.note.as_deref())));
    let _ = writeln!(text, "{}", heads.join(" | "));
    text += &row(&table.total);
    for line in table.rows(dataset, locale, 0..table.len) {
        text += &row(&line);
    }
    for line in table.notes.iter().chain(&table.empty) {
        let _ = writeln!(text, "! {line}");
    }
    let _ = writeln!(text, "\u{201c}{}\u{201d}", table.summary);
    text
}

fn row(row: &DrillRow) -> String {
    let fold = row.expanded.map_or(" ", |open| if open { "v" } else { ">" });
    let cells: Vec<String> = row
        .cells
        .iter()
        .map(|cell| if cell.bar > 0.0 { format!("{} {:.2}", cell.text, cell.bar) } else { cell.text.clone() })
        .collect();
    let selected = if row.selected { " ✓" } else { "" };
    let line: String = row.sparkline.iter().map(|point| char::from(b'0' + (point * 9.0).round() as u8)).collect();
    format!("{}{fold} {}{selected} | {} | {line}\n", "  ".repeat(row.depth), row.label, cells.join(" | "))
}

pub fn header(view: &HeaderView) -> String {
    let mut text = format!("{} {}\n{}\n", view.merchant, view.demo.as_deref().unwrap_or(""), view.period);
    for line in view.comparison.iter().chain([&view.as_of, &view.source, &view.generated_at]) {
        let _ = writeln!(text, "{line}");
    }
    for chip in &view.chips {
        let _ = writeln!(text, "[{}] {} / {}", chip.label, chip.title, chip.remove_label);
    }
    for choice in view.periods.iter().chain(&view.comparisons) {
        let _ = writeln!(
            text,
            "{} {} {} {}",
            if choice.current { "*" } else { "-" },
            choice.id,
            choice.label,
            choice.title
        );
    }
    for note in &view.notes {
        let _ = writeln!(text, "! {note}");
    }
    text
}

pub fn trend(view: &TrendView, locale: &Locale) -> String {
    let mut text = format!("{}\n{}\n", view.title, view.summary);
    for note in &view.notes {
        let _ = writeln!(text, "! {note}");
    }
    for menu in &view.menus {
        let choices = menu
            .choices
            .iter()
            .map(|choice| if choice.current { format!("[{}]", choice.label) } else { choice.label.clone() });
        let _ = writeln!(text, "{}: {}", menu.label, choices.collect::<Vec<_>>().join(" "));
    }
    let line = |text: &mut String, point: &TrendPoint| {
        let _ = writeln!(text, "{}", point.spoken);
        for (line, reading) in view.lines.iter().zip(&point.readings) {
            let y = reading.y.map_or_else(|| "gap".to_owned(), |y| format!("{y:.4}"));
            let _ = writeln!(
                text,
                "    {:?} {} = {} at {y} {}",
                line.tone, reading.text, reading.full, reading.change.text
            );
        }
    };
    line(&mut text, &view.whole);
    for point in &view.points {
        line(&mut text, point);
    }
    for axis in [&view.chart.x].into_iter().chain(&view.chart.y) {
        let ticks = axis.ticks.iter().map(|tick| format!("{} at {:.4}", tick.label, tick.at));
        let _ = writeln!(text, "axis {}: {}", axis.label, ticks.collect::<Vec<_>>().join(", "));
    }
    for mark in &view.chart.marks {
        let _ = writeln!(text, "{:?} {:.3?}", mark.tone, mark.shape);
    }
    text + &table(&view.twin(locale))
}

pub fn kpis(view: &KpisView, locale: &Locale) -> String {
    let mut text = format!("{}\n", view.title);
    for note in &view.notes {
        let _ = writeln!(text, "! {note}");
    }
    for tile in &view.tiles {
        let interval = tile.interval.as_ref().map(|interval| format!(" [{interval}]")).unwrap_or_default();
        let _ = writeln!(text, "{} {} {}{interval} = {}", tile.id, tile.label, tile.value, tile.full);
        if let Some(change) = &tile.change {
            let Change { text: said, direction, good, .. } = &change.change;
            let _ = writeln!(text, "    {direction:?} {said} {good:?} {:?} / {}", change.verdict, change.compared_text);
            if let Some(days) = &change.days {
                let _ = writeln!(text, "    {days}");
            }
        }
        for mark in &tile.spark {
            let (points, dashed) = match &mark.shape {
                Shape::Line { points, dashed } => (points.clone(), *dashed),
                Shape::Dot(x, y) => (vec![(*x, *y)], false),
                other => panic!("{other:?} in a tile"),
            };
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
            let _ = writeln!(text, "    {:?}{} {}", mark.tone, if dashed { " dashed" } else { "" }, points.join(" "));
        }
        for mark in tile.note.iter().chain(&tile.marks) {
            let _ = writeln!(text, "    # {mark}");
        }
        let _ = writeln!(text, "    \u{201c}{}\u{201d}", tile.spoken);
    }
    let _ = writeln!(text, "\u{201c}{}\u{201d}", view.summary);
    text + &table(&view.twin(locale))
}

pub fn compare(view: &CompareView) -> String {
    let mut text = format!("{}\n{}\n", view.title, view.summary);
    for note in view.notes.iter().chain(&view.methods) {
        let _ = writeln!(text, "! {note}");
    }
    for menu in &view.menus {
        let choices = menu
            .choices
            .iter()
            .map(|choice| if choice.current { format!("[{}]", choice.label) } else { choice.label.clone() });
        let _ = writeln!(text, "{}: {}", menu.label, choices.collect::<Vec<_>>().join(" | "));
    }
    let _ = writeln!(text, "{} / {}", view.heads.join(" | "), view.dots.join(" | "));
    let ticks = view.ticks.iter().map(|tick| format!("{} at {:.4}", tick.label, tick.at));
    let _ = writeln!(text, "axis: {}; zero at {:.4}", ticks.collect::<Vec<_>>().join(", "), view.zero);
    for row in &view.rows {
        let _ = writeln!(text, "{} {:?} {:?} {}", row.label, row.direction, row.good, row.remark);
        let _ = writeln!(text, "    {} = {} / {} = {}", row.rates[0], row.full[0], row.rates[1], row.full[1]);
        let _ = writeln!(
            text,
            "    {} [{}] {} [{}]",
            row.difference, row.difference_interval, row.uplift, row.uplift_interval
        );
        let _ = writeln!(text, "    {} {} {}", row.p, row.stars, row.mixed_text);
        for mark in row.mark.iter().chain(&row.mixed) {
            let _ = writeln!(text, "    {:.4} .. {:.4} .. {:.4}", mark.from, mark.at, mark.to);
        }
        let _ = writeln!(text, "    \u{201c}{}\u{201d}", row.spoken);
    }
    text + &table(&view.twin)
}

pub fn repurchase(view: &RepurchaseView, locale: &Locale) -> String {
    let mut text = format!("{}\n", view.title);
    for note in &view.notes {
        let _ = writeln!(text, "! {note}");
    }
    for finding in &view.findings {
        let _ = writeln!(text, "* [{}] {}\n    {}", finding.id, finding.text, finding.detail);
    }
    for choice in &view.splits {
        let _ = writeln!(text, "{} {} = {}", if choice.current { ">" } else { " " }, choice.id, choice.label);
    }
    let _ = writeln!(text, "{:?} at {}", view.heads, view.head(view.milestone, locale));
    for (group, reading) in view.groups.iter().zip(view.read(view.milestone, locale)) {
        let _ = writeln!(text, "{:?} {} {}: {reading:?}", group.tone, group.label, group.customers);
        let _ = writeln!(text, "    {:?} {} {}", group.uplift, group.cost, group.paid_back);
    }
    for plot in std::iter::once(&view.share).chain(&view.worth) {
        let chart = &plot.chart;
        let labels = |ticks: &[Tick]| ticks.iter().map(|tick| tick.label.clone()).collect::<Vec<_>>().join(" | ");
        let _ = writeln!(text, "{} ({})", plot.title, plot.note);
        let _ = writeln!(text, "    x {} / y {}", labels(&chart.x.ticks), labels(&chart.y[0].ticks));
        for (tone, counts) in chart.under.iter().flat_map(|under| &under.rows) {
            let _ = writeln!(text, "    {tone:?} {}", labels(counts));
        }
    }
    let _ = writeln!(text, "{}", view.summary);
    text
}

pub fn cohorts(view: &CohortsView, locale: &Locale) -> String {
    let mut text = format!("{}\n", view.title);
    for note in &view.notes {
        let _ = writeln!(text, "! {note}");
    }
    let _ = writeln!(text, "{} | {} | {}", view.heads[0], view.heads[1], view.ages.join(" | "));
    for row in &view.rows {
        let cells = row.cells.iter().map(|cell| format!("{} [{:?}]", cell.full, cell.level)).collect::<Vec<_>>();
        let _ = writeln!(text, "{} {}: {}", row.label, row.customers, cells.join(" / "));
    }
    let _ = writeln!(text, "{}\n{}", view.legend.join("\n"), view.summary);
    text + &table(&view.twin(locale))
}
