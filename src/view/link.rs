//! A view as part of an address: `date=2025-05-13..2025-06-18;category=beauty`, the selection as
//! [`Selection`] writes it but with `;` between its parts, so that `&` can part several reports of one page. How tables
//! and charts stand follows after a `/` where it is not as at the beginning. In and out: the same [`ViewState`]. Refuses
//! what it would not write in substance.

use super::state::ViewState;
use crate::error::Error;
use crate::query::{Selection, decode, encode};

impl ViewState {
    /// The view as a part of an address, in characters that need no further escape; empty where nothing was chosen.
    pub fn to_link(&self) -> String {
        let mut link = self.selection.to_string().replace('&', ";");
        let rest = Self { selection: Selection::default(), ..self.clone() };
        if rest != Self::default() {
            link.push('/');
            link.push_str(&encode(&rest.to_string()));
        }
        link
    }

    /// Reads what [`ViewState::to_link`] wrote; anything else is an `invalid_selection`.
    pub fn from_link(link: &str) -> Result<Self, Error> {
        let (selection, rest) = match link.split_once('/') {
            Some((selection, rest)) => (selection, decode("", rest)?.parse()?),
            None => (link, Self::default()),
        };
        Ok(Self { selection: selection.replace(';', "&").parse()?, ..rest })
    }
}
