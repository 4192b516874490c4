//! Debts as those who may know of them see them, with who may collect each, and why nobody else.

use domain::{
    Amount,
    binding::{BindingState, ShareState},
    debt::{DebtRefusal, DebtStanding, Holder},
    id::{BindingId, DebtId},
    role::{PartnerKind, Party},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    business_day::business_date,
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, by_time_or_amount, find_debts, total},
};

/// A debt in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebtRow {
    pub id: DebtId,
    pub number: String,
    pub funder_name: String,
    /// Empty before its first transfer.
    pub facilitator_name: String,
    pub binding: BindingId,
    /// The asker's own alias of the binding; empty where it has none.
    pub alias: String,
    pub payer_masked: String,
    pub card_masked: String,
    pub amount: Amount,
    /// None to a facilitator that has held it and is nothing to it any more.
    pub outstanding: Option<Amount>,
    pub due_on: Date,
    /// To such a facilitator, whom it gave it back to.
    pub holder: Holder,
    /// Whether the asker may collect it now, but for what a day's limits say.
    pub may_collect: Result<(), DebtRefusal>,
    /// Whether a transfer of it to the facilitator may be asked for, unless it is in another.
    pub may_transfer: bool,
    pub in_flight: bool,
    pub registered_at: OffsetDateTime,
}

/// Which debts are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebtFilter {
    /// Those that the asker holds and that are not paid.
    Held,
    /// Those that nobody debits for because they change hands.
    Frozen,
    /// Those of which nothing is outstanding.
    Settled,
    All,
}

impl DebtFilter {
    const fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Frozen => "frozen",
            Self::Settled => "settled",
            Self::All => "all",
        }
    }
}

struct Stored {
    id: Uuid,
    number: String,
    funder_name: String,
    facilitator_name: String,
    binding_id: Uuid,
    alias: Option<String>,
    payer_masked: Option<String>,
    card_masked: Option<String>,
    amount_fen: i64,
    outstanding_fen: i64,
    due_on: Date,
    holder: String,
    binding_state: String,
    share_state: Option<String>,
    suspended_for: Option<String>,
    card_refusal: Option<String>,
    in_flight: bool,
    suspended: bool,
    complaint: bool,
    concerned: bool,
    registered_at: OffsetDateTime,
}

impl Stored {
    fn into_row(self, asker: PartnerKind, on: Date) -> Result<DebtRow, Error<Never>> {
        let concerned = self.concerned;
        let holder = if concerned { self.holder.parse().map_err(Error::defect)? } else { Holder::Funder };
        let share: Option<ShareState> =
            self.share_state.as_deref().map(|code| code.parse().map_err(Error::defect)).transpose()?;
        let binding: BindingState = self.binding_state.parse().map_err(Error::defect)?;
        let standing = DebtStanding {
            holder,
            outstanding: Amount::from_fen(self.outstanding_fen),
            due_on: self.due_on,
            binding,
            suspension: self.suspended_for.as_deref().map(|code| code.parse().map_err(Error::defect)).transpose()?,
            share,
            in_flight: self.in_flight,
            tried_today: 0,
            most_tries: 1,
            taken_today: Amount::ZERO,
            limit_reached_today: false,
            card_refused: self.card_refusal.as_deref().map(|code| code.parse().map_err(Error::defect)).transpose()?,
            suspended: self.suspended,
            complaint: self.complaint,
            marked: false,
        };
        Ok(DebtRow {
            id: DebtId(self.id),
            number: self.number,
            funder_name: self.funder_name,
            facilitator_name: self.facilitator_name,
            binding: BindingId(self.binding_id),
            alias: self.alias.unwrap_or_default(),
            payer_masked: self.payer_masked.unwrap_or_default(),
            card_masked: self.card_masked.unwrap_or_default(),
            amount: Amount::from_fen(self.amount_fen),
            outstanding: concerned.then_some(standing.outstanding),
            due_on: self.due_on,
            holder,
            may_collect: standing.may_collect(asker, on),
            may_transfer: standing.may_transfer(false, on).is_ok(),
            in_flight: concerned && self.in_flight,
            registered_at: self.registered_at,
        })
    }
}

/// Debts as they are listed: those of which a statement says something, as `$1` sees them, and what it says of their order.
macro_rules! listed {
    ($first:tt $(+ $more:tt)*; $order:tt $(+ $behind:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Stored,
            r#"select d.id as "id!", d.number as "number!", f.name as "funder_name!", coalesce(p.name, '') as "facilitator_name!",
                      d.binding_id as "binding_id!",
                      case when $1 = d.funder_id then n.alias else h.alias end as alias,
                      coalesce(h.payer_masked, s.payer_masked) as payer_masked,
                      coalesce(h.card_masked, s.card_masked) as card_masked, d.amount_fen as "amount_fen!",
                      d.outstanding_fen as "outstanding_fen!", d.due_on as "due_on!", d.holder as "holder!",
                      b.state as "binding_state!", b.share_state, b.suspended_for,
                      card_refusal(b.card_index, d.binding_id) as card_refusal,
                      debit_in_flight(d.id, null) as "in_flight!", o.status = 'suspended' as "suspended!",
                      d.complaint_at is not null as "complaint!", k.concerned as "concerned!", d.registered_at as "registered_at!"
               from (select * from debts d "#
                + $first
                $(+ $more)*
                + r#") d join partners f on f.id = d.funder_id left join partners p
                   on p.id = case when $1 = d.funder_id then d.facilitator_id else $1 end
               join partners o on o.id = d.holder_id cross join lateral binding_of_debt(d.binding_id) b
               left join bindings n on n.id = d.binding_id left join signings s on s.id = n.signing_id
               left join shares h on h.binding_id = d.binding_id
               cross join lateral (
                   select $1 in (d.funder_id, d.holder_id)
                          or exists (select from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                                     where i.debt_id = d.id and i.state in ('pending', 'frozen') and t.facilitator_id = $1)
                          as concerned) k "#
                + $order
                $(+ $behind)*,
            $($value),*
        )
    };
}

/// What debts come to.
macro_rules! added {
    ($first:tt $(+ $more:tt)*; $order:tt $(+ $behind:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(d.amount_fen), 0)::bigint as "fen!" from debts d "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// What `$statement` says of the debts of a side in a part that `$bounds` and `$debts` narrow, and what else it says from `$10` on: of a
/// facilitator's those that it holds, is offered, or has held. A name is the other side's.
macro_rules! narrowed {
    ($statement:ident, [$($then:tt)*], order [$($order:tt)*], $asker:expr, $part:expr, $bounds:expr, $debts:expr $(, $value:expr)*) => {
        $statement!(
            "where case when $2::bool then d.funder_id else d.facilitator_id end = $1
               and ($2 or d.holder_id = $1
                    or exists (select from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                               where i.debt_id = d.id and i.state <> 'declined' and t.facilitator_id = $1))
               and case $3::text when 'held' then d.holder_id = $1 and d.outstanding_fen > 0
                                 when 'frozen' then d.holder in ('in_transfer', 'being_bought_back')
                                 when 'settled' then d.outstanding_fen = 0 and ($2 or d.holder_id = $1)
                                 else true end
               and d.registered_at >= $4 and d.registered_at < $5 and d.amount_fen between $6 and $7
               and ($8::uuid[] is null or d.id = any($8)
                    or ($9::uuid[] is not null
                        and case when $2 then d.facilitator_id else d.funder_id end = any($9))) "
                + $($then)*;
            $($order)*;
            $asker.1,
            $asker.0 == PartnerKind::Funder,
            $part.code(),
            $bounds.since(),
            $bounds.until(),
            $bounds.least,
            $bounds.most,
            $debts as _,
            $bounds.named() as _
            $(, $value)*
        )
    };
}

/// Who asks, of a debt's two sides.
fn asker(context: &Context) -> Result<(PartnerKind, Uuid), Error<Never>> {
    match context.party() {
        Party::Funder(id) => Ok((PartnerKind::Funder, id.0)),
        Party::Facilitator(id) => Ok((PartnerKind::Facilitator, id.0)),
        _ => Err(Error::Forbidden),
    }
}

/// A page of the debts that the asking partner may know of, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn debts(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<DebtFilter>>,
    page: PageRequest,
) -> Result<Page<DebtRow>, Error<Never>> {
    let list: Narrowed<DebtFilter> = list.into();
    let asker = asker(context)?;
    let today = business_date(db, context).await?;
    db.read(context, move |connection| {
        Box::pin(async move { list_narrowed(connection, asker, today, &list, page).await })
    })
    .await
}

/// A page of what is asked for of the debts, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    asker: (PartnerKind, Uuid),
    today: Date,
    list: &Narrowed<DebtFilter>,
    page: PageRequest,
) -> Result<Page<DebtRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let debts = find_debts(connection, asker.1, list.narrow.text.as_ref()).await?;
    if debts.as_ref().is_some_and(Vec::is_empty) && bounds.named().is_none() {
        return Ok(Page::EMPTY);
    }
    let rows = by_time_or_amount!(
        narrowed!(listed; asker, list.part, bounds, debts.as_deref()) and order,
        ("d.registered_at", "d.amount_fen", "d.id", "select amount_fen, id from debts where id = "),
        ("$10", "$11::timestamptz", "$12", "$13"),
        list.sort.unwrap_or(Sort::Newest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows.into_iter().map(|row| row.into_row(asker.0, today)).collect::<Result<Vec<_>, Error<Never>>>()?;
    let listed = Page::of(rows, page, |row: &DebtRow| Cursor { at: row.registered_at, id: row.id.0 });
    let total = total!(
        list,
        narrowed!(added, [""], order[""], asker, list.part, bounds, debts.as_deref()).fetch_one(connection)
    );
    Ok(listed.with_total(total))
}

/// One debt.
///
/// # Errors
/// `NotFound` but to its funder and to the facilitators that hold it, are offered it, or have held it.
pub async fn debt(db: &Db, context: &Context, id: DebtId) -> Result<DebtRow, Error<Never>> {
    let (kind, partner) = asker(context)?;
    let today = business_date(db, context).await?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = listed!(
                "where d.id = $2
                   and ($1 in (d.funder_id, d.holder_id)
                        or exists (select from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                                   where i.debt_id = d.id and i.state <> 'declined' and t.facilitator_id = $1))";
                "";
                partner,
                id.0
            )
            .fetch_optional(&mut *connection)
            .await?;
            row.ok_or(Error::NotFound)?.into_row(kind, today)
        })
    })
    .await
}
