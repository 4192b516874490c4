//! What can go wrong with a use case, apart from it going right.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A failed operation. `R` is the refusal enum of the domain decision.
#[derive(Debug, thiserror::Error)]
pub enum Error<R> {
    /// The rules say no. Final, recorded, and answered the same when it is asked again.
    #[error("refused")]
    Refused(R),
    /// Does not exist, or the asker may not know that it does: the two are told alike.
    #[error("not found")]
    NotFound,
    /// The asker's role may not do this at all.
    #[error("forbidden")]
    Forbidden,
    /// Somebody else was faster, or the same request number carries another content. Nothing was done.
    #[error("conflict: {0}")]
    Conflict(Conflict),
    /// The answer to the commit was lost: it may have happened. Ask again with the same request number.
    #[error("the outcome is unknown")]
    Unknown,
    /// A technical failure; nothing was done.
    #[error("failed")]
    Failed(#[source] Failure),
}

/// Why nothing was done although nothing was wrong with the request itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    #[error("the same request is still running")]
    StillRunning,
    #[error("the request number was used for another content")]
    OtherContent,
    #[error("it changed meanwhile")]
    Changed,
}

/// The whole chain of a technical failure, for the log and never for a visitor.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A failure of the database. What it says for a log quotes the row that it does not take, with whatever people have written there; this
/// says what was wrong, and with which table and constraint.
struct DatabaseFailure(sqlx::Error);

impl fmt::Display for DatabaseFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for DatabaseFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(told) = self.0.as_database_error() else { return fmt::Debug::fmt(&self.0, formatter) };
        write!(formatter, "{} {}", told.code().unwrap_or_default(), told.message())?;
        for (what, name) in [("table", told.table()), ("constraint", told.constraint())] {
            if let Some(name) = name {
                write!(formatter, ", {what} {name}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for DatabaseFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// What the database has said, if a failure is one of its.
#[must_use]
pub fn database_error(failure: &Failure) -> Option<&sqlx::Error> {
    failure.downcast_ref::<DatabaseFailure>().map(|DatabaseFailure(error)| error)
}

/// For use cases that have nothing to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Never {}

impl Never {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match *self {}
    }
}

impl<R> Error<R> {
    /// Wraps a defect: something that no input should be able to cause.
    pub fn defect(source: impl Into<Failure>) -> Self {
        Self::Failed(source.into())
    }

    /// The same error of an operation in which a refusal contradicts what was found under locks that are still held.
    pub fn into_defect<Q>(self) -> Error<Q>
    where
        R: Into<Failure>,
    {
        match self {
            Self::Refused(refusal) => Error::defect(refusal),
            Self::NotFound => Error::NotFound,
            Self::Forbidden => Error::Forbidden,
            Self::Conflict(conflict) => Error::Conflict(conflict),
            Self::Unknown => Error::Unknown,
            Self::Failed(failure) => Error::Failed(failure),
        }
    }

    /// Whether it failed by what was to be done, so that it would again: not because the database was away, slow or another
    /// than this program knows.
    #[must_use]
    pub fn is_lasting(&self) -> bool {
        let Self::Failed(failure) = self else { return false };
        match database_error(failure) {
            None => true,
            // The classes of values that do not fit, of constraints, and of what is too large.
            Some(error) => error
                .as_database_error()
                .and_then(|database| database.code())
                .is_some_and(|code| ["22", "23", "54"].iter().any(|class| code.starts_with(class))),
        }
    }

    /// Carries the error over to another refusal type.
    pub fn map_refusal<S>(self, map: impl FnOnce(R) -> S) -> Error<S> {
        match self {
            Self::Refused(refusal) => Error::Refused(map(refusal)),
            Self::NotFound => Error::NotFound,
            Self::Forbidden => Error::Forbidden,
            Self::Conflict(conflict) => Error::Conflict(conflict),
            Self::Unknown => Error::Unknown,
            Self::Failed(failure) => Error::Failed(failure),
        }
    }
}

impl<R> From<sqlx::Error> for Error<R> {
    /// A serialization failure or deadlock is a conflict: nothing was done and it may be tried again. Everything else
    /// is a failure; use cases map the *names* of violated constraints to refusals before they come here.
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error().and_then(|database| database.code()).as_deref() {
            Some("40001" | "40P01") => Self::Conflict(Conflict::Changed),
            _ => Self::Failed(DatabaseFailure(error).into()),
        }
    }
}

impl<R> From<serde_json::Error> for Error<R> {
    fn from(error: serde_json::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// The name of the constraint that a statement violated, if that is why it failed.
#[must_use]
pub fn violated_constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|database| database.constraint())
}
