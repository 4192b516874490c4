//! What something is proposed about.

use std::fmt;

use uuid::Uuid;

use crate::id::{
    AgentId, BankLayoutId, BankMovementId, BindingId, CarrierId, CommissionFileId, DebtId, DebtTransferId, FreezeId,
    ImportId, LoanId, MappingId, OutsidePaymentId, PartnerId, PayoutId, RefundId, ReserveAccountId, SettlementBreakId,
    WalletId,
};

/// What an action is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Movement(BankMovementId),
    Payout(PayoutId),
    Layout(BankLayoutId),
    Partner(PartnerId),
    Mapping(MappingId),
    Transfer(DebtTransferId),
    Wallet(WalletId),
    Freeze(FreezeId),
    Loan(LoanId),
    Commissions(CommissionFileId),
    Statement(ImportId),
    Carrier(CarrierId),
    ReserveAccount(ReserveAccountId),
    Debt(DebtId),
    Binding(BindingId),
    OutsidePayment(OutsidePaymentId),
    Refund(RefundId),
    Difference(SettlementBreakId),
    Agent(AgentId),
    /// There is one.
    DebitRules,
}

impl Subject {
    #[must_use]
    pub const fn id(self) -> Uuid {
        match self {
            Self::Movement(id) => id.0,
            Self::Payout(id) => id.0,
            Self::Layout(id) => id.0,
            Self::Partner(id) => id.0,
            Self::Mapping(id) => id.0,
            Self::Transfer(id) => id.0,
            Self::Wallet(id) => id.0,
            Self::Freeze(id) => id.0,
            Self::Loan(id) => id.0,
            Self::Commissions(id) => id.0,
            Self::Statement(id) => id.0,
            Self::Carrier(id) => id.0,
            Self::ReserveAccount(id) => id.0,
            Self::Debt(id) => id.0,
            Self::Binding(id) => id.0,
            Self::OutsidePayment(id) => id.0,
            Self::Refund(id) => id.0,
            Self::Difference(id) => id.0,
            Self::Agent(id) => id.0,
            Self::DebitRules => Uuid::nil(),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Movement(id) => id.fmt(formatter),
            Self::Payout(id) => id.fmt(formatter),
            Self::Layout(id) => id.fmt(formatter),
            Self::Partner(id) => id.fmt(formatter),
            Self::Mapping(id) => id.fmt(formatter),
            Self::Transfer(id) => id.fmt(formatter),
            Self::Wallet(id) => id.fmt(formatter),
            Self::Freeze(id) => id.fmt(formatter),
            Self::Loan(id) => id.fmt(formatter),
            Self::Commissions(id) => id.fmt(formatter),
            Self::Statement(id) => id.fmt(formatter),
            Self::Carrier(id) => id.fmt(formatter),
            Self::ReserveAccount(id) => id.fmt(formatter),
            Self::Debt(id) => id.fmt(formatter),
            Self::Binding(id) => id.fmt(formatter),
            Self::OutsidePayment(id) => id.fmt(formatter),
            Self::Refund(id) => id.fmt(formatter),
            Self::Difference(id) => id.fmt(formatter),
            Self::Agent(id) => id.fmt(formatter),
            Self::DebitRules => formatter.write_str("debit_rules"),
        }
    }
}
