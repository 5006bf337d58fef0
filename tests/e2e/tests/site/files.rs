//! Files of one's own, good and broken, dropped, picked, or handed over by the host.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::page::{Report, visit};
use e2e::until;
use e2e::webdriver::Session;
use serde_json::{Value, json};

fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(folder)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sample(name: &str) -> String {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/data").join(name))
}

/// A broken report is refused with this kind and path, and what is on screen stays.
fn assert_refused(report: &Report<'_>, markup: &str, kind: &str, path: &str, name: &str) {
    let heard = report.hears("redcat-error");
    assert_eq!((&heard[0]["kind"], &heard[0]["path"]), (&json!(kind), &json!(path)), "{name}: {heard:?}");
    assert_eq!(heard.len(), 1, "{name}");
    assert!(heard[0]["message"].as_str().is_some_and(|message| !message.is_empty()), "{name}");
    until(name, || match report.failure() {
        Some(shown) if shown == (kind.to_owned(), path.to_owned()) => Ok(()),
        other => Err(format!("{other:?} on screen instead of {kind} at {path:?}")),
    });
    assert!(report.markup() == markup, "{name} has changed what is on screen");
}

#[test]
fn a_broken_file_leaves_what_is_there_and_a_good_one_replaces_it() {
    visit(|page| {
        let report = page.report("first");
        report.listen("redcat-error");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        let markup = report.markup();

        page.drop_file("broken.json", "{\"schema\": \"redcat.report/1\"");
        assert_refused(&report, &markup, "syntax", "", "a file cut off");
        page.drop_file("other.json", &sample("cdnow.json").replacen("redcat.report/1", "redcat.report/2", 1));
        assert_refused(&report, &markup, "unsupported_schema", "schema", "another format");
        page.drop_file("cdnow.json", &sample("cdnow.json"));
        report.screen_where("the dropped report", |screen| screen.merchant == "CDNOW");
        assert_eq!(report.failure(), None);
        assert_eq!(page.run("return document.getElementById('drop').hidden", &[]), true);

        let field = page.find("#file");
        let pick = |session: &Session, path: &Path| {
            let path = path.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            session.type_into(&field, &path.display().to_string()).unwrap_or_else(|error| panic!("{error}"));
        };
        pick(&page.session, &fixtures("../../www/data/beauty.json"));
        report.screen_where("the picked report", |screen| screen.merchant == "云汐美妆");
        let markup = report.markup();
        pick(&page.session, &fixtures("cdnow/orders.csv"));
        assert_refused(&report, &markup, "syntax", "", "a picked file that is no JSON");
    });
}

/// What a file of `fixtures/reject` says about itself under `$expect`: the code of its kind, the path.
fn expectation(name: &str, bytes: &[u8]) -> (String, String) {
    let text = String::from_utf8_lossy(bytes);
    let (_, after) = text.split_once("\"$expect\":").unwrap_or_else(|| panic!("{name} expects nothing"));
    let first = serde_json::Deserializer::from_str(after).into_iter::<Value>().next();
    let Some(Ok(expected)) = first else { panic!("{name}: {first:?}") };
    let word = |key: &str| expected[key].as_str().unwrap_or_default().to_owned();
    (word("kind"), word("path"))
}

#[test]
fn every_rejected_fixture_is_named_on_screen_and_changes_nothing_else() {
    visit(|page| {
        let report = page.report("first");
        report.listen("redcat-error");
        report.listen("redcat-ready");
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        let markup = report.markup();
        let folder = fs::read_dir(fixtures("reject")).unwrap_or_else(|error| panic!("no fixtures: {error}"));
        let mut files: Vec<PathBuf> = folder.map_while(Result::ok).map(|entry| entry.path()).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
        files.sort();
        assert!(files.len() >= 60, "only {} fixtures", files.len());
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::read(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
            let (kind, path) = expectation(&name, &bytes);
            let encoded = STANDARD.encode(&bytes);
            report.run("host.report = Uint8Array.from(atob(args[0]), (c) => c.charCodeAt(0))", &[json!(encoded)]);
            assert_refused(&report, &markup, &kind, &path, &name);
        }
        assert!(report.heard("redcat-ready").is_empty());
    });
}
