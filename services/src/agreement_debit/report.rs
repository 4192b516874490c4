//! Debits as their holder sees them.

use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    id::{DebitId, DebtId},
    network::ReturnReason,
    payout::PayoutState,
    role::Party,
};
use time::OffsetDateTime;

use crate::{
    Context, Db, Error,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// A debit in a list, with how far its money has got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebitRow {
    pub id: DebitId,
    pub reference: Reference,
    pub debt: DebtId,
    pub debt_number: String,
    pub amount: Amount,
    pub state: DebitState,
    /// The network's reason, or the code of our own refusal before it was asked.
    pub failure: String,
    pub accepted_at: OffsetDateTime,
    pub decided_at: Option<OffsetDateTime>,
    pub payout: Option<(Reference, PayoutState)>,
    /// Why and when the network has given it back to its payer, and whether its holder owes it back since.
    pub returned: Option<(ReturnReason, OffsetDateTime, bool)>,
}

/// A page of the debits that the asking partner has made, the newest first; of one debt, or of all.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn debits(
    db: &Db,
    context: &Context,
    of: Option<DebtId>,
    page: PageRequest,
) -> Result<Page<DebitRow>, Error<Never>> {
    let partner = match context.party() {
        Party::Funder(id) | Party::Facilitator(id) => id,
        _ => return Err(Error::Forbidden),
    };
    db.read(context, move |connection| {
        Box::pin(async move {
            let after = page.newest_first();
            let rows = sqlx::query!(
                r#"select d.id, d.reference, d.debt_id, e.number, d.amount_fen, d.state, coalesce(d.failure, '') as "failure!",
                          d.accepted_at, d.decided_at, o.reference as "payout_reference?", o.state as "payout_state?",
                          t.reason as "return_reason?", t.returned_at as "returned_at?", t.owed_back as "owed_back?"
                   from debits d join debts e on e.id = d.debt_id left join payables p on p.id = d.id
                   left join payouts o on o.id = p.payout_id left join returned_debits t on t.debit_id = d.id
                   where d.holder_id = $1 and (d.accepted_at, d.id) < ($2, $3) and ($4::uuid is null or d.debt_id = $4)
                   order by d.accepted_at desc, d.id desc limit $5"#,
                partner.0,
                after.at,
                after.id,
                of.map(|debt| debt.0),
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            let rows = rows
                .into_iter()
                .map(|row| {
                    let payout = match (row.payout_reference, row.payout_state) {
                        (Some(reference), Some(state)) => {
                            Some((reference.parse().map_err(Error::defect)?, state.parse().map_err(Error::defect)?))
                        }
                        _ => None,
                    };
                    let returned = match (row.return_reason, row.returned_at) {
                        (Some(reason), Some(at)) => {
                            Some((reason.parse().map_err(Error::defect)?, at, row.owed_back.unwrap_or_default()))
                        }
                        _ => None,
                    };
                    Ok(DebitRow {
                        id: DebitId(row.id),
                        reference: row.reference.parse().map_err(Error::defect)?,
                        debt: DebtId(row.debt_id),
                        debt_number: row.number,
                        amount: Amount::from_fen(row.amount_fen),
                        state: row.state.parse().map_err(Error::defect)?,
                        failure: row.failure,
                        accepted_at: row.accepted_at,
                        decided_at: row.decided_at,
                        payout,
                        returned,
                    })
                })
                .collect::<Result<Vec<_>, Error<Never>>>()?;
            Ok(Page::of(rows, page, |row: &DebitRow| Cursor { at: row.accepted_at, id: row.id.0 }))
        })
    })
    .await
}
