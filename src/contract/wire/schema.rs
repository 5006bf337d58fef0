//! The JSON Schema, from the tables that the reader checks with. What is written by hand here says in JSON Schema what a
//! leaf's claims say in Rust, and how cubes look, which the reader streams. Under the feature `schema` only.

use serde_json::{Map, Value, json};

use super::leaf::SCHEMA;
use super::{Document, Form, Leaf, Object, Shape};
use crate::contract::limits::{MAX_ID_CHARS, MAX_INTEGER, MAX_LANGUAGES, MAX_TEXT_CHARS};

/// The JSON Schema (draft 2020-12) of a document.
pub fn schema() -> Value {
    let mut defined = Map::new();
    let mut schema = of_object(Document::OBJECT, &mut defined);
    defined.extend(of_cells());
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = SCHEMA.into();
    schema["$defs"] = defined.into();
    schema
}

fn of_object(object: &Object, defined: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in object.fields {
        let mut property = of_shape(&field.shape, defined);
        property["description"] = said(field.about).into();
        properties.insert(field.key.to_owned(), property);
        if field.required {
            required.push(field.key);
        }
    }
    let mut schema = json!({ "description": said(object.about), "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    if object.strict {
        schema["additionalProperties"] = false.into();
    }
    schema
}

/// A documentation comment without the blanks around its lines.
fn said(about: &str) -> String {
    about.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

fn of_shape(shape: &Shape, defined: &mut Map<String, Value>) -> Value {
    let (name, schema) = match shape {
        Shape::List(shape) => return json!({ "type": "array", "items": of_shape(shape, defined) }),
        Shape::Map(shape) => return json!({ "type": "object", "additionalProperties": of_shape(shape, defined) }),
        Shape::OrNull(shape) => {
            let mut schema = of_shape(shape, defined);
            match schema.get("type").cloned() {
                Some(kind) => schema["type"] = json!([kind, "null"]),
                None => schema = json!({ "anyOf": [schema, { "type": "null" }] }),
            }
            return schema;
        }
        Shape::Object(object) => (object.name, of_object(object, defined)),
        Shape::Leaf(leaf) => (leaf.name, of_leaf(leaf)),
    };
    defined.insert(name.to_owned(), schema);
    reference(name)
}

fn of_leaf(leaf: &Leaf) -> Value {
    let text = json!({ "type": "string", "maxLength": MAX_TEXT_CHARS });
    match (&leaf.form, leaf.name) {
        (Form::Words(words), _) => json!({ "type": "string", "enum": words }),
        (Form::Text, _) => json!({
            "description": "Text for people: a string, or an object of BCP 47 language tag and string.",
            "anyOf": [
                text,
                {
                    "type": "object",
                    "propertyNames": { "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$" },
                    "additionalProperties": text,
                    "minProperties": 1,
                    "maxProperties": MAX_LANGUAGES
                }
            ]
        }),
        (Form::Flag, _) => json!({ "type": "boolean" }),
        (Form::Integer(true), _) => json!({ "type": "integer", "minimum": -MAX_INTEGER, "maximum": MAX_INTEGER }),
        (Form::Integer(false), "Amount") => json!({
            "description": "Minor units of the currency.",
            "type": "integer",
            "minimum": 0,
            "maximum": MAX_INTEGER
        }),
        (Form::Integer(false), _) => json!({ "type": "integer", "minimum": 0, "maximum": MAX_INTEGER }),
        (Form::BigInteger, _) => json!({
            "description": "An integer, or its digits as a string where a JSON number would not hold it exactly.",
            "anyOf": [
                { "type": "integer", "minimum": 0, "maximum": MAX_INTEGER },
                { "type": "string", "pattern": "^[0-9]{1,38}$" }
            ]
        }),
        (Form::Number, _) => json!({ "type": "number" }),
        (_, "SchemaName") => json!({ "const": SCHEMA }),
        (_, "Id") => json!({ "type": "string", "minLength": 1, "maxLength": MAX_ID_CHARS }),
        (_, "Date") => json!({
            "description": "A calendar day as YYYY-MM-DD: a label that nothing ever shifts.",
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
        }),
        (_, "Instant") => json!({ "type": "string", "format": "date-time" }),
        (_, "Currency") => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
        (_, "TimeZone") => json!({ "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9/_+-]*$" }),
        (_, "Decimal") => json!({
            "description": "An exact decimal in quotes: at most 15 digits, at most 12 of them after the point.",
            "type": "string",
            "pattern": "^-?[0-9]{1,15}(\\.[0-9]{1,12})?$"
        }),
        (_, "Rate") => json!({
            "description": "A decimal from 0 to 1, in quotes.",
            "type": "string",
            "pattern": "^(0+(\\.[0-9]{1,12})?|0*1(\\.0{1,12})?)$"
        }),
        (_, "UniqueValue") => json!({
            "description": "A member id, or the distinct count under `value`.",
            "type": ["integer", "string"],
            "minimum": 0
        }),
        _ => json!({ "anyOf": [reference("Cube"), { "type": "array", "items": reference("Cube") }] }),
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn described(mut schema: Value, about: &str) -> Value {
    schema["description"] = about.into();
    schema
}

fn array_of(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn or_null(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// Cubes in both layouts. Their fixtures hold the reader and these to the same shape.
fn of_cells() -> Map<String, Value> {
    let (id, count) = (reference("Id"), reference("Count"));
    let ids = array_of(&id);
    let common = |layout: &str| {
        Map::from_iter([
            ("layout".to_owned(), json!({ "type": "string", "const": layout })),
            ("id".to_owned(), described(id.clone(), "Unique among cubes.")),
            ("by".to_owned(), described(ids.clone(), "Dimensions of the keys.")),
            ("measures".to_owned(), described(ids.clone(), "Measures of the values.")),
        ])
    };
    let mut columns = common("columns");
    let values = array_of(&or_null(&reference("CellValue")));
    columns.extend([
        ("rows".to_owned(), described(count.clone(), "Number of rows.")),
        ("dates".to_owned(), described(array_of(&reference("Date")), "The days that `date` refers to.")),
        ("date".to_owned(), described(array_of(&count), "Index into `dates`.")),
        (
            "keys".to_owned(),
            json!({
                "description": "Dimension to indexes into its members.",
                "type": ["object", "null"],
                "additionalProperties": array_of(&or_null(&count))
            }),
        ),
        (
            "values".to_owned(),
            json!({
                "description": "Measure to values; null is \"not known\".",
                "type": "object",
                "additionalProperties": values
            }),
        ),
        (
            "suppressed".to_owned(),
            json!({
                "description": "Measure to rows whose value was withheld; it has to be null there.",
                "type": ["object", "null"],
                "additionalProperties": array_of(&count)
            }),
        ),
    ]);
    let mut records = common("records");
    records.extend([
        ("rows".to_owned(), described(or_null(&count), "Number of records, if said.")),
        ("records".to_owned(), described(array_of(&reference("Record")), "The rows.")),
    ]);
    let layout = |about: &str, properties: Map<String, Value>, required: &[&str]| json!({ "description": about, "type": "object", "properties": properties, "required": required });
    let needed = ["layout", "id", "by", "measures", "rows", "dates", "date", "values"];
    let columns = layout("One array per column, all of `rows` entries. Fast to read.", columns, &needed);
    let needed = ["layout", "id", "by", "measures", "records"];
    let records = layout("One object per row. Easy to write from SQL.", records, &needed);
    Map::from_iter([
        ("Cube".to_owned(), described(json!({ "oneOf": [columns, records] }), super::Cube::OBJECT.about.trim())),
        (
            "Record".to_owned(),
            json!({
                "description": "One row: `date`, member ids by dimension, values by measure. What is absent is null.",
                "type": "object",
                "properties": {
                    "date": described(reference("Date"), "The day."),
                    "suppressed": {
                        "description": "Measures whose value was withheld; it has to be null or absent.",
                        "type": ["array", "null"],
                        "items": id
                    }
                },
                "required": ["date"],
                "additionalProperties": or_null(&reference("RecordValue"))
            }),
        ),
        (
            "CellValue".to_owned(),
            json!({
                "description": "An integer; digits in a string for a measure of kind `sumsq`.",
                "anyOf": [
                    { "type": "integer", "minimum": -MAX_INTEGER, "maximum": i64::MAX },
                    { "type": "string", "pattern": "^[0-9]{1,19}$" }
                ]
            }),
        ),
        (
            "RecordValue".to_owned(),
            json!({
                "description": "A member id, or the value of a measure.",
                "type": ["integer", "string"],
                "minimum": -MAX_INTEGER,
                "maximum": i64::MAX
            }),
        ),
    ])
}
