//! [`ActorName`]: who acted, as audit rows and transitions name them.

use std::fmt;

/// Who acted. Its text form is `user:agent-1`, `key:funder-a-1`, `system:worker` or `nobody`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorName<'a> {
    Nobody,
    /// A person, by its user name.
    User(&'a str),
    /// A partner's system, by its key.
    Key(&'a str),
    /// A part of Lianrong itself, by its code: that of a [`SystemPart`], or what one was called once.
    System(&'a str),
}

/// A part of Lianrong that acts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemPart {
    /// What answers requests, before it knows who asks.
    Server,
    Worker,
    EndOfDay,
    Payouts,
    Commissions,
    /// What the agreement payment network says.
    Network,
    Transfer,
    /// What banks tell.
    Feed,
    /// What banks' files tell, once it is confirmed.
    Statements,
    /// What ends because its time has passed.
    Expiry,
    /// Somebody at the command line.
    Operator,
    Migration,
    /// The demonstration's past.
    Seed,
}

codes!(SystemPart {
    Server => "server",
    Worker => "worker",
    EndOfDay => "end-of-day",
    Payouts => "payouts",
    Commissions => "commissions",
    Network => "network",
    Transfer => "transfer",
    Feed => "feed",
    Statements => "statements",
    Expiry => "expiry",
    Operator => "operator",
    Migration => "migration",
    Seed => "seed",
});

impl<'a> ActorName<'a> {
    /// Whom a text names, if it names anybody.
    #[must_use]
    pub fn of(text: &'a str) -> Option<Self> {
        match text.split_once(':') {
            Some(("user", username)) => Some(Self::User(username)),
            Some(("key", id)) => Some(Self::Key(id)),
            Some(("system", part)) => Some(Self::System(part)),
            None if text == "nobody" => Some(Self::Nobody),
            _ => None,
        }
    }

    /// A person's user name.
    #[must_use]
    pub const fn username(self) -> Option<&'a str> {
        match self {
            Self::User(username) => Some(username),
            Self::Nobody | Self::Key(_) | Self::System(_) => None,
        }
    }
}

impl fmt::Display for ActorName<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => formatter.write_str("nobody"),
            Self::User(username) => write!(formatter, "user:{username}"),
            Self::Key(id) => write!(formatter, "key:{id}"),
            Self::System(part) => write!(formatter, "system:{part}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_read_as_it_is_written() {
        for (text, name) in [
            ("nobody", ActorName::Nobody),
            ("user:agent-1", ActorName::User("agent-1")),
            ("key:funder-a-1", ActorName::Key("funder-a-1")),
            ("system:end-of-day", ActorName::System("end-of-day")),
        ] {
            assert_eq!(ActorName::of(text), Some(name));
            assert_eq!(name.to_string(), text);
        }
        assert_eq!(ActorName::of("agent-1"), None);
        assert_eq!(ActorName::of("robot:1"), None);
    }
}
