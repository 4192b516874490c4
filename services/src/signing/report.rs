//! Signings as the funder's people see them.

use domain::{
    Reference,
    id::{BindingId, ShareId, SigningId},
    mapping::SettlementId,
    network::Reason,
    signing::{CODE_MINUTES, SigningState},
};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::{
    Context, Db, Error,
    context::FUNDER_TEAM,
    error::Never,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, Which, by_time, total},
    transition::{self, TransitionRow},
};

/// A signing in a list. Whose card it is stands masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningRow {
    pub id: SigningId,
    pub reference: Reference,
    pub settlement_id: SettlementId,
    pub facilitator_name: String,
    pub payer_masked: String,
    pub card_masked: String,
    pub state: SigningState,
    pub failure: Option<Reason>,
    pub sendings: i16,
    pub tries: i16,
    pub code_ends_at: OffsetDateTime,
    pub created_at: OffsetDateTime,
    pub binding: Option<BindingId>,
    /// Where the payer agreed to one.
    pub share: Option<ShareId>,
}

/// Which signings are listed.
pub type SigningFilter = Which<SigningState>;

/// One signing.
#[derive(Clone, Debug)]
pub struct SigningDetail {
    pub row: SigningRow,
    pub consent: String,
    pub timeline: Vec<TransitionRow>,
}

macro_rules! listed {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query!(
            r#"select s.id as "id!", s.reference as "reference!", s.settlement_id as "settlement_id!",
                      p.name as "facilitator_name!", s.payer_masked as "payer_masked!", s.card_masked as "card_masked!",
                      s.state as "state!", s.failure, s.sendings as "sendings!", s.tries as "tries!", s.asked_at as "asked_at!",
                      s.created_at as "created_at!", s.consent as "consent!", b.id as "binding?", h.id as "share?"
               from signings s join partners p on p.id = s.facilitator_id left join bindings b on b.signing_id = s.id
               left join shares h on h.signing_id = s.id "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// How many signings there are.
macro_rules! counted {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_scalar!(r#"select count(*) as "count!" from signings s "# + $first $(+ $more)*, $($value),*)
    };
}

/// What `$statement` says of a funder's signings in a part that `$bounds` and `$ending` narrow, and what else it says from `$8` on. A
/// text is a number, the payer as it is masked, or how the card ends; a name is the facilitator's.
macro_rules! narrowed {
    ($statement:ident, [$($then:tt)*], $funder:expr, $part:expr, $bounds:expr, $ending:expr $(, $value:expr)*) => {
        $statement!(
            "where s.funder_id = $1 and ($2::text is null or s.state = $2) and s.created_at >= $3 and s.created_at < $4
               and ($5::text is null or s.reference = upper($5) or s.payer_masked in ($5, $5 || '*')
                    or ($6::text is not null and s.card_masked = '**** ' || $6)
                    or ($7::uuid[] is not null and s.facilitator_id = any($7))) "
                + $($then)*;
            $funder,
            $part.one().map(SigningState::code),
            $bounds.since(),
            $bounds.until(),
            $bounds.text.as_deref(),
            $ending,
            $bounds.named() as _
            $(, $value)*
        )
    };
}

macro_rules! into_row {
    ($row:expr) => {
        SigningRow {
            id: SigningId($row.id),
            reference: $row.reference.parse().map_err(Error::defect)?,
            settlement_id: $row.settlement_id.parse().map_err(Error::defect)?,
            facilitator_name: $row.facilitator_name,
            payer_masked: $row.payer_masked,
            card_masked: $row.card_masked,
            state: $row.state.parse().map_err(Error::defect)?,
            failure: $row.failure.map(|code| code.parse().map_err(Error::defect)).transpose()?,
            sendings: $row.sendings,
            tries: $row.tries,
            code_ends_at: $row.asked_at + Duration::minutes(CODE_MINUTES),
            created_at: $row.created_at,
            binding: $row.binding.map(BindingId),
            share: $row.share.map(ShareId),
        }
    };
}

/// A page of the funder's signings, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` to anybody but a funder.
pub async fn signings(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<SigningFilter>>,
    page: PageRequest,
) -> Result<Page<SigningRow>, Error<Never>> {
    let list: Narrowed<SigningFilter> = list.into();
    let funder = context.funder::<Never>(FUNDER_TEAM)?.0;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let ending = list.narrow.text.as_ref().and_then(|text| text.ending.as_deref());
            let rows = by_time!(
                narrowed!(listed; funder, list.part, bounds, ending),
                ("s.created_at", "s.id"),
                ("$8", "$9", "$10", "$11"),
                list,
                page
            )
            .fetch_all(&mut *connection)
            .await?;
            let rows = rows.into_iter().map(|row| Ok(into_row!(row))).collect::<Result<Vec<_>, Error<Never>>>()?;
            let listed = Page::of(rows, page, |row: &SigningRow| Cursor { at: row.created_at, id: row.id.0 });
            let total = total!(list, narrowed!(counted, [""], funder, list.part, bounds, ending).fetch_one(connection));
            Ok(listed.with_total(total))
        })
    })
    .await
}

/// One signing of the funder.
///
/// # Errors
/// `NotFound` when it is not the funder's.
pub async fn signing(db: &Db, context: &Context, id: SigningId) -> Result<SigningDetail, Error<Never>> {
    let funder = context.funder::<Never>(FUNDER_TEAM)?;
    db.read(context, move |connection: &mut PgConnection| {
        Box::pin(async move {
            let row = listed!("where s.funder_id = $1 and s.id = $2"; funder.0, id.0)
                .fetch_optional(&mut *connection)
                .await?;
            let mut row = row.ok_or(Error::NotFound)?;
            let consent = std::mem::take(&mut row.consent);
            Ok(SigningDetail {
                row: into_row!(row),
                consent,
                timeline: transition::list(connection, &id.to_string()).await?,
            })
        })
    })
    .await
}
