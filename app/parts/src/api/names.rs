//! What a timeline calls those who acted.

use std::collections::BTreeMap;

use domain::actor::ActorName;

/// What the visitor's colleagues are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(pub BTreeMap<String, String>);

impl Names {
    /// What a timeline calls an actor: a colleague by name, `system` or `key` for machines, `other` for anybody else,
    /// whose account is none of the funder's business.
    #[must_use]
    pub fn of(&self, actor: &str) -> String {
        match ActorName::of(actor) {
            Some(ActorName::User(username)) => self.0.get(username).cloned().unwrap_or_else(|| "other".to_owned()),
            Some(ActorName::System(_)) => "system".to_owned(),
            Some(ActorName::Key(_)) => "key".to_owned(),
            Some(ActorName::Nobody) | None => "other".to_owned(),
        }
    }

    /// What a timeline of the institution calls an actor: a colleague by name, anybody else as it is recorded.
    #[must_use]
    pub fn or_recorded(&self, actor: &str) -> String {
        let colleague = ActorName::of(actor).and_then(ActorName::username).and_then(|username| self.0.get(username));
        colleague.cloned().unwrap_or_else(|| actor.to_owned())
    }
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
