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
    repayment::{RepaymentCause, RepaymentChoice, RepaymentRefusal},
    wallet::Purpose,
};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error, Write,
    batch::{Asked, Found, Operation},
    loan::{KeptLoan, list_with_overdue},
};

pub(crate) use collect::{collect, collect_due, sweep, sweep_but};
pub use confirm::{ConfirmRepaymentCommand, confirm_repayment};
pub use report::{RepaymentFilter, RepaymentRow, payment, repayment, repayments, repayments_of_shop};
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
    /// The loan that is named.
    pub loan: LoanId,
    /// In all.
    pub amount: Amount,
    pub as_of: Date,
    /// What is paid first, because it is overdue: of the loan that is overdue the longest, then of the others.
    #[serde(default)]
    pub late: Vec<LatePart>,
    /// How the rest pays the loan that is named; nothing where all of it goes to what is overdue.
    pub allocation: Option<Allocation>,
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

impl QuoteRow {
    /// Whether paying it on a date would do what it says, while these loans are owed: the one that is named and those that are overdue.
    #[must_use]
    pub fn holds(&self, loans: &[KeptLoan], on: Date) -> bool {
        let named = loans.iter().position(|kept| kept.id == self.loan);
        let now = named.map(|named| divide(loans, named, RepaymentChoice::Part(self.amount), on));
        self.as_of == on && now == Some(Ok((self.late.clone(), self.allocation.clone())))
    }
}

/// What a payment pays of another loan than the one that is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatePart {
    pub loan: LoanId,
    pub amount: Amount,
    /// Of the loan that it was computed from.
    pub version: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repaid {
    pub repayment: RepaymentId,
    pub reference: Reference,
    pub allocation: Allocation,
}

/// Computes what a payment today would do and keeps it, so that nothing changes between the screen and the click. While something is
/// overdue the money goes there first, and the rest to the loan that is named.
///
/// # Errors
/// `NotFound` for somebody else's loan; refused when there is nothing to pay or more than everything.
pub async fn quote(db: &Db, context: &Context, command: QuoteCommand) -> Result<QuoteRow, Error<RepaymentRefusal>> {
    let agent = context.agent()?;
    db.write(context, "repayment.quote", &command.clone(), move |write| {
        Box::pin(async move {
            let on = write.business_date;
            let loans = list_with_overdue(write.connection(), agent, command.loan).await?;
            let named = loans.iter().position(|kept| kept.id == command.loan).ok_or(Error::NotFound)?;
            let (late, allocation) = divide(&loans, named, command.choice, on).map_err(Error::Refused)?;
            let first: Amount = late.iter().map(|part| part.amount).sum();
            let quote = QuoteRow {
                id: QuoteId(write.id()),
                loan: command.loan,
                amount: first.plus(allocation.as_ref().map_or(Amount::ZERO, Allocation::total)),
                as_of: on,
                late,
                allocation,
                expires_at: write.at + QUOTE_LIFETIME,
            };
            sql::insert_quote(write.connection(), &quote, agent, loans[named].loan.version).await?;
            write.envelope.about(command.loan);
            Ok(quote)
        })
    })
    .await
}

/// What a payment pays of loans that are overdue, and how the rest pays the one that is named.
fn divide(
    loans: &[KeptLoan],
    named: usize,
    choice: RepaymentChoice,
    on: Date,
) -> Result<(Vec<LatePart>, Option<Allocation>), RepaymentRefusal> {
    let positions: Vec<_> = loans.iter().map(|kept| &kept.loan.position).collect();
    let (mut late, mut own) = (Vec::new(), None);
    for (place, amount) in choice.split(&positions, named, on)? {
        let KeptLoan { id, loan, .. } = &loans[place];
        let allocation = loan.position.allocate(on, amount)?;
        if place == named {
            own = Some(allocation);
        } else {
            late.push(LatePart { loan: *id, amount, version: loan.version });
        }
    }
    Ok((late, own))
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
/// loans. Each loan has a repayment of its own; it answers with the last, which is that of the loan named if anything reaches it.
///
/// # Errors
/// `NotFound` for somebody else's quote; refused when it expired, was paid, a loan has changed or another become overdue, or the
/// wallet holds less.
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
    write.envelope.about(locked.named);
    let parts = locked.check(write.at, write.business_date).map_err(Error::Refused)?;
    let (mut payer, actor) = (locked.payer, context.actor_name());
    // All of it or nothing: what the wallet lacks, it lacks of the whole.
    payer.wallet.debit(locked.amount, Purpose::Debt).map_err(|refusal| Error::Refused(refusal.into()))?;
    let standing = payer.standing(write).await?;
    let before = payer.owed();
    let mut last = None;
    for (place, amount) in parts {
        last = Some(payer.pay(write, place, amount, (Some(quote), RepaymentCause::Asked, &actor))?);
    }
    let repaid = last.ok_or_else(|| Error::defect("a quote of no payment"))?;
    write.envelope.about(repaid.repayment);
    payer.free_if_clear(write, standing, &actor)?;
    let after = payer.owed();
    payer.keep(write);
    write.envelope.changed(&before, &after)?;
    Ok(repaid)
}
