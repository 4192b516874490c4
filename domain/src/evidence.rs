//! [`Subject`]: what evidence is given of.

use std::{fmt, str::FromStr};

use crate::id::{BindingId, DebitId, DebtId, DebtTransferId, IdError, ShareId};

/// A thing that several parties have to do with. Its text form is its identifier's, which says what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Binding(BindingId),
    Share(ShareId),
    Debt(DebtId),
    Transfer(DebtTransferId),
    Debit(DebitId),
}

impl Subject {
    /// What kind of thing it is, as its identifier begins.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Binding(_) => BindingId::PREFIX,
            Self::Share(_) => ShareId::PREFIX,
            Self::Debt(_) => DebtId::PREFIX,
            Self::Transfer(_) => DebtTransferId::PREFIX,
            Self::Debit(_) => DebitId::PREFIX,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binding(id) => id.fmt(formatter),
            Self::Share(id) => id.fmt(formatter),
            Self::Debt(id) => id.fmt(formatter),
            Self::Transfer(id) => id.fmt(formatter),
            Self::Debit(id) => id.fmt(formatter),
        }
    }
}

impl FromStr for Subject {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        text.parse()
            .map(Self::Binding)
            .or_else(|_| text.parse().map(Self::Share))
            .or_else(|_| text.parse().map(Self::Debt))
            .or_else(|_| text.parse().map(Self::Transfer))
            .or_else(|_| text.parse().map(Self::Debit))
            .map_err(|_: IdError| IdError { expected: "evidence" })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::LoanId;

    #[test]
    fn an_identifier_says_what_the_thing_is() {
        let id = Uuid::from_u128(7);
        for (subject, kind) in [
            (Subject::Binding(BindingId(id)), "binding"),
            (Subject::Share(ShareId(id)), "share"),
            (Subject::Debt(DebtId(id)), "debt"),
            (Subject::Transfer(DebtTransferId(id)), "transfer"),
            (Subject::Debit(DebitId(id)), "debit"),
        ] {
            assert_eq!(subject.kind(), kind);
            assert_eq!(subject.to_string().parse(), Ok(subject));
        }
        assert_eq!(LoanId(id).to_string().parse::<Subject>(), Err(IdError { expected: "evidence" }));
        assert!("debt_".parse::<Subject>().is_err());
    }
}
