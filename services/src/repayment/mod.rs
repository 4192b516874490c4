//! Repaying: a quote that holds for a while, and the payment against it.

mod confirm;
mod sql;

use domain::{
    Amount, Reference,
    id::{AgentId, LoanId, PayoutId, QuoteId, RepaymentId},
    ledger::{AccountKind, EventKind, Journal},
    position::Allocation,
    reference::ReferenceKind,
    repayment::{RepaymentChoice, RepaymentRefusal},
};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};

use crate::{Context, Db, Error, Write, ledger};

pub use confirm::{ConfirmRepaymentCommand, confirm_repayment};

/// How long a quote holds. It also ends with the business date it was computed for.
const QUOTE_LIFETIME: Duration = Duration::minutes(15);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuoteCommand {
    pub loan: LoanId,
    pub choice: RepaymentChoice,
}

/// What a payment will do, held until it expires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteRow {
    pub id: QuoteId,
    pub loan: LoanId,
    pub amount: Amount,
    pub as_of: Date,
    pub allocation: Allocation,
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repaid {
    pub repayment: RepaymentId,
    pub reference: Reference,
    pub allocation: Allocation,
}

/// Computes what a payment today would do and keeps it, so that nothing changes between the screen and the click.
///
/// # Errors
/// `NotFound` for somebody else's loan; refused when there is nothing to pay or more than everything.
pub async fn quote(db: &Db, context: &Context, command: QuoteCommand) -> Result<QuoteRow, Error<RepaymentRefusal>> {
    let agent = context.agent()?;
    db.write(context, "repayment.quote", &command.clone(), move |write| {
        Box::pin(async move {
            let loan = sql::find_loan(write.connection(), command.loan, agent).await?.ok_or(Error::NotFound)?;
            if loan.position.settled() {
                return Err(Error::Refused(RepaymentRefusal::Settled));
            }
            let amount = command.choice.amount(&loan.position, write.business_date);
            if command.choice == RepaymentChoice::Due && amount.is_zero() {
                return Err(Error::Refused(RepaymentRefusal::NothingDue));
            }
            let allocation = loan
                .position
                .allocate(write.business_date, amount)
                .map_err(|refusal| Error::Refused(refusal.into()))?;
            let quote = QuoteRow {
                id: QuoteId(write.id()),
                loan: command.loan,
                amount,
                as_of: write.business_date,
                allocation,
                expires_at: write.at + QUOTE_LIFETIME,
            };
            sql::insert_quote(write.connection(), &quote, agent, loan.version).await?;
            write.envelope.about(command.loan);
            Ok(quote)
        })
    })
    .await
}

/// A quote of the agent's own, to be looked at before it is paid.
///
/// # Errors
/// `NotFound` for somebody else's quote.
pub async fn find_quote(db: &Db, context: &Context, quote: QuoteId) -> Result<QuoteRow, Error<RepaymentRefusal>> {
    let agent = context.agent()?;
    db.read(context, move |connection| {
        Box::pin(async move { sql::find_quote(connection, quote, agent).await?.ok_or(Error::NotFound) })
    })
    .await
}

/// Pays a quote: the wallet is debited, interest stops, the limit comes back, and the money is on its way to the funder.
///
/// # Errors
/// `NotFound` for somebody else's quote; refused when it expired, was paid, the loan changed, or the wallet holds less.
pub async fn repay(db: &Db, context: &Context, quote: QuoteId) -> Result<Repaid, Error<RepaymentRefusal>> {
    let agent = context.agent()?;
    let actor = context.actor_name();
    db.write(context, "repayment.repay", &quote, move |write| {
        Box::pin(async move {
            let locked = sql::lock_for_repayment(write.connection(), quote, agent).await?.ok_or(Error::NotFound)?;
            write.envelope.about(locked.loan);
            let stale = locked.quote_version != locked.loan_version;
            if stale && sql::find_paid(write.connection(), quote, &locked).await? {
                return Err(Error::Refused(RepaymentRefusal::QuoteUsed));
            }
            if write.at > locked.expires_at || locked.as_of != write.business_date {
                return Err(Error::Refused(RepaymentRefusal::QuoteExpired));
            }
            if stale {
                return Err(Error::Refused(RepaymentRefusal::QuoteStale));
            }
            pay(write, (agent, &actor), quote, &locked)
        })
    })
    .await
}

fn pay(
    write: &mut Write,
    (agent, actor): (AgentId, &str),
    quote: QuoteId,
    locked: &sql::Locked,
) -> Result<Repaid, Error<RepaymentRefusal>> {
    let on = write.business_date;
    let wallet = locked.wallet.debit(locked.amount).map_err(|refusal| Error::Refused(refusal.into()))?;
    let (position, allocation) =
        locked.position.pay(on, locked.amount).map_err(|refusal| Error::Refused(refusal.into()))?;
    let line = locked.line.repay(allocation.principal).map_err(Error::defect)?;
    let repayment = RepaymentId(write.id());
    let reference = Reference::new(ReferenceKind::Repayment, on, locked.repayment_number);
    let payment = sql::Payment {
        id: repayment,
        reference: &reference,
        payout: PayoutId(write.id()),
        payout_reference: Reference::new(ReferenceKind::Payout, on, locked.payout_number),
        quote,
        agent,
        wallet,
        line,
        position: &position,
        allocation: &allocation,
        on,
        at: write.at,
    };
    sql::change_repaid(&mut write.envelope, locked, &payment);
    if position.settled() {
        write.envelope.moved(locked.loan, ("active", "settled"), actor, "");
    }
    let journal = journal(locked, &payment).map_err(Error::defect)?;
    write.envelope.post(journal);
    write.envelope.about(repayment);
    write.envelope.changed(&(locked.wallet.balance, locked.line.outstanding), &(wallet.balance, line.outstanding))?;
    write.envelope.tell("loan.repaid", Some(locked.funder), locked.loan, &(&reference, &allocation))?;
    Ok(Repaid { repayment, reference, allocation })
}

fn journal(locked: &sql::Locked, payment: &sql::Payment<'_>) -> Result<Journal, domain::ledger::JournalError> {
    Journal::of(EventKind::LoanRepaid.of(payment.id.0), payment.on)
        .about(locked.loan)
        .transfer(
            ledger::wallet_account(locked.wallet_id.0, payment.wallet),
            ledger::account(AccountKind::PartnerPayable, locked.funder.0),
            locked.amount,
        )?
        .transfer(
            ledger::account(AccountKind::Claim, locked.funder.0),
            ledger::account(AccountKind::DebtPrincipal, locked.loan.0),
            payment.allocation.principal,
        )?
        .finish()
}
