//! Repaying: a quote that holds for a while, and the payment against it.

mod collect;
mod confirm;
mod ordered;
mod payer;
mod report;
mod sql;
mod taken;

use domain::{
    Amount, Reference,
    id::{LoanId, QuoteId, RepaymentId},
    position::Allocation,
    repayment::{RepaymentCause, RepaymentChoice, RepaymentRefusal, check_order},
};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error, Write,
    batch::{Asked, Found, Operation},
    loan::{find_longest_overdue, sql::find_kept},
};

pub(crate) use collect::{collect, collect_due, sweep, sweep_but};
pub use confirm::{ConfirmRepaymentCommand, confirm_repayment};
pub use report::{RepaymentFilter, RepaymentRow, repayment, repayments, repayments_of_shop};
pub use sql::Locked;
pub(crate) use sql::{Payer, find_missing, find_proceeds, list_wallets_due, lock_payers, lock_payers_of};
pub use taken::{TakenRow, taken};

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
/// `NotFound` for somebody else's loan; refused when there is nothing to pay or more than everything, and while another loan is
/// overdue and this one is not.
pub async fn quote(db: &Db, context: &Context, command: QuoteCommand) -> Result<QuoteRow, Error<RepaymentRefusal>> {
    let agent = context.agent()?;
    db.write(context, "repayment.quote", &command.clone(), move |write| {
        Box::pin(async move {
            let loan = find_kept(write.connection(), command.loan, agent).await?.ok_or(Error::NotFound)?;
            if loan.position.settled() {
                return Err(Error::Refused(RepaymentRefusal::Settled));
            }
            let late = find_longest_overdue(write.connection(), agent).await?.map(|(_, reference)| reference);
            check_order(loan.state(write.business_date), late.as_deref()).map_err(Error::Refused)?;
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
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move { sql::find_quote(connection, quote, agent).await?.ok_or(Error::NotFound) })
    })
    .await
}

/// Pays a quote: the wallet is debited, interest stops, the limit comes back, and the money is payable to whoever holds the
/// loan.
///
/// # Errors
/// `NotFound` for somebody else's quote; refused when it expired, was paid, the loan changed, or the wallet holds less.
pub async fn repay(db: &Db, context: &Context, quote: QuoteId) -> Result<Repaid, Error<RepaymentRefusal>> {
    context.agent::<RepaymentRefusal>()?;
    db.ride::<Repay>(context, quote).await
}

/// See [`repay`].
pub struct Repay;

impl Operation for Repay {
    const NAME: &'static str = "repayment.repay";
    type Command = QuoteId;
    type Done = Repaid;
    type Refusal = RepaymentRefusal;
    type Locked = Locked;

    fn subject(quote: &QuoteId) -> Uuid {
        quote.0
    }

    async fn lock(write: &mut Write, quotes: Vec<Uuid>) -> Result<Found<Self>, Error<RepaymentRefusal>> {
        sql::lock_for_repayment(write, &quotes).await
    }

    fn moves(locked: &Locked) -> Uuid {
        locked.payer.wallet_id.0
    }

    async fn decide(write: &mut Write, asked: &Asked<Self>, locked: Locked) -> Result<Repaid, Error<RepaymentRefusal>> {
        pay(write, &asked.context, asked.command, locked).await
    }
}

async fn pay(
    write: &mut Write,
    context: &Context,
    quote: QuoteId,
    locked: Locked,
) -> Result<Repaid, Error<RepaymentRefusal>> {
    if locked.payer.agent != context.agent()? {
        return Err(Error::NotFound);
    }
    let loan = locked.payer.debts.first().map(|debt| debt.loan_id);
    write.envelope.about(loan.ok_or_else(|| Error::defect("a quote of no debt"))?);
    locked.check(write.at, write.business_date).map_err(Error::Refused)?;
    let (amount, mut payer, actor) = (locked.amount, locked.payer, context.actor_name());
    let standing = payer.standing(write).await?;
    // What has become overdue since the quote was made is paid first.
    let on = write.business_date;
    if standing.late_elsewhere() {
        let late = find_longest_overdue(write.connection(), payer.agent).await?.map(|(_, reference)| reference);
        for debt in &payer.debts {
            check_order(debt.loan.state(on), late.as_deref()).map_err(Error::Refused)?;
        }
    }
    let before = payer.owed();
    let repaid = payer.pay(write, 0, amount, (Some(quote), RepaymentCause::Asked, &actor))?;
    write.envelope.about(repaid.repayment);
    payer.free_if_clear(write, standing, &actor)?;
    let after = payer.owed();
    payer.keep(write);
    write.envelope.changed(&before, &after)?;
    Ok(repaid)
}
