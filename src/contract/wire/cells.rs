//! Cubes as they stand in the document. `read::cells` streams them straight into columns, so nothing here is ever
//! filled: these types say, for the JSON Schema and for people, which keys a cube has. The names are shared with the
//! reader through [`key`].

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
