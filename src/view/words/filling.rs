//! Templates: `fill!` puts values into the named places of a text. In: a text with places such as `{n}`, values. Out: the
//! text as people read it; a place without a value stays empty.

use super::bidi::push_isolated;

/// Fills the named places of a template: `fill!(words.label_value, label = name, value = text)`.
macro_rules! fill {
    ($template:expr, $name:ident = $value:expr $(,)?) => {
        $crate::view::words::fill_place($template, stringify!($name), &$value)
    };
    ($template:expr $(, $name:ident = $value:expr)+ $(,)?) => {
        $crate::view::words::fill_places($template, concat!($(stringify!($name), " "),+), &[$(&$value),+])
    };
}
pub(crate) use fill;

/// See `fill!`: most templates have one place.
#[inline(never)]
pub fn fill_place(template: &str, name: &str, value: &str) -> String {
    fill_places(template, name, &[value])
}

/// See `fill!`: `names` are the places of `values`, each with a blank behind it, so that a call has one text of them and
/// lists only the values. Text that is filled in is never read for places again, and never turns the direction of the
/// template's own.
pub fn fill_places(template: &str, names: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(template.len() + values.iter().map(|value| value.len()).sum::<usize>());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        if let Some(value) = names.split(' ').position(|known| known == name).and_then(|place| values.get(place)) {
            push_isolated(&mut filled, value);
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    #[test]
    fn filled_text_is_not_read_again() {
        assert_eq!(fill!("{a} and {b}", a = "{b}", b = "x"), "{b} and x");
        assert_eq!(fill!("50 {", n = ""), "50 {");
        assert_eq!(fill!("{n} 天", n = "3"), "3 天");
    }

    #[test]
    fn filled_text_does_not_turn_the_sentence_around_it() {
        assert_eq!(fill!("{label}：{value}", label = "曝光\u{202e}", value = "1,234"), "\u{2068}曝光\u{2069}：1,234");
    }
}
