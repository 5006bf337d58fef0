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
mod filling;
mod first;
mod later;
mod repurchase;
mod returns;
mod settlement;
mod zh_cn;

pub use card::CardWords;
pub use closed_loop::LoopWords;
pub use compare::CompareWords;
pub use content::ContentWords;
pub use effect::EffectWords;
pub use en::EN;
pub use entry::EntryWords;
pub(crate) use filling::fill;
pub use filling::{fill_place, fill_places};
pub use first::Words;
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

impl Words {
    /// A name and its value.
    #[inline(never)]
    pub fn labelled(&self, label: &str, value: &str) -> String {
        fill!(self.label_value, label = label, value = value)
    }

    /// A head with its remark.
    #[inline(never)]
    pub fn remarked(&self, label: &str, remark: &str) -> String {
        fill!(self.with_remark, label = label, remark = remark)
    }
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
}
