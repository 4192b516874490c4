//! Signing in with a code that is sent to an agent's mobile number.
//!
//! Between the two steps the browser keeps the number, and a token without which the code is no good, in a cookie that no script reads
//! and that ends after a quarter of an hour; never in an address.

use domain::one_time_code::{CodeRefusal, read_mobile};
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
    let db = db();
    let number = read_mobile(&username).map_err(services::Error::<CodeRefusal>::Refused).told()?;
    // Also where none is sent now: whoever lost the answer to the last one, or is told to wait, can type what came.
    let asked = kept().filter(|kept| kept.mobile == number);
    let asked = asked.map_or_else(|| identity::asked_token(&db), |kept| kept.asked);
    keep(&format!("{number}.{asked}"), 900);
    let command = AskForCodeCommand { mobile: number, asked, origin: visitor().origin };
    identity::ask_for_code(&db, command).await.told()?;
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
        asked: kept().map(|kept| kept.asked).unwrap_or_default(),
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

/// What the browser keeps between the two steps.
struct Kept {
    mobile: String,
    asked: String,
}

fn kept() -> Option<Kept> {
    let sent = sent_cookie(COOKIE)?;
    let (mobile, asked) = sent.split_once('.')?;
    Some(Kept { mobile: mobile.to_owned(), asked: asked.to_owned() })
}

/// The number that this browser was sent a code to.
#[must_use]
pub fn kept_mobile() -> Option<String> {
    kept().map(|kept| kept.mobile)
}

fn keep(value: &str, seconds: u32) {
    cookie(&format!("{COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}"));
}
