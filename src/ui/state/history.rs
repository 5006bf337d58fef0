//! The reader's steps: which views undo and redo lead to. In: views that are visited. Out: the view before, or after.
//! Only another selection is a step; a step to where the reader may not go, or already is, is passed over.

use super::State;
use crate::view::state::ViewState;

/// How many earlier views undo can reach.
const MAX_HISTORY: usize = 200;

impl State {
    /// Whether there is an earlier view.
    pub fn can_undo(&self) -> bool {
        self.past.iter().any(|view| self.leads(view))
    }

    /// Whether there is a view that was taken back.
    pub fn can_redo(&self) -> bool {
        self.future.iter().any(|view| self.leads(view))
    }

    /// One step back, or forward again, among the reader's views; over those that lead nowhere.
    pub(super) fn walk(&mut self, back: bool) {
        while let Some(mut view) = if back { &mut self.past } else { &mut self.future }.pop() {
            if self.leads(&view) {
                view.selection = self.hold(&view.selection);
                let left = std::mem::replace(&mut self.view, view);
                if back { &mut self.future } else { &mut self.past }.push(left);
                break;
            }
        }
    }

    /// Whether a reader who goes to that view sees other rows: what the host alone chooses stays.
    fn leads(&self, view: &ViewState) -> bool {
        self.hold(&view.selection) != self.view.selection
    }

    /// Goes to a view; only another selection is a step that undo takes back.
    pub(super) fn visit(&mut self, view: ViewState) {
        let before = std::mem::replace(&mut self.view, view);
        if before.selection != self.view.selection {
            if self.past.len() == MAX_HISTORY {
                self.past.remove(0);
            }
            self.past.push(before);
            self.future.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::query::{Allow, Selection};
    use crate::ui::state::{Action, Setting, State};
    use crate::view::state::{DrillState, ViewState};

    fn after(actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(State::default(), State::reduce)
    }

    fn chosen(member: &str) -> Selection {
        Selection::default().drill("category", Some(member))
    }

    #[test]
    fn undo_passes_over_what_is_no_longer_the_reader_s_to_change() {
        let brand = Selection::default().drill("brand", Some("x"));
        let both = brand.drill("category", Some("a"));
        let walked = after([Action::Select(brand.clone()), Action::Select(both.clone())]);
        let fixed = |dimension: &str| {
            let wish = format!("{{\"dimensions\":[\"{dimension}\"]}}");
            Action::Configure(Setting::Allow(Allow::from_json(&wish).expect("a wish")))
        };
        let undone = walked.clone().reduce(fixed("brand")).reduce(Action::Undo);
        assert_eq!(undone.view.selection, chosen("a"), "the step of the category is passed over");
        assert!(!undone.can_undo() && undone.can_redo());
        assert!(!walked.reduce(fixed("tier")).can_undo(), "nothing that could be taken back");
    }

    #[test]
    fn undo_walks_selections_and_a_new_choice_forgets_what_was_undone() {
        let searched = DrillState { search: "lip".into(), ..DrillState::default() };
        let two = [Action::Select(chosen("a")), Action::Arrange(searched), Action::Select(chosen("b"))];
        let undone = after(two.clone().into_iter().chain([Action::Undo]));
        assert_eq!(undone.view.selection, chosen("a"));
        assert_eq!(undone.view.drill.search, "lip", "arranging the table is no step of its own");
        assert!(undone.can_undo() && undone.can_redo());
        assert_eq!(undone.clone().reduce(Action::Redo).view.selection, chosen("b"));
        assert!(!undone.reduce(Action::Select(chosen("c"))).can_redo());
        let restored = after(two.into_iter().chain([Action::Restore(Box::default())]));
        assert!(!restored.can_undo() && restored.view == ViewState::default());
    }
}
