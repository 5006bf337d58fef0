//! Numbers as the browser's `Intl.NumberFormat` writes them; where it refuses a language, as in English. One formatter
//! per number of digits is made once and kept.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, BigInt, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::view::locale::Numbers;

/// The numbers of a language.
pub fn numbers(tag: &str) -> Rc<dyn Numbers> {
    Rc::new(IntlNumbers { tag: tag.to_owned(), formats: RefCell::default() })
}

/// Whether it writes per cent, and how many digits after the point.
type Style = (bool, u32);

struct IntlNumbers {
    tag: String,
    formats: RefCell<Vec<(Style, Option<Function>)>>,
}

impl IntlNumbers {
    /// Empty only where the browser has no `Intl`, which none has lacked since it could run this program.
    fn format(&self, style: Style, value: &JsValue) -> String {
        let formatted = self.formatter(style).and_then(|format| format.call1(&JsValue::UNDEFINED, value).ok());
        formatted.and_then(|text| text.as_string()).unwrap_or_default()
    }

    /// As the browser writes it; what rounds to minus zero is zero.
    fn number(&self, style: Style, value: f64) -> String {
        let text = self.format(style, &value.into());
        let is_minus_zero = value.is_sign_negative() && self.format(style, &(-0.0).into()) == text;
        if is_minus_zero { self.format(style, &0.0.into()) } else { text }
    }

    fn formatter(&self, style: Style) -> Option<Function> {
        let mut formats = self.formats.borrow_mut();
        if let Some((_, known)) = formats.iter().find(|(known, _)| *known == style) {
            return known.clone();
        }
        // An unknown or malformed tag throws.
        let made = make(&self.tag, style).or_else(|| make("en", style));
        formats.push((style, made.clone()));
        made
    }
}

fn make(tag: &str, (percent, digits): Style) -> Option<Function> {
    let options = Object::new();
    let set = |key: &str, value: JsValue| Reflect::set(&options, &key.into(), &value).ok();
    set("style", if percent { "percent" } else { "decimal" }.into())?;
    set("minimumFractionDigits", digits.into())?;
    set("maximumFractionDigits", digits.into())?;
    // What throws is not caught by wasm-bindgen's typed constructor.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let constructor: Function = Reflect::get(&intl, &"NumberFormat".into()).ok()?.dyn_into().ok()?;
    let made = Reflect::construct(&constructor, &Array::of2(&tag.into(), &options)).ok()?;
    Some(made.unchecked_into::<Intl::NumberFormat>().format())
}

impl Numbers for IntlNumbers {
    fn decimal(&self, value: f64, digits: u32) -> String {
        self.number((false, digits), value)
    }

    fn integer(&self, value: i128) -> String {
        // Past 2^53 a JavaScript number would round.
        self.format((false, 0), &BigInt::from(value).into())
    }

    fn percent(&self, fraction: f64, digits: u32) -> String {
        self.number((true, digits), fraction)
    }

    fn plain(&self, value: f64) -> String {
        js_sys::Number::from(value).to_string_with_radix(10).map(String::from).unwrap_or_default()
    }

    fn lower_case(&self, text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }
}
