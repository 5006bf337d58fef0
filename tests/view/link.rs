//! A view as a part of an address: short where little was chosen, whole, and in characters that no browser rewrites.

use proptest::prelude::*;
use redcat_report::query::Selection;
use redcat_report::view::state::{DrillState, Sort, ViewState};

#[test]
fn a_link_says_what_was_chosen_and_nothing_else() {
    assert_eq!(ViewState::default().to_link(), "");
    let selection: Selection = "date=2025-05-13..2025-06-18&compare=wave:618&brand=a,~".parse().expect("a selection");
    let view = ViewState { selection, ..ViewState::default() };
    assert_eq!(view.to_link(), "date=2025-05-13..2025-06-18;compare=wave:618;brand=~,a");
    let top = ViewState { drill: DrillState { top_n: Some(10), ..DrillState::default() }, ..view.clone() };
    assert!(top.to_link().starts_with(&(view.to_link() + "/")));
}

#[test]
fn nonsense_is_refused() {
    for link in ["x", "date=2025-02-30..2025-03-01", "brand=%zz", "/", "/7", "/%7B", "brand=a/%7B%22selected%22:1%7D"] {
        assert!(ViewState::from_link(link).is_err(), "{link}");
    }
}

proptest! {
    #[test]
    fn every_view_comes_back(dimension in ".{1,12}", member in ".{1,12}", search in ".{0,12}", column in ".{1,8}", descending: bool, top_n in proptest::option::of(1_usize..50)) {
        let selection = Selection::default().drill(&dimension, Some(&member)).drill("brand", None);
        let sort = Some(Sort { column: column.into(), descending });
        let expanded = vec![vec![Some(member.into()), None]];
        let view = ViewState { selection, drill: DrillState { sort, search, expanded, top_n, ..DrillState::default() }, ..ViewState::default() };
        let link = view.to_link();
        prop_assert!(link.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:,;=/%".contains(c)), "{}", link);
        prop_assert_eq!(ViewState::from_link(&link).ok(), Some(view));
    }
}
