//! What every operation of the API shares.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{debt::DebitLimits, hexadecimal, partner_key::KeyAlgorithm};
use ed25519_dalek::SigningKey;
use services::{
    Db,
    network::{Network, Nowhere},
    notice::Outbound,
    sm2_signature::Sm2Key,
};
use sha2::{Digest, Sha256};

use super::signing;

/// Where the API is mounted. Signatures cover the whole path.
pub const MOUNTED_AT: &str = "/api/v1";

/// What the API needs: the database, and the keys that sign its answers.
#[derive(Clone)]
pub struct PartnerApi {
    pub(super) db: Db,
    pub(super) signing_key: SigningKey,
    pub(super) sm2_key: Sm2Key,
    /// How our keys are called: that of Ed25519, and that of SM2.
    key_ids: (String, String),
    pub(super) network: Arc<dyn Network>,
    pub(super) outbound: Arc<Outbound>,
    pub(super) debit_limits: DebitLimits,
}

impl PartnerApi {
    #[must_use]
    pub fn new(db: Db, signing_key: SigningKey) -> Self {
        let sm2_key = Sm2Key::beside(&signing_key.to_bytes());
        let key_ids = (key_id(signing_key.verifying_key().as_bytes()), key_id(&sm2_key.public_key()));
        let (network, outbound, debit_limits) = (Arc::new(Nowhere), Arc::default(), DebitLimits::default());
        Self { db, signing_key, sm2_key, key_ids, network, outbound, debit_limits }
    }

    /// A signature over an answer, in base 64, and what the key is called that made it. Where a secret is shared, it answers itself.
    pub(super) fn sign(&self, algorithm: KeyAlgorithm, text: &str) -> (String, &str) {
        match algorithm {
            KeyAlgorithm::Ed25519 | KeyAlgorithm::Hmac => {
                (signing::sign(&self.signing_key, text), self.key_ids.0.as_str())
            }
            KeyAlgorithm::Sm2 => (STANDARD.encode(self.sm2_key.sign(text.as_bytes())), self.key_ids.1.as_str()),
        }
    }

    /// With the network by which cards are bound, and when and how much they are debited.
    #[must_use]
    pub fn with_network(self, network: Arc<dyn Network>, debit_limits: DebitLimits) -> Self {
        Self { network, debit_limits, ..self }
    }

    /// With the way to partners' endpoints.
    #[must_use]
    pub fn with_outbound(self, outbound: Arc<Outbound>) -> Self {
        Self { outbound, ..self }
    }
}

/// What one of our keys is called.
fn key_id(public_key: &[u8]) -> String {
    format!("lianrong-{}", hexadecimal::text(Sha256::digest(public_key).get(..4).unwrap_or_default()))
}
