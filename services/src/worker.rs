//! What each job does.

use std::fmt::Debug;

use domain::{
    debt::DebitLimits,
    job::{Job, JobKind},
};

use crate::{
    Db, Error, agreement_debit, application,
    bank::Banks,
    bank_movement, binding, callback, card, commission, debt_transfer, draw, end_of_day,
    error::Never,
    event,
    forget::forget,
    identity,
    job::{self, Outcome, Taken},
    network::{Network, Nowhere},
    notice::{self, NOWHERE, Outbound},
    partner_file, payout, refund, settlement, signing,
    sms::{NoSms, Sms},
    top_up,
};

/// How many calls the network is given at once by jobs of a kind.
const NETWORK_CALLS: usize = 16;

/// How many messages the gateway is given at once.
const MESSAGES: usize = 16;

/// How many endpoints are told at once: more than there are, so that those that hang keep nobody waiting.
const ENDPOINTS: usize = 1_000;

/// What jobs are done with.
#[derive(Clone, Copy)]
pub struct Worker<'a> {
    pub db: &'a Db,
    pub banks: &'a Banks<'a>,
    pub network: &'a dyn Network,
    pub sms: &'a dyn Sms,
    pub outbound: &'a Outbound,
    /// When cards are debited, and how much.
    pub debit_limits: DebitLimits,
}

impl<'a> Worker<'a> {
    /// One who knows no network and tells nobody.
    #[must_use]
    pub fn new(db: &'a Db, banks: &'a Banks<'a>) -> Self {
        Self { db, banks, network: &Nowhere, sms: &NoSms, outbound: &NOWHERE, debit_limits: DebitLimits::default() }
    }

    /// How many jobs of a kind are done at once: of what asks the bank, as many as it takes calls.
    fn slots(&self, kind: JobKind) -> usize {
        match kind {
            JobKind::SendPayout | JobKind::QueryPayout | JobKind::ReadFeed => self.banks.calls_at_once(),
            JobKind::FollowSigning
            | JobKind::FollowBinding
            | JobKind::FollowDebit
            | JobKind::FollowCard
            | JobKind::FollowTopUp
            | JobKind::FollowRefund
            | JobKind::EndAgreement => NETWORK_CALLS,
            JobKind::SendCode => MESSAGES,
            JobKind::DeliverNotices => ENDPOINTS,
            // By `export::work`, where pages are made.
            JobKind::MakeExport => 0,
            JobKind::DrainPayables
            | JobKind::RecordStatement
            | JobKind::LapseApplications
            | JobKind::LapseDraws
            | JobKind::FetchSettlements
            | JobKind::FollowTransfer
            | JobKind::DistributeCommissions
            | JobKind::NumberEvents
            | JobKind::MakePartnerFiles
            | JobKind::EndDays
            | JobKind::Forget => 1,
        }
    }

    /// Does what is due, again and again, until `stop` resolves. What jobs come to is told as it happens.
    pub async fn work(self, tell: impl Fn(JobKind, &Outcome), stop: impl Future<Output = ()>) {
        job::work(self.db, |kind| self.slots(kind), |taken| self.perform(taken), tell, stop).await;
    }

    /// Does the jobs of a kind that are due. Gives what they came to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn work_off(self, kind: JobKind) -> Result<Vec<Outcome>, Error<Never>> {
        job::work_off(self.db, kind, self.slots(kind), |taken| self.perform(taken)).await
    }

    /// Does one job.
    async fn perform(self, taken: Taken) -> Outcome {
        let Self { db, banks, network, sms, outbound, debit_limits } = self;
        match taken.job {
            Job::DrainPayables => done(payout::drain_payables(db).await),
            Job::SendPayout(id) => payout::send(db, banks, id, taken.tries).await,
            Job::QueryPayout(id) => payout::query(db, banks, id, taken.tries).await,
            Job::ReadFeed(account) => done(bank_movement::read_feed(db, banks, account).await),
            Job::RecordStatement(id) => bank_movement::record_statement(db, id).await,
            Job::LapseApplications => done(application::lapse_overdue(db, db.now()).await),
            Job::LapseDraws => done(draw::lapse_waiting(db).await),
            Job::FollowSigning(id) => signing::follow(db, network, id, taken.tries).await,
            Job::FollowBinding(id) => binding::follow(db, network, id, taken.tries).await,
            Job::FollowDebit(id) => agreement_debit::follow(db, (network, debit_limits), id, taken.tries).await,
            Job::FollowCard(id) => card::follow(db, network, id, taken.tries).await,
            Job::FollowTopUp(id) => top_up::follow(db, (network, debit_limits), id, taken.tries).await,
            Job::FollowRefund(id) => refund::follow(db, network, id, taken.tries).await,
            Job::EndAgreement(id) => callback::end_agreement(db, network, id, taken.tries).await,
            Job::FetchSettlements => settlement::fetch(db, network).await,
            Job::FollowTransfer(id) => debt_transfer::follow(db, id).await,
            Job::DistributeCommissions(id) => commission::distribute(db, id).await,
            Job::NumberEvents => done(event::number_events(db).await),
            Job::DeliverNotices(partner) => notice::deliver(db, outbound, partner).await,
            Job::MakePartnerFiles(partner) => done(partner_file::make(db, partner).await),
            Job::SendCode(id) => identity::send_code(db, sms, id, taken.tries).await,
            Job::MakeExport(_) => Outcome::Failed("files are made where pages are".to_owned()),
            Job::EndDays => end_of_day::end_days(db).await,
            Job::Forget => done(forget(db).await),
        }
    }
}

fn done<T, R: Debug>(outcome: Result<T, Error<R>>) -> Outcome {
    outcome.map_or_else(Outcome::from, |_| Outcome::Done)
}
