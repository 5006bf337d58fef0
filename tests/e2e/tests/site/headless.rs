//! The engine without a screen, out of the package, in a browser: what Node is asked in tests/headless, asked again where
//! partners run it, under the policy of a strict page.

use std::fs;
use std::path::{Path, PathBuf};

use e2e::variable;
use e2e::webdriver::Session;
use serde_json::Value;
use xtask::serve::Server;

/// Loads the engine as a script of the page does, and asks it about a document.
const ASK: &str = "
return import('/engine.js').then(async ({ default: init, Report }) => {
  await init();
  const report = Report.parse(arguments[0]);
  const { curves, logRank } = report.repurchase({ splitBy: 'first_order_value' });
  const last = curves.map(({ points }) => points.at(-1));
  const compared = report.compare({
    numerator: 'repeat_orders', denominator: 'orders', by: 'first_order_value', baseline: 'rest', adjust: 'holm',
  });
  let refused;
  try { Report.parse('{'); } catch ({ name, kind, path }) { refused = [name, kind, path]; }
  report.free();
  return { chi2: logRank.chi2, logP: logRank.logP, last, compared: compared.rows.map(({ key }) => key), refused };
});";

/// A partner's worker: loads the engine once, answers what the page asks.
const WORKER: &str = "
import init, { Report } from './engine.js';

const ready = init();
let report;
onmessage = async ({ data: { document, call, question } }) => {
  await ready;
  try {
    if (document) report = Report.parse(document);
    postMessage({ answer: call ? report[call](question) : null });
  } catch ({ name, kind, path }) {
    postMessage({ refused: [name, kind, path] });
  }
};
";

/// Asks the worker, and the same of the page's own engine.
const ASK_WORKER: &str = "
return (async (document) => {
  const worker = new Worker('/worker.js', { type: 'module' });
  const ask = (message, transfer = []) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(message, transfer);
  });
  const { default: init, Report } = await import('/engine.js');
  await init();
  const here = Report.parse(document);
  const bytes = new TextEncoder().encode(document);
  await ask({ document: bytes }, [bytes.buffer]);
  const text = (value) => JSON.stringify(value, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
  const questions = [
    ['funnel', { groupBy: ['category'], compare: 'previous', filters: { date: { from: '2025-06-01', to: '2025-06-30' } } }],
    ['query', { groupBy: ['brand'], measures: ['gmv', 'roi'], orderBy: 'gmv', limit: 3 }],
  ];
  const answers = [];
  for (const [call, question] of questions) {
    const { answer } = await ask({ call, question });
    answers.push([text(answer), text(here[call](question))]);
  }
  const { refused } = await ask({ call: 'query', question: { measures: ['moon'] } });
  worker.terminate();
  here.free();
  return { answers, refused };
})(arguments[0]);";

#[test]
fn a_worker_answers_what_the_page_does_under_the_policy_of_a_strict_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::temp_dir().join(format!("redcat-worker-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    for file in ["engine.js", "engine_bg.wasm", "package.json"] {
        fs::copy(PathBuf::from(variable("REDCAT_PACKAGE")).join(file), folder.join(file)).expect(file);
    }
    fs::write(folder.join("worker.js"), WORKER).expect("the worker");
    let server = Server::start(&folder, 0).unwrap_or_else(|error| panic!("{error}"));
    let session = Session::start("en");
    session.open(&format!("http://{}/package.json", server.address));
    let beauty = fs::read_to_string(root.join("www/data/beauty.json")).expect("the sample");
    let answer = session.run(ASK_WORKER, &[beauty.into()]).unwrap_or_else(|error| panic!("{error}"));
    let answers = answer["answers"].as_array().expect("a list");
    assert_eq!(answers.len(), 2);
    for pair in answers {
        assert_eq!(pair[0], pair[1]);
        assert!(pair[0].as_str().is_some_and(|text| text.len() > 500), "{pair}");
    }
    assert_eq!(answer["refused"], serde_json::json!(["RedcatError", "invalid_selection", "measures"]));
    let violations: Vec<String> =
        session.log().into_iter().filter(|entry| entry.contains("Content Security Policy")).collect();
    assert!(violations.is_empty(), "{violations:?}");
    fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn the_engine_answers_in_a_browser_as_it_does_in_node() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let reference: Value = serde_json::from_str(&read("tests/fixtures/cdnow/log_rank.json")).expect("JSON");
    let package =
        Server::start(&PathBuf::from(variable("REDCAT_PACKAGE")), 0).unwrap_or_else(|error| panic!("{error}"));
    let session = Session::start("en");
    // Any file of the package is a page under its policy.
    session.open(&format!("http://{}/package.json", package.address));
    let answer = session.run(ASK, &[read("www/data/cdnow.json").into()]).unwrap_or_else(|error| panic!("{error}"));
    for (found, expected) in [("chi2", "chi2"), ("logP", "ln_p")] {
        let (found, expected) = (answer[found].as_f64(), reference["tercile"][expected].as_f64());
        let (found, expected) = (found.expect("a number"), expected.expect("a number"));
        assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found}, not {expected}");
    }
    assert_eq!(answer["last"].as_array().map(Vec::len), Some(3), "{answer}");
    assert_eq!(answer["compared"].as_array().map(Vec::len), Some(3), "{answer}");
    assert_eq!(answer["refused"][0], "RedcatError", "{answer}");
    assert_eq!(answer["refused"][1], "syntax", "{answer}");
    let violations: Vec<String> =
        session.log().into_iter().filter(|entry| entry.contains("Content Security Policy")).collect();
    assert!(violations.is_empty(), "{violations:?}");
}
