//! Signing in and out, and where one is signed in.

use leptos::prelude::*;

use super::Answer;

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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionsView {
    pub sessions: Vec<SessionView>,
    pub request_no: String,
}

/// Signs in with name and password (and code, for staff), and goes to the portal.
#[server(endpoint = "session/sign_in")]
pub async fn sign_in(username: String, password: String, code: String, next: String) -> Answer<()> {
    use super::server::{Demonstration, Told, db, visitor};
    use services::identity::{self, Credentials, SignInCommand};
    let visitor = visitor();
    let code = Some(code).filter(|code| !code.trim().is_empty());
    let credentials = Credentials { username, password, code, origin: visitor.origin };
    let demonstration = expect_context::<Demonstration>().0;
    let command = SignInCommand { credentials, address: visitor.address, device: visitor.device, demonstration };
    let signed_in = identity::sign_in(&db(), command).await.told()?;
    set_cookie(&signed_in.token);
    set_device(&signed_in.device_token);
    let portal = signed_in.role.portal();
    leptos_axum::redirect(if is_inside(portal, &next) { &next } else { portal });
    Ok(())
}

/// Whether an address that somebody wrote leads into a portal, and nowhere else: printable, so that it can be sent on,
/// and without what a browser could take for another host.
fn is_inside(portal: &str, next: &str) -> bool {
    next.starts_with(portal)
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !next.contains("//")
}

/// Ends the session and goes to the sign-in page.
#[server(endpoint = "session/sign_out")]
pub async fn sign_out() -> Answer<()> {
    use super::server::{Told, db, new_request_no, writer};
    services::identity::sign_out(&db(), &writer(&new_request_no())?).await.told()?;
    set_cookie("");
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Where the person is signed in.
pub async fn sessions() -> Answer<SessionsView> {
    use super::server::{Told, db, new_request_no, reader};
    let context = reader()?;
    let current = context.session();
    let rows = services::identity::sessions(&db(), &context).await.told()?;
    let sessions = rows
        .into_iter()
        .map(|row| SessionView {
            current: current == Some(row.id),
            id: row.id.to_string(),
            address: row.address,
            device: crate::components::device::device_name(&row.device),
            created_at: super::server::instant(row.created_at),
            seen_at: super::server::instant(row.seen_at),
        })
        .collect();
    Ok(SessionsView { sessions, request_no: new_request_no() })
}

/// Ends one of one's own sessions, elsewhere.
#[server(endpoint = "session/revoke")]
pub async fn revoke_session(request_no: String, session: String) -> Answer<()> {
    use super::server::{Told, db, id, writer};
    services::identity::revoke_session(&db(), &writer(&request_no)?, id(&session)?).await.told()
}

/// The person behind the page.
pub async fn person() -> Answer<PersonView> {
    use super::server::{Demonstration, Told, db, reader};
    let context = reader()?;
    let signed_in = context.person::<services::error::Never>().told()?;
    let (role, display_name, username) = (signed_in.role, signed_in.display_name.clone(), signed_in.username.clone());
    let party_name = services::party::party_name(&db(), &context).await.told()?;
    let business_date = services::business_day::business_date(&db(), &context).await.told()?.to_string();
    let demonstration = expect_context::<Demonstration>().0;
    Ok(PersonView { display_name, username, role, party_name, business_date, demonstration })
}

/// The cookie of the session. `__Host-` binds it to this host, to https (or loopback) and to the whole site.
fn set_cookie(token: &str) {
    use axum::http::{HeaderValue, header::SET_COOKIE};
    let life = if token.is_empty() { "; Max-Age=0" } else { "" };
    let cookie = format!("__Host-session={token}; Path=/; Secure; HttpOnly; SameSite=Lax{life}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        expect_context::<leptos_axum::ResponseOptions>().append_header(SET_COOKIE, value);
    }
}

/// The cookie of the device, for as long as browsers keep one. It lets nobody in.
fn set_device(token: &str) {
    use axum::http::{HeaderValue, header::SET_COOKIE};
    let cookie = format!("__Host-device={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=34560000");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        expect_context::<leptos_axum::ResponseOptions>().append_header(SET_COOKIE, value);
    }
}

/// Keeps a choice of how pages look: language, theme or size of text.
#[server(endpoint = "preference/set")]
pub async fn set_preference(name: String, value: String) -> Answer<()> {
    use axum::http::{HeaderValue, header::SET_COOKIE};
    let known = matches!(
        (name.as_str(), value.as_str()),
        ("lang", "zh" | "en") | ("theme", "system" | "light" | "dark") | ("text", "standard" | "large")
    );
    if !known {
        return Err(super::server::bad_field("request.unreadable"));
    }
    let cookie = format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        expect_context::<leptos_axum::ResponseOptions>().append_header(SET_COOKIE, cookie);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn only_a_printable_address_inside_the_portal_is_gone_on_to() {
        for next in ["/agent", "/agent/loans?paid", "/agent/x?step=1&a=%01"] {
            assert!(is_inside("/agent", next), "{next}");
        }
        for next in [
            "",
            "/",
            "/admin",
            "//evil.example/agent",
            "/agent//evil.example",
            "/agent\\evil",
            "/agent\r\nx: y",
            "/agent\u{1}",
            "/agent\u{7f}",
            "/agent 店",
            "/agent x",
        ] {
            assert!(!is_inside("/agent", next), "{next:?}");
        }
    }
}
