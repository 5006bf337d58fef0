//! What the oldest browsers that are promised can compile: Chrome and Edge 91, Firefox 89, Safari 16.4. In: a
//! WebAssembly. Refuses one that asks for more, naming what and where; a browser would only say that it cannot.

use std::fs;
use std::path::Path;

use wasmparser::{Validator, WasmFeatures};

/// What all of them know, as the optimiser calls it: it must neither refuse nor add to it.
pub(crate) const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-simd",
];

/// For the compiler: the target's own default goes further, to Chrome 96, and changes how tables are written.
pub(crate) const WITHOUT: &str = "-Ctarget-feature=-reference-types";

/// Reads `wasm` as they would.
pub(crate) fn hold(wasm: &Path) -> Result<(), String> {
    let bytes = fs::read(wasm).map_err(|error| format!("{}: {error}", wasm.display()))?;
    within(&bytes).map_err(|error| format!("{} asks for more than Chrome 91 knows: {error}", wasm.display()))
}

fn within(program: &[u8]) -> Result<(), String> {
    let known = WasmFeatures::WASM1
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::SIMD;
    Validator::new_with_features(known).validate_all(program).map(|_| ()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CodeSection, Function, FunctionSection, HeapType, Instruction, Module, TypeSection};

    use super::within;

    fn doing(instructions: &[Instruction<'_>]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut function = Function::new([]);
        for instruction in instructions.iter().chain([&Instruction::Drop, &Instruction::End]) {
            function.instruction(instruction);
        }
        let mut code = CodeSection::new();
        code.function(&function);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        module.finish()
    }

    #[test]
    fn what_came_later_is_refused_by_name() {
        let signed = [Instruction::I32Const(200), Instruction::I32Extend8S];
        assert_eq!(within(&doing(&signed)), Ok(()));
        assert_eq!(within(&doing(&[Instruction::V128Const(1)])), Ok(()));
        let refusal = within(&doing(&[Instruction::RefNull(HeapType::EXTERN)])).expect_err("refused");
        assert!(refusal.contains("reference types"), "{refusal}");
    }
}
