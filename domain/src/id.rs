//! Typed identifiers: a UUID that knows what it names. Text form `loan_01jd…`: the concept, an underscore and the
//! UUID in 26 lower-case characters of Crockford's base 32, which sort as the UUIDs do.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The text is no identifier of the wanted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a {expected} identifier")]
pub struct IdError {
    pub expected: &'static str,
}

fn encode(value: u128) -> String {
    (0..26u32)
        .rev()
        .map(|place| {
            let index = usize::try_from(value.wrapping_shr(place.saturating_mul(5)) & 31).unwrap_or(0);
            char::from(ALPHABET.get(index).copied().unwrap_or(b'0'))
        })
        .collect()
}

fn decode(text: &str) -> Option<u128> {
    if text.len() != 26 {
        return None;
    }
    text.bytes().try_fold(0u128, |value, byte| {
        let digit = ALPHABET.iter().position(|letter| *letter == byte)?;
        value.checked_mul(32)?.checked_add(u128::try_from(digit).ok()?)
    })
}

/// The concept that a text names, and which of it, if it is an identifier: `loan` and a UUID of `loan_01jd…`.
#[must_use]
pub fn parts(text: &str) -> Option<(&str, Uuid)> {
    let (concept, value) = text.split_once('_')?;
    Some((concept, Uuid::from_u128(decode(value)?)))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What stands before the underscore.
            pub const PREFIX: &'static str = $prefix;
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}_{}", $prefix, encode(self.0.as_u128()))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(decode)
                    .map(|value| Self(Uuid::from_u128(value)))
                    .ok_or(IdError { expected: $prefix })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    )*

    /// What an identifier names.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum IdKind {
        $($name,)*
    }

    impl IdKind {
        /// What a text names, if it is an identifier.
        #[must_use]
        pub fn of(text: &str) -> Option<Self> {
            let (concept, _) = parts(text)?;
            match concept {
                $($prefix => Some(Self::$name),)*
                _ => None,
            }
        }
    }
    };
}

ids! {
    /// A telecom agent: the borrower.
    AgentId = "agent";
    /// The telecom operator whose goods agents sell.
    CarrierId = "carrier";
    /// A bank account of the institution's for customers' money.
    ReserveAccountId = "reserve";
    /// What the institution invoices a funder for a month.
    RevenueShareInvoiceId = "invoice";
    /// A month's commissions as a carrier tells them.
    CommissionFileId = "commissions";
    /// What a file of commissions gives one agent, or takes back.
    CommissionId = "commission";
    /// A funder or facilitator.
    PartnerId = "partner";
    /// A person who signs in.
    UserId = "user";
    SessionId = "session";
    /// By which somebody comes to work in a shop.
    InvitationId = "invitation";
    /// A code that was sent to a mobile number.
    OneTimeCodeId = "code";
    AccountId = "account";
    JournalId = "journal";
    WalletId = "wallet";
    ProductId = "product";
    /// One published version of a product's terms.
    ProductVersionId = "version";
    RoundId = "round";
    OfferId = "offer";
    /// What a former holder of debts passes on to their holder, of a date.
    PassOnId = "passon";
    /// What the network has told by itself.
    CallbackId = "callback";
    /// A file that is kept with a transfer of debts.
    TransferDocumentId = "document";
    ConsentId = "consent";
    ApplicationId = "application";
    /// A file of an application.
    AttachmentId = "attachment";
    CreditLineId = "line";
    DrawId = "draw";
    InstructionId = "instruction";
    LoanId = "loan";
    /// What happened to a loan beside what its agent paid.
    LoanFactId = "fact";
    RepaymentId = "repayment";
    QuoteId = "quote";
    /// By which an agent has its commissions repay a loan.
    StandingOrderId = "order";
    FreezeId = "freeze";
    PayoutId = "payout";
    BankLayoutId = "layout";
    BankMovementId = "movement";
    BreakId = "break";
    UnreadLineId = "unread";
    JobId = "job";
    ApprovalId = "approval";
    ImportId = "import";
    /// A funder's settlement id and the facilitator that it stands for.
    MappingId = "mapping";
    SigningId = "signing";
    BindingId = "binding";
    ShareId = "share";
    DebtId = "debt";
    DebtTransferId = "transfer";
    /// A debit of a bound card.
    DebitId = "debit";
    /// What goes back of a debit.
    RefundId = "refund";
    /// What was paid on a debt elsewhere.
    OutsidePaymentId = "outside";
    /// An agent's own bank card.
    CardId = "card";
    /// Money out of it, into the agent's wallet.
    TopUpId = "topup";
    /// What the network settles of a date.
    NetworkSettlementId = "settlement";
    SettlementBreakId = "difference";
    AuditId = "audit";
    EventId = "event";
    /// Where a partner is told.
    EndpointId = "endpoint";
    /// What was posted for a partner on a date.
    PartnerFileId = "file";
    /// With which a partner's system signs.
    KeyId = "key";
    /// Evidence that was given out.
    EvidencePackId = "pack";
    /// A list as a file that is made in the background.
    ExportId = "export";
    /// A file of payments for a funder's bank.
    PaymentFileId = "payments";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_identifier_of_another_kind_is_refused() {
        let loan = LoanId(Uuid::from_u128(7));
        assert_eq!(loan.to_string(), "loan_00000000000000000000000007");
        assert_eq!(loan.to_string().parse::<DrawId>(), Err(IdError { expected: "draw" }));
        assert_eq!("loan_".parse::<LoanId>(), Err(IdError { expected: "loan" }));
        assert_eq!("loan_zzzzzzzzzzzzzzzzzzzzzzzzzz".parse::<LoanId>(), Err(IdError { expected: "loan" }));
    }

    #[test]
    fn an_identifier_tells_what_it_names() {
        assert_eq!(IdKind::of("loan_00000000000000000000000007"), Some(IdKind::LoanId));
        assert_eq!(parts("loan_00000000000000000000000007"), Some(("loan", Uuid::from_u128(7))));
        assert_eq!(IdKind::of("reserve_00000000000000000000000007"), Some(IdKind::ReserveAccountId));
        for text in ["loan_7", "lone_00000000000000000000000007", "2026-11-20", ""] {
            assert_eq!(IdKind::of(text), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn text_and_identifier_are_the_same_thing(value: u128) {
            let id = LoanId(Uuid::from_u128(value));
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn text_sorts_as_the_identifiers_do(one: u128, other: u128) {
            let text = |value| LoanId(Uuid::from_u128(value)).to_string();
            prop_assert_eq!(one.cmp(&other), text(one).cmp(&text(other)));
        }
    }
}
