//! Joining a shop: whoever has the link of an invitation chooses a name and a password, and is signed in.

use domain::{
    actor::ActorName,
    hexadecimal,
    id::UserId,
    invitation::{InvitationRefusal, check_password, read_username},
    role::{Party, Role},
};
use serde_json::json;
use time::OffsetDateTime;

use super::{
    NewUser,
    attempt::Origin,
    digest, hash_password,
    sign_in::{self, SessionToken, SignInRecord, SignedInAnswer, Visit},
    sql,
};
use crate::{Actor, Context, Db, Error, Write};

type Answer<T> = Result<T, Error<InvitationRefusal>>;

/// Somebody joins by the link of an invitation.
#[derive(Clone)]
pub struct JoinCommand {
    /// Of the link.
    pub token: String,
    pub username: String,
    pub password: String,
    pub origin: Origin,
    /// Where it comes from: the network address, and what the browser says it is.
    pub address: String,
    pub device: String,
    /// Whether the demonstration runs here: nowhere else is joined what its accounts invite to.
    pub demonstration: bool,
}

/// What an invitation says to whoever has its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationShown {
    pub shop_name: String,
    pub display_name: String,
    pub good_until: OffsetDateTime,
}

/// An invitation that is good, by the secret of its link. `demonstration` as for [`JoinCommand`].
///
/// # Errors
/// Refused for one that is over or was never made.
pub async fn invitation(db: &Db, token: &str, demonstration: bool) -> Answer<InvitationShown> {
    // Anything of another length was never a token.
    if token.len() != 64 {
        return Err(Error::Refused(InvitationRefusal::Over));
    }
    let (hash, at) = (digest(token), db.true_now());
    let found =
        db.find(move |connection| Box::pin(async move { Ok(sql::find_invitation(connection, &hash).await?) })).await?;
    let sql::FoundInvitation { shop_name, display_name, invitation, .. } = good(found, demonstration, at)?;
    let good_until = invitation.good_until().ok_or(Error::Refused(InvitationRefusal::Over))?;
    Ok(InvitationShown { shop_name, display_name, good_until })
}

/// The invitation, if somebody may join by it.
fn good(found: Option<sql::FoundInvitation>, demonstration: bool, at: OffsetDateTime) -> Answer<sql::FoundInvitation> {
    let found = found.filter(|found| demonstration || !found.demonstration);
    let found = found.ok_or(Error::Refused(InvitationRefusal::Over))?;
    found.invitation.check(at).map_err(Error::Refused)?;
    Ok(found)
}

/// Who joins.
struct Newcomer {
    token_hash: Vec<u8>,
    username: String,
    password_hash: String,
    demonstration: bool,
}

/// Opens the account of a clerk for whoever has the link, and begins a session. The invitation is used by it.
///
/// # Errors
/// Refused when the invitation is over, the name is none or somebody's, or the password will not do.
pub async fn join(db: &Db, command: JoinCommand) -> Answer<SessionToken> {
    let JoinCommand { token, username, password, origin, address, device, demonstration } = command;
    let username = read_username(&username).map_err(Error::Refused)?;
    check_password(&password).map_err(Error::Refused)?;
    // Looked at before the password is hashed: whoever has no invitation costs little.
    invitation(db, &token, demonstration).await?;
    let password_hash = hash_password(&password, db.secret()).await.map_err(Error::Failed)?;
    let context = Context::new(Actor::Nobody, hexadecimal::text(&db.secret()));
    let (tokens, visit) = sign_in::visit(db, &origin, &address, &device);
    let record = SignInRecord { address: visit.address.clone(), device: visit.device.clone(), demonstration };
    let newcomer = Newcomer { token_hash: digest(&token), username, password_hash, demonstration };
    let answer = db
        .write(&context, "invitation.use", &record, move |write| {
            Box::pin(async move { enter(write, newcomer, visit).await })
        })
        .await?;
    Ok(tokens.told(answer, None))
}

async fn enter(write: &mut Write, newcomer: Newcomer, visit: Visit) -> Answer<SignedInAnswer> {
    let Newcomer { token_hash, username, password_hash, demonstration } = newcomer;
    let (at, opened_at) = (write.true_at, write.at);
    let found = sql::lock_found_invitation(write.connection(), &token_hash).await?;
    let found = good(found, demonstration, at)?;
    write.envelope.about(found.id);
    // Two who want the same name take turns, so that the second is told.
    sql::lock_name(write.connection(), &digest(&username)).await?;
    if sql::is_taken(write.connection(), &username).await? {
        return Err(Error::Refused(InvitationRefusal::UsernameTaken));
    }
    let user = NewUser {
        id: UserId(write.id()),
        username,
        display_name: found.display_name,
        password_hash,
        role: Role::AgentClerk,
        party: Party::Agent(found.agent),
        // An account of the demonstration lets nobody in where none runs, by whatever way.
        demonstration: found.demonstration,
        opened_at,
    };
    sql::insert_user(write.connection(), &user).await?;
    sql::update_invitation_used(write.connection(), found.id, user.id, at).await?;
    let opened = sql::lock_user(write.connection(), user.id).await?;
    let address = visit.address.clone();
    let answer = sign_in::begin(write, &opened, visit, at).await?;
    write.envelope.acted_by(ActorName::User(&opened.username).to_string());
    let after = json!({
        "user": user.id, "username": opened.username, "session": answer.session, "address": address,
    });
    write.envelope.changed(&json!(null), &after)?;
    Ok(answer)
}
