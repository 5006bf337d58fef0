//! What a WebAssembly consists of. In: a program with the names of its functions. Out: the bytes of code by crate, in the
//! project's own by module, and by panel of the screen. Refuses what is no program.

use std::collections::BTreeMap;

use rustc_demangle::demangle;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// The project's own crate: of it, modules are told apart.
const OWN: &str = "redcat_report";
/// Panels, and how the modules that make one are called, whether they say what is drawn, draw it, or find the numbers.
const PANELS: [(&str, &[&str]); 15] = [
    ("header", &["header"]),
    ("kpis", &["kpis"]),
    ("funnel", &["funnel"]),
    ("trend", &["trend"]),
    ("drilldown", &["drilldown"]),
    ("repurchase, cohorts", &["repurchase", "cohorts"]),
    ("comparison", &["compare", "comparison"]),
    ("effect", &["effect"]),
    ("content", &["content"]),
    ("returns", &["returns"]),
    ("settlement", &["settlement"]),
    ("loop", &["closed_loop"]),
    ("entry", &["entry"]),
    ("quality", &["quality"]),
    ("cards", &["card"]),
];

/// Where panels have modules.
const LAYERS: [&str; 3] = ["analysis", "view", "ui"];

/// Bytes of code by what they are for.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parts {
    /// By crate, the project's own by module.
    pub(crate) crates: BTreeMap<String, usize>,
    /// By panel, in the order of the screen.
    pub(crate) panels: Vec<(&'static str, usize)>,
}

impl Parts {
    /// Looks into a program.
    pub(crate) fn of(program: &[u8]) -> Result<Self, String> {
        let functions = functions(program).map_err(|error| format!("the parts of the WebAssembly: {error}"))?;
        let mut parts = Self { panels: PANELS.map(|(panel, _)| (panel, 0)).to_vec(), ..Self::default() };
        for (name, bytes) in &functions {
            let name = format!("{:#}", demangle(name));
            let path = home(&name);
            *parts.crates.entry(path[..path.len().min(2)].join("::")).or_default() += bytes;
            for ((_, sum), (_, modules)) in parts.panels.iter_mut().zip(&PANELS) {
                let is_its = path.len() > 1 && LAYERS.contains(&path[1]) && path.iter().any(|at| modules.contains(at));
                *sum += if is_its { *bytes } else { 0 };
            }
        }
        Ok(parts)
    }
}

/// Names of functions and bytes of their code.
fn functions(program: &[u8]) -> wasmparser::Result<Vec<(String, usize)>> {
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(program) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.as_bytes().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else { continue };
                for subsection in subsections {
                    let Name::Function(map) = subsection? else { continue };
                    for naming in map {
                        let naming = naming?;
                        names.insert(naming.index, naming.name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    Ok((imported..).zip(sizes).map(|(at, bytes)| (names.remove(&at).unwrap_or_default(), bytes)).collect())
}

/// The path of a function: from the project's own crate on where that is named at all, as what is made for a type of it
/// is because of it.
fn home(name: &str) -> Vec<&str> {
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let own = name.match_indices(OWN).map(|(at, _)| at).find(|&at| !name[..at].ends_with(is_path));
    let from = own.map_or_else(|| name.trim_start_matches(|c: char| !is_path(c)), |at| &name[at..]);
    let path = from.split_once(|c| !is_path(c)).map_or(from, |(path, _)| path);
    let path: Vec<&str> = path.split("::").filter(|module| !module.is_empty()).collect();
    match path[..] {
        [OWN, ..] => path,
        [other, ..] => vec![other],
        [] => vec!["(glue)"],
    }
}

#[cfg(test)]
mod tests {
    use super::{Parts, home};

    #[test]
    fn functions_are_at_home_where_they_are_made_for() {
        for (name, path) in [
            (
                "redcat_report::view::funnel::build::FunnelView::build",
                "redcat_report view funnel build FunnelView build",
            ),
            ("<redcat_report::ui::app::App as yew::Component>::view", "redcat_report ui app App"),
            (
                "core::ptr::drop_in_place::<redcat_report::contract::report::Report>",
                "redcat_report contract report Report",
            ),
            ("<&alloc::vec::Vec<u8> as std::io::Write>::write", "alloc"),
            ("yew::dom_bundle::blist::BList::apply_unkeyed", "yew"),
            ("", "(glue)"),
        ] {
            assert_eq!(home(name).join(" "), path, "{name}");
        }
        assert!(Parts::of(b"nothing").is_err());
    }
}
