//! `cargo xtask sample`: the sample reports under `www/data`, made from what the project holds and nothing else.
//! In: names of samples and `--check`. Out: their files, byte for byte the same at every run; with `--check` only the
//! verdict whether the committed files are what the generators write. Refuses unknown names and input that is not as
//! its README says.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "counts of days, rows and simulated people are far below the limits of every type they pass through"
)]

mod beauty;
mod cdnow;
mod cube;
#[allow(dead_code, clippy::unused_self, reason = "the samples need only some of what the report knows about days")]
#[path = "../../../src/date.rs"]
mod date;
mod json;
mod life;
mod model;
mod rng;
mod sports;
mod triangle;

use std::fs;
use std::path::{Path, PathBuf};

use json::{Json, label, object};

/// What `cargo xtask sample --help` prints.
pub const HELP: &str = "\
cargo xtask sample [NAME…] [--check]

Writes the sample reports into www/data. Without a name: all of them.

  cdnow    23,570 real customers, from tests/fixtures/cdnow/orders.csv
  beauty   a simulated beauty merchant, calibrated to what the press reported of the plan
  sports   a simulated sports merchant, by the same model
  agency   the index of an agency with both

  --check  writes nothing; fails where a committed file is not what would be written
";

struct Sample {
    name: &'static str,
    make: fn(&Path) -> Result<Json, String>,
}

const SAMPLES: [Sample; 4] = [
    Sample { name: "cdnow", make: cdnow::report },
    Sample { name: "beauty", make: |_| Ok(model::report(&beauty::SCENARIO)) },
    Sample { name: "sports", make: |_| Ok(model::report(&sports::SCENARIO)) },
    Sample { name: "agency", make: |_| Ok(agency()) },
];

/// The index of an agency that looks after both merchants of the model.
fn agency() -> Json {
    let entry = |scenario: &model::scenario::Scenario| {
        let (_, zh_cn, en) = scenario.merchant;
        object! { "id" => scenario.id, "label" => label(zh_cn, en), "src" => format!("{}.json", scenario.id) }
    };
    [&beauty::SCENARIO, &sports::SCENARIO].map(entry).into()
}

/// Runs the command with the words that follow `sample`.
pub fn run(args: &[String]) -> Result<(), String> {
    let mut check = false;
    let mut wanted: Vec<&Sample> = Vec::new();
    for arg in args {
        match arg.as_str() {
            "--help" | "-h" => {
                print!("{HELP}");
                return Ok(());
            }
            "--check" => check = true,
            name => {
                let sample = SAMPLES.iter().find(|sample| sample.name == name);
                wanted.push(sample.ok_or_else(|| format!("no sample is called {name:?}\n\n{HELP}"))?);
            }
        }
    }
    if wanted.is_empty() {
        wanted.extend(&SAMPLES);
    }
    let root = project_root();
    for sample in wanted {
        let file = file_of(&root, sample);
        let text = (sample.make)(&root)?.to_document();
        if check {
            compare(&file, &text)?;
        } else {
            fs::write(&file, &text).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        println!("www/data/{}.json: {} bytes{}", sample.name, text.len(), if check { ", as generated" } else { "" });
    }
    Ok(())
}

fn project_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn file_of(root: &Path, sample: &Sample) -> PathBuf {
    root.join("www/data").join(sample.name).with_extension("json")
}

fn compare(file: &Path, generated: &str) -> Result<(), String> {
    let committed = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    if committed == generated {
        return Ok(());
    }
    let line = committed.lines().zip(generated.lines()).take_while(|(old, new)| old == new).count() + 1;
    Err(format!("{}:{line} is not what `cargo xtask sample` writes; run it and commit the file", file.display()))
}

#[cfg(test)]
mod tests {
    use super::{SAMPLES, compare, file_of, project_root};

    #[test]
    fn committed_files_are_what_the_generators_write() -> Result<(), String> {
        let root = project_root();
        for sample in &SAMPLES {
            compare(&file_of(&root, sample), &(sample.make)(&root)?.to_document())?;
        }
        Ok(())
    }
}
