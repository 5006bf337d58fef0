//! Short names between the WebAssembly and its glue. wasm-bindgen gives every function that one side calls in the other a
//! name with a hash in it, which stands in both files and which nothing compresses. In: the names that wasm-opt has
//! exchanged, the glue with the long ones. Out: the glue with the short ones. Refuses where the glue lacks an import:
//! the two would no longer fit together.

use serde_json::Value;

/// One name and what stands in its place.
type Renamed = (String, String);

/// What wasm-opt has renamed.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Names {
    /// The module that holds the imports, as wasm-bindgen calls it.
    module: String,
    imports: Vec<Renamed>,
    exports: Vec<Renamed>,
}

/// What all import modules are called afterwards.
const MODULE: &str = "a";

impl Names {
    /// Reads what `wasm-opt --minify-imports-and-exports-and-modules` prints.
    pub(crate) fn read(printed: &str) -> Result<Self, String> {
        let printed: Value =
            serde_json::from_str(printed).map_err(|error| format!("the names of wasm-opt: {error}"))?;
        let mut names = Self::default();
        for (key, renamed) in [("imports", &mut names.imports), ("exports", &mut names.exports)] {
            for entry in printed[key].as_array().into_iter().flatten() {
                let texts: Vec<&str> = entry.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                match texts[..] {
                    [module, long, short] => {
                        module.clone_into(&mut names.module);
                        renamed.push((long.to_owned(), short.to_owned()));
                    }
                    [long, short] => renamed.push((long.to_owned(), short.to_owned())),
                    _ => return Err(format!("a name of wasm-opt that has neither two nor three parts: {entry}")),
                }
            }
        }
        Ok(names)
    }

    /// The name by which an export is known now.
    pub(crate) fn export<'n>(&'n self, long: &'n str) -> &'n str {
        self.exports.iter().find(|(known, _)| known == long).map_or(long, |(_, short)| short)
    }

    /// The glue with the short names.
    pub(crate) fn shorten(&self, glue: &str) -> Result<String, String> {
        let mut text = String::with_capacity(glue.len());
        let mut met = vec![false; self.imports.len()];
        let mut rest = glue;
        while let Some(start) = rest.find(is_name) {
            let (before, from) = rest.split_at(start);
            let (name, after) = from.split_at(from.find(|c| !is_name(c)).unwrap_or(from.len()));
            text.push_str(before);
            let import = self.imports.iter().position(|(long, _)| long == name).filter(|_| after.starts_with(':'));
            let export = self.exports.iter().find(|(long, _)| long == name).filter(|_| text.ends_with("wasm."));
            if let Some(import) = import {
                met[import] = true;
            }
            let short = import.map(|import| &self.imports[import]).or(export).map(|(_, short)| short.as_str());
            text.push_str(short.unwrap_or(name));
            rest = after;
        }
        text.push_str(rest);
        let unmet: Vec<&str> =
            self.imports.iter().zip(met).filter(|(_, met)| !met).map(|((long, _), _)| long.as_str()).collect();
        if !unmet.is_empty() {
            return Err(format!("the glue lacks {}", unmet.join(", ")));
        }
        // Trunk renames the glue, and with it the module: it is the only key that ends so.
        let Some((before, after)) = text.split_once("_bg.js\":") else {
            return Err(format!("the glue does not name the module {:?}", self.module));
        };
        let begin = before.rfind('"').map_or(before.len(), |quote| quote + 1);
        Ok(format!("{}{MODULE}\":{after}", &before[..begin]))
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// What `using` calls: its type stands in no library before ES2025, and a partner's compiler refuses what it does not know.
const DISPOSE: &str = "    [Symbol.dispose](): void;\n";

/// The glue's types without the list of raw exports, which nobody outside the glue may call and whose names are gone.
pub(crate) fn without_raw_exports(types: &str) -> String {
    let types = types.replace(DISPOSE, "");
    let Some((before, after)) = types.split_once("export interface InitOutput {") else { return types };
    let Some((_, after)) = after.split_once("\n}") else { return types };
    format!(
        "{before}/** The program's own; nothing in it is meant for others. */\nexport interface InitOutput {{}}{after}"
    )
}

#[cfg(test)]
mod tests {
    use super::{Names, without_raw_exports};

    const PRINTED: &str = r#"{
 "imports": [
  ["./widget_bg.js", "__wbg_new_12", "b"]
 ],
"exports": [
  ["memory", "c"],
  ["__abort_handler", "d"]
 ]
}"#;

    #[test]
    fn names_change_where_the_two_sides_meet_and_nowhere_else() {
        let names = Names::read(PRINTED).expect("names");
        let glue = r#"const i = { __wbg_new_12: function(memory) { return wasm.memory.buffer + memory; } };
            return { "./redcat-report_bg.js": i };"#;
        let expected = r#"const i = { b: function(memory) { return wasm.c.buffer + memory; } };
            return { "a": i };"#;
        assert_eq!(names.shorten(glue).as_deref(), Ok(expected));
    }

    #[test]
    fn a_glue_that_does_not_fit_is_refused() {
        let names = Names::read(PRINTED).expect("names");
        let refusal = names.shorten("{ \"./x_bg.js\": i }").expect_err("refused");
        assert!(refusal.contains("__wbg_new_12"), "{refusal}");
        assert!(Names::read("[]").is_ok_and(|names| names == Names::default()));
        assert!(Names::read("no names").is_err());
    }

    #[test]
    fn types_keep_all_but_the_raw_exports() {
        let types = "export class A {\n    free(): void;\n    [Symbol.dispose](): void;\n}\nexport interface InitOutput {\n    readonly memory: X;\n}\nexport type B = C;\n";
        let left = without_raw_exports(types);
        assert!(
            !left.contains("memory")
                && left.contains("export class A {\n    free(): void;\n}")
                && left.contains("export type B"),
            "{left}"
        );
    }
}
