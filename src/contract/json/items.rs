//! Walking through an array or an object. In: the text of one, known to be well-formed. Out: the texts of its values, one
//! by one, and numbers without a detour where there is nothing else: most of a large document is columns of digits.

/// The elements of an array, or the keys and values of an object in turn.
#[derive(Clone, Debug)]
pub struct Items<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Items<'a> {
    /// Of the array or object that is `text`.
    pub fn of(text: &'a str) -> Self {
        // What is neither has its end where it begins.
        Self { text: if text.starts_with(['[', '{']) { text } else { "" }, at: 1 }
    }

    /// The next key, still quoted, and its value.
    pub fn entry(&mut self) -> Option<(&'a str, &'a str)> {
        Some((self.next()?, self.next()?))
    }

    /// Steps into the next element, if it begins with `bracket`: what follows are its own elements until there are none,
    /// and then the elements after it.
    pub fn enter(&mut self, bracket: u8) -> bool {
        let start = self.start();
        let found = self.text.as_bytes().get(start) == Some(&bracket);
        if found {
            self.at = start + 1;
        }
        found
    }

    /// The next element, if it is nothing but digits, of a number no larger than `most`: most of what there is to read.
    pub fn digits(&mut self, most: i64) -> Option<i64> {
        let bytes = self.text.as_bytes();
        let (start, mut value) = (self.start(), 0);
        let mut at = start;
        // Fifteen digits fit whatever they are.
        while at < start + 15
            && let Some(byte @ b'0'..=b'9') = bytes.get(at)
        {
            value = value * 10 + i64::from(byte - b'0');
            at += 1;
        }
        let is_whole = at > start && matches!(bytes.get(at), Some(b',' | b']' | b'}'));
        if is_whole && value <= most {
            self.at = at;
            return Some(value);
        }
        None
    }

    /// Where the next element begins, or the bracket stands after the last one.
    fn start(&self) -> usize {
        let mut at = self.at;
        while let Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b':') = self.text.as_bytes().get(at) {
            at += 1;
        }
        at
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let start = self.start();
        let (end, _) = extent(self.text.as_bytes(), start);
        self.at = end.max(start + 1);
        self.text.get(start..end).filter(|item| !item.is_empty())
    }
}

/// Where the value ends that begins at `at`, and how many levels of arrays and objects it nests.
fn extent(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let (mut depth, mut deepest) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at + 1),
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if depth > 0 => depth -= 1,
            b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' | b']' | b'}' if depth == 0 => break,
            _ => {}
        }
        at += 1;
        // Inside brackets, most bytes mean nothing.
        while depth > 0
            && let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk)
            && is_plain(u64::from_le_bytes(*word))
        {
            at += 8;
        }
        while depth > 0
            && let Some(byte) = bytes.get(at)
            && !matches!(byte, b'"' | b'[' | b']' | b'{' | b'}')
        {
            at += 1;
        }
    }
    (at, deepest)
}

/// Whether none of eight bytes is a quotation mark or can be a bracket: those have the bit 0x40, which digits and commas
/// lack. (A byte is zero where it borrows while its highest bit is not set; Warren, Hacker's Delight, 6-1.)
const fn is_plain(word: u64) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let quotes = word ^ (EACH * b'"' as u64);
    word & (EACH * 0x40) == 0 && quotes.wrapping_sub(EACH) & !quotes & (EACH * 0x80) == 0
}

/// Where the quotation mark is that ends the string which begins at `at`.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => break,
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// How many levels of arrays and objects a value nests.
pub fn nesting(text: &str) -> usize {
    extent(text.as_bytes(), 0).1
}

#[cfg(test)]
mod tests {
    use super::{Items, is_plain, nesting};

    #[test]
    fn values_come_as_they_stand_whatever_blanks_and_brackets_are_around_them() {
        let text = " [1 ,\t-2.5e3, \"a,]\\\"\\\\\",[ {\"k\" : [ ] } ],{},true,null\n]";
        let items: Vec<_> = Items::of(text.trim()).collect();
        assert_eq!(items, ["1", "-2.5e3", "\"a,]\\\"\\\\\"", "[ {\"k\" : [ ] } ]", "{}", "true", "null"]);
        assert_eq!(items.iter().map(|item| nesting(item)).collect::<Vec<_>>(), [0, 0, 0, 3, 1, 0, 0]);
        let mut entries = Items::of("{ \"a\" : 1,\"b\":[2] }");
        assert_eq!(
            [entries.entry(), entries.entry(), entries.entry()],
            [Some(("\"a\"", "1")), Some(("\"b\"", "[2]")), None]
        );
        assert_eq!(Items::of("12").next(), None);
    }

    #[test]
    fn eight_bytes_at_once_hide_no_quote_and_no_bracket() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut word = *b"12,345,6";
                word[place] = byte;
                let meant = matches!(byte, b'"' | b'[' | b']' | b'{' | b'}');
                assert!(!(is_plain(u64::from_le_bytes(word)) && meant), "{byte:x} at {place}");
            }
        }
        assert!(is_plain(u64::from_le_bytes(*b"12, 3,45")));
        let text = "[[12345678,12345678],{\"1234567\":[1,2,3,4,5,6,7]},8]";
        let items: Vec<_> = Items::of(text).collect();
        assert_eq!(items, ["[12345678,12345678]", "{\"1234567\":[1,2,3,4,5,6,7]}", "8"]);
    }

    #[test]
    fn an_element_may_be_stepped_into_and_left() {
        let mut items = Items::of("[{\"a\": [1]} , {}, 5,12 ,13]");
        assert!(!items.enter(b'[') && items.enter(b'{'));
        assert_eq!([items.entry(), items.entry()], [Some(("\"a\"", "[1]")), None]);
        assert!(items.enter(b'{'));
        assert_eq!((items.next(), items.enter(b'{'), items.next()), (None, false, Some("5")));
        assert_eq!((items.digits(99), items.next(), items.digits(12)), (None, Some("12"), None));
        assert_eq!((items.digits(13), items.digits(99), items.next()), (Some(13), None, None));
    }
}
