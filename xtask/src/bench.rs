//! `cargo xtask bench`: how fast the engine is. In: words of the command line. Out: what the program in `tests/bench`
//! prints, run optimised. Refuses a bench that is not there.

use crate::command::Line;

const HELP: &str = "\
cargo xtask bench --native [--quick] [--rows N] [--seed N]
cargo xtask bench --native --document FILE [--rows N]

Asks the engine and a plain loop the same questions in turns, natively, and prints medians of times and of paired
ratios. Fails where any number differs.

  --quick   100,000 rows and few repetitions
  --rows N  so many rows; without it 1,000,000
  --seed N  of the random questions; without it another one at each run
  --document FILE  writes the document that is asked, and asks nothing
";

/// Runs the command.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if args.iter().any(|arg| arg == "--help" || arg == "-h") {
        print!("{HELP}");
        return Ok(());
    }
    line(args)?.say_and_run()
}

fn line(args: &[String]) -> Result<Line, String> {
    let mut line = Line::new("cargo run --quiet --profile bench --package bench --");
    let mut native = false;
    let mut words = args.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--native" => native = true,
            "--quick" => line = line.arg(word),
            "--rows" | "--seed" => {
                let number = words.next().filter(|number| number.parse::<u32>().is_ok_and(|number| number > 0));
                line = line.arg(word).arg(number.ok_or_else(|| format!("{word} wants a number\n\n{HELP}"))?);
            }
            "--document" => {
                let file = words.next().ok_or_else(|| format!("--document wants a file\n\n{HELP}"))?;
                let file = std::env::current_dir().map_err(|error| error.to_string())?.join(file);
                line = line.arg(word).arg(file.display().to_string());
            }
            other => return Err(format!("cargo xtask bench: what is {other:?}?\n\n{HELP}")),
        }
    }
    if native { Ok(line) } else { Err(format!("say what to measure\n\n{HELP}")) }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn words_are_passed_on_or_refused() {
        let given = |words: &[&str]| line(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        let typed = given(&["--native", "--quick", "--seed", "7"]).expect("known words").typed();
        assert_eq!(typed, "cargo run --quiet --profile bench --package bench -- --quick --seed 7");
        for refused in [&["--quick"] as &[&str], &["--native", "--rows"], &["--native", "--rows", "0"], &["--fast"]] {
            assert!(given(refused).is_err(), "{refused:?}");
        }
    }
}
