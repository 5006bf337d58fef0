//! Several merchants in a frame, a presentation, a page come back to, accessibility: what the element does, with the page
//! around naming the addresses and giving the room.

use e2e::until;
use serde_json::{Value, json};

use super::Host;

#[test]
fn a_list_of_reports_is_the_page_s() {
    let host = Host::open();
    host.listen("redcat-switch");
    host.run("host.removeAttribute('src'); host.setAttribute('index', '../data/agency.json')", &[]);
    host.wait_inside("a menu", "root?.querySelector('.merchants select')?.options.length === 2");
    host.inside(
        "const menu = root.querySelector('.merchants select');
        menu.value = 'sports'; menu.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    host.wait_inside("the other merchant", "root.querySelector('h1').textContent.includes('Lupao')");
    assert_eq!(host.hears("redcat-switch"), json!({"id": "sports"}));
    host.wait("whose report it is", "host.reportId === 'sports'");
    // A frame that is moved comes back to the same one.
    host.run(
        "document.body.append(document.createElement('section')); document.querySelector('section').append(host)",
        &[],
    );
    host.wait_inside("the same merchant", "root?.querySelector('h1')?.textContent.includes('Lupao')");
    host.run("host.reportId = 'beauty'", &[]);
    host.wait_inside("the first", "root.querySelector('h1').textContent.includes('Yunxi')");
    // What the list does not name is not fetched.
    let other = format!("return host.line.ask('fetch', 77, '{}').catch(String)", host.page.url("/data/cdnow.json"));
    let other = host.inside(&other);
    assert!(other.as_str().is_some_and(|why| why.contains("not an address")), "{other}");
    // A list by hand, its addresses the page's.
    let list = "host.removeAttribute('index');
        host.reports = [{ id: 'c', label: 'C', src: '../data/cdnow.json' }, { id: 'b', label: 'B', src: '../data/beauty.json' }]";
    host.run(list, &[]);
    host.wait_inside("the first of the list", "root.querySelector('h1').textContent.includes('CDNOW')");
    assert_eq!(host.run("return window.violations", &[]), json!([]));
}

#[test]
fn a_presentation_fills_the_window_until_its_reader_ends_it() {
    let host = Host::open();
    host.ready();
    host.run("host.setAttribute('present', '')", &[]);
    host.wait("the whole window", "frame.clientHeight === innerHeight && frame.getBoundingClientRect().top === 0");
    host.wait_inside("one panel", "root.querySelector('.stage')");
    host.inside("root.querySelector('[data-stage=end]').click()");
    host.wait("its end", "!host.hasAttribute('present') && !frame.classList.contains('stage')");
    until("a frame as high as its content again", || {
        let frame = host.run("return frame.clientHeight", &[]);
        let content = host.inside("return Math.ceil(host.getBoundingClientRect().height)");
        if frame == content && frame.as_u64() > Some(2000) { Ok(()) } else { Err(format!("{frame} {content}")) }
    });
    assert_eq!(host.inside("return root.querySelector('.stage')"), Value::Null);
}

#[test]
fn a_page_that_was_left_and_is_come_back_to_shows_it_again() {
    let host = Host::open();
    host.ready();
    host.session.open(&host.page.url("/hosts/violations.js"));
    host.run("history.back()", &[]);
    host.wait_inside("a report", "root?.querySelector('.panels')");
    let csv = "return host.exportCsv('funnel').then((blob) => blob.size > 100)";
    assert_eq!(host.run(csv, &[]), true);
}

#[test]
fn axe_finds_nothing_in_the_frame_or_around_it() {
    let host = Host::open();
    host.ready();
    let path = e2e::variable("AXE");
    let axe = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let found = format!("{axe};
        return axe.run(document, {{ resultTypes: ['violations'], iframes: false }}).then(({{ violations }}) => violations.map(({{ id, nodes }}) => `${{id}} ${{nodes[0].target}}`))");
    assert_eq!(host.inside(&found), json!([]));
    assert_eq!(host.run(&found, &[]), json!([]));
}
