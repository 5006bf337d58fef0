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
