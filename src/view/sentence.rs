//! Why a report was refused, in one plain sentence for the reader. In: an [`Error`], whose own texts are English for
//! the developer who sent the report. Out: place, problem and what was found in the reader's language.

use super::locale::Locale;
use super::words::{Words, fill};
use crate::error::{Error, ErrorKind, Fault};

/// The sentence for the reader: `报告数据有误：cells.values.gmv[17] 应为整数，实际为 "abc"，共 3 处。`
pub fn sentence(error: &Error, locale: &Locale) -> String {
    let words = locale.words;
    let Some(fault) = error.faults().first() else { return words.fault_internal.to_owned() };
    let mut text = match fault.kind {
        ErrorKind::SignedOut => return words.signed_out_hint.to_owned(),
        ErrorKind::Network => return words.fault_network.to_owned(),
        ErrorKind::Http => return fill!(words.fault_http, found = fault.found),
        ErrorKind::Internal => return words.fault_internal.to_owned(),
        ErrorKind::InvalidSelection => fault_text(fault, locale),
        _ => format!("{}{}", words.data_wrong, fault_text(fault, locale)),
    };
    let count = error.faults().len() + error.unlisted();
    if count > 1 {
        text.push_str(&fill!(words.fault_count, n = locale.number(count)));
    }
    text.push_str(words.sentence_end.trim_end());
    text
}

/// One fault in words, for the list behind the sentence.
pub fn fault_text(fault: &Fault, locale: &Locale) -> String {
    let words = locale.words;
    let problem = problem(fault.kind, words);
    let template = match (fault.path.is_empty(), fault.found.is_empty()) {
        (true, _) => words.fault_whole,
        (false, true) => words.fault_at_missing,
        (false, false) => words.fault_at,
    };
    fill!(template, path = fault.path, problem = problem, found = fault.found).trim().to_owned()
}

fn problem(kind: ErrorKind, words: &Words) -> &'static str {
    match kind {
        ErrorKind::Syntax => words.fault_syntax,
        ErrorKind::Limit => words.fault_limit,
        ErrorKind::UnsupportedSchema => words.fault_unsupported_schema,
        ErrorKind::MissingField => words.fault_missing_field,
        ErrorKind::UnknownField => words.fault_unknown_field,
        ErrorKind::WrongType => words.fault_wrong_type,
        ErrorKind::NotAnInteger => words.fault_not_an_integer,
        ErrorKind::OutOfRange => words.fault_out_of_range,
        ErrorKind::Negative => words.fault_negative,
        ErrorKind::InvalidDecimal => words.fault_invalid_decimal,
        ErrorKind::InvalidDate => words.fault_invalid_date,
        ErrorKind::DuplicateId => words.fault_duplicate_id,
        ErrorKind::UnknownReference => words.fault_unknown_reference,
        ErrorKind::Cycle => words.fault_cycle,
        ErrorKind::MissingParent => words.fault_missing_parent,
        ErrorKind::ParentDisagrees => words.fault_parent_disagrees,
        ErrorKind::LengthMismatch => words.fault_length_mismatch,
        ErrorKind::DuplicateRow => words.fault_duplicate_row,
        ErrorKind::CohortGap => words.fault_cohort_gap,
        ErrorKind::CohortOrder => words.fault_cohort_order,
        ErrorKind::Inconsistent => words.fault_inconsistent,
        ErrorKind::InvalidSelection => words.fault_invalid_selection,
        ErrorKind::Network => words.fault_network,
        ErrorKind::Http => words.fault_http,
        ErrorKind::SignedOut => words.signed_out_hint,
        ErrorKind::Internal => words.fault_internal,
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, sentence};
    use crate::error::{Error, ErrorKind, Faults};

    #[test]
    fn names_place_problem_and_finding_in_the_readers_language() {
        let mut faults = Faults::default();
        for row in 17..20 {
            faults.add(ErrorKind::NotAnInteger, &format_args!("cells.values.gmv[{row}]"), &"\"abc\"", &"an integer");
        }
        let error = faults.into_result(()).expect_err("three faults");
        assert_eq!(
            sentence(&error, &Locale::plain("zh-CN")),
            "报告数据有误：cells.values.gmv[17] 应为整数，实际为 \"abc\"，共 3 处。"
        );
        assert_eq!(
            sentence(&error, &Locale::plain("en")),
            "The report's data is wrong: cells.values.gmv[17] has to be an integer; found \"abc\" (3 such problems in all)."
        );
        let offline = Error::new(ErrorKind::Network, "", "", "a connection");
        assert_eq!(sentence(&offline, &Locale::plain("zh-CN")), "网络连接失败，请稍后重试");
    }
}
