//! `cargo xtask bench`: how fast the engine is. In: words of the command line. Out: what the program in `tests/bench`
//! prints, run optimised: natively, or in a headless Chromium beside loops in JavaScript and the peers of
//! `tests/bench/package.json`. Refuses a bench that is not there.

mod stage;

use crate::command::Line;
use crate::layout;
use crate::setup::{self, Optimiser};

const HELP: &str = "\
cargo xtask bench [--quick] [--rows N[,N…]] [--seed N] [--out FOLDER]
cargo xtask bench --native [--quick] [--rows N] [--seed N]
cargo xtask bench --native --document FILE [--layout records] [--rows N]

Asks the engine in a headless Chromium, two hand-written loops in JavaScript, crossfilter2, arquero and DuckDB-WASM the
same questions in turns, loads documents with each, compares every answer with a native loop's, and writes
tests/bench/results: all numbers as JSON, a page with tables, charts. Some 10 minutes.
With --native: the engine and a plain loop, both natively; prints medians of times and of paired ratios.
Both fail where any number differs.

  --quick   100,000 rows and few repetitions, about 2 minutes; results go to target/bench/quick
  --rows    so many rows; without it 100000,1000000,5000000, with --native 1000000
  --seed    of the random questions; without it another one at each run
  --out     the folder of the results
  --document FILE  writes the document that is asked, and asks nothing
";

/// Runs the command.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if args.iter().any(|arg| arg == "--help" || arg == "-h") {
        print!("{HELP}");
        return Ok(());
    }
    let (line, is_native) = line(args)?;
    if is_native { line.say_and_run() } else { in_browser(args, line) }
}

fn in_browser(args: &[String], line: Line) -> Result<(), String> {
    let tools = setup::for_site(Optimiser::Install)?;
    let browser = setup::for_browser()?;
    let modules = setup::for_bench()?;
    let stage = stage::fill(&tools, &modules)?;
    let is_quick = args.iter().any(|arg| arg == "--quick");
    let out = if is_quick { layout::target().join("bench/quick") } else { layout::root().join("tests/bench/results") };
    let rustc = Line::new("rustc --version").envs(&tools.compiler.env()).read()?;
    let line = line.arg("--browser").arg(stage.display().to_string());
    // A folder that was given stands before this one, and the first counts.
    let line = line.arg("--out").arg(out.display().to_string()).envs(&browser.env());
    line.env("BENCH_RUSTC", rustc).say_and_run()
}

/// The line, and whether all of it is native.
fn line(args: &[String]) -> Result<(Line, bool), String> {
    let mut line = Line::new("cargo run --quiet --profile bench --package bench --");
    let mut is_native = false;
    let mut words = args.iter();
    let is_number = |word: &&String| word.split(',').all(|word| word.parse::<u32>().is_ok_and(|number| number > 0));
    while let Some(word) = words.next() {
        match word.as_str() {
            "--native" => is_native = true,
            "--quick" => line = line.arg(word),
            "--rows" | "--seed" => {
                let number = words.next().filter(is_number);
                line = line.arg(word).arg(number.ok_or_else(|| format!("{word} wants a number\n\n{HELP}"))?);
            }
            "--layout" => {
                let layout = words.next().filter(|layout| ["columns", "records"].contains(&layout.as_str()));
                line = line.arg(word).arg(layout.ok_or_else(|| format!("--layout: columns or records\n\n{HELP}"))?);
            }
            "--document" | "--out" => {
                let path = words.next().ok_or_else(|| format!("{word} wants a path\n\n{HELP}"))?;
                let path = std::env::current_dir().map_err(|error| error.to_string())?.join(path);
                line = line.arg(word).arg(path.display().to_string());
            }
            other => return Err(format!("cargo xtask bench: what is {other:?}?\n\n{HELP}")),
        }
    }
    Ok((line, is_native))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn words_are_passed_on_or_refused() {
        let given = |words: &[&str]| line(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        let (typed, is_native) = given(&["--native", "--quick", "--seed", "7"]).expect("known words");
        assert_eq!(typed.typed(), "cargo run --quiet --profile bench --package bench -- --quick --seed 7");
        assert!(is_native);
        let (typed, is_native) = given(&["--rows", "1000,2000"]).expect("known words");
        assert_eq!(typed.typed(), "cargo run --quiet --profile bench --package bench -- --rows 1000,2000");
        assert!(!is_native);
        let refused = [&["--rows"] as &[&str], &["--rows", "0"], &["--rows", "1,"], &["--layout", "x"], &["--fast"]];
        for refused in refused {
            assert!(given(refused).is_err(), "{refused:?}");
        }
    }
}
