//! Cubes as they stand in the document. `read::cells` streams them straight into columns, so these shapes are never
//! filled: they exist for the JSON Schema and for people who look up which keys a cube has. The fixtures hold the
//! reader and the schema to the same shape.

/// One cube or several.
pub struct Cells;

/// How a cube's rows are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CubeLayout {
    /// One array per column.
    Columns,
    /// One object per row.
    Records,
}

#[cfg(feature = "schema")]
mod shape {
    use std::borrow::Cow;
    use std::collections::BTreeMap;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::Cells;
    use crate::contract::limits::MAX_INTEGER;
    use crate::contract::wire::{Count, Id};
    use crate::date::Date;

    impl JsonSchema for Cells {
        fn schema_name() -> Cow<'static, str> {
            "Cells".into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let cube = generator.subschema_for::<Cube<'_>>();
            json_schema!({ "anyOf": [cube, { "type": "array", "items": cube }] })
        }
    }

    /// A cube: every fact of its measures exactly once. A null key is a fact whose member is unknown, never "all".
    #[derive(JsonSchema)]
    #[schemars(tag = "layout", rename_all = "lowercase")]
    #[expect(dead_code, reason = "the shape is described, never built")]
    enum Cube<'a> {
        /// One array per column, all of `rows` entries. Fast to read.
        Columns {
            /// Unique among cubes.
            id: Id<'a>,
            /// Dimensions of the keys.
            by: Vec<Id<'a>>,
            /// Measures of the values.
            measures: Vec<Id<'a>>,
            /// Number of rows.
            rows: Count,
            /// The days that `date` refers to.
            dates: Vec<Date>,
            /// Index into `dates`.
            date: Vec<Count>,
            /// Dimension to indexes into its members.
            keys: Option<BTreeMap<String, Vec<Option<Count>>>>,
            /// Measure to values; null is "not known".
            values: BTreeMap<String, Vec<Option<CellValue>>>,
            /// Measure to rows whose value was withheld; it has to be null there.
            suppressed: Option<BTreeMap<String, Vec<Count>>>,
        },
        /// One object per row. Easy to write from SQL.
        Records {
            /// Unique among cubes.
            id: Id<'a>,
            /// Dimensions of the keys.
            by: Vec<Id<'a>>,
            /// Measures of the values.
            measures: Vec<Id<'a>>,
            /// Number of records, if said.
            rows: Option<Count>,
            /// The rows.
            records: Vec<Record<'a>>,
        },
    }

    /// One row: `date`, member ids by dimension, values by measure. What is absent is null.
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "the shape is described, never built")]
    struct Record<'a> {
        /// The day.
        date: Date,
        /// Measures whose value was withheld; it has to be null or absent.
        suppressed: Option<Vec<Id<'a>>>,
        /// Keys and values.
        #[schemars(flatten)]
        rest: BTreeMap<String, Option<RecordValue>>,
    }

    /// The value of a measure.
    struct CellValue;

    impl JsonSchema for CellValue {
        fn schema_name() -> Cow<'static, str> {
            "CellValue".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "An integer; digits in a string for a measure of kind `sumsq`.",
                "anyOf": [
                    { "type": "integer", "minimum": -MAX_INTEGER, "maximum": i64::MAX },
                    { "type": "string", "pattern": "^[0-9]{1,19}$" }
                ]
            })
        }
    }

    /// A member id, or the value of a measure.
    struct RecordValue;

    impl JsonSchema for RecordValue {
        fn schema_name() -> Cow<'static, str> {
            "RecordValue".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "A member id, or the value of a measure.",
                "type": ["integer", "string"],
                "minimum": -MAX_INTEGER,
                "maximum": i64::MAX
            })
        }
    }
}
