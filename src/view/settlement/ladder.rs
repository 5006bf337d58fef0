//! The tiers of a rebate as a scale. In: one stretch with its ROI. Out: [`Ladder`]: bands, bounds, the place of ROI. The
//! scale shows the tiers and their surroundings, not zero; an ROI far away stands at its edge and says so.

use super::wording::Wording;
use crate::analysis::settlement::Stretch;
use crate::view::chart::Tick;
use crate::view::words::fill;

/// Room beside the outermost bounds, as a share of what lies between them.
const MARGIN: f64 = 0.35;
/// How far beyond the outermost bounds an ROI is still drawn in its place, as a multiple of what lies between them.
const FAR: f64 = 1.5;
/// Least distance of two labels.
const LEAST_GAP: f64 = 0.08;

/// A scale with bands; places are 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// From the lowest ROI up.
    pub bands: Vec<Band>,
    /// The bounds between them, and the promise.
    pub ticks: Vec<Tick>,
    /// Where the promise is.
    pub target: Tick,
    /// Where ROI is.
    pub roi: Option<Tick>,
    /// All of it in words.
    pub label: String,
}

/// One tier, or what lies above all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Its rate.
    pub label: String,
    /// Whether it holds.
    pub current: bool,
}

impl Wording<'_> {
    /// The scale of a stretch; `None` where there are no tiers, or too many to be drawn.
    pub(super) fn ladder(&self, stretch: &Stretch) -> Option<Ladder> {
        let own = self.own;
        let bounds: Vec<f64> = stretch.tiers.iter().map(|tier| tier.roi_below.to_f64()).collect();
        if bounds.len() > super::MOST {
            return None;
        }
        let (&first, &last) = (bounds.first()?, bounds.last()?);
        let target = stretch.target.to_f64();
        let (low, high) = (first.min(target), last.max(target));
        let between = if high - low > 0.0 { high - low } else { high.max(1.0) * 0.4 };
        let roi = stretch.amounts.roi();
        let shown = roi.map(|roi| roi.clamp(low - between * FAR, high + between * FAR));
        let (least, most) = shown.map_or((low, high), |roi| (low.min(roi), high.max(roi)));
        let margin = between * MARGIN;
        let (start, end) = ((least - margin).max(0.0).min(least), most + margin);
        let at = |value: f64| (value - start) / (end - start);

        let text = self.roi(&stretch.amounts, &stretch.tiers, stretch.target);
        let mut bands = Vec::with_capacity(bounds.len() + 1);
        let mut list = Vec::with_capacity(bounds.len() + 1);
        let mut from: Option<(f64, String)> = None;
        for (place, (tier, &bound)) in stretch.tiers.iter().zip(&bounds).enumerate() {
            let (rate, to) = (self.percent(Some(tier.rate)), tier.roi_below.to_string());
            list.push(match &from {
                None => fill!(own.band_below, bound = to, rate = rate),
                Some((_, from)) => fill!(own.band, from = from, to = to, rate = rate),
            });
            let begins = from.as_ref().map_or(0.0, |(bound, _)| at(*bound));
            let label = fill!(own.returns, rate = rate);
            bands.push(Band { from: begins, to: at(bound), label, current: stretch.tier == Some(place) });
            from = Some((bound, to));
        }
        if let Some((bound, above)) = &from {
            list.push(fill!(own.band_above, bound = above));
            let current = roi.is_some() && stretch.tier.is_none();
            bands.push(Band { from: at(*bound), to: 1.0, label: own.returns_nothing.to_owned(), current });
        }
        let target = Tick { at: at(target), label: fill!(own.promised, target = stretch.target.to_string()) };
        let mut ticks: Vec<Tick> = Vec::new();
        for (tier, &bound) in stretch.tiers.iter().zip(&bounds) {
            let near = |other: f64, gap: f64| (other - at(bound)).abs() < gap;
            if !near(target.at, LEAST_GAP * 1.5) && ticks.iter().all(|tick| !near(tick.at, LEAST_GAP)) {
                ticks.push(Tick { at: at(bound), label: tier.roi_below.to_string() });
            }
        }
        let is_far = roi != shown;
        let roi = shown.zip(text.as_ref()).map(|(roi, text)| {
            let label = fill!(own.roi_at, roi = text);
            Tick { at: at(roi), label: if is_far { label + " ›" } else { label } }
        });
        let none = self.locale.words.no_value;
        let label = fill!(own.ladder, roi = text.as_deref().unwrap_or(none), list = list.join(own.sentence));
        Some(Ladder { bands, ticks, target, roi, label })
    }
}
