//! Divides the compiled WebAssembly: what the first screen needs, and what only the function behind the split point of
//! `src/ui/later.rs` reaches. In: the linker's output with its relocations. Out: two files, of which the second takes
//! memory, table and stack from the first, by the names that the first exports. Refuses a program that has not exactly
//! one split point, or does not say that it may use references to objects.

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
    let bytes = fs::read(first).map_err(|error| fail(first, &error))?;
    fs::write(first, without_references(bytes)?).map_err(|error| fail(first, &error))?;
    fs::rename(only, later).map_err(|error| fail(later, &error))
}

/// Tells wasm-bindgen that references to objects are not to be had: it then keeps them in a list of its own. Chrome has them
/// from 96 on, and nothing else in the program is younger than 91.
fn without_references(mut wasm: Vec<u8>) -> Result<Vec<u8>, String> {
    const FEATURE: &[u8] = b"+\x0freference-types";
    let places: Vec<usize> = (0..wasm.len()).filter(|&n| wasm[n..].starts_with(FEATURE)).collect();
    let [place] = places[..] else {
        return Err(format!("the program names reference types {} times among what it uses", places.len()));
    };
    wasm[place] = b'-';
    Ok(wasm)
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

    use super::{follow, without_references};
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
    fn references_are_no_longer_named_as_used() {
        let named = b"\x02+\x0freference-types+\x08sign-ext".to_vec();
        assert_eq!(without_references(named.clone()).as_deref(), Ok(&b"\x02-\x0freference-types+\x08sign-ext"[..]));
        assert!(without_references(named.repeat(2)).is_err());
        assert!(without_references(b"\x01+\x08sign-ext".to_vec()).is_err());
    }

    #[test]
    fn the_second_file_follows_the_first_one_s_names() {
        let names = Names::read(r#"{ "exports": [["memory", "c"]] }"#).expect("names");
        assert_eq!(follow(&importing("memory"), &names), Ok(importing("c")));
        assert_eq!(follow(&importing("memory"), &Names::default()), Ok(importing("memory")));
        assert!(follow(b"nothing", &names).is_err());
    }
}
