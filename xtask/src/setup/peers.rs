//! What the engine is measured beside: crossfilter2, arquero and DuckDB-WASM, in exact versions. In:
//! `tests/bench/package-lock.json`. Out: the folder in which they are, installed again where that file has changed.
//! Installed when the bench runs and at no other time.

use std::fs;
use std::path::{Path, PathBuf};

use super::{as_text, install, npm, present};
use crate::command::Line;
use crate::layout;

const LOCK: &str = "package-lock.json";

/// Finds them, installing what is missing. Out: the folder of their modules.
pub(super) fn ensure() -> Result<PathBuf, String> {
    npm::ensure_node()?;
    let (home, sources, what) =
        (layout::tools().join("bench"), layout::root().join("tests/bench"), "the bench's peers");
    fs::create_dir_all(&home).map_err(|error| format!("{}: {error}", home.display()))?;
    // npm takes a link for another project than the one it points to.
    let home = home.canonicalize().map_err(|error| format!("{}: {error}", home.display()))?;
    let modules = home.join("node_modules");
    let read = |path: &Path| fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let wanted = read(&sources.join(LOCK))?;
    // npm writes the second one when it is done.
    let done = modules.join(".package-lock.json").is_file();
    if done && read(&home.join(LOCK)).is_ok_and(|lock| lock == wanted) {
        present(what);
        return Ok(modules);
    }
    for file in ["package.json", LOCK] {
        fs::copy(sources.join(file), home.join(file)).map_err(|error| format!("{file}: {error}"))?;
    }
    let line = Line::new("npm ci --no-audit --no-fund --ignore-scripts --loglevel=error --prefix");
    install(what, "10 s, 160 MB", &[line.arg(as_text(&home))])?;
    Ok(modules)
}
