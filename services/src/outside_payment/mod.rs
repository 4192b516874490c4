//! What is paid on a debt elsewhere, as either of its sides reports it. It lowers what the debt owes, and moves no money of ours; what
//! a former holder was paid it owes the holder, which stands with the report.

mod pass_on;
mod report;
mod sql;

use domain::{
    Amount,
    approval::ApprovalRefusal,
    debt::{DebtRefusal, check_number, day_of},
    event::PartnerEvent,
    id::{DebtId, OutsidePaymentId, PartnerId},
    ledger::{AccountKind, EventKind, Journal},
    outside_payment::{OutsidePaymentState, check_evidence},
    role::Party,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::Date;

use self::sql::LockedPayment;
use crate::{
    Context, Db, Error, Write,
    agreement_debit::{FACILITATORS, FUNDERS},
    debt::{self, LockedDebt},
    error::violated_constraint,
    ledger,
};

pub(crate) use pass_on::tell_due;
pub use pass_on::{PassOnFilter, PassOnRow, RecordPassOnCommand, pass_ons, record_pass_on};
pub use report::{OutsidePaymentDetail, OutsidePaymentFilter, OutsidePaymentRow, outside_payment, outside_payments};

/// So much of a debt was paid to whoever reports it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReportPaymentCommand {
    pub debt: DebtId,
    /// The reporter's own: the same number is the same payment.
    pub number: String,
    pub amount: Amount,
    pub paid_on: Date,
    /// What shows it.
    pub evidence: String,
}

/// The holder confirms a former holder's report, or does not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerPaymentCommand {
    pub payment: OutsidePaymentId,
    pub agree: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedPayment {
    pub payment: OutsidePaymentId,
    pub state: OutsidePaymentState,
}

fn partner_of<R>(context: &Context) -> Result<PartnerId, Error<R>> {
    match context.party() {
        Party::Funder(_) => context.funder(FUNDERS),
        _ => context.facilitator(FACILITATORS),
    }
}

/// Reports that so much was paid on a debt elsewhere. What the holder reports counts at once, and so does what a former holder was paid
/// while the debtor had to pay it; of any other day it waits for the holder. The same report again is the first one.
///
/// # Errors
/// `NotFound` to whom the debt is not named and whose it never was; refused where it was never held, when it is more than is left beside a debit that the
/// network has not answered for, when the day has not come, without a number or evidence, and when the number is another payment's.
pub async fn report_payment(
    db: &Db,
    context: &Context,
    command: ReportPaymentCommand,
) -> Result<ReportedPayment, Error<DebtRefusal>> {
    let (partner, actor) = (partner_of(context)?, context.actor_name());
    db.write(context, "outside_payment.report", &command.clone(), move |write| {
        Box::pin(async move {
            let (today, at) = (write.business_date, write.at);
            let locked = lock(write, command.debt).await?;
            let standing = sql::find_standing(write.connection(), &locked, partner).await?;
            let named = [Some(locked.funder), locked.facilitator].contains(&Some(partner));
            if !named && standing.held.is_empty() {
                return Err(Error::NotFound);
            }
            write.envelope.about(command.debt);
            check_number(&command.number).map_err(Error::Refused)?;
            check_evidence(&command.evidence).map_err(Error::Refused)?;
            let number = command.number.trim();
            if let Some(known) = sql::find_known(write.connection(), partner, number).await? {
                let same = ReportedPayment { payment: known.id, state: known.state };
                return if known.is(&command) {
                    Ok(same)
                } else {
                    Err(Error::Refused(DebtRefusal::PaymentNumberTaken))
                };
            }
            let state = standing.report(command.amount, command.paid_on, today);
            let state = state.map_err(|refusal| Error::Refused(as_told(refusal, &locked, partner)))?;
            let id = OutsidePaymentId(write.id());
            let holder = (state == OutsidePaymentState::Counted).then_some(locked.holder_id);
            let decided = (state, holder, today);
            let saved = sql::insert_payment(write.connection(), id, (partner, &command), decided, at).await;
            saved.map_err(|error| match violated_constraint(&error) {
                Some("outside_payment_number_is_taken") => Error::Refused(DebtRefusal::PaymentNumberTaken),
                _ => error.into(),
            })?;
            let payment = LockedPayment {
                id,
                debt: locked.id,
                reporter: partner,
                number: number.to_owned(),
                amount: command.amount,
                paid_on: command.paid_on,
                state,
                holder,
            };
            write.envelope.moved(id, ("", state.code()), &actor, command.evidence.trim());
            if holder.is_some() {
                count(write, &payment, &locked).await?;
            } else {
                ask(write, &payment, &locked).await?;
            }
            write.envelope.changed(&locked.standing.outstanding, &command)?;
            Ok(ReportedPayment { payment: id, state })
        })
    })
    .await
}

/// A refusal as a partner is told of it: a facilitator that has held the debt does not learn what is owed of it now.
fn as_told(refusal: DebtRefusal, locked: &LockedDebt, partner: PartnerId) -> DebtRefusal {
    match refusal {
        DebtRefusal::MoreThanOutstanding { .. } if ![locked.funder, locked.holder_id].contains(&partner) => {
            DebtRefusal::MoreThanIsLeft
        }
        other => other,
    }
}

/// The holder's word to what a former holder reports: it counts, or it does not.
///
/// # Errors
/// `NotFound` to whom the debt was never named; refused to whoever does not hold it, when it was answered before, and when it is more
/// than is left.
pub async fn answer_payment(
    db: &Db,
    context: &Context,
    command: AnswerPaymentCommand,
) -> Result<(), Error<DebtRefusal>> {
    let (partner, actor) = (partner_of(context)?, context.actor_name());
    db.write(context, "outside_payment.answer", &command.clone(), move |write| {
        Box::pin(async move {
            let (payment, locked) = lock_payment(write, command.payment).await?;
            if ![Some(locked.funder), locked.facilitator].contains(&Some(partner)) {
                return Err(Error::NotFound);
            }
            write.envelope.about(payment.debt);
            if locked.holder_id != partner {
                return Err(Error::Refused(DebtRefusal::NotHeld));
            }
            if payment.state != OutsidePaymentState::Reported {
                return Err(Error::Refused(DebtRefusal::PaymentAnswered));
            }
            let (at, today) = (write.at, write.business_date);
            let state = if command.agree { OutsidePaymentState::Counted } else { OutsidePaymentState::Declined };
            sql::update_state(write.connection(), payment.id, (state, Some(partner), today), at).await?;
            write.envelope.moved(payment.id, (payment.state.code(), state.code()), &actor, "");
            if command.agree {
                let standing = sql::find_standing(write.connection(), &locked, partner).await?;
                standing.may_count(payment.amount).map_err(Error::Refused)?;
                count(write, &payment, &locked).await?;
            } else {
                decline(write, &payment).await?;
            }
            write.envelope.changed(&payment.state, &state)
        })
    })
    .await
}

/// Whether a payment counts, and can be taken back.
///
/// # Errors
/// `NotFound` when there is no such payment; refused when it does not count.
pub(crate) async fn check_undo(
    connection: &mut PgConnection,
    id: OutsidePaymentId,
) -> Result<(), Error<ApprovalRefusal>> {
    let payment = sql::lock_payment(connection, id).await?.ok_or(Error::NotFound)?;
    counted(&payment)
}

/// Takes a payment back that was none: the debt owes it again, to whoever holds it by now.
///
/// # Errors
/// As [`check_undo`].
pub(crate) async fn undo(
    write: &mut Write,
    id: OutsidePaymentId,
    (note, actor): (&str, &str),
) -> Result<(), Error<ApprovalRefusal>> {
    let (payment, locked) = lock_payment(write, id).await?;
    counted(&payment)?;
    let at = write.at;
    if let Some(holder) = payment.holder {
        pass_on::keep(write, (payment.reporter, holder), payment.amount.negated()).await?;
    }
    let undone = (OutsidePaymentState::Undone, None, write.business_date);
    sql::update_state(write.connection(), id, undone, at).await?;
    debt::owe_again(write, &locked, payment.amount).await?;
    let number = debt::find_number(write.connection(), locked.id).await?;
    let journal = Journal::of(EventKind::DebtReversed.of(id.0), payment.paid_on)
        .correcting(id.0)
        .transfer(
            ledger::account(AccountKind::DebtPrincipal, locked.id.0),
            ledger::account(AccountKind::Claim, locked.holder_id.0),
            payment.amount,
        )
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    write.envelope.moved(id, (payment.state.code(), OutsidePaymentState::Undone.code()), actor, note);
    let concerned = concerned(&payment, &locked);
    let LockedPayment { number: payment, amount, .. } = payment;
    let told = PartnerEvent::DebtPaymentUndone { number, payment, amount };
    for party in concerned {
        write.envelope.tell(party, locked.id, &told)?;
    }
    Ok(())
}

/// Whoever is told of a payment: the debt's funder, its holder, and whoever has reported it; not to whom the debt is only offered.
fn concerned(payment: &LockedPayment, locked: &LockedDebt) -> Vec<PartnerId> {
    let mut parties = vec![locked.funder, locked.holder_id, payment.reporter];
    parties.sort_unstable();
    parties.dedup();
    parties
}

fn counted(payment: &LockedPayment) -> Result<(), Error<ApprovalRefusal>> {
    let is = payment.state == OutsidePaymentState::Counted;
    if is { Ok(()) } else { Err(Error::Refused(ApprovalRefusal::PaymentNotCounted)) }
}

async fn lock<R>(write: &mut Write, id: DebtId) -> Result<LockedDebt, Error<R>> {
    let day = day_of(write.at);
    debt::lock_debts(write.connection(), &[id.0], None, day).await?.remove(&id).ok_or(Error::NotFound)
}

/// A payment and its debt, locked: the debt first, as everybody does.
async fn lock_payment<R>(write: &mut Write, id: OutsidePaymentId) -> Result<(LockedPayment, LockedDebt), Error<R>> {
    let of = sql::find_debt(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let locked = lock(write, of).await?;
    let payment = sql::lock_payment(write.connection(), id).await?.ok_or(Error::NotFound)?;
    Ok((payment, locked))
}

/// The debt owes so much less, and its holder has so much less of a claim. The other side is told, and whoever has reported it where
/// the holder's word was waited for.
async fn count<R>(write: &mut Write, payment: &LockedPayment, locked: &LockedDebt) -> Result<(), Error<R>> {
    let left = locked.standing.outstanding.less(payment.amount);
    debt::update_outstanding(write.connection(), locked.id, left).await?;
    pass_on::keep(write, (payment.reporter, locked.holder_id), payment.amount).await?;
    let number = debt::find_number(write.connection(), locked.id).await?;
    let journal = Journal::of(EventKind::DebtReceived.of(payment.id.0), payment.paid_on)
        .transfer(
            ledger::account(AccountKind::Claim, locked.holder_id.0),
            ledger::account(AccountKind::DebtPrincipal, locked.id.0),
            payment.amount,
        )
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    let told = PartnerEvent::DebtPaidOutside {
        number,
        payment: payment.number.clone(),
        amount: payment.amount,
        paid_on: payment.paid_on,
        owed_to_holder: (payment.reporter != locked.holder_id).then_some(payment.amount),
    };
    let waited = payment.state == OutsidePaymentState::Reported;
    let says = if waited { locked.holder_id } else { payment.reporter };
    for party in concerned(payment, locked).into_iter().filter(|party| *party != says) {
        write.envelope.tell(party, locked.id, &told)?;
    }
    Ok(())
}

/// The holder is asked for its word.
async fn ask<R>(write: &mut Write, payment: &LockedPayment, locked: &LockedDebt) -> Result<(), Error<R>> {
    let number = debt::find_number(write.connection(), locked.id).await?;
    let told = PartnerEvent::DebtPaymentReported {
        number,
        payment: payment.number.clone(),
        amount: payment.amount,
        paid_on: payment.paid_on,
    };
    write.envelope.tell(locked.holder_id, locked.id, &told)
}

/// Whoever has reported it is told that the holder does not agree.
async fn decline<R>(write: &mut Write, payment: &LockedPayment) -> Result<(), Error<R>> {
    let number = debt::find_number(write.connection(), payment.debt).await?;
    let told = PartnerEvent::DebtPaymentDeclined { number, payment: payment.number.clone(), amount: payment.amount };
    write.envelope.tell(payment.reporter, payment.debt, &told)
}
