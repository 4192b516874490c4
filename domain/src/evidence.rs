//! [`Subject`]: what evidence is given of, and [`EvidenceKind`]: what its steps are about.

use std::{fmt, str::FromStr};

use crate::id::{BindingId, DebitId, DebtId, DebtTransferId, IdError, ShareId};

/// What kind of thing evidence is given of, or a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    Consent,
    Signing,
    Binding,
    Mapping,
    Share,
    Debt,
    Transfer,
    BuyBack,
    /// To the debtors.
    Notice,
    Debit,
    Refund,
    /// On a debt, elsewhere.
    Payment,
}

codes!(EvidenceKind {
    Consent => "consent",
    Signing => "signing",
    Binding => "binding",
    Mapping => "mapping",
    Share => "share",
    Debt => "debt",
    Transfer => "transfer",
    BuyBack => "buy_back",
    Notice => "notice",
    Debit => "debit",
    Refund => "refund",
    Payment => "payment",
});

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
    #[must_use]
    pub const fn kind(self) -> EvidenceKind {
        match self {
            Self::Binding(_) => EvidenceKind::Binding,
            Self::Share(_) => EvidenceKind::Share,
            Self::Debt(_) => EvidenceKind::Debt,
            Self::Transfer(_) => EvidenceKind::Transfer,
            Self::Debit(_) => EvidenceKind::Debit,
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
        for subject in [
            Subject::Binding(BindingId(id)),
            Subject::Share(ShareId(id)),
            Subject::Debt(DebtId(id)),
            Subject::Transfer(DebtTransferId(id)),
            Subject::Debit(DebitId(id)),
        ] {
            assert_eq!(subject.to_string().split('_').next(), Some(subject.kind().code()));
            assert_eq!(subject.to_string().parse(), Ok(subject));
        }
        assert_eq!(LoanId(id).to_string().parse::<Subject>(), Err(IdError { expected: "evidence" }));
        assert!("debt_".parse::<Subject>().is_err());
    }
}
