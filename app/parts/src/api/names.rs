//! What a timeline calls those who acted.

use std::collections::BTreeMap;

use domain::actor::ActorName;

/// What the visitor's colleagues are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(pub BTreeMap<String, String>);

/// Who acted, as a partner's people are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// By name.
    Colleague(String),
    System,
    Key,
    /// Anybody else, whose account is none of the partner's business.
    Other,
}

impl Names {
    /// What a timeline of a partner calls an actor.
    #[must_use]
    pub fn of(&self, actor: &str) -> Called {
        match ActorName::of(actor) {
            Some(ActorName::User(username)) => self.0.get(username).cloned().map_or(Called::Other, Called::Colleague),
            Some(ActorName::System(_)) => Called::System,
            Some(ActorName::Key(_)) => Called::Key,
            Some(ActorName::Nobody) | None => Called::Other,
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
            ("user:funder-a-reviewer", Called::Colleague("刘一凡".to_owned())),
            ("user:agent-1", Called::Other),
            ("system:worker", Called::System),
            ("key:funder-a-1", Called::Key),
            ("nobody", Called::Other),
        ] {
            assert_eq!(names.of(actor), called);
        }
        assert_eq!(names.or_recorded("user:funder-a-reviewer"), "刘一凡");
        assert_eq!(names.or_recorded("system:feed"), "system:feed");
    }
}
