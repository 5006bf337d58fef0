//! A report of many rows: read and put in order in slices between which the page has its turn, how far it is told on the
//! way, and given up in the middle without a trace. Time is the test's own: by its clock each piece of work takes longer
//! than a slice, so that there is a turn after each.

use e2e::page::{Page, Report};
use e2e::until;
use serde_json::{Value, json};

use crate::memory::REMEMBER;

/// A document of so many rows in no order, the clock, and what is seen at each turn.
const PREPARE: &str = "
const date = (day) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
const column = (rows, entry) => Array.from({ length: rows }, (_, row) => entry(row));
const ids = ['search', 'video', 'live'];
window.large = (rows) => JSON.stringify({
  schema: 'redcat.report/1',
  meta: { merchant: { id: 'large', name: 'Large' }, source: 'test', generated_at: '2025-05-01T12:00:00Z',
    time_zone: 'Asia/Shanghai', currency: 'CNY', data_from: date(0), complete_through: date(99) },
  dimensions: [{ id: 'channel', label: 'Channel', members: ids.map((id) => ({ id, label: id })) }],
  measures: [{ id: 'impressions', label: 'Impressions', kind: 'count', anchor: 'both' }],
  cells: { id: 'facts', layout: 'columns', by: ['channel'], measures: ['impressions'], rows,
    dates: column(100, date), date: column(rows, (row) => (row * 37) % 100),
    keys: { channel: column(rows, (row) => row % 3) }, values: { impressions: column(rows, (row) => row % 1000) } },
  funnel: { steps: [{ id: 'impressions', measure: 'impressions' }] },
});
window.bytes = new TextEncoder().encode(large(args[0]));
let time = performance.now();
performance.now = () => (time += 1000);
window.seen = [];
window.onTurn = () => {};
const Channel = MessageChannel;
window.MessageChannel = function () {
  const line = root.querySelector('.progress span');
  const name = root.querySelector('h1');
  seen.push({ line: line && line.textContent, name: name && name.textContent });
  onTurn(line ? line.textContent : '');
  return new Channel();
};
host.fetcher = async () => new Response(new Blob([bytes]), { headers: { 'content-length': String(bytes.length) } });";

fn prepared(page: &Page, rows: usize) -> Report<'_> {
    let report = page.report("first");
    report.run(PREPARE, &[json!(rows)]);
    report.listen("redcat-ready");
    report.listen("redcat-error");
    report
}

/// The percentages of the lines that hold `word`, one after another.
fn shares(seen: &Value, word: &str) -> Vec<f64> {
    let lines = seen.as_array().into_iter().flatten().filter_map(|turn| turn["line"].as_str());
    let share = |line: &str| -> Option<f64> {
        let (number, _) = line.rsplit_once('%')?;
        number.rsplit(['…', ' ']).find(|word| !word.is_empty())?.trim().parse().ok()
    };
    lines.filter(|line| line.contains(word)).filter_map(share).collect()
}

#[test]
fn bytes_then_rows_are_told_and_the_report_before_stays_until_all_is_there() {
    let page = Page::blank();
    page.open();
    let report = prepared(&page, 300_000);
    let before = report.screen().merchant;
    report.run("host.setAttribute('src', 'large.json')", &[]);
    report.hears("redcat-ready");
    report.screen_where("the large one", |screen| screen.merchant == "Large");
    let seen = page.run("return seen", &[]);
    let turns = seen.as_array().map_or(0, Vec::len);
    let pieces = page.run("return Math.ceil(bytes.length / (1 << 18))", &[]).as_u64().unwrap_or_default() as usize;
    // Days, one axis and one measure of 300,000 rows: counting, dealing, twice sorting, twice a column in two parts.
    assert!(turns >= pieces + 8, "{turns} turns, {pieces} pieces");
    let (bytes, rows) = (shares(&seen, "正在加载"), shares(&seen, "300,000"));
    assert!(bytes.len() > 5 && bytes.is_sorted(), "{bytes:?}");
    assert!(rows.len() > 3 && rows.is_sorted() && rows.last() > rows.first(), "{rows:?}");
    let lines: Vec<&str> = seen.as_array().into_iter().flatten().filter_map(|turn| turn["line"].as_str()).collect();
    let first_of_rows = lines.iter().position(|line| line.contains("300,000"));
    let last_of_bytes = lines.iter().rposition(|line| line.contains("正在加载"));
    assert!(last_of_bytes < first_of_rows, "{lines:?}");
    // Until the last of them nothing else was on screen.
    let names: Vec<&str> = seen.as_array().into_iter().flatten().filter_map(|turn| turn["name"].as_str()).collect();
    assert_eq!(names.len(), turns);
    assert!(names[..turns - 1].iter().all(|name| name.contains(&before)), "{before}: {names:?}");
    assert_eq!(report.heard("redcat-error"), Vec::<Value>::new());
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn bytes_and_text_that_are_given_are_read_in_slices_too() {
    let page = Page::blank();
    page.open();
    let report = prepared(&page, 100_000);
    for given in
        ["bytes", "bytes.buffer", "new TextDecoder().decode(bytes)", "JSON.parse(new TextDecoder().decode(bytes))"]
    {
        report.run("host.report = { schema: 0 }; seen.length = 0;", &[]);
        report.hears("redcat-error");
        report.run(&format!("host.report = {given}"), &[]);
        report.hears("redcat-ready");
        assert_eq!(report.screen().merchant, "Large", "{given}");
        let turns = page.run("return seen.length", &[]).as_u64().unwrap_or_default();
        assert!(turns > 8, "{given}: {turns}");
    }
    // A small one is there at once.
    report.run("seen.length = 0; host.report = large(1000);", &[]);
    report.hears("redcat-ready");
    assert_eq!(page.run("return seen.length", &[]), 0);
    assert_eq!(page.complaints(), Vec::<String>::new());
}

/// Begins with the large report, and at the first turn that shows `word` does something else; says what is used when the
/// page has come to rest.
const ROUND: &str = "
window.round = async (word, act) => {
  const told = new Promise((done) => {
    window.onTurn = (line) => {
      if (!line.includes(word)) return;
      window.onTurn = () => {};
      done();
    };
  });
  host.setAttribute('src', 'large.json?' + Math.random());
  await told;
  await act();
};
const ready = () => new Promise((done) => host.addEventListener('redcat-ready', done, { once: true }));
const small = large(100).replace('Large', 'Small');
const acts = [
  () => { const there = ready(); host.report = small; return there; },
  async () => {
    const parent = host.parentNode, next = host.nextSibling;
    host.removeAttribute('src');
    host.remove();
    await new Promise((done) => setTimeout(done, 0));
    host.report = small;
    const there = ready();
    parent.insertBefore(host, next);
    await there;
  },
  async () => {
    host.removeAttribute('src');
    const there = ready();
    host.report = small;
    await there;
  },
];
window.used = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
window.rounds = async (times) => {
  for (let n = 0; n < times; n += 1) for (const act of acts) for (const word of ['正在加载', '100,000']) await round(word, act);
  window.found.push(used());
};
window.found = [];";

#[test]
fn one_that_is_given_up_in_the_middle_leaves_nothing_behind() {
    let page = Page::blank();
    page.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({"source": REMEMBER}));
    page.open();
    let report = prepared(&page, 100_000);
    report.run(ROUND, &[]);
    for n in 1..=4 {
        page.run("rounds(3)", &[]);
        until("rounds", || match page.run("return found.length", &[]) {
            Value::Number(rounds) if rounds.as_u64() == Some(n) => Ok(()),
            other => Err(other.to_string()),
        });
    }
    assert_eq!(report.screen().merchant, "Small");
    assert_eq!(report.run("return root.querySelector('.progress')", &[]), json!(null));
    let found = page.run("return found", &[]);
    println!("{found}");
    assert_eq!(found[3], found[1], "the program's memory has grown: {found}");
    assert_eq!(report.heard("redcat-error"), Vec::<Value>::new());
    assert_eq!(page.complaints(), Vec::<String>::new());
}
