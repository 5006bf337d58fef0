//! The JSON Schema of the leaves. Objects derive theirs (see `object!`); what is written by hand here says in JSON Schema
//! what the leaf's reader says in Rust. Under the feature `schema` only.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};

use super::document::{Currency, SCHEMA, SchemaName, TimeZone};
use super::{Amount, BigInteger, Count, Document, Entries, Flag, Id, Instant, Integer, List, Need, Number, Rate, Str};
use crate::contract::limits::{MAX_ID_CHARS, MAX_INTEGER, MAX_LANGUAGES, MAX_TEXT_CHARS};
use crate::contract::{Decimal, Text};
use crate::date::Date;

/// The JSON Schema (draft 2020-12) of a document.
pub fn schema() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Document<'_>>();
    schema.insert("title".to_owned(), SCHEMA.into());
    schema.to_value()
}

macro_rules! leaves {
    ($($type:ty, $name:literal, $schema:expr;)*) => {
        $(impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        })*
    };
}

leaves! {
    SchemaName, "SchemaName", json_schema!({ "const": SCHEMA });
    Str<'_>, "String", json_schema!({ "type": "string", "maxLength": MAX_TEXT_CHARS });
    Id<'_>, "Id", json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX_ID_CHARS });
    Text, "Text", json_schema!({
        "description": "Text for people: a string, or an object of BCP 47 language tag and string.",
        "anyOf": [
            { "type": "string", "maxLength": MAX_TEXT_CHARS },
            {
                "type": "object",
                "propertyNames": { "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$" },
                "additionalProperties": { "type": "string", "maxLength": MAX_TEXT_CHARS },
                "minProperties": 1,
                "maxProperties": MAX_LANGUAGES
            }
        ]
    });
    Flag, "Flag", json_schema!({ "type": "boolean" });
    Date, "Date", json_schema!({
        "description": "A calendar day as YYYY-MM-DD: a label that nothing ever shifts.",
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    });
    Instant<'_>, "Instant", json_schema!({ "type": "string", "format": "date-time" });
    Currency<'_>, "Currency", json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$" });
    TimeZone<'_>, "TimeZone", json_schema!({ "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9/_+-]*$" });
    Decimal, "Decimal", json_schema!({
        "description": "An exact decimal in quotes: at most 15 digits, at most 12 of them after the point.",
        "type": "string",
        "pattern": "^-?[0-9]{1,15}(\\.[0-9]{1,12})?$"
    });
    Rate, "Rate", json_schema!({
        "description": "A decimal from 0 to 1, in quotes.",
        "type": "string",
        "pattern": "^(0+(\\.[0-9]{1,12})?|0*1(\\.0{1,12})?)$"
    });
    Integer, "Integer", json_schema!({ "type": "integer", "minimum": -MAX_INTEGER, "maximum": MAX_INTEGER });
    Count, "Count", json_schema!({ "type": "integer", "minimum": 0, "maximum": MAX_INTEGER });
    Amount, "Amount", json_schema!({
        "description": "Minor units of the currency.",
        "type": "integer",
        "minimum": 0,
        "maximum": MAX_INTEGER
    });
    BigInteger, "BigInteger", json_schema!({
        "description": "An integer, or its digits as a string where a JSON number would not hold it exactly.",
        "anyOf": [
            { "type": "integer", "minimum": 0, "maximum": MAX_INTEGER },
            { "type": "string", "pattern": "^[0-9]{1,38}$" }
        ]
    });
    Number, "Number", json_schema!({ "type": "number" });
    Entries<'_>, "Entries", json_schema!({ "type": "object" });
}

impl<T: JsonSchema> JsonSchema for Need<'_, T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: JsonSchema> JsonSchema for List<'_, T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("ListOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": generator.subschema_for::<T>() })
    }
}
