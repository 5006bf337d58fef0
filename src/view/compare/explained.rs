//! What the numbers of one compared member mean. In: the view, the id of one of its rows. Out: lines of a [`Card`]: both
//! rates with what they divide, how far apart, how sure and by which method, or why that is not told.

use super::CompareView;
use crate::contract::Report;
use crate::view::card::Card;
use crate::view::locale::Locale;
use crate::view::words::{CompareWords, fill};

impl CompareView {
    /// Adds the lines; `None` where there is no such row.
    pub(in crate::view) fn explain(&self, id: &str, report: &Report, locale: &Locale, card: &mut Card) -> Option<()> {
        let (words, later, own) = (locale.words, locale.later(), CompareWords::beside(locale.words));
        let row = self.rows.iter().find(|row| row.id == id)?;
        let [_, ratio, ..] = &self.heads;
        card.title = fill!(words.label_value, label = row.label, value = ratio);
        for (label, full) in self.dots.iter().zip(&row.full) {
            card.say(label, &**full);
        }
        let within = |value: &str, interval: &str| {
            if interval.is_empty() {
                return value.to_owned();
            }
            [value, words.clause_separator, &fill!(words.interval_level, interval = interval)].concat()
        };
        card.say(own.difference, within(&row.difference, &row.difference_interval));
        card.say(own.uplift, within(&row.uplift, &row.uplift_interval));
        if row.p != words.no_value {
            card.say(own.p, [&row.p, " ", row.stars].concat().trim_end());
        }
        card.say(words.remarks, &*row.remark);
        card.say(words.remarks, &*row.mixed_text);
        card.say(later.days_counted, self.notes.join(words.clause_separator));
        card.say(words.interval, self.methods.join(words.sentence_end));
        let ratio = report.find_ratio(&self.ratio)?;
        for (term, ix) in [(later.numerator, ratio.numerator), (later.denominator, ratio.denominator)] {
            card.side(report, ix, term, None, locale);
        }
        Some(())
    }
}
