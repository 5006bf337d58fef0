//! How long bars are. In: each step's numbers, in the order of drawing. Out: the number that a full bar stands for at
//! each step. A path from a thousand million impressions to some hundred orders does not fit one scale: where bars
//! would shrink to nothing, the scale begins anew and the row says by how much the bars below are magnified.

/// Below this share of a full bar a new scale begins.
const LEAST_SHARE: f64 = 0.02;

/// A step's numbers: of these days, of those compared with, and whether it stands beside the step before.
pub(super) struct Length {
    pub value: f64,
    pub other: f64,
    pub beside_previous: bool,
}

/// What a full bar stands for at one step, and by how much that magnifies it against the step before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub full: f64,
    pub magnified: Option<f64>,
}

pub(super) fn scales(lengths: &[Length]) -> Vec<Scale> {
    let longest = |lengths: &[Length]| lengths.iter().map(|length| length.value.max(length.other)).fold(0.0, f64::max);
    let mut full = longest(lengths);
    let mut scales = Vec::with_capacity(lengths.len());
    let mut start = 0;
    while let Some(rest) = lengths.get(start..).filter(|rest| !rest.is_empty()) {
        // Steps side by side share one scale, or their bars could not be compared.
        let run = 1 + rest.iter().skip(1).take_while(|length| length.beside_previous).count();
        let here = rest.get(..run).map_or(0.0, longest);
        let ahead = longest(rest);
        // A last bar alone on its scale would be full whatever it stands for.
        let vanishes = here > 0.0 && here < LEAST_SHARE * full && ahead < full / 2.0 && rest.len() > run;
        let magnified = vanishes.then(|| full / ahead);
        if vanishes {
            full = ahead;
        }
        scales.push(Scale { full, magnified });
        scales.extend((1..run).map(|_| Scale { full, magnified: None }));
        start += run;
    }
    scales
}

#[cfg(test)]
mod tests {
    use super::{Length, Scale, scales};

    fn of(values: &[(f64, bool)]) -> Vec<Scale> {
        let lengths: Vec<Length> =
            values.iter().map(|&(value, beside_previous)| Length { value, other: 0.0, beside_previous }).collect();
        scales(&lengths)
    }

    #[test]
    fn begins_anew_where_bars_would_vanish_and_fits_everything_after() {
        let found = of(&[(1e9, false), (6e7, false), (3e6, false), (4e6, false), (1e4, false), (0.0, false)]);
        let full: Vec<f64> = found.iter().map(|scale| scale.full).collect();
        assert_eq!(full, [1e9, 1e9, 4e6, 4e6, 1e4, 1e4]);
        let magnified: Vec<Option<f64>> = found.iter().map(|scale| scale.magnified).collect();
        assert_eq!(magnified, [None, None, Some(250.0), None, Some(400.0), None]);
    }

    #[test]
    fn a_last_step_stays_on_the_scale_before() {
        assert!(of(&[(1e6, false), (10.0, false)]).iter().all(|scale| scale.magnified.is_none()));
    }

    #[test]
    fn steps_side_by_side_share_a_scale() {
        let found = of(&[(1000.0, false), (1.0, false), (900.0, true), (800.0, false)]);
        assert!(found.iter().all(|scale| scale.full.total_cmp(&1000.0).is_eq() && scale.magnified.is_none()));
    }

    #[test]
    fn nothing_at_all_has_no_scale_to_begin() {
        assert_eq!(of(&[(0.0, false), (0.0, false)]), [Scale { full: 0.0, magnified: None }; 2]);
    }
}
