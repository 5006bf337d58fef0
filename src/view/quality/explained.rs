//! What the number in a remark on the data means. In: the view, which remark. Out: lines of a [`Card`].

use super::QualityView;
use crate::view::card::{Basis, Card};
use crate::view::locale::Locale;
use crate::view::words::CardWords;

impl QualityView {
    /// Adds the lines of a remark by its place; `None` where there is none.
    pub(in crate::view) fn explain(&self, place: &str, locale: &Locale, card: &mut Card) -> Option<()> {
        let (later, cards) = (locale.later(), CardWords::beside(locale.words));
        let entry = self.entries.get(place.parse::<usize>().ok()?)?;
        card.title.clone_from(&entry.weight_label);
        card.say(locale.words.value, &*entry.text);
        card.say(later.quality_place, &*entry.place);
        card.say(locale.words.interval, later.counted_in_full);
        let (on, window) = (later.on_event, cards.no_window);
        card.basis(&Basis { unit: cards.unit_rows, on, window, sampling: later.unsampled }, locale);
        Some(())
    }
}
