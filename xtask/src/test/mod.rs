//! `cargo xtask test`: everything that continuous integration runs. In: names of steps, or none for all. Out: each
//! step's name, its command as one would type it and its time; at the end a table, then one line with the sum. A step
//! that fails does not hide the others, but those that build on it are left out. Refuses unknown steps; fails where a
//! step failed, naming it.

mod steps;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::command::{Tally, spoken};
use steps::{Context, STEPS, Step};

const HELP: &str = "\
cargo xtask test [STEP…] [--list]

Sets up what is missing and runs everything that continuous integration runs; with names, only those steps and the ones
they build on.

  --list   the steps and what each is for
";

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed(String),
    /// The step that it builds on did not pass.
    LeftOut(&'static str),
}

struct Outcome {
    step: &'static Step,
    verdict: Verdict,
    tests: Tally,
    took: Duration,
}

/// Runs the command.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    match args {
        [word] if word == "--help" || word == "-h" => {
            print!("{HELP}");
            Ok(())
        }
        [word] if word == "--list" => {
            for step in &STEPS {
                println!("{:<12} {}", step.name, step.about);
            }
            Ok(())
        }
        names => {
            let chosen = choose(names)?;
            let mut context = Context::default();
            let mut outcomes: Vec<Outcome> = Vec::with_capacity(chosen.len());
            for step in chosen {
                let outcome = take(step, &outcomes, &mut context);
                outcomes.push(outcome);
            }
            print!("{}", table(&outcomes));
            let complaints = complaints(&outcomes);
            for complaint in &complaints {
                println!("{complaint}");
            }
            let Tally { passed, failed } = sum(&outcomes);
            println!("\n{passed} passed, {failed} failed");
            // All is said, and the sum stays the last line.
            if complaints.is_empty() { Ok(()) } else { Err(String::new()) }
        }
    }
}

/// The steps of these names and those they build on, in the order of running; all steps for no name.
fn choose(names: &[String]) -> Result<Vec<&'static Step>, String> {
    let mut wanted = BTreeSet::new();
    for name in names {
        let step = STEPS.iter().find(|step| step.name == name);
        let step = step.ok_or_else(|| format!("no step is called {name:?}; `cargo xtask test --list` shows them"))?;
        wanted.insert(step.name);
    }
    // Whatever a step needs stands before it, so one pass from the end finds all.
    for step in STEPS.iter().rev() {
        if wanted.contains(step.name) {
            wanted.extend(step.needs);
        }
    }
    Ok(STEPS.iter().filter(|step| names.is_empty() || wanted.contains(step.name)).collect())
}

fn take(step: &'static Step, before: &[Outcome], context: &mut Context) -> Outcome {
    let lacking =
        before.iter().find(|outcome| step.needs.contains(&outcome.step.name) && outcome.verdict != Verdict::Passed);
    if let Some(lacking) = lacking {
        let verdict = Verdict::LeftOut(lacking.step.name);
        return Outcome { step, verdict, tests: Tally::default(), took: Duration::ZERO };
    }
    println!("\n==> {}: {}", step.name, step.about);
    let start = Instant::now();
    let mut tests = Tally::default();
    let result = (step.run)(context, &mut tests);
    let took = start.elapsed();
    let verdict = match result {
        Ok(()) => {
            println!("<== {}: passed in {}", step.name, spoken(took));
            Verdict::Passed
        }
        Err(error) => {
            println!("<== {}: FAILED in {}: {error}", step.name, spoken(took));
            Verdict::Failed(error)
        }
    };
    Outcome { step, verdict, tests, took }
}

fn table(outcomes: &[Outcome]) -> String {
    let mut text = format!("\n{:<12} {:<9} {:>7} {:>14}\n", "step", "", "tests", "time");
    for Outcome { step, verdict, tests, took } in outcomes {
        let word = match verdict {
            Verdict::Passed => "passed",
            Verdict::Failed(_) => "FAILED",
            Verdict::LeftOut(_) => "left out",
        };
        let run = tests.passed + tests.failed;
        let run = if run == 0 { String::new() } else { run.to_string() };
        let _ = writeln!(text, "{:<12} {word:<9} {run:>7} {:>14}", step.name, spoken(*took));
    }
    let all = outcomes.iter().map(|outcome| outcome.took).sum();
    text + &format!("{:<12} {:<9} {:>7} {:>14}\n", "together", "", "", spoken(all))
}

/// The last line counts tests; a step that has none of its own (formatting, lints, the build) counts as one, and so
/// does a failure outside any test, such as code that does not compile.
fn sum(outcomes: &[Outcome]) -> Tally {
    let mut sum = Tally::default();
    for Outcome { verdict, tests, .. } in outcomes {
        sum.passed += tests.passed;
        sum.failed += tests.failed;
        match verdict {
            Verdict::Passed => sum.passed += u64::from(tests.passed + tests.failed == 0),
            Verdict::Failed(_) => sum.failed += u64::from(tests.failed == 0),
            Verdict::LeftOut(_) => sum.failed += 1,
        }
    }
    sum
}

/// What each step that did not pass has to say.
fn complaints(outcomes: &[Outcome]) -> Vec<String> {
    let complaint = |outcome: &Outcome| match &outcome.verdict {
        Verdict::Passed => None,
        Verdict::Failed(error) => Some(format!("step {} failed: {error}", outcome.step.name)),
        Verdict::LeftOut(needed) => Some(format!("step {} was left out: it builds on {needed}", outcome.step.name)),
    };
    outcomes.iter().filter_map(complaint).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Outcome, STEPS, Tally, Verdict, choose, complaints, sum, table, take};
    use crate::test::steps::{Context, Step};

    fn outcome(step: &'static Step, verdict: Verdict, passed: u64, failed: u64) -> Outcome {
        Outcome { step, verdict, tests: Tally { passed, failed }, took: Duration::from_secs(1) }
    }

    #[test]
    fn a_step_brings_what_it_builds_on_and_nothing_else() {
        let names = |words: &[&str]| -> Vec<&str> {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            choose(&words).expect("known").iter().map(|step| step.name).collect()
        };
        assert_eq!(names(&["format"]), ["format"]);
        assert_eq!(names(&["e2e", "format"]), ["format", "site", "size", "npm", "e2e"]);
        assert_eq!(names(&[]).len(), STEPS.len());
        assert!(choose(&["formatt".to_owned()]).is_err());
    }

    #[test]
    fn a_step_stands_behind_what_it_needs() {
        for (at, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                assert!(STEPS.iter().take(at).any(|earlier| earlier.name == *need), "{} needs {need}", step.name);
            }
        }
    }

    #[test]
    fn nothing_builds_on_a_failed_step() {
        let [site, size] = ["site", "size"].map(|name| STEPS.iter().find(|step| step.name == name).expect("known"));
        let before = [outcome(site, Verdict::Failed("no".to_owned()), 0, 0)];
        let left_out = take(size, &before, &mut Context::default());
        assert_eq!(left_out.verdict, Verdict::LeftOut("site"));
    }

    #[test]
    fn every_failure_is_in_the_sum_and_in_the_verdict() {
        let [a, b, c, d] = [&STEPS[0], &STEPS[1], &STEPS[2], &STEPS[3]];
        let outcomes = [
            outcome(a, Verdict::Passed, 0, 0),
            outcome(b, Verdict::Passed, 40, 0),
            outcome(c, Verdict::Failed("2 tests".to_owned()), 7, 2),
            outcome(d, Verdict::Failed("does not compile".to_owned()), 0, 0),
        ];
        assert_eq!(sum(&outcomes), Tally { passed: 48, failed: 3 });
        let said = complaints(&outcomes);
        assert_eq!(said.len(), 2);
        assert!(said[0].contains(c.name) && said[1].contains(d.name), "{said:?}");
        assert_eq!(table(&outcomes).lines().count(), 1 + 1 + outcomes.len() + 1);
    }
}
