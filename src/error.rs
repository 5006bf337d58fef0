//! What can go wrong and where. In: a kind, a JSON path, what was found, what was expected. Out: one [`Error`] with
//! up to [`MAX_FAULTS`] faults. The sentence for the reader, in their language, is made in `view`.

use std::fmt;

/// How many faults one error carries; the rest is only counted.
pub const MAX_FAULTS: usize = 20;

/// What kind of thing is wrong. Its [`code`](ErrorKind::code) is stable and part of the public interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are not JSON (or end too early).
    Syntax,
    /// A stated limit (bytes, rows, members, nesting, label length) was passed.
    Limit,
    /// `schema` names a format this program does not read.
    UnsupportedSchema,
    /// A required field is absent.
    MissingField,
    /// A record holds a key that is no dimension, measure or known field.
    UnknownField,
    /// A value has another JSON type than expected, or a word outside its list.
    WrongType,
    /// A number that has to be an integer is not.
    NotAnInteger,
    /// A number outside its range (an index past its list, a count past 2^53 - 1, a rate above 1).
    OutOfRange,
    /// A negative number where none may be.
    Negative,
    /// A decimal string that is none.
    InvalidDecimal,
    /// Not a calendar date, or dates in the wrong order.
    InvalidDate,
    /// Two things of one list share an id, or an id occurs in two roles.
    DuplicateId,
    /// An id that nothing defines.
    UnknownReference,
    /// Parents that lead in a circle.
    Cycle,
    /// A member without the parent that its hierarchy asks for.
    MissingParent,
    /// A coarser key that disagrees with the finer one's parent.
    ParentDisagrees,
    /// Columns of different lengths.
    LengthMismatch,
    /// The same (date, keys) twice for a measure that cannot be added.
    DuplicateRow,
    /// Ages missing inside a cohort's rows.
    CohortGap,
    /// Cohort counts that contradict each other.
    CohortOrder,
    /// Values that contradict each other elsewhere.
    Inconsistent,
    /// A selection that cannot be read, or names what the document lacks.
    InvalidSelection,
    /// The report could not be fetched.
    Network,
    /// The server answered with an error status.
    Http,
    /// The server asks who is reading.
    SignedOut,
    /// The program itself failed.
    Internal,
}

impl ErrorKind {
    /// Stable machine-readable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Limit => "limit",
            Self::UnsupportedSchema => "unsupported_schema",
            Self::MissingField => "missing_field",
            Self::UnknownField => "unknown_field",
            Self::WrongType => "wrong_type",
            Self::NotAnInteger => "not_an_integer",
            Self::OutOfRange => "out_of_range",
            Self::Negative => "negative",
            Self::InvalidDecimal => "invalid_decimal",
            Self::InvalidDate => "invalid_date",
            Self::DuplicateId => "duplicate_id",
            Self::UnknownReference => "unknown_reference",
            Self::Cycle => "cycle",
            Self::MissingParent => "missing_parent",
            Self::ParentDisagrees => "parent_disagrees",
            Self::LengthMismatch => "length_mismatch",
            Self::DuplicateRow => "duplicate_row",
            Self::CohortGap => "cohort_gap",
            Self::CohortOrder => "cohort_order",
            Self::Inconsistent => "inconsistent",
            Self::InvalidSelection => "invalid_selection",
            Self::Network => "network",
            Self::Http => "http",
            Self::SignedOut => "signed_out",
            Self::Internal => "internal",
        }
    }
}

/// One thing that is wrong, at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault.
    pub kind: ErrorKind,
    /// JSON path such as `cells[0].values.gmv[17]`; empty for the document as a whole.
    pub path: String,
    /// What stands there, shortened, as JSON text; may be empty (something is missing).
    pub found: String,
    /// What should stand there, in English, for the developer who sent it.
    pub expected: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "document" } else { &self.path };
        if self.found.is_empty() {
            write!(f, "{path}: expected {}", self.expected)
        } else {
            write!(f, "{path}: found {}, expected {}", self.found, self.expected)
        }
    }
}

/// Why something was refused: at least one [`Fault`], in document order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    faults: Vec<Fault>,
    unlisted: usize,
}

impl Error {
    /// An error with one fault.
    pub fn new(
        kind: ErrorKind,
        path: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            faults: vec![Fault { kind, path: path.into(), found: found.into(), expected: expected.into() }],
            unlisted: 0,
        }
    }

    /// Kind of the first fault.
    pub fn kind(&self) -> ErrorKind {
        self.faults.first().map_or(ErrorKind::Internal, |fault| fault.kind)
    }

    /// JSON path of the first fault.
    pub fn path(&self) -> &str {
        self.faults.first().map_or("", |fault| &fault.path)
    }

    /// All listed faults, at most [`MAX_FAULTS`].
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// How many more faults there were than are listed.
    pub fn unlisted(&self) -> usize {
        self.unlisted
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(first) = self.faults.first() {
            write!(f, "{first}")?;
        }
        match self.faults.len() + self.unlisted {
            0 | 1 => Ok(()),
            n => write!(f, " (and {} more)", n - 1),
        }
    }
}

impl std::error::Error for Error {}

/// Collects faults while a document is read, so that one reading names them all.
#[derive(Debug, Default)]
pub struct Faults {
    listed: Vec<Fault>,
    unlisted: usize,
}

impl Faults {
    /// Notes one fault; past [`MAX_FAULTS`] it is only counted.
    pub fn add(
        &mut self,
        kind: ErrorKind,
        path: &dyn fmt::Display,
        found: &dyn fmt::Display,
        expected: &dyn fmt::Display,
    ) {
        if self.is_full() {
            return self.count();
        }
        let (path, found, expected) = (path.to_string(), found.to_string(), expected.to_string());
        self.listed.push(Fault { kind, path, found, expected });
    }

    /// Whether as many are listed as one error carries.
    pub const fn is_full(&self) -> bool {
        self.listed.len() >= MAX_FAULTS
    }

    /// Counts a fault without listing it.
    pub const fn count(&mut self) {
        self.unlisted += 1;
    }

    /// Takes over all faults of an error.
    pub fn absorb(&mut self, error: Error) {
        self.unlisted += error.unlisted;
        for fault in error.faults {
            self.add(fault.kind, &fault.path, &fault.found, &fault.expected);
        }
    }

    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// `value` if nothing was noted, else the error.
    pub fn into_result<T>(self, value: T) -> Result<T, Error> {
        if self.listed.is_empty() { Ok(value) } else { Err(Error { faults: self.listed, unlisted: self.unlisted }) }
    }
}
