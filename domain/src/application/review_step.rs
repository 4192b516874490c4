//! What happened in a review, and how it is kept.

use super::ApplicationState;

/// What happened in a review: a state was come to, or something within it that leaves the state as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewStep {
    To(ApplicationState),
    /// A reviewer took it from a colleague, whose name is said.
    TakenOver,
    /// Something was proposed; the opinion is said.
    Proposed,
    /// A proposal was given back; the note is said.
    SentBack,
    /// The agent answered a question.
    Answered,
    /// The agent accepted more than it had asked for.
    Accepted,
}

/// How what is kept of a step begins that leaves the state as it is.
const MARKS: [(ReviewStep, &str); 3] = [
    (ReviewStep::TakenOver, "taken over from "),
    (ReviewStep::Proposed, "proposed: "),
    (ReviewStep::SentBack, "sent back: "),
];

impl ReviewStep {
    /// What is kept as the reason of the step, by which it is told apart.
    #[must_use]
    pub fn reason(self, said: &str) -> String {
        let mark = MARKS.iter().find(|(step, _)| *step == self).map_or("", |(_, mark)| *mark);
        format!("{mark}{said}")
    }

    /// What a kept step was, and what is to be said of it.
    #[must_use]
    pub fn of(from: Option<ApplicationState>, to: ApplicationState, reason: &str) -> (Self, &str) {
        match (from, to) {
            (Some(from), to) if from == to => {
                let told = MARKS.iter().find_map(|(step, mark)| Some((*step, reason.strip_prefix(*mark)?)));
                match told {
                    Some(told) => told,
                    // Before opinions were asked for.
                    None if reason == "proposed" => (Self::Proposed, ""),
                    // Before notes had their mark.
                    None => (Self::SentBack, reason),
                }
            }
            (Some(ApplicationState::MoreInformation), ApplicationState::InReview) => (Self::Answered, reason),
            (Some(ApplicationState::CounterOffered), ApplicationState::Approved) => (Self::Accepted, reason),
            (_, to) => (Self::To(to), reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_within_a_state_is_told_apart_by_its_reason() {
        let state = ApplicationState::InReview;
        for (step, said) in [
            (ReviewStep::TakenOver, "刘一凡"),
            (ReviewStep::Proposed, "收入稳定\n额度合理"),
            (ReviewStep::SentBack, "额度偏高"),
            // Whatever a note says, it is a note.
            (ReviewStep::SentBack, "taken over from 刘一凡"),
            (ReviewStep::SentBack, "proposed"),
        ] {
            assert_eq!(ReviewStep::of(Some(state), state, &step.reason(said)), (step, said));
        }
        for (kept, expected) in [
            ("taken over from 刘一凡", (ReviewStep::TakenOver, "刘一凡")),
            ("proposed: 同意", (ReviewStep::Proposed, "同意")),
            ("proposed", (ReviewStep::Proposed, "")),
            ("额度偏高", (ReviewStep::SentBack, "额度偏高")),
        ] {
            assert_eq!(ReviewStep::of(Some(state), state, kept), expected, "{kept}");
        }
    }

    #[test]
    fn a_step_to_another_state_is_that_state_or_an_answer() {
        use ApplicationState as State;
        for (from, to, expected) in [
            (None, State::Draft, ReviewStep::To(State::Draft)),
            (Some(State::Submitted), State::InReview, ReviewStep::To(State::InReview)),
            (Some(State::MoreInformation), State::InReview, ReviewStep::Answered),
            (Some(State::CounterOffered), State::Approved, ReviewStep::Accepted),
            (Some(State::InReview), State::Approved, ReviewStep::To(State::Approved)),
        ] {
            assert_eq!(ReviewStep::of(from, to, "proposed: 同意"), (expected, "proposed: 同意"), "{from:?} {to:?}");
            assert_eq!(expected.reason("同意"), "同意");
        }
    }
}
