//! What was promised, beside what was found. In: results. Out: a list of gates, each with its limit, what was measured at
//! the number of rows that it speaks of, and whether that holds. A gate whose number was not measured is not in the list;
//! what was measured over other rows than promised is neither held nor broken.

use serde_json::{Value, json};

use super::asked::list;
use super::asking::{LOOPS, OURS};
use super::numbers::{geometric_mean, rounded};

/// Gates are of this many rows where nothing else is said.
const ROWS: u64 = 1_000_000;
const MANY_ROWS: u64 = 5_000_000;
/// A click is drawn in one frame with this many.
const CLICK_ROWS: u64 = 100_000;
/// Of sixty a second.
const FRAME_MS: f64 = 16.7;
/// A tab of a gigabyte.
const TAB_BYTES: f64 = 1e9;
const MS: &str = " ms";
const TIMES: &str = " ×";

struct Gates {
    rows: u64,
    /// Whether the promise is of so many.
    promised: bool,
    found: Vec<Value>,
}

impl Gates {
    fn add(&mut self, what: &str, found: Option<f64>, limit: f64, unit: &str) {
        let Some(found) = found.filter(|found| found.is_finite()) else { return };
        let passed = self.promised.then_some(found <= limit);
        let (rows, found) = (self.rows, rounded(found));
        self.found.push(json!({
            "what": what, "rows": rows, "found": found, "limit": limit, "unit": unit, "passed": passed
        }));
    }
}

/// All that can be told; without a million rows, of the rows that there were.
pub fn gates(results: &Value) -> Value {
    let sizes = list(&results["sizes"]);
    let of = |rows: u64| sizes.iter().find(|size| size["rows"] == rows);
    let mut gates = Gates { rows: ROWS, promised: true, found: Vec::new() };
    if let Some(size) = of(ROWS).or(sizes.first()) {
        gates.rows = size["rows"].as_u64().unwrap_or_default();
        gates.promised = gates.rows == ROWS;
        questions(&mut gates, size);
        brush(&mut gates, &size["brush"][OURS], 60.0);
        loading(&mut gates, &size["loading"]);
        let tiles = size["brush"][OURS]["bytes"].as_f64().unwrap_or_default() / gates.rows as f64;
        let bytes = size["memory"]["prepared"].as_f64().map(|bytes| bytes + tiles);
        gates.add("Memory of cube, roll-ups and brush", bytes, 40.0, " bytes a row");
        let screen = &size["screen"];
        let longest = ["longestTask", "longestTaskAfter"].map(|part| screen[part].as_f64());
        let longest = longest.into_iter().flatten().reduce(f64::max);
        gates.add("On screen: longest task while a report takes another's place", longest, 50.0, MS);
        gates.add("On screen: longest move of a brush", screen["brush"]["longest"].as_f64(), 16.0, MS);
    }
    if let Some(size) = of(CLICK_ROWS) {
        (gates.rows, gates.promised) = (CLICK_ROWS, true);
        let what = format!("On screen: from a click to its layout, {} marks in sight", size["screen"]["marks"]);
        gates.add(&what, size["screen"]["click"]["median"].as_f64(), FRAME_MS, MS);
    }
    if let Some(size) = of(MANY_ROWS) {
        (gates.rows, gates.promised) = (MANY_ROWS, true);
        gates.add("Brush begun", size["brush"][OURS]["began"]["median"].as_f64(), 200.0, MS);
        let columns = form(&size["loading"], "columns", "bytes");
        let most = columns.and_then(|form| form["alone"][OURS]["bytesMost"].as_f64());
        gates.add(
            "All loaded and all asked: the page's process, document included, at most",
            most.map(|most| most / 1e9),
            TAB_BYTES / 1e9,
            " GB",
        );
    }
    gates.found.into()
}

fn questions(gates: &mut Gates, size: &Value) {
    let medians = |part: &str| -> Vec<f64> {
        list(&size["questions"]).iter().filter_map(|question| question[part]["median"].as_f64()).collect()
    };
    let largest = |numbers: &[f64]| numbers.iter().copied().reduce(f64::max);
    let to_native = medians("toNative");
    gates.add("Q1–Q6, first ask ÷ native loop: largest", largest(&to_native), 1.0, TIMES);
    let mean = (!to_native.is_empty()).then(|| geometric_mean(&to_native));
    gates.add("Q1–Q6, first ask ÷ native loop: geometric mean", mean, 0.5, TIMES);
    gates.add("Q1–Q6, first ask ÷ better JavaScript loop: largest", largest(&medians("toLoop")), 0.4, TIMES);
    gates.add("Q1–Q6 asked again: largest", largest(&medians("repeat")), 0.1, MS);
    let random = &size["random"];
    for (what, part, limit) in [("p50", "p50", 0.4), ("p95", "p95", 0.7), ("largest", "largest", 1.0)] {
        let what = format!("{} random questions ÷ better JavaScript loop: {what}", random["count"]);
        gates.add(&what, random[part].as_f64(), limit, TIMES);
    }
}

fn brush(gates: &mut Gates, ours: &Value, limit: f64) {
    gates.add("Q7, brush dragged by a day", ours["drag"]["median"].as_f64(), 0.1, MS);
    gates.add("Q7j, brush taken elsewhere", ours["jump"]["median"].as_f64(), 0.1, MS);
    gates.add("Brush begun", ours["began"]["median"].as_f64(), limit, MS);
    gates.add("Brush begun: longest slice", ours["longestSlice"].as_f64(), 16.0, MS);
}

fn loading(gates: &mut Gates, forms: &Value) {
    let limits = [("columns", "bytes", 0.35), ("columns", "text", 0.6), ("records", "bytes", 0.5)];
    for (layout, held, limit) in limits {
        let Some(form) = form(forms, layout, held) else { continue };
        let to_loop = |part: &str| form[part]["median"].as_f64();
        let what = format!("{layout} as {held} → first answer ÷ plain JavaScript");
        gates.add(&what, to_loop("toLoop"), limit, TIMES);
        let what = format!("{layout} as {held} → all added up ahead ÷ plain JavaScript");
        gates.add(&what, to_loop("withAllToLoop"), limit, TIMES);
    }
    for (layout, held) in [("columns", "bytes"), ("records", "bytes")] {
        let Some(form) = form(forms, layout, held) else { continue };
        let alone = &form["alone"];
        let what = format!("{layout} in pieces: longest task (0: none over 50 ms)");
        gates.add(&what, alone[OURS]["longestTask"].as_f64(), 50.0, MS);
        let above = |engine: &str| alone[engine]["bytesAbove"].as_f64();
        let ratio = above(OURS).zip(above(LOOPS[0])).map(|(ours, theirs)| ours / theirs);
        gates.add(&format!("{layout}: most memory above the text ÷ plain JavaScript"), ratio, 1.0, TIMES);
    }
}

/// The document in that form.
pub fn form<'a>(forms: &'a Value, layout: &str, held: &str) -> Option<&'a Value> {
    list(forms).iter().find(|form| form["layout"] == layout && form["held"] == held)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::gates;

    fn found<'a>(gates: &'a Value, what: &str) -> &'a Value {
        gates.as_array().and_then(|all| all.iter().find(|gate| gate["what"] == what)).unwrap_or(&Value::Null)
    }

    #[test]
    fn gates_hold_up_to_their_limits_and_not_beyond() {
        let question = |ratio: f64| json!({"toLoop": {"median": ratio}, "toNative": {"median": 0.5}});
        let of = |ratio| json!({"sizes": [{"rows": 1_000_000, "questions": [question(0.1), question(ratio)]}]});
        let what = "Q1–Q6, first ask ÷ better JavaScript loop: largest";
        assert_eq!(found(&gates(&of(0.4)), what)["passed"], true);
        assert_eq!(found(&gates(&of(0.41)), what)["passed"], false);
        assert_eq!(found(&gates(&of(0.41)), what)["found"], 0.41);
        let fewer = json!({"sizes": [{"rows": 100_000, "questions": [question(0.1)]}]});
        assert_eq!(found(&gates(&fewer), what)["passed"], Value::Null);
    }

    #[test]
    fn what_was_not_measured_is_not_judged() {
        let gates = gates(&json!({"sizes": [{"rows": 100_000, "questions": []}]}));
        assert_eq!(gates, json!([]));
    }
}
