//! The person behind a page, and ending a session.

use leptos::prelude::*;

use super::{Answer, Demonstration, Told, cookie, db, id, new_request_no, reader, writer};

/// The person behind the page, for its frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    pub display_name: String,
    pub username: String,
    pub role: domain::role::Role,
    /// The partner or shop in whose name the person acts; empty for the institution.
    pub party_name: String,
    pub business_date: String,
    pub demonstration: bool,
    /// Of the form with which the demonstration's time is moved; empty for the people of a shop.
    pub move_no: String,
}

/// One place where a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    pub id: String,
    pub address: String,
    pub device: String,
    pub created_at: String,
    pub seen_at: String,
    pub current: bool,
}

/// Ends the session and goes to the sign-in page.
#[server(endpoint = "session/sign_out")]
pub async fn sign_out() -> Answer<()> {
    services::identity::sign_out(&db(), &writer(&new_request_no())?).await.told()?;
    set_cookie("");
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Ends one of one's own sessions, elsewhere.
#[server(endpoint = "session/revoke")]
pub async fn revoke_session(request_no: String, session: String) -> Answer<()> {
    services::identity::revoke_session(&db(), &writer(&request_no)?, id(&session)?).await.told()
}

/// The person behind the page.
pub async fn person() -> Answer<PersonView> {
    let context = reader()?;
    let signed_in = context.person::<services::error::Never>().told()?;
    let (role, display_name, username) = (signed_in.role, signed_in.display_name.clone(), signed_in.username.clone());
    let party_name = services::party::party_name(&db(), &context).await.told()?;
    let business_date = services::business_day::business_date(&db(), &context).await.told()?.to_string();
    let demonstration = expect_context::<Demonstration>().0;
    let moves = demonstration && role.is_staff();
    let move_no = if moves { new_request_no() } else { String::new() };
    Ok(PersonView { display_name, username, role, party_name, business_date, demonstration, move_no })
}

/// The cookie of the session. `__Host-` binds it to this host, to https (or loopback) and to the whole site.
pub fn set_cookie(token: &str) {
    let life = if token.is_empty() { "; Max-Age=0" } else { "" };
    cookie(&format!("__Host-session={token}; Path=/; Secure; HttpOnly; SameSite=Lax{life}"));
}
