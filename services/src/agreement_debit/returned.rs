//! What the network gives back to a payer of a debit that had brought something. That stays as it was told; this stands beside it.

use domain::{
    Amount,
    event::PartnerEvent,
    id::DebitId,
    ledger::{AccountKind, EventKind, Journal},
    network::ReturnReason,
};

use super::{
    follow::lock,
    sql::{self, LockedDebit},
};
use crate::{
    Db, Error, Write, debt,
    error::Never,
    ledger,
    network::{ACTOR, system},
    payable::{NewReceivable, Returned},
};

/// Records, once, that the network has given a debit back, or what refunds had left of it: so much the debt owes again, and nobody
/// debits for it until people have looked into it. What was paid out already is owed back by whoever was paid.
///
/// # Errors
/// `NotFound` when there is no such debit.
pub(crate) async fn record_return(db: &Db, id: DebitId, reason: ReturnReason) -> Result<(), Error<Never>> {
    db.write(&system(db), "debit.return", &(id, reason), move |write| {
        Box::pin(async move {
            let (row, locked) = lock(write, id).await?;
            write.envelope.about(id);
            let amount = sql::find_left(write.connection(), &row).await?;
            if !amount.is_positive() {
                return Ok(());
            }
            let paid_out = sql::hold_payable(write, id, amount, ACTOR).await?;
            if paid_out {
                ledger::open_account(write.connection(), AccountKind::PartnerReceivable, row.payee.0).await?;
            }
            let at = write.at;
            sql::insert_returned(write.connection(), (&row, locked.id), (amount, reason), paid_out, at).await?;
            let owed = debt::owe_again(write, &locked, amount).await?;
            debt::update_complaint(write.connection(), locked.id, Some(at)).await?;
            let number = debt::find_number(write.connection(), locked.id).await?;
            post(write, &row, &locked, (amount, paid_out))?;
            tell(write, &row, &locked, (amount, reason, paid_out, number))?;
            write.envelope.changed(&locked.standing.outstanding, &(owed, reason))
        })
    })
    .await
}

fn post(
    write: &mut Write,
    row: &LockedDebit,
    locked: &debt::LockedDebt,
    (amount, paid_out): (Amount, bool),
) -> Result<(), Error<Never>> {
    let at = write.at;
    let from = if paid_out { AccountKind::PartnerReceivable } else { AccountKind::PartnerPayable };
    let journal = Journal::of(EventKind::AgreementReturned.of(row.id.0), write.business_date)
        .correcting(row.id.0)
        .transfer(ledger::account(from, row.payee.0), ledger::channel_receivable(), amount)
        .and_then(|journal| {
            // To whoever holds it now, which may be another than had debited.
            let claim = ledger::account(AccountKind::Claim, locked.holder_id.0);
            journal.transfer(ledger::account(AccountKind::DebtPrincipal, locked.id.0), claim, amount)
        })
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    if paid_out {
        write.envelope.change(NewReceivable { id: row.id.0, payer: row.payee, payable: row.id.0, amount, at });
    } else {
        write.envelope.change(Returned { payable: row.id.0, amount });
    }
    Ok(())
}

/// Whoever was paid is told of the debit, and the debt's funder and holder that so much is owed again.
fn tell(
    write: &mut Write,
    row: &LockedDebit,
    locked: &debt::LockedDebt,
    (amount, reason, paid_out, number): (Amount, ReturnReason, bool, String),
) -> Result<(), Error<Never>> {
    let (reference, reason) = (row.reference.parse().map_err(Error::defect)?, reason.code().to_owned());
    let owed_back = paid_out.then_some(amount);
    let told = PartnerEvent::DebitReturned { reference, amount, reason, owed_back };
    write.envelope.tell(row.payee, row.id, &told)?;
    let other = Some(locked.holder_id).filter(|holder| *holder != locked.funder);
    for party in other.into_iter().chain([locked.funder]).filter(|party| *party != row.payee) {
        let told = PartnerEvent::DebtComplained { number: number.clone(), amount };
        write.envelope.tell(party, locked.id, &told)?;
    }
    Ok(())
}
