//! The partners' public keys, by which their systems' requests are known.

use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::PartnerId;
use services::{error::Failure, party::register_key};

use crate::stage::{Stage, key_id};

/// Reads a public key: 32 bytes in base 64 on one line.
fn read(path: &Path) -> Result<[u8; 32], Failure> {
    let bytes = STANDARD.decode(std::fs::read_to_string(path)?.trim())?;
    bytes.try_into().map_err(|bytes: Vec<u8>| format!("{} bytes are no key", bytes.len()).into())
}

/// Registers the keys that lie in `folder` as `funder-a.pub` and so on. The world stands without them, but nothing can
/// sign in a partner's name: that is said, and no reason to stop.
pub async fn register(stage: &Stage, partners: &[(&str, PartnerId)], folder: Option<&Path>) -> Vec<String> {
    let Some(folder) = folder else {
        return vec!["LIANRONG_PARTNER_KEYS names no folder: the partners' systems have no keys".to_owned()];
    };
    let mut complaints = Vec::new();
    for (code, partner) in partners {
        let path = folder.join(format!("{code}.pub"));
        let registered = match read(&path) {
            Ok(key) => {
                // The number says which key it is: another one is another request.
                let step = format!("key/{code}/{}", STANDARD.encode(key));
                let done = register_key(&stage.db, &stage.system(&step), *partner, key_id(code), key).await;
                done.map_err(|_| Failure::from("another key was registered before"))
            }
            Err(error) => Err(error),
        };
        if let Err(error) = registered {
            complaints.push(format!("{code}: the key in {} is not used: {error}", path.display()));
        }
    }
    complaints
}
