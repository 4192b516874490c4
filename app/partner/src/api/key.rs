//! The keys with which the visitor's own systems sign.

use domain::{partner_key::KeyState, role::Role};
use leptos::prelude::*;
use parts::api::{Answer, Called, Told, db, id, key::KeyView, new_request_no, reader, role, writer};

/// A key of the visitor's.
pub type OwnKeyView = KeyView<Called>;

/// A partner's keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysView {
    /// Those that count, or wait.
    pub now: Vec<OwnKeyView>,
    pub before: Vec<OwnKeyView>,
    pub approves: bool,
    pub request_no: String,
}

/// The visitor's keys.
pub async fn keys() -> Answer<KeysView> {
    let (db, context) = (db(), reader()?);
    let rows = services::party::own_keys(&db, &context).await.told()?;
    let names = super::team::names().await?;
    let me = context.actor_name();
    let keys = rows.into_iter().map(|row| KeyView::of(row, |actor| names.of(actor), &me));
    let (now, before) = keys.partition(|key: &OwnKeyView| matches!(key.state, KeyState::Live | KeyState::Registered));
    Ok(KeysView {
        now,
        before,
        approves: matches!(role(&context)?, Role::FunderApprover | Role::FacilitatorApprover),
        request_no: new_request_no(),
    })
}

/// Registers a public key. Its text may be a private one by mistake: it goes nowhere but to the use case.
#[server(endpoint = "key/register")]
pub async fn register_own_key(request_no: String, public_key: String) -> Answer<()> {
    services::party::register_own_key(&db(), &writer(&request_no)?, &public_key).await.told().map(drop)
}

/// Lets a key count.
#[server(endpoint = "key/approve")]
pub async fn approve_key(request_no: String, key: String) -> Answer<()> {
    services::party::approve_key(&db(), &writer(&request_no)?, id(&key)?).await.told()
}
