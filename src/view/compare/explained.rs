//! What the numbers of one compared member mean. In: the view, the id of one of its rows. Out: lines of a [`Card`]: both
//! rates with what they divide, how far apart, how sure and by which method, or why that is not told.

use super::CompareView;
use crate::contract::Report;
use crate::view::card::Card;
use crate::view::locale::Locale;
use crate::view::words::{CardWords, CompareWords, fill};

impl CompareView {
    /// Adds the lines; `None` where there is no such row.
    pub(in crate::view) fn explain(&self, id: &str, report: &Report, locale: &Locale, card: &mut Card) -> Option<()> {
        let (words, later, own) = (locale.words, locale.later(), CompareWords::beside(locale.words));
        let row = self.rows.iter().find(|row| row.id == id)?;
        let [_, ratio, ..] = &self.heads;
        card.title = words.labelled(&row.label, ratio);
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
        card.say(words.remarks, &*row.remark);
        card.say(words.remarks, &*row.mixed_text);
        if row.p == words.no_value {
            card.say(later.star, CardWords::beside(words).untested);
        } else {
            card.starred(Some(&row.p), row.stars, locale);
        }
        self.counted(report, locale, card)
    }

    /// Adds what is said of all members.
    pub(in crate::view) fn explain_all(&self, report: &Report, locale: &Locale, card: &mut Card) -> Option<()> {
        card.title.clone_from(&self.title);
        card.say(locale.words.value, self.headline.join(locale.words.clause_separator));
        card.say(locale.later().star, CardWords::beside(locale.words).by_member);
        self.counted(report, locale, card)
    }

    /// Days, how intervals were made, both sides of the rate.
    fn counted(&self, report: &Report, locale: &Locale, card: &mut Card) -> Option<()> {
        let (words, later) = (locale.words, locale.later());
        card.say(later.days_counted, self.notes.join(words.clause_separator));
        let methods = self.methods.join(words.sentence_end);
        card.say(
            words.interval,
            if methods.is_empty() { CardWords::beside(words).by_member.to_owned() } else { methods },
        );
        let ratio = report.find_ratio(&self.ratio)?;
        for (term, ix) in [(later.numerator, ratio.numerator), (later.denominator, ratio.denominator)] {
            card.side(report, ix, term, None, locale);
        }
        Some(())
    }
}
