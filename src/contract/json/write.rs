//! JSON text from values, for what the program itself writes: selections, saved views, details of events. In: the parts
//! in their order. Out: their text, commas where they belong.

/// A text that grows by one part after another.
#[derive(Debug, Default)]
pub struct Writer(String);

impl Writer {
    /// The text so far.
    pub fn finish(self) -> String {
        self.0
    }

    /// Begins an object or an array, `{` or `[`.
    pub fn open(&mut self, bracket: char) {
        self.part();
        self.0.push(bracket);
    }

    /// Ends it, with `}` or `]`.
    pub fn close(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// A key of an object; its value comes next.
    pub fn key(&mut self, key: &str) {
        self.text(key);
        self.0.push(':');
    }

    /// A value that is no string: a number, `true`, `null`.
    pub fn word(&mut self, word: &str) {
        self.part();
        self.0.push_str(word);
    }

    /// A string.
    pub fn text(&mut self, text: &str) {
        self.part();
        self.0.push('"');
        for character in text.chars() {
            match character {
                '"' | '\\' => self.0.extend(['\\', character]),
                ' '.. => self.0.push(character),
                control => {
                    let code = control as u32;
                    let digit = |value: u32| char::from_digit(value, 16).unwrap_or('0');
                    self.0.push_str("\\u00");
                    self.0.extend([digit(code >> 4), digit(code & 15)]);
                }
            }
        }
        self.0.push('"');
    }

    /// A string, or `null`.
    pub fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.word("null"),
        }
    }

    /// A key and a string.
    pub fn entry(&mut self, key: &str, text: &str) {
        self.key(key);
        self.text(text);
    }

    /// Before a part: a comma, unless it is the first.
    fn part(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with(['{', '[', ':']) {
            self.0.push(',');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;

    #[test]
    fn parts_are_set_apart_and_strings_escaped() {
        let mut writer = Writer::default();
        writer.open('{');
        writer.key("a:");
        writer.open('[');
        writer.word("1");
        writer.optional(None);
        writer.open('{');
        writer.close('}');
        writer.text("\"\\\n\u{1}\u{7f}中[");
        writer.text("");
        writer.close(']');
        writer.entry("b", "{");
        writer.word("true");
        writer.close('}');
        let expected = "{\"a:\":[1,null,{},\"\\\"\\\\\\u000a\\u0001\u{7f}中[\",\"\"],\"b\":\"{\",true}";
        assert_eq!(writer.finish(), expected);
    }
}
