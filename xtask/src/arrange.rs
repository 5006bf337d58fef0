//! Puts the functions of a WebAssembly into the order of their bytes. Those that begin alike then stand side by side, where
//! a compressor finds them: some 1 % of what is transferred, and nothing else changes. In: a program. Out: the same
//! program, without names and what else is not part of it. Refuses what is none.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, CustomSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// The program with its functions in order.
pub(crate) fn arrange(program: &[u8]) -> Result<Vec<u8>, String> {
    let fail = |error: &dyn std::fmt::Display| format!("arranging the WebAssembly: {error}");
    let mut arranged = Arranged::of(program).map_err(|error| fail(&error))?;
    let mut module = Module::new();
    arranged.parse_core_module(&mut module, Parser::new(0), program).map_err(|error| fail(&error))?;
    Ok(module.finish())
}

struct Arranged {
    /// Functions that are imported: they come first, whatever happens.
    imported: u32,
    /// The others, as numbered among themselves, in their new order.
    order: Vec<usize>,
    /// The new place of each.
    places: Vec<u32>,
}

impl Arranged {
    fn of(program: &[u8]) -> wasmparser::Result<Self> {
        let (mut imported, mut bodies) = (0, Vec::new());
        for payload in Parser::new(0).parse_all(program) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        let mut order: Vec<usize> = (0..bodies.len()).collect();
        order.sort_by_key(|&function| bodies[function]);
        let mut places = vec![0; order.len()];
        for (place, &function) in (imported..).zip(&order) {
            places[function] = place;
        }
        Ok(Self { imported, order, places })
    }
}

impl Reencode for Arranged {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        let own = function.checked_sub(self.imported).and_then(|own| self.places.get(own as usize));
        Ok(own.copied().unwrap_or(function))
    }

    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Result<(), Error<Infallible>> {
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = section.into_iter().collect::<wasmparser::Result<Vec<u32>>>()?;
        for &function in &self.order {
            functions.function(types[function]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies = section.into_iter().collect::<wasmparser::Result<Vec<_>>>()?;
        for function in self.order.clone() {
            utils::parse_function_body(self, code, bodies[function].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, CustomSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection,
        Instruction, Module, TypeSection, ValType,
    };

    use super::arrange;

    /// A program whose functions return these numbers, each but the last after calling the next; the first is exported.
    fn program(numbers: &[i32], export: u32, after: &[u32], note: bool) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("host", "f", EntityType::Function(0));
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for (number, next) in numbers.iter().zip(after) {
            functions.function(0);
            let mut function = Function::new([]);
            function.instruction(&Instruction::I32Const(*number));
            function.instruction(&Instruction::Call(*next));
            function.instruction(&Instruction::I32Add);
            function.instruction(&Instruction::End);
            code.function(&function);
        }
        let mut exports = ExportSection::new();
        exports.export("run", ExportKind::Func, export);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
        if note {
            module.section(&CustomSection { name: "name".into(), data: (&[][..]).into() });
        }
        module.finish()
    }

    #[test]
    fn functions_change_places_and_all_that_names_them_follows() {
        // 1 → 2 → 3 → the import, in the places 2, 3, 1 after the import's.
        let found = arrange(&program(&[20, 30, 10], 1, &[2, 3, 0], true));
        assert_eq!(found, Ok(program(&[10, 20, 30], 2, &[0, 3, 1], false)));
        assert!(arrange(b"no program").is_err());
    }
}
