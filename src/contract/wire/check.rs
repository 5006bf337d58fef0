//! Holds a document against the tables of its shapes. In: text, a shape, its place. Out: whether it fits; every fault is
//! noted with its path, and so are keys that mean nothing. Refuses keys that occur twice, more entries than the limit, and
//! nesting past its own.

use std::borrow::Cow;

use super::{Fields, Form, Leaf, Limit, Object, Shape};
use crate::contract::json::{Items, digits, double, integer, is_number, nesting, string};
use crate::contract::limits::{MAX_ENTRIES, MAX_INTEGER, MAX_LANGUAGES, MAX_NESTING, MAX_TEXT_CHARS};
use crate::contract::notes::{Notes, Path};
use crate::error::ErrorKind;
use crate::order::repeated;

/// The limit of all strings that are no ids.
pub(super) const OF_TEXTS: Limit = (MAX_TEXT_CHARS, "MAX_TEXT_CHARS");

/// Whether `text` has that shape.
pub fn check(text: &str, shape: &Shape, at: &Path<'_>, notes: &mut Notes) -> bool {
    match shape {
        Shape::OrNull(_) if text == "null" => true,
        Shape::OrNull(shape) => check(text, shape, at, notes),
        Shape::Leaf(shape) => leaf(text, shape, at, notes),
        Shape::Object(object) => {
            let Some(mut fields) = fields(text, object, at, notes) else {
                return false;
            };
            keep_sound(&mut fields, object, at, notes)
        }
        Shape::Map(shape) => {
            let Some(entries) = entries(text, at, notes) else {
                return false;
            };
            let mut sound = true;
            for (key, text) in entries {
                sound &= check(text, shape, &at.key(&key), notes);
            }
            sound
        }
        Shape::List(shape) => {
            if !text.starts_with('[') {
                return refuse(ErrorKind::WrongType, text, "an array", at, notes);
            }
            if Items::of(text).nth(MAX_ENTRIES).is_some() {
                notes.limit(at, &"more entries", "MAX_ENTRIES", MAX_ENTRIES);
                return false;
            }
            let mut sound = true;
            for (index, text) in Items::of(text).enumerate() {
                sound &= check(text, shape, &at.index(index), notes);
            }
            sound
        }
    }
}

/// Empties the fields that do not have their shape; whether all of them have.
pub fn keep_sound(fields: &mut Fields<'_>, object: &Object, at: &Path<'_>, notes: &mut Notes) -> bool {
    let mut all_sound = true;
    for (field, text) in object.fields.iter().zip(&mut fields.0) {
        let at = at.key(field.key);
        let sound = if !text.is_empty() {
            check(text, &field.shape, &at, notes)
        } else if field.required {
            refuse(ErrorKind::MissingField, "", field.shape.expected(), &at, notes)
        } else {
            true
        };
        if !sound {
            *text = "";
        }
        all_sound &= sound;
    }
    all_sound
}

/// The fields of an object, not yet checked. Other keys are counted; in a strict object they are faults.
pub fn fields<'a>(text: &'a str, object: &Object, at: &Path<'_>, notes: &mut Notes) -> Option<Fields<'a>> {
    let mut fields = Fields::of("", object);
    for (key, text) in entries(text, at, notes)? {
        if fields.put(object, &key, text) {
            continue;
        }
        let at = at.key(&key);
        if object.strict {
            notes.fault_in_id(ErrorKind::UnknownField, &at, &key, &"a key of the contract");
        } else {
            notes.unknown_key(&at);
        }
        within_nesting(text, &at, notes);
    }
    Some(fields)
}

/// Keys and values of an object, in document order. A key that occurs twice is a fault.
pub fn entries<'a>(text: &'a str, at: &Path<'_>, notes: &mut Notes) -> Option<Vec<(Cow<'a, str>, &'a str)>> {
    if !text.starts_with('{') {
        refuse(ErrorKind::WrongType, text, "an object", at, notes);
        return None;
    }
    let mut entries = Vec::new();
    let mut items = Items::of(text);
    while let Some((key, value)) = items.entry() {
        if entries.len() == MAX_ENTRIES {
            notes.limit(at, &"more entries", "MAX_ENTRIES", MAX_ENTRIES);
            return None;
        }
        let Some(known) = string(key) else {
            refuse(ErrorKind::Syntax, key, "a key of valid Unicode", at, notes);
            return None;
        };
        entries.push((known, value));
    }
    let key_of = |place: usize| entries.get(place).map_or("", |(key, _)| key);
    for twin in repeated(entries.len(), &mut |a, b| key_of(a).cmp(key_of(b))) {
        let key = key_of(twin);
        notes.fault_in_id(ErrorKind::DuplicateId, &at.key(key), key, &"each key once");
    }
    Some(entries)
}

/// Whether a value nests no deeper than the contract allows. Only values that nobody reads need asking: every other
/// depth follows from the shapes.
pub fn within_nesting(text: &str, at: &Path<'_>, notes: &mut Notes) -> bool {
    let levels = nesting(text);
    if levels > MAX_NESTING {
        notes.limit(at, &format_args!("{levels} levels"), "MAX_NESTING", MAX_NESTING);
    }
    levels <= MAX_NESTING
}

/// Whether `text` is such a leaf.
pub fn leaf(text: &str, leaf: &Leaf, at: &Path<'_>, notes: &mut Notes) -> bool {
    let wrong = match &leaf.form {
        Form::String(limit, claims) => {
            let Some(found) = limited(text, *limit, leaf.expected, at, notes) else {
                return false;
            };
            let broken = claims.iter().find(|(holds, ..)| !holds(&found));
            broken.map(|(_, kind, expected)| (*kind, *expected))
        }
        Form::Words(words) => {
            let Some(found) = limited(text, OF_TEXTS, "a string", at, notes) else {
                return false;
            };
            (!words.contains(&&*found)).then_some((ErrorKind::WrongType, leaf.expected))
        }
        Form::Text if text.starts_with('{') => return languages(text, at, notes),
        Form::Text => return limited(text, OF_TEXTS, leaf.expected, at, notes).is_some(),
        Form::Flag => (!matches!(text, "true" | "false")).then_some((ErrorKind::WrongType, leaf.expected)),
        Form::Number if !is_number(text) => Some((ErrorKind::WrongType, leaf.expected)),
        Form::Number if double(text).is_none() => {
            Some((ErrorKind::OutOfRange, "a number within the range of a double"))
        }
        Form::Number | Form::Any => None,
        Form::BigInteger if text.starts_with('"') => {
            let Some(found) = limited(text, OF_TEXTS, leaf.expected, at, notes) else {
                return false;
            };
            match digits(&found) {
                None => Some((ErrorKind::NotAnInteger, leaf.expected)),
                Some((true, 1..)) => Some((ErrorKind::Negative, "a number that is not negative")),
                _ if found.len() > 38 => Some((ErrorKind::OutOfRange, "at most 38 digits")),
                _ => None,
            }
        }
        Form::Integer(true) => whole(text, i64::MIN),
        Form::Integer(false) | Form::BigInteger => whole(text, 0),
    };
    wrong.is_none_or(|(kind, expected)| refuse(kind, text, expected, at, notes))
}

/// What is wrong with an integer.
fn whole(text: &str, least: i64) -> Option<(ErrorKind, &'static str)> {
    match integer(text) {
        Err(ErrorKind::NotAnInteger) => Some((ErrorKind::NotAnInteger, "an integer")),
        Ok(value) if value.abs() <= MAX_INTEGER => {
            (value < least).then_some((ErrorKind::Negative, "a number that is not negative"))
        }
        _ => Some((ErrorKind::OutOfRange, "an integer of magnitude 2^53 - 1 at most")),
    }
}

/// Whether an object is a text in one or more languages.
fn languages(text: &str, at: &Path<'_>, notes: &mut Notes) -> bool {
    let Some(entries) = entries(text, at, notes) else {
        return false;
    };
    if entries.is_empty() {
        return refuse(ErrorKind::MissingField, text, "a text in at least one language", at, notes);
    }
    if entries.len() > MAX_LANGUAGES {
        notes.limit(at, &format_args!("{} languages", entries.len()), "MAX_LANGUAGES", MAX_LANGUAGES);
        return false;
    }
    let mut sound = true;
    for (tag, text) in entries {
        let at = at.key(&tag);
        sound &= if is_language_tag(&tag) {
            limited(text, OF_TEXTS, "a string", &at, notes).is_some()
        } else {
            notes.fault_in_id(ErrorKind::WrongType, &at, &tag, &"a BCP 47 language tag such as \"zh-CN\"");
            false
        };
    }
    sound
}

fn is_language_tag(tag: &str) -> bool {
    let mut is_first = true;
    tag.split('-').all(|part| {
        let letters_only = std::mem::take(&mut is_first);
        let well_formed = |byte: u8| byte.is_ascii_alphabetic() || (!letters_only && byte.is_ascii_digit());
        (1..=8).contains(&part.len()) && part.bytes().all(well_formed)
    })
}

/// The string that stands there, if it is one and within its limit.
fn limited<'a>(
    text: &'a str,
    (limit, name): Limit,
    expected: &str,
    at: &Path<'_>,
    notes: &mut Notes,
) -> Option<Cow<'a, str>> {
    if !text.starts_with('"') {
        refuse(ErrorKind::WrongType, text, expected, at, notes);
        return None;
    }
    let Some(found) = string(text) else {
        refuse(ErrorKind::Syntax, text, "a string of valid Unicode", at, notes);
        return None;
    };
    // Bytes bound characters from above, so most texts need no counting.
    if found.len() > limit && found.chars().count() > limit {
        notes.limit(at, &format_args!("{} characters", found.chars().count()), name, limit);
        return None;
    }
    Some(found)
}

/// Notes that the value `text` is not what was expected.
fn refuse(kind: ErrorKind, text: &str, expected: &str, at: &Path<'_>, notes: &mut Notes) -> bool {
    notes.fault_in_text(kind, at, text, expected);
    false
}

#[cfg(test)]
mod tests {
    use super::is_language_tag;

    #[test]
    fn language_tags_begin_with_letters() {
        assert!(["en", "zh-CN", "zh-Hans-CN", "de-1996"].into_iter().all(is_language_tag));
        assert!(!["", "1", "zh_CN", "zh-", "abcdefghi", "z1-CN", "中"].into_iter().any(is_language_tag));
    }
}
