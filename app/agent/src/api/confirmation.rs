//! Confirming with a code that is sent to one's own number, and registering that number.

use domain::one_time_code::Confirms;
use leptos::prelude::*;
use parts::{
    api::{Answer, Told, db, id, only_looks, reader, visitor},
    components::query::query_string,
};
use services::identity::{self, RegisterMobileCommand};

/// What a page says about a confirmation that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmationView {
    /// Masked; empty where none is registered.
    pub mobile: String,
    /// Whether a code was sent that may still be good.
    pub sent: bool,
}

/// What has to be confirmed with a code; nothing where it need not be, or by whoever only looks.
pub(super) async fn confirmation(confirms: &Confirms) -> Answer<Option<ConfirmationView>> {
    if only_looks() {
        return Ok(None);
    }
    let needed = identity::confirmation(&db(), &reader()?, confirms).await.told()?;
    Ok(needed.map(|needed| ConfirmationView {
        mobile: needed.mobile.unwrap_or_default(),
        sent: needed.good_until.is_some(),
    }))
}

/// Sends a code with which a contract is agreed to.
#[server(endpoint = "code/contract")]
pub async fn ask_contract_code(application: String) -> Answer<()> {
    let confirms = Confirms::Contract(id(&application)?);
    identity::ask_for_confirmation(&db(), &reader()?, confirms).await.told()
}

/// Sends a code with which a draw is asked for, and shows its cost again: `shown` is its hash, and `shown_at` since when it is read.
#[server(endpoint = "code/draw")]
pub async fn ask_draw_code(amount: String, tenor: String, purpose: String, shown_at: i64, shown: String) -> Answer<()> {
    let confirms = Confirms::Draw { amount: parts::api::amount(&amount)?, disclosure_hash: shown };
    identity::ask_for_confirmation(&db(), &reader()?, confirms).await.told()?;
    let shown_at = shown_at.to_string();
    let asked = [("amount", amount), ("tenor", tenor), ("purpose", purpose), ("shown_at", shown_at)];
    let query = query_string(asked.map(|(name, value)| (name.to_owned(), value)));
    leptos_axum::redirect(&format!("/agent/borrow/confirm{query}"));
    Ok(())
}

/// The number that the person registered, masked; empty before.
pub async fn own_mobile() -> Answer<String> {
    Ok(identity::own_mobile(&db(), &reader()?).await.told()?.unwrap_or_default())
}

/// Sends a code to a number that is to be registered; another one to the same number where none is typed.
#[server(endpoint = "code/mobile")]
pub async fn ask_mobile_code(mobile: String) -> Answer<()> {
    let mobile = if mobile.is_empty() { asked_mobile().unwrap_or_default() } else { mobile };
    identity::ask_for_mobile(&db(), &reader()?, &mobile).await.told()?;
    let digits: String = domain::width::bare(&mobile).chars().filter(char::is_ascii_digit).take(11).collect();
    parts::api::cookie(&new_mobile(&digits, 900));
    Ok(())
}

/// Registers the number that the code was sent to.
#[server(endpoint = "code/register")]
pub async fn register_mobile(code: String, password: String) -> Answer<()> {
    let (mobile, origin) = (asked_mobile().unwrap_or_default(), visitor().origin);
    let command = RegisterMobileCommand { mobile, code, password, origin };
    identity::register_own_mobile(&db(), &reader()?, command).await.told()?;
    parts::api::cookie(&new_mobile("", 0));
    leptos_axum::redirect("/agent/mobile?registered");
    Ok(())
}

/// The number that this browser asked a code for, to register it. Never in an address.
#[must_use]
pub fn asked_mobile() -> Option<String> {
    parts::api::sent_cookie(NEW_MOBILE)
}

const NEW_MOBILE: &str = "__Host-new-mobile";

fn new_mobile(digits: &str, seconds: u32) -> String {
    format!("{NEW_MOBILE}={digits}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}")
}
