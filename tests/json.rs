//! The reader of JSON text against an independent one: both take and refuse the same texts, and find the same in them.

use proptest::prelude::*;
use redcat_report::contract::json::{Json, Kind};
use serde_json::Value;

/// What `json` says, by asking it piece after piece.
fn read(json: Json<'_>) -> Option<Value> {
    Some(match json.kind() {
        Kind::Null => Value::Null,
        Kind::Flag => Value::Bool(json.text() == "true"),
        Kind::Number => serde_json::from_str(json.text()).ok()?,
        Kind::Text => Value::String(json.string()?.into_owned()),
        Kind::List => Value::Array(json.elements().map(read).collect::<Option<_>>()?),
        Kind::Object => {
            let pieces: Vec<Json<'_>> = json.entries().collect();
            let entry = |pair: &[Json<'_>]| Some((pair[0].string()?.into_owned(), read(pair[1])?));
            Value::Object(pieces.chunks(2).map(entry).collect::<Option<_>>()?)
        }
    })
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e300_f64..1e300).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\\[\\]{}:,\"\\\\ \n]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// Texts that are almost JSON: one with a few characters taken out, put in or exchanged.
fn nearly_json() -> impl Strategy<Value = String> {
    let character =
        prop::sample::select("[]{}:,\"\\ \t\n0123456789-+.eEtrufalsn\u{0}\u{1f}中u".chars().collect::<Vec<_>>());
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8, character), 0..4);
    (value(), any::<bool>(), edits).prop_map(|(value, pretty, edits)| {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let mut text: Vec<char> = text.expect("JSON").chars().collect();
        for (at, what, character) in edits {
            let at = at.index(text.len() + 1);
            match what {
                0 if at < text.len() => drop(text.remove(at)),
                1 if at < text.len() => text[at] = character,
                _ => text.insert(at, character),
            }
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(value in value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = text.expect("JSON");
        // Numbers are read by the other parser on both sides: only their text has to be found.
        let expected: Value = serde_json::from_str(&text).expect("JSON");
        prop_assert_eq!(read(Json::document(&text).expect("JSON")), Some(expected));
    }

    #[test]
    fn both_refuse_the_same(text in nearly_json()) {
        let other = serde_json::from_str::<&serde_json::value::RawValue>(&text);
        prop_assert_eq!(Json::document(&text).is_ok(), other.is_ok(), "{:?}", text);
        if let Ok(json) = Json::document(&text) {
            // Half of a surrogate pair is well-formed, but no text; a number may be past every double.
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                prop_assert_eq!(read(json), Some(value));
            }
        }
    }

    #[test]
    fn any_text_at_all_ends(text in any::<String>()) {
        let other = serde_json::from_str::<&serde_json::value::RawValue>(&text);
        prop_assert_eq!(Json::document(&text).is_ok(), other.is_ok(), "{:?}", text);
    }
}

#[test]
fn escapes_are_those_of_the_standard() {
    let string =
        |text: &str| Json::document(text).ok().and_then(|json| json.string().map(std::borrow::Cow::into_owned));
    assert_eq!(string(r#""\"\\\/\b\f\n\r\t\u0041\ud83d\ude00""#).as_deref(), Some("\"\\/\u{8}\u{c}\n\r\tA😀"));
    for half in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83dx""#, r#""\ud83d\u0041""#] {
        assert_eq!(string(half), None, "{half}");
        assert!(Json::document(half).is_ok(), "well-formed all the same");
    }
    for wrong in [r#""\x""#, r#""\u12""#, r#""\u12g4""#, "\"\u{1}\"", "\"", "\"\\", "\"\\u"] {
        assert!(Json::document(wrong).is_err(), "{wrong}");
    }
}
