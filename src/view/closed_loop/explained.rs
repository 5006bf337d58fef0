//! What the numbers of the loop mean. In: the view, which of them. Out: lines of a [`Card`]: both sides with their share,
//! a layer and where its people went, a member with each of its numbers; what each divides, how sure it is.

use super::{FlowView, GroupsView, LoopView, SalesView};
use crate::contract::Report;
use crate::cube::Dataset;
use crate::view::card::{Basis, Card};
use crate::view::locale::Locale;
use crate::view::twin::TwinTable;
use crate::view::words::{CardWords, LoopWords, fill};

impl LoopView {
    /// Adds the lines of `sides`, `sides:<point>`, `flow`, `flow:<layer>`, `people:<part>` or `people:<part>:<member>`;
    /// `None` where there is no such number.
    pub(in crate::view) fn explain(
        &self,
        kind: &str,
        place: &str,
        dataset: &Dataset,
        locale: &Locale,
        card: &mut Card,
    ) -> Option<()> {
        let report = &dataset.report;
        match kind {
            "sides" => self.sales.as_ref()?.explain(place, &self.twin, report, locale, card),
            "flow" => self.flow.as_ref()?.explain(place, locale, card),
            _ => {
                let (part, member) = place.split_once(':').unwrap_or((place, ""));
                let part = self.groups.iter().find(|groups| groups.id == part)?;
                part.explain(member, report, locale, card)
            }
        }
    }
}

impl SalesView {
    fn explain(&self, place: &str, table: &TwinTable, report: &Report, locale: &Locale, card: &mut Card) -> Option<()> {
        let (words, later) = (locale.words, locale.later());
        let own = LoopWords::beside(words);
        let point = match place.parse::<usize>() {
            Ok(n) => self.points.get(n)?,
            Err(_) => &self.whole,
        };
        card.title = words.labelled(&self.title, &point.label);
        card.say(words.remarks, point.remarks.join(words.list_separator));
        let ix = report.find_measure(&self.metric)?;
        let is_sampled = report.measure(ix).is_some_and(|measure| measure.sample.is_some());
        let [on, off, share] = &point.texts;
        for (label, text) in self.lines.iter().zip([on, off]) {
            card.section(&**label);
            card.say(words.value, &**text);
            card.say(words.interval, if is_sampled { words.interval_sampled } else { later.counted_in_full });
        }
        let [on_site, off_site, share_label] = &self.lines;
        card.section(&**share_label);
        card.say(later.meaning, fill!(later.formula, x = on_site, n = [on_site, " + ", off_site].concat()));
        card.say(words.value, &**share);
        card.say(later.numerator, &**on);
        card.say(later.denominator, [&**on, " + ", off].concat());
        // The table has the rest: the interval of the share, changes, the correlation of changes.
        let of_all = table.rows.iter().filter_map(|row| match row.as_slice() {
            [part, item, number, value, remark] if part.text == own.sales && item.text == self.whole.label => {
                Some((number, value, remark))
            }
            _ => None,
        });
        let is_whole = place.is_empty();
        for (number, value, remark) in of_all.skip(2) {
            if number.text == own.share {
                let made = if is_whole { remark.text.as_str() } else { CardWords::beside(words).no_launch_interval };
                card.say(words.interval, made);
            } else if is_whole {
                card.section(&*number.text);
                card.say(words.value, &*value.text);
                card.say(words.interval, &*remark.text);
            }
        }
        if is_whole {
            card.say(words.remarks, self.notes.join(words.clause_separator));
            card.say(later.star, CardWords::beside(words).untested);
        }
        card.counted_together(report, &[ix], locale);
        Some(())
    }
}

impl FlowView {
    fn explain(&self, place: &str, locale: &Locale, card: &mut Card) -> Option<()> {
        let (words, later) = (locale.words, locale.later());
        let (own, cards) = (LoopWords::beside(words), CardWords::beside(words));
        card.title.clone_from(&self.title);
        if place.is_empty() {
            card.say(words.value, self.said.join(words.clause_separator));
            for (label, texts) in &self.sums {
                card.section(&**label);
                for (head, text) in self.heads.iter().skip(1).zip(texts) {
                    card.say(head, &**text);
                }
            }
        } else {
            let row = self.rows.get(place.parse::<usize>().ok()?)?;
            card.title = words.labelled(&self.title, &row.label);
            card.say(later.meaning, cards.by_flow);
            card.say(later.denominator, fill!(cards.largest, n = row.size));
            for (head, cell) in self.heads.iter().skip(1).zip(&row.cells) {
                card.say(&[&*row.label, " → ", head].concat(), &*cell.full);
            }
            card.say(later.numerator, own.people);
        }
        card.say(words.interval, later.counted_in_full);
        card.basis(
            &Basis { unit: later.unit_person, on: cards.on_flow, window: &self.days, sampling: cards.not_sampled },
            locale,
        );
        card.say(words.remarks, self.notes.join(words.clause_separator));
        Some(())
    }
}

impl GroupsView {
    fn explain(&self, member: &str, report: &Report, locale: &Locale, card: &mut Card) -> Option<()> {
        let words = locale.words;
        let mut measures = Vec::new();
        card.title.clone_from(&self.title);
        if member.is_empty() {
            card.say(words.value, self.said.join(words.clause_separator));
            for head in &self.heads {
                card.section(&*head.label);
                measures.extend(card.metric(report, &head.id, locale));
                card.say(words.interval, CardWords::beside(words).by_member);
            }
        } else {
            let n: usize = member.parse().ok()?;
            let mut rows = self.bodies.iter().flat_map(|body| body.rows.iter().map(move |row| (body, row)));
            let (body, row) = rows.nth(n)?;
            card.title = words.labelled(&body.label, &row.label);
            for (head, cell) in self.heads.iter().zip(&row.cells) {
                card.section(&*head.label);
                measures.extend(card.metric(report, &head.id, locale));
                card.say(words.value, if cell.full.is_empty() { &*cell.text } else { &*cell.full });
                card.say(
                    words.interval,
                    if cell.sure.is_empty() { locale.later().counted_in_full } else { &*cell.sure },
                );
            }
        }
        card.say(words.remarks, self.notes.join(words.clause_separator));
        card.counted_together(report, &measures, locale);
        Some(())
    }
}
