//! The style sheets as a reader downloads them: without comments, lines and indentation, which are for who writes them. In:
//! `www/*.css`, while this is compiled. Out: texts that style the same. Refuses nothing: no string in them has `/*`.

/// The first screen's.
pub const FIRST: &str = squeezed(&SMALL_FIRST);
/// That of what comes after it.
pub(super) const LATER: &str = squeezed(&SMALL_LATER);

const FIRST_SOURCE: &[u8] = include_bytes!("../../www/redcat-report.css");
const LATER_SOURCE: &[u8] = include_bytes!("../../www/redcat-later.css");
static SMALL_FIRST: [u8; length(FIRST_SOURCE)] = squeeze(FIRST_SOURCE).0;
static SMALL_LATER: [u8; length(LATER_SOURCE)] = squeeze(LATER_SOURCE).0;

const fn squeezed(bytes: &[u8]) -> &str {
    match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("a style sheet is not UTF-8"),
    }
}

const fn length(source: &[u8]) -> usize {
    squeeze::<0>(source).1
}

/// As many bytes of the result as there is room for, and how many there are.
const fn squeeze<const N: usize>(source: &[u8]) -> ([u8; N], usize) {
    let (mut kept, mut length, mut last, mut at) = ([0; N], 0, b'}', 0);
    while at < source.len() {
        if source[at] == b'/' && at + 1 < source.len() && source[at + 1] == b'*' {
            at += 2;
            while source[at] != b'*' || source[at + 1] != b'/' {
                at += 1;
            }
            at += 2;
            continue;
        }
        let mut byte = source[at];
        at += 1;
        if byte == b'\n' {
            while at < source.len() && (source[at] == b' ' || source[at] == b'\n') {
                at += 1;
            }
            byte = b' ';
        }
        if byte == b' ' && matches!(last, b'{' | b'}' | b';' | b',' | b' ') {
            continue;
        }
        if length < N {
            kept[length] = byte;
        }
        last = byte;
        length += 1;
    }
    (kept, length)
}

#[cfg(test)]
mod tests {
    use super::{FIRST, LATER, squeeze};

    #[test]
    fn what_is_left_says_the_same() {
        let text = "/* a */\n.b,\n.c > d {\n  e: f,\n    g\n    h; /* i */\n}\n\n@media j {\n  k { l: m n; }\n}\n";
        let (bytes, length) = squeeze::<64>(text.as_bytes());
        assert_eq!(str::from_utf8(&bytes[..length]), Ok(".b,.c > d {e: f,g h;}@media j {k {l: m n;}}"));
    }

    #[test]
    fn both_sheets_are_whole() {
        for (sheet, source) in
            [(FIRST, include_str!("../../www/redcat-report.css")), (LATER, include_str!("../../www/redcat-later.css"))]
        {
            assert!(!sheet.contains("/*") && !sheet.contains('\n') && sheet.len() > source.len() / 2);
            let count = |text: &str, brace: char| text.chars().filter(|&letter| letter == brace).count();
            assert_eq!(count(sheet, '{'), count(sheet, '}'));
            assert!(sheet.ends_with('}'), "{}", &sheet[sheet.len() - 20..]);
        }
    }
}
