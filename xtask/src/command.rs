//! One command as a value: shown as a person would type it, then run. In: a program, its words and what its environment
//! adds. Out: success, or a sentence with the line that failed; on request its output, or the tests it counted.
//! Refuses nothing: what the program prints reaches the person unchanged.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::layout;

/// A command line with the environment it needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    program: String,
    args: Vec<String>,
    env: Vec<(String, String)>,
}

/// How many tests a command ran, by what it printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Line {
    /// A line of words separated by blanks; words with blanks inside come through [`Line::arg`].
    pub(crate) fn new(words: &str) -> Self {
        let mut words = words.split_whitespace().map(str::to_owned);
        Self { program: words.next().unwrap_or_default(), args: words.collect(), env: Vec::new() }
    }

    pub(crate) fn arg(mut self, arg: impl Into<String>) -> Self {
        self.args.push(arg.into());
        self
    }

    pub(crate) fn env(mut self, key: &str, value: impl Into<String>) -> Self {
        self.env.push((key.to_owned(), value.into()));
        self
    }

    pub(crate) fn envs(mut self, pairs: &[(String, String)]) -> Self {
        self.env.extend_from_slice(pairs);
        self
    }

    /// The line as a person standing in the project's folder would type it.
    pub(crate) fn typed(&self) -> String {
        let mut text = String::new();
        for (key, value) in &self.env {
            let _ = write!(text, "{key}={} ", quote(&value_as_typed(key, value)));
        }
        text + &self.words()
    }

    /// The line without its environment.
    fn words(&self) -> String {
        let mut text = layout::relative(&self.program);
        for arg in &self.args {
            let _ = write!(text, " {}", quote(&layout::relative(arg)));
        }
        text
    }

    /// Runs it to its end, its output going straight to the person.
    pub(crate) fn run(&self) -> Result<(), String> {
        let status = self.command().status().map_err(|error| self.not_started(&error))?;
        if status.success() { Ok(()) } else { Err(format!("`{}` failed: {status}", self.words())) }
    }

    /// Says the line, then runs it.
    pub(crate) fn say_and_run(&self) -> Result<(), String> {
        println!("  $ {}", self.typed());
        self.run()
    }

    /// Says the line, runs it and returns what it printed.
    pub(crate) fn say_and_read(&self) -> Result<String, String> {
        println!("  $ {}", self.typed());
        self.read()
    }

    /// Runs it silently and returns what it printed, without the line break at the end.
    pub(crate) fn read(&self) -> Result<String, String> {
        let output = self.command().stdin(Stdio::null()).output().map_err(|error| self.not_started(&error))?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            return Err(format!("`{}` failed: {}", self.words(), complaint.trim()));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    }

    /// Runs it as [`Line::run`] does and counts the tests that it reports on the way.
    pub(crate) fn run_counting(&self, tally: &mut Tally) -> Result<(), String> {
        let mut child = self.command().stdout(Stdio::piped()).spawn().map_err(|error| self.not_started(&error))?;
        if let Some(stdout) = child.stdout.take() {
            let mut reader = BufReader::new(stdout);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).is_ok_and(|bytes| bytes > 0) {
                let text = String::from_utf8_lossy(&line);
                tally.add(&text);
                let mut out = std::io::stdout().lock();
                let _ = out.write_all(&line).and_then(|()| out.flush());
                line.clear();
            }
        }
        let status = child.wait().map_err(|error| self.not_started(&error))?;
        if status.success() { Ok(()) } else { Err(format!("`{}` failed: {status}", self.words())) }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args).envs(self.env.iter().cloned()).current_dir(layout::root());
        // What `cargo run` told this program about itself must not steer the commands that it starts.
        for (key, _) in std::env::vars_os() {
            let name = key.to_string_lossy();
            let own = name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
            if own || name == "CARGO" || name == "LD_LIBRARY_PATH" || name == "DYLD_FALLBACK_LIBRARY_PATH" {
                command.env_remove(key);
            }
        }
        command
    }

    fn not_started(&self, error: &std::io::Error) -> String {
        format!("`{}` could not be started: {error}", self.words())
    }
}

impl Tally {
    /// Adds what one line of output says, where it is the sum of a test run: cargo's and the browser runner's agree.
    pub(crate) fn add(&mut self, line: &str) {
        // Node counts on lines of their own.
        for (sign, sum) in [("# pass ", &mut self.passed), ("# fail ", &mut self.failed)] {
            *sum += line.strip_prefix(sign).and_then(|count| count.trim().parse::<u64>().ok()).unwrap_or(0);
        }
        let Some((_, sums)) = line.split_once("test result: ") else { return };
        for part in sums.split([';', '.']) {
            let mut words = part.split_whitespace();
            match (words.next().and_then(|count| count.parse::<u64>().ok()), words.next()) {
                (Some(count), Some("passed")) => self.passed += count,
                (Some(count), Some("failed")) => self.failed += count,
                _ => {}
            }
        }
    }
}

/// The search path is shown by what is put in front of it.
fn value_as_typed(key: &str, value: &str) -> String {
    let mut value = value.to_owned();
    if key == "PATH"
        && let Ok(inherited) = std::env::var("PATH")
        && let Some(front) = value.strip_suffix(&inherited)
    {
        value = format!("{front}$PATH");
    }
    layout::relative(&value)
}

fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,@+$".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A duration as people say it: `0.4 s`, `3 min 07 s`.
pub(crate) fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 59.95 {
        format!("{seconds:.1} s")
    } else {
        let whole = (seconds + 0.5) as u64;
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Line, Tally, spoken};

    #[test]
    fn a_line_is_shown_as_it_is_typed() {
        let line = Line::new("cargo test --workspace").arg("two words").env("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(line.typed(), "RUSTDOCFLAGS='-D warnings' cargo test --workspace 'two words'");
    }

    #[test]
    fn the_search_path_is_shown_by_its_front() {
        let inherited = std::env::var("PATH").expect("tests run with a search path");
        let line = Line::new("trunk build").env("PATH", format!("/opt/bin:{inherited}"));
        assert_eq!(line.typed(), "PATH=/opt/bin:$PATH trunk build");
    }

    #[test]
    fn a_failure_names_the_line() {
        let refusal = Line::new("cargo no-such-command").read().expect_err("fails");
        assert!(refusal.contains("`cargo no-such-command` failed"), "{refusal}");
        let refusal = Line::new("no-such-program-at-all").run().expect_err("fails");
        assert!(refusal.contains("could not be started"), "{refusal}");
    }

    #[test]
    fn sums_of_several_test_runs_add_up() {
        let mut tally = Tally::default();
        tally.add("running 3 tests\n");
        tally.add("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s\n");
        tally.add("test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n");
        tally.add("# pass 5\n");
        tally.add("# fail 1\n");
        assert_eq!(tally, Tally { passed: 21, failed: 3 });
    }

    #[test]
    fn durations_are_spoken() {
        assert_eq!(spoken(Duration::from_millis(440)), "0.4 s");
        assert_eq!(spoken(Duration::from_millis(59_990)), "1 min 00 s");
        assert_eq!(spoken(Duration::from_secs(187)), "3 min 07 s");
    }
}
