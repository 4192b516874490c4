//! Joining a shop by the link of an invitation.
//!
//! The link's address holds a secret. The page that it leads to takes it out at once: from then on the browser keeps it in a
//! cookie that no script reads and that ends after an hour, so that no page that anything is done on has it in its address.
//! The cookie is sent to whoever comes from elsewhere, because that is from where a link is opened.

use axum::http::request::Parts;
use leptos::prelude::*;
use parts::api::{Answer, Demonstration, Told, cookie, db, instant, sent_cookie, visitor};
use services::identity::{self, JoinCommand};

use super::session::enter;

const COOKIE: &str = "__Host-invitation";
const LINK: &str = "/join/";

/// An invitation as whoever opened its link sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationView {
    pub shop_name: String,
    pub display_name: String,
    pub good_until: String,
}

/// Takes the secret out of the link's address, and goes on to the page without it.
pub async fn take_along() -> Answer<()> {
    let token = use_context::<Parts>().and_then(|parts| Some(parts.uri.path().strip_prefix(LINK)?.to_owned()));
    match token.filter(|token| token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        Some(token) => keep(&token, 3_600),
        None => keep("", 0),
    }
    leptos_axum::redirect("/join");
    Ok(())
}

/// The invitation whose link was opened here.
pub async fn invitation() -> Answer<InvitationView> {
    let (token, demonstration) = (sent_cookie(COOKIE).unwrap_or_default(), expect_context::<Demonstration>().0);
    let shown = identity::invitation(&db(), &token, demonstration).await.told()?;
    let good_until = instant(shown.good_until);
    Ok(InvitationView { shop_name: shown.shop_name, display_name: shown.display_name, good_until })
}

/// Joins with a name and a password, and goes to the portal.
#[server(endpoint = "people/join")]
pub async fn join(username: String, password: String) -> Answer<()> {
    let visitor = visitor();
    let command = JoinCommand {
        token: sent_cookie(COOKIE).unwrap_or_default(),
        username,
        password,
        origin: visitor.origin,
        address: visitor.address,
        device: visitor.device,
        demonstration: expect_context::<Demonstration>().0,
    };
    let signed_in = identity::join(&db(), command).await.told()?;
    keep("", 0);
    enter(&signed_in, "");
    Ok(())
}

fn keep(token: &str, seconds: u32) {
    cookie(&format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}"));
}
