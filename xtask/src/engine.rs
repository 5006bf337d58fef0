//! The engine without its screen, for the npm package. In: the tools. Out: `engine.js`, `engine_bg.wasm` and their types
//! in a folder. Built apart from the site: with another feature, and for speed rather than for size, since no page waits
//! for it.

use std::fs;
use std::path::Path;

use wasm_encoder::{Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::command::Line;
use crate::layout;
use crate::names::without_raw_exports;
use crate::setup::Tools;
use crate::site::replace;

/// What wasm-bindgen writes to start it.
pub(crate) const ENGINE: &str = "engine.js";
/// Its types.
pub(crate) const ENGINE_TYPES: &str = "engine.d.ts";
/// The program.
pub(crate) const ENGINE_WASM: &str = "engine_bg.wasm";

/// `Report.read`, whose streams and turns are a script's business.
const READ: &str = include_str!("../../src/headless/read.js");

/// Builds it into `folder`.
pub(crate) fn build(tools: &Tools, folder: &Path) -> Result<(), String> {
    Line::new("cargo build --release --package engine --target wasm32-unknown-unknown")
        .envs(&tools.compiler.release_env())
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3")
        .say_and_run()?;
    let built = tools.compiler.target().join("wasm32-unknown-unknown/release/engine.wasm");
    let plain = layout::target().join("engine.wasm");
    let fail = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let bytes = fs::read(&built).map_err(|error| fail(&built, error))?;
    fs::write(&plain, without_relocations(&bytes)?).map_err(|error| fail(&plain, error))?;
    Line::new("wasm-bindgen --target web --out-name engine --remove-name-section --remove-producers-section --out-dir")
        .arg(folder.display().to_string())
        .arg(plain.display().to_string())
        .envs(&tools.compiler.env())
        .say_and_run()?;
    let script = folder.join(ENGINE);
    let text = fs::read_to_string(&script).map_err(|error| fail(&script, error))?;
    fs::write(&script, with_read(&text)?).map_err(|error| fail(&script, error))?;
    // The types of what bindgen itself calls are nobody's business.
    fs::remove_file(folder.join("engine_bg.wasm.d.ts")).map_err(|error| format!("engine_bg.wasm.d.ts: {error}"))?;
    let types = folder.join(ENGINE_TYPES);
    let text = fs::read_to_string(&types).map_err(|error| format!("{ENGINE_TYPES}: {error}"))?;
    fs::write(&types, without_raw_exports(&text)).map_err(|error| format!("{ENGINE_TYPES}: {error}"))?;
    let Some(optimisers) = &tools.optimisers else { return Ok(()) };
    let (wasm, smaller) = (folder.join(ENGINE_WASM), layout::target().join(ENGINE_WASM));
    let line = Line::new(&optimisers.wasm_opt.display().to_string()).arg("-O3").arg("--strip-debug");
    let line = tools.compiler.features().iter().fold(line, |line, flag| line.arg(*flag));
    line.arg("--output").arg(smaller.display().to_string()).arg(wasm.display().to_string()).say_and_run()?;
    replace(&smaller, &wasm)
}

/// The glue with `Report.read`, for which alone the class is that does the work.
fn with_read(glue: &str) -> Result<String, String> {
    const EXPORTED: &str = "export class Reading ";
    if glue.matches(EXPORTED).count() != 1 {
        return Err(format!("the glue of the engine has not one {EXPORTED:?}"));
    }
    Ok(glue.replace(EXPORTED, "class Reading ") + READ)
}

/// The program without what the linker left in it for programs that are divided afterwards: the optimiser would not
/// keep it true.
fn without_relocations(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(|error| format!("the engine's WebAssembly: {error}"))?;
        if let Payload::CustomSection(section) = &payload
            && (section.name() == "linking" || section.name().starts_with("reloc."))
        {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            let data = bytes
                .get(range.start as usize..range.end as usize)
                .ok_or("a section of the engine's WebAssembly is cut off")?;
            module.section(&RawSection { id, data });
        }
    }
    Ok(module.finish())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use wasm_encoder::{CustomSection, Module, TypeSection};

    use super::{with_read, without_relocations};

    #[test]
    fn the_class_behind_read_is_nobody_else_s() {
        let found = with_read("export class Report {}\nexport class Reading {}\n").expect("as bindgen writes");
        assert!(found.starts_with("export class Report {}\nclass Reading {}\n\n//") && found.contains("Report.read ="));
        assert!(with_read("class Reading {}").is_err());
    }

    #[test]
    fn everything_but_relocations_stays() {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let program = |sections: &[&str]| {
            let mut module = Module::new();
            module.section(&types);
            for name in sections {
                module.section(&CustomSection { name: Cow::Borrowed(name), data: Cow::Borrowed(&[1, 2]) });
            }
            module.finish()
        };
        let found = without_relocations(&program(&["linking", "reloc.CODE", "__wasm_bindgen_unstable"]));
        assert_eq!(found, Ok(program(&["__wasm_bindgen_unstable"])));
        assert!(without_relocations(b"no program").is_err());
    }
}
