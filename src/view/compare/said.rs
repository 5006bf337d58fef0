//! The comparison as sentences and as a table. In: the rows in order, worded, and what they were made from. Out: which
//! moved most and how sure that is, where the mix misleads, how everything was made, heads, the spoken row.

use super::build::{Plotted, effect};
use super::choices::{Against, Chosen};
use super::wording::{Wording, p_text};
use super::{CompareRow, CompareView};
use crate::analysis::compare::{Adjust, Compared, Intervals, Kind, Row, Verdict};
use crate::view::header::shortened;
use crate::view::reading::dimension_label;
use crate::view::twin::TwinTable;
use crate::view::words::{CompareWords, fill};

impl CompareView {
    /// Fills in what is made from the rest.
    pub(super) fn say(
        &mut self,
        rows: &[(&Row, CompareRow)],
        found: &Compared,
        chosen: &Chosen,
        wording: &Wording<'_>,
        plotted: Plotted,
    ) {
        let Wording { report, locale, metric, .. } = wording;
        let (words, own) = (locale.words, CompareWords::beside(locale.words));
        let ratio = metric.label(report, locale);
        let adjust = match chosen.adjust {
            Adjust::Holm => own.holm,
            Adjust::BenjaminiHochberg => own.bh,
        };
        let in_time = matches!(chosen.against, Against::Period | Against::Category);
        self.headline.extend(most(rows, plotted, in_time, &ratio, wording));
        self.headline.push(sure(found, chosen.adjust, adjust, wording));
        let strata = chosen.strata.map_or("", |strata| dimension_label(report, strata, locale));
        let contrary: Vec<String> =
            rows.iter().filter(|(row, _)| row.contradicts()).map(|(_, said)| said.label.clone()).collect();
        if !contrary.is_empty() {
            self.contradiction = Some(self.headline.len());
            let list = shortened(&contrary, locale);
            self.headline.push(fill!(own.contradiction, list = list, strata = strata));
        }
        self.methods(found, adjust, strata, wording);
        let plot = match plotted {
            Plotted::Uplift => fill!(own.with_interval, label = own.uplift),
            Plotted::Difference if metric.is_share(report) => fill!(own.with_points, label = own.difference),
            Plotted::Difference => fill!(own.with_interval, label = own.difference),
        };
        let is_mixed = rows.iter().any(|(_, said)| said.mixed.is_some());
        let plot = if is_mixed { fill!(own.with_mixed, label = plot) } else { plot };
        let heads = [wording.head, &ratio, &plot, own.difference, own.uplift, own.p];
        self.heads = heads.map(ToOwned::to_owned);
        let now = if in_time { own.now } else { own.own };
        let other = match &chosen.against {
            Against::Period | Against::Category => own.before.to_owned(),
            Against::Rest => own.others.to_owned(),
            Against::P50 => "P50".to_owned(),
            Against::P90 => "P90".to_owned(),
            Against::Member(_) => chosen.against.name(report, chosen.by, locale),
        };
        self.dots = [now.to_owned(), other];
        self.summary = self.headline.join(words.sentence_end);
        self.twin = table(rows, found, &self.title, wording);
    }

    fn methods(&mut self, found: &Compared, adjust: &str, strata: &str, wording: &Wording<'_>) {
        let locale = wording.locale;
        let (words, later, own) = (locale.words, locale.later(), CompareWords::beside(locale.words));
        let kind = if found.kind == Kind::Proportion { later.kind_persons } else { later.kind_totals };
        let made = match found.intervals {
            Intervals::Persons => own.from_persons,
            Intervals::Days => own.from_days,
            Intervals::Counts => own.from_counts,
        };
        self.methods.push([kind, words.clause_separator, made].concat());
        if found.tests > 0 {
            let m = locale.number(found.tests);
            self.methods.push(fill!(own.stars, adjust = adjust, m = m));
        }
        if !strata.is_empty() {
            let mixed = if found.kind == Kind::Proportion { own.mantel } else { own.standardised };
            self.methods.push(fill!(mixed, strata = strata));
        }
    }
}

/// Which is farthest away, of those that are sure; of all where none is.
fn most(
    rows: &[(&Row, CompareRow)],
    plotted: Plotted,
    in_time: bool,
    ratio: &str,
    wording: &Wording<'_>,
) -> Option<String> {
    let locale = wording.locale;
    let (words, own) = (locale.words, CompareWords::beside(locale.words));
    let farthest = |only_sure: bool| {
        let mut best: Option<(f64, &Row, &CompareRow)> = None;
        for (row, said) in rows {
            let is_sure = matches!(row.verdict(), Verdict::Higher | Verdict::Lower);
            let Some((value, _)) = effect(row, plotted).filter(|_| is_sure || !only_sure) else { continue };
            if best.is_none_or(|(most, ..)| value.abs() > most) {
                best = Some((value.abs(), row, said));
            }
        }
        best
    };
    let (_, row, said) = farthest(true).or_else(|| farthest(false))?;
    let mut clauses = vec![said.difference.clone()];
    if row.difference.is_ok_and(|difference| difference.uplift_interval.is_ok()) {
        clauses.push(fill!(words.interval_level, interval = said.uplift_interval));
    }
    clauses.extend(row.adjusted.map(|p| fill!(own.p_of, p = p_text(p, locale))));
    let template = if in_time { own.moved } else { own.differs };
    let detail = clauses.join(words.clause_separator);
    let (label, uplift) = (&said.label, &said.uplift);
    Some(fill!(template, against = wording.against, label = label, ratio = ratio, uplift = uplift, detail = detail))
}

/// How many are sure.
fn sure(found: &Compared, adjust: Adjust, name: &str, wording: &Wording<'_>) -> String {
    let locale = wording.locale;
    let own = CompareWords::beside(locale.words);
    if found.tests == 0 {
        let why = if found.intervals == Intervals::Counts { own.uncounted } else { own.untested };
        return why.to_owned();
    }
    let count = found.rows.iter().filter(|row| matches!(row.verdict(), Verdict::Higher | Verdict::Lower)).count();
    let template = match (count, adjust) {
        (0, _) => own.none_sure,
        (_, Adjust::Holm) => own.sure,
        (_, Adjust::BenjaminiHochberg) => own.screened,
    };
    let (n, m) = (locale.number(count), locale.number(found.tests));
    fill!(template, n = n, m = m, adjust = name)
}

fn table(rows: &[(&Row, CompareRow)], found: &Compared, title: &str, wording: &Wording<'_>) -> TwinTable {
    let (report, locale) = (wording.report, wording.locale);
    let (words, own) = (locale.words, CompareWords::beside(locale.words));
    let mut headers = vec![wording.head.to_owned()];
    let names = [Some(wording.metric.leading()), wording.metric.below()];
    let ratio = wording.metric.label(report, locale);
    for side in [None, Some(wording.against)] {
        let of = |label: &str| match side {
            Some(side) => words.remarked(label, side),
            None => label.to_owned(),
        };
        for ix in names.into_iter().flatten() {
            headers.push(of(crate::view::reading::measure_label(report, ix, locale)));
        }
        headers.push(of(&ratio));
    }
    let mut group = |label: &str| {
        headers.push(label.to_owned());
        for bound in [own.lower_bound, own.upper_bound] {
            headers.push(words.remarked(label, bound));
        }
    };
    group(own.difference);
    group(own.uplift);
    headers.push("p".to_owned());
    headers.push(own.p.to_owned());
    if found.rows.iter().any(|row| row.mixed.is_some()) {
        let mut group = |label: &str| {
            headers.push(label.to_owned());
            for bound in [own.lower_bound, own.upper_bound] {
                headers.push(words.remarked(label, bound));
            }
        };
        group(own.mixed_head);
        headers.push(own.mixed_p.to_owned());
    }
    headers.push(own.verdict.to_owned());
    let width = headers.len();
    let mut cells = Vec::with_capacity(rows.len());
    for (_, said) in rows {
        let mut row = said.cells.clone();
        // The member that all are held against has no difference at an equal mix.
        if let Some(verdict) = row.pop() {
            row.resize(width - 1, words.no_value.into());
            row.push(verdict);
        }
        cells.push(row);
    }
    TwinTable { caption: fill!(words.table_of, label = title), headers, rows: cells }
}
