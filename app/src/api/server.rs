//! What server functions share on the server: who asks, the database, and the way of an error to the screen.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{Method, StatusCode, header::ACCEPT, request::Parts};
use domain::{
    Amount,
    amount::AmountError,
    application::ApplicationRefusal,
    approval::ApprovalRefusal,
    bank_layout::LayoutRefusal,
    bank_movement::StatementRefusal,
    consent::ConsentRefusal,
    draw::DrawRefusal,
    identity::SignInRefusal,
    offer::{OfferRefusal, RoundRefusal},
    operating_data::ImportRefusal,
    repayment::RepaymentRefusal,
    role::Role,
};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use serde::Serialize;
use serde_json::Value;
use services::{Actor, Context, Db, Error, context::SignedIn, error::Never, identity::Origin, page::PageRequest};

use super::{Answer, ApiError};

/// How many rows one page of a list has.
const ROWS: u16 = 50;

/// Whether demonstration accounts may sign in; provided by the server with the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demonstration(pub bool);

/// Who a request comes from: put into the request by the server's session layer.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub person: Option<SignedIn>,
    pub address: String,
    pub device: String,
    /// What guesses of the visitor's are counted by.
    pub origin: Origin,
}

pub fn db() -> Db {
    expect_context::<Db>()
}

pub fn visitor() -> Visitor {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<Visitor>().cloned()).unwrap_or(Visitor {
        person: None,
        address: String::new(),
        device: String::new(),
        origin: Origin::default(),
    })
}

/// Who asks, for reading.
pub fn reader() -> Answer<Context> {
    let person = visitor().person.ok_or_else(|| failed_with(StatusCode::UNAUTHORIZED, "session.required"))?;
    Ok(Context::new(Actor::User(person), String::new()))
}

/// Who asks, under the form's request number, for changing something.
pub fn writer(request_no: &str) -> Answer<Context> {
    visitor().writer(request_no)
}

/// Turns away whoever is no agent, before anything is looked up for an agent's form.
pub fn only_an_agent(context: &Context) -> Answer<()> {
    context.agent::<Never>().map(|_| ()).told()
}

/// The role of the person who asks; nobody else reaches a page.
pub fn role(context: &Context) -> Answer<Role> {
    context.person::<Never>().map(|person| person.role).told()
}

impl Visitor {
    /// What the visitor changes something with, under the form's request number.
    ///
    /// # Errors
    /// When nobody is signed in, or the number cannot be one of a form.
    pub fn writer(self, request_no: &str) -> Answer<Context> {
        let fits = (8..=64).contains(&request_no.len())
            && request_no.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if !fits {
            return Err(failed_with(StatusCode::BAD_REQUEST, "request.number_invalid"));
        }
        let person = self.person.ok_or_else(|| failed_with(StatusCode::UNAUTHORIZED, "session.required"))?;
        Ok(Context::new(Actor::User(person), request_no.to_owned()))
    }
}

/// A number for the next request of a form.
pub fn new_request_no() -> String {
    db().secret().iter().take(16).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// An instant as people read it, in China's time: `2026-11-20 10:39`.
pub fn instant(at: time::OffsetDateTime) -> String {
    let at = at.to_offset(domain::calendar::CHINA);
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// Reads an amount that a person typed.
pub fn amount(text: &str) -> Answer<Amount> {
    text.parse().map_err(|error: AmountError| bad_field(error.code()))
}

/// Reads an identifier; what is none names nothing.
pub fn id<T: std::str::FromStr>(text: &str) -> Answer<T> {
    text.parse().map_err(|_| not_found())
}

/// The page of a list that an address asks for; nonsense is the first.
pub fn page(after: Option<String>) -> PageRequest {
    PageRequest::new(after.and_then(|text| text.parse().ok()), ROWS)
}

pub fn not_found() -> ApiError {
    failed_with(StatusCode::NOT_FOUND, "not_found")
}

pub fn bad_field(code: &str) -> ApiError {
    failed_with(StatusCode::UNPROCESSABLE_ENTITY, code)
}

/// An error with its status. A form that was posted without JavaScript is sent back to its page instead, where the error
/// is shown: there the status stays that of the redirect.
pub fn failed_with(status: StatusCode, code: &str) -> ApiError {
    let posted_by_a_page = use_context::<Parts>().is_some_and(|parts| {
        let accept = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        parts.method != Method::GET && accept.contains("text/html")
    });
    if let Some(response) = use_context::<ResponseOptions>().filter(|_| !posted_by_a_page) {
        response.set_status(status);
    }
    ApiError { request_id: request_id(), ..ApiError::of(code) }
}

/// Counts within the process; with the process' start in the log it names one line.
fn request_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    format!("R{:06}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A refusal that has a stable code and, as JSON, its facts.
pub trait Refusal: Serialize {
    fn code(&self) -> &str;
}

macro_rules! refusals {
    ($($name:ty),* $(,)?) => {$(
        impl Refusal for $name {
            fn code(&self) -> &str {
                <$name>::code(self)
            }
        }
    )*};
}

refusals!(
    ApplicationRefusal,
    ApprovalRefusal,
    ConsentRefusal,
    DrawRefusal,
    ImportRefusal,
    LayoutRefusal,
    Never,
    OfferRefusal,
    RepaymentRefusal,
    RoundRefusal,
    SignInRefusal,
    StatementRefusal,
);

/// A refusal that a page shows before anything is asked for: with its facts, and without a status or a number.
pub fn told_quietly(refusal: &impl Refusal) -> ApiError {
    facts(refusal).into_iter().fold(ApiError::of(refusal.code()), |told, (name, fact)| told.with(&name, fact))
}

/// How many use cases of the portals ended in each way, since the process began.
pub const USE_CASES: &str = "lianrong_use_cases_total";

fn count<T, R>(outcome: &Result<T, Error<R>>) {
    let outcome = match outcome {
        Ok(_) => "done",
        Err(Error::Refused(_)) => "refused",
        Err(Error::NotFound) => "not_found",
        Err(Error::Forbidden) => "forbidden",
        Err(Error::Conflict(_)) => "conflict",
        Err(Error::Unknown) => "unknown",
        Err(Error::Failed(_)) => "failed",
    };
    metrics::counter!(USE_CASES, "outcome" => outcome).increment(1);
}

/// Turns the outcome of a use case into what the screen may know, and logs what it may not.
pub trait Told<T> {
    /// # Errors
    /// The use case's own, as the visitor may know it.
    fn told(self) -> Answer<T>;
}

impl<T, R: Refusal + std::fmt::Debug> Told<T> for Result<T, Error<R>> {
    fn told(self) -> Answer<T> {
        count(&self);
        self.map_err(|error| match error {
            Error::Refused(refusal) => {
                let told = failed_with(StatusCode::UNPROCESSABLE_ENTITY, refusal.code());
                facts(&refusal).into_iter().fold(told, |told, (name, fact)| told.with(&name, fact))
            }
            Error::NotFound => failed_with(StatusCode::NOT_FOUND, "not_found"),
            Error::Forbidden => failed_with(StatusCode::FORBIDDEN, "forbidden"),
            Error::Conflict(conflict) => {
                let code = match conflict {
                    services::error::Conflict::StillRunning => "conflict.still_running",
                    services::error::Conflict::OtherContent => "conflict.other_content",
                    services::error::Conflict::Changed => "conflict.changed",
                };
                failed_with(StatusCode::CONFLICT, code)
            }
            Error::Unknown => failed_with(StatusCode::SERVICE_UNAVAILABLE, "outcome_unknown"),
            Error::Failed(failure) => {
                let told = failed_with(StatusCode::INTERNAL_SERVER_ERROR, "failed");
                tracing::error!(request_id = told.request_id, error = ?failure, "an operation failed");
                told
            }
        })
    }
}

/// The fields of a refusal's variant, as texts.
fn facts(refusal: &impl Serialize) -> Vec<(String, String)> {
    let Ok(Value::Object(variant)) = serde_json::to_value(refusal) else { return Vec::new() };
    let fields = variant.into_iter().filter_map(|(_, fields)| match fields {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    fields
        .flatten()
        .map(|(name, fact)| match fact {
            Value::String(text) => (name, text),
            other => (name, other.to_string()),
        })
        .collect()
}

/// Whether a state is where something goes wrong: a payout, an application, a draw, a movement.
pub fn is_bad(state: &str) -> bool {
    matches!(state, "failed" | "rejected" | "refused" | "broken")
}

/// A transition as a timeline shows it: the state's code, which the page's texts name.
pub fn step(row: services::transition::TransitionRow) -> crate::components::timeline::Step {
    let (bad, at) = (is_bad(&row.to), instant(row.at));
    crate::components::timeline::Step { word: row.to, actor: row.actor, reason: row.reason, at, bad }
}
