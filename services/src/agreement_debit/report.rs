//! Debits as their holder sees them.

use domain::{
    Amount, Reference,
    agreement_debit::{DebitFailure, DebitState, RefundStanding},
    id::{DebitId, DebtId},
    network::ReturnReason,
    payout::PayoutState,
    role::Party,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, by_time_or_amount, find_debts, total},
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
    pub failure: Option<DebitFailure>,
    pub accepted_at: OffsetDateTime,
    pub decided_at: Option<OffsetDateTime>,
    pub payout: Option<(Reference, PayoutState)>,
    /// Why and when the network has given it back to its payer, and whether its holder owes it back since.
    pub returned: Option<(ReturnReason, OffsetDateTime, bool)>,
    /// What went back to its payer as was ordered, what of that its holder owes back since, and what may go back yet.
    pub refunded: Amount,
    pub refund_owed_back: Amount,
    pub refundable: Amount,
    /// Whether something of it that is owed back has not come back yet.
    pub owes_back: bool,
}

struct Stored {
    id: Uuid,
    reference: String,
    debt_id: Uuid,
    number: String,
    amount_fen: i64,
    state: String,
    failure: Option<String>,
    accepted_at: OffsetDateTime,
    decided_at: Option<OffsetDateTime>,
    payout_reference: Option<String>,
    payout_state: Option<String>,
    return_reason: Option<String>,
    returned_at: Option<OffsetDateTime>,
    owed_back: Option<bool>,
    adopted_fen: Option<i64>,
    made: i64,
    owed: i64,
    spoken: i64,
    owes_back: bool,
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
        let state: DebitState = self.state.parse().map_err(Error::defect)?;
        let amount = Amount::from_fen(self.amount_fen);
        let adopted = self.adopted_fen.map(Amount::from_fen).unwrap_or_default();
        let standing = RefundStanding {
            taken: if state == DebitState::Succeeded { amount } else { adopted },
            refunded: Amount::from_fen(self.spoken),
            returned: returned.is_some(),
        };
        Ok(DebitRow {
            id: DebitId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            debt: DebtId(self.debt_id),
            debt_number: self.number,
            amount,
            state,
            failure: self.failure.map(|code| code.parse().map_err(Error::defect)).transpose()?,
            accepted_at: self.accepted_at,
            decided_at: self.decided_at,
            payout,
            returned,
            refunded: Amount::from_fen(self.made),
            refund_owed_back: Amount::from_fen(self.owed),
            refundable: standing.refundable(),
            owes_back: self.owes_back,
        })
    }
}

/// Which debits are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebitFilter {
    /// Those of one debt.
    Of(DebtId),
    /// Those in one state.
    In(DebitState),
    All,
}

impl DebitFilter {
    /// Of which debt, and in which state.
    fn asks(self) -> (Option<Uuid>, Option<&'static str>) {
        match self {
            Self::Of(debt) => (Some(debt.0), None),
            Self::In(state) => (None, Some(state.code())),
            Self::All => (None, None),
        }
    }
}

/// A statement about the debits of a holder in a part that `$bounds` and `$debts` narrow: what it selects, what else it says from `$10`
/// on, and what is joined to that in an order. The number is its own, or its debt's. Among those of one debt are what was booked for the
/// holder although another had debited it.
macro_rules! narrowed {
    (
        $row:ident, $what:literal, $joined:literal, [$($then:tt)*], order [$($order:tt)*],
        $holder:expr, $part:expr, $bounds:expr, $debts:expr $(, $value:expr)*
    ) => {
        sqlx::query_as!(
            $row,
            $what
                + " from debits d
                    where (d.holder_id = $1
                           or $2::uuid is not null
                              and exists (select from adopted_debits b where b.debit_id = d.id and b.holder_id = $1))
                      and ($2::uuid is null or d.debt_id = $2) and ($3::text is null or d.state = $3)
                      and d.accepted_at >= $4 and d.accepted_at < $5 and d.amount_fen between $6 and $7
                      and ($8::uuid[] is null or d.debt_id = any($8) or d.reference = upper($9)) "
                + $($then)*
                + $joined
                + $($order)*,
            $holder,
            $part.0,
            $part.1,
            $bounds.since(),
            $bounds.until(),
            $bounds.least,
            $bounds.most,
            $debts as _,
            $bounds.text.as_deref()
            $(, $value)*
        )
    };
}

/// A page of the debits that the asking partner has made, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn debits(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<DebitFilter>>,
    page: PageRequest,
) -> Result<Page<DebitRow>, Error<Never>> {
    let list: Narrowed<DebitFilter> = list.into();
    let holder = match context.party() {
        Party::Funder(id) | Party::Facilitator(id) => id.0,
        _ => return Err(Error::Forbidden),
    };
    db.read(context, move |connection| Box::pin(async move { list_narrowed(connection, holder, &list, page).await }))
        .await
}

/// A page of what is asked for of the debits, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    holder: Uuid,
    list: &Narrowed<DebitFilter>,
    page: PageRequest,
) -> Result<Page<DebitRow>, Error<Never>> {
    let (bounds, part) = (Bounds::find(connection, &list.narrow).await?, list.part.asks());
    let debts = find_debts(connection, holder, list.narrow.text.as_ref()).await?;
    let rows = by_time_or_amount!(
        narrowed!(
            Stored,
            r#"select d.id as "id!", d.reference as "reference!", d.debt_id as "debt_id!", e.number as "number!",
                      d.amount_fen as "amount_fen!", d.state as "state!", d.failure as "failure?",
                      d.accepted_at as "accepted_at!", d.decided_at, o.reference as "payout_reference?",
                      o.state as "payout_state?", t.reason as "return_reason?", t.returned_at as "returned_at?",
                      t.owed_back as "owed_back?", a.amount_fen as "adopted_fen?", f.made as "made!", f.owed as "owed!", f.spoken as "spoken!",
                      exists (select from receivables v where v.payable_id = d.id and v.settled_fen < v.amount_fen) as "owes_back!"
               from (select d.*"#,
            ") d
             join debts e on e.id = d.debt_id left join payables p on p.id = d.id
             left join payouts o on o.id = p.payout_id left join returned_debits t on t.debit_id = d.id
             left join adopted_debits a on a.debit_id = d.id
             cross join lateral (
                 select coalesce(sum(amount_fen) filter (where state = 'succeeded'), 0)::bigint as made,
                        coalesce(sum(amount_fen - beyond_fen) filter (where owed_back), 0)::bigint as owed,
                        coalesce(sum(amount_fen) filter (where state <> 'failed' and not late), 0)::bigint as spoken
                 from refunds where debit_id = d.id) f ";
            holder, part, bounds, debts.as_deref()
        ) and order,
        ("d.accepted_at", "d.amount_fen", "d.id", "select amount_fen, id from debits where id = "),
        ("$10", "$11::timestamptz", "$12", "$13"),
        list.sort.unwrap_or(Sort::Newest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows.into_iter().map(Stored::into_row).collect::<Result<Vec<_>, Error<Never>>>()?;
    let listed = Page::of(rows, page, |row: &DebitRow| Cursor { at: row.accepted_at, id: row.id.0 });
    let total = total!(
        list,
        narrowed!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(d.amount_fen), 0)::bigint as "fen!""#,
            "",
            [""],
            order[""],
            holder,
            part,
            bounds,
            debts.as_deref()
        )
        .fetch_one(connection)
    );
    Ok(listed.with_total(total))
}
