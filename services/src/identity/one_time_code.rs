//! Codes that are sent to mobile numbers: asked for, handed to the gateway, tried, and used.
//!
//! A code is good for one thing in one browser, by the digest it is found by: a code that somebody else asks for is another row,
//! and neither its misses nor its end concern this one. What is typed is tried in two steps. The first counts a miss, and leaves
//! no audit row: it is the same for a number that nobody has. Only what was right gets to the second, where it is used up
//! together with what it confirms.

use domain::{
    Amount,
    actor::SystemPart,
    calendar::doubled,
    id::{OneTimeCodeId, UserId},
    job::Job,
    one_time_code::{CODE_LIFE, COUNTED_FOR, CodeRefusal, may_send},
    width::bare,
};
use time::Duration;

use super::{attempt::Origin, digest, sql};
use crate::{
    Context, Db, Error, Write,
    error::{Failure, Never},
    job::{self, Outcome},
    sealed::{Place, Seals, random_uuid},
    sms::{Message, Sms, Template},
};

/// The first pause before a message is handed over again; each further one doubles it.
const PAUSE: Duration = Duration::seconds(2);
const LONGEST_PAUSE: Duration = Duration::seconds(30);

fn message_place(id: OneTimeCodeId) -> Place {
    Place { table: "one_time_codes", column: "message", row: id.0 }
}

/// By what a number is found.
pub(super) fn index_of(seals: &Seals, mobile: &str) -> Result<Vec<u8>, Failure> {
    seals.blind_index("mobile", mobile)
}

/// A code of its row: useless without the key, and for any other row.
fn code_hash(seals: &Seals, id: OneTimeCodeId, code: &str) -> Result<Vec<u8>, Failure> {
    seals.blind_index("one_time_code", &format!("{id}:{code}"))
}

/// Six digits, each as likely as any other.
fn six_digits(secret: [u8; 32]) -> String {
    let number = secret.into_iter().take(8).fold(0u64, |value, byte| value << 8 | u64::from(byte));
    format!("{:06}", number % 1_000_000)
}

/// Who asks for a code.
pub(super) enum Asking {
    /// Whoever has the number, if anybody.
    Stranger(Origin),
    /// Its holder, who is signed in.
    Holder(UserId),
    /// Somebody who is signed in and says to have the number.
    Claimant(UserId),
}

/// A code to be sent.
pub(super) struct Issue {
    pub mobile: String,
    pub template: Template,
    /// Of what is confirmed.
    pub amount: Option<Amount>,
    /// What it is good for, and where.
    pub bound_to: Vec<u8>,
    pub asking: Asking,
}

/// Sends a code to a number, if it is somebody's. Numbers that nobody has leave as much.
///
/// # Errors
/// Refused when the number was sent a code, or the asker asked for one, too recently or too often.
pub(super) async fn issue<R>(db: &Db, issue: Issue) -> Result<(), Error<R>>
where
    R: From<CodeRefusal> + Send + 'static,
{
    let Issue { mobile, template, amount, bound_to, asking } = issue;
    let (at, id) = (db.true_now(), OneTimeCodeId(random_uuid(db.secret())));
    let (mobile_index, code) = (index_of(db.seals(), &mobile).map_err(Error::Failed)?, six_digits(db.secret()));
    let code_hash = code_hash(db.seals(), id, &code).map_err(Error::Failed)?;
    let amount = amount.map(Amount::grouped);
    let message = Message { number: id.to_string(), mobile, template, code, amount };
    let sealed = serde_json::to_vec(&message).map_err(Error::defect)?;
    let sealed = db.seals().seal(message_place(id), &sealed).map_err(Error::Failed)?;
    db.note(&Context::system(SystemPart::Server, ""), move |connection| {
        Box::pin(async move {
            let device = match &asking {
                Asking::Stranger(origin) => origin.device.as_deref().map(digest).unwrap_or_default(),
                Asking::Holder(_) | Asking::Claimant(_) => Vec::new(),
            };
            let found = sql::find_by_mobile(connection, &mobile_index, &device).await?;
            let (user, asker) = counted(&asking, found, device);
            sql::lock_names(connection, [&mobile_index, &asker.hash]).await?;
            let (to_number, of_asker) = sql::list_sendings(connection, &mobile_index, &asker, at - COUNTED_FOR).await?;
            may_send(&to_number, &of_asker, at).map_err(|refusal| Error::Refused(refusal.into()))?;
            let message = user.map(|_| sealed);
            let new = sql::NewCode { id, mobile_index, asker, bound_to, user, code_hash, message, at };
            sql::insert_code(connection, &new).await?;
            // Also where nothing is to be sent: whoever watches how long this takes learns nothing.
            Ok(job::enqueue(connection, vec![Job::SendCode(id)], at).await?)
        })
    })
    .await
}

/// Whose code it will be, and who is counted as asking for it.
fn counted(asking: &Asking, found: Option<(UserId, bool)>, device: Vec<u8>) -> (Option<UserId>, sql::Asker) {
    let of = |hash, known| sql::Asker { hash, known };
    match asking {
        Asking::Stranger(origin) => match found {
            Some((user, true)) => (Some(user), of(device, true)),
            other => (other.map(|(user, _)| user), of(digest(&origin.network), false)),
        },
        Asking::Holder(user) => (Some(*user), of(digest(&user.to_string()), true)),
        Asking::Claimant(user) => (Some(*user), of(digest(&user.to_string()), false)),
    }
}

/// The worker's step with a code: handing it to the gateway, until it has it or the code is no good any more.
pub(crate) async fn send_code(db: &Db, sms: &dyn Sms, id: OneTimeCodeId, tries: u32) -> Outcome {
    match hand_over(db, sms, id).await {
        Ok(true) => Outcome::Done,
        Ok(false) => Outcome::Again(db.true_now() + doubled(PAUSE, tries, LONGEST_PAUSE)),
        Err(error) => error.into(),
    }
}

/// Whether nothing is left to do.
async fn hand_over(db: &Db, sms: &dyn Sms, id: OneTimeCodeId) -> Result<bool, Error<Never>> {
    let context = Context::system(SystemPart::Worker, "");
    let since = db.true_now() - CODE_LIFE;
    let sealed = db
        .read(&context, move |connection| Box::pin(async move { Ok(sql::find_message(connection, id, since).await?) }));
    let Some(sealed) = sealed.await? else { return Ok(true) };
    let opened = db.seals().open(message_place(id), &sealed).map_err(Error::Failed)?;
    let message: Message = serde_json::from_slice(&opened).map_err(Error::defect)?;
    if let Err(error) = sms.send(&message).await {
        tracing::warn!(%error, code = %id, "a message was not taken");
        return Ok(false);
    }
    db.note(&context, move |connection| Box::pin(async move { Ok(sql::update_message_sent(connection, id).await?) }))
        .await?;
    Ok(true)
}

/// A code that was right when it was tried.
pub(crate) struct Proof {
    id: OneTimeCodeId,
    /// The digest of what was typed.
    typed: Vec<u8>,
    /// Whose number it was sent to.
    pub user: UserId,
}

/// Tries a code, and counts a miss. One that was used passes, so that a request which is sent again is answered as before.
///
/// # Errors
/// Refused when it is wrong, or no code would be right any more.
pub(super) async fn prove<R>(db: &Db, bound_to: Vec<u8>, typed: &str) -> Result<Proof, Error<R>>
where
    R: From<CodeRefusal> + Send + 'static,
{
    let (at, seals, typed) = (db.true_now(), db.seals().clone(), bare(typed));
    let tried = db
        .note(&Context::system(SystemPart::Server, ""), move |connection| {
            Box::pin(async move {
                let found = sql::lock_newest_code(connection, &bound_to, at - COUNTED_FOR).await?;
                let Some(found) = found else { return Ok(Err(CodeRefusal::Over)) };
                let typed = code_hash(&seals, found.id, &typed).map_err(Error::Failed)?;
                match found.user.filter(|_| found.hash == typed) {
                    Some(user) if found.code.used => Ok(Ok(Proof { id: found.id, typed, user })),
                    Some(user) => Ok(found.code.check(true, at).map(|()| Proof { id: found.id, typed, user })),
                    None => {
                        sql::update_code_missed(connection, found.id).await?;
                        Ok(Err(found.code.check(false, at).err().unwrap_or(CodeRefusal::Mistyped)))
                    }
                }
            })
        })
        .await?;
    tried.map_err(|refusal| Error::Refused(refusal.into()))
}

/// Uses a code up, together with what it confirms. One that was sent to a number which its person has replaced since proves nothing:
/// whoever has the phone of before may have read it.
///
/// # Errors
/// Refused when it was used, or ended, since it was tried.
pub(crate) async fn use_up<R: From<CodeRefusal>>(write: &mut Write, proof: &Proof) -> Result<(), Error<R>> {
    let at = write.true_at;
    let found = sql::lock_code(write.connection(), proof.id).await?;
    found.code.check(found.hash == proof.typed, at).map_err(|refusal| Error::Refused(refusal.into()))?;
    if !sql::is_of_holder(write.connection(), proof.id).await? {
        return Err(Error::Refused(CodeRefusal::Over.into()));
    }
    Ok(sql::update_code_used(write.connection(), proof.id, at).await?)
}
