//! The forecast, fitted in small steps between two frames, so that the page goes on answering. In: what the document hands
//! over for it. Out: an [`Outlook`], or why there is none. It belongs to the report that it was begun for.

use crate::analysis::repurchase::outlook::{Begun, Making, Outlook, begin};
use crate::contract::Forecast;
use crate::stats::Refusal;

/// Histories that a forecast looks at between two frames: some twenty milliseconds.
const HISTORIES_A_SLICE: usize = 40_000;

/// The forecast of the report on screen.
#[derive(Default)]
pub enum Fit {
    /// Not wished for yet.
    #[default]
    Idle,
    /// On its way.
    Making(Making),
    /// There, or not to be had.
    Done(Result<Outlook, Refusal>),
}

impl Fit {
    /// Begins, or goes on for a slice.
    pub fn advance(&mut self, forecast: Option<&Forecast>) {
        let groups = match forecast {
            Some(Forecast::RecencyFrequency(rf)) => rf.x.len(),
            _ => 0,
        };
        let next = match self {
            Self::Done(_) => return,
            Self::Idle => match begin(forecast) {
                Ok(Begun::There(outlook)) => Self::Done(Ok(outlook)),
                Ok(Begun::Making(making)) => Self::Making(making),
                Err(refusal) => Self::Done(Err(refusal)),
            },
            Self::Making(making) => match making.advance(forecast, (HISTORIES_A_SLICE / groups.max(1)).max(1)) {
                None => return,
                Some(outlook) => Self::Done(outlook),
            },
        };
        *self = next;
    }
}
