//! The custom element's inside: what `www/redcat-report.js` calls. In: attributes, properties, bytes or an address.
//! Out: a mounted report and `redcat-*` events on the host element. The only place that fetches, and the only one that
//! starts tasks.

mod element;
mod events;
mod fetch;
mod intl;

pub use element::{Widget, stylesheet};
// For the tests that hold them equal to the native numbers.
#[doc(hidden)]
pub use intl::numbers;
