//! Strings in the JSON text of records, and lists of them. In: where one begins. Out: where it ends. Refuses what is no
//! JSON; whether more of the text has to come is noted.

use crate::records::Records;
use crate::texts::marks;

impl Records {
    /// Past a string.
    pub(crate) fn string_end(&mut self, bytes: &[u8], start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
                let (quotes, odd) = marks(u64::from_le_bytes(*word));
                at += (quotes | odd).trailing_zeros() as usize / 8;
                if quotes | odd != 0 {
                    break;
                }
            }
            match bytes.get(at) {
                Some(b'"') => return Some(at + 1),
                Some(b'\\') => at = self.escape_end(bytes, at + 1)?,
                Some(..b' ') => return None,
                Some(_) => at += 1,
                None => {
                    self.met_end = true;
                    return None;
                }
            }
        }
    }

    /// Past what stands behind a backslash.
    fn escape_end(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let digits = match bytes.get(at) {
            Some(b'u') => 4,
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 0,
            Some(_) => return None,
            None => 1,
        };
        let end = at + 1 + digits;
        let digits = bytes.get(at + 1..end.min(bytes.len())).unwrap_or_default();
        self.met_end |= end > bytes.len();
        (end <= bytes.len() && digits.iter().all(u8::is_ascii_hexdigit)).then_some(end)
    }

    /// Past a list of strings, whose bracket stands before `at`.
    pub(crate) fn list_end(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let mut at = self.past_blanks(bytes, at)?;
        if bytes.get(at) == Some(&b']') {
            return Some(at + 1);
        }
        loop {
            if bytes.get(at) != Some(&b'"') {
                return None;
            }
            at = self.string_end(bytes, at)?;
            at = self.past_blanks(bytes, at)?;
            match bytes.get(at)? {
                b',' => at = self.past_blanks(bytes, at + 1)?,
                b']' => return Some(at + 1),
                _ => return None,
            }
        }
    }
}
