//! Transfers of debts and loans as both sides and the institution see them.

use domain::{
    Amount,
    code::Why,
    debt_transfer::{
        DebtTransfer, Declined, Draining, Item, ItemState, LegalBasis, TransferEnd, TransferState, Waiting,
    },
    id::DebtTransferId,
    role::Party,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::document::{self, DocumentRow};
use crate::{
    Context, Db, Error,
    approval_row::{ApprovalRow, list_of},
    context::FACILITATOR_TEAM,
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Which, by_time, find_debts, total},
};

/// A transfer in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferRow {
    pub id: DebtTransferId,
    /// The one that has taken effect without what was draining, and goes on here.
    pub follows: Option<DebtTransferId>,
    pub funder_name: String,
    pub facilitator_name: String,
    pub transfer: DebtTransfer,
    pub legal_basis: LegalBasis,
    pub document: String,
    pub evidence: String,
    pub submitted_at: OffsetDateTime,
    pub effective_at: Option<OffsetDateTime>,
    pub end_reason: Option<Why<TransferEnd>>,
    /// Debts and loans that take part, those that do not, and what is outstanding of the first or was when they changed hands.
    pub debts: i64,
    pub declined: i64,
    pub amount: Amount,
    /// What an approved one waits for.
    pub waiting: Option<Waiting>,
}

/// Which transfers are listed.
pub type TransferFilter = Which<TransferState>;

/// One debt or loan of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferItem {
    pub item: Item,
    /// A debt's number, a loan's reference; of what is not the funder's as it was named.
    pub number: String,
    pub state: ItemState,
    /// What was outstanding when it changed hands, or else is. None to a facilitator that it is nothing to any more.
    pub amount: Option<Amount>,
    /// Of a loan the date since which it is overdue, or on which something falls due next; none where nothing is owed, and as the amount.
    pub due_on: Option<Date>,
    /// Why it takes no part, where it takes none.
    pub reason: Option<Declined>,
    /// Of what is named again: the place, from 1, of the row that counts.
    pub twin_of: Option<i32>,
}

/// The part of one debt or loan in a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferOfItem {
    pub transfer: DebtTransferId,
    pub back: bool,
    pub state: TransferState,
    pub item: ItemState,
    pub amount: Option<Amount>,
    pub submitted_at: OffsetDateTime,
}

/// One transfer.
#[derive(Clone, Debug)]
pub struct TransferDetail {
    pub row: TransferRow,
    /// In the order in which they were named.
    pub items: Vec<TransferItem>,
    /// The files that are kept with it.
    pub documents: Vec<DocumentRow>,
    /// To the institution only.
    pub approvals: Vec<ApprovalRow>,
}

struct Stored {
    id: Uuid,
    follows: Option<Uuid>,
    funder_name: String,
    facilitator_name: String,
    back: bool,
    state: String,
    legal_basis: String,
    document: String,
    notified_on: Option<Date>,
    effective_from: Option<OffsetDateTime>,
    approved_at: Option<OffsetDateTime>,
    evidence: String,
    submitted_at: OffsetDateTime,
    effective_at: Option<OffsetDateTime>,
    end_reason: String,
    debts: i64,
    declined: i64,
    amount_fen: i64,
    frozen: i64,
    in_flight: i64,
    suspended: bool,
}

impl Stored {
    fn into_row(self, at: OffsetDateTime) -> Result<TransferRow, Error<Never>> {
        let transfer = DebtTransfer {
            state: self.state.parse().map_err(Error::defect)?,
            back: self.back,
            notified_on: self.notified_on,
            effective_from: self.effective_from,
            approved_at: self.approved_at,
        };
        let approved = transfer.state == TransferState::Approved;
        let draining = Draining::of(self.in_flight > 0, self.in_flight == self.frozen);
        Ok(TransferRow {
            id: DebtTransferId(self.id),
            follows: self.follows.map(DebtTransferId),
            funder_name: self.funder_name,
            facilitator_name: self.facilitator_name,
            legal_basis: self.legal_basis.parse().map_err(Error::defect)?,
            document: self.document,
            evidence: self.evidence,
            submitted_at: self.submitted_at,
            effective_at: self.effective_at,
            end_reason: Why::read(self.end_reason),
            debts: self.debts,
            declined: self.declined,
            amount: Amount::from_fen(self.amount_fen),
            waiting: if approved { transfer.waits_for(draining, self.suspended, at) } else { None },
            transfer,
        })
    }
}

/// Transfers as they are listed: those of which a statement says something, and what it says of their order.
macro_rules! listed {
    ($first:tt $(+ $more:tt)*; $order:tt $(+ $behind:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Stored,
            r#"select t.id, t.follows, f.name as funder_name, p.name as facilitator_name, t.back, t.state, t.legal_basis, t.document,
                      t.notified_on, t.effective_from, t.approved_at, coalesce(t.evidence, '') as "evidence!", t.submitted_at,
                      t.effective_at, t.end_reason, i.debts as "debts!", i.declined as "declined!",
                      i.amount_fen as "amount_fen!", i.frozen as "frozen!", i.in_flight as "in_flight!",
                      'suspended' in (f.status, p.status) as "suspended!"
               from (select * from debt_transfers t "#
                + $first
                $(+ $more)*
                + r#") t join partners f on f.id = t.funder_id join partners p on p.id = t.facilitator_id
               cross join lateral (
                   select count(*) filter (where i.state <> 'declined') as debts,
                          count(*) filter (where i.state = 'declined')
                              + (select count(*) from debt_transfer_strange_items s where s.transfer_id = t.id) as declined,
                          coalesce(sum(coalesce(i.amount_fen, d.outstanding_fen, l.outstanding_fen))
                                       filter (where i.state <> 'declined'), 0)::bigint as amount_fen,
                          count(*) filter (where i.state = 'frozen') as frozen,
                          count(*) filter (where i.state = 'frozen'
                                             and (debit_in_flight(d.id, null) or loan_debit_in_flight(l.id, null))) as in_flight
                   from debt_transfer_items i left join debts d on d.id = i.debt_id left join loans l on l.id = i.loan_id
                   where i.transfer_id = t.id and (d.id is not null or l.id is not null)) i "#
                + $order
                $(+ $behind)*,
            $($value),*
        )
    };
}

/// What transfers come to: as much as their debts do, but for those that do not take part.
macro_rules! added {
    ($first:tt $(+ $more:tt)*; $order:tt $(+ $behind:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(i.amount_fen), 0)::bigint as "fen!"
               from debt_transfers t
               cross join lateral (
                   select sum(coalesce(i.amount_fen, d.outstanding_fen, l.outstanding_fen)) as amount_fen
                   from debt_transfer_items i left join debts d on d.id = i.debt_id left join loans l on l.id = i.loan_id
                   where i.transfer_id = t.id and i.state <> 'declined') i "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// What `$statement` says of the transfers of `$sides` in a part that `$bounds` and `$debts` narrow, and what else it says from `$9`
/// on. A text is a part of the document's name, a side's name, or a debt's number, alias or payer: it narrows what the partner has of
/// them, which is little.
macro_rules! narrowed {
    ($statement:ident, [$($then:tt)*], order [$($order:tt)*], $sides:expr, $part:expr, $bounds:expr, $debts:expr $(, $value:expr)*) => {
        $statement!(
            "where ($1::uuid is null or t.funder_id = $1) and ($2::uuid is null or t.facilitator_id = $2)
               and ($3::text is null or t.state = $3) and t.submitted_at >= $4 and t.submitted_at < $5
               and ($6::text is null or position(folded($6) in folded(t.document)) > 0
                    or t.funder_id = any($7::uuid[]) or t.facilitator_id = any($7)
                    or t.id = any(array(select transfer_id from debt_transfer_items where debt_id = any($8::uuid[])))) "
                + $($then)*;
            $($order)*;
            $sides.0,
            $sides.1,
            $part.one().map(TransferState::code),
            $bounds.since(),
            $bounds.until(),
            $bounds.text.as_deref(),
            $bounds.named() as _,
            $debts as _
            $(, $value)*
        )
    };
}

/// A page of transfers, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` to agents and nobody.
pub async fn transfers(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<TransferFilter>>,
    page: PageRequest,
) -> Result<Page<TransferRow>, Error<Never>> {
    let list: Narrowed<TransferFilter> = list.into();
    let (partner, now) = (context.side::<Never>()?, db.now());
    let funder = matches!(context.party(), Party::Funder(_));
    let sides = (partner.filter(|_| funder), partner.filter(|_| !funder));
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let debts = match partner {
                Some(partner) => find_debts(connection, partner, list.narrow.text.as_ref()).await?,
                None => None,
            };
            let rows = by_time!(
                narrowed!(listed; sides, list.part, bounds, debts.as_deref()) and order,
                ("t.submitted_at", "t.id"),
                ("$9", "$10", "$11", "$12"),
                list,
                page
            )
            .fetch_all(&mut *connection)
            .await?;
            let rows = rows.into_iter().map(|row| row.into_row(now)).collect::<Result<Vec<_>, Error<Never>>>()?;
            let listed = Page::of(rows, page, |row: &TransferRow| Cursor { at: row.submitted_at, id: row.id.0 });
            let total = total!(
                list,
                narrowed!(added, [""], order[""], sides, list.part, bounds, debts.as_deref()).fetch_one(connection)
            );
            Ok(listed.with_total(total))
        })
    })
    .await
}

/// The transfers that wait for the asking facilitator's word, the longest waiting first, as far as a page goes.
///
/// # Errors
/// `Forbidden` to anybody but a facilitator.
pub async fn to_confirm(db: &Db, context: &Context, page: PageRequest) -> Result<Vec<TransferRow>, Error<Never>> {
    let (facilitator, now) = (context.facilitator(FACILITATOR_TEAM)?, db.now());
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = listed!(
                "where t.facilitator_id = $1 and t.state = 'submitted' order by t.submitted_at, t.id limit $2";
                "order by t.submitted_at, t.id";
                facilitator.0,
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter().map(|row| row.into_row(now)).collect()
        })
    })
    .await
}

/// The transfers of a debt or loan of the asker's, the newest first.
///
/// # Errors
/// `Forbidden` to agents and nobody.
pub async fn transfers_of(db: &Db, context: &Context, item: Item) -> Result<Vec<TransferOfItem>, Error<Never>> {
    let partner = context.side::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                "select t.id, t.back, t.state, i.state as item, i.amount_fen, t.submitted_at
                 from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                 where (i.debt_id = $1 or i.loan_id = $1) and (t.funder_id = $2 or t.facilitator_id = $2 or $2 is null)
                 order by t.submitted_at desc, t.id desc",
                item.uuid(),
                partner
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    Ok(TransferOfItem {
                        transfer: DebtTransferId(row.id),
                        back: row.back,
                        state: row.state.parse().map_err(Error::defect)?,
                        item: row.item.parse().map_err(Error::defect)?,
                        amount: row.amount_fen.map(Amount::from_fen),
                        submitted_at: row.submitted_at,
                    })
                })
                .collect()
        })
    })
    .await
}

/// One transfer.
///
/// # Errors
/// `NotFound` when it is another's.
pub async fn transfer(db: &Db, context: &Context, id: DebtTransferId) -> Result<TransferDetail, Error<Never>> {
    let (partner, now) = (context.side::<Never>()?, db.now());
    db.read(context, move |connection| {
        Box::pin(async move {
            let row =
                listed!("where (t.funder_id = $1 or t.facilitator_id = $1 or $1 is null) and t.id = $2"; ""; partner, id.0)
                    .fetch_optional(&mut *connection)
                    .await?;
            let row = row.ok_or(Error::NotFound)?.into_row(now)?;
            let items = list_items(connection, id, partner).await?;
            let approvals = match partner {
                None => list_of(connection, id.0).await?,
                Some(_) => Vec::new(),
            };
            let documents = document::list(connection, id).await?;
            Ok(TransferDetail { row, items, documents, approvals })
        })
    })
    .await
}

/// The items of a transfer as it was submitted with them; to its funder also what of them is not its own or named again.
async fn list_items(
    connection: &mut PgConnection,
    id: DebtTransferId,
    partner: Option<Uuid>,
) -> Result<Vec<TransferItem>, Error<Never>> {
    let own = sqlx::query!(
        r#"select i.place, d.id as "debt?", l.id as "loan?", coalesce(d.number, l.reference) as "number!", i.state,
                  coalesce(i.amount_fen, case when k.concerned then coalesce(d.outstanding_fen, l.outstanding_fen) end)
                      as amount_fen,
                  case when d.id is not null or k.concerned then coalesce(d.due_on, l.overdue_since, l.due_on) end as due_on,
                  i.reason
           from debt_transfer_items i left join debts d on d.id = i.debt_id left join loans l on l.id = i.loan_id
           cross join lateral (
               select $2::uuid is null or i.state in ('pending', 'frozen')
                      or $2 in (d.funder_id, d.holder_id, l.funder_id, l.holder_id) as concerned) k
           where i.transfer_id = $1 and (d.id is not null or l.id is not null) order by 4, i.item_id"#,
        id.0,
        partner
    )
    .fetch_all(&mut *connection)
    .await?;
    let strange = sqlx::query!(
        "select place, debt_id, loan_id, twin_of from debt_transfer_strange_items where transfer_id = $1 order by place",
        id.0
    )
    .fetch_all(connection)
    .await?;
    let item = |debt, loan| Item::from_parts(debt, loan).ok_or_else(|| Error::defect("an item is nothing"));
    let mut items = Vec::with_capacity(own.len() + strange.len());
    for row in own {
        let item = TransferItem {
            item: item(row.debt, row.loan)?,
            number: row.number,
            state: row.state.parse().map_err(Error::defect)?,
            amount: row.amount_fen.map(Amount::from_fen),
            due_on: row.due_on,
            reason: row.reason.map(|code| code.parse()).transpose().map_err(Error::defect)?,
            twin_of: None,
        };
        items.push((row.place, item));
    }
    for row in strange {
        let (item, twin_of) = (item(row.debt_id, row.loan_id)?, row.twin_of);
        let first = items.iter().find(|(place, _)| twin_of == Some(*place));
        let number = first.map_or_else(|| item.to_string(), |(_, first)| first.number.clone());
        let reason = Some(if twin_of.is_some() { Declined::Twin } else { Declined::NotFound });
        let state = ItemState::Declined;
        items.push((row.place, TransferItem { item, number, state, amount: None, due_on: None, reason, twin_of }));
    }
    items.sort_by_key(|(place, _)| *place);
    Ok(items.into_iter().map(|(_, item)| item).collect())
}
