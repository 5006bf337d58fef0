//! A compiler for WebAssembly: the person's own where it has the target, rustup's target where it can be had, else
//! Debian's compiler building the standard library from its source. In: the machine. Out: the environment under which
//! `cargo … --target wasm32-unknown-unknown` works. Refuses where none of the three can be had.
//!
//! Debian's compiler is used by its path and into a target folder of its own: rustup is not told of it, so nothing
//! global changes but the packages, and the two compilers never invalidate each other's work.

use std::fs;
use std::path::{Path, PathBuf};

use super::{apt, as_text, install, present};
use crate::command::Line;
use crate::{baseline, layout};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// Who compiles for the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Compiler {
    /// The one that compiled this program; it has the target.
    Own {
        /// Whether the standard library's source is there. Built from it for size, everything a page loads is some
        /// 5 % smaller than with the library as delivered.
        source: bool,
    },
    /// Debian's in `/usr/bin`, with the linker it lacks.
    Debian { linker: PathBuf },
}

impl Compiler {
    /// What the environment of cargo, and of Trunk that starts cargo, must hold.
    pub(crate) fn env(&self) -> Vec<(String, String)> {
        let inherited = std::env::var("PATH").unwrap_or_default();
        let tools = layout::tools().join("bin");
        let pair = |key: &str, value: String| (key.to_owned(), value);
        let path = |more: &str| pair("PATH", format!("{}:{more}{inherited}", tools.display()));
        // Building the standard library is not stable; RUSTC_BOOTSTRAP lets a stable compiler do it.
        let from_source = || {
            [
                pair("CARGO_TARGET_DIR", as_text(&self.target())),
                pair("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".to_owned()),
                pair("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size".to_owned()),
                pair("RUSTC_BOOTSTRAP", "1".to_owned()),
            ]
        };
        let mut env = match self {
            Self::Own { .. } => vec![path("")],
            Self::Debian { linker } => {
                vec![path("/usr/bin:"), pair("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", as_text(linker))]
            }
        };
        if self.has_baseline() {
            env.extend(from_source());
        }
        env
    }

    /// The same for what is released: with a split point, and all that is needed to divide it there. Where the
    /// standard library is built anyway, a panic stops at once, without a text and without the places and formats for
    /// one: some 8 % of what a page loads. Development builds and tests keep them.
    pub(crate) fn release_env(&self) -> Vec<(String, String)> {
        let mut env = self.env();
        let mut flags = "--cfg split -Clink-arg=--emit-relocs".to_owned();
        if self.has_baseline() {
            flags += " -Zlocation-detail=none -Zfmt-debug=none -Zunstable-options -Cpanic=immediate-abort ";
            flags += baseline::WITHOUT;
        }
        env.push(("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS".to_owned(), flags));
        // Without names the linker's relocations are of no use.
        env.push(("CARGO_PROFILE_RELEASE_STRIP".to_owned(), "none".to_owned()));
        env
    }

    /// Whether what it releases keeps to the oldest browsers: the standard library is then built for them too, and not as
    /// delivered.
    pub(crate) const fn has_baseline(&self) -> bool {
        !matches!(self, Self::Own { source: false })
    }

    /// What the optimiser has to know of its output.
    pub(crate) fn features(&self) -> Vec<&'static str> {
        let beyond = if self.has_baseline() { None } else { Some("--enable-reference-types") };
        baseline::FEATURES.into_iter().chain(beyond).collect()
    }

    /// The target folder that this compiler writes to.
    pub(crate) fn target(&self) -> PathBuf {
        match self {
            Self::Own { source: false } => layout::target(),
            Self::Own { source: true } => layout::target().join("browser"),
            Self::Debian { .. } => layout::target().join("debian"),
        }
    }
}

/// Finds or installs a compiler for the browser.
pub(super) fn ensure() -> Result<Compiler, String> {
    if own_has_target() {
        present(&format!("the compiler's target {TARGET}"));
        return Ok(Compiler::Own { source: has_source() });
    }
    let note = layout::tools().join("compiler");
    let settled = fs::read_to_string(&note).is_ok_and(|text| text.trim() == "debian");
    if !settled {
        if from_rustup() {
            return Ok(Compiler::Own { source: has_source() });
        }
        if !apt::here() {
            return Err(by_hand("this machine has no apt to take Debian's compiler from"));
        }
        println!("set-up: rustup cannot add {TARGET}; falling back to Debian's compiler");
    }
    apt::ensure("Debian's Rust compiler with its source", "30 s", &DEBIAN_PACKAGES).map_err(|error| by_hand(&error))?;
    if !Path::new(DEBIAN_SOURCE).is_file() {
        return Err(by_hand(&format!("Debian's packages did not bring {DEBIAN_SOURCE}")));
    }
    let linker = linker()?;
    present("Debian's Rust compiler with its source");
    fs::create_dir_all(layout::tools())
        .and_then(|()| fs::write(&note, "debian\n"))
        .map_err(|error| format!("{}: {error}", note.display()))?;
    Ok(Compiler::Debian { linker })
}

fn own_has_target() -> bool {
    let folder = Line::new("rustc --print target-libdir --target").arg(TARGET).read();
    let Ok(entries) = folder.map(PathBuf::from).and_then(|folder| fs::read_dir(folder).map_err(|e| e.to_string()))
    else {
        return false;
    };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn from_rustup() -> bool {
    if layout::on_path("rustup").is_none() {
        return false;
    }
    let line = Line::new("rustup target add").arg(TARGET).env("RUST_BACKTRACE", "0");
    match install(&format!("the compiler's target {TARGET}"), "10 s", &[line]) {
        Ok(()) => own_has_target(),
        Err(error) => {
            println!("set-up: {error}");
            false
        }
    }
}

/// Whether the source of the compiler's standard library is there, or rustup brings it. Without it everything works
/// and is larger.
fn has_source() -> bool {
    let source = || {
        let root = Line::new("rustc --print sysroot").read().ok().map(PathBuf::from);
        root.is_some_and(|root| root.join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file())
    };
    if source() {
        present("the source of the standard library");
        return true;
    }
    if layout::on_path("rustup").is_none() {
        return false;
    }
    let line = Line::new("rustup component add rust-src").env("RUST_BACKTRACE", "0");
    match install("the source of the standard library", "10 s", &[line]) {
        Ok(()) => source(),
        Err(error) => {
            println!("set-up: {error}; the site will be larger than what is released");
            false
        }
    }
}

/// Debian's compiler comes without a linker for WebAssembly; rustup's brings one, and LLVM's serves as well.
fn linker() -> Result<PathBuf, String> {
    let own = Line::new("rustc --print target-libdir").read().ok().map(PathBuf::from);
    let own = own.and_then(|lib| Some(lib.parent()?.join("bin/rust-lld"))).filter(|path| path.is_file());
    if let Some(path) = own.or_else(|| layout::on_path("wasm-ld")) {
        return Ok(path);
    }
    apt::ensure("a linker for WebAssembly", "10 s", &["lld"])?;
    layout::on_path("wasm-ld").ok_or_else(|| by_hand("neither rust-lld nor wasm-ld is to be found"))
}

fn by_hand(why: &str) -> String {
    format!(
        "there is no compiler for the browser: {why}. Install Rust by https://rustup.rs and run `rustup target add {TARGET}`"
    )
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Compiler;

    #[test]
    fn the_project_s_tools_come_first() {
        for compiler in [Compiler::Own { source: true }, Compiler::Debian { linker: PathBuf::from("/usr/bin/wasm-ld") }]
        {
            let env = compiler.env();
            let path = env.iter().find(|(key, _)| key == "PATH").map(|(_, value)| value.as_str());
            let tools = crate::layout::tools().join("bin");
            assert!(path.is_some_and(|path| path.starts_with(&format!("{}:", tools.display()))));
        }
    }

    #[test]
    fn two_compilers_do_not_share_a_target_folder() {
        let debian = Compiler::Debian { linker: PathBuf::from("/usr/bin/wasm-ld") };
        let own = Compiler::Own { source: true };
        assert_ne!(debian.target(), own.target());
        for compiler in [debian, own] {
            let said = compiler.env().into_iter().find(|(key, _)| key == "CARGO_TARGET_DIR").map(|(_, value)| value);
            assert_eq!(said, Some(compiler.target().display().to_string()));
        }
    }
}
