//! Every group at every age, as a table: what the curves show, with all digits behind each number.

use super::RepurchaseView;
use super::build::name;
use crate::contract::Report;
use crate::view::locale::Locale;
use crate::view::twin::{Cell, Number, TwinTable};
use crate::view::words::RepurchaseWords;

impl RepurchaseView {
    /// The same as a table.
    pub fn twin(&self, report: &Report, locale: &Locale) -> TwinTable {
        let words = RepurchaseWords::beside(locale.words);
        let currency = &*report.meta.currency;
        let none = || Cell::from(locale.words.no_value);
        let count = |value: u64| Cell::new(locale.integer(value.into()), Some(Number::Integer(value.into())));
        let share = |value: f64| Cell::new(locale.percent(value), Some(Number::Real(value)));
        let money = |value: f64| Cell::new(locale.money_compact(value, currency), Some(Number::Amount(value)));
        let mut rows = Vec::new();
        for group in &self.found.groups {
            let name = name(report, self.split_by, group, self.is_of_all, locale);
            let Ok(curve) = &group.curve else { continue };
            for (age, at) in curve.iter().enumerate() {
                let (incidence, bounds) = at.incidence();
                let day = i128::from(self.days.get(age).copied().unwrap_or_default());
                let worth = group.worth.as_ref().ok().and_then(|worth| worth.points.get(age));
                let remark = if at.readable().is_err() { words.muted } else { "" };
                rows.push(vec![
                    name.as_str().into(),
                    Cell::new(locale.integer(day), Some(Number::Integer(day))),
                    count(at.row.at_risk),
                    count(at.row.events),
                    share(incidence),
                    bounds.map_or_else(none, |bounds| share(bounds.lower)),
                    bounds.map_or_else(none, |bounds| share(bounds.upper)),
                    share(at.standard_error),
                    worth.map_or_else(none, |point| money(point.value)),
                    worth.and_then(|point| point.standard_error).map_or_else(none, money),
                    remark.into(),
                ]);
            }
        }
        let error_of_worth = [words.worth, " · ", words.error].concat();
        let headers = [
            words.group,
            words.ages,
            words.at_risk,
            words.events,
            words.share,
            words.lower,
            words.upper,
            words.error,
            words.worth,
            &error_of_worth,
            locale.words.remarks,
        ];
        TwinTable::of(&self.title, &headers, rows, locale.words)
    }
}
