//! The mobile number of an agent's person: registered by the person, who proves to have it and to know the password.

use domain::{
    id::UserId,
    identity::SignInRefusal,
    mobile::masked_mobile,
    one_time_code::{CodeRefusal, read_mobile},
};
use serde::Serialize;
use serde_json::json;

use super::{
    attempt::{Credentials, Origin, attempt},
    digest,
    one_time_code::{Asking, Issue, index_of, issue, prove, use_up},
    sql,
};
use crate::{
    Context, Db, Error, Write,
    error::{Failure, Never},
    sealed::{Place, Seals},
    sms::Template,
};

type Answer<T> = Result<T, Error<SignInRefusal>>;

/// What an agent's person proves a new number with.
#[derive(Clone)]
pub struct RegisterMobileCommand {
    pub mobile: String,
    /// That was sent to it.
    pub code: String,
    pub password: String,
    pub origin: Origin,
}

/// What is filed of it.
#[derive(Serialize)]
struct Filed {
    mobile: String,
}

pub(crate) const fn mobile_place(user: UserId) -> Place {
    Place { table: "users", column: "mobile_sealed", row: user.0 }
}

pub(super) fn open_mobile(seals: &Seals, user: UserId, sealed: &[u8]) -> Result<String, Failure> {
    seals.open_text(mobile_place(user), sealed)
}

fn sealed_mobile(seals: &Seals, user: UserId, mobile: &str) -> Result<sql::Mobile, Failure> {
    let sealed = seals.seal(mobile_place(user), mobile.as_bytes())?;
    Ok(sql::Mobile { index: index_of(seals, mobile)?, masked: masked_mobile(mobile), sealed })
}

/// One's own number, masked.
///
/// # Errors
/// `Forbidden` for anybody but an agent's person.
pub async fn own_mobile(db: &Db, context: &Context) -> Result<Option<String>, Error<Never>> {
    context.shop::<Never>()?;
    let user = context.person::<Never>()?.user;
    let found =
        db.read(context, move |connection| Box::pin(async move { Ok(sql::find_mobile(connection, user).await?) }));
    Ok(found.await?.map(|(masked, _)| masked))
}

/// What a code for registering a number is found by.
fn bound_to(context: &Context, mobile: &str) -> Answer<(UserId, Vec<u8>)> {
    context.shop::<SignInRefusal>()?;
    let person = context.person::<SignInRefusal>()?;
    Ok((person.user, digest(&format!("{}\nmobile\n{mobile}", person.session))))
}

/// Sends a code to a number that somebody wants to register, whether it is another's or not.
///
/// # Errors
/// `Forbidden` for anybody but an agent's person; refused when it is no number, or was sent a code too recently or too often.
pub async fn ask_for_mobile(db: &Db, context: &Context, mobile: &str) -> Answer<()> {
    let mobile = read_mobile(mobile).map_err(|refusal| Error::Refused(refusal.into()))?;
    let (user, bound_to) = bound_to(context, &mobile)?;
    issue(db, Issue { mobile, template: Template::Mobile, amount: None, bound_to, asking: Asking::Claimant(user) })
        .await
}

/// From now on the person signs in, and confirms, with this number.
///
/// # Errors
/// `Forbidden` for anybody but an agent's person; refused when code or password are wrong, the account is disabled, or the number is
/// another account's.
pub async fn register_own_mobile(db: &Db, context: &Context, command: RegisterMobileCommand) -> Answer<()> {
    context.shop::<SignInRefusal>()?;
    let mobile = read_mobile(&command.mobile).map_err(|refusal| Error::Refused(refusal.into()))?;
    let (_, bound_to) = bound_to(context, &mobile)?;
    let username = context.person::<SignInRefusal>()?.username.clone();
    let proof = prove(db, bound_to, &command.code).await?;
    let credentials = Credentials { username, password: command.password, code: None, origin: command.origin };
    let filed = Filed { mobile: masked_mobile(&mobile) };
    attempt(db, "user.register_mobile", credentials, &filed, move |write, proven| {
        Box::pin(async move {
            // Whoever was let go meanwhile keeps no number from its next holder.
            if proven.user.disabled {
                return Err(Error::Refused(SignInRefusal::Disabled));
            }
            // Now it is the person's, to which the code was sent.
            update(write, proven.user.id, &mobile).await?;
            use_up(write, &proof).await
        })
    })
    .await
}

/// Registers a number for somebody.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself; refused when it is no number, or another account's.
pub async fn register_mobile(db: &Db, context: &Context, user: UserId, mobile: &str) -> Answer<()> {
    context.system_only()?;
    let mobile = read_mobile(mobile).map_err(|refusal| Error::Refused(refusal.into()))?;
    let filed = Filed { mobile: masked_mobile(&mobile) };
    db.write(context, "user.register_mobile", &(user, &filed), move |write| {
        Box::pin(async move {
            write.envelope.about(user);
            update(write, user, &mobile).await
        })
    })
    .await
}

async fn update(write: &mut Write, user: UserId, mobile: &str) -> Answer<()> {
    let mobile = sealed_mobile(write.seals(), user, mobile).map_err(Error::Failed)?;
    sql::lock_names(write.connection(), [&mobile.index, &mobile.index]).await?;
    let holder = sql::find_by_mobile(write.connection(), &mobile.index, &[]).await?;
    if holder.is_some_and(|(holder, _)| holder != user) {
        return Err(Error::Refused(CodeRefusal::MobileTaken.into()));
    }
    let before = sql::find_mobile(write.connection(), user).await?.map(|(masked, _)| masked);
    sql::update_mobile(write.connection(), user, &mobile).await?;
    write.envelope.changed(&json!({ "mobile": before }), &json!({ "mobile": mobile.masked }))
}
