//! The people of a shop: its owner invites those who work there by a link that is good once, and lets them go.

use domain::{
    hexadecimal,
    id::{InvitationId, UserId},
    invitation::{INVITATION_LIFE, InvitationRefusal, may_invite, read_mobile, read_name},
    mobile::masked_mobile,
    role::Role,
};
use serde::Serialize;
use serde_json::json;
use time::OffsetDateTime;

use super::{digest, sql};
use crate::{Context, Db, Error, error::Never};

type Answer<T> = Result<T, Error<InvitationRefusal>>;

/// One person of a shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    pub id: UserId,
    pub username: String,
    pub display_name: String,
    pub role: Role,
    /// Masked; none where none is registered.
    pub mobile: Option<String>,
    /// Of an older account it is not known.
    pub opened_at: Option<OffsetDateTime>,
    /// The last sign of life of any session.
    pub seen_at: Option<OffsetDateTime>,
    pub disabled: bool,
}

/// An invitation that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationRow {
    pub id: InvitationId,
    pub display_name: String,
    /// Masked; none where none was typed.
    pub mobile: Option<String>,
    pub made_at: OffsetDateTime,
}

/// Who is of a shop, and who is invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    pub people: Vec<PersonRow>,
    pub invitations: Vec<InvitationRow>,
}

/// Whom the owner invites.
#[derive(Clone)]
pub struct InviteCommand {
    pub display_name: String,
    /// May be empty. It is kept masked, and not registered: only its holder can prove it.
    pub mobile: String,
}

/// What is filed of it.
#[derive(Clone, Serialize)]
struct Filed {
    display_name: String,
    mobile: Option<String>,
}

/// An invitation, with the secret of its link. It is told to whoever asked, and stored nowhere.
#[derive(Clone)]
pub struct Invited {
    pub id: InvitationId,
    pub token: String,
}

/// The people of the asking person's shop, and the invitations that are open.
///
/// # Errors
/// `Forbidden` for anybody but a person of a shop.
pub async fn people(db: &Db, context: &Context) -> Result<People, Error<Never>> {
    let agent = context.shop()?;
    let since = db.true_now() - INVITATION_LIFE;
    db.read(context, move |connection| {
        Box::pin(async move {
            let people = sql::list_people(connection, agent).await?;
            let invitations = sql::list_invitations(connection, agent, since).await?;
            Ok(People { people, invitations })
        })
    })
    .await
}

/// The secret of an invitation's link, out of the number of the request that makes it: whoever sends the form twice is told
/// the same link twice. Nobody finds it without the key.
fn token_of(db: &Db, context: &Context) -> Answer<String> {
    let (user, request_no) = (context.person()?.user, &context.request_no);
    let secret = db.seals().blind_index("invitation", &format!("{user}\n{request_no}")).map_err(Error::Failed)?;
    Ok(hexadecimal::text(&secret))
}

/// Invites somebody to look at everything of the shop, and to top up.
///
/// # Errors
/// `Forbidden` for anybody but the owner; refused without a name, for what is no mobile number, and when the shop is full.
pub async fn invite(db: &Db, context: &Context, command: InviteCommand) -> Answer<Invited> {
    let agent = context.agent()?;
    let made_by = context.person()?.user;
    let display_name = read_name(&command.display_name).map_err(Error::Refused)?;
    let mobile = read_mobile(&command.mobile).map_err(Error::Refused)?;
    let filed = Filed { display_name, mobile: mobile.as_deref().map(masked_mobile) };
    let token = token_of(db, context)?;
    let token_hash = digest(&token);
    let id = db
        .write(context, "invitation.make", &filed.clone(), move |write| {
            Box::pin(async move {
                let made_at = write.true_at;
                sql::lock_shop(write.connection(), agent).await?;
                let (people, open) = sql::count_people(write.connection(), agent, made_at - INVITATION_LIFE).await?;
                may_invite(people, open).map_err(Error::Refused)?;
                let Filed { display_name, mobile } = filed.clone();
                let id = InvitationId(write.id());
                let new = sql::NewInvitation { id, agent, token_hash, display_name, mobile, made_by, made_at };
                sql::insert_invitation(write.connection(), &new).await?;
                write.envelope.about(id);
                write.envelope.changed(&json!(null), &filed)?;
                Ok(id)
            })
        })
        .await?;
    Ok(Invited { id, token })
}

/// Nobody joins by this invitation any more.
///
/// # Errors
/// `Forbidden` for anybody but the owner, `NotFound` for another shop's; refused when it is over already.
pub async fn revoke_invitation(db: &Db, context: &Context, invitation: InvitationId) -> Answer<()> {
    let agent = context.agent()?;
    db.write(context, "invitation.revoke", &invitation, move |write| {
        Box::pin(async move {
            let at = write.true_at;
            let found = sql::lock_invitation(write.connection(), invitation, agent).await?.ok_or(Error::NotFound)?;
            write.envelope.about(invitation);
            found.check(at).map_err(Error::Refused)?;
            sql::update_invitation_revoked(write.connection(), invitation, at).await?;
            write.envelope.changed(&"open", &"revoked")
        })
    })
    .await
}

/// Lets a clerk go: every session ends at once, and none begins. Who has gone stays so.
///
/// # Errors
/// `Forbidden` for anybody but the owner, `NotFound` for another shop's; refused for the owner.
pub async fn remove_person(db: &Db, context: &Context, person: UserId) -> Answer<()> {
    let agent = context.agent()?;
    db.write(context, "user.disable", &person, move |write| {
        Box::pin(async move {
            let at = write.true_at;
            let found = sql::lock_person(write.connection(), person, agent).await?;
            let (role, disabled) = found.ok_or(Error::NotFound)?;
            write.envelope.about(person);
            if role != Role::AgentClerk {
                return Err(Error::Refused(InvitationRefusal::OwnerStays));
            }
            if !disabled {
                sql::update_disabled(write.connection(), person, at).await?;
                sql::update_sessions_revoked(write.connection(), person, at).await?;
            }
            write.envelope.changed(&json!({ "disabled": disabled }), &json!({ "disabled": true }))
        })
    })
    .await
}
