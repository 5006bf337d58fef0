//! The results for people. In: `results.json`. Out: a page in Markdown with tables, charts as SVG, a few lines for the
//! terminal. Nothing here is measured or judged.

use std::fmt::Write as _;

use serde_json::Value;

use super::asked::list;
use super::asking::{LOOPS, NATIVE, OURS, PEERS};
use super::chart::{Series, decimal, dots, lines};
use super::numbers::shown;

/// All files, by name.
pub fn files(results: &Value) -> Vec<(&'static str, String)> {
    let about = about(results);
    let mut files = vec![("README.md", markdown(results, &about))];
    if let Some(size) = main_size(results) {
        let title = format!("First answers over {} rows", rows(size));
        files.push(("questions.svg", questions_chart(&title, &about, size)));
        let plot = |name: &str| plot(size, name);
        let groups = lines(
            &format!("Costs by number of groups, {} rows", rows(size)),
            &about,
            "groups that a question can have",
            true,
            &plot("groups"),
        );
        files.push(("groups.svg", groups));
        let keys = lines(
            &format!("Costs by number of keys, {} rows", rows(size)),
            &about,
            "keys that a question filters or groups by",
            false,
            &plot("keys"),
        );
        files.push(("keys.svg", keys));
    }
    files.push(("rows.svg", lines("Mean of Q1 to Q6 by number of rows", &about, "rows", true, &by_rows(results))));
    files
}

/// Gates, for the terminal.
pub fn summary(results: &Value) -> String {
    let mut text = String::new();
    for gate in list(&results["gates"]) {
        let verdict = match gate["passed"].as_bool() {
            Some(true) => "passed",
            Some(false) => "FAILED",
            None => "–     ",
        };
        let _ = writeln!(text, "{verdict}  {:<72} {}", gate["what"].as_str().unwrap_or(""), against(gate));
    }
    text
}

/// The size that the page begins with.
fn main_size(results: &Value) -> Option<&Value> {
    let sizes = list(&results["sizes"]);
    sizes.iter().find(|size| size["rows"] == 1_000_000).or(sizes.first())
}

fn rows(size: &Value) -> String {
    decimal(size["rows"].as_f64().unwrap_or_default())
}

fn about(results: &Value) -> String {
    let machine = &results["environment"];
    let word = |name: &str| machine[name].as_str().unwrap_or("?");
    format!("{}, {} cores, {}", word("cpu"), machine["cores"], word("date"))
}

fn engines() -> impl Iterator<Item = &'static str> {
    [OURS, NATIVE].into_iter().chain(LOOPS).chain(PEERS)
}

fn title(engine: &str) -> &str {
    match engine {
        NATIVE => "native loop",
        "columns" => "JS loop, columns",
        "interleaved" => "JS loop, interleaved",
        other => other,
    }
}

fn markdown(results: &Value, about: &str) -> String {
    let machine = &results["environment"];
    let mut page = String::from("# How fast the engine is\n\n");
    let word = |name: &str| machine[name].as_str().unwrap_or("?").to_owned();
    let peers: Vec<String> = machine["peers"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, version)| format!("{name} {}", version.as_str().unwrap_or("?")))
        .collect();
    let _ = writeln!(
        page,
        "Written by `cargo xtask bench{}` in {} min; all numbers are in [results.json](results.json). {about}; {} GB, {}, {}, \
         {}; {}. Load of the machine before it began: {}. Random questions of seed {}.\n",
        if results["quick"] == true { " --quick" } else { "" },
        results["minutes"],
        machine["memoryGb"],
        word("system"),
        word("chromium"),
        word("rustc"),
        peers.join(", "),
        machine["load"],
        results["seed"],
    );
    page.push_str(HOW);
    page.push_str("\n![First answers](questions.svg)\n\n## What was promised\n\n");
    page.push_str("| | rows | found | limit | |\n| --- | ---: | ---: | ---: | --- |\n");
    for gate in list(&results["gates"]) {
        let (found, limit) = found_and_limit(gate);
        let verdict = match gate["passed"].as_bool() {
            Some(true) => "passed",
            Some(false) => "**failed**",
            None => "promised of other rows",
        };
        let _ = writeln!(
            page,
            "| {} | {} | {found} | {limit} | {verdict} |",
            gate["what"].as_str().unwrap_or(""),
            rows(gate)
        );
    }
    let mut sizes: Vec<&Value> = list(&results["sizes"]).iter().collect();
    sizes.sort_by_key(|size| (size["rows"] != 1_000_000, size["rows"].as_u64()));
    for size in sizes {
        section(&mut page, size);
    }
    page.push_str("\n## How costs grow\n\n![By rows](rows.svg)\n\n![By groups](groups.svg)\n\n![By keys](keys.svg)\n");
    page
}

const HOW: &str = "\
All answers are compared number by number with those of a native loop; a run that meets a difference fails. Engines take turns, \
each question is asked of a report of its own that was never asked before, ratios are of pairs, and what stands in tables are \
medians, with the 95th percentile behind the slash. Our engine's times are through the npm package, typed arrays out; what it adds \
up ahead of questions counts in loading. crossfilter2 has its dimensions, DuckDB its tables and prepared statements, before it is asked.
";

fn section(page: &mut String, size: &Value) {
    let _ = writeln!(page, "\n## {} rows\n", rows(size));
    let names: Vec<&str> = engines().map(title).collect();
    let _ = writeln!(page, "| ms | {} | ÷ better JS loop | ÷ native | asked again | by way of |", names.join(" | "));
    let _ = writeln!(page, "| --- |{} --- |", " ---: |".repeat(names.len() + 3));
    for question in list(&size["questions"]) {
        let times: Vec<String> = engines().map(|engine| pair(&question["engines"][engine])).collect();
        let ratio = |part: &str| shown(question[part]["median"].as_f64().unwrap_or(f64::NAN));
        let name = question["name"].as_str().unwrap_or("");
        let (to_loop, to_native, again) = (ratio("toLoop"), ratio("toNative"), ratio("repeat"));
        let plan = plan(&question["plan"]);
        let _ = writeln!(page, "| {name} | {} | {to_loop} | {to_native} | {again} | {plan} |", times.join(" | "));
    }
    for (name, part) in [
        ("Q7 brush dragged by a day, six panels", "drag"),
        ("Q7j brush taken elsewhere", "jump"),
        ("Brush begun", "began"),
    ] {
        let times: Vec<String> = engines().map(|engine| pair(&size["brush"][engine][part])).collect();
        let _ = writeln!(page, "| {name} | {} | | | | tiles |", times.join(" | "));
    }
    let random = &size["random"];
    let ratio = |part: &str| shown(random[part].as_f64().unwrap_or(f64::NAN));
    let _ = writeln!(
        page,
        "\n{} random questions (1 to 4 filters, 0 to 2 keys to group by) ÷ the better JavaScript loop: median {}, 95th percentile {}, \
         largest {}. Memory: {} bytes a row when built, {} with everything added up ahead.\n",
        random["count"],
        ratio("p50"),
        ratio("p95"),
        ratio("largest"),
        size["memory"]["built"],
        size["memory"]["prepared"],
    );
    let columns: Vec<&str> = [OURS, LOOPS[0]].into_iter().chain(PEERS).collect();
    let names: Vec<&str> =
        columns.iter().map(|engine| if *engine == LOOPS[0] { "plain JavaScript" } else { engine }).collect();
    let _ = writeln!(
        page,
        "| document → first answer, ms | {} | ÷ plain JavaScript | with all added up ahead | longest task | MB above the text, ours | plain JavaScript's |",
        names.join(" | ")
    );
    let _ = writeln!(page, "| --- |{}", " ---: |".repeat(names.len() + 5));
    for form in list(&size["loading"]) {
        let times: Vec<String> = columns.iter().map(|engine| pair(&form["engines"][*engine])).collect();
        let alone = &form["alone"];
        let megabytes = |engine: &str| {
            alone[engine]["bytesAbove"].as_f64().map_or_else(|| "–".to_owned(), |bytes| shown(bytes / 1e6))
        };
        let number = |value: &Value| shown(value.as_f64().unwrap_or(f64::NAN));
        let _ = writeln!(
            page,
            "| {} as {}, {} MB | {} | {} | {} | {} | {} | {} |",
            form["layout"].as_str().unwrap_or(""),
            form["held"].as_str().unwrap_or(""),
            shown(form["bytes"].as_f64().unwrap_or_default() / 1e6),
            times.join(" | "),
            number(&form["toLoop"]["median"]),
            pair(&form["withAll"]),
            number(&alone[OURS]["longestTask"]),
            megabytes(OURS),
            megabytes(LOOPS[0]),
        );
    }
    screen(page, &size["screen"]);
}

/// The element on a page; nothing where it was not looked at.
fn screen(page: &mut String, screen: &Value) {
    if screen.is_null() {
        return;
    }
    let number = |value: &Value| shown(value.as_f64().unwrap_or(f64::NAN));
    let (brush, move_) = (&screen["brush"], pair(&screen["brush"]["move"]));
    let _ = writeln!(
        page,
        "\nThe element on a page with {} marks in sight: {} ms from an address to the report in place of another, longest task {} ms, \
         {} ms while the panels out of sight follow; {} ms from a click to its layout; a brush begins in {} ms, and a move of it takes \
         {move_} ms, the longest {}.\n",
        screen["marks"],
        number(&screen["took"]),
        number(&screen["longestTask"]),
        number(&screen["longestTaskAfter"]),
        pair(&screen["click"]),
        number(&brush["began"]),
        number(&brush["longest"]),
    );
}

/// Median and 95th percentile.
fn pair(told: &Value) -> String {
    match (told["median"].as_f64(), told["p95"].as_f64()) {
        (Some(median), Some(p95)) => format!("{} / {}", shown(median), shown(p95)),
        _ => "–".to_owned(),
    }
}

/// What each pass reads.
fn plan(passes: &Value) -> String {
    let pass = |pass: &Value| {
        format!(
            "{}, {} rows",
            pass["structure"].as_str().unwrap_or("?"),
            decimal(pass["rows"].as_f64().unwrap_or_default())
        )
    };
    list(passes).iter().map(pass).collect::<Vec<_>>().join("; ")
}

fn found_and_limit(gate: &Value) -> (String, String) {
    let unit = gate["unit"].as_str().unwrap_or("");
    let number = |part: &str| format!("{}{unit}", shown(gate[part].as_f64().unwrap_or(f64::NAN)));
    (number("found"), number("limit"))
}

fn against(gate: &Value) -> String {
    let (found, limit) = found_and_limit(gate);
    format!("{found}, limit {limit}")
}

fn charted() -> impl Iterator<Item = &'static str> {
    engines().filter(|engine| *engine != NATIVE)
}

fn questions_chart(title_of_chart: &str, about: &str, size: &Value) -> String {
    let questions = list(&size["questions"]);
    let short = |name: &str| name.chars().take(34).collect::<String>();
    let mut labels: Vec<String> =
        questions.iter().map(|question| short(question["name"].as_str().unwrap_or(""))).collect();
    labels.extend(["Q7 brush dragged by a day", "Q7j brush taken elsewhere", "Text → first answer"].map(str::to_owned));
    let rows = |engine: &str| {
        let loaded = list(&size["loading"]).first().map_or(&Value::Null, |form| &form["engines"][engine]);
        let brush = &size["brush"][engine];
        let told = questions.iter().map(|question| &question["engines"][engine]);
        let told = told.chain([&brush["drag"], &brush["jump"], loaded]);
        told.map(|told| told["median"].as_f64().unwrap_or(f64::NAN))
            .enumerate()
            .map(|(row, ms)| (row as f64, ms))
            .collect()
    };
    let series: Vec<Series> =
        charted().map(|engine| Series { name: title(engine).into(), points: rows(engine) }).collect();
    dots(title_of_chart, about, &labels, &series)
}

fn plot(size: &Value, name: &str) -> Vec<Series> {
    let points = |engine: &str| {
        let mut points: Vec<(f64, f64)> = list(&size["growing"])
            .iter()
            .filter(|question| question["plot"] == name)
            .filter_map(|question| Some((question["at"].as_f64()?, question["engines"][engine]["median"].as_f64()?)))
            .collect();
        points.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        points
    };
    charted().map(|engine| Series { name: title(engine).into(), points: points(engine) }).collect()
}

fn by_rows(results: &Value) -> Vec<Series> {
    let points = |engine: &str| {
        let mean = |size: &Value| {
            let medians: Option<Vec<f64>> = list(&size["questions"])
                .iter()
                .map(|question| question["engines"][engine]["median"].as_f64())
                .collect();
            let medians = medians.filter(|medians| !medians.is_empty())?;
            Some((size["rows"].as_f64()?, medians.iter().sum::<f64>() / medians.len() as f64))
        };
        list(&results["sizes"]).iter().filter_map(mean).collect()
    };
    charted().map(|engine| Series { name: title(engine).into(), points: points(engine) }).collect()
}
