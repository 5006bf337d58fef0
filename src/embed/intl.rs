//! Numbers as the browser's `Intl.NumberFormat` writes them; where it refuses a language, as the native twin does.
//! One formatter per number of digits is made once and kept.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, BigInt, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::date::Date;
use crate::view::locale::{Locale, Numbers};

/// The numbers of a language.
pub fn numbers(tag: &str) -> Rc<dyn Numbers> {
    let plain = Locale::plain(tag).numbers;
    Rc::new(IntlNumbers { tag: tag.to_owned(), plain, formats: RefCell::default() })
}

/// Whether it writes per cent, and how many digits after the point.
type Style = (bool, u32);

struct IntlNumbers {
    tag: String,
    plain: Rc<dyn Numbers>,
    formats: RefCell<BTreeMap<Style, Option<Function>>>,
}

impl IntlNumbers {
    fn format(&self, style: Style, value: &JsValue) -> Option<String> {
        let mut formats = self.formats.borrow_mut();
        let format = formats.entry(style).or_insert_with(|| self.make(style)).as_ref()?;
        format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
    }

    /// As the browser writes it; what rounds to minus zero is zero.
    fn number(&self, style: Style, value: f64) -> Option<String> {
        let text = self.format(style, &value.into())?;
        let is_minus_zero = value.is_sign_negative() && self.format(style, &(-0.0).into()).as_ref() == Some(&text);
        if is_minus_zero { self.format(style, &0.0.into()) } else { Some(text) }
    }

    fn make(&self, (percent, digits): Style) -> Option<Function> {
        let options = Object::new();
        let set = |key: &str, value: JsValue| Reflect::set(&options, &key.into(), &value).ok();
        set("style", if percent { "percent" } else { "decimal" }.into())?;
        set("minimumFractionDigits", digits.into())?;
        set("maximumFractionDigits", digits.into())?;
        // An unknown or malformed tag throws, which wasm-bindgen's typed constructor does not catch.
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let constructor: Function = Reflect::get(&intl, &"NumberFormat".into()).ok()?.dyn_into().ok()?;
        let made = Reflect::construct(&constructor, &Array::of2(&self.tag.as_str().into(), &options)).ok()?;
        Some(made.unchecked_into::<Intl::NumberFormat>().format())
    }
}

impl Numbers for IntlNumbers {
    fn decimal(&self, value: f64, digits: u32) -> String {
        self.number((false, digits), value).unwrap_or_else(|| self.plain.decimal(value, digits))
    }

    fn integer(&self, value: i128) -> String {
        // Past 2^53 a JavaScript number would round.
        self.format((false, 0), &BigInt::from(value).into()).unwrap_or_else(|| self.plain.integer(value))
    }

    fn percent(&self, fraction: f64, digits: u32) -> String {
        self.number((true, digits), fraction).unwrap_or_else(|| self.plain.percent(fraction, digits))
    }

    fn currency(&self, code: &str) -> String {
        self.plain.currency(code)
    }

    fn date(&self, date: Date) -> String {
        self.plain.date(date)
    }
}
