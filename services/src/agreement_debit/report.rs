//! Debits as their holder sees them.

use domain::{
    Amount, Reference,
    agreement_debit::{DebitState, RefundStanding},
    id::{DebitId, DebtId},
    network::ReturnReason,
    payout::PayoutState,
    role::Party,
};
use time::OffsetDateTime;
use uuid::Uuid;

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
    /// What went back to its payer as was ordered, what of that its holder owes back since, and what may go back yet.
    pub refunded: Amount,
    pub refund_owed_back: Amount,
    pub refundable: Amount,
}

struct Stored {
    id: Uuid,
    reference: String,
    debt_id: Uuid,
    number: String,
    amount_fen: i64,
    state: String,
    failure: String,
    accepted_at: OffsetDateTime,
    decided_at: Option<OffsetDateTime>,
    payout_reference: Option<String>,
    payout_state: Option<String>,
    return_reason: Option<String>,
    returned_at: Option<OffsetDateTime>,
    owed_back: Option<bool>,
    made: i64,
    owed: i64,
    spoken: i64,
}

impl Stored {
    fn into_row(self) -> Result<DebitRow, Error<Never>> {
        let payout = match (self.payout_reference, self.payout_state) {
            (Some(reference), Some(state)) => {
                Some((reference.parse().map_err(Error::defect)?, state.parse().map_err(Error::defect)?))
            }
            _ => None,
        };
        let returned: Option<(ReturnReason, OffsetDateTime, bool)> = match (self.return_reason, self.returned_at) {
            (Some(reason), Some(at)) => {
                Some((reason.parse().map_err(Error::defect)?, at, self.owed_back.unwrap_or_default()))
            }
            _ => None,
        };
        let standing = RefundStanding {
            state: self.state.parse().map_err(Error::defect)?,
            amount: Amount::from_fen(self.amount_fen),
            refunded: Amount::from_fen(self.spoken),
            returned: returned.is_some(),
        };
        Ok(DebitRow {
            id: DebitId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            debt: DebtId(self.debt_id),
            debt_number: self.number,
            amount: standing.amount,
            state: standing.state,
            failure: self.failure,
            accepted_at: self.accepted_at,
            decided_at: self.decided_at,
            payout,
            returned,
            refunded: Amount::from_fen(self.made),
            refund_owed_back: Amount::from_fen(self.owed),
            refundable: standing.refundable(),
        })
    }
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
            let rows = sqlx::query_as!(
                Stored,
                r#"select d.id, d.reference, d.debt_id, e.number, d.amount_fen, d.state, coalesce(d.failure, '') as "failure!",
                          d.accepted_at, d.decided_at, o.reference as "payout_reference?", o.state as "payout_state?",
                          t.reason as "return_reason?", t.returned_at as "returned_at?", t.owed_back as "owed_back?",
                          f.made as "made!", f.owed as "owed!", f.spoken as "spoken!"
                   from debits d join debts e on e.id = d.debt_id left join payables p on p.id = d.id
                   left join payouts o on o.id = p.payout_id left join returned_debits t on t.debit_id = d.id
                   cross join lateral (
                       select coalesce(sum(amount_fen) filter (where state = 'succeeded'), 0)::bigint as made,
                              coalesce(sum(amount_fen) filter (where owed_back), 0)::bigint as owed,
                              coalesce(sum(amount_fen) filter (where state <> 'failed'), 0)::bigint as spoken
                       from refunds where debit_id = d.id) f
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
            let rows = rows.into_iter().map(Stored::into_row).collect::<Result<Vec<_>, Error<Never>>>()?;
            Ok(Page::of(rows, page, |row: &DebitRow| Cursor { at: row.accepted_at, id: row.id.0 }))
        })
    })
    .await
}
