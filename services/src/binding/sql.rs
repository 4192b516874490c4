use domain::{
    binding::{BindingState, ShareState, Suspension},
    id::{BindingId, CardId, PartnerId, ShareId, SigningId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Error, signing_row::SigningRow};

/// A binding, as its steps need it.
pub struct Binding {
    pub funder: PartnerId,
    pub alias: String,
    pub agreement_no: Vec<u8>,
    pub state: BindingState,
    pub end_reason: String,
    /// For what people have suspended it.
    pub suspension: Option<Suspension>,
    /// None where the payer agreed to none.
    pub share: Option<Share>,
}

/// A share, as its steps need it.
pub struct Share {
    pub id: ShareId,
    pub funder: PartnerId,
    pub facilitator: PartnerId,
    pub alias: String,
    pub state: ShareState,
    /// Whether the facilitator holds a debt or a loan that is collected with it, or will.
    pub holds_debts: bool,
}

pub async fn insert_binding(
    connection: &mut PgConnection,
    id: BindingId,
    row: &SigningRow,
    (alias, agreement_no, agreement_index): (&str, &[u8], &[u8]),
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into bindings (id, signing_id, funder_id, settlement_id, alias, agreement_no, card_index, state, signed_at,
                               agreement_index, agent_id)
         values ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9, $10)",
        id.0,
        row.id.0,
        row.funder.0,
        row.settlement_id.as_str(),
        alias,
        agreement_no,
        row.card_index,
        at,
        agreement_index,
        row.borrower.map(|borrower| borrower.0),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The other bindings that are in force by the same agreement of the network.
pub async fn list_by_same_agreement(
    connection: &mut PgConnection,
    id: BindingId,
) -> Result<Vec<BindingId>, sqlx::Error> {
    let others = sqlx::query_scalar!(
        "select o.id from bindings b join bindings o on o.agreement_index = b.agreement_index and o.id <> b.id
         where b.id = $1 and o.state = 'active' order by o.id",
        id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(others.into_iter().map(BindingId).collect())
}

/// The agents' own cards that are in force by the same agreement of the network.
pub async fn list_cards_by_same_agreement(
    connection: &mut PgConnection,
    id: BindingId,
) -> Result<Vec<CardId>, sqlx::Error> {
    let cards = sqlx::query_scalar!(
        "select c.id from bindings b join cards c on c.agreement_index = b.agreement_index
         where b.id = $1 and c.state in ('active', 'paused') order by c.id",
        id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(cards.into_iter().map(CardId).collect())
}

/// The bindings that are in force by these agreements.
pub async fn list_in_force(connection: &mut PgConnection, indexes: &[Vec<u8>]) -> Result<Vec<BindingId>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select id from bindings where agreement_index = any($1) and state = 'active' order by id",
        indexes
    )
    .fetch_all(connection)
    .await?;
    Ok(found.into_iter().map(BindingId).collect())
}

/// The agents' own cards that are in force by these agreements.
pub async fn list_cards_in_force(
    connection: &mut PgConnection,
    indexes: &[Vec<u8>],
) -> Result<Vec<CardId>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select id from cards where agreement_index = any($1) and state in ('active', 'paused') order by id",
        indexes
    )
    .fetch_all(connection)
    .await?;
    Ok(found.into_iter().map(CardId).collect())
}

/// Whether a binding or an agent's card has this agreement, wherever it stands.
pub async fn is_known_agreement(connection: &mut PgConnection, index: &[u8]) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from bindings where agreement_index = $1)
                  or exists (select from cards where agreement_index = $1) as "is!""#,
        index
    )
    .fetch_one(connection)
    .await
}

/// Makes the share of a signing a share of its binding.
pub async fn share_binding(
    connection: &mut PgConnection,
    id: BindingId,
    row: &SigningRow,
    alias: &str,
) -> Result<Option<ShareId>, sqlx::Error> {
    let share = sqlx::query_scalar!(
        "update shares set state = 'shared', binding_id = $2, alias = $3, payer_masked = $4, card_masked = $5
         where signing_id = $1 and state = 'pending' returning id",
        row.id.0,
        id.0,
        alias,
        row.payer_masked,
        row.card_masked,
    )
    .fetch_optional(connection)
    .await?;
    Ok(share.map(ShareId))
}

pub async fn void_share(
    connection: &mut PgConnection,
    signing: SigningId,
    at: OffsetDateTime,
) -> Result<Option<ShareId>, sqlx::Error> {
    let share = sqlx::query_scalar!(
        "update shares set state = 'void', ended_at = $2 where signing_id = $1 and state = 'pending' returning id",
        signing.0,
        at
    )
    .fetch_optional(connection)
    .await?;
    Ok(share.map(ShareId))
}

/// A binding, locked, with its share: what transfers have made of its debts before us is seen.
pub async fn lock_binding<R>(connection: &mut PgConnection, id: BindingId) -> Result<Option<Binding>, Error<R>> {
    sqlx::query!("select from bindings where id = $1 for update", id.0).fetch_optional(&mut *connection).await?;
    sqlx::query!("select from shares where binding_id = $1 for update", id.0).fetch_optional(&mut *connection).await?;
    find_binding(connection, id).await
}

/// Whether the network has not answered for a debit with a binding, on the day on which that was accepted.
pub async fn has_unknown_debit(connection: &mut PgConnection, id: BindingId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from debits d cross join business_day b
                          where d.binding_id = $1 and d.state = 'unknown' and d.accepted_on >= b.open_on) as "unknown!""#,
        id.0
    )
    .fetch_one(connection)
    .await
}

pub async fn find_binding<R>(connection: &mut PgConnection, id: BindingId) -> Result<Option<Binding>, Error<R>> {
    let row = sqlx::query!(
        r#"select b.funder_id, b.alias, b.agreement_no, b.state, b.end_reason, b.suspended_for, s.id as "share?"
           from bindings b left join shares s on s.binding_id = b.id where b.id = $1"#,
        id.0
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let share = match row.share {
        Some(share) => find_share(connection, ShareId(share)).await?,
        None => None,
    };
    Ok(Some(Binding {
        funder: PartnerId(row.funder_id),
        alias: row.alias,
        agreement_no: row.agreement_no,
        state: row.state.parse().map_err(Error::defect)?,
        end_reason: row.end_reason,
        suspension: row.suspended_for.as_deref().map(|code| code.parse().map_err(Error::defect)).transpose()?,
        share,
    }))
}

/// A share, locked. The binding is locked before it, where both are.
pub async fn lock_share<R>(connection: &mut PgConnection, id: ShareId) -> Result<Option<Share>, Error<R>> {
    sqlx::query!("select from shares where id = $1 for update", id.0).fetch_optional(&mut *connection).await?;
    find_share(connection, id).await
}

async fn find_share<R>(connection: &mut PgConnection, id: ShareId) -> Result<Option<Share>, Error<R>> {
    let row = sqlx::query!(
        r#"select s.funder_id, s.facilitator_id, coalesce(s.alias, '') as "alias!", s.state,
                  exists (select from debts d where d.binding_id = s.binding_id and d.outstanding_fen > 0
                          and (d.holder_id = s.facilitator_id or d.holder = 'in_transfer'))
                      or (select w.held > 0 from loans_of_binding(s.binding_id) w) as "holds_debts!"
           from shares s where s.id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Share {
            id,
            funder: PartnerId(row.funder_id),
            facilitator: PartnerId(row.facilitator_id),
            alias: row.alias,
            state: row.state.parse().map_err(Error::defect)?,
            holds_debts: row.holds_debts,
        })
    })
    .transpose()
}

pub async fn update_binding(
    connection: &mut PgConnection,
    id: BindingId,
    state: BindingState,
    (reason, at): (&str, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    let over = matches!(state, BindingState::Unsigned | BindingState::Invalid);
    sqlx::query!(
        "update bindings set state = $2, end_reason = $3, ended_at = $4 where id = $1",
        id.0,
        state.code(),
        reason,
        over.then_some(at)
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_share(
    connection: &mut PgConnection,
    id: ShareId,
    state: ShareState,
    (reason, at): (&str, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update shares set state = $2, end_reason = $3, ended_at = $4 where id = $1",
        id.0,
        state.code(),
        reason,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// For what a binding is suspended from now on; for nothing any more.
pub async fn update_suspension(
    connection: &mut PgConnection,
    id: BindingId,
    suspension: Option<Suspension>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update bindings set suspended_for = $2 where id = $1", id.0, suspension.map(Suspension::code))
        .execute(connection)
        .await?;
    Ok(())
}
