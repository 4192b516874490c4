//! The keys with which a partner's system signs, as its people and the institution's see them.

use domain::{
    hexadecimal,
    partner_key::{KeyAlgorithm, KeyState},
};
use leptos::prelude::*;
use services::party::KeyRow;

use super::{Answer, Told, db, id, instant, writer};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView<Actor = String> {
    pub id: String,
    /// As requests name it.
    pub key_id: String,
    pub algorithm: KeyAlgorithm,
    /// In hexadecimal, whole: two people compare it on the telephone.
    pub public_key: String,
    pub fingerprint: String,
    pub state: KeyState,
    /// What a timeline calls who did it, with the instants; empty where nobody did.
    pub registered: (Option<Actor>, String),
    pub approved: (Option<Actor>, String),
    pub ended: (Option<Actor>, String),
    /// Empty when it was never used.
    pub last_used_at: String,
    /// Whether the visitor is somebody else than who registered it.
    pub other_registered: bool,
}

impl<Actor> KeyView<Actor> {
    /// `called`: what a timeline calls an actor; `me`: the visitor as an actor.
    pub fn of(row: KeyRow, called: impl Fn(&str) -> Actor, me: &str) -> Self {
        let step = |by: Option<String>, at: Option<_>| (by.map(|by| called(&by)), at.map(instant).unwrap_or_default());
        Self {
            id: row.id.to_string(),
            key_id: row.key_id,
            algorithm: row.public_key.algorithm,
            public_key: hexadecimal::text(&row.public_key.bytes),
            fingerprint: row.public_key.fingerprint(),
            state: row.state,
            other_registered: row.registered_by != me,
            registered: step(Some(row.registered_by), Some(row.registered_at)),
            approved: step(row.approved_by, row.approved_at),
            ended: step(row.ended_by, row.ended_at),
            last_used_at: row.last_used_at.map(instant).unwrap_or_default(),
        }
    }
}

/// Ends a key at once, or takes it back.
#[server(endpoint = "key/end")]
pub async fn end_key(request_no: String, key: String) -> Answer<()> {
    services::party::end_key(&db(), &writer(&request_no)?, id(&key)?).await.told()
}
