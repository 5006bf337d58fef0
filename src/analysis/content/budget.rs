//! What moving some of the money might change. In: a [`Ranking`], an [`Assumption`]. Out: [`Budget`]: who gives, who
//! gets, and the expected change of net GMV with its interval – together with the assumption it stands on, in one value,
//! so that neither can be shown without the other.
//!
//! Money goes from the lowest shrunk to the highest as long as what it is supposed to earn there is more than it brings
//! where it is, up to the share of all spend that the reader allows. Who gives, gives all and loses what it brought; who
//! gets has its spend doubled at most. What moved money earns is supposed, not known: a share of the receiver's shrunk
//! average, less than all of it as returns diminish. The interval holds what is not known of the averages
//! ([`Shrunk::weighted_sum`](crate::stats::Shrunk::weighted_sum)), and takes the share to lie anywhere within half of
//! itself around what was stated, alike.

use super::ranking::Ranking;
use crate::stats::{Interval, Z_95};

/// Most of all spend that is moved.
pub const MOST_MOVED: f64 = 0.2;
/// What moved money is supposed to earn where the reader does not say.
pub const USUAL_SHARE: f64 = 0.5;
/// How far the share may be off, of itself.
pub const SHARE_WITHIN: f64 = 0.5;

/// What is supposed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumption {
    at_most: f64,
    share: f64,
}

impl Assumption {
    /// At most this share of all spend is moved, up to [`MOST_MOVED`], and earns that share of the receiver's shrunk
    /// average: not so much that the interval would suppose more than all of it.
    pub const fn new(at_most: f64, share: f64) -> Self {
        Self { at_most: at_most.clamp(0.0, MOST_MOVED), share: share.clamp(0.0, 1.0 / (1.0 + SHARE_WITHIN)) }
    }

    /// Share of all spend that may be moved.
    pub const fn at_most(self) -> f64 {
        self.at_most
    }

    /// Share of the receiver's shrunk average that moved money earns.
    pub const fn share(self) -> f64 {
        self.share
    }

    /// What the interval takes the share to lie between.
    pub const fn shares(self) -> Interval {
        Interval { lower: self.share * (1.0 - SHARE_WITHIN), upper: self.share * (1.0 + SHARE_WITHIN) }
    }
}

impl Default for Assumption {
    fn default() -> Self {
        Self::new(MOST_MOVED, USUAL_SHARE)
    }
}

/// Some money that goes from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Who gives, as a place in [`Ranking::ranked`].
    pub from: usize,
    /// Who gets, likewise.
    pub to: usize,
    /// How much, minor units.
    pub amount: i128,
}

/// What is moved, on which assumption, and what that is expected to change.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    assumption: Assumption,
    moves: Vec<Move>,
    change: f64,
    interval: Interval,
}

/// What is expected; only to be had with what it supposes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// What it supposes.
    pub assumption: Assumption,
    /// All that is moved, minor units.
    pub moved: i128,
    /// Expected change of net GMV, minor units.
    pub change: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

impl Budget {
    /// The change and what it supposes; `None` where nothing is worth moving on that assumption.
    pub fn expected(&self) -> Option<Expected> {
        let moved = self.moves.iter().map(|step| step.amount).sum();
        let Self { assumption, change, interval, .. } = *self;
        (moved > 0).then_some(Expected { assumption, moved, change, interval })
    }

    /// What it supposes.
    pub const fn assumption(&self) -> Assumption {
        self.assumption
    }

    /// Who gives whom how much, the lowest first.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }
}

/// What to move, and what it is expected to change.
pub fn budget(ranking: &Ranking, assumption: Assumption) -> Budget {
    let moves = moves(ranking, assumption);
    let mut weights = Vec::with_capacity(moves.len() * 2);
    let mut earned = 0.0;
    for &Move { from, to, amount } in &moves {
        let amount = amount as f64;
        weights.push((to, assumption.share * amount));
        weights.push((from, -amount));
        earned += amount * value(ranking, to);
    }
    let sum = ranking.shrunk.weighted_sum(&weights);
    // Standard deviation of what lies anywhere between two bounds, alike.
    let off = assumption.share * SHARE_WITHIN / 3.0_f64.sqrt() * earned;
    let half = Z_95 * sum.standard_error.hypot(off);
    let interval = Interval { lower: sum.value - half, upper: sum.value + half };
    Budget { assumption, moves, change: sum.value, interval }
}

fn value(ranking: &Ranking, place: usize) -> f64 {
    ranking.ranked.get(place).map_or(0.0, |ranked| ranked.shrunk.value)
}

fn moves(ranking: &Ranking, assumption: Assumption) -> Vec<Move> {
    let spend = |place: usize| ranking.ranked.get(place).map_or(0, |ranked| ranked.sums.spend);
    let mut left = (ranking.total.spend as f64 * assumption.at_most) as i128;
    let mut moves = Vec::new();
    let Some(mut from) = ranking.ranked.len().checked_sub(1) else { return moves };
    let mut to = 0;
    let (mut gives, mut takes) = (spend(from), spend(to));
    while from > to && left > 0 && assumption.share * value(ranking, to) > value(ranking, from) {
        let amount = gives.min(takes).min(left);
        if amount > 0 {
            moves.push(Move { from, to, amount });
        }
        (gives, takes, left) = (gives - amount, takes - amount, left - amount);
        if gives == 0 {
            from -= 1;
            gives = spend(from);
        }
        if takes == 0 {
            to += 1;
            takes = spend(to);
        }
    }
    moves
}
