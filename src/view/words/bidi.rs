//! Texts of a document inside our own sentences. In: a text that someone else wrote. Out: the same, closed in on itself
//! where its letters or controls could turn what stands behind it: a name that ends in a right-to-left override would
//! make the numbers of our sentence read backwards. Rules as in the Unicode Bidirectional Algorithm (UAX #9); plain
//! texts stay as they are, byte for byte.

/// First strong isolate: what follows finds its own direction and gives none to its surroundings.
const ISOLATE: char = '\u{2068}';
/// Pop directional isolate: ends it.
const POP: char = '\u{2069}';

/// Appends `value` to `text`, isolated where it needs it.
///
/// An isolate ends at its own pop, at a pop too many inside it, or with the paragraph (UAX #9 BD9, X6a, X8), so of the
/// value's controls a pop too many is dropped, missing ones are added, and what ends a paragraph becomes a space.
/// Embeddings and overrides are dropped altogether: inside a name they only make it look like another one.
pub(super) fn push_isolated(text: &mut String, value: &str) {
    if !value.chars().any(turns) {
        text.push_str(value);
        return;
    }
    text.push(ISOLATE);
    let mut open = 0_usize;
    for c in value.chars() {
        match c {
            '\u{202a}'..='\u{202e}' => continue,
            '\u{2066}'..=ISOLATE => open += 1,
            POP if open == 0 => continue,
            POP => open -= 1,
            _ => {}
        }
        text.push(if ends_paragraph(c) { ' ' } else { c });
    }
    for _ in 0..=open {
        text.push(POP);
    }
}

/// Whether a character can act on what stands beside its text: a control, or a letter or digit of a right-to-left
/// script. Those are the blocks that the Unicode Character Database gives that direction by default.
const fn turns(c: char) -> bool {
    matches!(c,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..=POP
        | '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Bidirectional class B.
const fn ends_paragraph(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::push_isolated;

    fn isolated(value: &str) -> String {
        let mut text = String::new();
        push_isolated(&mut text, value);
        text
    }

    #[test]
    fn plain_texts_stay_byte_for_byte() {
        for plain in ["", "云汐美妆", "Crème Nº 5 😀", "12.3万", "a\nb\u{2029}c", "\u{feff}", "ไทย เกาหลี 한국"]
        {
            assert_eq!(isolated(plain), plain);
        }
    }

    #[test]
    fn letters_from_the_right_and_controls_are_closed_in() {
        assert_eq!(isolated("قهوة 12"), "\u{2068}قهوة 12\u{2069}");
        assert_eq!(isolated("a\u{5d0}"), "\u{2068}a\u{5d0}\u{2069}");
        assert_eq!(isolated("a\u{200f}"), "\u{2068}a\u{200f}\u{2069}");
        assert_eq!(isolated("\u{1e900}"), "\u{2068}\u{1e900}\u{2069}");
    }

    #[test]
    fn no_control_reaches_beyond_its_text() {
        assert_eq!(isolated("gpj\u{202e}.exe"), "\u{2068}gpj.exe\u{2069}");
        assert_eq!(isolated("a\u{202a}b\u{202c}"), "\u{2068}ab\u{2069}");
        assert_eq!(isolated("\u{2069}\u{202e}a"), "\u{2068}a\u{2069}", "a pop too many");
        assert_eq!(isolated("\u{2067}a"), "\u{2068}\u{2067}a\u{2069}\u{2069}", "a pop too few");
        assert_eq!(isolated("\u{2067}\u{2029}a"), "\u{2068}\u{2067} a\u{2069}\u{2069}", "the end of a paragraph");
    }

    #[test]
    fn what_was_isolated_once_is_kept_inside_another_sentence() {
        let once = isolated("\u{5d0}");
        assert_eq!(isolated(&["1 ", &once, " 2"].concat()), ["\u{2068}1 ", &once, " 2\u{2069}"].concat());
    }
}
