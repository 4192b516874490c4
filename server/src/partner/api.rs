//! What every operation of the API shares.

use std::sync::Arc;

use domain::{debt::DebitHours, hexadecimal};
use ed25519_dalek::SigningKey;
use services::{
    Db,
    network::{Network, Nowhere},
    notice::Outbound,
};
use sha2::{Digest, Sha256};

/// Where the API is mounted. Signatures cover the whole path.
pub const MOUNTED_AT: &str = "/api/v1";

/// What the API needs: the database, and the key that signs its answers.
#[derive(Clone)]
pub struct PartnerApi {
    pub(super) db: Db,
    pub(super) signing_key: SigningKey,
    pub(super) key_id: String,
    pub(super) network: Arc<dyn Network>,
    pub(super) outbound: Arc<Outbound>,
    pub(super) debit_hours: DebitHours,
}

impl PartnerApi {
    #[must_use]
    pub fn new(db: Db, signing_key: SigningKey) -> Self {
        let digest = Sha256::digest(signing_key.verifying_key().as_bytes());
        let key_id = format!("lianrong-{}", hexadecimal::text(digest.get(..4).unwrap_or_default()));
        let (network, outbound, debit_hours) = (Arc::new(Nowhere), Arc::default(), DebitHours::default());
        Self { db, signing_key, key_id, network, outbound, debit_hours }
    }

    /// With the network by which cards are bound, and the hours in which they are debited.
    #[must_use]
    pub fn with_network(self, network: Arc<dyn Network>, debit_hours: DebitHours) -> Self {
        Self { network, debit_hours, ..self }
    }

    /// With the way to partners' endpoints.
    #[must_use]
    pub fn with_outbound(self, outbound: Arc<Outbound>) -> Self {
        Self { outbound, ..self }
    }
}
