//! Signing in with a code that is sent to the mobile number of an agent's person.
//!
//! Whoever asks is told nothing: a number that nobody has gets a code as well, which nobody is sent. So neither the answer nor
//! what is counted tells which numbers are known.

use domain::{
    actor::ActorName,
    hexadecimal,
    identity::{GivenCode, SignInRefusal, may_be_password},
    one_time_code::{CodeRefusal, read_mobile},
};
use serde_json::json;

use super::{
    attempt::Origin,
    digest, hash_password,
    one_time_code::{Asking, Issue, Proof, issue, prove, use_up},
    sign_in::{self, SessionToken, SignInRecord, SignedInAnswer, Visit},
    sql,
};
use crate::{Actor, Context, Db, Error, Write, sms::Template};

type Answer<T> = Result<T, Error<SignInRefusal>>;

/// Somebody asks for a code.
#[derive(Clone)]
pub struct AskForCodeCommand {
    pub mobile: String,
    /// What the browser keeps between the two steps: the code is good in no other.
    pub asked: String,
    pub origin: Origin,
}

/// Somebody signs in with the code that was sent, and perhaps with a new password from now on.
#[derive(Clone)]
pub struct CodeSignInCommand {
    pub asked: String,
    pub code: String,
    pub new_password: Option<String>,
    pub origin: Origin,
    /// Where it comes from: the network address, and what the browser says it is.
    pub address: String,
    pub device: String,
    /// Whether the demonstration runs here.
    pub demonstration: bool,
}

/// What a code for signing in is found by.
fn bound_to(asked: &str) -> Vec<u8> {
    digest(&format!("sign_in\n{asked}"))
}

/// A token for a browser to keep between the two steps.
#[must_use]
pub fn asked_token(db: &Db) -> String {
    hexadecimal::text(&db.secret())
}

/// Sends a code to a number, if it is somebody's.
///
/// # Errors
/// Refused when it is no number, or was sent a code too recently or too often.
pub async fn ask_for_code(db: &Db, command: AskForCodeCommand) -> Answer<()> {
    let AskForCodeCommand { mobile, asked, origin } = command;
    let mobile = read_mobile(&mobile).map_err(|refusal| Error::Refused(refusal.into()))?;
    let (bound_to, asking) = (bound_to(&asked), Asking::Stranger(origin));
    issue(db, Issue { mobile, template: Template::SignIn, amount: None, bound_to, asking }).await
}

/// What else is decided about a sign-in with a code.
struct Entry {
    password_hash: Option<String>,
    demonstration: bool,
    /// The token that the device keeps, if it brings one.
    device: Option<String>,
}

/// Begins a session for whoever has the code that was sent to an agent's number.
///
/// # Errors
/// Refused when the code is wrong, too old or used, the new password will not do, or the account may not be in.
pub async fn sign_in_with_code(db: &Db, command: CodeSignInCommand) -> Answer<SessionToken> {
    // Anything of another length was never a token.
    if command.asked.len() != 64 {
        return Err(Error::Refused(CodeRefusal::Over.into()));
    }
    if command.new_password.as_deref().is_some_and(|password| !may_be_password(password)) {
        return Err(Error::Refused(SignInRefusal::PasswordInvalid));
    }
    let proof = prove(db, bound_to(&command.asked), &command.code).await?;
    let password_hash = match &command.new_password {
        Some(password) => Some(hash_password(password, db.secret()).await.map_err(Error::Failed)?),
        None => None,
    };
    let context = Context::new(Actor::Nobody, hexadecimal::text(&db.secret()));
    let (tokens, visit) = sign_in::visit(db, &command.origin, &command.address, &command.device);
    let (demonstration, brought) = (command.demonstration, command.origin.device.clone());
    let record = SignInRecord { address: visit.address.clone(), device: visit.device.clone(), demonstration };
    let entry = Entry { password_hash, demonstration, device: brought.clone() };
    let answer = db
        .write(&context, "identity.sign_in", &record, move |write| {
            Box::pin(async move { enter(write, &proof, entry, visit).await })
        })
        .await?;
    Ok(tokens.told(answer, brought))
}

async fn enter(write: &mut Write, proof: &Proof, entry: Entry, visit: Visit) -> Answer<SignedInAnswer> {
    let Entry { password_hash, demonstration, device } = entry;
    let at = write.true_at;
    write.envelope.about(proof.user);
    use_up(write, proof).await?;
    let user = sql::lock_user(write.connection(), proof.user).await?;
    write.envelope.acted_by(ActorName::User(&user.username).to_string());
    // Whoever has set up a second factor is asked for it, at the door with the password: a number alone does not replace it.
    user.account().sign_in(GivenCode::None, demonstration).map_err(Error::Refused)?;
    let known = device.as_deref().map(digest).unwrap_or_default();
    // Also as somebody else's: several people of a shop have one phone.
    let is_known = sql::find_device(write.connection(), &known, &user.username).await? != sql::Device::Unknown;
    let visit = if is_known { visit.of_known_device(known) } else { visit };
    let changes_password = password_hash.is_some();
    if let Some(hash) = password_hash {
        if user.demonstration {
            return Err(Error::Refused(SignInRefusal::DemonstrationAccount));
        }
        sql::update_password(write.connection(), user.id, &hash).await?;
        sql::update_sessions_revoked(write.connection(), user.id, at).await?;
        // Where the old password was used is no recommendation any more.
        sql::delete_devices_of(write.connection(), user.id).await?;
    }
    let address = visit.address.clone();
    let mobile = sql::find_mobile(write.connection(), user.id).await?.map(|(masked, _)| masked);
    let answer = sign_in::begin(write, &user, visit, at).await?;
    let after = json!({
        "session": answer.session, "address": address, "mobile": mobile, "password_changed": changes_password,
    });
    write.envelope.changed(&json!(null), &after)?;
    Ok(answer)
}
