//! `cargo xtask …`: what a person would otherwise have to remember.
//!
//! ```text
//! layout, versions, command ─► setup ─► site ─► package (with engine) ─► build
//!                              │       │                          └─► partner
//!                              │       └──► size, demo (serve), offline
//!                              └──────────► test: all of it, as continuous integration runs it
//! bench: the program in tests/bench
//! ```
//!
//! In: the words of the command line. Out: files under `dist/`, tools under `.tools/`, text for a person. Refuses
//! unknown words, naming those it knows. An error is one `String`: the sentence that the person reads, empty
//! where the command has said it already. [`serve`] and
//! [`offline`] are public because the end-to-end tests open the same site from the same server, and the same file.

mod arrange;
mod baseline;
mod bench;
mod build;
mod command;
mod demo;
mod divide;
mod engine;
mod factory;
mod layout;
mod names;
pub mod offline;
mod package;
mod partner;
mod parts;
mod sample;
pub mod serve;
mod setup;
mod site;
mod size;
mod test;
mod versions;

use std::fmt::Write as _;

/// One command: its name, what it is for, and the function that takes the words behind the name.
struct Entry {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

const ENTRIES: [Entry; 8] = [
    Entry { name: "demo", about: "build the site and open it on this computer", run: demo::run },
    Entry { name: "test", about: "everything that continuous integration runs", run: test::run },
    Entry { name: "build", about: "release: the site and the npm package", run: build::run },
    Entry { name: "size", about: "what the widget weighs, against its budget", run: size::run },
    Entry { name: "bench", about: "how fast the engine is", run: bench::run },
    Entry { name: "offline", about: "a report as one HTML file for a stage without network", run: offline::run },
    Entry { name: "sample", about: "write the sample reports", run: sample::run },
    Entry { name: "setup", about: "install what the other commands need", run: setup::run },
];

/// Runs one command, given the words that follow `cargo xtask`.
pub fn run(args: &[String]) -> Result<(), String> {
    match args.split_first() {
        None => {
            print!("{}", overview());
            Ok(())
        }
        Some((word, _)) if word == "--help" || word == "-h" || word == "help" => {
            print!("{}", overview());
            Ok(())
        }
        Some((word, rest)) => match ENTRIES.iter().find(|entry| entry.name == word) {
            Some(entry) => (entry.run)(rest),
            None => Err(format!("there is no `cargo xtask {word}`\n\n{}", overview())),
        },
    }
}

fn overview() -> String {
    let mut text = String::from("cargo xtask COMMAND [--help]\n\n");
    for Entry { name, about, .. } in &ENTRIES {
        let _ = writeln!(text, "  {name:<8} {about}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{ENTRIES, overview, run};

    #[test]
    fn an_unknown_command_is_refused_and_the_known_ones_are_named() {
        let refusal = run(&["dmeo".to_owned()]).expect_err("refused");
        assert!(refusal.contains("cargo xtask dmeo"));
        for entry in &ENTRIES {
            assert!(refusal.contains(entry.name));
        }
    }

    #[test]
    fn every_command_explains_itself() {
        for entry in &ENTRIES {
            assert_eq!((entry.run)(&["--help".to_owned()]), Ok(()), "{}", entry.name);
        }
        assert!(overview().contains("cargo xtask COMMAND"));
    }
}
