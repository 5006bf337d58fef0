//! Where things lie: the one place that knows the folders of the project. In: nothing. Out: absolute paths, and paths
//! shortened for reading. Refuses nothing.

use std::path::{Path, PathBuf};

/// The folder that holds the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The ignored folder of installed tools.
pub(crate) fn tools() -> PathBuf {
    root().join(".tools")
}

/// The built site.
pub(crate) fn site() -> PathBuf {
    root().join("dist/site")
}

/// The built npm package.
pub(crate) fn package() -> PathBuf {
    root().join("dist/npm")
}

/// The pages of partners, built with that package.
pub(crate) fn hosts() -> PathBuf {
    root().join("dist/hosts")
}

/// Cargo's target folder, wherever the person has put it.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(chosen) => root().join(chosen),
        None => root().join("target"),
    }
}

/// `text` with the project's folder left out, as a person standing in it would type it.
pub(crate) fn relative(text: &str) -> String {
    let root = root();
    text.replace(&format!("{}/", root.display()), "")
}

/// The program's path if the search path holds it.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::{relative, root, tools};

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("Cargo.lock").is_file());
    }

    #[test]
    fn paths_are_shown_as_one_would_type_them() {
        let shown = relative(&format!("A={}/bin:/usr/bin", tools().display()));
        assert_eq!(shown, "A=.tools/bin:/usr/bin");
    }
}
