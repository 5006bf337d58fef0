//! The same engine without the screen: `Report` for a program that draws its own charts. In: a document, questions as
//! plain objects. Out: plain objects with every number in full – the very numbers that the panels put into words. Throws
//! what a host can read: `RedcatError` with kind, path and faults. A number that would mislead is `{ refused }`, by name.

mod brush;
mod catalogue;
mod columns;
mod compare;
mod correlate;
mod effect;
mod funnel;
mod handed;
mod kept;
mod number;
mod plain;
mod query;
mod question;
mod reading;
mod repurchase;
mod returns;
mod settlement;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Error as JsError, Object};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::contract::{Loading, WarningKind};
use crate::cube::{Dataset, Spare};
use crate::error::{Error, ErrorKind};
use crate::host;
use kept::Kept;
use plain::{list, object};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// A report that was read and can be asked. Keeps memory until `free()` is called.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Report {
    dataset: Rc<Dataset>,
    kept: RefCell<Kept>,
}

#[wasm_bindgen]
impl Report {
    /// Reads a document: bytes, JSON text, or the object itself. Throws a `RedcatError` where it is refused.
    pub fn parse(
        #[wasm_bindgen(unchecked_param_type = "Uint8Array | ArrayBuffer | string | object")] document: &JsValue,
    ) -> Result<Self, JsValue> {
        let mut loading = Loading::new();
        handed::over(document, &mut loading);
        loading.finish().and_then(Dataset::build).map(Self::of).map_err(|error| thrown(&error))
    }

    /// What is odd about the document, though it can be read; the same as in the panel of data quality.
    #[wasm_bindgen(getter, unchecked_return_type = "Warning[]")]
    pub fn warnings(&self) -> JsValue {
        list(self.dataset.report.warnings.iter().map(|warning| {
            object(&[
                ("kind", kind(warning.kind).into()),
                ("path", warning.path.as_str().into()),
                ("count", (warning.count as f64).into()),
                ("names", list(warning.names.iter().map(|name| name.as_str().into()))),
            ])
        }))
    }

    /// Adds up ahead what may be asked of a large report: takes one step, a pass over one column, and says whether there was
    /// one to take. To be called again and again while nothing else is to be done. Answers stay the same and come sooner.
    pub fn prepare(&self) -> bool {
        self.dataset.prepare(&Spare::default())
    }

    /// Bytes that its facts take, with what was added up ahead and the answers of `columns` that are kept.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> f64 {
        (self.dataset.bytes() + self.kept.borrow().bytes()) as f64
    }

    /// Gives back what the answers of `columns` take that are kept for when they are asked for again: at most a byte a row.
    pub fn forget(&self) {
        self.kept.take();
    }

    /// What there is to ask for: dimensions with their members, measures, ratios, cubes, days; ids and names.
    #[wasm_bindgen(getter, unchecked_return_type = "Catalogue")]
    pub fn catalogue(&self) -> JsValue {
        catalogue::catalogue(&self.dataset)
    }

    /// Measures and ratios by group: rows, the rows beyond `limit` together, totals. Throws where a count is beyond what a
    /// number holds.
    #[wasm_bindgen(unchecked_return_type = "Queried")]
    pub fn query(
        &self,
        #[wasm_bindgen(unchecked_param_type = "QueryQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(question, query::answer)
    }

    /// The answer to the same question as typed arrays: one entry per group, nothing made for each. For charts of many
    /// groups; measures only, over the days asked for alone. Throws where a number is beyond what a JavaScript number holds.
    #[wasm_bindgen(unchecked_return_type = "Columns")]
    pub fn columns(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ColumnsQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        written(question)
            .and_then(|text| columns::answer(&self.dataset, &self.kept, &text))
            .map_err(|error| thrown(&error))
    }

    /// Adds up ahead one measure by the members of one dimension for every range of days, so that asking costs no pass over
    /// rows; `null` where that is no sum of rows (distinct people, levels, samples, values that lack), where no cube has
    /// both, where they would need too much memory, or where the display floor looks at the people of each member.
    #[wasm_bindgen(unchecked_return_type = "Brush | null")]
    pub fn brush(
        &self,
        #[wasm_bindgen(unchecked_param_type = "BrushQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        written(question).and_then(|text| brush::begin(&self.dataset, &text)).map_err(|error| thrown(&error))
    }

    /// What answering the same question takes: which cube each pass reads, how many of its rows, under which filters; and
    /// how closely each measure answers. Answers it on the way.
    #[wasm_bindgen(unchecked_return_type = "Explained")]
    pub fn explain(
        &self,
        #[wasm_bindgen(unchecked_param_type = "QueryQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(question, |dataset, text| query::explain(dataset, text, self.kept.borrow().has(text)))
    }

    /// The path from impression to repurchase: every step with its count, its shares of the first step and of the one
    /// before, days still growing, and the edges that lose most; `null` where the document has no funnel. The filter on
    /// `route` is left out: its members are the funnel's own chains.
    #[wasm_bindgen(unchecked_return_type = "Funnel | null")]
    pub fn funnel(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "FunnelQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(question, funnel::answer)
    }

    /// Who came back, how fast, what they are worth; `null` where the document has no life tables. Dates do not choose
    /// among life tables; filters do where the tables carry their dimension, the others are listed in `ignored`.
    #[wasm_bindgen(unchecked_return_type = "Repurchase | null")]
    pub fn repurchase(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "RepurchaseQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(question, repurchase::answer)
    }

    /// A ratio of each member against other days, the rest, another member, or its category. Refused as a whole, by name,
    /// where the ratio cannot be split so or no day is final.
    #[wasm_bindgen(unchecked_return_type = "Comparison | Refused")]
    pub fn compare(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CompareQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(question, compare::answer)
    }

    /// Two daily series: how far they go together, on the day and up to 14 days later. That they do is not that one moves
    /// the other. Refused as a whole, by name, where a series counts on the day of the exposure or no day is whole.
    #[wasm_bindgen(unchecked_return_type = "Correlated | Refused")]
    pub fn correlate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CorrelateQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(question, correlate::answer)
    }

    /// Each experiment's exposed arms against its control, or those of one experiment: what they differ by per unit, in
    /// buyers, per spend. Only where `incremental` is true is a difference what the exposure brought about.
    #[wasm_bindgen(unchecked_return_type = "ExperimentOutcome[]")]
    pub fn experiment(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "string | ExperimentQuestion | null")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(question, effect::experiment)
    }

    /// Before and after a launch beside another series: how much more the one moved. Not incremental: promotions, changes
    /// of spend and whatever touched the other series are in it too. Refused, by name, without two whole weeks of final
    /// days on both sides. The launch chooses the days, not `filters.date`.
    #[wasm_bindgen(js_name = beforeAfter, unchecked_return_type = "BeforeAfter | Refused")]
    pub fn before_after(
        &self,
        #[wasm_bindgen(unchecked_param_type = "BeforeAfterQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(question, effect::launch)
    }

    /// The ladder of ROI from what is reported to what the merchant keeps, what a unit cost, and both by the members of a
    /// dimension; `null` where the document has no spend.
    #[wasm_bindgen(unchecked_return_type = "Returns | null")]
    pub fn returns(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ReturnsQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(question, returns::answer)
    }

    /// What each agreement pays, line by line with every term, how far the next tiers are, who owes whom; in a scenario
    /// too, beside the settlement. Filters do not cut an agreement: it has days and a scope of its own.
    #[wasm_bindgen(unchecked_return_type = "Settled")]
    pub fn settle(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "SettleQuestion")] question: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(question, settlement::answer)
    }

    /// The forecast of repeat purchases with its back-test. Fits a model where the document has histories: about a second
    /// for ten thousand of them.
    #[wasm_bindgen(unchecked_return_type = "Forecast | Refused")]
    pub fn forecast(&self) -> JsValue {
        repurchase::forecast(&self.dataset)
    }
}

impl Report {
    fn of(dataset: Dataset) -> Self {
        Self { dataset: dataset.into(), kept: RefCell::default() }
    }

    /// Answers a question given as a plain object.
    fn ask(
        &self,
        question: &JsValue,
        answer: impl Fn(&Dataset, &str) -> Result<JsValue, Error>,
    ) -> Result<JsValue, JsValue> {
        let text = if question.is_undefined() { Ok(String::new()) } else { written(question) };
        text.and_then(|text| answer(&self.dataset, &text)).map_err(|error| thrown(&error))
    }
}

/// A question as JSON text. Refuses what has none: an object that contains itself, a big integer.
fn written(question: &JsValue) -> Result<String, Error> {
    let text = host::text(question);
    if text.is_empty() { Err(refused("", "what cannot be written as JSON", "a plain object")) } else { Ok(text) }
}

/// Throws where a question names what the document lacks.
fn refused(path: &str, found: &str, expected: &str) -> Error {
    Error::new(ErrorKind::InvalidSelection, path, found, expected)
}

const fn kind(kind: WarningKind) -> &'static str {
    match kind {
        WarningKind::UnknownKeys => "unknown_keys",
        WarningKind::DuplicateRows => "duplicate_rows",
        WarningKind::MissingDates => "missing_dates",
        WarningKind::Nulls => "nulls",
        WarningKind::Suppressed => "suppressed",
        WarningKind::RowsAfterComplete => "rows_after_complete",
        WarningKind::RowsBeforeData => "rows_before_data",
        WarningKind::CubesDisagree => "cubes_disagree",
        WarningKind::StepExceedsPrevious => "step_exceeds_previous",
    }
}

/// An error as hosts catch it.
fn thrown(error: &Error) -> JsValue {
    let thrown = JsError::new(&error.to_string());
    thrown.set_name("RedcatError");
    Object::assign(&thrown, host::detail(error).unchecked_ref()).into()
}
