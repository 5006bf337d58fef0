//! The folder that the bench's page is served from. In: the tools and the peers' modules. Out: the pages, the engine as the
//! npm package has it, the site, and of the peers what a page loads. Refuses where something of it is not there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::partner::{copy, copy_folder};
use crate::setup::Tools;
use crate::{engine, layout, site};

/// What a page loads of the peers: in their modules, and in the folder.
const PEERS: [(&str, &str); 7] = [
    ("crossfilter2/crossfilter.min.js", "crossfilter.min.js"),
    ("arquero/dist/arquero.min.js", "arquero.min.js"),
    ("@duckdb/duckdb-wasm/dist/duckdb-browser.mjs", "duckdb/duckdb-browser.mjs"),
    ("@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js", "duckdb/duckdb-browser-eh.worker.js"),
    ("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm", "duckdb/duckdb-eh.wasm"),
    ("flatbuffers/mjs", "flatbuffers"),
    ("tslib/tslib.es6.mjs", "tslib/tslib.es6.mjs"),
];
const ARROW: &str = "apache-arrow";

/// Fills it.
pub(super) fn fill(tools: &Tools, modules: &Path) -> Result<PathBuf, String> {
    let stage = layout::target().join("bench/site");
    let (program, peers) = (stage.join("engine"), stage.join("peers"));
    copy_folder(&layout::root().join("tests/bench/page"), &stage)?;
    fs::create_dir_all(&program).map_err(|error| format!("{}: {error}", program.display()))?;
    engine::build(tools, &program)?;
    site::build(tools)?;
    copy_folder(&layout::site(), &stage.join("report"))?;
    for (from, to) in PEERS {
        let (from, to) = (modules.join(from), peers.join(to));
        let folder = to.parent().unwrap_or(&to);
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        if from.is_dir() { copy_folder(&from, &to)? } else { copy(&from, &to)? }
    }
    copy_modules(&modules.join(ARROW), &peers.join(ARROW))?;
    Ok(stage)
}

/// The modules of a folder, without what else is published in it.
fn copy_modules(from: &Path, to: &Path) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("{}: {error}", from.display());
    fs::create_dir_all(to).map_err(fail)?;
    for entry in fs::read_dir(from).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy_modules(&path, &to.join(name))?;
        } else if path.extension().is_some_and(|extension| extension == "mjs") {
            copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}
