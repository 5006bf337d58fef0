//! What a host can rely on is declared, and what is declared is there: every event that is sent, every attribute that is
//! observed, every property and method. In: the sources of the element and its types. Out: what only one of them knows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a readable source")
}

/// The pieces of `text` that follow `before`, as long as they are letters of names.
fn after<'a>(text: &'a str, before: &str) -> BTreeSet<&'a str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.split(before).skip(1).map(|rest| rest.split(|c| !is_name(c)).next().unwrap_or("")).collect()
}

/// The text of `types` from one line to the closing brace of its block.
fn block<'a>(types: &'a str, head: &str) -> &'a str {
    let (_, from) = types.split_once(head).unwrap_or_else(|| panic!("{head} is not declared"));
    from.split_once("\n}").expect("an end").0
}

#[test]
fn every_event_is_declared_with_its_detail() {
    let types = read("www/redcat-report.d.ts");
    let sources = ["src/embed/element.rs", "www/redcat-report.js", "www/redcat-reports.js", "www/redcat-present.js"];
    let sent: String = sources.map(read).concat();
    let mut events = after(&sent, "tell(\"redcat-");
    events.extend(after(&sent, "_tell(\"redcat-"));
    events.extend(after(&sent, "dispatch(&host, \"redcat-"));
    assert!(events.len() >= 6, "{events:?}");
    assert_eq!(events, after(block(&types, "export interface RedcatReportEventMap {"), "\n  \"redcat-"));
    for detail in after(&types, "CustomEvent<Redcat") {
        block(&types, &format!("export interface Redcat{detail} {{"));
    }
}

#[test]
fn every_attribute_property_and_method_is_declared() {
    let (types, loader) = (read("www/redcat-report.d.ts"), read("www/redcat-report.js"));
    let (_, list) = loader.split_once("const ATTRIBUTES = [").expect("the attributes");
    let observed = after(list.split_once(']').expect("an end").0, "\"");
    let attributes = block(&types, "export interface RedcatReportAttributes {").lines();
    let named =
        attributes.filter_map(|line| line.strip_prefix("  ")?.split_once("?:").map(|(name, _)| name.trim_matches('"')));
    let declared: BTreeSet<&str> = named.collect();
    let observed: BTreeSet<&str> = observed.into_iter().filter(|name| !name.is_empty() && *name != "-").collect();
    assert!(observed.is_subset(&declared), "{observed:?} are observed, {declared:?} declared");

    let class = block(&types, "export class RedcatReport extends HTMLElement {");
    let (_, own) = loader.split_once("export class RedcatReport").expect("the class");
    // Public is what is neither the browser's nor begins with an underscore.
    let is_public = |name: &&str| !name.is_empty() && !name.starts_with('_') && name.chars().all(char::is_alphanumeric);
    let browser = [
        "constructor",
        "static",
        "async",
        "connectedCallback",
        "disconnectedCallback",
        "attributeChangedCallback",
        "get",
        "set",
    ];
    let mut offered = after(own, "\n  get ");
    offered.extend(own.lines().filter_map(|line| line.strip_prefix("  ")?.split_once('(').map(|(name, _)| name)));
    let offered: BTreeSet<&str> =
        offered.into_iter().filter(is_public).filter(|name| !browser.contains(name)).collect();
    assert!(offered.contains("exportCsv") && offered.contains("allow"), "{offered:?}");
    let members =
        class.lines().filter_map(|line| line.strip_prefix("  ")?.split_once([':', '(']).map(|(name, _)| name));
    let members: BTreeSet<&str> = members.filter(is_public).filter(|name| *name != "addEventListener").collect();
    let (only_there, only_declared): (Vec<_>, Vec<_>) =
        (offered.difference(&members).collect(), members.difference(&offered).collect());
    // Arguments of declared methods stand deeper; what is left is one and the same.
    assert!(
        only_there.is_empty() && only_declared.is_empty(),
        "{only_there:?} undeclared, {only_declared:?} not there"
    );
}
