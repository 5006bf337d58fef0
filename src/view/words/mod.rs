//! Every text that people see, one struct per language. A missing translation does not compile; another language is
//! one more file beside each `zh_cn` and `en`. Templates hold named places such as `{n}`, filled by `fill!`. The texts of
//! what comes after the first screen are structs of their own, which only that reaches, so that they come with it: a
//! panel's own, or [`LaterWords`].

mod bidi;
mod card;
mod closed_loop;
mod compare;
mod content;
mod effect;
mod en;
mod entry;
mod later;
mod repurchase;
mod returns;
mod settlement;
mod zh_cn;

use bidi::push_isolated;
pub use card::CardWords;
pub use closed_loop::LoopWords;
pub use compare::CompareWords;
pub use content::ContentWords;
pub use effect::EffectWords;
pub use en::EN;
pub use entry::EntryWords;
pub use later::LaterWords;
pub use repurchase::RepurchaseWords;
pub use returns::ReturnsWords;
pub use settlement::SettlementWords;
pub use zh_cn::ZH_CN;

/// How a language shortens large numbers.
#[derive(Debug)]
pub struct Compact {
    /// Whole numbers below this stay as they are.
    pub plain_below: i128,
    /// Powers of ten and their words, ascending.
    pub units: &'static [(i32, &'static str)],
}

/// Declares a struct with one line per text, and `each` so that tests can compare languages.
macro_rules! words {
    ($(#[$about:meta])* pub struct $words:ident $([$part:ident: $kind:ty, $part_doc:literal])?; $($name:ident: $doc:literal,)*) => {
        $(#[$about])*
        #[derive(Debug)]
        pub struct $words {
            $(#[doc = $part_doc] pub $part: $kind,)?
            $(#[doc = $doc] pub $name: &'static str,)*
        }

        impl $words {
            /// Name and text of every field, in order of declaration.
            pub fn each(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}
use words;

words! {
    /// The texts of one language that the first screen needs.
    pub struct Words [compact: Compact, "How large numbers are shortened."];

    // Punctuation and small parts.
    list_separator: "Between items of a list.",
    label_value: "A name and its value: `{label}`, `{value}`.",
    path_separator: "Between steps of a path.",
    range: "From `{from}` to `{to}`.",
    and_more: "Items left out of a list: `{list}`, `{n}`.",
    sentence_end: "Ends a sentence, with the space before the next.",
    clause_separator: "Between clauses of one sentence.",

    // States of the whole.
    title: "Name of the report for assistive technology.",
    loading: "While the report is fetched.",
    loading_progress: "While it is fetched and the size is known: `{percent}`.",
    loading_rows: "While what came is put in order: `{rows}`, `{percent}` of them.",
    empty: "The report has no data at all.",
    stale: "A reload failed; what is shown is from before: `{time}`.",
    error_title: "Heading of an error.",
    part_failed: "The code of a panel did not come.",
    error_details: "Unfolds the technical list of faults.",
    error_more: "How many more faults of the same document: `{n}`.",
    reload: "Button: start again.",
    retry: "Button: try again.",
    refresh: "Button: fetch again.",
    signed_out: "Heading where the server asks who is reading.",
    signed_out_hint: "What to do then.",

    // Chrome.
    undo: "Button: take back the last choice.",
    redo: "Button: do it again.",
    remove_filter: "Button: remove the filter on `{label}`.",
    clear_all: "Button: remove all filters.",
    filters: "Name of the row of filters.",
    search: "Placeholder of the search field.",
    search_in: "Accessible name of the search field: `{label}`.",
    sort_by: "Accessible name of a sortable head: `{label}`.",
    expand: "Button: unfold `{label}`.",
    collapse: "Button: fold `{label}`.",
    drill_into: "Button or row: drill into `{label}`.",
    show_table: "Button: show the table behind a chart.",
    show_chart: "Button: back to the chart.",
    table_of: "Caption of the table behind a chart: `{label}`.",
    theme: "Label of the theme choice.",
    language: "Label of the language choice.",
    apply: "Button: apply.",
    cancel: "Button: cancel.",
    demo: "Mark of demonstration data.",
    present: "Button: one panel at a time on the whole screen, names masked.",

    // Header.
    period: "Label of the days looked at.",
    comparison: "Label of the days compared with.",
    as_of: "Last whole day: `{date}`.",
    source: "Where numbers come from: `{source}`.",
    generated_at: "When the document was made: `{time}`.",
    day: "One day.",
    days: "A number of days: `{n}`.",
    period_days: "Days with their number: `{range}`, `{days}`.",
    last_days: "Quick range: `{n}`.",
    all_days: "Quick range: everything.",
    custom_days: "Days of the reader's own choice.",
    from_day: "Label of the first day.",
    to_day: "Label of the last day.",
    compare_none: "No comparison.",
    compare_previous: "The same number of days just before.",
    compare_year: "A year before.",
    compare_custom: "Other days.",
    whole_wave: "All phases of a promotion wave: `{wave}`, `{year}`.",
    compare_wave: "The wave before of a promotion: `{wave}`.",
    compare_unavailable: "The comparison's days are outside the data.",
    versus: "In front of the days compared with: `{range}`.",
    unmatched_member: "A filter's member that this report lacks: `{dimension}`, `{member}`.",
    unmatched_dimension: "A filter's dimension that this report lacks: `{dimension}`.",
    missing_days: "Chosen days that were not delivered: `{n}`, `{dates}`.",
    unmatched_days: "Chosen days of which the report has none or only some.",

    // Numbers that need words.
    total: "Row of the total.",
    others: "Row of those beyond the top n: `{n}`.",
    unknown: "The member that is not known.",
    no_value: "In place of a number that there is not.",
    at_least: "In front of a number that lacks rows: `{value}`.",
    at_least_rows: "Why it is at least: `{n}` rows lack a value.",
    at_most_between: "A bound of distinct people: `{lower}`, `{upper}`.",
    hidden: "Below the display floor: `{k}`.",
    not_whole: "A rate over numbers that lack rows.",
    rate_hidden: "A rate of numbers below the display floor.",
    not_at_this_cut: "A rate that cannot be had under these filters.",
    bound: "Mark: distinct people over several rows, a bound.",
    sampled_unscaled: "Mark: a part was sampled, and these rows do not tell which.",
    too_small: "Too few to print a rate.",
    too_small_counts: "With the raw counts: `{x}`, `{n}`.",
    no_data: "Nothing over nothing.",
    no_spend: "No price, as nothing was spent.",
    no_benchmark: "There is no benchmark for it.",
    few_merchants: "A benchmark of too few merchants: `{n}`, `{need}`.",
    from_zero: "No relative change from zero.",
    unchanged: "No change.",
    points: "Percentage points: `{value}`, with its sign.",
    not_delivered: "In place of a number of days that were not delivered.",
    maturing: "The number is still growing.",
    maturing_days: "How many of the days are still growing: `{n}`.",
    maturing_part: "Part of the number that is on days still growing: `{share}`, `{n}`.",
    no_mature_days: "All days are still growing, so there is no rate.",
    by_event_day: "Counted on the day on which it happened.",
    by_exposure_day: "Where the funnel counts on the day of the exposure, and key figures on that of the event.",
    anchors_differ: "A rate that would mix days of the event with days of the exposure.",
    not_split_by: "A measure's filter was left out: `{measure}`, `{dimension}`.",
    sampled_persons: "Mark: persons were sampled at `{rate}`.",
    sampled_events: "Mark: events were sampled at `{rate}`.",
    sampled_mixed: "Mark: sampled at several rates.",
    estimate: "A number that is estimated from a sample: `{value}`, `{observed}`.",
    interval_wilson: "How an interval was made.",
    interval_wilson_sampled: "How an interval was made.",
    interval_days: "How an interval was made, over `{n}` days.",
    interval_few_days: "Too few days for an interval: `{n}`, `{need}`.",
    interval_sampled: "Sampled numbers of unknown variance have no interval.",
    interval_no_days: "The parts of the rate cannot be read day by day.",
    exceeds_whole: "More than the whole: no proportion.",
    no_events: "Nothing happened in any group, so nothing is tested.",
    one_group: "Fewer than two groups to compare.",
    few_groups: "Too few groups: `{n}`, `{need}`.",
    no_spread: "Nothing varies, so there is no uncertainty to estimate.",
    few_pairs: "Too few independent pairs for a correlation.",
    not_converged: "The fit of a model found no answer.",
    infinite_mean: "A mean is not defined, as a few spend so much.",
    unbounded: "An interval without an end.",
    no_backtest: "A forecast whose error cannot be told.",
    unknown_model: "A forecast by a model that is not known here.",
    not_assigned: "Arms that were not assigned.",
    no_squares: "No sum of squares was delivered.",
    interval_level: "In front of an interval: `{interval}`.",
    quotient: "A quotient in full: `{x}`, `{n}`, `{value}`.",

    // Funnel.
    funnel: "Heading.",
    of_first: "Share of the first step.",
    of_previous: "Share of the step before.",
    of_first_spoken: "In a sentence: `{rate}`.",
    of_previous_spoken: "In a sentence: `{rate}`.",
    step: "Head of a column.",
    count: "Head of a column.",
    route: "Head of a column.",
    interval: "Head of a column.",
    remarks: "Head of a column.",
    compared_count: "Head of a column: the other period.",
    change: "Head of a column.",
    rate_change: "Head of a column: change of the share of the step before.",
    bars_magnified: "Where a new scale of bars begins: `{n}` times.",
    skippable: "Mark of a step that people may skip.",
    part_of: "A part inside a step, in the table: `{step}`, `{part}`.",
    step_spoken: "A step in one sentence: `{label}`, `{count}`.",
    no_share_at_join: "Why a routed join has no share of the step before.",
    biggest_loss: "Edge that loses most: `{from}`, `{to}`, `{n}`.",
    steepest_loss: "Edge that loses the largest share: `{from}`, `{to}`, `{rate}`.",
    funnel_summary: "The whole funnel: `{first}`, `{first_count}`, `{last}`, `{last_count}`.",
    funnel_summary_rate: "The same with the overall rate: `{first}`, `{first_count}`, `{last}`, `{last_count}`, `{rate}`.",
    rates_on_mature: "Rates of steps that are still growing use only final days: `{range}`.",
    changes_on_mature: "Changes use only the first days of both periods: `{n}`.",

    // Drilldown.
    drilldown: "Heading.",
    root: "First step of the breadcrumb.",
    order: "Label of the choice of an order of dimensions.",
    columns_cut: "Head's remark: `{dimension}`.",
    columns_unfiltered: "Head's remark: a filter was left out: `{dimension}`.",
    no_matches: "The search finds nothing: `{query}`.",
    no_rows: "No members with data.",
    top_n: "Choice of how many rows: `{n}`.",
    all_rows: "Choice: all rows.",
    rows: "How many rows: `{n}`.",
    trend: "Head of the column of sparklines.",
    selected: "Mark of a row that a filter names.",
    select_row: "Button: filter by `{label}`.",
    deselect_row: "Button: no longer filter by `{label}`.",
    drill_summary: "The table in a sentence: `{dimension}`, `{n}`, `{column}`, `{label}`, `{value}`.",
    breadcrumb: "Accessible name of the breadcrumb.",

    // Files and links.
    anchor_exposure: "The same as a short mark beside a number.",
    anchor_event: "Mark beside a number: counted on the day on which it happened.",
    with_remark: "A head with its remark: `{label}`, `{remark}`.",
    export: "Button: opens the choice of files.",
    export_of: "Accessible name of that button: `{label}`.",
    copy_link: "Button: copies a link to this view.",
    link_copied: "After that.",
    link_to_copy: "Name of the field that holds the link where copying is not allowed.",

    // Data quality.

    // Trend.
    date: "Head of a column.",
    metric: "Label of the choice of what is counted.",
    second_metric: "Label of the choice of a second metric.",
    no_second: "Choice: no second metric.",
    granularity: "Label of the choice of days, weeks or months.",
    by_day: "Choice.",
    by_week: "Choice.",
    by_month: "Choice.",
    with_mean: "Choice: days with their mean over seven.",
    without_mean: "Choice: days alone.",
    week_of: "A week by its Monday: `{date}`.",
    this_period: "Name of the line of the chosen days beside others.",
    mean_of_seven: "Name of the mean over seven days.",
    mean_note: "What that mean is.",
    by_exposure: "Credited to the day of the exposure: `{measure}`.",
    by_exposure_growing: "The same with days still growing: `{measure}`, `{n}`.",
    period_partial: "A period of which days lack.",
    gaps: "Points without a number: `{n}`, `{reasons}`.",
    value_at: "A number at a point: `{label}`, `{value}`.",
    trend_summary: "The whole: `{metric}`, `{range}`, `{first}`, `{last}`, `{highest}`, `{lowest}`.",
    points_open: "Points that are not final: `{n}`.",
    trend_hint: "How days are chosen.",
    reset_days: "Button: back to all days.",

    // KPIs.
    kpis: "Heading.",
    explain: "Button: open the card of a number.",
    value: "Head of a column.",
    repurchase_30: "Share of new customers who bought again within thirty days.",
    repurchase_through: "The same through the last day before: `{label}`, `{n}`.",
    repurchase_full: "The same in full: `{rate}`, `{n}`, `{customers}`, `{at_risk}`.",
    by_first_order: "Mark: cohorts are not chosen by dates.",
    not_observed_yet: "In place of a share at an age that nobody has reached.",
    interval_kaplan_meier: "How an interval was made.",
    interval_no_events: "Why there is no interval: nobody has come back yet.",
    interval_of_sample: "How an interval of a total was made: sampling of events only.",
    sampled_persons_mixed: "Mark: persons were sampled, at several rates.",
    on_final_days: "Mark: later days are still growing and do not count: `{date}`.",
    changes_on_days: "A change compares only these days: `{current}`, `{baseline}`.",
    better: "A change for the better.",
    worse: "A change for the worse.",
    compared_value: "The other period's number: `{value}`.",
    compared_on_days: "Both numbers over the days that are compared: `{n}` of `{of}` days, `{now}`, `{value}`.",

    // Cards.
    dedupe: "Term: how repeats are removed.",

    // Standard ratios.
    ratio_click_through: "reads / impressions",
    ratio_interaction: "engagements / reads",
    ratio_store_visit: "`store_visits` / reads",
    ratio_conversion: "orders / `store_visits`",
    ratio_roi: "gmv / spend",
    ratio_cpm: "1000 × spend / impressions",
    ratio_cpc: "spend / reads",
    ratio_cpe: "spend / engagements",
    ratio_visit_cost: "spend / `store_visits`",
    ratio_buyer_cost: "spend / `new_buyers`",
    ratio_order_value: "gmv / orders",

    // What was refused, for the reader.
    fault_at: "Place, found and expected: `{path}`, `{problem}`, `{found}`.",
    fault_at_missing: "Place and expected, nothing found: `{path}`, `{problem}`.",
    fault_whole: "The same where the whole document is meant: `{problem}`.",
    fault_count: "Behind it, how many in all: `{n}`.",
    data_wrong: "In front of it.",
    fault_syntax: "Not JSON, or cut off.",
    fault_limit: "Larger than a stated limit.",
    fault_unsupported_schema: "Another format.",
    fault_missing_field: "A required field is absent.",
    fault_unknown_field: "A name that nothing defines.",
    fault_wrong_type: "Another kind of value.",
    fault_not_an_integer: "Not an integer.",
    fault_out_of_range: "Outside its range.",
    fault_negative: "Negative.",
    fault_invalid_decimal: "No decimal string.",
    fault_invalid_date: "No date, or dates in the wrong order.",
    fault_duplicate_id: "An id twice.",
    fault_unknown_reference: "An id that nothing defines.",
    fault_cycle: "Parents in a circle.",
    fault_missing_parent: "No parent.",
    fault_parent_disagrees: "Another parent.",
    fault_length_mismatch: "Columns of different lengths.",
    fault_duplicate_row: "A row twice.",
    fault_cohort_gap: "An age missing.",
    fault_cohort_order: "Cohort counts that contradict each other.",
    fault_inconsistent: "Values that contradict each other.",
    fault_invalid_selection: "A selection that cannot be read.",
    fault_network: "No connection.",
    fault_http: "The server's error: `{found}`.",
    fault_internal: "The program itself failed.",
}

/// Fills the named places of a template: `fill!(words.label_value, label = name, value = text)`.
macro_rules! fill {
    ($template:expr $(, $name:ident = $value:expr)+ $(,)?) => {
        $crate::view::words::fill_places($template, &[$(stringify!($name)),+], &[$(&$value),+])
    };
}
pub(crate) use fill;

/// See `fill!`: `names` are the places of `values`, as a list of their own so that each call lists only the values.
/// Text that is filled in is never read for places again, and never turns the direction of the template's own.
pub fn fill_places(template: &str, names: &'static [&'static str], values: &[&str]) -> String {
    let mut filled = String::with_capacity(template.len() + values.iter().map(|value| value.len()).sum::<usize>());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        if let Some(value) = names.iter().position(|known| *known == name).and_then(|place| values.get(place)) {
            push_isolated(&mut filled, value);
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::{
        CardWords, CompareWords, ContentWords, EN, EffectWords, EntryWords, LoopWords, RepurchaseWords, ReturnsWords,
        SettlementWords, ZH_CN,
    };
    use crate::view::locale::Locale;

    /// Every text: name, Chinese, English.
    fn texts() -> Vec<(&'static str, &'static str, &'static str)> {
        let [zh, en] = ["zh-CN", "en"].map(|tag| Locale::plain(tag).later().each());
        let blocks = [
            (ZH_CN.each(), EN.each()),
            (zh, en),
            (CompareWords::ZH_CN.each(), CompareWords::EN.each()),
            (EffectWords::ZH_CN.each(), EffectWords::EN.each()),
            (ContentWords::ZH_CN.each(), ContentWords::EN.each()),
            (RepurchaseWords::ZH_CN.each(), RepurchaseWords::EN.each()),
            (ReturnsWords::ZH_CN.each(), ReturnsWords::EN.each()),
            (SettlementWords::ZH_CN.each(), SettlementWords::EN.each()),
            (EntryWords::ZH_CN.each(), EntryWords::EN.each()),
            (CardWords::ZH_CN.each(), CardWords::EN.each()),
            (LoopWords::ZH_CN.each(), LoopWords::EN.each()),
        ];
        let pairs = blocks.into_iter().flat_map(|(zh, en)| zh.into_iter().zip(en));
        pairs.map(|((name, zh), (_, en))| (name, zh, en)).collect()
    }

    fn places(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn languages_have_the_same_places_and_no_empty_texts() {
        for (name, zh, en) in texts() {
            assert_eq!(places(zh), places(en), "{name}");
            for text in [zh, en] {
                assert!(!text.trim().is_empty(), "{name}");
                assert_eq!(text.matches('{').count(), text.matches('}').count(), "{name}");
            }
        }
    }

    #[test]
    fn english_texts_hold_no_chinese_and_chinese_texts_are_translated() {
        let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for (name, zh, en) in texts() {
            assert!(!chinese(en), "{name}");
            assert!(
                chinese(zh) || zh == en || !zh.chars().any(char::is_alphabetic) || zh.contains('{'),
                "{name}: {zh}"
            );
        }
    }

    #[test]
    fn filled_text_is_not_read_again() {
        assert_eq!(fill!("{a} and {b}", a = "{b}", b = "x"), "{b} and x");
        assert_eq!(fill!("50 {", n = ""), "50 {");
        assert_eq!(fill!("{n} 天", n = "3"), "3 天");
    }

    #[test]
    fn filled_text_does_not_turn_the_sentence_around_it() {
        assert_eq!(fill!("{label}：{value}", label = "曝光\u{202e}", value = "1,234"), "\u{2068}曝光\u{2069}：1,234");
    }
}
