//! Setting up a second factor: with name and password, because staff without one get no session.
//!
//! Between its making and its confirmation the new secret is kept by the browser that shows it, in a cookie that no script
//! reads and that ends after ten minutes; never in an address.

use leptos::prelude::*;
use parts::api::{Answer, Told, cookie, db, sent_cookie};

const COOKIE: &str = "__Host-enrolment";

/// A new second factor, as it is scanned or typed into an authenticator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentView {
    /// In base 32.
    pub secret: String,
    pub uri: String,
}

/// Makes a new second factor and shows it. Whoever has one gives its code.
#[server(endpoint = "second_factor/enrol")]
pub async fn enrol_second_factor(username: String, password: String, code: String) -> Answer<()> {
    let credentials = credentials(username, password, code);
    let enrolment = services::identity::enrol_second_factor(&db(), credentials).await.told()?;
    set_cookie(&enrolment.uri, 600);
    leptos_axum::redirect("/second-factor");
    Ok(())
}

/// Puts the new second factor in force with one of its codes.
#[server(endpoint = "second_factor/confirm")]
pub async fn confirm_second_factor(username: String, password: String, code: String) -> Answer<()> {
    services::identity::confirm_second_factor(&db(), credentials(username, password, code)).await.told()?;
    set_cookie("", 0);
    leptos_axum::redirect("/sign-in?enrolled");
    Ok(())
}

/// The second factor that this browser was shown and has not confirmed yet.
#[must_use]
pub fn enrolment() -> Option<EnrolmentView> {
    let uri = sent_cookie(COOKIE)?;
    let secret = uri.split("secret=").nth(1)?.split('&').next()?.to_owned();
    Some(EnrolmentView { secret, uri })
}

fn credentials(username: String, password: String, code: String) -> services::identity::Credentials {
    let code = Some(code).filter(|code| !code.trim().is_empty());
    services::identity::Credentials { username, password, code, origin: parts::api::visitor().origin }
}

fn set_cookie(uri: &str, seconds: u32) {
    cookie(&format!("{COOKIE}={uri}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}"));
}
