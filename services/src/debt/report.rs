//! Debts as those who may know of them see them, with who may collect each, and why nobody else.

use domain::{
    Amount,
    binding::{BindingState, ShareState},
    debt::{DebtRefusal, DebtStanding, Holder},
    id::{BindingId, DebtId},
    role::{PartnerKind, Party},
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    business_day::business_date,
    error::Never,
    page::{Cursor, Page, PageRequest},
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
    pub outstanding: Amount,
    pub due_on: Date,
    pub holder: Holder,
    /// Whether the asker may collect it now, but for what a day's limits say.
    pub may_collect: Result<(), DebtRefusal>,
    pub in_flight: bool,
    pub registered_at: OffsetDateTime,
}


/// Which debts are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebtFilter {
    /// Those that the asker holds and that are not paid.
    Held,
    All,
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
    card_refusal: Option<String>,
    in_flight: bool,
    suspended: bool,
    complaint: bool,
    registered_at: OffsetDateTime,
}

impl Stored {
    fn into_row(self, asker: PartnerKind, on: Date) -> Result<DebtRow, Error<Never>> {
        let holder = self.holder.parse().map_err(Error::defect)?;
        let share: Option<ShareState> =
            self.share_state.as_deref().map(|code| code.parse().map_err(Error::defect)).transpose()?;
        let binding: BindingState = self.binding_state.parse().map_err(Error::defect)?;
        let standing = DebtStanding {
            holder,
            outstanding: Amount::from_fen(self.outstanding_fen),
            due_on: self.due_on,
            binding,
            share,
            in_flight: self.in_flight,
            tried_today: 0,
            limit_reached_today: false,
            card_refused: self.card_refusal.as_deref().map(|code| code.parse().map_err(Error::defect)).transpose()?,
            suspended: self.suspended,
            complaint: self.complaint,
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
            outstanding: standing.outstanding,
            due_on: self.due_on,
            holder,
            may_collect: standing.may_collect(asker, on),
            in_flight: self.in_flight,
            registered_at: self.registered_at,
        })
    }
}

macro_rules! list {
    ($which:literal, $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Stored,
            r#"select d.id, d.number, f.name as funder_name, coalesce(p.name, '') as "facilitator_name!", d.binding_id,
                      case when $1 = d.funder_id then n.alias else h.alias end as alias,
                      coalesce(h.payer_masked, s.payer_masked) as payer_masked,
                      coalesce(h.card_masked, s.card_masked) as card_masked, d.amount_fen, d.outstanding_fen, d.due_on,
                      d.holder, b.state as "binding_state!", b.share_state,
                      card_refusal(b.card_index, d.binding_id) as card_refusal,
                      debit_in_flight(d.id, null) as "in_flight!", o.status = 'suspended' as "suspended!",
                      d.complaint_at is not null as "complaint!", d.registered_at
               from debts d join partners f on f.id = d.funder_id left join partners p on p.id = d.facilitator_id
               join partners o on o.id = d.holder_id cross join lateral binding_of_debt(d.binding_id) b
               left join bindings n on n.id = d.binding_id left join signings s on s.id = n.signing_id
               left join shares h on h.binding_id = d.binding_id "#
                + $which,
            $($value),*
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

/// A page of the debts that the asking partner may know of, the newest first.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn debts(
    db: &Db,
    context: &Context,
    filter: DebtFilter,
    page: PageRequest,
) -> Result<Page<DebtRow>, Error<Never>> {
    let (kind, partner) = asker(context)?;
    let all = filter == DebtFilter::All;
    let today = business_date(db, context).await?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let after = page.newest_first();
            let rows = list!(
                "where (d.funder_id = $1 or d.facilitator_id = $1) and (d.registered_at, d.id) < ($2, $3)
                   and ($4 or (d.holder_id = $1 and d.outstanding_fen > 0))
                 order by d.registered_at desc, d.id desc limit $5",
                partner,
                after.at,
                after.id,
                all,
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            let rows =
                rows.into_iter().map(|row| row.into_row(kind, today)).collect::<Result<Vec<_>, Error<Never>>>()?;
            Ok(Page::of(rows, page, |row: &DebtRow| Cursor { at: row.registered_at, id: row.id.0 }))
        })
    })
    .await
}

/// One debt.
///
/// # Errors
/// `NotFound` to whom it was never named.
pub async fn debt(db: &Db, context: &Context, id: DebtId) -> Result<DebtRow, Error<Never>> {
    let (kind, partner) = asker(context)?;
    let today = business_date(db, context).await?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = list!("where (d.funder_id = $1 or d.facilitator_id = $1) and d.id = $2", partner, id.0)
                .fetch_optional(connection)
                .await?;
            row.ok_or(Error::NotFound)?.into_row(kind, today)
        })
    })
    .await
}
