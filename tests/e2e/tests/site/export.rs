//! Files of every panel and links to a view, as a reader and a host get them. One test walks all panels: what the
//! screen, the table behind it, the spoken summary and the file say is the same.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::gate::Rule;
use e2e::page::{Page, Report, visit};
use e2e::scan::Document;
use e2e::until;
use serde_json::{Value, json};

use crate::printed::{check_funnel, days, filters};

/// The panels on the screen that offer files.
fn panels(report: &Report<'_>) -> Vec<String> {
    let body =
        "return [...root.querySelectorAll('section[part]')].filter((panel) => panel.querySelector('[data-export]'))
        .map((panel) => panel.getAttribute('part'))";
    let found = report.run(body, &[]);
    found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

pub fn text(report: &Report<'_>, method: &str, panel: &str) -> String {
    let body = "return host[args[0]](args[1]).then((file) => file.arrayBuffer())
        .then((bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))";
    report.run(body, &[json!(method), json!(panel)]).as_str().unwrap_or_default().to_owned()
}

/// Lines of fields, read as RFC 4180 says.
fn read(csv: &str) -> Vec<Vec<String>> {
    let mut characters =
        csv.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("no byte order mark")).chars().peekable();
    let (mut lines, mut line, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => field.extend(characters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => line.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                line.push(std::mem::take(&mut field));
                lines.push(std::mem::take(&mut line));
            }
            c => field.push(c),
        }
    }
    assert!(line.is_empty() && field.is_empty() && !quoted, "the last line does not end");
    lines
}

/// What stands above the table, and the table with its heads.
pub fn parts(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let lines = read(csv);
    let gap =
        lines.iter().position(|line| line.iter().all(String::is_empty)).unwrap_or_else(|| panic!("no gap in {csv}"));
    (lines[..gap].iter().map(|line| line[0].clone()).collect(), lines[gap + 1..].to_vec())
}

/// One number in a text, as it is printed there.
#[derive(Debug)]
struct Printed {
    token: String,
    value: f64,
    /// Half of what its last digit stands for.
    half: f64,
    /// Printed as `< 0.001`: anything below it.
    below: bool,
}

impl Printed {
    /// Whether it is `value` rounded, itself or in percentage points.
    fn is(&self, value: f64) -> bool {
        if self.below {
            return (0.0..self.value).contains(&value);
        }
        [1.0, 0.01].iter().any(|unit| (self.value * unit - value).abs() <= self.half * unit * (1.0 + 1e-9))
    }
}

/// The numbers of a text but those of days.
fn numbers(text: &str) -> Vec<Printed> {
    const UNITS: [(&str, f64); 6] = [("万", 1e4), ("亿", 1e8), ("K", 1e3), ("M", 1e6), ("B", 1e9), ("%", 0.01)];
    let characters: Vec<char> = text.chars().collect();
    let is = |at: usize, test: fn(&char) -> bool| characters.get(at).is_some_and(test);
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        if !characters[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let begin = at;
        while is(at, char::is_ascii_digit)
            || (is(at, |c| matches!(c, ',' | '.' | '-')) && is(at + 1, char::is_ascii_digit))
        {
            at += 1;
        }
        let token: String = characters[begin..at].iter().collect();
        if token.contains('-') {
            continue;
        }
        let rest: String = characters[at..].iter().take(1).collect();
        let unit = UNITS.iter().find(|(sign, _)| rest == *sign).map_or(1.0, |(_, unit)| *unit);
        let digits = token.replace(',', "");
        let places = digits.split_once('.').map_or(0, |(_, after)| after.len());
        let negative =
            begin > 0 && characters[begin - 1] == '-' && (begin < 2 || !characters[begin - 2].is_alphanumeric());
        let value = digits.parse::<f64>().unwrap_or(f64::NAN) * unit * if negative { -1.0 } else { 1.0 };
        let half = 0.5 * 0.1_f64.powi(i32::try_from(places).unwrap_or_default()) * unit;
        let below = begin > 1 && characters[begin - 2..begin] == ['<', ' '];
        found.push(Printed { token, value, half, below });
    }
    found
}

/// Everything that a file says: the numbers of its cells, and those inside its texts.
struct File {
    values: Vec<f64>,
    texts: String,
}

impl File {
    fn of(csv: &str) -> Self {
        let (head, table) = parts(csv);
        let fields: Vec<&String> = table.iter().flatten().collect();
        let values = fields.iter().filter_map(|field| field.parse().ok()).collect();
        let words = fields.into_iter().filter(|field| field.parse::<f64>().is_err());
        let texts: Vec<&str> = head.iter().chain(words).map(String::as_str).collect();
        Self { values, texts: texts.join(" \n ") }
    }

    /// Holds that every number of `text` is one of this file. Changes are printed per cent, in points too.
    fn assert_says(&self, text: &str, place: &str) -> usize {
        let known = numbers(&self.texts);
        let mut checked = 0;
        for number in numbers(text) {
            let said =
                self.values.iter().any(|&value| number.is(value)) || known.iter().any(|known| number.is(known.value));
            assert!(said, "{} of {place} is not in its file: {text:?}\n{}", number.token, self.texts);
            checked += 1;
        }
        checked
    }
}

/// What is seen of a panel, without its controls; and what is said of it.
const SEEN: &str = "
const panel = root.querySelector(`section[part=${args[0]}]`);
const skipped = 'header, nav, select, input, .oddities details, small.rate-label, .magnified, .axis, [aria-hidden=true], caption';
const seen = [];
const walk = (node) => {
  if (node.nodeType === 3) seen.push(node.data);
  else if (!node.matches(skipped)) node.childNodes.forEach(walk);
};
walk(panel);
const spoken = [...panel.querySelectorAll('[role=group][aria-label], figure[aria-label], button[aria-label]')]
  .filter((part) => !part.closest('header, tr')).map((part) => part.getAttribute('aria-label'));
return [seen.join(' \\n '), spoken.join(' \\n ')];";

const TWIN: &str = "
const table = root.querySelector(`section[part=${args[0]}] .twin:not(details .twin) table`);
return table && [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent));";

fn table_behind(report: &Report<'_>, panel: &str) -> Option<Vec<Vec<String>>> {
    let toggle = format!("section[part={panel}] .twin-toggle");
    if report.run("return root.querySelector(args[0])", &[json!(toggle)]).is_null() {
        return None;
    }
    report.click(&toggle);
    let found = until("the table", || {
        Some(report.look(TWIN, &[json!(panel)])?).filter(Value::is_array).ok_or_else(|| "none".to_owned())
    });
    report.click(&toggle);
    let row = |row: &Value| row.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    Some(found.as_array().into_iter().flatten().map(row).collect())
}

/// A field of the file and the cell on the screen are the same: the number that the cell prints, or the same text.
fn assert_same(field: &str, cell: &str, place: &str) {
    match field.parse::<f64>() {
        Err(_) => assert_eq!(field.strip_prefix('\'').unwrap_or(field), cell, "{place}"),
        Ok(value) => {
            let printed = numbers(cell);
            let unchanged = printed.is_empty() && value.abs() < 0.000_5;
            let is_printed = unchanged || printed.iter().any(|number| number.is(value));
            assert!(is_printed, "{value} is printed as {cell:?} at {place}");
        }
    }
}

#[test]
fn screen_table_summary_and_file_of_every_panel_say_the_same() {
    visit(|page| {
        let report = page.report("first");
        for lang in ["zh-CN", "en"] {
            page.click(&format!("#lang option[value={lang}]"));
            report.wait(lang, &format!("root.querySelector('.report').lang === '{lang}'"));
            for compared in ["none", "previous"] {
                report.choose("period", "option[value=last-28]");
                report.choose("comparison", &format!("option[value={compared}]"));
                let has = compared == "previous";
                report.wait("the comparison", &format!("Boolean(host.selection.compare) === {has}"));
                let all = panels(&report);
                assert!(all.len() >= 3, "{all:?}");
                for panel in all {
                    let place = format!("{panel} in {lang}, compared with {compared}");
                    let csv = text(&report, "exportCsv", &panel);
                    let file = File::of(&csv);
                    let seen = report.run(SEEN, &[json!(panel)]);
                    let part = |n: usize| seen[n].as_str().unwrap_or_default().to_owned();
                    let checked = file.assert_says(&part(0), &place) + file.assert_says(&part(1), &place);
                    assert!(checked >= 5 || panel == "quality", "only {checked} numbers on the screen of {place}");
                    if let Some(behind) = table_behind(&report, &panel) {
                        let (_, table) = parts(&csv);
                        assert_eq!(behind.len(), table.len(), "{place}");
                        for (row, line) in behind.iter().zip(&table) {
                            assert_eq!(row.len(), line.len(), "{place}");
                            for (cell, field) in row.iter().zip(line) {
                                assert_same(field, cell, &place);
                            }
                        }
                    }
                }
            }
        }
    });
}

#[test]
fn the_tree_tables_file_holds_the_numbers_on_the_screen_row_by_row() {
    visit(|page| {
        let (report, document) = (page.report("first"), Document::sample("beauty"));
        report.click("tr[data-kind=member] .drill");
        let screen = report.screen_where("a filter", |screen| screen.chips.len() == 1);
        let selection = report.selection();
        check_funnel(&document, &screen, &filters(&selection), days(&document, &selection));
        let (head, table) = parts(&text(&report, "exportCsv", "drilldown"));
        assert!(head.contains(&"演示数据".to_owned()) && head.contains(&screen.merchant), "{head:?}");
        assert!(head.iter().any(|line| line.starts_with("口径")), "{head:?}");
        assert!(head.iter().any(|line| line.contains(&screen.chips[0].1)), "{head:?}");
        let by_name: BTreeMap<&str, &Vec<String>> = table.iter().map(|line| (line[0].as_str(), line)).collect();
        for row in &screen.rows {
            let line = by_name.get(row.label.as_str()).unwrap_or_else(|| panic!("no {} in {table:?}", row.label));
            for (cell, field) in row.cells.iter().zip(&line[1..]) {
                assert_same(field, &cell.text, &row.label);
            }
        }
    });
}

/// Width, height and number of inked pixels of a picture.
const MEASURED: &str = "
return host.exportPng(args[0]).then(createImageBitmap).then((picture) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let inked = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at] + data[at + 1] + data[at + 2] < 600) inked++;
  return [picture.width, picture.height, inked, data[3]];
});";

#[test]
fn pictures_are_whole_twice_their_size_and_not_blank() {
    visit(|page| {
        let report = page.report("first");
        report.choose("period", "option[value=last-28]");
        report.choose("comparison", "option[value=previous]");
        for panel in panels(&report) {
            let svg = text(&report, "exportSvg", &panel);
            let body = "const svg = new DOMParser().parseFromString(args[0], 'image/svg+xml').documentElement;
                return [svg.tagName, Number(svg.getAttribute('width')), Number(svg.getAttribute('height')), svg.textContent]";
            let parsed = report.run(body, &[json!(svg)]);
            assert_eq!(parsed[0], "svg", "{svg}");
            let all = parsed[3].as_str().unwrap_or_default();
            for said in ["演示数据", "数据截至", &report.screen().merchant] {
                assert!(all.contains(said), "{said} in {all}");
            }
            let measured = report.run(MEASURED, &[json!(panel)]);
            for side in 0..2 {
                let (picture, drawing) = (measured[side].as_f64(), parsed[side + 1].as_f64().unwrap_or_default());
                // A drawing may end within a pixel, a picture cannot.
                assert!(
                    picture.is_some_and(|found| (found - 2.0 * drawing).abs() <= 2.0),
                    "{panel}: {measured}, {drawing}"
                );
            }
            assert!(measured[2].as_u64() > Some(2_000), "{panel} is blank: {measured}");
            assert_eq!(measured[3], 255, "the paper is white, not missing");
            let png = "return host.exportPng(args[0]).then((file) => file.arrayBuffer())
                .then((bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')))";
            if let Ok(folder) = std::env::var("REDCAT_SCREENSHOTS") {
                let coded = report.run(png, &[json!(panel)]);
                let bytes = STANDARD.decode(coded.as_str().unwrap_or_default()).unwrap_or_default();
                let written = std::fs::create_dir_all(&folder)
                    .and_then(|()| std::fs::write(format!("{folder}/export-{panel}.png"), bytes));
                written.unwrap_or_else(|error| panic!("{folder}: {error}"));
            }
        }
    });
}

#[test]
fn a_panels_menu_saves_a_file_unless_the_host_does_not_want_it() {
    let folder = std::env::temp_dir().join(format!("redcat-e2e-files-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    visit(|page| {
        let report = page.report("first");
        let saved = json!({"behavior": "allow", "downloadPath": folder.display().to_string()});
        page.session.devtools("Browser.setDownloadBehavior", &saved);
        report.listen("redcat-export");
        let choose = |format: &str| {
            report.click("section[part=funnel] details.export summary");
            report.click(&format!("section[part=funnel] [data-export={format}]"));
            let heard = report.hears("redcat-export");
            assert_eq!((heard.len(), &heard[0]["panel"], &heard[0]["format"]), (1, &json!("funnel"), &json!(format)));
            report.wait("the menu is closed", "!root.querySelector('details.export[open]')");
            heard[0]["name"].as_str().unwrap_or_default().to_owned()
        };
        let name = choose("csv");
        assert!(name.starts_with("云汐美妆-funnel-20") && name.contains(".csv"), "{name}");
        let path = folder.join(&name);
        let bytes = until("the download", || std::fs::read(&path).map_err(|error| error.to_string()));
        assert_eq!(String::from_utf8_lossy(&bytes), text(&report, "exportCsv", "funnel"));
        let picture = folder.join(choose("png"));
        until("the picture", || std::fs::read(&picture).map_err(|error| error.to_string()));

        report.run("host.addEventListener('redcat-export', (event) => event.preventDefault(), { once: true })", &[]);
        let refused = folder.join(choose("svg"));
        std::fs::remove_file(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        choose("csv");
        until("the file after it", || std::fs::read(&path).map_err(|error| error.to_string()));
        assert!(!refused.exists(), "what the host does not want is not saved");

        // A click elsewhere and Escape close the menu.
        report.click("section[part=funnel] details.export summary");
        report.wait("the menu is open", "root.querySelector('details.export[open]')");
        page.session.press(&[e2e::webdriver::keys::ESCAPE]);
        report.wait(
            "the menu is closed",
            "!root.querySelector('details.export[open]') && root.activeElement.matches('.export summary')",
        );
        report.click("section[part=funnel] details.export summary");
        report.click("h1");
        report.wait("the menu is closed", "!root.querySelector('details.export[open]')");
    });
    std::fs::remove_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
}

/// Why a file was not to be had.
fn refusal(report: &Report<'_>, panel: &str) -> Value {
    let body = "return host.exportCsv(args[0]).then(() => null, (error) => String(error))";
    report.run(body, &[json!(panel)])
}

#[test]
fn nothing_is_exported_where_nothing_is_to_be_seen() {
    let page = Page::blank();
    page.open();
    let report = page.report("first");
    assert!(refusal(&report, "nonsense").is_string());
    assert!(refusal(&report, "funnel").is_null());
    page.gate.rule("/data/cdnow.json", Some(Rule::Status(401)));
    report.run("host.setAttribute('src', 'data/cdnow.json')", &[]);
    report.wait("signed out", "root.querySelector('.failure[data-kind=signed_out]')");
    assert!(refusal(&report, "funnel").is_string(), "signed out");
    report.wait("no menu", "[...root.querySelectorAll('details.export')].every((menu) => menu.offsetParent === null)");
    page.gate.rule("/data/cdnow.json", Some(Rule::Status(500)));
    page.run("document.getElementById('first').remove()", &[]);
    page.run("document.querySelector('main').insertAdjacentHTML('afterbegin', '<redcat-report id=\"first\" src=\"data/cdnow.json\"></redcat-report>')", &[]);
    report.wait("a failure", "root?.querySelector('.failure')");
    assert!(refusal(&report, "funnel").is_string(), "failed");
}

#[test]
fn on_paper_there_are_all_rows_dark_on_white_and_no_controls() {
    visit(|page| {
        let report = page.report("first");
        report.run("host.setAttribute('theme', 'dark')", &[]);
        let rows = "root.querySelectorAll('.grid tbody tr[data-kind]').length";
        let orders = "[...root.querySelectorAll('select[data-choice=order] option')]";
        let by_note = format!(
            "return {orders}.findIndex((option) => /笔记$|达人$/.test(option.textContent.split(' › ')[0])) + 1"
        );
        let place = report.run(&by_note, &[]);
        assert!(place.as_u64() > Some(0), "an order that begins with many members");
        report.choose("order", &format!("option:nth-child({place})"));
        report.wait("a window of many rows", &format!("root.querySelector('.spacer') && {rows} > 20"));
        page.run("dispatchEvent(new Event('beforeprint'))", &[]);
        report.wait("all rows", &format!("!root.querySelector('.grid .spacer td[height]') && {rows} > 38"));
        page.session.devtools("Emulation.setEmulatedMedia", &json!({"media": "print"}));
        let ink = report.run("return getComputedStyle(root.querySelector('.report')).color", &[]);
        assert_eq!(ink, "rgb(28, 32, 38)");
        let drawn = "return [...root.querySelectorAll('select, input, summary, .spacer, .twin-toggle')].filter((e) => e.offsetParent).length";
        assert_eq!(report.run(drawn, &[]), 0);
        let cut =
            "return [...root.querySelectorAll('.scroll')].filter((e) => e.scrollHeight > e.clientHeight + 1).length";
        assert_eq!(report.run(cut, &[]), 0);
        for said in ["演示数据", "数据截至"] {
            assert!(
                report
                    .run("return root.querySelector('.head').innerText", &[])
                    .as_str()
                    .is_some_and(|head| head.contains(said))
            );
        }
        // The width of A4 between its margins.
        page.session.resize(718, 1_000);
        report.wait("a layout for that", "root.querySelector('.report.medium')");
        let over = "return [...root.querySelectorAll('.grid, .grid th, .tile, .step')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).length";
        assert_eq!(report.run(over, &[]), 0, "all fits the width of the paper");
        page.session.resize(1280, 900);
        page.session.devtools("Emulation.setEmulatedMedia", &json!({"media": ""}));
        page.run("dispatchEvent(new Event('afterprint'))", &[]);
        report.wait("the window again", &format!("{rows} < 38"));
    });
}

fn hash(page: &Page) -> String {
    page.run("return decodeURI(location.hash)", &[]).as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_address_carries_the_view_only_where_the_host_wants_it() {
    visit(|page| {
        let (first, second) = (page.report("first"), page.report("second"));
        page.run("location.hash = 'chapter=2'", &[]);
        first.click("tr[data-kind=member] .drill");
        let filtered = first.screen_where("a filter", |screen| screen.chips.len() == 1);
        // What is written comes a little later than the view: once another element has written, this one would have.
        second.run("host.setAttribute('deeplink', 'two')", &[]);
        second.choose("period", "option[value=last-28]");
        let chosen = second.selection();
        let days = (chosen["filters"]["date"]["from"].as_str(), chosen["filters"]["date"]["to"].as_str());
        let (Some(from), Some(to)) = days else { panic!("no days in {chosen}") };
        until("the second's view", || Some(hash(page)).filter(|hash| hash.contains("two=")).ok_or_else(|| hash(page)));
        assert_eq!(hash(page), format!("#chapter=2&two=date={from}..{to}"));
        first.wait("no button", "!root.querySelector('[data-act=copy-link]')");

        first.run("host.setAttribute('deeplink', '')", &[]);
        first.choose("top", "option:nth-child(2)");
        first.choose("period", "option[value=last-28]");
        let wanted = |hash: &str| hash.contains("redcat=date=") && hash.contains("category=") && hash.contains("two=");
        until("both views", || Some(hash(page)).filter(|hash| wanted(hash)).ok_or_else(|| hash(page)));
        let there = first.screen_where("the days", |screen| screen.period != filtered.period);
        let saved = first.run("return host.save()", &[]);

        page.run("history.replaceState(null, '', location.href.replace('index.html', ''))", &[]);
        let link = page.run("return location.href", &[]);
        page.session.open("about:blank");
        page.session.open(link.as_str().unwrap_or_default());
        page.run("document.getElementById('first').setAttribute('deeplink', '')", &[]);
        page.run("document.getElementById('second').setAttribute('deeplink', 'two')", &[]);
        first.ready();
        second.ready();
        first.screen_where("the view of the link", |screen| *screen == there);
        assert_eq!(first.run("return host.save()", &[]), saved);
        second.screen_where("its own view", |_| second.selection() == chosen);

        // Another link followed, and one that nobody can read.
        page.run("location.hash = 'redcat=category=skincare&two=%3F!'", &[]);
        first.screen_where("another view", |_| first.selection() == json!({"filters": {"category": ["skincare"]}}));
        assert_eq!(second.selection(), chosen);
    });
}

#[test]
fn a_link_is_copied_or_shown_for_copying() {
    visit(|page| {
        let report = page.report("first");
        report.run("host.setAttribute('deeplink', '')", &[]);
        report.click("tr[data-kind=member] .drill");
        report.screen_where("a filter", |screen| screen.chips.len() == 1);
        page.run("window.copied = []; Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { window.copied.push(text) } } })", &[]);
        report.click("[data-act=copy-link]");
        report.wait("said so", "root.querySelector('.link [role=status]').textContent");
        let copied = page.run("return window.copied[0]", &[]);
        assert!(copied.as_str().is_some_and(|link| link.contains("#redcat=category=")), "{copied}");
        assert_eq!(page.run("return location.href", &[]), copied);

        page.run("navigator.clipboard.writeText = async () => { throw new Error('not allowed') }", &[]);
        report.click("[data-act=undo]");
        report.screen_where("no filter", |screen| screen.chips.is_empty());
        report.wait("nothing said any more", "!root.querySelector('.link [role=status]').textContent");
        report.click("[data-act=copy-link]");
        report.wait(
            "the link to copy",
            "root.activeElement?.matches('[data-link]') && root.activeElement.selectionEnd > 0",
        );
        assert_eq!(
            report.run("return root.querySelector('[data-link]').value", &[]),
            page.run("return location.href", &[])
        );
    });
}
