//! A selection as hosts write it: `{"filters": {"date": {"from": …, "to": …}, "category": ["beauty", null]},
//! "compare": "previous"}`. In and out: the same [`Selection`]; `null` among members is the unknown one. Refuses
//! unknown keys, keys given twice, empty lists of members and dates that are none, naming the place.

use super::{Compare, Selection};
use crate::contract::json::{Json, Kind, Writer};
use crate::date::{Date, DateRange};
use crate::error::{Error, ErrorKind};

/// What hosts may write after `compare`.
const COMPARE: &str = "\"previous\", \"year\", {from, to} or {wave}";

impl Selection {
    /// Reads a host's selection.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let read = Json::document(text).map(Self::of);
        read.unwrap_or_else(|fault| Err(Error::new(ErrorKind::InvalidSelection, "", fault.to_string(), "JSON")))
    }

    /// The selection as hosts write it.
    pub fn to_json(&self) -> String {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.finish()
    }

    /// Reads a selection inside of other JSON.
    pub fn of(json: Json<'_>) -> Result<Self, Error> {
        let mut selection = Self::default();
        for (key, value) in distinct(json, "", "an object with filters and compare")? {
            match &*key {
                _ if value.kind() == Kind::Null => {}
                "filters" => selection.read_filters(value)?,
                "compare" => selection.compare = Some(compare(value)?),
                _ => return Err(refused(&key, value, "filters or compare")),
            }
        }
        Ok(selection)
    }

    /// Reads what stands under `compare`.
    #[cfg(feature = "headless")]
    pub(crate) fn of_compare(json: Json<'_>) -> Result<Compare, Error> {
        compare(json)
    }

    fn read_filters(&mut self, json: Json<'_>) -> Result<(), Error> {
        for (id, value) in distinct(json, "filters", "an object of filters")? {
            if id == "date" {
                self.date = Some(days(value).ok_or_else(|| refused("filters.date", value, "{from, to}, in order"))?);
                continue;
            }
            let mut members = Vec::new();
            for member in value.elements() {
                match (member.kind(), member.string()) {
                    (Kind::Null, _) => members.push(None),
                    (_, Some(id)) => members.push(Some(id.into())),
                    _ => return Err(refused(&["filters.", &id].concat(), member, "a member's id or null")),
                }
            }
            if members.is_empty() {
                return Err(refused(&["filters.", &id].concat(), value, "a list of member ids, at least one"));
            }
            self.filters.insert(id.into(), members);
        }
        Ok(())
    }

    /// Writes it inside of other JSON.
    pub fn write(&self, writer: &mut Writer) {
        writer.open('{');
        if self.date.is_some() || !self.filters.is_empty() {
            writer.key("filters");
            writer.open('{');
            // Days are one of the filters, and those are written in order.
            let mut date = self.date;
            for (id, members) in self.filters.iter() {
                if let Some(range) = date.take_if(|_| **id > *"date") {
                    writer.key("date");
                    write_days(writer, range);
                }
                writer.key(id);
                writer.open('[');
                for member in members {
                    writer.optional(member.as_deref());
                }
                writer.close(']');
            }
            if let Some(range) = date {
                writer.key("date");
                write_days(writer, range);
            }
            writer.close('}');
        }
        if let Some(compare) = &self.compare {
            writer.key("compare");
            match compare {
                Compare::Previous => writer.text("previous"),
                Compare::Year => writer.text("year"),
                Compare::Custom(range) => write_days(writer, *range),
                Compare::Wave(name) => {
                    writer.open('{');
                    writer.entry("wave", name);
                    writer.close('}');
                }
            }
        }
        writer.close('}');
    }
}

/// The fields of an object, none of them twice.
pub(crate) fn distinct<'a>(
    json: Json<'a>,
    path: &str,
    expected: &str,
) -> Result<Vec<(std::borrow::Cow<'a, str>, Json<'a>)>, Error> {
    let fields = json.fields().ok_or_else(|| refused(path, json, expected))?;
    for (n, (key, value)) in fields.iter().enumerate() {
        if fields.iter().take(n).any(|(other, _)| other == key) {
            return Err(refused(key, *value, "each key once"));
        }
    }
    Ok(fields)
}

/// The error of a selection, or a saved view, that cannot be read.
pub(crate) fn refused(path: &str, found: Json<'_>, expected: &str) -> Error {
    let found: String = found.text().chars().take(80).collect();
    Error::new(ErrorKind::InvalidSelection, path, found, expected)
}

fn compare(json: Json<'_>) -> Result<Compare, Error> {
    let found = match json.string().as_deref() {
        Some("previous") => Some(Compare::Previous),
        Some("year") => Some(Compare::Year),
        _ => match days(json) {
            Some(range) => Some(Compare::Custom(range)),
            None => match json.fields().as_deref() {
                Some([(key, wave)]) if key == "wave" => wave.string().map(|name| Compare::Wave(name.into())),
                _ => None,
            },
        },
    };
    found.ok_or_else(|| refused("compare", json, COMPARE))
}

/// `{from, to}` in either order of the two.
pub(crate) fn days(json: Json<'_>) -> Option<DateRange> {
    let fields = json.fields()?;
    let [(first, a), (second, b)] = fields.as_slice() else { return None };
    let day = |json: &Json<'_>| Date::parse(&json.string()?);
    match (&**first, &**second) {
        ("from", "to") => DateRange::new(day(a)?, day(b)?),
        ("to", "from") => DateRange::new(day(b)?, day(a)?),
        _ => None,
    }
}

fn write_days(writer: &mut Writer, range: DateRange) {
    writer.open('{');
    writer.entry("from", &range.from.to_string());
    writer.entry("to", &range.to.to_string());
    writer.close('}');
}
