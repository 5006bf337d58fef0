//! What only a browser can show: that the contract reads the same in WebAssembly, that numbers by the browser's `Intl`
//! are those of the native twin, that a report mounts into a shadow root and leaves nothing behind.
#![cfg(target_arch = "wasm32")]

#[path = "support/fixtures.rs"]
mod fixtures;

use js_sys::{Function, Promise, Uint8Array};
use redcat_report::contract::Report;
use redcat_report::cube::Dataset;
use redcat_report::embed::{Widget, later_stylesheet, numbers, stylesheet};
use redcat_report::view::locale::Locale;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

wasm_bindgen_test_configure!(run_in_browser);

/// Turns of the browser's loop after which something that did not happen will not.
const TURNS: usize = 1_000;

/// Natively the kernel looks at eight bytes at once and here at sixteen: it has to stop at the same places.
#[wasm_bindgen_test]
fn integers_are_read_in_blocks_as_they_are_one_by_one() {
    let mut state = 7_u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let cuts = redcat_kernel::Cuts::new();
    for _ in 0..2_000 {
        let (mut text, mut expected) = (b"[[[[[[[[".to_vec(), Vec::new());
        for _ in 0..random(200) {
            let digits = random(7) + 1;
            let value = i64::from(random(10_u32.pow(digits)));
            text.extend_from_slice(if random(9) == 0 { b" \n" } else { b"" });
            text.extend_from_slice(format!("{value},").as_bytes());
            expected.push(value);
        }
        let plain = text.len();
        text.extend_from_slice([&b"01,"[..], b"1 2,", b",", b"x,", b"1.5,", b"]", b"\xb1,", b"7"][random(8) as usize]);
        text.extend(std::iter::repeat_n(*b"3,", 40).flatten());
        // What ends in a digit goes on with the digits that follow.
        let is_open = text[plain] == b'7';
        let mut values = vec![0; 512];
        let run = redcat_kernel::integers(&text, 8, &cuts, &mut values);
        if is_open {
            assert!(values[..run.count].starts_with(&expected));
        } else {
            assert_eq!((&values[..run.count], run.at), (&*expected, plain));
        }
    }
}

#[wasm_bindgen_test]
fn every_accepted_document_is_read_and_packed() {
    let fixtures = fixtures::accept();
    assert!(fixtures.len() >= 40, "only {} documents", fixtures.len());
    for fixture in fixtures {
        let name = &fixture.name;
        let report = Report::from_bytes(&fixture.bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let counted: u64 = report.warnings.iter().map(|warning| warning.count).sum();
        assert_eq!(counted, fixture.warnings.values().sum::<u64>(), "{name}");
        Dataset::build(report).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[wasm_bindgen_test]
fn every_refused_document_names_the_kind_and_the_place() {
    let fixtures = fixtures::reject();
    assert!(fixtures.len() >= 150, "only {} documents", fixtures.len());
    for fixture in fixtures {
        let name = &fixture.name;
        let refused = Report::from_bytes(&fixture.bytes).and_then(Dataset::build).map(drop);
        let error = refused.err().unwrap_or_else(|| panic!("{name} is read"));
        assert_eq!((error.kind().code(), error.path()), (fixture.kind.as_str(), fixture.path.as_str()), "{name}");
    }
}

/// Numbers of every size and sign, in quarters, so that no binary fraction stands in for a decimal one.
fn values() -> Vec<f64> {
    let mut values = vec![0.0, 0.25, 0.5, 0.75];
    let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
    for bits in 1..52 {
        for _ in 0..8 {
            // xorshift64 (Marsaglia 2003)
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let value = (seed >> (64 - bits)) as f64 / 4.0;
            values.extend([value, -value]);
        }
        values.extend([2_f64.powi(bits), 2_f64.powi(bits) - 1.0]);
    }
    (0..16).for_each(|power| values.extend([10_f64.powi(power), 10_f64.powi(power) - 1.0]));
    values
}

#[wasm_bindgen_test]
fn numbers_of_the_browser_are_those_of_the_native_twin() {
    for tag in ["zh-CN", "en"] {
        let plain = Locale::plain(tag);
        let browser = Locale::new(tag, numbers(tag));
        for value in values() {
            // Past 2^53 hundredths a number has no digits to spare.
            for digits in (0..=2).filter(|_| value.abs() < 2_f64.powi(45)) {
                let both = [&browser, &plain].map(|locale| locale.numbers.decimal(value, digits));
                assert_eq!(both[0], both[1], "{value} with {digits} digits in {tag}");
            }
            // Nor has a rate past a million times the whole.
            for digits in (0..=4).filter(|_| value.abs() < 1e6) {
                let both = [&browser, &plain].map(|locale| locale.numbers.percent(value / 64.0, digits));
                assert_eq!(both[0], both[1], "{value} / 64 as per cent with {digits} digits in {tag}");
            }
            let whole = value as i128 * i128::from(u32::MAX);
            assert_eq!(browser.numbers.integer(whole), plain.numbers.integer(whole), "{whole} in {tag}");
            assert_eq!(browser.compact(value), plain.compact(value), "{value}, compact, in {tag}");
            for currency in ["CNY", "USD", "JPY", "KWD", "XTS"] {
                let both = [&browser, &plain].map(|locale| locale.money(whole, currency));
                assert_eq!(both[0], both[1], "{whole} {currency} in {tag}");
                let both = [&browser, &plain].map(|locale| locale.money_compact(value.trunc(), currency));
                assert_eq!(both[0], both[1], "{value} {currency}, compact, in {tag}");
            }
        }
        for small in [0.000_4, -0.000_4, 0.000_6, -0.000_6, 0.123_4, -0.5, 0.0] {
            let texts: [fn(&Locale, f64) -> String; 4] =
                [Locale::percent, Locale::uplift, |locale, value| locale.points(value, 1), Locale::percent_full];
            for text in texts {
                assert_eq!(text(&browser, small), text(&plain, small), "{small} in {tag}");
            }
        }
    }
}

#[wasm_bindgen_test]
fn small_letters_of_the_browser_are_those_of_the_native_twin() {
    let (browser, plain) = (Locale::new("en", numbers("en")), Locale::plain("en"));
    for text in ["", "Shop 618", "ÉLAN", "ΟΔΟΣ ΣΑΣ", "İstanbul", "ẞ", "美妆 A组", "👍🏽 Ⅻ"] {
        assert_eq!(browser.numbers.lower_case(text), plain.numbers.lower_case(text), "{text}");
    }
}

#[wasm_bindgen_test]
fn a_language_that_the_browser_does_not_know_is_written_plainly() {
    let numbers = numbers("not a language tag");
    assert_eq!(numbers.decimal(1234.5, 1), "1,234.5");
}

fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("a page")
}

/// An element on the page with an open shadow root and the place in it for a report.
fn host() -> (HtmlElement, ShadowRoot, Element) {
    let document = document();
    let host: HtmlElement = document.create_element("div").expect("an element").unchecked_into();
    document.body().expect("a body").append_child(&host).expect("appended");
    let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).expect("a shadow root");
    let mount = document.create_element("div").expect("an element");
    root.append_child(&mount).expect("appended");
    (host, root, mount)
}

fn funnel_document() -> JsValue {
    let wanted = "funnel_with_parts_routes_and_optional_step";
    let fixture = fixtures::accept().into_iter().find(|fixture| fixture.name == wanted).expect("the fixture");
    Uint8Array::from(fixture.bytes.as_slice()).into()
}

/// Lets the browser take its turns until `is_so`.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..TURNS {
        if is_so() {
            return;
        }
        let turn = Promise::new(&mut |resolve: Function, _| {
            let window = web_sys::window().expect("a window");
            window.set_timeout_with_callback(&resolve).expect("a turn");
        });
        JsFuture::from(turn).await.expect("a turn");
    }
    panic!("{what} did not happen");
}

fn enter(widget: &Widget, host: &HtmlElement) {
    let nothing = || Function::new_no_args("");
    widget.enter(host.clone(), nothing(), nothing());
}

fn count(root: &ShadowRoot, selector: &str) -> u32 {
    root.query_selector_all(selector).expect("a selector").length()
}

#[wasm_bindgen_test]
async fn a_report_mounts_into_a_shadow_root_and_draws_its_funnel() {
    let (host, root, mount) = host();
    let widget = Widget::new(mount, 1);
    enter(&widget, &host);
    until("an empty report", || count(&root, ".report") == 1).await;
    widget.set_report(&funnel_document());
    until("a funnel", || count(&root, ".funnel [data-step]") > 0).await;
    assert_eq!(count(&root, ".failure"), 0);
    assert!(count(&root, ".funnel .parts .part") > 0 && count(&root, ".funnel .route") == 1);
    assert_eq!(count(&root, "[style]"), 0);
    widget.set_report(&"{".into());
    until("a refusal", || count(&root, ".failure.banner[data-kind=syntax]") == 1).await;
    assert!(count(&root, ".funnel [data-step]") > 0, "what was on screen stays");
    widget.leave();
    until("an empty report", || count(&root, ".funnel") == 0).await;
    host.remove();
}

#[wasm_bindgen_test]
async fn what_serves_one_element_after_another_leaves_nothing_behind() {
    let everything = || document().query_selector_all("*").expect("a selector").length();
    let before = everything();
    let (first, _, mount) = host();
    let widget = Widget::new(mount.clone(), 2);
    first.remove();
    for _ in 0..20 {
        let (host, root, place) = host();
        place.replace_with_with_node_1(&mount).expect("another place");
        enter(&widget, &host);
        assert_eq!(count(&root, ".funnel"), 0);
        widget.set_report(&funnel_document());
        until("a funnel", || count(&root, ".funnel [data-step]") > 0).await;
        widget.leave();
        until("an empty report", || count(&root, ".funnel") == 0).await;
        host.remove();
    }
    assert_eq!(everything(), before);
}

#[wasm_bindgen_test]
fn the_style_sheet_is_one_that_the_browser_reads() {
    let sheet = web_sys::CssStyleSheet::new().expect("a sheet");
    for styles in [stylesheet(), later_stylesheet()] {
        sheet.replace_sync(&styles).expect("styles");
        assert!(sheet.css_rules().expect("rules").length() > 100);
    }
}
