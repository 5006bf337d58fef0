//! A document that arrives in pieces is the document; and columns that are read with the text hold what those hold that
//! are read one element after another. What sets both ways apart is the key `cells`: written with an escape it means the
//! same, and nothing below it is read ahead.

use proptest::prelude::*;
use redcat_report::contract::json::Json;
use redcat_report::contract::{Loading, Report};
use redcat_report::error::Error;

const COLUMNS: usize = 4;
/// Elements that a column may hold or not, and that are JSON or not.
const ODD: [&str; 22] = [
    "null",
    "-1",
    "-0",
    "0",
    "1.0",
    "12.5",
    "1e2",
    "\"7\"",
    "\"中\"",
    "300",
    "70000",
    "5000000000",
    "9007199254740991",
    "9007199254740992",
    "9223372036854775808",
    "[1]",
    "{\"a\": [1, 2]}",
    "true",
    "",
    "01",
    "nul",
    "中",
];

#[derive(Clone, Debug)]
struct Draft {
    /// Largest value of each column in turn, and how many elements of a hundred are null.
    columns: [(u64, u32); COLUMNS],
    rows: usize,
    said: usize,
    blanks: usize,
    odd: Vec<(usize, prop::sample::Index, usize)>,
    seed: u64,
}

fn draft() -> impl Strategy<Value = Draft> {
    let most = prop_oneof![Just(1_u64), Just(255), Just(70_000), Just(1 << 33), Just((1 << 53) - 1)];
    let columns = prop::array::uniform4((most, prop_oneof![3 => Just(0), 1 => 0..60_u32]));
    let rows = prop_oneof![0..40_usize, 200..600_usize];
    let odd = prop::collection::vec((0..COLUMNS, any::<prop::sample::Index>(), 0..ODD.len()), 0..4);
    let off_by_one = prop_oneof![6 => Just(0_usize), 1 => Just(1)];
    (columns, rows, off_by_one, 0..4_usize, odd, any::<u64>()).prop_map(|(columns, rows, off, blanks, odd, seed)| {
        Draft { columns, rows, said: rows + off, blanks, odd, seed }
    })
}

impl Draft {
    fn text(&self) -> String {
        let mut state = self.seed | 1;
        let mut random = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) % below
        };
        let between = [",", ", ", ",\n  ", " ,\t"][self.blanks];
        let columns: Vec<String> = (0..COLUMNS)
            .map(|column| {
                let (most, nulls) = self.columns[column];
                // The first two are indexes: into two days, into two members.
                let (most, nulls) = [(1, 0), (1, nulls), (most, nulls), (most, nulls)][column];
                let mut elements: Vec<String> =
                    (0..self.rows)
                        .map(|_| {
                            if random(100) < u64::from(nulls) {
                                "null".to_owned()
                            } else {
                                random(most + 1).to_string()
                            }
                        })
                        .collect();
                for (_, at, odd) in self.odd.iter().filter(|(odd_column, ..)| *odd_column == column) {
                    if self.rows > 0 {
                        ODD[*odd].clone_into(&mut elements[at.index(self.rows)]);
                    }
                }
                format!("[{}]", elements.join(between))
            })
            .collect();
        let [date, category, impressions, gmv] = columns.try_into().expect("four columns");
        format!(
            "{{\"schema\": \"redcat.report/1\",
  \"meta\": {{\"merchant\": {{\"id\": \"m1\", \"name\": \"店铺 é😀 \\\"\\u4e2d\\\"\"}}, \"source\": \"test\",
    \"generated_at\": \"2025-05-20T02:00:00+08:00\", \"time_zone\": \"Asia/Shanghai\", \"currency\": \"CNY\",
    \"data_from\": \"2025-05-12\", \"complete_through\": \"2025-05-14\"}},
  \"dimensions\": [{{\"id\": \"category\", \"label\": \"类目\", \"members\": [{{\"id\": \"a\", \"label\": \"A\"}},
    {{\"id\": \"b\", \"label\": \"B\"}}]}}],
  \"measures\": [{{\"id\": \"impressions\", \"label\": \"曝光\", \"kind\": \"count\"}},
    {{\"id\": \"gmv\", \"label\": \"GMV\", \"kind\": \"money\"}}],
  \"cells\": {{\"id\": \"main\", \"by\": [\"category\"], \"measures\": [\"impressions\", \"gmv\"], \"layout\": \"columns\",
    \"rows\": {}, \"dates\": [\"2025-05-13\", \"2025-05-14\"], \"date\": {date}, \"keys\": {{\"category\": {category}}},
    \"values\": {{\"impressions\": {impressions}, \"gmv\": {gmv}}}}}, \"x\": \"尾\"}}\n",
            self.said
        )
    }
}

/// Records of the same document as [`Draft::text`]: what stands under each key, a key that may be left out, in any order.
fn records() -> impl Strategy<Value = String> {
    let date = prop_oneof![30 => (13..15_u8).prop_map(|day| format!("\"2025-05-{day}\"")), 1 => odd_value()];
    let category = prop_oneof![
        20 => prop::sample::select(vec!["\"a\"", "\"b\"", "\"\\u0061\"", "\"类\"", "null"]).prop_map(str::to_owned),
        1 => odd_value(),
    ];
    let value = |most: u64| prop_oneof![30 => (0..=most).prop_map(|value| value.to_string()), 1 => odd_value()];
    let left_out = prop_oneof![9 => Just(0_u8), 1 => 1..6_u8];
    let record = (date, category, value(300), value(1 << 40), left_out, any::<bool>());
    let blanks = prop::sample::select(vec!["", " ", "\n\t"]);
    (prop::collection::vec(record, 1..60), blanks, 0..3_usize, any::<bool>()).prop_map(|(rows, blank, chaos, many)| {
        let rows = rows.iter().cycle().take(if many { rows.len() * 40 } else { rows.len() });
        let record = |(row, (date, category, impressions, gmv, left_out, is_turned)): (
            usize,
            &(String, String, String, String, u8, bool),
        )| {
            // Most documents are of one mould.
            let (left_out, is_turned) =
                if chaos == 0 { (*left_out, *is_turned) } else { (u8::from(chaos == 2) * 4, false) };
            let mut fields = vec![
                format!("\"date\"{blank}: {date}"),
                format!("\"category\":{blank}{category}"),
                format!("\"impressions\":{impressions}"),
                format!("\"gmv\":{gmv}{blank}"),
                "\"suppressed\": [\"gmv\"]".to_owned(),
            ];
            match left_out {
                5 if row > 0 => "\"other\": 1".clone_into(&mut fields[4]),
                5 => "\"gmv\": 1".clone_into(&mut fields[4]),
                place => drop(fields.remove(if place == 0 { 4 } else { usize::from(place) - 1 })),
            }
            if fields.len() == 4 && left_out != 0 && left_out != 5 && chaos != 0 {
                fields.truncate(3);
            }
            if is_turned {
                fields.reverse();
            }
            format!("{{{}}}", fields.join(&format!(",{blank}")))
        };
        let records: Vec<String> = rows.enumerate().map(record).collect();
        let draft = Draft { columns: [(1, 0); COLUMNS], rows: 0, said: 0, blanks: 0, odd: Vec::new(), seed: 0 };
        let text =
            draft.text().replacen("\"label\": \"B\"}", "\"label\": \"B\"}, {\"id\": \"类\", \"label\": \"C\"}", 1);
        let (head, _) = text.split_once("\"layout\"").expect("a layout");
        format!("{head}\"layout\": \"records\", \"records\": [{}]}}}}", records.join(&format!("{blank},")))
    })
}

fn odd_value() -> impl Strategy<Value = String> {
    prop::sample::select(ODD.to_vec()).prop_map(str::to_owned)
}

/// Reads `bytes` in pieces, each as long as one of `lengths` in turn.
fn in_pieces(mut bytes: &[u8], lengths: &[usize]) -> Result<Report, Error> {
    let mut loading = Loading::new();
    for length in lengths.iter().cycle() {
        let (piece, rest) = bytes.split_at((*length).min(bytes.len()));
        loading.feed(piece);
        bytes = rest;
        if bytes.is_empty() {
            break;
        }
    }
    loading.finish()
}

fn lengths() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![
        prop::collection::vec(1..20_usize, 1..8),
        prop::collection::vec(1..3_000_usize, 1..8),
        Just(vec![1]),
        Just(vec![usize::MAX]),
    ]
}

/// The same as it is read one element after another.
fn naively(text: &str) -> Result<Report, Error> {
    Report::from_bytes(text.replacen("\"cells\"", "\"\\u0063ells\"", 1).as_bytes())
}

/// What was read, or every fault: of keys that stand in another order than in the record before, the order is not kept.
fn told(read: &Result<Report, Error>) -> Result<&Report, Vec<String>> {
    read.as_ref().map_err(|error| {
        let mut faults: Vec<String> = error.faults().iter().map(|fault| format!("{fault:?}")).collect();
        faults.sort();
        faults
    })
}

/// Cut to `lengths` a text gives what it gives whole, and what it gives read naively; where it is no JSON, that it is none.
fn is_read_as_at_once_and_as_naively(text: &str, lengths: &[usize]) -> Result<(), TestCaseError> {
    let read = in_pieces(text.as_bytes(), lengths);
    match Json::document(text) {
        Ok(_) => {
            let naive = naively(text);
            prop_assert_eq!(told(&read), told(&naive));
        }
        Err(malformed) => {
            let error = read.clone().expect_err("no JSON");
            prop_assert_eq!(&error.faults()[0].found, &malformed.to_string());
        }
    }
    prop_assert_eq!(read, Report::from_bytes(text.as_bytes()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn however_it_is_cut_it_is_read_as_at_once_and_as_naively(draft in draft(), lengths in lengths()) {
        let text = draft.text();
        is_read_as_at_once_and_as_naively(&text, &lengths)?;
    }

    #[test]
    fn records_are_read_as_naively_however_they_are_cut(text in records(), lengths in lengths(), cut in prop::option::of(any::<prop::sample::Index>())) {
        let mut text = text;
        let mut end = cut.map_or(text.len(), |cut| cut.index(text.len()));
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        is_read_as_at_once_and_as_naively(&text, &lengths)?;
    }

    #[test]
    fn broken_and_truncated_texts_name_the_same_place(
        draft in draft(),
        lengths in lengths(),
        at in any::<prop::sample::Index>(),
        byte in prop::option::of(any::<u8>()),
        is_marked in any::<bool>(),
    ) {
        let mut bytes = draft.text().into_bytes();
        let at = at.index(bytes.len());
        match byte {
            Some(byte) => bytes[at] = byte,
            None => bytes.truncate(at),
        }
        if is_marked {
            bytes.splice(0..0, *b"\xef\xbb\xbf");
        }
        let read = in_pieces(&bytes, &lengths);
        match std::str::from_utf8(&bytes) {
            Err(error) => {
                let found = format!("no UTF-8 at byte {}", error.valid_up_to());
                let told = read.expect_err("no text");
                prop_assert_eq!(&told.faults()[0].found, &found);
            }
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                match Json::document(text) {
                    Ok(_) => prop_assert_eq!(read, naively(text)),
                    Err(malformed) => {
                        let told = read.expect_err("no JSON");
                        prop_assert_eq!(&told.faults()[0].found, &malformed.to_string());
                    }
                }
            }
        }
    }
}

#[test]
fn what_arrived_is_told_as_it_arrives() {
    let draft = Draft { columns: [(1, 0); COLUMNS], rows: 5_000, said: 5_000, blanks: 0, odd: Vec::new(), seed: 7 };
    let text = draft.text();
    let mut loading = Loading::new();
    let (mut rows, mut grew) = (0, 0);
    for piece in text.as_bytes().chunks(1_000) {
        loading.feed(piece);
        assert!(loading.rows() >= rows);
        grew += usize::from(loading.rows() > rows);
        rows = loading.rows();
    }
    assert_eq!((loading.bytes(), rows), (text.len(), 5_000));
    assert!(grew > 5, "rows come bit by bit, not {grew} times");
    assert_eq!(loading.finish().expect("a report").cells[0].rows, 5_000);
}

#[test]
fn a_document_that_is_too_large_is_refused_for_its_size_whatever_it_holds() {
    let mut loading = Loading::new();
    let piece = vec![0xff; 32 << 20];
    for _ in 0..17 {
        loading.feed(&piece);
    }
    let error = loading.finish().expect_err("too large");
    assert_eq!(error.kind().code(), "limit");
    assert_eq!(error.faults()[0].found, format!("{} bytes", 17_usize * (32 << 20)));
}
