//! Who is not the page that the iframe page was made for gets nothing of it and into it; and what has got into the frame
//! gets nothing of the page around.

use axum::Router;
use axum::routing::get;
use e2e::origin::{Origin, page};
use e2e::until;
use e2e::webdriver::{Element, Session};
use serde_json::{Value, json};

use super::{Host, deploy, policy};

/// Offers the frame a port as the host's module does, and then says `done`.
const OFFER: &str = "
const { port1, port2 } = new MessageChannel();
window.answers ??= []; port1.addEventListener('message', ({ data }) => answers.push(data)); port1.start();
(window.ports ??= []).push(port1);
target.postMessage('redcat-frame/1', '*', [port2]);
target.postMessage('done', '*');";

/// Counts inside the frame how often that was heard, and how many ports have been listened to until then.
const COUNT: &str = "
window.done = window.taken = 0;
addEventListener('message', ({ data }) => { window.done += data === 'done'; });
const { set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
Object.defineProperty(MessagePort.prototype, 'onmessage', { set(act) { window.taken += 1; set.call(this, act); } });";

/// What a message says that starts the report.
const START: &str = "{ id: 1, act: 'start', args: [{ attributes: {}, properties: {}, theming: {} }] }";

fn run(session: &Session, script: &str) -> Value {
    session.run(script, &[]).unwrap_or_else(|error| panic!("{script}: {error}"))
}

fn find(session: &Session, selector: &str) -> Element {
    until(selector, || {
        let found = session.element("return document.querySelector(arguments[0])", &[selector.into()])?;
        found.ok_or_else(|| "there is none".to_owned())
    })
}

/// Waits inside the frame until so many offers were heard; how many it has taken.
fn taken(session: &Session, frame: &Element, offers: u64) -> u64 {
    session.enter(frame);
    until("the offer", || match run(session, "return window.done").as_u64() {
        Some(heard) if heard == offers => Ok(()),
        heard => Err(format!("{heard:?}")),
    });
    let taken = run(session, "return window.taken");
    session.leave();
    taken.as_u64().unwrap_or_default()
}

#[test]
fn only_pages_that_are_named_are_served() {
    let session = Session::start("en");
    for (named, nameless, served) in [
        ("", false, false),
        ("*", false, false),
        ("https://other.example", false, false),
        ("http://127.0.0.1", false, false),
        ("{page}0", false, false),
        ("{page}.example", false, false),
        ("{page}/", false, false),
        ("null", true, false),
        ("https://other.example {page}", false, true),
    ] {
        let (host, frame) = (Origin::of("127.0.0.1"), Origin::of("localhost"));
        deploy(&frame, &named.replace("{page}", host.name()));
        // Nothing in the frame's own address widens the list.
        let body = format!("<iframe src='{}?redcat-parents={}'></iframe>", frame.url("/frame.html"), host.name());
        // A page without an origin calls itself `null`.
        let around = if nameless { format!("<iframe src=\"data:text/html,{body}\"></iframe>") } else { body };
        let rules = format!("{} data:", policy(&frame));
        host.serve(Router::new().route("/", get(move || async move { page(&rules, &around) })));
        session.open(&host.url("/"));
        if nameless {
            session.enter(&find(&session, "iframe"));
        }
        let inside = find(&session, "iframe");
        session.enter(&inside);
        run(&session, COUNT);
        session.leave();
        run(
            &session,
            &format!(
                "const target = document.querySelector('iframe').contentWindow; {OFFER} port1.postMessage({START})"
            ),
        );
        assert_eq!(taken(&session, &inside, 1), u64::from(served), "{named:?}");
    }
}

#[test]
fn only_the_page_around_is_heard_and_once() {
    let (host, frame) = (Origin::of("127.0.0.1"), Origin::of("localhost"));
    deploy(&frame, host.name());
    let rules = format!("{} 'self'", policy(&frame));
    let body = format!(
        "<iframe id='framed' src='{}'></iframe><iframe id='sibling' src='/sibling'></iframe>",
        frame.url("/frame.html")
    );
    let sibling = rules.clone();
    let routes = Router::new().route("/", get(move || async move { page(&rules, &body) }));
    host.serve(routes.route("/sibling", get(move || async move { page(&sibling, "of the same origin") })));
    let session = Session::start("en");
    session.open(&host.url("/"));
    let [framed, sibling] = ["#framed", "#sibling"].map(|selector| find(&session, selector));
    session.enter(&framed);
    run(&session, COUNT);
    session.leave();

    // Of the right origin, and not the page around.
    session.enter(&sibling);
    run(
        &session,
        &format!(
            "const target = parent.document.getElementById('framed').contentWindow; {OFFER} port1.postMessage({START})"
        ),
    );
    session.leave();
    assert_eq!(taken(&session, &framed, 1), 0, "a sibling is served");
    // The frame itself.
    session.enter(&framed);
    run(&session, &format!("const target = window; {OFFER} port1.postMessage({START})"));
    session.leave();
    assert_eq!(taken(&session, &framed, 2), 0, "it serves itself");
    // The page around, and not what is agreed upon.
    let target = "const target = document.getElementById('framed').contentWindow;";
    for odd in [
        "target.postMessage('redcat-frame/1', '*')",
        "const { port1, port2 } = new MessageChannel(); target.postMessage('redcat-frame/1', '*', [port1, port2])",
        "const { port1, port2 } = new MessageChannel(); port1.postMessage(1); target.postMessage({ redcat: 1 }, '*', [port2])",
    ] {
        run(&session, &format!("{target} {odd}; target.postMessage('done', '*')"));
    }
    assert_eq!(taken(&session, &framed, 5), 0, "it takes anything");

    run(&session, &format!("{target} {OFFER} port1.postMessage({START})"));
    assert_eq!(taken(&session, &framed, 6), 1);
    until("a report", || {
        let served = run(&session, "return answers.some(({ id }) => id === 1)");
        if served == true { Ok(()) } else { Err("no answer".to_owned()) }
    });
    session.enter(&framed);
    run(&session, "document.querySelector('redcat-framed').kept = true");
    session.leave();
    // A second port is nobody's.
    run(&session, "answers.length = 0");
    run(
        &session,
        &format!(
            "{target} {OFFER} port1.postMessage({START}); ports[0].postMessage({{ id: 2, act: 'refresh', args: [] }})"
        ),
    );
    assert_eq!(taken(&session, &framed, 7), 1, "a second port is taken");
    until("an answer to the first", || {
        let answers = run(&session, "return answers.filter(({ id }) => id).map(({ id }) => id)");
        if answers == json!([2]) { Ok(()) } else { Err(answers.to_string()) }
    });
    session.enter(&framed);
    assert_eq!(run(&session, "return document.querySelectorAll('redcat-framed')[0].kept"), true);
    session.leave();

    // Of the port, only what is agreed upon.
    for (act, args) in [
        ("'attribute'", "['onclick', 'alert(1)']"),
        ("'attribute'", "['style', 'color: red']"),
        ("'property'", "['innerHTML', '<img>']"),
        ("'property'", "['fetcher', 1]"),
        ("'property'", "['__proto__', {}]"),
        ("'constructor'", "[]"),
        ("'__proto__'", "[]"),
        ("'refresh'", "7"),
        ("7", "[]"),
    ] {
        run(&session, "answers.length = 0");
        run(
            &session,
            &format!(
                "ports[0].postMessage(7); ports[0].postMessage(null); ports[0].postMessage({{ id: 3, act: {act}, args: {args} }})"
            ),
        );
        let answer = until("an answer", || {
            let answer = run(&session, "return answers.find(({ id }) => id === 3)");
            if answer.is_object() { Ok(answer) } else { Err("silence".to_owned()) }
        });
        assert!(answer["refusal"].as_str().is_some_and(|why| why.starts_with("no such")), "{act}: {answer}");
    }
}

#[test]
fn what_has_got_into_the_frame_gets_nothing_of_the_page() {
    let host = Host::open();
    host.ready();
    let height = host.run("return frame.clientHeight", &[]);
    let ask = |act: &str| {
        host.inside(&format!("return host.line.ask({act}).then((value) => ({{ value }}), (why) => String(why))"))
    };
    for address in
        ["'/data/beauty.json'", "'http://127.0.0.1/'", "{ toString: () => '../data/beauty.json' }", "null", "undefined"]
    {
        let answer = ask(&format!("'fetch', 77, {address}"));
        let refused = answer.as_str().is_some_and(|why| why.contains("not an address") || why.contains("be cloned"));
        assert!(refused, "{address}: {answer}");
    }
    assert_eq!(ask("'read', 77"), "Error: aborted");
    assert_eq!(ask("'download'"), "Error: no such act: download");
    host.run(
        "for (const type of ['click', 'load', 'redcat-']) host.addEventListener(type, () => { host.fooled = type; })",
        &[],
    );
    for act in [
        "'event', 'click'",
        "'event', 'load'",
        "'event', 'redcat-'",
        "'height', NaN",
        "'height', -1",
        "'height', 1e9",
        "'height', '1px'",
    ] {
        assert_eq!(ask(act), json!({"value": null}), "{act}");
    }
    assert_eq!(host.run("return host.fooled", &[]), Value::Null);
    assert_eq!(host.run("return frame.clientHeight", &[]), height);
}

#[test]
fn a_page_that_takes_the_frame_s_place_is_told_nothing() {
    let (around, frame, other) = (Origin::of("127.0.0.1"), Origin::of("localhost"), Origin::of("localhost"));
    deploy(&frame, around.name());
    let listening = "<script>window.got = []; addEventListener('message', ({ data, ports }) => got.push([data, ports.length]))</script>";
    other.serve(Router::new().route("/", get(move || async move { page("script-src 'unsafe-inline'", listening) })));
    let rules = format!("{} {}", policy(&frame), other.name());
    let host = Host::around(&frame, around, &rules);
    host.patient();
    host.session.open(&host.page.url("/hosts/frame.html"));
    host.ready();
    host.run("host.greeted = 0; frame.addEventListener('load', () => { host.greeted += 1; })", &[]);
    host.listen("redcat-error");
    host.inside(&format!("location.replace('{}')", other.url("/")));
    host.wait("another page", "host.greeted === 1");
    host.run("frame.contentWindow.postMessage('done', '*')", &[]);
    until("what it has heard", || {
        let got = host.inside("return window.got");
        if got == json!([["done", 0]]) { Ok(()) } else { Err(got.to_string()) }
    });
    // The reader and the host learn of it, and nothing waits for ever.
    host.run("host.file = host.exportCsv('kpis').catch(String)", &[]);
    host.run("due.pop()()", &[]);
    let message = host.hears("redcat-error")["message"].to_string();
    assert!(message.contains("does not answer") && message.contains(host.page.name()), "{message}");
    assert_eq!(
        host.run("return host.shadowRoot.querySelector('p').textContent", &[]),
        "The report could not start: its page does not answer."
    );
    assert_eq!(host.run("return host.file", &[]), "Error: the frame has gone");
}
