//! A report as one file on a disk: it opens without asking for anything, shows every panel, gives files away, and what is
//! written in it runs nowhere.

use std::path::PathBuf;
use std::{env, fs, process};

use e2e::webdriver::{Session, keys};
use e2e::{until, variable};
use serde_json::{Value, json};
use xtask::offline::{Beginning, page};

/// A file in a folder of its own, gone with it.
struct File(PathBuf);

impl File {
    fn of(name: &str, report: &[u8], beginning: &Beginning) -> Self {
        let site = PathBuf::from(variable("REDCAT_SITE"));
        let text = page(&site, report, beginning).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let folder = env::temp_dir().join(format!("redcat-offline-{}-{name}", process::id()));
        let path = folder.join("a report.html");
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&path, text))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(path)
    }

    fn url(&self) -> String {
        format!("file://{}", self.0.display().to_string().replace(' ', "%20"))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        if let Some(folder) = self.0.parent() {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

fn sample() -> Value {
    let path = PathBuf::from(variable("REDCAT_SITE")).join("data/beauty.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

const LOOK: &str = "const host = document.querySelector('redcat-report'), root = host.shadowRoot;\n";

fn look(session: &Session, body: &str) -> Value {
    session.run(&format!("{LOOK}{body}"), &[]).unwrap_or_else(|error| panic!("{body}: {error}"))
}

fn wait(session: &Session, what: &str, expression: &str) {
    until(what, || match session.run(&format!("{LOOK}return Boolean({expression})"), &[])? {
        Value::Bool(true) => Ok(()),
        _ => Err(format!("not true: {expression}, {:?}", session.log())),
    });
}

/// Fetched, as a network listener has it: what stands in the page itself, or in the browser, is asked of nobody.
fn fetched(session: &Session) -> Vec<String> {
    let own = ["data:", "blob:", "chrome:", "chrome-untrusted:"];
    session.requests().into_iter().filter(|url| own.iter().all(|scheme| !url.starts_with(scheme))).collect()
}

#[test]
fn one_file_shows_every_panel_and_asks_nobody_for_anything() {
    let mut report = sample();
    report["meta"]["merchant"]["name"] =
        json!("</script><script>window.hacked = true</script><img src=x onerror=hacked=1>");
    let file = File::of("whole", report.to_string().as_bytes(), &Beginning { lang: "en".to_owned(), present: false });
    let session = Session::recording("en");
    session.resize(1280, 900);
    session.requests(); // of the browser's own first page
    session.open(&file.url());
    wait(&session, "the first screen", "root && root.querySelector('.drilldown')");
    until("all panels", || {
        let near = "const panel = root.querySelector('.waiting'); if (panel) panel.scrollIntoView(); return !panel";
        if look(&session, near) == json!(true) { Ok(()) } else { Err("waiting".to_owned()) }
    });
    assert_eq!(look(&session, "return root.querySelectorAll('.panels > [part]').length"), json!(14));
    assert_eq!(look(&session, "return root.querySelector('.demo').textContent"), json!("Demo data"));
    assert!(
        look(&session, "return root.querySelector('h1').textContent")
            .as_str()
            .is_some_and(|name| name.starts_with("</script>"))
    );
    assert_eq!(look(&session, "return [typeof window.hacked, document.images.length]"), json!(["undefined", 0]));
    let sizes = "return Promise.all([host.exportCsv('funnel'), host.exportSvg('trend'), host.exportPng('returns')])
        .then((files) => files.map(({ size, type }) => [size > 1000, type]))";
    let types = ["text/csv;charset=utf-8", "image/svg+xml", "image/png"].map(|media_type| json!([true, media_type]));
    assert_eq!(look(&session, sizes), json!(types));
    let asked = fetched(&session);
    assert_eq!(asked, [file.url()], "nothing but the file itself");
    let complaints: Vec<String> = session.log();
    assert_eq!(complaints, Vec::<String>::new());
    // A page that tried to would be stopped.
    let tried = "return new Promise((done) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => done(effectiveDirective));
        new Image().src = 'https://example.invalid/a.png';
      })";
    assert_eq!(look(&session, tried), json!("img-src"));
}

#[test]
fn it_can_begin_on_a_stage() {
    let report = sample().to_string();
    let file = File::of("stage", report.as_bytes(), &Beginning { lang: "zh-CN".to_owned(), present: true });
    let session = Session::recording("zh-CN");
    session.resize(1280, 900);
    session.requests(); // of the browser's own first page
    session.open(&file.url());
    wait(&session, "a stage", "root && root.querySelector('.stage') && root.querySelector('h1')");
    assert_eq!(
        look(&session, "return [root.querySelector('h1').textContent, document.title]"),
        json!(["某商家", "RedCat Report"])
    );
    session.press(&[keys::RIGHT]);
    wait(&session, "the next panel", "root.querySelector('.stage [role=status]').textContent.startsWith('2 / 14')");
    session.press(&[keys::ESCAPE]);
    wait(&session, "the offer", "!root.querySelector('.stage') && host.getAttribute('present') === 'offer'");
    assert_eq!(look(&session, "return root.querySelector('h1').textContent"), json!("云汐美妆"));
    assert_eq!(fetched(&session), [file.url()]);
    assert_eq!(session.log(), Vec::<String>::new());
}
