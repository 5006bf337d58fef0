//! What the README shows works as it is printed.

use redcat_report::contract::Report;
use redcat_report::cube::Dataset;

const README: &str = include_str!("../README.md");

/// The blocks of one language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    README.split(fence.as_str()).skip(1).filter_map(|after| after.split("```").next()).collect()
}

#[test]
fn the_example_document_is_a_whole_report() {
    let [example] = blocks("json")[..] else { panic!("one example document") };
    let report = Report::from_bytes(example.as_bytes()).expect("accepted as printed");
    assert_eq!(report.warnings, [], "nothing odd about it");
    assert_eq!(report.funnel.len(), 2);
    let dataset = Dataset::build(report).expect("a dataset");
    assert_eq!(dataset.cubes.iter().map(redcat_report::cube::Cube::rows).sum::<usize>(), 2);
}

#[test]
fn the_picture_and_the_files_it_points_to_are_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let targets: Vec<&str> = README
        .split("](")
        .skip(1)
        .filter_map(|after| after.split(')').next())
        .filter(|to| !to.contains("://"))
        .collect();
    assert!(targets.len() >= 3, "{targets:?}");
    for target in targets {
        assert!(root.join(target).exists(), "{target}");
    }
}
