//! Builds the site into `dist/site`: Trunk, the division in two, then wasm-opt and terser. In: the tools. Out: the folder,
//! complete. Refuses to call a folder complete that lacks a file that the page loads, or has a program that the oldest
//! browsers cannot compile.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::arrange::arrange;
use crate::baseline;
use crate::command::Line;
use crate::divide::{divide, follow};
use crate::factory::factory;
use crate::layout;
use crate::names::Names;
use crate::package::base64;
use crate::setup::{Optimisers, Tools};

/// What the first screen needs of the compiled widget, in the site and in the package.
pub(crate) const WASM: &str = "widget_bg.wasm";
/// The rest of it, which the loader asks for after the first screen.
pub(crate) const LATER: &str = "widget_later.wasm";
/// What wasm-bindgen writes to start it.
pub(crate) const GLUE: &str = "widget.js";
/// The hand-written module that defines the element.
pub(crate) const LOADER: &str = "redcat-report.js";
/// The hand-written module that gets reports.
pub(crate) const FETCH: &str = "redcat-fetch.js";
/// The hand-written modules that only those pages load which need them: to say why a report cannot be shown, to dress it
/// where style sheets cannot be shared, to present it, to choose among several, to hand over files.
pub(crate) const ON_DEMAND: [&str; 5] =
    ["redcat-trouble.js", "redcat-sheets.js", "redcat-present.js", "redcat-reports.js", "redcat-files.js"];
/// The module that defines the iframe's element for pages that allow no WebAssembly.
pub(crate) const FRAME: &str = "redcat-frame.js";
/// The page that it shows.
pub(crate) const FRAME_PAGE: &str = "frame.html";
/// What happens in that page, and what the two say to each other.
pub(crate) const FRAMED: [&str; 2] = ["redcat-framed.js", "redcat-line.js"];

/// How to make it small, measured compressed: functions that are called once stay functions (−6 %); code that was squeezed
/// less compresses better (-O3 is 2 % larger than -Oz, and 1 % smaller after brotli), and so does flat code whose locals
/// stay as they are (−0.5 %). Nothing lies in the lowest kilobyte of memory, at the far end of the stack.
const SQUEEZING: [&str; 9] = [
    // Names stay until it is known which crate takes how much.
    "--debuginfo",
    "--one-caller-inline-max-function-size=0",
    "--low-memory-unused",
    "--strip-producers",
    "--strip-target-features",
    "--flatten",
    "--rereloop",
    "--skip-pass=simplify-locals",
    "-O3",
];

/// Both parts as they are before they lose the names of their functions, to be looked into.
pub(crate) fn named() -> PathBuf {
    layout::target().join("named")
}

/// Builds the folder anew.
pub(crate) fn build(tools: &Tools) -> Result<(), String> {
    let quiet = ("RUST_BACKTRACE".to_owned(), "0".to_owned());
    Line::new("trunk build --release").envs(&tools.compiler.release_env()).envs(&[quiet]).say_and_run()?;
    let site = layout::site();
    let (target, parts) = (tools.compiler.target(), layout::target().join("divided"));
    let first = parts.join("widget.wasm");
    divide(&target.join("wasm32-unknown-unknown/release/widget.wasm"), &first, &site.join(LATER))?;
    // Trunk has given the undivided program to wasm-bindgen: once more, with its first part, and with the exports of the
    // linker, one of which is the table of functions that both parts share.
    Line::new("wasm-bindgen --target web --no-demangle --no-typescript --keep-lld-exports --out-name widget --out-dir")
        .arg(site.display().to_string())
        .arg(first.display().to_string())
        .envs(&tools.compiler.env())
        .say_and_run()?;
    for file in ["index.html", LOADER, FETCH, GLUE, WASM, LATER].into_iter().chain(ON_DEMAND) {
        if !site.join(file).is_file() {
            return Err(format!("{} is not there", site.join(file).display()));
        }
    }
    if let Some(optimisers) = &tools.optimisers {
        optimise(tools, optimisers)?;
        return hold(tools);
    }
    let glue = layout::site().join(GLUE);
    change(&glue, factory)?;
    println!("  without wasm-opt and terser: {WASM}, {LATER} and their scripts are larger than what is released");
    pin()?;
    hold(tools)
}

/// Holds both parts to the browsers that are promised, where that was up to the compiler.
fn hold(tools: &Tools) -> Result<(), String> {
    if tools.compiler.has_baseline() {
        return [WASM, LATER].iter().try_for_each(|part| baseline::hold(&layout::site().join(part)));
    }
    println!("  without the source of the standard library: {WASM} needs Chrome or Edge 96, a release runs in 91");
    Ok(())
}

/// Where the loader keeps the hash of what it loads later.
const INTEGRITY: &str = "const INTEGRITY = [\"\", \"\"];";

/// Writes the hashes of both parts into the loader. A page may ask for the second long after the first, when another build
/// has been put in its place, and a server may send what nobody released: the browser then refuses it.
fn pin() -> Result<(), String> {
    let [first, later, loader] = [WASM, LATER, LOADER].map(|file| layout::site().join(file));
    let fail = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let read = |path: &Path| fs::read(path).map_err(|error| fail(path, error));
    let text = fs::read_to_string(&loader).map_err(|error| fail(&loader, error))?;
    fs::write(&loader, pinned(&text, &read(&first)?, &read(&later)?)?).map_err(|error| fail(&loader, error))
}

fn pinned(loader: &str, first: &[u8], later: &[u8]) -> Result<String, String> {
    if !loader.contains(INTEGRITY) {
        return Err(format!("{LOADER} has no place for the hashes of {WASM} and {LATER}: {INTEGRITY}"));
    }
    let [first, later] = [first, later].map(|bytes| format!("\"sha256-{}\"", base64(&Sha256::digest(bytes))));
    Ok(loader.replace(INTEGRITY, &format!("const INTEGRITY = [{first}, {later}];")))
}

fn optimise(tools: &Tools, optimisers: &Optimisers) -> Result<(), String> {
    let scratch = layout::target();
    let squeeze = |file: &str, more: &[&str]| {
        let (wasm, smaller) = (layout::site().join(file), scratch.join(file));
        let line = Line::new(&optimisers.wasm_opt.display().to_string());
        let features = tools.compiler.features();
        let line = features.iter().chain(more).fold(line, |line, flag| line.arg(*flag));
        let line = SQUEEZING.iter().fold(line, |line, flag| line.arg(*flag));
        let line = line.arg("--output").arg(smaller.display().to_string()).arg(wasm.display().to_string());
        let printed = line.say_and_read()?;
        replace(&smaller, &wasm).map(|()| printed)
    };
    let names = Names::read(&squeeze(WASM, &["--minify-imports-and-exports-and-modules"])?)?;
    squeeze(LATER, &[])?;
    let (glue, later) = (layout::site().join(GLUE), layout::site().join(LATER));
    let fail = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    change(&glue, |text| factory(&names.shorten(text)?))?;
    let read = |path: &Path| fs::read(path).map_err(|error| fail(path, error));
    let (first, named) = (layout::site().join(WASM), named());
    fs::create_dir_all(&named).map_err(|error| fail(&named, error))?;
    for (part, program) in [(&first, read(&first)?), (&later, follow(&read(&later)?, &names)?)] {
        // As it is, it can be put in the site's place to be profiled.
        let copy = part.file_name().map_or_else(|| named.clone(), |file| named.join(file));
        fs::write(&copy, &program).map_err(|error| fail(&copy, error))?;
        fs::write(part, arrange(&program)?).map_err(|error| fail(part, error))?;
    }
    pin()?;
    for script in [GLUE, LOADER, FETCH, FRAME].into_iter().chain(FRAMED).chain(ON_DEMAND) {
        let (script, smaller) = (layout::site().join(script), scratch.join(script));
        let line = Line::new(&optimisers.terser.display().to_string()).arg(script.display().to_string());
        // Licences and public names stay; the baseline's browsers know everything up to ES2020.
        let line = line.arg("--module").arg("--ecma").arg("2020").arg("--compress").arg("passes=3").arg("--mangle");
        line.arg("--output").arg(smaller.display().to_string()).say_and_run()?;
        replace(&smaller, &script)?;
    }
    Ok(())
}

/// Writes a script anew.
fn change(script: &Path, change: impl Fn(&str) -> Result<String, String>) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("{}: {error}", script.display());
    let text = fs::read_to_string(script).map_err(fail)?;
    fs::write(script, change(&text)?).map_err(fail)
}

/// Puts what a program wrote in the place of what it read.
pub(crate) fn replace(written: &Path, read: &Path) -> Result<(), String> {
    fs::copy(written, read)
        .and_then(|_| fs::remove_file(written))
        .map_err(|error| format!("{}: {error}", read.display()))
}

#[cfg(test)]
mod tests {
    use super::pinned;

    #[test]
    fn the_loader_takes_the_hashes_of_both_parts_in_their_order() {
        let loader = include_str!("../../www/redcat-report.js");
        let pinned_to_nothing = pinned(loader, b"abc", b"").expect("a place for them");
        // The hashes of "abc" and of nothing, as FIPS 180-4 has them.
        let (abc, nothing) =
            ("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert!(pinned_to_nothing.contains(&format!("[\"sha256-{abc}\", \"sha256-{nothing}\"]")));
        assert!(pinned(&pinned_to_nothing, b"", b"").is_err());
    }
}
