//! Divides the compiled WebAssembly: what the first screen needs, and what only the function behind the split point of
//! `src/ui/later.rs` reaches. In: the linker's output with its relocations. Out: two files, of which the second takes
//! memory, table and stack from the first, by the names that the first exports. Refuses a program that has not exactly
//! one split point.

use std::convert::Infallible;
use std::fs;
use std::path::Path;

use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{ImportSection, Module};
use wasm_split_cli_support::{Options, transform};

use crate::names::Names;

/// Reads `whole`; writes `first`, to be given to wasm-bindgen, and `later`.
pub(crate) fn divide(whole: &Path, first: &Path, later: &Path) -> Result<(), String> {
    let fail = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let input = fs::read(whole).map_err(|error| fail(whole, &error))?;
    let folder = first.parent().ok_or_else(|| format!("{} lies nowhere", first.display()))?;
    fs::create_dir_all(folder).map_err(|error| fail(folder, &error))?;
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = first;
    let divided = transform(options).map_err(|error| fail(whole, &format_args!("{error:#}")))?;
    let [only] = &divided.split_modules[..] else {
        return Err(format!("{} is divided into {} files", whole.display(), 1 + divided.split_modules.len()));
    };
    fs::rename(only, later).map_err(|error| fail(later, &error))
}

/// The second file with the names by which the first now exports what the two share.
pub(crate) fn follow(later: &[u8], names: &Names) -> Result<Vec<u8>, String> {
    let mut module = Module::new();
    let parsed = Renaming(names).parse_core_module(&mut module, wasmparser::Parser::new(0), later);
    parsed.map_err(|error| format!("the second WebAssembly: {error}"))?;
    Ok(module.finish())
}

struct Renaming<'n>(&'n Names);

impl Reencode for Renaming<'_> {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), reencode::Error<Infallible>> {
        for import in section.into_imports() {
            let import = import?;
            let kind = self.entity_type(import.ty)?;
            imports.import(import.module, self.0.export(import.name), kind);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, ImportSection, MemoryType, Module};

    use super::follow;
    use crate::names::Names;

    fn importing(name: &str) -> Vec<u8> {
        let memory = MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
        let mut imports = ImportSection::new();
        imports.import("__wasm_split", name, EntityType::Memory(memory));
        let mut module = Module::new();
        module.section(&imports);
        module.finish()
    }

    #[test]
    fn the_second_file_follows_the_first_one_s_names() {
        let names = Names::read(r#"{ "exports": [["memory", "c"]] }"#).expect("names");
        assert_eq!(follow(&importing("memory"), &names), Ok(importing("c")));
        assert_eq!(follow(&importing("memory"), &Names::default()), Ok(importing("memory")));
        assert!(follow(b"nothing", &names).is_err());
    }
}
