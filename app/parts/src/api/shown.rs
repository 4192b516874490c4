//! Values as people read them.

use crate::components::timeline::Step;

/// An instant as people read it, in China's time: `2026-11-20 10:39`.
pub fn instant(at: time::OffsetDateTime) -> String {
    let at = at.to_offset(domain::calendar::CHINA);
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// Whether a state is where something goes wrong: a payout, an application, a draw, a movement.
pub fn is_bad(state: &str) -> bool {
    matches!(state, "failed" | "rejected" | "refused" | "broken")
}

/// A transition as a timeline shows it: the state's code, which the page's texts name.
pub fn step(row: services::transition::TransitionRow) -> Step {
    let (bad, at) = (is_bad(&row.to), instant(row.at));
    Step { word: row.to, actor: row.actor, reason: row.reason, at, bad }
}
