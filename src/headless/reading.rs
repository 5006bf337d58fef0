//! A document that is read while it arrives, for `Report.read` in `read.js`. In: its bytes or letters, piece by piece. Out: a
//! [`Report`], after steps between which the caller does something else. Throws what `Report.parse` throws.

use wasm_bindgen::prelude::*;

use super::{Report, handed, thrown};
use crate::contract::Loading;
use crate::cube::Building;
use crate::error::{Error, ErrorKind};

/// A document on its way: `feed` it, `end`, `step` as long as there is more to do, then `report`.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug, Default)]
pub struct Reading {
    loading: Loading,
    building: Option<Building>,
}

#[wasm_bindgen]
impl Reading {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next bytes, or letters that are not cut within one; how many bytes there were so far.
    pub fn feed(&mut self, part: &JsValue) -> usize {
        handed::over(part, &mut self.loading);
        self.loading.bytes()
    }

    /// There are no more.
    pub fn end(&mut self) -> Result<(), JsValue> {
        let report = std::mem::take(&mut self.loading).finish().map_err(|error| thrown(&error))?;
        self.building = Some(Building::new(report));
        Ok(())
    }

    /// Goes one step on; whether there may be another.
    pub fn step(&mut self) -> bool {
        self.building.as_mut().is_some_and(Building::step)
    }

    /// Rows, once all bytes were read.
    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> usize {
        self.building.as_ref().map_or(0, Building::rows)
    }

    /// How many of them stand for what is done.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> usize {
        self.building.as_ref().map_or(0, Building::rows_done)
    }

    /// The report, with whatever is left to do.
    pub fn report(self) -> Result<Report, JsValue> {
        let early = || Error::new(ErrorKind::Internal, "", "", "a document that ended");
        let dataset = self.building.ok_or_else(early).and_then(Building::finish);
        dataset.map(Report::of).map_err(|error| thrown(&error))
    }
}
