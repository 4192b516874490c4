//! Who asks, and the database.

use axum::http::{StatusCode, request::Parts};
use domain::{hexadecimal, role::Role};
use leptos::prelude::{expect_context, with_context};
use services::{Actor, Context, Db, context::SignedIn, error::Never, identity::Origin};

use super::{Answer, RequestProblem, Told, failed_with};

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
    with_context(|parts: &Parts| parts.extensions.get::<Visitor>().cloned()).flatten().unwrap_or(Visitor {
        person: None,
        address: String::new(),
        device: String::new(),
        origin: Origin::default(),
    })
}

/// Who asks, for reading.
pub fn reader() -> Answer<Context> {
    let person =
        visitor().person.ok_or_else(|| failed_with(StatusCode::UNAUTHORIZED, RequestProblem::SessionRequired))?;
    Ok(Context::new(Actor::User(person), String::new()))
}

/// Who asks, under the form's request number, for changing something.
pub fn writer(request_no: &str) -> Answer<Context> {
    visitor().writer(request_no)
}

/// Turns away whoever is no agent itself, before anything is looked up for an agent's form.
pub fn only_an_agent(context: &Context) -> Answer<()> {
    context.agent::<Never>().map(|_| ()).told()
}

/// Whether the visitor changes nothing, as a clerk of a shop: no form that would be refused is shown.
#[must_use]
pub fn only_looks() -> bool {
    let role = |parts: &Parts| parts.extensions.get::<Visitor>()?.person.as_ref().map(|person| person.role);
    with_context(role).flatten().is_some_and(Role::only_looks)
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
            return Err(failed_with(StatusCode::BAD_REQUEST, RequestProblem::NumberInvalid));
        }
        let person =
            self.person.ok_or_else(|| failed_with(StatusCode::UNAUTHORIZED, RequestProblem::SessionRequired))?;
        Ok(Context::new(Actor::User(person), request_no.to_owned()))
    }
}

/// A number for the next request of a form.
pub fn new_request_no() -> String {
    hexadecimal::text(&db().secret()[..16])
}
