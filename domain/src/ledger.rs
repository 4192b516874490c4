//! The two books, their accounts, and journals that cannot be unbalanced.

use std::fmt;

use time::Date;
use uuid::Uuid;

use crate::{
    Amount,
    id::{AccountId, LoanId},
};

/// One of the two books. Every journal balances in each of them by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Book {
    /// The money that the institution holds.
    Custody,
    /// Who is owed what principal (memorandum).
    Claims,
}

codes!(Book {
    Custody => "custody",
    Claims => "claims",
});

/// The side on which an account normally has its balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Debit,
    Credit,
}

/// What an account holds. Together with its owner it names exactly one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountKind {
    /// 备付金存款, per reserve bank account.
    ReserveCash,
    /// 支付账户, per agent.
    Wallet,
    /// 待匹配, per reserve bank account.
    UnmatchedReceipts,
    /// 待付合作机构, per funder or facilitator.
    PartnerPayable,
    /// 应收合作机构, per funder or facilitator: what it was paid went back after that, or more than it was paid.
    PartnerReceivable,
    /// 待发佣金, per carrier.
    CommissionPool,
    /// 已扣分润: the institution's share of interest, withheld of payments and not yet moved to its own funds.
    RevenueShareWithheld,
    /// 代付在途.
    PayoutsInTransit,
    /// 网络待清算: debited by the network, not yet settled.
    ChannelReceivable,
    /// Outstanding principal, per loan or registered debt.
    DebtPrincipal,
    /// Principal owed to a holder.
    Claim,
}

codes!(AccountKind {
    ReserveCash => "reserve_cash",
    Wallet => "wallet",
    UnmatchedReceipts => "unmatched_receipts",
    PartnerPayable => "partner_payable",
    PartnerReceivable => "partner_receivable",
    CommissionPool => "commission_pool",
    RevenueShareWithheld => "revenue_share_withheld",
    PayoutsInTransit => "payouts_in_transit",
    ChannelReceivable => "channel_receivable",
    DebtPrincipal => "debt_principal",
    Claim => "claim",
});

impl AccountKind {
    #[must_use]
    pub const fn book(self) -> Book {
        match self {
            Self::DebtPrincipal | Self::Claim => Book::Claims,
            _ => Book::Custody,
        }
    }

    #[must_use]
    pub const fn normal_side(self) -> Side {
        match self {
            Self::ReserveCash | Self::PartnerReceivable | Self::ChannelReceivable | Self::DebtPrincipal => Side::Debit,
            _ => Side::Credit,
        }
    }
}

impl fmt::Display for AccountKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// An account as a journal names it. A wallet's entries carry the wallet's version after them, which orders its
/// statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub kind: AccountKind,
    pub wallet_version: Option<i64>,
}

/// The one business event that a journal records. Posting the same event twice is refused by the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    pub kind: EventKind,
    pub id: Uuid,
    /// Counts what may happen to the same thing more than once, such as the attempts of a payout; otherwise 0.
    pub leg: i16,
}

/// Every event that moves money, by the ledger's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    ReceiptRecorded,
    DrawCredited,
    TopUpMatched,
    /// It was for another wallet. Leg 1 of its matching is that.
    TopUpUnmatched,
    /// The network has taken it from the agent's own card or, for a loan's holder, from one that the agent has bound.
    TopUpDebited,
    /// The network has given it back to the card. Leg counts the takings of what is taken back.
    TopUpTakenBack,
    LoanRepaid,
    /// A repayment or a payment received outside was none, or a waiver of principal is taken back.
    LoanReversed,
    /// A payment was received outside of the platform.
    LoanReceived,
    /// So much principal need not be paid.
    LoanWaived,
    /// What a payment pays has changed, because another fact of its loan has.
    LoanCorrected,
    /// A partner has given back what it was paid for nothing.
    ReceivableSettled,
    /// What a partner owes back is set off against what is to be paid to it of the same payment.
    ReceivableSetOff,
    PayoutSent,
    PayoutConfirmed,
    PayoutFailed,
    /// What was confirmed has come back, and is owed again. Leg counts how often it had before.
    PayoutSentBack,
    /// An agent's money is on its way to its own bank account.
    WithdrawalRequested,
    /// It is in the wallet again.
    WithdrawalReturned,
    /// An agent's money is on its way to its carrier.
    PrepaymentRequested,
    /// It is in the wallet again.
    PrepaymentReturned,
    /// So much of what a court holds is on its way to the court.
    CourtDeducted,
    /// It is in the wallet again, and held again.
    CourtReturned,
    DebitUnexplained,
    CommissionFunded,
    CommissionDistributed,
    /// Leg counts the takings of what is taken back.
    CommissionTakenBack,
    DebtRegistered,
    /// Leg 0 is the transfer of a debt to the facilitator, leg 1 its way back, and so on.
    DebtTransferred,
    /// So much was paid on a debt elsewhere.
    DebtReceived,
    /// It was not, as two people have found.
    DebtReversed,
    AgreementDebited,
    /// The network has given it back to its payer.
    AgreementReturned,
    /// So much of it went back, as whoever had debited has ordered.
    AgreementRefunded,
    /// It had failed here and has succeeded: two people have booked it.
    AgreementAdopted,
    /// More than it had brought went back of it: two people have whoever was paid owe that.
    AgreementCharged,
    /// The network has paid what it had debited.
    SettlementRecognised,
}

codes!(EventKind {
    ReceiptRecorded => "receipt.recorded",
    DrawCredited => "draw.credited",
    TopUpMatched => "top_up.matched",
    TopUpUnmatched => "top_up.unmatched",
    TopUpDebited => "top_up.debited",
    TopUpTakenBack => "top_up.taken_back",
    LoanRepaid => "loan.repaid",
    LoanReversed => "loan.reversed",
    LoanReceived => "loan.received",
    LoanWaived => "loan.waived",
    LoanCorrected => "loan.corrected",
    ReceivableSettled => "receivable.settled",
    ReceivableSetOff => "receivable.set_off",
    PayoutSent => "payout.sent",
    PayoutConfirmed => "payout.confirmed",
    PayoutFailed => "payout.failed",
    PayoutSentBack => "payout.sent_back",
    WithdrawalRequested => "withdrawal.requested",
    WithdrawalReturned => "withdrawal.returned",
    PrepaymentRequested => "prepayment.requested",
    PrepaymentReturned => "prepayment.returned",
    CourtDeducted => "court.deducted",
    CourtReturned => "court.returned",
    DebitUnexplained => "debit.unexplained",
    CommissionFunded => "commission.funded",
    CommissionDistributed => "commission.distributed",
    CommissionTakenBack => "commission.taken_back",
    DebtRegistered => "debt.registered",
    DebtTransferred => "debt.transferred",
    DebtReceived => "debt.received",
    DebtReversed => "debt.reversed",
    AgreementDebited => "agreement.debited",
    AgreementReturned => "agreement.returned",
    AgreementRefunded => "agreement.refunded",
    AgreementAdopted => "agreement.adopted",
    AgreementCharged => "agreement.charged",
    SettlementRecognised => "settlement.recognised",
});

impl EventKind {
    /// The event of the thing with this id that can happen once.
    #[must_use]
    pub const fn of(self, id: Uuid) -> Event {
        Event { kind: self, id, leg: 0 }
    }
}

/// One line of a journal: a debit is positive, a credit negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub account: Account,
    pub amount: Amount,
}

/// One business event in double entry. It is made of transfers between two accounts of one book, so that it balances
/// per book by construction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    event: Event,
    value_on: Date,
    loan: Option<LoanId>,
    corrects: Option<Uuid>,
    entries: Vec<Entry>,
}

/// A transfer that no journal may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    #[error("{debit} and {credit} belong to different books")]
    AcrossBooks { debit: AccountKind, credit: AccountKind },
    #[error("a transfer of {0} is negative")]
    Negative(Amount),
    #[error("a journal without entries records nothing")]
    Empty,
}

impl Journal {
    /// `value_on` is the date from which the event counts.
    #[must_use]
    pub const fn of(event: Event, value_on: Date) -> Self {
        Self { event, value_on, loan: None, corrects: None, entries: Vec::new() }
    }

    /// Names the loan that the event concerns, so that all its journals can be listed.
    #[must_use]
    pub const fn about(mut self, loan: LoanId) -> Self {
        self.loan = Some(loan);
        self
    }

    /// Names what had posted that which this journal corrects.
    #[must_use]
    pub const fn correcting(mut self, posted: Uuid) -> Self {
        self.corrects = Some(posted);
        self
    }

    /// Adds Dr `debit` → Cr `credit`. A transfer of zero adds nothing. An account has one line on each side, however many transfers
    /// make it: what leaves a wallet for two is one entry of one version.
    ///
    /// # Errors
    /// When the accounts are in different books or the amount is negative.
    pub fn transfer(mut self, debit: Account, credit: Account, amount: Amount) -> Result<Self, JournalError> {
        if debit.kind.book() != credit.kind.book() {
            return Err(JournalError::AcrossBooks { debit: debit.kind, credit: credit.kind });
        }
        if amount.is_negative() {
            return Err(JournalError::Negative(amount));
        }
        if amount.is_positive() {
            self.enter(debit, amount);
            self.enter(credit, amount.negated());
        }
        Ok(self)
    }

    fn enter(&mut self, account: Account, amount: Amount) {
        let side = amount.is_negative();
        let same = self.entries.iter_mut().find(|line| line.account == account && line.amount.is_negative() == side);
        match same {
            Some(line) => line.amount = line.amount.plus(amount),
            None => self.entries.push(Entry { account, amount }),
        }
    }

    /// # Errors
    /// When nothing was transferred.
    pub fn finish(self) -> Result<Self, JournalError> {
        if self.entries.is_empty() { Err(JournalError::Empty) } else { Ok(self) }
    }

    #[must_use]
    pub const fn event(&self) -> Event {
        self.event
    }

    #[must_use]
    pub const fn value_on(&self) -> Date {
        self.value_on
    }

    #[must_use]
    pub const fn loan(&self) -> Option<LoanId> {
        self.loan
    }

    #[must_use]
    pub const fn corrects(&self) -> Option<Uuid> {
        self.corrects
    }

    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    fn account(kind: AccountKind) -> Account {
        Account { id: AccountId(Uuid::nil()), kind, wallet_version: None }
    }

    fn journal() -> Journal {
        let event = Event { kind: EventKind::LoanRepaid, id: Uuid::nil(), leg: 0 };
        Journal::of(event, date!(2026 - 11 - 20))
    }

    #[test]
    fn a_transfer_between_the_books_is_refused() {
        let refused =
            journal().transfer(account(AccountKind::Wallet), account(AccountKind::Claim), Amount::from_fen(1));
        assert_eq!(refused, Err(JournalError::AcrossBooks { debit: AccountKind::Wallet, credit: AccountKind::Claim }));
    }

    #[test]
    fn an_empty_journal_is_refused() {
        let nothing = journal()
            .transfer(account(AccountKind::Wallet), account(AccountKind::PartnerPayable), Amount::ZERO)
            .and_then(Journal::finish);
        assert_eq!(nothing, Err(JournalError::Empty));
    }

    #[test]
    fn what_leaves_a_wallet_for_two_is_one_entry() {
        let wallet = account(AccountKind::Wallet);
        let paid = journal()
            .transfer(wallet, account(AccountKind::PartnerPayable), Amount::from_fen(328))
            .and_then(|paid| paid.transfer(wallet, account(AccountKind::RevenueShareWithheld), Amount::from_fen(72)))
            .unwrap();
        let lines: Vec<_> = paid.entries().iter().map(|line| (line.account.kind, line.amount.fen())).collect();
        let expected =
            [(AccountKind::Wallet, 400), (AccountKind::PartnerPayable, -328), (AccountKind::RevenueShareWithheld, -72)];
        assert_eq!(lines, expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn every_journal_balances_in_each_book(
            transfers in prop::collection::vec((0usize..11, 0usize..11, 0..=Amount::MAX.fen()), 1..12)
        ) {
            let mut built = journal();
            for (debit, credit, fen) in transfers {
                let (debit, credit) = (AccountKind::ALL[debit], AccountKind::ALL[credit]);
                if let Ok(longer) = built.clone().transfer(account(debit), account(credit), Amount::from_fen(fen)) {
                    built = longer;
                }
            }
            for book in [Book::Custody, Book::Claims] {
                let sum: i64 = built
                    .entries()
                    .iter()
                    .filter(|entry| entry.account.kind.book() == book)
                    .map(|entry| entry.amount.fen())
                    .sum();
                prop_assert_eq!(sum, 0);
            }
        }
    }
}
