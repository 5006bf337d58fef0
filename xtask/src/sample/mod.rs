//! `cargo xtask sample`: the sample reports under `www/data`, made from what the project holds and nothing else.
//! In: names of samples, `--check`, `--rows` or `--figures`. Out: their files, byte for byte the same at every run; with
//! `--check` only the verdict whether the committed files are what the generators write; a report of any size; or the
//! table of calibrated figures. Refuses unknown words and input that is not as its README says.

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
#[path = "../../../tests/support/figures.rs"]
mod figures;
mod json;
mod large;
mod life;
mod model;
mod rng;
mod sports;
mod triangle;

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use json::{Json, label, object};

/// What `cargo xtask sample --help` prints.
pub const HELP: &str = "\
cargo xtask sample [NAME…] [--check]
cargo xtask sample --rows N [--out FILE]
cargo xtask sample --figures

Writes the sample reports into www/data. Without a name: all of them.

  cdnow    23,570 real customers, from tests/fixtures/cdnow/orders.csv
  beauty   a simulated beauty merchant, calibrated to what the press reported of the plan
  sports   a simulated sports merchant, by the same model
  agency   the index of an agency with both

  --check    writes nothing; fails where a committed file is not what would be written
  --rows N   writes a report of N rows instead (at most 5,000,000), for tests of speed
  --out FILE where to; without it dist/sample-N.json
  --figures  the table of what the beauty sample is calibrated to, counted from the committed file
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

/// What the words of the command line ask for.
#[derive(Default)]
struct Wish {
    check: bool,
    figures: bool,
    rows: Option<usize>,
    out: Option<PathBuf>,
    wanted: Vec<&'static Sample>,
}

/// Runs the command with the words that follow `sample`.
pub fn run(args: &[String]) -> Result<(), String> {
    if args.iter().any(|arg| arg == "--help" || arg == "-h") {
        print!("{HELP}");
        return Ok(());
    }
    let wish = read(args)?;
    match wish {
        Wish { figures: true, .. } => print_figures(),
        Wish { rows: Some(rows), out, .. } => write_large(rows, out),
        Wish { check, wanted, .. } => write_samples(check, wanted),
    }
}

fn read(args: &[String]) -> Result<Wish, String> {
    let mut wish = Wish::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} wants a value\n\n{HELP}"));
        match arg.as_str() {
            "--check" => wish.check = true,
            "--figures" => wish.figures = true,
            "--rows" => wish.rows = Some(count(value()?)?),
            "--out" => wish.out = Some(value()?.into()),
            name => {
                let sample = SAMPLES.iter().find(|sample| sample.name == name);
                wish.wanted.push(sample.ok_or_else(|| format!("no sample is called {name:?}\n\n{HELP}"))?);
            }
        }
    }
    if wish.out.is_some() && wish.rows.is_none() {
        return Err(format!("--out goes with --rows\n\n{HELP}"));
    }
    Ok(wish)
}

fn count(text: &str) -> Result<usize, String> {
    let rows = text.replace(['_', ','], "").parse().ok().filter(|rows| (1..=large::MAX_ROWS).contains(rows));
    rows.ok_or_else(|| format!("{text:?} is no number of rows from 1 to {}", large::MAX_ROWS))
}

fn write_large(rows: usize, out: Option<PathBuf>) -> Result<(), String> {
    let file = out.unwrap_or_else(|| project_root().join("dist").join(format!("sample-{rows}.json")));
    let complain = |error: std::io::Error| format!("{}: {error}", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(complain)?;
    }
    let mut writer = BufWriter::new(File::create(&file).map_err(complain)?);
    large::write(rows, &mut writer).and_then(|()| writer.flush()).map_err(complain)?;
    let bytes = fs::metadata(&file).map_err(complain)?.len();
    println!("{}: {rows} rows, {bytes} bytes", file.display());
    Ok(())
}

fn print_figures() -> Result<(), String> {
    let file = project_root().join("www/data/beauty.json");
    let text = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let document = serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let figures = figures::of(&document);
    print!("{}", figures::table(&figures));
    let off = figures.iter().filter(|figure| !figure.holds()).count();
    if off == 0 { Ok(()) } else { Err(format!("{off} of {} figures are off", figures.len())) }
}

fn write_samples(check: bool, mut wanted: Vec<&Sample>) -> Result<(), String> {
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
    use super::{SAMPLES, compare, file_of, project_root, read};

    #[test]
    fn committed_files_are_what_the_generators_write() -> Result<(), String> {
        let root = project_root();
        for sample in &SAMPLES {
            compare(&file_of(&root, sample), &(sample.make)(&root)?.to_document())?;
        }
        Ok(())
    }
    #[test]
    fn words_are_understood_or_refused() {
        let words = |text: &str| read(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(words("--rows 1_000_000").ok().and_then(|wish| wish.rows), Some(1_000_000));
        assert_eq!(words("beauty --check").map(|wish| (wish.check, wish.wanted.len())), Ok((true, 1)));
        for refused in ["duty", "--rows", "--rows 0", "--rows 5000001", "--rows many", "--out a.json"] {
            assert!(words(refused).is_err(), "{refused}");
        }
    }
}
