//! What moving money might change, in worlds where it is known what it would: the interval covers the truth where returns
//! diminish about as supposed; it would not if it were half as long, nor where the supposition is wrong. And that shrunk
//! averages keep what they promise where those as they are do not.

mod support;

use redcat_report::analysis::content::budget::{Assumption, Expected, MOST_MOVED, budget};
use redcat_report::analysis::content::ranking::{Money, Ranking, rank};
use redcat_report::query::Selection;
use redcat_report::stats::Interval;
use support::worlds::World;

const WORLDS: u64 = 100;

fn ranking(world: &World) -> Ranking {
    let report = &world.dataset.report;
    let (scope, _) = Selection::default().resolve(report);
    let money = Money::of(report).expect("sales and spend");
    rank(&world.dataset, &scope, money, report.find_dimension("creator").expect("creators")).expect("a ranking")
}

/// What is expected, and what is true.
fn of_world(world: &World) -> (Expected, f64) {
    let ranking = ranking(world);
    let found = budget(&ranking, Assumption::default());
    let member = |place: usize| ranking.ranked[place].member.0 as usize;
    let moves: Vec<_> =
        found.moves().iter().map(|step| (member(step.from), member(step.to), step.amount as f64)).collect();
    (found.expected().expect("something is worth moving"), world.truth(&moves))
}

/// In how many worlds an interval `times` as long as the one given covers the truth.
fn covered(found: &[(Expected, f64)], times: f64) -> usize {
    let is_covered = |(expected, truth): &&(Expected, f64)| {
        let Interval { lower, upper } = expected.interval;
        (truth - expected.change).abs() <= times * (upper - lower) / 2.0
    };
    found.iter().filter(is_covered).count()
}

#[test]
fn the_interval_covers_the_truth_in_ninety_of_a_hundred_worlds() {
    let found: Vec<_> = (0..WORLDS).map(|seed| of_world(&World::new(seed))).collect();
    let (whole, half) = (covered(&found, 1.0), covered(&found, 0.5));
    println!("covered in {whole} of {WORLDS} worlds, by half the interval in {half}");
    assert!(whole >= 90, "{whole} of {WORLDS}");
    assert!(half < 80, "half the interval would do: {half}");
}

#[test]
fn where_returns_do_not_diminish_the_supposition_is_wrong_and_the_interval_with_it() {
    let found: Vec<_> = (0..20).map(|seed| of_world(&World::without_diminishing_returns(seed))).collect();
    assert!(covered(&found, 1.0) < 10, "{}", covered(&found, 1.0));
}

#[test]
fn the_best_as_they_are_promise_too_much_and_shrunk_they_do_not() {
    let (mut raw, mut shrunk, mut inside, mut members) = (0.0, 0.0, 0, 0);
    for seed in 0..WORLDS {
        let world = World::new(seed);
        let ranking = ranking(&world);
        let truth = |ranked: usize| world.rate(ranking.ranked[ranked].member.0 as usize);
        for place in 0..3 {
            raw += ranking.ranked[place].raw.value - truth(place);
            shrunk += ranking.ranked[place].shrunk.value - truth(place);
        }
        for (place, ranked) in ranking.ranked.iter().enumerate() {
            let Interval { lower, upper } = ranked.interval();
            inside += usize::from(lower <= truth(place) && truth(place) <= upper);
            members += 1;
        }
    }
    let of_three = 3.0 * WORLDS as f64;
    let (raw, shrunk, inside) = (raw / of_three, shrunk / of_three, inside as f64 / f64::from(members));
    println!("the first three promise {raw:+.3} too much, shrunk {shrunk:+.3}; intervals cover {inside:.3}");
    assert!(raw > 0.1 && shrunk.abs() < raw / 2.0, "{raw}, shrunk {shrunk}");
    assert!((0.92..0.98).contains(&inside), "{inside}");
}

#[test]
fn at_most_a_fifth_is_moved_from_lower_to_higher_and_only_while_it_pays() {
    for (at_most, share) in [(0.05, 0.5), (0.1, 0.3), (MOST_MOVED, 1.0), (7.0, 0.5), (0.2, 0.0), (0.0, 0.5)] {
        let assumption = Assumption::new(at_most, share);
        assert!(assumption.at_most() <= MOST_MOVED && assumption.shares().upper <= 1.0);
        let share = assumption.share();
        for seed in 0..5 {
            let ranking = ranking(&World::new(seed));
            let found = budget(&ranking, assumption);
            let spend = |place: usize| ranking.ranked[place].sums.spend;
            let rate = |place: usize| ranking.ranked[place].shrunk.value;
            let (mut given, mut taken, mut moved) = (vec![0; 40], vec![0; 40], 0);
            for step in found.moves() {
                assert!(step.amount > 0 && step.to < step.from && share * rate(step.to) > rate(step.from));
                given[step.from] += step.amount;
                taken[step.to] += step.amount;
                moved += step.amount;
            }
            for place in 0..40 {
                assert!(given[place] <= spend(place) && taken[place] <= spend(place));
                // Whoever gives before the last has given all.
                assert!(given[place] == 0 || given[place] == spend(place) || given[..place].iter().all(|n| *n == 0));
            }
            assert!(moved as f64 <= ranking.total.spend as f64 * assumption.at_most() + 1.0);
            match found.expected() {
                None => assert!(moved == 0),
                Some(expected) => {
                    assert_eq!((expected.moved, expected.assumption), (moved, assumption));
                    let mut change = 0.0;
                    for step in found.moves() {
                        change += step.amount as f64 * (share * rate(step.to) - rate(step.from));
                    }
                    assert!((expected.change - change).abs() <= 1e-6 * change.abs());
                    assert!(expected.interval.lower < expected.change && expected.change < expected.interval.upper);
                }
            }
            assert_eq!(
                found.expected().is_none(),
                at_most == 0.0 || share == 0.0 && ranking.ranked[39].shrunk.value > 0.0
            );
        }
    }
}
