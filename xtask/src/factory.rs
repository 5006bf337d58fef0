//! Lets a page start the program more than once. What wasm-bindgen writes is a module, which a page has once, with one
//! program inside; where that has stopped in the middle of something, the page needs another. In: the glue as a module
//! that exports what the program offers. Out: a module whose default export makes all that anew at every call, on a
//! program of its own, whose calls pass through what the caller hands over. Refuses glue of another shape.

/// Where the glue lets the program be called.
const CALLS: &str = "wasm = instance.exports;";
/// Its last line.
const EXPORTS: &str = "export { initSync, __wbg_init as default };";

/// The glue as a function of what guards the calls.
pub(crate) fn factory(glue: &str) -> Result<String, String> {
    let (body, after) = glue.split_once(EXPORTS).ok_or_else(|| format!("the glue does not end with {EXPORTS:?}"))?;
    if !after.trim().is_empty() || body.matches(CALLS).count() != 1 || !body.contains("wasmModule = module;") {
        return Err("the glue is not what this version of wasm-bindgen used to write".to_owned());
    }
    let mut offered = vec!["start: __wbg_init".to_owned(), "compiled: () => wasmModule".to_owned()];
    let mut text = String::with_capacity(glue.len());
    for line in body.lines() {
        let declared = line.strip_prefix("export ");
        if let Some(declared) = declared {
            let name = declared.strip_prefix("class ").or(declared.strip_prefix("function "));
            let name = name.ok_or_else(|| format!("the glue exports what is no class and no function: {line}"))?;
            offered.push(name.chars().take_while(|&c| c.is_ascii_alphanumeric() || c == '_').collect());
        }
        text.push_str(&declared.unwrap_or(line).replace(CALLS, "wasm = guard(instance.exports);"));
        text.push('\n');
    }
    Ok(format!("export default (guard) => {{\n{text}return {{ {} }};\n}};\n", offered.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::factory;

    const GLUE: &str = "\
/* @ts-self-types */
export class Widget {
    free() { wasm.free(); }
}
export function whole() {
    return wasm.whole() !== 0;
}
let wasmModule, wasm;
function __wbg_finalize_init(instance, module) {
    wasm = instance.exports;
    wasmModule = module;
    return wasm;
}
export { initSync, __wbg_init as default };
";

    #[test]
    fn all_that_is_exported_is_made_at_each_call() {
        let made = factory(GLUE).expect("a factory");
        assert!(made.starts_with("export default (guard) => {\n/* @ts-self-types */\nclass Widget {"), "{made}");
        assert!(made.contains("\n    wasm = guard(instance.exports);\n"), "{made}");
        let offered = "return { start: __wbg_init, compiled: () => wasmModule, Widget, whole };\n};\n";
        assert!(made.ends_with(offered), "{made}");
        assert_eq!(made.matches("export ").count(), 1);
    }

    #[test]
    fn glue_of_another_shape_is_refused() {
        for (known, other) in [
            ("export { initSync, __wbg_init as default };", "export default __wbg_init;"),
            ("wasm = instance.exports;", "wasm = exports;"),
            ("wasmModule = module;", ""),
            ("export class", "export const"),
        ] {
            assert!(factory(&GLUE.replace(known, other)).is_err(), "{other}");
        }
    }
}
