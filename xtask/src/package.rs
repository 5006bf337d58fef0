//! The npm package in `dist/npm`. In: the built site, the hand-written types, schema, README and licences. Out: the
//! folder as `npm publish` takes it, and its hashes. Refuses where one of its files is not there, naming all such.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha384};

use crate::command::Line;
use crate::engine::{self, ENGINE, ENGINE_TYPES, ENGINE_WASM};
use crate::layout;
use crate::names::without_raw_exports;
use crate::setup::Tools;
use crate::site::{FETCH, FRAME, FRAME_PAGE, FRAMED, GLUE, LATER, LOADER, ON_DEMAND, WASM};

const LOADER_TYPES: &str = "redcat-report.d.ts";
const FRAME_TYPES: &str = "redcat-frame.d.ts";
const GLUE_TYPES: &str = "widget.d.ts";
const README: &str = "README.md";
const SCHEMA: &str = "redcat.report-1.schema.json";
/// What wasm-bindgen puts beside the glue where a crate brings JavaScript of its own.
const SNIPPETS: &str = "snippets";

/// Builds the package from the site that was built just before.
pub(crate) fn build(tools: &Tools) -> Result<(), String> {
    let package = layout::package();
    if package.exists() {
        fs::remove_dir_all(&package).map_err(|error| format!("{}: {error}", package.display()))?;
    }
    fs::create_dir_all(&package).map_err(|error| format!("{}: {error}", package.display()))?;
    let sources = sources();
    let missing: Vec<String> = sources
        .iter()
        .filter(|path| !path.is_file())
        .map(|path| layout::relative(&path.display().to_string()))
        .collect();
    if !missing.is_empty() {
        return Err(format!("the package lacks {}", missing.join(", ")));
    }
    for source in &sources {
        copy(source, &package)?;
    }
    copy_snippets(&package)?;
    let readme = fs::read_to_string(layout::root().join(README)).map_err(|error| format!("{README}: {error}"))?;
    let has = |file: &str| package.join(file).is_file();
    fs::write(package.join(README), for_package(&readme, &has)).map_err(|error| format!("{README}: {error}"))?;
    write_types(tools, &package)?;
    engine::build(tools, &package)?;
    let root = layout::root();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).map_err(|error| format!("Cargo.toml: {error}"))?;
    fs::write(package.join("package.json"), manifest_for_npm(&manifest)?)
        .map_err(|error| format!("package.json: {error}"))
}

/// Everything that is copied as it is.
fn sources() -> Vec<PathBuf> {
    let (site, root) = (layout::site(), layout::root());
    let built = [LOADER, FETCH, GLUE, WASM, LATER, FRAME, FRAME_PAGE]
        .into_iter()
        .chain(ON_DEMAND)
        .chain(FRAMED)
        .map(|file| site.join(file));
    let written = [LOADER_TYPES, FRAME_TYPES, SCHEMA].map(|file| root.join("www").join(file));
    let about = ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE"].map(|file| root.join(file));
    built.chain(written).chain(about).collect()
}

/// The README with links to what the package has: all of that lies beside it. Of other links within the project the text
/// stays, of pictures nothing.
fn for_package(readme: &str, has: &dyn Fn(&str) -> bool) -> String {
    let mut text = String::with_capacity(readme.len());
    let mut rest = readme;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((target, later)) = after.split_once(')') else { break };
        // What the link says begins at the last bracket, and a picture with one more sign.
        let (lead, label) = before.rsplit_once('[').unwrap_or((before, ""));
        let (file, elsewhere) = (target.rsplit('/').next().unwrap_or(target), target.starts_with('#'));
        if elsewhere || target.contains("://") {
            text.extend([before, "](", target, ")"]);
        } else if has(file) {
            text.extend([before, "](", file, ")"]);
        } else if let Some(lead) = lead.strip_suffix('!') {
            text.push_str(lead);
        } else {
            text.extend([lead, label]);
        }
        rest = later;
    }
    text + rest
}

fn copy(source: &Path, folder: &Path) -> Result<(), String> {
    let name = source.file_name().ok_or_else(|| format!("{} has no name", source.display()))?;
    fs::copy(source, folder.join(name)).map(|_| ()).map_err(|error| format!("{}: {error}", source.display()))
}

fn copy_snippets(package: &Path) -> Result<(), String> {
    let snippets = layout::site().join(SNIPPETS);
    if !snippets.is_dir() {
        return Ok(());
    }
    Line::new("cp -R").arg(snippets.display().to_string()).arg(package.display().to_string()).run()
}

/// The widget's types come from the crate itself: Trunk leaves them out of a site, so wasm-bindgen is asked again.
fn write_types(tools: &Tools, package: &Path) -> Result<(), String> {
    let target = tools.compiler.target();
    let types = target.join("widget-types");
    Line::new("wasm-bindgen --target web --out-name widget --out-dir")
        .arg(types.display().to_string())
        .arg(target.join("wasm32-unknown-unknown/release/widget.wasm").display().to_string())
        .envs(&tools.compiler.env())
        .say_and_run()?;
    let types = types.join(GLUE_TYPES);
    let text = fs::read_to_string(&types).map_err(|error| format!("{}: {error}", types.display()))?;
    fs::write(package.join(GLUE_TYPES), without_raw_exports(&text)).map_err(|error| format!("{GLUE_TYPES}: {error}"))
}

/// `package.json`, its name, version, description and licence those of the crate. Written as text because the order of
/// keys is part of its meaning: TypeScript takes the first condition that fits, so `types` stands before `default`.
fn manifest_for_npm(manifest: &str) -> Result<String, String> {
    let of_crate = |table: &str, key: &str| {
        let value = in_table(manifest, table, key);
        let value = value.ok_or_else(|| format!("Cargo.toml has no {key} under [{table}]"))?;
        serde_json::to_string(value).map_err(|error| error.to_string())
    };
    let (name, version) = (of_crate("package", "name")?, of_crate("package", "version")?);
    let (description, license) = (of_crate("package", "description")?, of_crate("workspace.package", "license")?);
    Ok(format!(
        r#"{{
  "name": {name},
  "version": {version},
  "description": {description},
  "license": {license},
  "type": "module",
  "types": "./{LOADER_TYPES}",
  "sideEffects": ["./{LOADER}", "./{FRAME}"],
  "exports": {{
    ".": {{ "types": "./{LOADER_TYPES}", "default": "./{LOADER}" }},
    "./frame": {{ "types": "./{FRAME_TYPES}", "default": "./{FRAME}" }},
    "./{FRAME_PAGE}": "./{FRAME_PAGE}",
    "./engine": {{ "types": "./{ENGINE_TYPES}", "default": "./{ENGINE}" }},
    "./{ENGINE_WASM}": "./{ENGINE_WASM}",
    "./{WASM}": "./{WASM}",
    "./{LATER}": "./{LATER}",
    "./{SCHEMA}": "./{SCHEMA}",
    "./package.json": "./package.json"
  }}
}}
"#
    ))
}

/// A string of a table in a `Cargo.toml`, where it stands as `key = "value"`.
fn in_table<'a>(manifest: &'a str, table: &str, key: &str) -> Option<&'a str> {
    let head = format!("[{table}]");
    let lines = manifest.lines().skip_while(|line| *line != head).skip(1).take_while(|line| !line.starts_with('['));
    let values = lines.filter_map(|line| line.split_once('=').filter(|(name, _)| name.trim() == key));
    values.map(|(_, value)| value.trim().trim_matches('"')).next()
}

/// The hashes of what a page loads, as `integrity` attributes take them, and the tag with that of the loader. The loader
/// itself knows those of both parts of the program.
pub(crate) fn hashes(folder: &Path) -> Result<String, String> {
    let (mut text, mut tag) = (String::new(), String::new());
    for file in [LOADER, FETCH, GLUE, WASM, LATER, FRAME].into_iter().chain(ON_DEMAND) {
        let bytes = fs::read(folder.join(file)).map_err(|error| format!("{file}: {error}"))?;
        let hash = format!("sha384-{}", base64(&Sha384::digest(&bytes)));
        let _ = writeln!(text, "{file:<20} {hash}");
        if file == LOADER {
            tag = format!("<script type=\"module\" crossorigin integrity=\"{hash}\" src=\"{file}\"></script>");
        }
    }
    let _ = writeln!(text, "\n{tag}");
    Ok(text)
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0usize, |bits, at| bits << 8 | group.get(at).map_or(0, |byte| usize::from(*byte)));
        for digit in 0..4 {
            let known = digit <= group.len();
            text.push(if known { char::from(DIGITS[bits >> (18 - 6 * digit) & 63]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, for_package, in_table, manifest_for_npm};

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn a_readme_links_to_what_lies_beside_it() {
        let readme = "A\n\n![A picture](www/a.png)\n\n[Feed it](#feed-it), [schema](www/a.json), [the law](https://b.c/d), \
                      [LICENCE](LICENSE) and [a sample](www/data/e.json).";
        let found = for_package(readme, &|file| matches!(file, "a.json" | "LICENSE"));
        let expected = "A\n\n\n\n[Feed it](#feed-it), [schema](a.json), [the law](https://b.c/d), [LICENCE](LICENSE) and a sample.";
        assert_eq!(found, expected);
    }

    #[test]
    fn values_are_read_from_their_own_table() {
        let manifest = "[workspace.package]\nversion = \"9\"\n\n[package]\nname = \"a\"\nversion = \"1.2.3\"\n[lib]\nversion = \"7\"\n";
        assert_eq!(in_table(manifest, "package", "version"), Some("1.2.3"));
        assert_eq!(in_table(manifest, "package", "license"), None);
    }

    #[test]
    fn the_package_takes_its_name_and_version_from_the_crate() {
        let manifest = manifest_for_npm(include_str!("../../Cargo.toml")).expect("complete");
        assert!(manifest.find("\"types\": \"./engine") < manifest.find("\"default\": \"./engine"));
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("valid");
        assert_eq!(manifest["name"], "redcat-report");
        assert_eq!(manifest["license"], "MIT OR Apache-2.0");
        assert_eq!(manifest["exports"]["./engine"]["types"], "./engine.d.ts");
    }
}
