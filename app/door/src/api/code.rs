//! Signing in with a code that is sent to an agent's mobile number.
//!
//! Between the two steps the browser keeps the number, in a cookie that no script reads and that ends after a quarter of an hour;
//! never in an address.

use leptos::prelude::*;
use parts::{
    api::{Answer, Demonstration, Told, cookie, db, sent_cookie, visitor},
    components::query::query_string,
};
use services::identity::{self, AskForCodeCommand, CodeSignInCommand};

use super::session::enter;

/// The page of both steps.
pub const PATH: &str = "/sign-in/code";
const COOKIE: &str = "__Host-mobile";

/// Sends a code, and goes on to typing it. The number is `username`, as what one signs in with.
#[server(endpoint = "code/ask")]
pub async fn ask_for_code(username: String, next: String, forgotten: String) -> Answer<()> {
    let command = AskForCodeCommand { mobile: username.clone(), origin: visitor().origin };
    identity::ask_for_code(&db(), command).await.told()?;
    let digits: String = domain::width::bare(&username).chars().filter(char::is_ascii_digit).take(11).collect();
    keep(&digits, 900);
    let asked = [("next", next), ("forgotten", forgotten)].map(|(name, value)| (name.to_owned(), value));
    let query = query_string(asked.into_iter().filter(|(_, value)| !value.is_empty()));
    leptos_axum::redirect(&format!("{PATH}{query}"));
    Ok(())
}

/// Signs in with the code, perhaps with a new password from now on, and goes to the portal.
#[server(endpoint = "code/sign_in")]
pub async fn sign_in_with_code(code: String, #[server(default)] password: String, next: String) -> Answer<()> {
    let visitor = visitor();
    let command = CodeSignInCommand {
        mobile: kept_mobile().unwrap_or_default(),
        code,
        new_password: Some(password).filter(|password| !password.is_empty()),
        origin: visitor.origin,
        address: visitor.address,
        device: visitor.device,
        demonstration: expect_context::<Demonstration>().0,
    };
    let signed_in = identity::sign_in_with_code(&db(), command).await.told()?;
    keep("", 0);
    enter(&signed_in, &next);
    Ok(())
}

/// The number that this browser was sent a code to.
#[must_use]
pub fn kept_mobile() -> Option<String> {
    sent_cookie(COOKIE)
}

fn keep(digits: &str, seconds: u32) {
    cookie(&format!("{COOKIE}={digits}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}"));
}
