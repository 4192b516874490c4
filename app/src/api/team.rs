//! The people of a funder, and of the institution.

use std::collections::BTreeMap;

use services::transition::TransitionRow;

use super::Answer;
use crate::components::timeline::Step;

/// One person of the visitor's own team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberView {
    pub username: String,
    pub display_name: String,
    pub role: domain::role::Role,
    pub second_factor: bool,
    pub disabled: bool,
    /// Empty when the person never signed in.
    pub seen_at: String,
    pub me: bool,
}

/// What the visitor's colleagues are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// What a timeline calls an actor: a colleague by name, `system` or `key` for machines, `other` for anybody else,
    /// whose account is none of the funder's business.
    #[must_use]
    pub fn of(&self, actor: &str) -> String {
        match actor.split_once(':') {
            Some(("user", username)) => self.0.get(username).cloned().unwrap_or_else(|| "other".to_owned()),
            Some((kind @ ("system" | "key"), _)) => kind.to_owned(),
            _ => "other".to_owned(),
        }
    }

    /// What a timeline of the institution calls an actor: a colleague by name, anybody else as it is recorded.
    #[must_use]
    pub fn or_recorded(&self, actor: &str) -> String {
        let colleague = actor.strip_prefix("user:").and_then(|username| self.0.get(username));
        colleague.cloned().unwrap_or_else(|| actor.to_owned())
    }
}

/// The visitor's team.
pub async fn team() -> Answer<Vec<MemberView>> {
    use super::server::{Told, db, instant, reader};
    let context = reader()?;
    let me = context.person::<services::error::Never>().told()?.user;
    let rows = services::identity::team(&db(), &context).await.told()?;
    Ok(rows
        .into_iter()
        .map(|row| MemberView {
            me: row.id == me,
            username: row.username,
            display_name: row.display_name,
            role: row.role,
            second_factor: row.second_factor,
            disabled: row.disabled,
            seen_at: row.seen_at.map(instant).unwrap_or_default(),
        })
        .collect())
}

/// The names of the visitor's colleagues, for timelines.
pub async fn names() -> Answer<Names> {
    Ok(Names(team().await?.into_iter().map(|member| (member.username, member.display_name)).collect()))
}

/// A timeline of the institution, with its people by their names.
pub(super) async fn staff_timeline(rows: Vec<TransitionRow>) -> Answer<Vec<Step>> {
    use super::server::{Told, db, reader, step};
    let staff = services::identity::staff(&db(), &reader()?).await.told()?;
    let names = Names(staff.into_iter().map(|row| (row.username, row.display_name)).collect());
    let named = |row: TransitionRow| step(TransitionRow { actor: names.or_recorded(&row.actor), ..row });
    Ok(rows.into_iter().map(named).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeline_names_colleagues_and_nobody_else() {
        let names = Names([("funder-a-reviewer".to_owned(), "刘一凡".to_owned())].into());
        for (actor, called) in [
            ("user:funder-a-reviewer", "刘一凡"),
            ("user:agent-1", "other"),
            ("system:worker", "system"),
            ("key:funder-a-1", "key"),
            ("nobody", "other"),
        ] {
            assert_eq!(names.of(actor), called);
        }
        assert_eq!(names.or_recorded("user:funder-a-reviewer"), "刘一凡");
        assert_eq!(names.or_recorded("system:feed"), "system:feed");
    }
}
