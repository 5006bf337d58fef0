//! The npm package in a partner's hands: packed, installed beside React, Vue and `ECharts`, held to the rules of npm and
//! of `TypeScript`, built into pages by Vite, imported by Node. In: `dist/npm`, the sources under `tests/npm`. Out: the pages in
//! `dist/hosts`. Refuses what publint, are-the-types-wrong, the `TypeScript` compiler or Vite refuse.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Tally;
use crate::layout;
use crate::setup::{self, Partner};

/// Folders of `tests/npm` that are pages. React is built as it is while developing: only then does it run everything twice
/// and compare what it hydrates.
const PAGES: [(&str, &str); 7] = [
    ("plain", "production"),
    ("hinted", "production"),
    ("react", "development"),
    ("vue", "production"),
    ("echarts", "production"),
    ("ssr", "development"),
    ("readme", "production"),
];
/// Reports that the pages load, and where from.
const REPORTS: [(&str, &str); 3] =
    [("beauty.json", "data/beauty.json"), ("cdnow.json", "data/cdnow.json"), ("beauty.json", "api/report.json")];

/// Checks the package and builds the pages.
pub(crate) fn check(tally: &mut Tally) -> Result<(), String> {
    let partner = setup::for_partner()?;
    let home = &partner.home;
    let packed = pack(&partner)?;
    copy_folder(&layout::root().join("tests/npm"), home)?;
    partner.program("publint").arg(as_text(&layout::package())).arg("--strict").say_and_run()?;
    // The package has ES modules alone: `require` of older Nodes is not promised.
    let types = partner.program("attw").arg(as_text(&packed)).arg("--profile").arg("esm-only");
    types.arg("--entrypoints").arg(".").arg("frame").arg("engine").arg("--no-color").say_and_run()?;
    install(&partner, &packed)?;
    for resolution in ["bundler", "node16"] {
        let project = home.join(format!("types/tsconfig.{resolution}.json"));
        partner.program("tsc").arg("--project").arg(as_text(&project)).say_and_run()?;
    }
    let line = partner.line("node --test --test-reporter=tap").arg(as_text(&home.join("package.test.mjs")));
    println!("  $ {}", line.typed());
    line.run_counting(tally)?;
    partner.line("node").arg(as_text(&home.join("ssr/render.mjs"))).say_and_run()?;
    partner.line("node").arg(as_text(&home.join("readme/extract.mjs"))).say_and_run()?;
    for (page, mode) in PAGES {
        let line = partner.program("vite").arg("build").arg(as_text(&home.join(page)));
        let line = line.arg("--outDir").arg(as_text(&layout::hosts().join(page)));
        let line = line.arg("--config").arg(as_text(&home.join("vite.config.js")));
        line.arg("--mode").arg(mode).arg("--logLevel").arg("warn").env("NODE_ENV", mode).say_and_run()?;
    }
    for (report, place) in REPORTS {
        let place = layout::hosts().join(place);
        let folder = place.parent().unwrap_or(&place);
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        copy(&layout::root().join("www/data").join(report), &place)?;
    }
    Ok(())
}

/// The archive that npm would publish.
fn pack(partner: &Partner) -> Result<PathBuf, String> {
    let folder = layout::target();
    let line = partner.line("npm pack --loglevel=error --pack-destination").arg(as_text(&folder));
    let printed = line.arg(as_text(&layout::package())).say_and_read()?;
    let name = printed.lines().last().ok_or("npm pack names no archive")?;
    Ok(folder.join(name.trim()))
}

/// As a partner does it, but for the network: whatever else there is to install is there.
fn install(partner: &Partner, packed: &Path) -> Result<(), String> {
    const WORDS: &str =
        "npm install --no-save --offline --no-audit --no-fund --ignore-scripts --loglevel=error --prefix";
    partner.line(WORDS).arg(as_text(&partner.home)).arg(as_text(packed)).say_and_run()
}

/// Copies a folder with all that is in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| format!("{}: {error}", from.display()))?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() { copy_folder(&path, &to.join(name))? } else { copy(&path, &to.join(name))? }
    }
    Ok(())
}

/// Copies a file.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(drop).map_err(|error| format!("{}: {error}", from.display()))
}

fn as_text(path: &Path) -> String {
    path.display().to_string()
}
