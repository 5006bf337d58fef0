//! The custom element's inside: what `www/redcat-report.js` calls. In: attributes, properties, bytes or an address.
//! Out: a mounted report and `redcat-*` events on the host element. Fetching is `www/redcat-fetch.js`: the browser does
//! nearly all of it, and a script asks it for less than a program would.

mod element;
mod events;
mod intl;

pub use element::{Widget, later_stylesheet, most_bytes, stylesheet};
// For the tests that hold them equal to the native numbers.
#[doc(hidden)]
pub use intl::numbers;
