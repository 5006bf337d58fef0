//! What an element takes it gives back: hundreds of them come and go, hundreds of reports replace each other, and the
//! program's memory and the page's stay where they were after the first.

use e2e::page::Page;
use e2e::until;
use serde_json::{Value, json};

/// Keeps the memory of every WebAssembly that starts, before any script of the page runs.
pub(crate) const REMEMBER: &str = "
window.memories = new Set();
for (const name of ['instantiate', 'instantiateStreaming']) {
  const start = WebAssembly[name];
  WebAssembly[name] = async (...args) => {
    const started = await start.apply(WebAssembly, args);
    const { exports } = started.instance || started;
    Object.values(exports).filter((own) => own instanceof WebAssembly.Memory).forEach((own) => memories.add(own));
    return started;
  };
}";

/// What is done again and again: an element comes and goes, or another report comes to the one that stays.
const ROUNDS: &str = "
const shown = (element) => new Promise((done) => element.addEventListener('redcat-ready', done, { once: true }));
window.frame = () => new Promise(requestAnimationFrame);
window.mounts = async (times) => {
  for (let n = 0; n < times; n += 1) {
    const element = document.createElement('redcat-report');
    const ready = shown(element);
    element.report = window.report;
    document.body.append(element);
    await ready;
    element.remove();
    // In the turn after the next what it had serves another.
    await 0;
    await new Promise((done) => setTimeout(done));
  }
  await frame();
};
window.replacements = async (times) => {
  for (let n = 0; n < times; n += 1) {
    const ready = shown(window.staying);
    window.staying.report = window.report;
    await ready;
  }
  await frame();
};
document.querySelectorAll('redcat-report').forEach((element) => element.remove());
const bytes = fetch('data/cdnow.json').then((answer) => answer.arrayBuffer());
bytes.then((bytes) => { window.report = new Uint8Array(bytes); window.done = 0; });";

struct Used {
    /// Bytes of the program's memory.
    program: u64,
    /// Bytes of the page's scripts.
    page: u64,
    /// Of the document, and listeners.
    nodes: (u64, u64),
}

fn after(page: &Page, rounds: &str, times: u64) -> Used {
    page.run(&format!("{rounds}({times}).then(() => {{ window.done += 1; }}); window.wanted = window.done + 1;"), &[]);
    until(rounds, || match page.run("return window.done === window.wanted", &[]) {
        Value::Bool(true) => Ok(()),
        other => Err(other.to_string()),
    });
    page.session.devtools("HeapProfiler.collectGarbage", &json!({}));
    let program = page.run("return [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0)", &[]);
    let heap = page.session.devtools("Runtime.getHeapUsage", &json!({}));
    let counted = page.session.devtools("Memory.getDOMCounters", &json!({}));
    // The driver may write a whole number with a fraction.
    let number = |value: &Value| -> u64 {
        let text = value.to_string();
        text.split('.').next().and_then(|whole| whole.parse().ok()).expect("a number")
    };
    let nodes = (number(&counted["nodes"]), number(&counted["jsEventListeners"]));
    Used { program: number(&program), page: number(&heap["usedSize"]), nodes }
}

#[test]
fn hundreds_of_elements_and_reports_leave_nothing_behind() {
    let page = Page::blank();
    page.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({"source": REMEMBER}));
    page.open();
    page.run(ROUNDS, &[]);
    until("the bytes", || match page.run("return window.done === 0", &[]) {
        Value::Bool(true) => Ok(()),
        other => Err(other.to_string()),
    });
    for (what, rounds) in [("elements", "mounts"), ("reports", "replacements")] {
        page.run("window.staying = document.createElement('redcat-report'); document.body.append(staying)", &[]);
        // Elements that come while others go need programs of their own; after some rounds there are enough.
        after(&page, rounds, 50);
        let all = [after(&page, rounds, 150), after(&page, rounds, 150), after(&page, rounds, 150)];
        for used in &all {
            println!("{what}: program {}, page {} kB, {:?}", used.program / 1000, used.page / 1000, used.nodes);
        }
        let [warm, _, last] = all;
        assert!(warm.program > 1_000_000, "no memory was seen: {}", warm.program);
        assert_eq!(last.program, warm.program, "{what}: the program's memory has grown");
        // Nodes and listeners are counted one by one; what the browser keeps for itself beside them varies a little.
        assert_eq!(last.nodes, warm.nodes, "{what}: nodes and listeners");
        assert!(last.page < warm.page + 300_000, "{what}: {} became {} bytes", warm.page, last.page);
        page.run("staying.remove()", &[]);
    }
}
