//! A partner's payout that the bank sends back after it was paid.

use domain::{
    event::PartnerEvent,
    id::PartnerId,
    ledger::{Account, Event, EventKind, Journal},
    payout::Payout,
    repayment::RepaymentState,
};
use time::Date;

use super::{change, set_off::set_off, sql};
use crate::{Error, Write};

/// What was paid to a partner is on the reserve account again, and owed to it until two people have it sent once more, but for what the
/// partner owes back of it: what its payables are of stays paid.
pub(super) async fn owe_again<R>(
    write: &mut Write,
    (partner, row): (PartnerId, &sql::PayoutRow),
    (back, from, booked_on): (Payout, Account, Date),
    (actor, reason): (&str, &str),
) -> Result<(), Error<R>> {
    let owed = row.source.account().ok_or_else(|| Error::defect("what is owed to a partner has an account"))?;
    let leg = sql::count_sent_back(write.connection(), row.id).await?;
    let journal = Journal::of(Event { kind: EventKind::PayoutSentBack, id: row.id.0, leg }, write.business_date)
        .transfer(from, owed, row.amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    // What its people took for arrived may arrive yet.
    for repayment in sql::update_arrival(write.connection(), row.id).await? {
        write.envelope.moved(
            repayment,
            (RepaymentState::PartnerConfirmed.code(), RepaymentState::Debited.code()),
            actor,
            reason,
        );
    }
    let (reference, amount) = (row.reference.clone(), row.amount);
    let told = PartnerEvent::PayoutSentBack { reference, amount, booked_on, reason: reason.to_owned() };
    write.envelope.tell(partner, row.id, &told)?;
    change(write, row, back, (actor, reason))?;
    write.flush().await?;
    set_off(write, row.id, actor).await
}
