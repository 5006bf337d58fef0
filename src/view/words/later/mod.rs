//! What only files, cards and the panels below the tree table say. No part of the first screen may use it: it would
//! bring these texts along.

mod en;
mod zh_cn;

use super::{ZH_CN, words};
use crate::view::locale::Locale;
use en::EN_LATER;
use zh_cn::ZH_CN_LATER;

impl Locale {
    /// The rest of [`Locale::words`].
    #[inline(never)]
    pub fn later(&self) -> &'static LaterWords {
        if std::ptr::eq(self.words, &raw const ZH_CN) { &ZH_CN_LATER } else { &EN_LATER }
    }
}

words! {
    /// The texts of one language that come after the first screen.
    pub struct LaterWords;

    warnings: "How many remarks on data quality: `{n}`.",

    // Files.
    filter: "Label of one filter.",
    time_zone: "Label of the zone in which days were cut.",
    definition: "How a measure is counted: `{label}`, `{value}`.",
    definition_ratio: "How a ratio is made: `{label}`, `{x}`, `{n}`.",
    definition_ratio_per: "The same times a number: `{label}`, `{x}`, `{n}`, `{per}`.",
    by_exposure_day: "Credited to the day of the exposure.",
    final_after: "Days until a day's number is final: `{n}`.",
    distinct_people: "A measure of distinct people.",
    money_unit: "Unit of the money in a file: `{currency}`.",
    fractions_unit: "Unit of the shares in a file.",
    rows_left_out: "Rows that a picture leaves out: `{n}`.",

    // Data quality.
    quality: "Heading.",
    quality_calm: "Where nothing is odd.",
    quality_weight: "Head of a column: how grave a remark is.",
    quality_contradiction: "The numbers contradict each other.",
    quality_gap: "Something is missing.",
    quality_remark: "Nothing is wrong, yet good to know.",
    quality_place: "Head of a column: days, members and table of a remark.",
    quality_table: "Which of several tables: `{table}`.",
    quality_open: "Button: shows the rows concerned.",
    quality_rows: "Unfolds the rows concerned, as sent: `{n}`.",
    quality_more_rows: "Rows that are not listed: `{n}`.",
    quality_no_value: "Cell: a value that was not sent.",
    quality_kept_back: "Cell: a value that the sender keeps back.",
    quality_open_around: "The same where the days concerned have no rows: shows those around them.",
    quality_disagree: "Tables whose totals differ: `{measure}`, `{list}`.",
    quality_exceeds: "A step larger than one that contains it: `{step}`, `{previous}`.",
    quality_duplicates: "Rows like another, added: `{n}`.",
    quality_missing: "Days that were not delivered: `{n}`.",
    quality_nulls: "Rows without a value: `{measure}`, `{n}`.",
    quality_withheld: "Rows whose value the sender withheld: `{measure}`, `{n}`.",
    quality_before: "Rows before the first day: `{n}`.",
    quality_after: "Rows after the last whole day: `{n}`.",
    quality_unknown: "Keys that nothing defines, ignored: `{n}`, `{list}`.",
    quality_arriving: "Measures whose last days still grow, and the day from which they do no more: `{measure}`, `{date}`.",
    quality_sampled: "Measures that were sampled: `{measure}`, `{list}`.",

    // Cards.
    close: "Button: close the card.",
    meaning: "Term: what is counted.",
    numerator: "Term: above the line.",
    denominator: "Term: below the line.",
    term_of: "A term of one thing among several: `{side}`, `{term}`.",
    formula: "How a ratio is made: `{x}`, `{n}`.",
    formula_per: "The same times a number: `{x}`, `{n}`, `{per}`.",
    counting: "Heading: how it is counted.",
    data: "Heading: where it comes from.",
    compared_now: "Head of a column: this period's number over the days that are compared.",
    rate_kind: "Term: kind of a rate.",
    kind_persons: "Proportion of persons.",
    kind_totals: "Ratio of totals.",
    unit: "Term: what one is.",
    unit_person: "Unit.",
    unit_session: "Unit.",
    unit_event: "Unit.",
    adding: "Term: how a measure adds up.",
    adds_up: "It adds up.",
    adds_not: "Distinct people.",
    adds_across: "A level.",
    counted_on: "Term: on which day it counts.",
    on_event: "Anchor.",
    on_exposure: "Anchor.",
    on_both: "Anchor.",
    credit: "Term: the window of attribution.",
    window: "Window: `{n}` days.",
    window_model: "The same with the model: `{model}`, `{n}`.",
    sampling: "Term: what share was observed.",
    unsampled: "Nothing was sampled.",
    origin: "Term: where it comes from.",
    through: "Term: the last whole day.",
    days_counted: "Term: which days count.",
    counted_in_full: "Why a count has no interval.",
    ignored: "Term: filters left out.",
    ignored_because: "Why: `{list}`.",
    current_against: "Which days a change compares: `{current}`, `{baseline}`.",
    star: "Term: significance.",
    no_star: "Why there is no star.",
    repurchase_means: "What repurchase is: `{n}`.",
    second_orders: "Above the line of repurchase.",
    first_orders: "Below the line of repurchase: `{n}`.",
    observed_until: "Term: the last day observed.",
}
