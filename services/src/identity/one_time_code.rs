//! Signing in with a code that is sent to the mobile number of an agent's person.
//!
//! Whoever asks is told nothing: a number that nobody has gets a code as well, which nobody is sent. So neither the answer nor
//! what is counted tells which numbers are known.

use domain::{
    calendar::doubled,
    hexadecimal,
    id::{OneTimeCodeId, UserId},
    identity::{GivenCode, PASSWORD_LIMIT, SignInRefusal},
    job::Job,
    mobile::masked_mobile,
    one_time_code::{CODE_LIFE, COUNTED_FOR, PASSWORD_LEAST, may_send, read_mobile},
    width::bare,
};
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{
    attempt::Origin,
    digest, hash_password,
    sign_in::{self, SessionToken, SignInRecord, SignedInAnswer, Visit},
    sql,
};
use crate::{
    Actor, Context, Db, Error, Write,
    error::Never,
    job::{self, Outcome},
    sealed::{Place, Seals, random_uuid},
    sms::{Message, Sms, Template},
};

/// The first pause before a message is handed over again; each further one doubles it.
const PAUSE: Duration = Duration::seconds(2);
const LONGEST_PAUSE: Duration = Duration::seconds(30);

type Answer<T> = Result<T, Error<SignInRefusal>>;

/// Somebody asks for a code.
#[derive(Clone, Debug)]
pub struct AskForCodeCommand {
    pub mobile: String,
    pub origin: Origin,
}

/// Somebody signs in with the code that was sent, and perhaps with a new password from now on.
#[derive(Clone)]
pub struct CodeSignInCommand {
    pub mobile: String,
    pub code: String,
    pub new_password: Option<String>,
    pub origin: Origin,
    /// Where it comes from: the network address, and what the browser says it is.
    pub address: String,
    pub device: String,
    /// Whether the demonstration runs here.
    pub demonstration: bool,
}

fn message_place(id: OneTimeCodeId) -> Place {
    Place { table: "one_time_codes", column: "message", row: id.0 }
}

/// By what a number is found.
pub(super) fn index_of(seals: &Seals, mobile: &str) -> Answer<Vec<u8>> {
    seals.blind_index("mobile", mobile).map_err(Error::Failed)
}

/// A code of its row: useless without the key, and for any other row.
fn code_hash(seals: &Seals, id: OneTimeCodeId, code: &str) -> Answer<Vec<u8>> {
    seals.blind_index("one_time_code", &format!("{id}:{code}")).map_err(Error::Failed)
}

/// Six digits, each as likely as any other.
fn six_digits(secret: [u8; 32]) -> String {
    let number = secret.into_iter().take(8).fold(0u64, |value, byte| value << 8 | u64::from(byte));
    format!("{:06}", number % 1_000_000)
}

/// Sends a code to a number, if it is somebody's.
///
/// # Errors
/// Refused when it is no number, or was sent a code too recently or too often.
pub async fn ask_for_code(db: &Db, command: AskForCodeCommand) -> Answer<()> {
    let mobile = read_mobile(&command.mobile).map_err(Error::Refused)?;
    let (at, network_hash) = (db.true_now(), digest(&command.origin.network));
    let id = OneTimeCodeId(random_uuid(db.secret()));
    let (mobile_index, code) = (index_of(db.seals(), &mobile)?, six_digits(db.secret()));
    let code_hash = code_hash(db.seals(), id, &code)?;
    let message = Message { number: id.to_string(), mobile, template: Template::OneTimeCode, code };
    let sealed = serde_json::to_vec(&message).map_err(Error::defect)?;
    let sealed = db.seals().seal(message_place(id), &sealed).map_err(Error::Failed)?;
    db.note(&Context::system("door", ""), move |connection| {
        Box::pin(async move {
            sql::lock_name(connection, &mobile_index).await?;
            let (to_number, to_network) =
                sql::list_sendings(connection, &mobile_index, &network_hash, at - COUNTED_FOR).await?;
            may_send(&to_number, &to_network, at).map_err(Error::Refused)?;
            let user = sql::find_by_mobile(connection, &mobile_index).await?;
            let message = user.map(|_| sealed);
            let new = sql::NewCode { id, mobile_index, network_hash, user, code_hash, message, at };
            sql::insert_code(connection, &new).await?;
            let jobs = user.map(|_| Job::SendCode(id)).into_iter().collect();
            Ok(job::enqueue(connection, jobs, at).await?)
        })
    })
    .await
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
    let context = Context::system("worker", "");
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

/// Begins a session for whoever has the code that was sent to an agent's number.
///
/// # Errors
/// Refused when the code is wrong, too old or used, the new password will not do, or the account may not be in.
pub async fn sign_in_with_code(db: &Db, command: CodeSignInCommand) -> Answer<SessionToken> {
    let mobile = read_mobile(&command.mobile).map_err(Error::Refused)?;
    let password_hash = match &command.new_password {
        Some(password) if (PASSWORD_LEAST..=PASSWORD_LIMIT).contains(&password.chars().count()) => {
            Some(hash_password(password, db.secret()).await.map_err(Error::Failed)?)
        }
        Some(_) => return Err(Error::Refused(SignInRefusal::PasswordInvalid)),
        None => None,
    };
    let (at, context) = (db.true_now(), Context::new(Actor::Nobody, hexadecimal::text(&db.secret())));
    let index = index_of(db.seals(), &mobile)?;
    let found = db.read(&context, move |connection| {
        Box::pin(async move { Ok(sql::find_newest_code(connection, &index, at - COUNTED_FOR).await?) })
    });
    let (id, user) = found.await?.ok_or(Error::Refused(SignInRefusal::CodeEnded))?;
    let typed = code_hash(db.seals(), id, &bare(&command.code))?;
    let Some(user) = user else { return miss(db, &context, id, at).await };
    let (tokens, visit) = sign_in::visit(db, &command.origin, &command.address, &command.device);
    let demonstration = command.demonstration;
    let record = SignInRecord { address: visit.address.clone(), device: visit.device.clone(), demonstration };
    let proof = Proof { id, typed, user, password_hash, demonstration, at, mobile: masked_mobile(&mobile) };
    let outcome: Result<SignedInAnswer, SignInRefusal> = db
        .write(&context, "identity.sign_in", &record, move |write| {
            Box::pin(async move { enter(write, proof, visit).await })
        })
        .await?;
    Ok(tokens.told(outcome.map_err(Error::Refused)?, None))
}

/// What somebody brings who signs in with a code.
struct Proof {
    id: OneTimeCodeId,
    /// The digest of what was typed.
    typed: Vec<u8>,
    user: UserId,
    password_hash: Option<String>,
    demonstration: bool,
    at: OffsetDateTime,
    /// Masked.
    mobile: String,
}

async fn enter(write: &mut Write, proof: Proof, visit: Visit) -> Answer<Result<SignedInAnswer, SignInRefusal>> {
    let Proof { id, typed, user, password_hash, demonstration, at, mobile } = proof;
    write.envelope.about(user);
    let (code, hash) = sql::lock_code(write.connection(), id).await?;
    if let Err(refusal) = code.check(hash == typed, at) {
        sql::update_code_missed(write.connection(), id).await?;
        write.envelope.changed(&json!(null), &json!({ "refused": refusal.code(), "mobile": mobile }))?;
        return Ok(Err(refusal));
    }
    let user = sql::lock_user(write.connection(), user).await?;
    write.envelope.acted_by(format!("user:{}", user.username));
    // Whoever has set up a second factor is asked for it, at the door with the password: a number alone does not replace it.
    user.account().sign_in(GivenCode::None, demonstration).map_err(Error::Refused)?;
    let changes_password = password_hash.is_some();
    if let Some(hash) = password_hash {
        if user.demonstration {
            return Err(Error::Refused(SignInRefusal::DemonstrationAccount));
        }
        sql::update_password(write.connection(), user.id, &hash).await?;
        sql::update_sessions_revoked(write.connection(), user.id, at).await?;
    }
    sql::update_code_used(write.connection(), id, at).await?;
    let address = visit.address.clone();
    let answer = sign_in::begin(write, &user, visit, at).await?;
    let after = json!({
        "session": answer.session, "address": address, "mobile": mobile, "password_changed": changes_password,
    });
    write.envelope.changed(&json!(null), &after)?;
    Ok(Ok(answer))
}

/// A code of a number that nobody has is never right, and is no good after as many tries as any other.
async fn miss<T>(db: &Db, context: &Context, id: OneTimeCodeId, at: OffsetDateTime) -> Answer<T>
where
    T: Send + 'static,
{
    let refusal = db.note(context, move |connection| {
        Box::pin(async move {
            let (code, _) = sql::lock_code(connection, id).await?;
            sql::update_code_missed(connection, id).await?;
            Ok(code.check(false, at).err().unwrap_or(SignInRefusal::SentCodeWrong))
        })
    });
    Err(Error::Refused(refusal.await?))
}

/// From now on an agent's person signs in with this number too.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself; refused when it is no number, a failure when it is another's.
pub async fn register_mobile(db: &Db, context: &Context, user: UserId, mobile: &str) -> Answer<()> {
    context.system_only()?;
    let mobile = read_mobile(mobile).map_err(Error::Refused)?;
    let index = index_of(db.seals(), &mobile)?;
    let masked = masked_mobile(&mobile);
    db.write(context, "user.register_mobile", &(user, &masked.clone()), move |write| {
        Box::pin(async move {
            sql::update_mobile(write.connection(), user, &index, &masked).await?;
            write.envelope.about(user);
            write.envelope.changed(&json!(null), &json!({ "mobile": masked }))
        })
    })
    .await
}
