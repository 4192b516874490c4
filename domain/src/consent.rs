//! What an agent authorises, each thing by itself.

use serde::{Deserialize, Serialize};

/// What a consent is for. Each names one partner and is given separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentPurpose {
    /// Operating data under a pseudonym, for a pre-credit offer.
    PreCredit,
    /// Identity and operating data, for the formal application.
    ApplicationData,
    /// To conclude the credit contract electronically.
    Contract,
    /// The wallet is debited when a debt is due, and frozen while it is overdue.
    WalletTerms,
}

codes!(ConsentPurpose {
    PreCredit => "pre_credit",
    ApplicationData => "application_data",
    Contract => "contract",
    WalletTerms => "wallet_terms",
});

impl ConsentPurpose {
    /// What an application needs before it is submitted.
    pub const FOR_APPLICATION: [Self; 3] = [Self::ApplicationData, Self::Contract, Self::WalletTerms];

    /// Whether it lets data flow, which can be stopped at any time. The others are parts of a contract, which ends by
    /// its own rules.
    #[must_use]
    pub const fn may_be_withdrawn(self) -> bool {
        matches!(self, Self::PreCredit | Self::ApplicationData)
    }
}

/// Why a consent is not withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ConsentRefusal {
    #[error("the consent {purpose} is part of a contract")]
    PartOfContract { purpose: String },
    #[error("the consent was withdrawn before")]
    AlreadyWithdrawn,
}

impl ConsentRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PartOfContract { .. } => "consent.part_of_contract",
            Self::AlreadyWithdrawn => "consent.already_withdrawn",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_text_form() {
        for purpose in ConsentPurpose::ALL {
            assert_eq!(serde_json::to_value(purpose).unwrap(), purpose.code());
            assert_eq!(ConsentPurpose::from_code(purpose.code()), Some(purpose));
        }
    }

    #[test]
    fn only_consents_to_data_can_be_withdrawn() {
        let withdrawable = ConsentPurpose::ALL.map(ConsentPurpose::may_be_withdrawn);
        assert_eq!(withdrawable, [true, true, false, false]);
    }
}
