//! What went back to a payer beyond what a debit had brought: by a refund after the network had given it back, or by the network after
//! refunds. The network has kept it of ours; two people have whoever was paid owe it, or say that the network has made it good.

use domain::{
    Amount,
    approval::ApprovalRefusal,
    event::PartnerEvent,
    id::{DebitId, SettlementBreakId},
    ledger::{AccountKind, EventKind, Journal},
    network::ReturnReason,
    settlement::SettlementBreak,
};
use sqlx::PgConnection;

use super::{
    difference::lock,
    sql::{self, Taken},
};
use crate::{Error, Write, agreement_debit, ledger, payable::NewReceivable, settlement_break};

/// Whether two people can decide about it.
///
/// # Errors
/// `NotFound` when there is no such difference; refused when it is another, or was decided.
pub(crate) async fn check_beyond(
    connection: &mut PgConnection,
    id: SettlementBreakId,
) -> Result<(), Error<ApprovalRefusal>> {
    lock(connection, id, SettlementBreak::BeyondTaken).await.map(|_| ())
}

/// Whoever was paid of the debit owes it, if it is charged; or the network has paid it with another settlement.
///
/// # Errors
/// As [`check_beyond`].
pub(crate) async fn settle_beyond(
    write: &mut Write,
    id: SettlementBreakId,
    charged: bool,
    why: (&str, &str),
) -> Result<(), Error<ApprovalRefusal>> {
    let (of, amount) = lock(write.connection(), id, SettlementBreak::BeyondTaken).await?;
    settlement_break::settle(write, of.id(), SettlementBreak::BeyondTaken, why).await?;
    if charged { charge(write, id, of, amount).await } else { Ok(()) }
}

/// Has whoever was paid of a debit owe what went back beyond what it had brought.
pub(super) async fn charge(
    write: &mut Write,
    id: SettlementBreakId,
    of: Taken,
    amount: Amount,
) -> Result<(), Error<ApprovalRefusal>> {
    let debit = sql::find_debit_of(write.connection(), of.id()).await?.map(DebitId).ok_or(Error::NotFound)?;
    let (row, _) = agreement_debit::lock(write, debit).await?;
    ledger::open_account(write.connection(), AccountKind::PartnerReceivable, row.payee.0).await?;
    let at = write.at;
    sqlx::query!(
        "insert into charged_differences (difference_id, debit_id, holder_id, amount_fen, charged_at)
         values ($1, $2, $3, $4, $5)",
        id.0,
        debit.0,
        row.payee.0,
        amount.fen(),
        at
    )
    .execute(write.connection())
    .await?;
    let owed = ledger::account(AccountKind::PartnerReceivable, row.payee.0);
    let journal = Journal::of(EventKind::AgreementCharged.of(id.0), write.business_date)
        .correcting(debit.0)
        .transfer(owed, ledger::channel_receivable(), amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    write.envelope.change(NewReceivable { id: id.0, payer: row.payee, payable: debit.0, amount, at });
    let (reference, reason) = (row.reference.parse().map_err(Error::defect)?, ReturnReason::Other.code().to_owned());
    let told = PartnerEvent::DebitReturned { reference, amount, reason, owed_back: Some(amount) };
    write.envelope.tell(row.payee, row.id, &told)
}
