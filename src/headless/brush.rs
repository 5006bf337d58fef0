//! `Report.brush`. In: filters, a dimension, a measure, and then days again and again. Out: [`Brush`], which tells the sums
//! by member over any days at once, as a panel beside a time axis wants them while its reader drags. Refuses a number beyond
//! what a JavaScript number holds exactly; there is none (`null`) of what is no sum of rows, or where a display floor hides members.

use std::rc::Rc;

use js_sys::{Float64Array, Uint32Array};
use wasm_bindgen::prelude::*;

use super::number::exactly;
use super::plain::{count, known, object};
use super::question::{dimension, field, fields, measure, scope};
use super::{refused, thrown};
use crate::contract::Measure;
use crate::contract::json::{Json, Kind};
use crate::cube::Dataset;
use crate::date::{Date, DateRange};
use crate::error::Error;
use crate::query::{ROWS_A_STEP, Tile, Tiling};

/// Keys of a question.
const KEYS: [&str; 4] = ["filters", "groupBy", "measure", "inSteps"];

/// Sums of a measure by the members of a dimension, over any days at once. Keeps memory until `free()` is called.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Brush {
    /// What steps are still to be taken out of.
    making: Option<(Rc<Dataset>, Tiling)>,
    tile: Tile,
    measure: Measure,
    sums: Vec<f64>,
    counts: Vec<u32>,
}

/// The answer to `{ filters?, groupBy, measure }`.
pub(super) fn begin(dataset: &Rc<Dataset>, question: &str) -> Result<JsValue, Error> {
    let report = &dataset.report;
    let fields = fields(question, &KEYS)?;
    let scope = scope(report, &fields)?;
    let chosen = field(&fields, "filters").and_then(Json::fields);
    if chosen.is_some_and(|chosen| chosen.iter().any(|(key, _)| key == "date")) {
        let expected = "no days: they are what the brush is asked for";
        return Err(refused("filters.date", &scope.range.from.to_string(), expected));
    }
    let by = dimension(report, &fields, "groupBy")?;
    let by = by.ok_or_else(|| refused("groupBy", "", "the id of a dimension"))?;
    let ix = measure(report, &fields, "measure")?;
    let ix = ix.ok_or_else(|| refused("measure", "", "the id of a measure"))?;
    let in_steps = match field(&fields, "inSteps") {
        None => false,
        Some(value) if value.kind() == Kind::Flag => value.text() == "true",
        Some(value) => return Err(refused("inSteps", value.text(), "true or false")),
    };
    let tiling = Tile::begin(dataset, &scope.filters, by, ix);
    let brush = report.measure(ix).zip(tiling).map(|(measure, tiling)| {
        let making = Some((Rc::clone(dataset), tiling));
        let (tile, sums, counts) = Default::default();
        let mut brush = Brush { making, tile, measure: measure.clone(), sums, counts };
        while !in_steps && brush.step() {}
        brush
    });
    Ok(known(brush))
}

#[wasm_bindgen]
impl Brush {
    /// Goes one step on, a millisecond or so; whether there is another. Only of a brush that is made `inSteps`: it can be
    /// asked once there is none.
    pub fn step(&mut self) -> bool {
        let more = self.making.as_mut().is_some_and(|(dataset, making)| making.step(dataset, ROWS_A_STEP));
        if let Some((_, made)) = self.making.take_if(|_| !more) {
            self.tile = made.finish();
            self.sums = vec![0.0; self.tile.members()];
            self.counts = vec![0; self.tile.members()];
        }
        more
    }

    /// The sums of those days (both included), one per member in the order of the catalogue, that of the unknown member
    /// last; zero where no row is. Written to `into` where it is given, which then has to be that long.
    pub fn over(&mut self, from: &str, to: &str, into: Option<Float64Array>) -> Result<Float64Array, JsValue> {
        self.add_up(from, to).map_err(|error| thrown(&error))?;
        let Some(into) = into else { return Ok(Float64Array::from(&*self.sums)) };
        if into.length() as usize != self.sums.len() {
            let expected = ["an array of ", &self.sums.len().to_string()].concat();
            return Err(thrown(&refused("into", &into.length().to_string(), &expected)));
        }
        into.copy_from(&self.sums);
        Ok(into)
    }

    /// How many rows are behind each of the sums that were asked for last.
    #[wasm_bindgen(getter)]
    pub fn counted(&self) -> Uint32Array {
        Uint32Array::from(&*self.counts)
    }

    /// What telling sums takes.
    #[wasm_bindgen(unchecked_return_type = "BrushExplained")]
    pub fn explain(&self) -> JsValue {
        let sizes = [self.tile.members(), self.tile.days(), self.tile.entries()];
        let [members, days, entries] = sizes.map(|size| count(size as u64));
        object(&[("structure", "tile".into()), ("members", members), ("days", days), ("entries", entries)])
    }

    /// Memory that it keeps.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> f64 {
        (self.tile.bytes() + self.sums.capacity() * 12) as f64
    }
}

impl Brush {
    fn add_up(&mut self, from: &str, to: &str) -> Result<(), Error> {
        let expected = "two dates as 2025-06-30, in order";
        let date = |text| Date::parse(text).ok_or_else(|| refused("date", text, expected));
        let range = DateRange::new(date(from)?, date(to)?).ok_or_else(|| refused("date", from, expected))?;
        if self.making.is_some() {
            return Err(refused("step", "true", "a brush whose last step is taken"));
        }
        let of_members = self.sums.iter_mut().zip(&mut self.counts);
        for ((sum, count), record) in of_members.zip(self.tile.records(range).chunks_exact(2)) {
            let [rows, value] = *record else { continue };
            (*sum, *count) = (exactly(&self.measure, value.into())?, rows as u32);
        }
        Ok(())
    }
}
