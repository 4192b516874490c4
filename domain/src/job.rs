//! What the worker does by itself: each job is of a kind, about one thing or about none, and done when it is due.

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    calendar::doubled,
    id::{
        BindingId, CallbackId, CardId, CommissionFileId, DebitId, DebtTransferId, ExportId, ImportId, OneTimeCodeId,
        PartnerId, PayoutId, RefundId, SigningId, TopUpId,
    },
};

/// How often a job fails before it is put aside for people.
const LAST_TRY: u32 = 12;
/// How long a job rests after its first failure; each further one doubles it.
const FIRST_REST: Duration = Duration::seconds(5);
const LONGEST_REST: Duration = Duration::minutes(15);

/// One job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Request the payouts of what is payable.
    DrainPayables,
    /// Give a payout's order to the bank.
    SendPayout(PayoutId),
    /// Ask the bank what became of an order.
    QueryPayout(PayoutId),
    /// Read on in the bank's feed of a reserve account.
    ReadFeed(Uuid),
    /// Record what is left of a confirmed statement that is long.
    RecordStatement(ImportId),
    LapseApplications,
    LapseDraws,
    /// Ask the network what became of a signing, or end it when nobody types its code.
    FollowSigning(SigningId),
    /// Have the network end the agreement of a binding.
    FollowBinding(BindingId),
    /// Give a debit of a bound card to the network, or ask what became of it.
    FollowDebit(DebitId),
    /// Ask the network what became of an agent's card, or have it end the agreement.
    FollowCard(CardId),
    /// Give a top-up from an agent's card to the network, or ask what became of it.
    FollowTopUp(TopUpId),
    /// Order a refund of the network, or ask what became of it.
    FollowRefund(RefundId),
    /// Have the network end an agreement that was signed too late for anybody to have it.
    EndAgreement(CallbackId),
    /// Ask the network for the files of what it has settled, and hold them against our debits.
    FetchSettlements,
    /// Make a transfer of debts effective, as soon as nothing is missing.
    FollowTransfer(DebtTransferId),
    /// Give agents their commissions of a file, as soon as its carrier's money covers it.
    DistributeCommissions(CommissionFileId),
    /// Number what partners are told.
    NumberEvents,
    /// Tell a partner's endpoint what it has not acknowledged.
    DeliverNotices(PartnerId),
    /// Make a partner's reconciliation files of the dates that were closed.
    MakePartnerFiles(PartnerId),
    /// Send a code to a mobile number.
    SendCode(OneTimeCodeId),
    /// Make a list into a file. Pages are made by `serve`, and so are these.
    MakeExport(ExportId),
    /// Close the business dates that are over.
    EndDays,
    /// Delete what is of no more use.
    Forget,
}

/// What jobs of one kind have in common. Kinds do not wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobKind {
    DrainPayables,
    SendPayout,
    QueryPayout,
    ReadFeed,
    RecordStatement,
    LapseApplications,
    LapseDraws,
    FollowSigning,
    FollowBinding,
    FollowDebit,
    FollowCard,
    FollowTopUp,
    FollowRefund,
    EndAgreement,
    FetchSettlements,
    FollowTransfer,
    DistributeCommissions,
    NumberEvents,
    DeliverNotices,
    MakePartnerFiles,
    SendCode,
    MakeExport,
    EndDays,
    Forget,
}

impl Job {
    #[must_use]
    pub const fn kind(self) -> JobKind {
        match self {
            Self::DrainPayables => JobKind::DrainPayables,
            Self::SendPayout(_) => JobKind::SendPayout,
            Self::QueryPayout(_) => JobKind::QueryPayout,
            Self::ReadFeed(_) => JobKind::ReadFeed,
            Self::RecordStatement(_) => JobKind::RecordStatement,
            Self::LapseApplications => JobKind::LapseApplications,
            Self::LapseDraws => JobKind::LapseDraws,
            Self::FollowSigning(_) => JobKind::FollowSigning,
            Self::FollowBinding(_) => JobKind::FollowBinding,
            Self::FollowDebit(_) => JobKind::FollowDebit,
            Self::FollowCard(_) => JobKind::FollowCard,
            Self::FollowTopUp(_) => JobKind::FollowTopUp,
            Self::FollowRefund(_) => JobKind::FollowRefund,
            Self::EndAgreement(_) => JobKind::EndAgreement,
            Self::FetchSettlements => JobKind::FetchSettlements,
            Self::FollowTransfer(_) => JobKind::FollowTransfer,
            Self::DistributeCommissions(_) => JobKind::DistributeCommissions,
            Self::NumberEvents => JobKind::NumberEvents,
            Self::DeliverNotices(_) => JobKind::DeliverNotices,
            Self::MakePartnerFiles(_) => JobKind::MakePartnerFiles,
            Self::SendCode(_) => JobKind::SendCode,
            Self::MakeExport(_) => JobKind::MakeExport,
            Self::EndDays => JobKind::EndDays,
            Self::Forget => JobKind::Forget,
        }
    }

    /// What it is about.
    #[must_use]
    pub const fn subject(self) -> Option<Uuid> {
        match self {
            Self::SendPayout(id) | Self::QueryPayout(id) => Some(id.0),
            Self::ReadFeed(account) => Some(account),
            Self::RecordStatement(id) => Some(id.0),
            Self::FollowSigning(id) => Some(id.0),
            Self::FollowBinding(id) => Some(id.0),
            Self::FollowDebit(id) => Some(id.0),
            Self::FollowCard(id) => Some(id.0),
            Self::FollowTopUp(id) => Some(id.0),
            Self::FollowRefund(id) => Some(id.0),
            Self::EndAgreement(id) => Some(id.0),
            Self::FollowTransfer(id) => Some(id.0),
            Self::DistributeCommissions(id) => Some(id.0),
            Self::DeliverNotices(id) | Self::MakePartnerFiles(id) => Some(id.0),
            Self::SendCode(id) => Some(id.0),
            Self::MakeExport(id) => Some(id.0),
            Self::DrainPayables
            | Self::LapseApplications
            | Self::LapseDraws
            | Self::FetchSettlements
            | Self::NumberEvents
            | Self::EndDays
            | Self::Forget => None,
        }
    }

    /// The job of a kind about a subject, if there can be one.
    #[must_use]
    pub const fn of(kind: JobKind, subject: Option<Uuid>) -> Option<Self> {
        match (kind, subject) {
            (JobKind::DrainPayables, None) => Some(Self::DrainPayables),
            (JobKind::SendPayout, Some(id)) => Some(Self::SendPayout(PayoutId(id))),
            (JobKind::QueryPayout, Some(id)) => Some(Self::QueryPayout(PayoutId(id))),
            (JobKind::ReadFeed, Some(account)) => Some(Self::ReadFeed(account)),
            (JobKind::RecordStatement, Some(id)) => Some(Self::RecordStatement(ImportId(id))),
            (JobKind::LapseApplications, None) => Some(Self::LapseApplications),
            (JobKind::LapseDraws, None) => Some(Self::LapseDraws),
            (JobKind::FollowSigning, Some(id)) => Some(Self::FollowSigning(SigningId(id))),
            (JobKind::FollowBinding, Some(id)) => Some(Self::FollowBinding(BindingId(id))),
            (JobKind::FollowDebit, Some(id)) => Some(Self::FollowDebit(DebitId(id))),
            (JobKind::FollowCard, Some(id)) => Some(Self::FollowCard(CardId(id))),
            (JobKind::FollowTopUp, Some(id)) => Some(Self::FollowTopUp(TopUpId(id))),
            (JobKind::FollowRefund, Some(id)) => Some(Self::FollowRefund(RefundId(id))),
            (JobKind::EndAgreement, Some(id)) => Some(Self::EndAgreement(CallbackId(id))),
            (JobKind::FetchSettlements, None) => Some(Self::FetchSettlements),
            (JobKind::FollowTransfer, Some(id)) => Some(Self::FollowTransfer(DebtTransferId(id))),
            (JobKind::DistributeCommissions, Some(id)) => Some(Self::DistributeCommissions(CommissionFileId(id))),
            (JobKind::NumberEvents, None) => Some(Self::NumberEvents),
            (JobKind::DeliverNotices, Some(id)) => Some(Self::DeliverNotices(PartnerId(id))),
            (JobKind::MakePartnerFiles, Some(id)) => Some(Self::MakePartnerFiles(PartnerId(id))),
            (JobKind::SendCode, Some(id)) => Some(Self::SendCode(OneTimeCodeId(id))),
            (JobKind::MakeExport, Some(id)) => Some(Self::MakeExport(ExportId(id))),
            (JobKind::EndDays, None) => Some(Self::EndDays),
            (JobKind::Forget, None) => Some(Self::Forget),
            _ => None,
        }
    }
}

codes!(JobKind {
    DrainPayables => "payables.drain",
    SendPayout => "payout.send",
    QueryPayout => "payout.query",
    ReadFeed => "feed.read",
    RecordStatement => "statement.record",
    LapseApplications => "applications.lapse",
    LapseDraws => "draws.lapse",
    FollowSigning => "signing.follow",
    FollowBinding => "binding.follow",
    FollowDebit => "debit.follow",
    FollowCard => "card.follow",
    FollowTopUp => "top_up.follow",
    FollowRefund => "refund.follow",
    EndAgreement => "agreement.end",
    FetchSettlements => "settlements.fetch",
    FollowTransfer => "transfer.follow",
    DistributeCommissions => "commissions.distribute",
    NumberEvents => "events.number",
    DeliverNotices => "notices.deliver",
    MakePartnerFiles => "partner_files.make",
    SendCode => "code.send",
    MakeExport => "export.make",
    EndDays => "day.end",
    Forget => "forget",
});

impl JobKind {
    /// How long after it was done it is due again; none for what is done once.
    #[must_use]
    pub const fn every(self) -> Option<Duration> {
        match self {
            Self::SendPayout
            | Self::QueryPayout
            | Self::RecordStatement
            | Self::FollowSigning
            | Self::FollowBinding
            | Self::FollowDebit
            | Self::FollowCard
            | Self::FollowTopUp
            | Self::FollowRefund
            | Self::EndAgreement
            | Self::FollowTransfer
            | Self::DistributeCommissions
            | Self::DeliverNotices
            | Self::MakePartnerFiles
            | Self::SendCode
            | Self::MakeExport => None,
            Self::DrainPayables | Self::ReadFeed | Self::NumberEvents => Some(Duration::seconds(1)),
            // Whoever wants days closed says so with a job.
            Self::FetchSettlements | Self::EndDays => Some(Duration::seconds(10)),
            Self::LapseApplications | Self::LapseDraws | Self::Forget => Some(Duration::minutes(1)),
        }
    }

    /// What becomes of a job that has failed `failures` times in a row: when it is tried again, or nothing, and people have to
    /// look at it. What is done again and again never gives up.
    #[must_use]
    pub fn retry_at(self, failures: u32, at: OffsetDateTime) -> Option<OffsetDateTime> {
        if failures >= LAST_TRY && self.every().is_none() {
            return None;
        }
        let rest = doubled(FIRST_REST, failures.saturating_sub(1), LONGEST_REST);
        Some(at.checked_add(rest).unwrap_or(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_kind_and_a_subject_make_the_job_that_they_came_from() {
        let subject = Uuid::from_u128(7);
        for kind in JobKind::ALL {
            assert_eq!(JobKind::from_code(kind.code()), Some(kind));
            let made = [None, Some(subject)].map(|subject| (subject, Job::of(kind, subject)));
            let possible: Vec<_> = made.into_iter().filter_map(|(subject, job)| Some((subject, job?))).collect();
            let [(subject, job)] = possible[..] else { panic!("{kind:?} is about something or about nothing") };
            assert_eq!((job.kind(), job.subject()), (kind, subject));
        }
    }

    #[test]
    fn a_job_that_fails_rests_longer_each_time_and_is_given_up_unless_it_is_done_again_and_again() {
        let at = datetime!(2026-11-20 10:00 +8);
        let rests = |kind: JobKind| -> Vec<Option<i64>> {
            let tries = [1, 2, 3, 8, 11, 12, u32::MAX];
            tries.map(|failures| kind.retry_at(failures, at).map(|next| (next - at).whole_seconds())).to_vec()
        };
        let growing = [Some(5), Some(10), Some(20), Some(640), Some(900)];
        assert_eq!(rests(JobKind::SendPayout)[..5], growing);
        assert_eq!(rests(JobKind::SendPayout)[5..], [None, None]);
        assert_eq!(rests(JobKind::ReadFeed)[..5], growing);
        assert_eq!(rests(JobKind::ReadFeed)[5..], [Some(900), Some(900)]);
    }
}
