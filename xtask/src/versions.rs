//! Every pinned version of a tool, in this one place; what a partner's project installs is pinned by
//! `tests/npm/package-lock.json`. In: the text of `Cargo.lock`. Out: versions, and the verdict
//! whether the tool and the crate that must match do. Refuses a `Cargo.lock` that disagrees.

/// Builds and serves the site.
pub(crate) const TRUNK: &str = "0.21.14";
/// Turns the compiler's WebAssembly into a module for browsers. The crate of the same name must have this version.
pub(crate) const WASM_BINDGEN: &str = "0.2.130";
/// npm's `binaryen`: makes the WebAssembly smaller.
pub(crate) const BINARYEN: &str = "132.0.0";
/// npm's `terser`: makes the scripts smaller.
pub(crate) const TERSER: &str = "5.51.2";
/// npm's `axe-core`: finds what keeps people with disabilities out.
pub(crate) const AXE: &str = "4.14.1";
/// npm's `chrome-aws-lambda`, which has the oldest browser that is promised inside: Chromium 91.
pub(crate) const CHROMIUM_91: &str = "9.1.0";

/// npm's copy of Node, where the machine's is too old for a partner's project.
pub(crate) const NODE: &str = "20.20.2";

/// The version of `package` in the text of a `Cargo.lock`.
pub(crate) fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    lines.find(|line| quoted(line, "name") == Some(package))?;
    quoted(lines.next()?, "version")
}

/// The value of a line `key = "value"`.
fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')
}

/// Whether the pinned wasm-bindgen is the one that the crate is built with: the two speak a private format.
pub(crate) fn agree_with(lock: &str) -> Result<(), String> {
    match locked(lock, "wasm-bindgen") {
        Some(WASM_BINDGEN) => Ok(()),
        Some(other) => Err(format!(
            "Cargo.lock has wasm-bindgen {other}, xtask/src/versions.rs pins {WASM_BINDGEN}: set both to one version"
        )),
        None => Err("Cargo.lock does not name wasm-bindgen".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{WASM_BINDGEN, agree_with, locked};

    const LOCK: &str = "\
[[package]]
name = \"wasm-bindgen-shared\"
version = \"0.2.9\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.8\"
source = \"registry\"
";

    #[test]
    fn the_lock_file_is_read_by_whole_names() {
        assert_eq!(locked(LOCK, "wasm-bindgen"), Some("0.2.8"));
        assert_eq!(locked(LOCK, "wasm-bindgen-shared"), Some("0.2.9"));
        assert_eq!(locked(LOCK, "wasm"), None);
    }

    #[test]
    fn a_disagreement_names_both_versions() {
        let refusal = agree_with(LOCK).expect_err("refused");
        assert!(refusal.contains("0.2.8") && refusal.contains(WASM_BINDGEN));
    }

    #[test]
    fn the_project_agrees_with_itself() {
        assert_eq!(agree_with(include_str!("../../Cargo.lock")), Ok(()));
    }
}
