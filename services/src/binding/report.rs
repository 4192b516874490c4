//! Bindings as the funder's and the institution's people see them, and shares as the facilitator's do.

use domain::{
    Reference,
    binding::{BindingState, ShareState, ShareUse, Suspension},
    id::{BindingId, PartnerId, ShareId, SigningId},
    mapping::SettlementId,
};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::{FACILITATOR_TEAM, FUNDER_TEAM, INSTITUTION},
    error::Never,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, Which, by_time, find_bindings, total},
};

/// So many unpaid debts of a binding each side collects as far as they are due, and nobody: those that change hands or whose payer has
/// complained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collectors {
    pub funder: i64,
    pub facilitator: i64,
    pub nobody: i64,
}

/// A binding with what is shared of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingRow {
    pub id: BindingId,
    pub signing: SigningId,
    pub signing_reference: Reference,
    pub funder: PartnerId,
    pub funder_name: String,
    pub facilitator: PartnerId,
    pub facilitator_name: String,
    pub settlement_id: SettlementId,
    /// The funder's number.
    pub alias: String,
    pub payer_masked: String,
    pub card_masked: String,
    pub state: BindingState,
    pub signed_at: OffsetDateTime,
    pub ended_at: Option<OffsetDateTime>,
    /// Why nobody debits with it, at the time of asking.
    pub suspension: Option<Suspension>,
    /// None where the payer agreed to none.
    pub share: Option<(ShareId, ShareState)>,
    pub collectors: Collectors,
}

/// Which bindings are listed.
pub type BindingFilter = Which<BindingState>;

/// Which shares are listed.
pub type ShareFilter = Which<ShareState>;

/// A share as its facilitator sees it. Of one that was never shared it sees no payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareRow {
    pub id: ShareId,
    pub funder_name: String,
    pub settlement_id: SettlementId,
    /// Empty where there is nothing to know.
    pub alias: String,
    pub payer_masked: String,
    pub card_masked: String,
    pub state: ShareState,
    /// At the time of asking.
    pub usable: ShareUse,
    /// Why its binding is suspended, where it is.
    pub suspension: Option<Suspension>,
    pub created_at: OffsetDateTime,
    pub ended_at: Option<OffsetDateTime>,
}

struct Stored {
    id: Uuid,
    signing_id: Uuid,
    reference: String,
    funder_id: Uuid,
    funder_name: String,
    facilitator_id: Uuid,
    facilitator_name: String,
    settlement_id: String,
    alias: String,
    payer_masked: String,
    card_masked: String,
    state: String,
    signed_at: OffsetDateTime,
    ended_at: Option<OffsetDateTime>,
    suspended_for: Option<String>,
    card_refusal: Option<String>,
    share: Option<Uuid>,
    share_state: Option<String>,
    by_funder: i64,
    by_facilitator: i64,
    by_nobody: i64,
}

/// Why a binding is suspended: because people have done it, or because its card was refused for good.
fn suspension(suspended_for: Option<&str>, card_refusal: Option<&str>) -> Result<Option<Suspension>, Error<Never>> {
    match (suspended_for, card_refusal) {
        (Some(code), _) => Ok(Some(code.parse().map_err(Error::defect)?)),
        (None, Some(_)) => Ok(Some(Suspension::CardRefused)),
        (None, None) => Ok(None),
    }
}

impl Stored {
    fn into_row(self) -> Result<BindingRow, Error<Never>> {
        let share = match (self.share, self.share_state) {
            (Some(id), Some(state)) => Some((ShareId(id), state.parse().map_err(Error::defect)?)),
            _ => None,
        };
        Ok(BindingRow {
            id: BindingId(self.id),
            signing: SigningId(self.signing_id),
            signing_reference: self.reference.parse().map_err(Error::defect)?,
            funder: PartnerId(self.funder_id),
            funder_name: self.funder_name,
            facilitator: PartnerId(self.facilitator_id),
            facilitator_name: self.facilitator_name,
            settlement_id: self.settlement_id.parse().map_err(Error::defect)?,
            alias: self.alias,
            payer_masked: self.payer_masked,
            card_masked: self.card_masked,
            state: self.state.parse().map_err(Error::defect)?,
            signed_at: self.signed_at,
            ended_at: self.ended_at,
            suspension: suspension(self.suspended_for.as_deref(), self.card_refusal.as_deref())?,
            share,
            collectors: Collectors { funder: self.by_funder, facilitator: self.by_facilitator, nobody: self.by_nobody },
        })
    }
}

macro_rules! listed {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Stored,
            r#"select b.id as "id!", b.signing_id as "signing_id!", s.reference as "reference!", b.funder_id as "funder_id!", f.name as "funder_name!",
                      s.facilitator_id as "facilitator_id!", p.name as "facilitator_name!", b.settlement_id as "settlement_id!", b.alias as "alias!",
                      s.payer_masked as "payer_masked!", s.card_masked as "card_masked!", b.state as "state!",
                      b.signed_at as "signed_at!", b.ended_at,
                      b.suspended_for, card_refusal(b.card_index, b.id) as card_refusal, h.id as "share?", h.state as "share_state?", o.by_funder + w.by_funder as "by_funder!",
                      case when m.debits_blocked then 0 else o.by_facilitator + w.by_facilitator end as "by_facilitator!",
                      o.by_nobody + w.by_nobody + case when m.debits_blocked then o.by_facilitator + w.by_facilitator else 0 end
                          as "by_nobody!"
               from bindings b join signings s on s.id = b.signing_id join partners f on f.id = b.funder_id
               join partners p on p.id = s.facilitator_id join mappings m on m.id = s.mapping_id
               left join shares h on h.signing_id = s.id
               cross join lateral (
                   select count(*) filter (where d.holder = 'funder' and d.complaint_at is null) as by_funder,
                          count(*) filter (where d.holder = 'facilitator' and d.complaint_at is null) as by_facilitator,
                          count(*) filter (where d.holder in ('in_transfer', 'being_bought_back')
                                           or d.complaint_at is not null) as by_nobody
                   from debts d where d.binding_id = b.id and d.outstanding_fen > 0) o
               cross join lateral loans_of_binding(b.id) w "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// How many bindings there are.
macro_rules! counted {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_scalar!(
            r#"select count(*) as "count!" from bindings b join signings s on s.id = b.signing_id "# + $first $(+ $more)*,
            $($value),*
        )
    };
}

/// What `$statement` says of a funder's bindings in a part that `$bounds` and `$meant` narrow, and what else it says from `$7` on. A
/// name is the facilitator's.
macro_rules! narrowed {
    ($statement:ident, [$($then:tt)*], $funder:expr, $part:expr, $bounds:expr, $meant:expr $(, $value:expr)*) => {
        $statement!(
            "where b.funder_id = $1 and ($2::text is null or b.state = $2) and b.signed_at >= $3 and b.signed_at < $4
               and ($5::uuid[] is null or b.id = any($5) or ($6::uuid[] is not null and s.facilitator_id = any($6))) "
                + $($then)*;
            $funder,
            $part.one().map(BindingState::code),
            $bounds.since(),
            $bounds.until(),
            $meant as _,
            $bounds.named() as _
            $(, $value)*
        )
    };
}

/// A page of the funder's bindings, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` to anybody but a funder.
pub async fn bindings(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<BindingFilter>>,
    page: PageRequest,
) -> Result<Page<BindingRow>, Error<Never>> {
    let list: Narrowed<BindingFilter> = list.into();
    let funder = context.funder::<Never>(FUNDER_TEAM)?.0;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let meant = find_bindings(connection, funder, list.narrow.text.as_ref()).await?;
            let rows = by_time!(
                narrowed!(listed; funder, list.part, bounds, meant.as_deref()),
                ("b.signed_at", "b.id"),
                ("$7", "$8", "$9", "$10"),
                list,
                page
            )
            .fetch_all(&mut *connection)
            .await?;
            let rows = rows.into_iter().map(Stored::into_row).collect::<Result<Vec<_>, Error<Never>>>()?;
            let listed = Page::of(rows, page, |row: &BindingRow| Cursor { at: row.signed_at, id: row.id.0 });
            let total = total!(
                list,
                narrowed!(counted, [""], funder, list.part, bounds, meant.as_deref()).fetch_one(connection)
            );
            Ok(listed.with_total(total))
        })
    })
    .await
}

/// One binding, to its funder and to the institution.
///
/// # Errors
/// `NotFound` when it is another's.
pub async fn binding(db: &Db, context: &Context, id: BindingId) -> Result<BindingRow, Error<Never>> {
    let institution = context.operator::<Never>(INSTITUTION).is_ok();
    let funder = if institution { None } else { Some(context.funder::<Never>(FUNDER_TEAM)?.0) };
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = listed!("where b.id = $1 and (b.funder_id = $2 or $2 is null)"; id.0, funder)
                .fetch_optional(connection)
                .await?;
            row.ok_or(Error::NotFound)?.into_row()
        })
    })
    .await
}

macro_rules! listed_shares {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query!(
            r#"select h.id, f.name as funder_name, h.settlement_id, coalesce(h.alias, '') as "alias!", h.payer_masked,
                      h.card_masked, h.state, h.created_at, h.ended_at, b.suspended_for as "suspended_for?",
                      card_refusal(b.card_index, h.binding_id) as "card_refusal?",
                      exists (select from debts d where d.binding_id = h.binding_id and d.outstanding_fen > 0
                              and d.holder = 'facilitator' and d.holder_id = h.facilitator_id
                              and d.complaint_at is null)
                          or (select w.by_facilitator > 0 from loans_of_binding(h.binding_id) w) as "holds_debts!"
               from shares h join partners f on f.id = h.funder_id
               left join lateral binding_of_debt(h.binding_id) b on true "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// How many shares there are.
macro_rules! counted_shares {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_scalar!(r#"select count(*) as "count!" from shares h "# + $first $(+ $more)*, $($value),*)
    };
}

/// What `$statement` says of a facilitator's shares, as of bindings. A name is the funder's.
macro_rules! narrowed_shares {
    ($statement:ident, [$($then:tt)*], $facilitator:expr, $part:expr, $bounds:expr, $meant:expr $(, $value:expr)*) => {
        $statement!(
            "where h.facilitator_id = $1 and h.state <> 'pending' and ($2::text is null or h.state = $2)
               and h.created_at >= $3 and h.created_at < $4
               and ($5::uuid[] is null or h.binding_id = any($5)
                    or ($6::uuid[] is not null and h.funder_id = any($6))) "
                + $($then)*;
            $facilitator,
            $part.one().map(ShareState::code),
            $bounds.since(),
            $bounds.until(),
            $meant as _,
            $bounds.named() as _
            $(, $value)*
        )
    };
}

macro_rules! share_row {
    ($row:expr) => {{
        let state: ShareState = $row.state.parse().map_err(Error::defect)?;
        let suspension = suspension($row.suspended_for.as_deref(), $row.card_refusal.as_deref())?;
        ShareRow {
            id: ShareId($row.id),
            funder_name: $row.funder_name,
            settlement_id: $row.settlement_id.parse().map_err(Error::defect)?,
            alias: $row.alias,
            payer_masked: $row.payer_masked,
            card_masked: $row.card_masked,
            state,
            usable: state.usable($row.holds_debts, suspension.is_some()),
            suspension,
            created_at: $row.created_at,
            ended_at: $row.ended_at,
        }
    }};
}

/// A page of the facilitator's shares, newest first where nothing else is asked for. One of a signing that is not decided is not shown.
///
/// # Errors
/// `Forbidden` to anybody but a facilitator.
pub async fn shares(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<ShareFilter>>,
    page: PageRequest,
) -> Result<Page<ShareRow>, Error<Never>> {
    let list: Narrowed<ShareFilter> = list.into();
    let facilitator = context.facilitator::<Never>(FACILITATOR_TEAM)?.0;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let meant = find_bindings(connection, facilitator, list.narrow.text.as_ref()).await?;
            let rows = by_time!(
                narrowed_shares!(listed_shares; facilitator, list.part, bounds, meant.as_deref()),
                ("h.created_at", "h.id"),
                ("$7", "$8", "$9", "$10"),
                list,
                page
            )
            .fetch_all(&mut *connection)
            .await?;
            let rows = rows.into_iter().map(|row| Ok(share_row!(row))).collect::<Result<Vec<_>, Error<Never>>>()?;
            let listed = Page::of(rows, page, |row: &ShareRow| Cursor { at: row.created_at, id: row.id.0 });
            let total = total!(
                list,
                narrowed_shares!(counted_shares, [""], facilitator, list.part, bounds, meant.as_deref())
                    .fetch_one(connection)
            );
            Ok(listed.with_total(total))
        })
    })
    .await
}

/// One share.
///
/// # Errors
/// `NotFound` when it is not the facilitator's.
pub async fn share(db: &Db, context: &Context, id: ShareId) -> Result<ShareRow, Error<Never>> {
    let facilitator = context.facilitator::<Never>(FACILITATOR_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = listed_shares!("where h.facilitator_id = $1 and h.id = $2"; facilitator.0, id.0)
                .fetch_optional(connection)
                .await?;
            let row = row.ok_or(Error::NotFound)?;
            Ok(share_row!(row))
        })
    })
    .await
}
