//! How a transaction begins: who acts in it, which request numbers it claims, and what was answered to them before.

use domain::{hexadecimal, role::Party};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::Row;
use time::Date;

use crate::{
    audit::refused,
    context::Context,
    error::{Conflict, Error},
    transaction::{Pool, Transaction},
};

/// What a request is answered, for ever.
pub(crate) struct Answer {
    /// `done` or `refused`.
    pub outcome: &'static str,
    pub value: Value,
    /// What was asked for, of what was refused.
    pub command: Option<Value>,
}

impl Answer {
    pub fn done(value: &impl Serialize) -> Self {
        Self { outcome: "done", value: serde_json::json!({ "ok": value }), command: None }
    }

    pub fn refused(refusal: &impl Serialize, request: &Request) -> Self {
        let command = refused::command(&request.content);
        Self { outcome: "refused", value: serde_json::json!({ "refused": refusal }), command }
    }
}

/// A request as its answer is filed.
pub(crate) struct Request {
    pub party: String,
    pub operation: &'static str,
    pub request_no: String,
    pub content_hash: Vec<u8>,
    /// Who asks, and the command.
    content: Vec<u8>,
    lock: i64,
}

impl Request {
    /// Every change begins here, so that whoever only looks changes nothing, whatever a use case forgets to ask.
    pub fn new<R>(context: &Context, operation: &'static str, command: &impl Serialize) -> Result<Self, Error<R>> {
        if !context.may_change(operation) {
            return Err(Error::Forbidden);
        }
        let party = context.party_name();
        let content = serde_json::to_vec(&(context.asker(), command))?;
        let number = Sha256::digest(format!("{party}\n{operation}\n{}", context.request_no));
        let lock = number.iter().take(8).fold(0i64, |value, byte| value << 8 | i64::from(*byte));
        Ok(Self {
            party,
            operation,
            request_no: context.request_no.clone(),
            content_hash: Sha256::digest(&content).to_vec(),
            content,
            lock,
        })
    }

    /// What its command names first, or else who asks.
    pub fn first_subject(&self) -> String {
        refused::first_subject(&self.content).unwrap_or_else(|| self.party.clone())
    }
}

/// Whether a request may go on.
pub(crate) enum Claimed {
    /// Its number is this transaction's.
    Live,
    /// It was answered before, or cannot be now.
    Answered(Result<Value, Conflict>),
}

/// Begins a transaction that acts for these parties, all of one kind, claims the numbers of the requests, all of one
/// operation, without waiting, and takes the barrier. Gives the open business date and how each request fared.
pub(crate) async fn claim(
    pool: &Pool,
    parties: impl Iterator<Item = Party>,
    requests: &[&Request],
) -> Result<(Transaction, Date, Vec<Claimed>), sqlx::Error> {
    let (kind, ids) = settings(parties);
    let array = |items: Vec<String>| format!("array[{}]", items.join(","));
    let begin = format!(
        "BEGIN; EXECUTE claim('{kind}', '{ids}', {}); EXECUTE stored({}, {}, {})",
        array(requests.iter().map(|request| format!("'{}'::bigint", request.lock)).collect()),
        array(requests.iter().map(|request| quoted(&request.party)).collect()),
        quoted(requests.first().map_or("", |request| request.operation)),
        array(requests.iter().map(|request| quoted(&request.request_no)).collect()),
    );
    let (transaction, rows) = Transaction::begin(pool, begin).await?;
    let [claim, stored @ ..] = rows.as_slice() else { return Err(sqlx::Error::RowNotFound) };
    let owned: Vec<bool> = claim.try_get("claimed")?;
    let business_date = stored.first().ok_or(sqlx::Error::RowNotFound)?.try_get("open_on")?;
    let mut claimed: Vec<Claimed> = Vec::with_capacity(requests.len());
    for (place, (request, owned)) in requests.iter().zip(owned).enumerate() {
        // A transaction may take the same lock twice.
        let again = requests.iter().take(place).any(|earlier| earlier.lock == request.lock);
        let waits = if owned && !again { Claimed::Live } else { Claimed::Answered(Err(Conflict::StillRunning)) };
        claimed.push(waits);
    }
    for row in stored {
        let Some(place) = row.try_get::<Option<i64>, _>("place")? else { continue };
        let place = usize::try_from(place - 1).map_err(|_| sqlx::Error::RowNotFound)?;
        let (Some(request), Some(answered)) = (requests.get(place), claimed.get_mut(place)) else { continue };
        let same = row.try_get::<Vec<u8>, _>("content_hash")? == request.content_hash;
        *answered = Claimed::Answered(if same { Ok(row.try_get("answer")?) } else { Err(Conflict::OtherContent) });
    }
    Ok((transaction, business_date, claimed))
}

/// What was answered before, as it was answered then.
pub(crate) fn answer_of<T: DeserializeOwned, R: DeserializeOwned>(
    answer: Result<Value, Conflict>,
) -> Result<T, Error<R>> {
    let mut answer = answer.map_err(Error::Conflict)?;
    if let Some(value) = answer.get_mut("ok") {
        return Ok(serde_json::from_value(value.take())?);
    }
    let refusal = answer.get_mut("refused").map(Value::take).unwrap_or_default();
    Err(Error::Refused(serde_json::from_value(refusal)?))
}

/// The kind of the first party, and the identifiers of all. Never from text that a person wrote: the kind is ours and an id
/// a UUID.
fn settings(parties: impl Iterator<Item = Party>) -> (&'static str, String) {
    let (mut kind, mut ids) = ("nobody", Vec::new());
    for party in parties {
        match party {
            Party::Institution => kind = "institution",
            Party::Nobody => {}
            Party::Agent(id) => (kind, _) = ("agent", ids.push(id.0.to_string())),
            Party::Funder(id) => (kind, _) = ("funder", ids.push(id.0.to_string())),
            Party::Facilitator(id) => (kind, _) = ("facilitator", ids.push(id.0.to_string())),
        }
    }
    (kind, ids.join(","))
}

/// The statements that begin a plain transaction in the name of a party.
pub(crate) fn begin_for(mode: &str, party: Party) -> String {
    let (kind, id) = settings(std::iter::once(party));
    format!("BEGIN {mode}; EXECUTE act_as('{kind}', '{id}')")
}

/// Reads what every page shows, for the party that acts.
const FRAME: &str = "EXECUTE frame(nullif(current_setting('app.party', true), '')::uuid)";

/// The statements that begin a page's transaction in the name of a party, and read what every page shows.
pub(crate) fn begin_page_for(mode: &str, party: Party) -> String {
    format!("{}; {FRAME}", begin_for(mode, party))
}

/// The same in the name of whoever is signed in with a token. Without a row that says who, it is nobody's.
pub(crate) fn begin_page_of(mode: &str, token_hash: &[u8]) -> String {
    format!("BEGIN {mode}; {}; {FRAME}", session_of(token_hash))
}

/// The statement that says who is signed in with a token, whose party acts until the transaction ends.
pub(crate) fn session_of(token_hash: &[u8]) -> String {
    format!("EXECUTE session_of('\\x{}')", hexadecimal::text(token_hash))
}

/// A text as SQL, whatever is in it.
fn quoted(text: &str) -> String {
    format!("convert_from('\\x{}', 'UTF8')", hexadecimal::text(text.as_bytes()))
}
