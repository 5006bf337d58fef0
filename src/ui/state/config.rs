//! How the host wants the report. In: its wishes, one [`Setting`] at a time. Out: a [`Config`], which the reducer keeps; how
//! much room there is is told by the element, as a [`Width`].

use std::rc::Rc;

use crate::query::Allow;
use crate::ui::mounted::PanelKind;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Colour of a rise; a fall has the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RiseColour {
    /// As the language has it: red in Chinese, green elsewhere.
    #[default]
    Language,
    /// 红涨绿跌.
    Red,
    /// The other way round.
    Green,
}

/// How much room the report has; its layout follows the element, not the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// Below 480 px.
    Narrow,
    /// Below 840 px.
    Medium,
    /// From 840 px.
    #[default]
    Wide,
}

impl Width {
    /// Class of a width in CSS pixels.
    pub fn of(pixels: f64) -> Self {
        match pixels {
            w if w < 480.0 => Self::Narrow,
            w if w < 840.0 => Self::Medium,
            _ => Self::Wide,
        }
    }
}

/// How the host wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// BCP 47 tag of the language.
    pub lang: String,
    /// Light or dark.
    pub theme: Theme,
    /// Colour of a rise.
    pub rise: RiseColour,
    /// Whether the page's address carries the view, so that a link to it can be had.
    pub deeplink: bool,
    /// The panels, in order; all of them where absent.
    pub panels: Option<Vec<PanelKind>>,
    /// What the reader may change.
    pub allow: Rc<Allow>,
    /// Whether names are masked.
    pub masked: bool,
}

impl Config {
    /// The panels, from top to bottom.
    pub fn panels(&self) -> &[PanelKind] {
        self.panels.as_deref().unwrap_or(&PanelKind::ALL)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            lang: "zh-CN".into(),
            theme: Theme::Auto,
            rise: RiseColour::Language,
            deeplink: false,
            panels: None,
            allow: Rc::default(),
            masked: false,
        }
    }
}

/// One of the host's wishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// See [`Config::lang`].
    Lang(String),
    /// See [`Config::theme`].
    Theme(Theme),
    /// See [`Config::rise`].
    Rise(RiseColour),
    /// See [`Config::deeplink`].
    Deeplink(bool),
    /// See [`Config::panels`].
    Panels(Option<Vec<PanelKind>>),
    /// See [`Config::allow`].
    Allow(Allow),
    /// See [`Config::masked`].
    Masked(bool),
}
