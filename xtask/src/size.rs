//! `cargo xtask size`: what a page downloads to show a report, raw and compressed, against the budget; then what it
//! downloads once that is shown, and all of it; and what the engine without a screen weighs. In: the built site and
//! package. Out: a table. Refuses a first screen above the budget, and what is not built.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::parts::Parts;
use crate::{engine, layout, setup, site};

/// Loader, glue, WebAssembly and styles of the first screen together, compressed by brotli at its best. 1 kB is 1,000 bytes.
const BUDGET_BYTES: usize = 200_000;

/// What a page loads to show a report; the styles are inside the WebAssembly.
const FIRST: [&str; 4] = [site::LOADER, site::FETCH, site::GLUE, site::WASM];
/// What it loads after that, the scripts only where it needs them.
const LATER: [&str; 4] = [site::LATER, site::ON_DEMAND[0], site::ON_DEMAND[1], site::ON_DEMAND[2]];
/// What a program loads that draws its own charts.
const HEADLESS: [&str; 2] = [engine::ENGINE, engine::ENGINE_WASM];

const HELP: &str = "\
cargo xtask size

Weighs what a page downloads for <redcat-report>, out of dist/site; raw, gzip -9 and brotli -q 11. First what it needs
to show a report: loader, glue and the WebAssembly with the styles in it. Fails where that is above 200 kB brotli. Then
what comes once the report is shown, and the sum; the engine without a screen, out of dist/npm, which no report loads;
and how much code each crate, module and panel brings. Build first: cargo xtask build.
";

/// The sizes of one file, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Size {
    fn of(bytes: &[u8]) -> Result<Self, String> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(bytes).map_err(|error| error.to_string())?;
        let gzip = gzip.finish().map_err(|error| error.to_string())?;
        let mut packed = Vec::new();
        let mut best = brotli::CompressorWriter::new(&mut packed, 1 << 16, 11, 22);
        best.write_all(bytes).map_err(|error| error.to_string())?;
        drop(best);
        Ok(Self { raw: bytes.len(), gzip: gzip.len(), brotli: packed.len() })
    }

    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

/// Runs the command.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    match args {
        [] => check(),
        [word] if word == "--help" || word == "-h" => {
            print!("{HELP}");
            Ok(())
        }
        [word, ..] => Err(format!("`cargo xtask size` does not know {word:?}\n\n{HELP}")),
    }
}

/// Prints the table of the built site and compares the sum with the budget.
pub(crate) fn check() -> Result<(), String> {
    let (first, later) = (weigh(&layout::site(), &FIRST)?, weigh(&layout::site(), &LATER)?);
    let headless = weigh(&layout::package(), &HEADLESS)?;
    print!("{}", table(&first, &later, &headless));
    if let Some(parts) = parts()? {
        print!("\n{}", shares(&parts));
    }
    if setup::optimisers().is_none() {
        println!("wasm-opt and terser are not installed: these sizes are not those of a release");
    }
    within_budget(sum(&first))
}

/// What both parts of the program consist of; `None` where their names were not kept.
fn parts() -> Result<Option<[Parts; 2]>, String> {
    let [first, later] = [site::WASM, site::LATER].map(|part| fs::read(site::named().join(part)));
    let (Ok(first), Ok(later)) = (first, later) else { return Ok(None) };
    Ok(Some([Parts::of(&first)?, Parts::of(&later)?]))
}

/// Crates, modules and panels that are smaller are one line together.
const SMALL_BYTES: usize = 4_000;

/// Bytes of code, uncompressed, in the first screen and after it; the largest first.
fn shares([first, later]: &[Parts; 2]) -> String {
    let mut names: Vec<&String> = first.crates.keys().chain(later.crates.keys()).collect();
    names.sort();
    names.dedup();
    let of = |parts: &Parts, name: &String| parts.crates.get(name).copied().unwrap_or(0);
    let mut rows: Vec<(&str, usize, usize)> = Vec::new();
    let mut rest = ("smaller ones", 0, 0);
    for name in names {
        let (a, b) = (of(first, name), of(later, name));
        if a + b < SMALL_BYTES {
            rest = (rest.0, rest.1 + a, rest.2 + b);
        } else {
            rows.push((name, a, b));
        }
    }
    rows.sort_by_key(|(_, a, b)| std::cmp::Reverse(a + b));
    rows.push(rest);
    let panels = first.panels.iter().zip(&later.panels).map(|((panel, a), (_, b))| (*panel, *a, *b));
    let mut text = String::new();
    let mut block = |title: &str, rows: &mut dyn Iterator<Item = (&str, usize, usize)>| {
        let _ = writeln!(text, "{title:<32} {:>12} {:>10}", "first screen", "later");
        for (name, a, b) in rows {
            let _ = writeln!(text, "{name:<32} {a:>12} {b:>10}");
        }
    };
    block("bytes of code by crate, module", &mut rows.into_iter());
    block("of that by panel", &mut panels.into_iter());
    text
}

/// A file and its sizes.
type Row = (&'static str, Size);

fn weigh(folder: &Path, files: &[&'static str]) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for file in files {
        let path = folder.join(file);
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}; run `cargo xtask build`", path.display()))?;
        rows.push((*file, Size::of(&bytes)?));
    }
    Ok(rows)
}

fn sum(rows: &[Row]) -> Size {
    rows.iter().fold(Size::default(), |sum, (_, size)| sum.plus(*size))
}

fn table(first: &[Row], later: &[Row], headless: &[Row]) -> String {
    let sums = [("first screen", sum(first)), ("together", sum(first).plus(sum(later)))];
    let rows = first.iter().chain(&sums[..1]).chain(later).chain(&sums[1..]).chain(headless);
    let mut text = format!("{:<20} {:>10} {:>10} {:>10}\n", "bytes", "raw", "gzip", "brotli");
    for (name, size) in rows {
        let _ = writeln!(text, "{name:<20} {:>10} {:>10} {:>10}", size.raw, size.gzip, size.brotli);
    }
    text
}

fn within_budget(sum: Size) -> Result<(), String> {
    if sum.brotli <= BUDGET_BYTES {
        println!("within the budget of {BUDGET_BYTES} bytes brotli");
        return Ok(());
    }
    let over = sum.brotli - BUDGET_BYTES;
    Err(format!("the first screen weighs {} bytes brotli, {over} above its budget of {BUDGET_BYTES}", sum.brotli))
}

#[cfg(test)]
mod tests {
    use super::{BUDGET_BYTES, Parts, Size, shares, table, within_budget};

    #[test]
    fn compression_is_measured_not_guessed() {
        let size = Size::of(&b"redcat ".repeat(1000)).expect("compresses");
        assert_eq!(size.raw, 7000);
        assert!(size.gzip < 100 && size.brotli < size.gzip, "{size:?}");
    }

    #[test]
    fn the_budget_holds_to_the_byte() {
        let at = |brotli| Size { raw: 0, gzip: 0, brotli };
        assert_eq!(within_budget(at(BUDGET_BYTES)), Ok(()));
        let refusal = within_budget(at(BUDGET_BYTES + 1)).expect_err("refused");
        assert!(refusal.contains("above its budget"), "{refusal}");
    }

    #[test]
    fn shares_have_a_line_each_where_they_are_large_enough() {
        let parts = |yew, small| Parts {
            crates: [("yew".to_owned(), yew), ("small".to_owned(), small)].into(),
            panels: vec![("kpis", yew / 2)],
        };
        let text = shares(&[parts(4_000, 5), parts(100, 7)]);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[1..3], [vec!["yew", "4000", "100"], vec!["smaller", "ones", "5", "7"]]);
        assert_eq!(lines.last(), Some(&vec!["kpis", "2000", "50"]));
    }

    #[test]
    fn the_table_sums_up_the_first_screen_and_then_all() {
        let size = Size { raw: 3, gzip: 2, brotli: 1 };
        let text = table(&[("a.js", size), ("b.js", size)], &[("c.wasm", size)], &[("d.wasm", size)]);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[3], ["first", "screen", "6", "4", "2"]);
        assert_eq!(lines[4], ["c.wasm", "3", "2", "1"]);
        assert_eq!(lines[5], ["together", "9", "6", "3"]);
        assert_eq!(lines.last(), Some(&vec!["d.wasm", "3", "2", "1"]));
    }
}
