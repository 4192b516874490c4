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
    page::{Cursor, Page, PageRequest},
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

/// One signing.
#[derive(Clone, Debug)]
pub struct SigningDetail {
    pub row: SigningRow,
    pub consent: String,
    pub timeline: Vec<TransitionRow>,
}

macro_rules! list {
    ($where:literal, $($value:expr),* $(,)?) => {
        sqlx::query!(
            r#"select s.id, s.reference, s.settlement_id, p.name as facilitator_name, s.payer_masked, s.card_masked, s.state,
                      s.failure, s.sendings, s.tries, s.asked_at, s.created_at, s.consent, b.id as "binding?",
                      h.id as "share?"
               from signings s join partners p on p.id = s.facilitator_id left join bindings b on b.signing_id = s.id
               left join shares h on h.signing_id = s.id "#
                + $where,
            $($value),*
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

/// A page of the funder's signings, the newest first.
///
/// # Errors
/// `Forbidden` to anybody but a funder.
pub async fn signings(db: &Db, context: &Context, page: PageRequest) -> Result<Page<SigningRow>, Error<Never>> {
    let funder = context.funder::<Never>(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let after = page.newest_first();
            let rows = list!(
                "where s.funder_id = $1 and (s.created_at, s.id) < ($2, $3) order by s.created_at desc, s.id desc limit $4",
                funder.0,
                after.at,
                after.id,
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            let rows = rows.into_iter().map(|row| Ok(into_row!(row))).collect::<Result<Vec<_>, Error<Never>>>()?;
            Ok(Page::of(rows, page, |row: &SigningRow| Cursor { at: row.created_at, id: row.id.0 }))
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
            let row =
                list!("where s.funder_id = $1 and s.id = $2", funder.0, id.0).fetch_optional(&mut *connection).await?;
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
