//! A dataset whose names nobody recognises, for a stage: merchant, brands, products, creators and notes become `品牌 A`,
//! `Creator 3`, in the order of the document, so that every panel, table, card and file says the same. In: a dataset.
//! Out: the same facts under other labels. Names inside other texts give way too; agreements, experiments, launches and
//! remarks on the time axis are free text and get a number each. Ids stay, since choices are made of them: whatever is
//! printed has to print labels.

use std::rc::Rc;

use super::{Dataset, dimension_of_cohorts};
use crate::contract::{CalendarKind, Dimension, DimensionIx, Report, Text};
use crate::order::sort_by;

/// Dimensions whose members are everybody's vocabulary. Of all others the members are taken for names.
const VOCABULARY: [&str; 14] = [
    "category",
    "price_band",
    "creator_tier",
    "note_kind",
    "boost",
    "channel",
    "route",
    "destination",
    "gender",
    "age_band",
    "city_tier",
    "benefit",
    "customer",
    "cohort",
];
/// Dimensions whose members' names are looked for in other texts.
const NAMES: [&str; 4] = ["brand", "product", "creator", "note"];
/// Up to so many members are told apart by letters.
const LETTERS: usize = 26;
/// Shorter names would be found by accident.
const SHORTEST_CHARS: usize = 2;

impl Dataset {
    /// The same under other names.
    #[must_use]
    pub fn masked(&self) -> Self {
        let mut report = self.report.clone();
        let merchant = tagged("某商家", "The merchant");
        let mut found: Vec<(Box<str>, Text)> = Vec::new();
        note(&mut found, &report.meta.merchant_name, &merchant);
        report.meta.merchant_name = merchant;
        report.meta.source = tagged("已隐去", "withheld");
        for dimension in report.dimensions.iter().filter(|dimension| NAMES.contains(&&*dimension.id)) {
            for (place, member) in dimension.members.iter().enumerate() {
                note(&mut found, &member.label, &name(dimension, place));
            }
        }
        // The longest first: a name may begin as another does.
        sort_by(&mut found, |(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        rewrite(&mut report, &|text| *text = without(text, &found));
        let cohorts = dimension_of_cohorts(&report);
        for (ix, dimension) in report.dimensions.iter_mut().enumerate() {
            if !VOCABULARY.contains(&&*dimension.id) && cohorts != Some(DimensionIx(ix as u16)) {
                let names: Vec<Text> = (0..dimension.members.len()).map(|place| name(dimension, place)).collect();
                dimension.members.iter_mut().zip(names).for_each(|(member, name)| member.label = name);
            }
        }
        number(&mut report);
        Self { report, cubes: Rc::clone(&self.cubes) }
    }
}

fn tagged(zh_cn: &str, en: &str) -> Text {
    Text::Tagged(Box::new([("zh-CN".into(), zh_cn.into()), ("en".into(), en.into())]))
}

/// Each text of `text`, changed by `change`, which hears its tag too.
fn each(text: &Text, change: &dyn Fn(&str, &str) -> String) -> Text {
    match text {
        Text::Plain(text) => Text::Plain(change("", text).into()),
        Text::Tagged(texts) => {
            Text::Tagged(texts.iter().map(|(tag, text)| (tag.clone(), change(tag, text).into())).collect())
        }
    }
}

/// Remembers a name in all its languages, to be looked for in other texts.
fn note(found: &mut Vec<(Box<str>, Text)>, name: &Text, now: &Text) {
    let mut add = |text: &str| {
        if text.chars().count() >= SHORTEST_CHARS {
            found.push((text.into(), now.clone()));
        }
    };
    match name {
        Text::Plain(text) => add(text),
        Text::Tagged(texts) => texts.iter().for_each(|(_, text)| add(text)),
    }
}

/// `品牌 A`, `品牌 B`, or with numbers where there are many.
fn name(dimension: &Dimension, place: usize) -> Text {
    let by_letter = dimension.members.len() <= LETTERS;
    let sign = if by_letter { char::from(b'A' + place as u8).to_string() } else { (place + 1).to_string() };
    each(&dimension.label, &|_, label| [label, " ", &sign].concat())
}

/// Every text of the report that may say a name, but those of members that get another one anyway.
fn rewrite(report: &mut Report, change: &dyn Fn(&mut Text)) {
    for dimension in &mut report.dimensions {
        change(&mut dimension.label);
        if VOCABULARY.contains(&&*dimension.id) {
            dimension.members.iter_mut().for_each(|member| change(&mut member.label));
        }
    }
    for measure in &mut report.measures {
        change(&mut measure.label);
        for text in [&mut measure.description, &mut measure.source, &mut measure.dedupe] {
            text.iter_mut().for_each(change);
        }
    }
    report.ratios.iter_mut().filter_map(|ratio| ratio.label.as_mut()).for_each(change);
    report.funnel.iter_mut().filter_map(|step| step.label.as_mut()).for_each(change);
    report.benchmarks.iter_mut().filter_map(|benchmark| benchmark.label.as_mut()).for_each(change);
    report.calendar.iter_mut().for_each(|entry| change(&mut entry.label));
}

/// Free texts, which may name anybody, by their place.
fn number(report: &mut Report) {
    let numbered = |zh_cn: &str, en: &str, place: usize| {
        let n = (place + 1).to_string();
        tagged(&[zh_cn, " ", &n].concat(), &[en, " ", &n].concat())
    };
    for (place, agreement) in report.agreements.iter_mut().enumerate() {
        agreement.label = numbered("协议", "Agreement", place);
    }
    for (place, experiment) in report.experiments.iter_mut().enumerate() {
        experiment.label = numbered("实验", "Experiment", place);
    }
    let (mut launches, mut remarks) = (0, 0);
    for entry in &mut report.calendar {
        let (zh_cn, en, place) = match entry.kind {
            CalendarKind::Promotion => continue,
            CalendarKind::Launch => ("上线", "Launch", &mut launches),
            CalendarKind::Note => ("备注", "Remark", &mut remarks),
        };
        entry.label = numbered(zh_cn, en, *place);
        *place += 1;
    }
}

/// `text` with every name in it replaced.
fn without(text: &Text, found: &[(Box<str>, Text)]) -> Text {
    each(text, &|tag, text| {
        let mut text = text.to_owned();
        for (name, now) in found {
            if text.contains(&**name) {
                text = replaced(&text, name, now.get(tag));
            }
        }
        text
    })
}

/// `Mo` is no name inside `Moon`; where words are not set apart, as in Chinese, it is one anywhere.
fn replaced(text: &str, name: &str, now: &str) -> String {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (begins, ends) = (is_letter(name.chars().next()), is_letter(name.chars().next_back()));
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once(name) {
        let previous = before.chars().next_back().or_else(|| out.chars().next_back());
        let inside = (begins && is_letter(previous)) || (ends && is_letter(after.chars().next()));
        out.push_str(before);
        out.push_str(if inside { name } else { now });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn a_name_is_found_between_words_and_inside_chinese() {
        assert_eq!(replaced("Mo: a Moon for Mo", "Mo", "Brand A"), "Brand A: a Moon for Brand A");
        assert_eq!(replaced("MoMo and Mo", "Mo", "A"), "MoMo and A");
        assert_eq!(replaced("云汐618云汐", "云汐", "某商家"), "某商家618某商家");
    }
}
