//! Repaying: a quote that holds for a while, and the payment against it.

mod confirm;
mod report;
mod sql;
mod sweep;

use domain::{
    Amount, Reference,
    credit_line::CreditLine,
    id::{LoanId, QuoteId, RepaymentId},
    ledger::{AccountKind, EventKind, Journal, JournalError},
    position::Allocation,
    reference::ReferenceKind,
    repayment::{RepaymentChoice, RepaymentRefusal},
    wallet::Wallet,
};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error, Write,
    batch::{Asked, Found, Operation},
    credit_line::CreditLineChange,
    ledger,
    loan::sql::{LoanChange, find_kept},
    payable::NewPayable,
    wallet::WalletChange,
};

pub use confirm::{ConfirmRepaymentCommand, confirm_repayment};
pub use report::{RepaymentFilter, RepaymentRow, repayments};
use sql::Debt;
pub use sql::Locked;
pub(crate) use sweep::sweep;

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
            let loan = find_kept(write.connection(), command.loan, agent).await?.ok_or(Error::NotFound)?;
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
        sql::lock_for_repayment(write.connection(), &quotes).await
    }

    fn moves(locked: &Locked) -> Uuid {
        locked.debt.wallet_id.0
    }

    async fn decide(write: &mut Write, asked: &Asked<Self>, locked: Locked) -> Result<Repaid, Error<RepaymentRefusal>> {
        pay(write, &asked.context, asked.command, &locked)
    }
}

fn pay(
    write: &mut Write,
    context: &Context,
    quote: QuoteId,
    locked: &Locked,
) -> Result<Repaid, Error<RepaymentRefusal>> {
    let debt = &locked.debt;
    if debt.agent != context.agent()? {
        return Err(Error::NotFound);
    }
    write.envelope.about(debt.loan_id);
    locked.check(write.at, write.business_date).map_err(Error::Refused)?;
    let paid = take(write, debt, locked.amount, Some(quote), &context.actor_name())?;
    write.envelope.about(paid.repaid.repayment);
    let before = (debt.wallet.balance, debt.line.outstanding);
    write.envelope.changed(&before, &(paid.wallet.balance, paid.line.outstanding))?;
    Ok(paid.repaid)
}

/// What a payment has done.
struct Paid {
    repaid: Repaid,
    wallet: Wallet,
    line: CreditLine,
}

/// Takes `amount` out of the wallet for a locked debt. Changes wait in the envelope.
fn take(
    write: &mut Write,
    debt: &Debt,
    amount: Amount,
    quote: Option<QuoteId>,
    actor: &str,
) -> Result<Paid, Error<RepaymentRefusal>> {
    let on = write.business_date;
    let wallet = debt.wallet.debit(amount).map_err(|refusal| Error::Refused(refusal.into()))?;
    let (loan, allocation) = debt.loan.pay(on, amount).map_err(|refusal| Error::Refused(refusal.into()))?;
    let line = debt.line.repay(allocation.principal).map_err(Error::defect)?;
    let id = RepaymentId(write.id());
    let reference = Reference::new(ReferenceKind::Repayment, on, debt.number);
    let journal = journal(debt, (id, amount), wallet, &allocation, on).map_err(Error::defect)?;
    let (before, after) = (debt.loan.state(on), loan.state(on));
    if before != after {
        write.envelope.moved(debt.loan_id, (before.code(), after.code()), actor, "");
    }
    write.envelope.post(journal);
    write.envelope.tell("loan.repaid", Some(debt.funder), debt.loan_id, &(&reference, &allocation))?;
    write.envelope.change(WalletChange { id: debt.wallet_id, after: wallet });
    write.envelope.change(CreditLineChange { id: debt.line_id, after: line });
    write.envelope.change(NewPayable { id: id.0, payee: loan.holder, agent: Some(debt.agent), amount, at: write.at });
    write.envelope.change(sql::NewRepayment {
        id,
        reference: reference.clone(),
        loan: debt.loan_id,
        agent: debt.agent,
        funder: debt.funder,
        quote,
        amount,
        allocation: allocation.clone(),
        on,
        at: write.at,
        version: loan.version,
    });
    write.envelope.change(LoanChange { id: debt.loan_id, after: loan, on });
    Ok(Paid { repaid: Repaid { repayment: id, reference, allocation }, wallet, line })
}

fn journal(
    debt: &Debt,
    (repayment, amount): (RepaymentId, Amount),
    wallet: Wallet,
    allocation: &Allocation,
    on: Date,
) -> Result<Journal, JournalError> {
    let holder = debt.loan.holder.0;
    Journal::of(EventKind::LoanRepaid.of(repayment.0), on)
        .about(debt.loan_id)
        .transfer(
            ledger::wallet_account(debt.wallet_id.0, wallet),
            ledger::account(AccountKind::PartnerPayable, holder),
            amount,
        )?
        .transfer(
            ledger::account(AccountKind::Claim, holder),
            ledger::account(AccountKind::DebtPrincipal, debt.loan_id.0),
            allocation.principal,
        )?
        .finish()
}
