//! Packages of npm in pinned versions, each group in a folder of its own. In: names and versions. Out: the packages, with
//! nothing of theirs run. Node itself comes from Debian where it is missing; refuses where it cannot.

use std::fs;
use std::path::{Path, PathBuf};

use super::{apt, as_text, present};
use crate::command::Line;
use crate::{layout, versions};

/// Whether `package` lies in `modules` in that version.
pub(super) fn is_there(modules: &Path, package: &str, version: &str) -> bool {
    let manifest = fs::read_to_string(modules.join(package).join("package.json")).ok();
    let manifest = manifest.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    manifest.is_some_and(|manifest| manifest["version"] == *version)
}

/// Installs packages into `home`, in one line: npm takes away what a later one does not name.
pub(super) fn install(what: &str, usually: &str, home: &Path, packages: &[(&str, &str)]) -> Result<(), String> {
    ensure_node()?;
    fs::create_dir_all(home).map_err(|error| format!("{}: {error}", home.display()))?;
    let line = Line::new("npm install --no-save --no-audit --no-fund --ignore-scripts --loglevel=error --prefix");
    let line = line.arg(as_text(home));
    let line = packages.iter().fold(line, |line, (package, version)| line.arg(format!("{package}@{version}")));
    super::install(what, usually, &[line])
}

/// Node and npm, of any version: from Debian where there are none.
pub(super) fn ensure_node() -> Result<(), String> {
    if layout::on_path("node").is_some() && layout::on_path("npm").is_some() {
        return Ok(());
    }
    if !apt::here() {
        return Err("node and npm are missing. Install Node.js 20 or later with npm, then run this again".to_owned());
    }
    apt::ensure("Node.js with npm", "1 min", &["nodejs", "npm"])
}

/// The script that looks for what keeps people with disabilities out of a page, installed where it is not there.
pub(super) fn ensure_axe() -> Result<PathBuf, String> {
    let (home, what) = (layout::tools().join("axe"), format!("axe-core {}", versions::AXE));
    let modules = home.join("node_modules");
    if is_there(&modules, "axe-core", versions::AXE) {
        present(&what);
    } else {
        install(&what, "10 s", &home, &[("axe-core", versions::AXE)])?;
    }
    Ok(modules.join("axe-core/axe.min.js"))
}
