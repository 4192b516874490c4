//! Statements about the people of a shop, and those who are invited.

use domain::{
    id::{AgentId, InvitationId, UserId},
    invitation::Invitation,
    role::Role,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error,
    identity::{InvitationRow, PersonRow},
};

/// Invitations of one shop are made one after the other.
pub async fn lock_shop(connection: &mut PgConnection, agent: AgentId) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(4057, hashtext($1))", agent.to_string()).execute(connection).await?;
    Ok(())
}

/// How many of a shop may sign in, and how many invitations of after `since` are open.
pub async fn count_people(
    connection: &mut PgConnection,
    agent: AgentId,
    since: OffsetDateTime,
) -> Result<(usize, usize), sqlx::Error> {
    let row = sqlx::query!(
        r#"select (select count(*) from users where agent_id = $1 and disabled_at is null) as "people!",
                  (select count(*) from invitations
                   where agent_id = $1 and revoked_at is null and used_at is null and made_at > $2) as "open!""#,
        agent.0,
        since
    )
    .fetch_one(connection)
    .await?;
    let count = |count: i64| usize::try_from(count).unwrap_or(usize::MAX);
    Ok((count(row.people), count(row.open)))
}

/// The people of a shop, its owner first, and those who left last.
pub async fn list_people<R>(connection: &mut PgConnection, agent: AgentId) -> Result<Vec<PersonRow>, Error<R>> {
    let rows = sqlx::query!(
        r#"select u.id, u.username, u.display_name, u.role, u.mobile_masked, u.opened_at,
                  u.disabled_at is not null as "disabled!",
                  (select max(s.seen_at) from sessions s where s.user_id = u.id) as seen_at
           from users u where u.agent_id = $1
           order by u.disabled_at is not null, u.role, u.opened_at, u.username"#,
        agent.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| -> Result<PersonRow, Error<R>> {
            Ok(PersonRow {
                id: UserId(row.id),
                username: row.username,
                display_name: row.display_name,
                role: row.role.parse().map_err(Error::defect)?,
                mobile: row.mobile_masked,
                opened_at: row.opened_at,
                seen_at: row.seen_at,
                disabled: row.disabled,
            })
        })
        .collect()
}

/// Who of a shop it is, locked: the role, and whether the account is disabled.
pub async fn lock_person<R>(
    connection: &mut PgConnection,
    id: UserId,
    agent: AgentId,
) -> Result<Option<(Role, bool)>, Error<R>> {
    let row = sqlx::query!(
        r#"select role, disabled_at is not null as "disabled!" from users where id = $1 and agent_id = $2 for update"#,
        id.0,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let role: Role = row.role.parse().map_err(Error::defect)?;
    Ok(Some((role, row.disabled)))
}

/// Lets somebody in no more. The mobile number is free for another account.
pub async fn update_disabled(connection: &mut PgConnection, id: UserId, at: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set disabled_at = $2, mobile_index = null, mobile_masked = null, mobile_sealed = null where id = $1",
        id.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether somebody signs in with a name.
pub async fn is_taken(connection: &mut PgConnection, username: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from users where username = $1) as "taken!""#, username)
        .fetch_one(connection)
        .await
}

pub struct NewInvitation {
    pub id: InvitationId,
    pub agent: AgentId,
    pub token_hash: Vec<u8>,
    pub display_name: String,
    pub mobile: Option<String>,
    pub made_by: UserId,
    pub made_at: OffsetDateTime,
}

pub async fn insert_invitation(connection: &mut PgConnection, invitation: &NewInvitation) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into invitations (id, agent_id, token_hash, display_name, mobile_masked, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        invitation.id.0,
        invitation.agent.0,
        invitation.token_hash,
        invitation.display_name,
        invitation.mobile,
        invitation.made_by.0,
        invitation.made_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The invitations of a shop of after `since` that are open, the newest first.
pub async fn list_invitations(
    connection: &mut PgConnection,
    agent: AgentId,
    since: OffsetDateTime,
) -> Result<Vec<InvitationRow>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, display_name, mobile_masked, made_at from invitations
         where agent_id = $1 and revoked_at is null and used_at is null and made_at > $2
         order by made_at desc, id desc",
        agent.0,
        since
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| InvitationRow {
        id: InvitationId(row.id),
        display_name: row.display_name,
        mobile: row.mobile_masked,
        made_at: row.made_at,
    });
    Ok(rows.collect())
}

/// An invitation as whoever has its link finds it.
pub struct FoundInvitation {
    pub id: InvitationId,
    pub agent: AgentId,
    pub shop_name: String,
    pub display_name: String,
    /// Whether a demonstration account made it.
    pub demonstration: bool,
    pub invitation: Invitation,
}

struct RawInvitation {
    id: Uuid,
    agent_id: Uuid,
    shop_name: String,
    display_name: String,
    demonstration: bool,
    made_at: OffsetDateTime,
    ended: bool,
}

impl RawInvitation {
    fn found(self) -> FoundInvitation {
        FoundInvitation {
            id: InvitationId(self.id),
            agent: AgentId(self.agent_id),
            shop_name: self.shop_name,
            display_name: self.display_name,
            demonstration: self.demonstration,
            invitation: Invitation { made_at: self.made_at, ended: self.ended },
        }
    }
}

pub async fn find_invitation(
    connection: &mut PgConnection,
    token_hash: &[u8],
) -> Result<Option<FoundInvitation>, sqlx::Error> {
    let row = sqlx::query_as!(
        RawInvitation,
        r#"select i.id, i.agent_id, a.shop_name, i.display_name, m.demonstration, i.made_at,
                  (i.revoked_at is not null or i.used_at is not null or m.disabled_at is not null) as "ended!"
           from invitations i join users m on m.id = i.made_by join agents a on a.id = i.agent_id
           where i.token_hash = $1"#,
        token_hash
    );
    Ok(row.fetch_optional(connection).await?.map(RawInvitation::found))
}

/// The same, while somebody joins by it: only one does.
pub async fn lock_found_invitation(
    connection: &mut PgConnection,
    token_hash: &[u8],
) -> Result<Option<FoundInvitation>, sqlx::Error> {
    let row = sqlx::query_as!(
        RawInvitation,
        r#"select i.id, i.agent_id, a.shop_name, i.display_name, m.demonstration, i.made_at,
                  (i.revoked_at is not null or i.used_at is not null or m.disabled_at is not null) as "ended!"
           from invitations i join users m on m.id = i.made_by join agents a on a.id = i.agent_id
           where i.token_hash = $1 for update of i"#,
        token_hash
    );
    Ok(row.fetch_optional(connection).await?.map(RawInvitation::found))
}

/// One of a shop's own, while it is decided about.
pub async fn lock_invitation(
    connection: &mut PgConnection,
    id: InvitationId,
    agent: AgentId,
) -> Result<Option<Invitation>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select made_at, (revoked_at is not null or used_at is not null) as "ended!" from invitations
           where id = $1 and agent_id = $2 for update"#,
        id.0,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Invitation { made_at: row.made_at, ended: row.ended }))
}

pub async fn update_invitation_revoked(
    connection: &mut PgConnection,
    id: InvitationId,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update invitations set revoked_at = $2 where id = $1", id.0, at).execute(connection).await?;
    Ok(())
}

pub async fn update_invitation_used(
    connection: &mut PgConnection,
    id: InvitationId,
    user: UserId,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update invitations set used_at = $3, user_id = $2 where id = $1", id.0, user.0, at)
        .execute(connection)
        .await?;
    Ok(())
}
