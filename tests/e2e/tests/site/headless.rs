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

const README: &str = include_str!("../../../../README.md");

/// The block of the README that holds this, as printed.
fn block(holding: &str) -> &'static str {
    let mut blocks = README.split("\n```").skip(1).step_by(2).filter_map(|block| Some(block.split_once('\n')?.1));
    blocks.find(|block| block.contains(holding)).unwrap_or_else(|| panic!("no block with {holding}"))
}

/// What the README's chart has drawn, and the same days asked of the page's own engine.
const DRAWN: &str = "
return (async () => {
  const line = document.querySelector('polyline');
  while (!line.hasAttribute('points')) await new Promise((drawn) => {
    new MutationObserver(drawn).observe(line, { attributes: true });
  });
  const { default: init, Report } = await import('/engine.js');
  await init();
  const report = Report.parse(await (await fetch('/api/report.json')).arrayBuffer());
  const { rows } = report.query({ measures: ['gmv'], groupBy: ['date'], filters: { category: ['makeup'] } });
  report.free();
  const drawn = line.getAttribute('points').split(' ').map((point) => point.split(',').map(Number));
  return { drawn, asked: rows.map(({ values }) => Number(values.gmv.value)) };
})();";

#[test]
fn the_chart_of_the_readme_is_drawn_from_its_worker_under_the_policy_of_a_strict_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::temp_dir().join(format!("redcat-worker-{}", std::process::id()));
    fs::create_dir_all(folder.join("api")).expect("a folder");
    for file in ["engine.js", "engine_bg.wasm"] {
        fs::copy(PathBuf::from(variable("REDCAT_PACKAGE")).join(file), folder.join(file)).expect(file);
    }
    fs::copy(root.join("www/data/beauty.json"), folder.join("api/report.json")).expect("the sample");
    // A bundler would find the package by its name.
    let worker = block("// worker.js").replace("redcat-report/engine", "./engine.js");
    for (file, text) in
        [("index.html", block("<polyline")), ("worker.js", worker.as_str()), ("chart.js", block("// chart.js"))]
    {
        fs::write(folder.join(file), text).expect(file);
    }
    let server = Server::start(&folder, 0).unwrap_or_else(|error| panic!("{error}"));
    let session = Session::start("en");
    session.open(&format!("http://{}/", server.address));
    let answer = session.run(DRAWN, &[]).unwrap_or_else(|error| panic!("{error}"));
    let asked: Vec<f64> = answer["asked"].as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
    let drawn = answer["drawn"].as_array().expect("a list");
    assert!(asked.len() > 400 && asked.len() == drawn.len(), "{} days, {} points", asked.len(), drawn.len());
    let most = asked.iter().fold(0.0, |most: f64, &amount| most.max(amount));
    for (point, amount) in drawn.iter().zip(asked) {
        let height = point[1].as_f64().expect("a number");
        assert!((height - (200.0 - 200.0 * amount / most)).abs() < 1e-6, "{point} for {amount}");
    }
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
