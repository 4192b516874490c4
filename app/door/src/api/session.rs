//! Signing in, and where one is signed in.

use leptos::prelude::*;
use parts::{
    api::{
        Answer, Demonstration, Told, cookie, db, instant, new_request_no,
        preference::keep_density,
        reader,
        session::{SessionView, set_cookie},
        visitor,
    },
    components::device::device_name,
};
use services::identity::{self, Credentials, SessionToken, SignInCommand};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionsView {
    pub sessions: Vec<SessionView>,
    pub request_no: String,
}

/// Signs in with name and password (and code, for staff), and goes to the portal.
#[server(endpoint = "session/sign_in")]
pub async fn sign_in(username: String, password: String, code: String, next: String) -> Answer<()> {
    let visitor = visitor();
    let code = Some(code).filter(|code| !code.trim().is_empty());
    let credentials = Credentials { username, password, code, origin: visitor.origin };
    let demonstration = expect_context::<Demonstration>().0;
    let command = SignInCommand { credentials, address: visitor.address, device: visitor.device, demonstration };
    let signed_in = identity::sign_in(&db(), command).await.told()?;
    enter(&signed_in, &next);
    Ok(())
}

/// Gives the browser its session, and leads on to where it wanted to go, or to the portal.
pub(super) fn enter(signed_in: &SessionToken, next: &str) {
    set_cookie(&signed_in.token);
    set_device(&signed_in.device_token);
    if signed_in.role.is_staff() {
        keep_density(signed_in.compact);
    }
    let portal = signed_in.role.portal();
    leptos_axum::redirect(if is_inside(portal, next) { next } else { portal });
}

/// Whether an address that somebody wrote leads into a portal, and nowhere else: printable, so that it can be sent on,
/// and without what a browser could take for another host.
fn is_inside(portal: &str, next: &str) -> bool {
    next.starts_with(portal)
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !next.contains("//")
}

/// Where the person is signed in.
pub async fn sessions() -> Answer<SessionsView> {
    let context = reader()?;
    let current = context.session();
    let rows = services::identity::sessions(&db(), &context).await.told()?;
    let sessions = rows
        .into_iter()
        .map(|row| SessionView {
            current: current == Some(row.id),
            id: row.id.to_string(),
            address: row.address,
            device: device_name(&row.device),
            created_at: instant(row.created_at),
            seen_at: instant(row.seen_at),
        })
        .collect();
    Ok(SessionsView { sessions, request_no: new_request_no() })
}

/// The cookie of the device, for as long as browsers keep one. It lets nobody in.
fn set_device(token: &str) {
    cookie(&format!("__Host-device={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=34560000"));
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
