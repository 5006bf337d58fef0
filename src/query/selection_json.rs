//! A selection as hosts write it: `{"filters": {"date": {"from": …, "to": …}, "category": ["beauty", null]},
//! "compare": "previous"}`. In and out: the same [`Selection`]; `null` among members is the unknown one. Refuses
//! unknown keys, empty lists of members and dates that are none.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{Compare, Selection};
use crate::date::{Date, DateRange};

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    #[serde(default, skip_serializing_if = "Entries::is_empty")]
    filters: Entries,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    compare: Option<CompareShape>,
}

/// An object, as the list of its entries.
#[derive(Default)]
struct Entries(Vec<(Box<str>, Filter)>);

impl Entries {
    const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Entries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, filter)| (id, filter)))
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Entries::default();
                while let Some(entry) = map.next_entry()? {
                    entries.0.push(entry);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum Filter {
    Members(Vec<Option<Box<str>>>),
    Days(Days),
}

// By hand, as serde's own reading of either form first copies the value into a form of its own.
impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Filter;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of member ids, or {from, to}")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Filter, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(seq)).map(Filter::Members)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Filter, A::Error> {
                Deserialize::deserialize(MapAccessDeserializer::new(map)).map(Filter::Days)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    from: Box<str>,
    to: Box<str>,
}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum CompareShape {
    Word(Box<str>),
    Days(Days),
    Wave { wave: Box<str> },
}

impl<'de> Deserialize<'de> for CompareShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = CompareShape;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"previous\", \"year\", {from, to} or {wave}")
            }

            fn visit_str<E>(self, word: &str) -> Result<CompareShape, E> {
                Ok(CompareShape::Word(word.into()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<CompareShape, A::Error> {
                let (mut from, mut to, mut wave) = (None, None, None);
                while let Some((key, value)) = map.next_entry::<Box<str>, Box<str>>()? {
                    let place = match &*key {
                        "from" => &mut from,
                        "to" => &mut to,
                        "wave" => &mut wave,
                        _ => return Err(de::Error::custom(format!("compare: unknown key {key}"))),
                    };
                    if place.replace(value).is_some() {
                        return Err(de::Error::custom(format!("compare: {key} twice")));
                    }
                }
                match (from, to, wave) {
                    (Some(from), Some(to), None) => Ok(CompareShape::Days(Days { from, to })),
                    (None, None, Some(wave)) => Ok(CompareShape::Wave { wave }),
                    _ => Err(de::Error::custom("compare: expected {from, to} or {wave}")),
                }
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl Days {
    fn of(range: DateRange) -> Self {
        Self { from: range.from.to_string().into(), to: range.to.to_string().into() }
    }

    fn range<E: de::Error>(&self) -> Result<DateRange, E> {
        Date::parse(&self.from)
            .zip(Date::parse(&self.to))
            .and_then(|(from, to)| DateRange::new(from, to))
            .ok_or_else(|| E::custom(format!("{} to {} are no dates in order", self.from, self.to)))
    }
}

impl Serialize for Selection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = self.filters.iter().map(|(id, members)| (id.clone(), Filter::Members(members.to_vec())));
        let mut filters: Vec<_> = members.collect();
        if let Some(range) = self.date {
            // Days are one of the filters, and those are written in order.
            let place = filters.partition_point(|(id, _)| **id < *"date");
            filters.insert(place, ("date".into(), Filter::Days(Days::of(range))));
        }
        let compare = self.compare.as_ref().map(|compare| match compare {
            Compare::Previous => CompareShape::Word("previous".into()),
            Compare::Year => CompareShape::Word("year".into()),
            Compare::Custom(range) => CompareShape::Days(Days::of(*range)),
            Compare::Wave(name) => CompareShape::Wave { wave: name.clone() },
        });
        Shape { filters: Entries(filters), compare }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Selection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape = Shape::deserialize(deserializer)?;
        let mut selection = Self::default();
        for (id, filter) in shape.filters.0 {
            match (&*id, filter) {
                ("date", Filter::Days(days)) => selection.date = Some(days.range()?),
                ("date", Filter::Members(_)) => return Err(de::Error::custom("date: expected {from, to}")),
                (_, Filter::Members(members)) if !members.is_empty() => {
                    selection.filters.insert(id, members);
                }
                _ => return Err(de::Error::custom(format!("{id}: expected a list of member ids, at least one"))),
            }
        }
        selection.compare = match shape.compare {
            None => None,
            Some(CompareShape::Word(word)) => Some(match &*word {
                "previous" => Compare::Previous,
                "year" => Compare::Year,
                _ => return Err(de::Error::custom("compare: expected \"previous\", \"year\", {from, to} or {wave}")),
            }),
            Some(CompareShape::Days(days)) => Some(Compare::Custom(days.range()?)),
            Some(CompareShape::Wave { wave }) => Some(Compare::Wave(wave)),
        };
        Ok(selection)
    }
}
