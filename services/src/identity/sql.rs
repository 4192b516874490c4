//! Statements about people and sessions.

mod guesses;
mod one_time_codes;
mod people;

use domain::{
    id::{AgentId, PartnerId, SessionId, UserId},
    identity::SignInAccount,
    role::{Party, Role},
};
use sqlx::{AssertSqlSafe, Executor, PgConnection, Row, postgres::PgRow};
use time::{OffsetDateTime, PrimitiveDateTime};
use uuid::Uuid;

pub use guesses::*;
pub use one_time_codes::*;
pub use people::*;

use super::{NewUser, SessionRow, UserFilter, UserRow};
use crate::{Error, claim::session_of, context::SignedIn, error::Never};

/// The party that a person's role and ties make.
fn party_of(role: Role, agent: Option<Uuid>, partner: Option<Uuid>) -> Result<Party, Error<Never>> {
    match (role, agent, partner) {
        (Role::Agent | Role::AgentClerk, Some(id), None) => Ok(Party::Agent(AgentId(id))),
        (Role::FunderReviewer | Role::FunderApprover | Role::FunderTreasurer, None, Some(id)) => {
            Ok(Party::Funder(PartnerId(id)))
        }
        (Role::FacilitatorOperator | Role::FacilitatorApprover, None, Some(id)) => {
            Ok(Party::Facilitator(PartnerId(id)))
        }
        (Role::OperatorMaker | Role::OperatorChecker | Role::Auditor, None, None) => Ok(Party::Institution),
        _ => Err(Error::defect(format!("a {role} with agent {agent:?} and partner {partner:?}"))),
    }
}

pub async fn insert_user(connection: &mut PgConnection, user: &NewUser) -> Result<(), sqlx::Error> {
    let (agent, partner) = match user.party {
        Party::Agent(id) => (Some(id.0), None),
        Party::Funder(id) | Party::Facilitator(id) => (None, Some(id.0)),
        Party::Institution | Party::Nobody => (None, None),
    };
    sqlx::query!(
        "insert into users (id, username, display_name, password_hash, role, agent_id, partner_id, demonstration, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        user.id.0,
        user.username,
        user.display_name,
        user.password_hash,
        user.role.code(),
        agent,
        partner,
        user.demonstration,
        user.opened_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

struct RawUser {
    id: Uuid,
    username: String,
    display_name: String,
    role: String,
    demonstration: bool,
    agent_id: Option<Uuid>,
    partner_id: Option<Uuid>,
    belongs_to: String,
    second_factor: bool,
    disabled: bool,
    seen_at: Option<OffsetDateTime>,
}

impl RawUser {
    fn into_row(self) -> Result<UserRow, Error<Never>> {
        Ok(UserRow {
            id: UserId(self.id),
            username: self.username,
            display_name: self.display_name,
            role: self.role.parse().map_err(Error::defect)?,
            agent: self.agent_id.map(AgentId),
            partner: self.partner_id.map(PartnerId),
            belongs_to: self.belongs_to,
            second_factor: self.second_factor,
            demonstration: self.demonstration,
            disabled: self.disabled,
            seen_at: self.seen_at,
        })
    }
}

pub async fn list_users(
    connection: &mut PgConnection,
    filter: &UserFilter,
    limit: usize,
) -> Result<Vec<UserRow>, Error<Never>> {
    sqlx::query_as!(
        RawUser,
        r#"select u.id, u.username, u.display_name, u.role, u.demonstration, u.agent_id, u.partner_id,
                  coalesce(a.shop_name, p.name, '') as "belongs_to!",
                  u.totp_secret is not null as "second_factor!", u.disabled_at is not null as "disabled!",
                  (select max(s.seen_at) from sessions s where s.user_id = u.id) as seen_at
           from users u left join agents a on a.id = u.agent_id left join partners p on p.id = u.partner_id
           where ($1::text is null
                  or position(lower($1) in lower(concat_ws(chr(10), u.username, u.display_name, a.shop_name, p.name))) > 0)
             and ($2::text is null
                  or ((u.agent_id is not null), u.username)
                     > (select (l.agent_id is not null), l.username from users l where l.username = $2))
             and ($4::text is null or u.role = $4) and (not $5::bool or u.disabled_at is not null)
           order by (u.agent_id is not null), u.username limit $3"#,
        filter.text,
        filter.after,
        i64::try_from(limit).unwrap_or(i64::MAX),
        filter.role.map(Role::code),
        filter.disabled,
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(RawUser::into_row)
    .collect()
}

/// The people of a funder, or without one the institution's own.
pub async fn list_team(
    connection: &mut PgConnection,
    partner: Option<PartnerId>,
) -> Result<Vec<UserRow>, Error<Never>> {
    sqlx::query_as!(
        RawUser,
        r#"select u.id, u.username, u.display_name, u.role, u.demonstration, u.agent_id, u.partner_id,
                  coalesce(a.shop_name, p.name, '') as "belongs_to!",
                  u.totp_secret is not null as "second_factor!", u.disabled_at is not null as "disabled!",
                  (select max(s.seen_at) from sessions s where s.user_id = u.id) as seen_at
           from users u left join agents a on a.id = u.agent_id left join partners p on p.id = u.partner_id
           where u.agent_id is null and u.partner_id is not distinct from $1 order by u.username"#,
        partner.map(|partner| partner.0)
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(RawUser::into_row)
    .collect()
}

pub async fn list_display_names(
    connection: &mut PgConnection,
    usernames: &[String],
) -> Result<Vec<(String, String)>, sqlx::Error> {
    let rows = sqlx::query!("select username, display_name from users where username = any($1)", usernames)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.username, row.display_name)).collect())
}

pub async fn find_user(connection: &mut PgConnection, id: UserId) -> Result<Option<UserRow>, Error<Never>> {
    sqlx::query_as!(
        RawUser,
        r#"select u.id, u.username, u.display_name, u.role, u.demonstration, u.agent_id, u.partner_id,
                  coalesce(a.shop_name, p.name, '') as "belongs_to!",
                  u.totp_secret is not null as "second_factor!", u.disabled_at is not null as "disabled!",
                  (select max(s.seen_at) from sessions s where s.user_id = u.id) as seen_at
           from users u left join agents a on a.id = u.agent_id left join partners p on p.id = u.partner_id
           where u.id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await?
    .map(RawUser::into_row)
    .transpose()
}

/// Whose name it is, and the hash of the password.
pub async fn find_password(
    connection: &mut PgConnection,
    username: &str,
) -> Result<Option<(UserId, String)>, sqlx::Error> {
    let row = sqlx::query!("select id, password_hash from users where username = $1", username)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| (UserId(row.id), row.password_hash)))
}

/// An account while it is decided about.
pub struct LockedUser {
    pub id: UserId,
    pub username: String,
    pub role: Role,
    pub disabled: bool,
    pub demonstration: bool,
    pub password_hash: String,
    pub totp_secret: Option<Vec<u8>>,
    pub totp_step: i64,
    pub totp_pending: Option<Vec<u8>>,
}

impl LockedUser {
    pub fn account(&self) -> SignInAccount {
        SignInAccount {
            role: self.role,
            disabled: self.disabled,
            demonstration: self.demonstration,
            last_step: self.totp_secret.as_ref().map(|_| self.totp_step),
        }
    }
}

pub async fn lock_user<R>(connection: &mut PgConnection, id: UserId) -> Result<LockedUser, Error<R>> {
    let row = sqlx::query!(
        r#"select username, role, disabled_at is not null as "disabled!", demonstration, password_hash,
                  totp_secret, totp_step, totp_pending
           from users where id = $1 for update"#,
        id.0
    )
    .fetch_one(connection)
    .await?;
    Ok(LockedUser {
        id,
        username: row.username,
        role: row.role.parse().map_err(Error::defect)?,
        disabled: row.disabled,
        demonstration: row.demonstration,
        password_hash: row.password_hash,
        totp_secret: row.totp_secret,
        totp_step: row.totp_step,
        totp_pending: row.totp_pending,
    })
}

pub async fn find_role(connection: &mut PgConnection, id: UserId) -> Result<Option<Role>, Error<Never>> {
    let code = sqlx::query_scalar!("select role from users where id = $1", id.0).fetch_optional(connection).await?;
    code.map(|code| code.parse()).transpose().map_err(Error::defect)
}

pub async fn update_totp_step(connection: &mut PgConnection, id: UserId, step: i64) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set totp_step = $2 where id = $1", id.0, step).execute(connection).await?;
    Ok(())
}

pub async fn update_totp_pending(connection: &mut PgConnection, id: UserId, secret: &[u8]) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set totp_pending = $2 where id = $1", id.0, secret).execute(connection).await?;
    Ok(())
}

pub async fn update_totp_secret(
    connection: &mut PgConnection,
    id: UserId,
    secret: &[u8],
    step: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set totp_secret = $2, totp_step = $3, totp_pending = null where id = $1",
        id.0,
        secret,
        step
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub struct NewSession {
    pub id: SessionId,
    pub user: UserId,
    pub token_hash: Vec<u8>,
    pub at: OffsetDateTime,
    pub ends_at: OffsetDateTime,
    pub address: String,
    pub device: String,
}

pub async fn insert_session(connection: &mut PgConnection, session: &NewSession) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into sessions (id, user_id, token_hash, created_at, seen_at, ends_at, address, device)
         values ($1, $2, $3, $4, $4, $5, $6, $7)",
        session.id.0,
        session.user.0,
        session.token_hash,
        session.at,
        session.ends_at,
        session.address,
        session.device,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A session that was not revoked; it may have ended.
pub struct FoundSession {
    pub person: SignedIn,
    pub account: SignInAccount,
    pub seen_at: OffsetDateTime,
    pub ends_at: OffsetDateTime,
}

impl FoundSession {
    /// Of a row of `session_of`.
    pub fn of(row: &PgRow) -> Result<Self, Error<Never>> {
        let role: Role = row.try_get::<&str, _>("role")?.parse().map_err(Error::defect)?;
        let (disabled, demonstration) = (row.try_get("disabled")?, row.try_get("demonstration")?);
        Ok(Self {
            person: SignedIn {
                user: UserId(row.try_get("user_id")?),
                session: SessionId(row.try_get("id")?),
                username: row.try_get("username")?,
                display_name: row.try_get("display_name")?,
                role,
                party: party_of(role, row.try_get("agent_id")?, row.try_get("partner_id")?)?,
                address: row.try_get("address")?,
                device: row.try_get("device")?,
            },
            account: SignInAccount { role, disabled, demonstration, last_step: row.try_get("last_step")? },
            // In UTC, because as text an instant of whole seconds is not read with its offset.
            seen_at: row.try_get::<PrimitiveDateTime, _>("seen_at")?.assume_utc(),
            ends_at: row.try_get::<PrimitiveDateTime, _>("ends_at")?.assume_utc(),
        })
    }
}

pub async fn find_session(
    connection: &mut PgConnection,
    token_hash: &[u8],
) -> Result<Option<FoundSession>, Error<Never>> {
    let rows = connection.fetch_all(sqlx::raw_sql(AssertSqlSafe(session_of(token_hash)))).await?;
    rows.first().map(FoundSession::of).transpose()
}

/// A person as things stand now, for what goes on in the person's name without a session.
pub async fn find_person(
    connection: &mut PgConnection,
    user: UserId,
) -> Result<Option<(SignedIn, SignInAccount)>, Error<Never>> {
    let row = sqlx::query!(
        r#"select username, display_name, role, agent_id, partner_id, demonstration, disabled_at is not null as "disabled!",
                case when totp_secret is not null then totp_step end as last_step
         from users where id = $1"#,
        user.0
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let role: Role = row.role.parse().map_err(Error::defect)?;
    let person = SignedIn {
        user,
        session: SessionId(Uuid::nil()),
        username: row.username,
        display_name: row.display_name,
        role,
        party: party_of(role, row.agent_id, row.partner_id)?,
        address: String::new(),
        device: String::new(),
    };
    let account =
        SignInAccount { role, disabled: row.disabled, demonstration: row.demonstration, last_step: row.last_step };
    Ok(Some((person, account)))
}

/// Whose session it is, and when it was revoked.
pub async fn lock_session(
    connection: &mut PgConnection,
    id: SessionId,
) -> Result<Option<(UserId, Option<OffsetDateTime>)>, sqlx::Error> {
    let row = sqlx::query!("select user_id, revoked_at from sessions where id = $1 for update", id.0)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| (UserId(row.user_id), row.revoked_at)))
}

pub async fn list_sessions(
    connection: &mut PgConnection,
    user: UserId,
    at: OffsetDateTime,
) -> Result<Vec<SessionRow>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, created_at, seen_at, ends_at, address, device from sessions
         where user_id = $1 and revoked_at is null and ends_at > $2 order by created_at desc, id desc",
        user.0,
        at
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| SessionRow {
        id: SessionId(row.id),
        created_at: row.created_at,
        seen_at: row.seen_at,
        ends_at: row.ends_at,
        address: row.address,
        device: row.device,
        current: false,
    });
    Ok(rows.collect())
}

pub async fn update_session_seen(
    connection: &mut PgConnection,
    id: SessionId,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update sessions set seen_at = greatest(seen_at, $2) where id = $1", id.0, at)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn update_session_revoked(
    connection: &mut PgConnection,
    id: SessionId,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update sessions set revoked_at = $2 where id = $1", id.0, at).execute(connection).await?;
    Ok(())
}

/// Revokes all sessions of one person.
pub async fn update_sessions_revoked(
    connection: &mut PgConnection,
    user: UserId,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update sessions set revoked_at = $2 where user_id = $1 and revoked_at is null", user.0, at)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_without_its_tie_is_a_defect() {
        let id = Uuid::from_u128(1);
        assert_eq!(party_of(Role::Agent, Some(id), None).unwrap(), Party::Agent(AgentId(id)));
        assert_eq!(party_of(Role::AgentClerk, Some(id), None).unwrap(), Party::Agent(AgentId(id)));
        assert_eq!(party_of(Role::FunderApprover, None, Some(id)).unwrap(), Party::Funder(PartnerId(id)));
        assert_eq!(party_of(Role::FacilitatorOperator, None, Some(id)).unwrap(), Party::Facilitator(PartnerId(id)));
        assert_eq!(party_of(Role::Auditor, None, None).unwrap(), Party::Institution);
        for (role, agent, partner) in [
            (Role::Agent, None, None),
            (Role::Agent, Some(id), Some(id)),
            (Role::AgentClerk, None, None),
            (Role::FunderReviewer, None, None),
            (Role::Auditor, Some(id), None),
            (Role::OperatorMaker, None, Some(id)),
        ] {
            assert!(matches!(party_of(role, agent, partner), Err(Error::Failed(_))), "{role}");
        }
    }
}
