//! The people of a shop, and inviting one more.

use axum::http::{header::HOST, request::Parts};
use domain::{invitation::INVITATION_LIFE, role::Role};
use leptos::prelude::*;
use parts::api::{Answer, Told, cookie, db, id, instant, new_request_no, not_compressed, reader, sent_cookie, writer};
use services::{
    error::Never,
    identity::{self, InvitationRow, InviteCommand, PersonRow},
};

/// In which the browser that has just invited somebody keeps the link's secret until it has shown it. Never in an address.
const COOKIE: &str = "__Host-invited";

/// One person of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    pub username: String,
    pub display_name: String,
    pub role: Role,
    /// Masked; empty where none is registered.
    pub mobile: String,
    /// Empty where it is not known.
    pub opened_at: String,
    /// Empty when the person never signed in.
    pub seen_at: String,
    pub disabled: bool,
    pub me: bool,
    pub id: String,
    /// Of the form that removes the person.
    pub request_no: String,
}

/// An invitation that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationView {
    pub id: String,
    pub display_name: String,
    /// Masked; empty where none was typed.
    pub mobile: String,
    pub good_until: String,
    /// Of the form that revokes it.
    pub request_no: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleView {
    pub people: Vec<PersonView>,
    pub invitations: Vec<InvitationView>,
    /// Of the invitation that was just made; empty otherwise, and the next time.
    pub link: String,
    /// Of the form that invites.
    pub request_no: String,
}

/// Everybody of the visitor's shop, and who is invited.
pub async fn people() -> Answer<PeopleView> {
    let (link, context) = (new_link(), reader()?);
    let me = context.person::<Never>().told()?.username.clone();
    let found = identity::people(&db(), &context).await.told()?;
    Ok(PeopleView {
        people: found.people.into_iter().map(|row| person(row, &me)).collect(),
        invitations: found.invitations.into_iter().map(invitation).collect(),
        link,
        request_no: new_request_no(),
    })
}

/// Who may do everything for the visitor's shop, by name.
pub async fn owners() -> Answer<Vec<String>> {
    let found = identity::people(&db(), &reader()?).await.told()?;
    let owners = found.people.into_iter().filter(|row| row.role == Role::Agent && !row.disabled);
    Ok(owners.map(|row| row.display_name).collect())
}

fn person(row: PersonRow, me: &str) -> PersonView {
    PersonView {
        me: row.username == me,
        username: row.username,
        display_name: row.display_name,
        role: row.role,
        mobile: row.mobile.unwrap_or_default(),
        opened_at: row.opened_at.map(instant).unwrap_or_default(),
        seen_at: row.seen_at.map(instant).unwrap_or_default(),
        disabled: row.disabled,
        id: row.id.to_string(),
        request_no: new_request_no(),
    }
}

fn invitation(row: InvitationRow) -> InvitationView {
    InvitationView {
        id: row.id.to_string(),
        display_name: row.display_name,
        mobile: row.mobile.unwrap_or_default(),
        good_until: instant(row.made_at + INVITATION_LIFE),
        request_no: new_request_no(),
    }
}

/// Invites somebody, and shows the link.
#[server(endpoint = "people/invite")]
pub async fn invite(request_no: String, display_name: String, mobile: String) -> Answer<()> {
    let command = InviteCommand { display_name, mobile };
    let invited = identity::invite(&db(), &writer(&request_no)?, command).await.told()?;
    keep(&invited.token, 600);
    leptos_axum::redirect("/agent/people?invited");
    Ok(())
}

/// Nobody joins by an invitation any more.
#[server(endpoint = "people/revoke")]
pub async fn revoke_invitation(request_no: String, invitation: String) -> Answer<()> {
    identity::revoke_invitation(&db(), &writer(&request_no)?, id(&invitation)?).await.told()
}

/// Lets a clerk go.
#[server(endpoint = "people/remove")]
pub async fn remove_person(request_no: String, person: String) -> Answer<()> {
    identity::remove_person(&db(), &writer(&request_no)?, id(&person)?).await.told()
}

fn keep(token: &str, seconds: u32) {
    cookie(&format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}"));
}

/// The link of the invitation that was just made. It is shown once.
fn new_link() -> String {
    let Some(token) = sent_cookie(COOKIE) else { return String::new() };
    keep("", 0);
    not_compressed();
    let host = use_context::<Parts>().and_then(|parts| Some(parts.headers.get(HOST)?.to_str().ok()?.to_owned()));
    let host = host.unwrap_or_default();
    // Browsers take the session's cookie from https alone, or from their own machine.
    let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name);
    let scheme = if ["127.0.0.1", "localhost", "[::1]"].contains(&name) { "http" } else { "https" };
    format!("{scheme}://{host}/join/{token}")
}
