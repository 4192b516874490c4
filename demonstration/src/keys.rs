//! The funders' public keys, by which their systems' requests are known.

use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::PartnerId;
use services::{error::Failure, party::register_key};

use crate::{
    stage::{Stage, key_id},
    world::FUNDERS,
};

/// Reads a public key: 32 bytes in base 64 on one line.
fn read(path: &Path) -> Result<[u8; 32], Failure> {
    let bytes = STANDARD.decode(std::fs::read_to_string(path)?.trim())?;
    bytes.try_into().map_err(|bytes: Vec<u8>| format!("{} bytes are no key", bytes.len()).into())
}

/// Registers the keys that lie in `folder` as `funder-a.pub` and so on. The world stands without them, but nothing can
/// sign in a funder's name: that is said, and no reason to stop.
pub async fn register(stage: &Stage, funders: &[PartnerId], folder: Option<&Path>) -> Vec<String> {
    let Some(folder) = folder else {
        return vec!["LIANRONG_PARTNER_KEYS names no folder: the funders' systems have no keys".to_owned()];
    };
    let mut complaints = Vec::new();
    for (facts, funder) in FUNDERS.iter().zip(funders) {
        let path = folder.join(format!("{}.pub", facts.code));
        let registered = match read(&path) {
            Ok(key) => {
                // The number says which key it is: another one is another request.
                let step = format!("key/{}/{}", facts.code, STANDARD.encode(key));
                let done = register_key(&stage.db, &stage.system(&step), *funder, key_id(facts.code), key).await;
                done.map_err(|_| Failure::from("another key was registered before"))
            }
            Err(error) => Err(error),
        };
        if let Err(error) = registered {
            complaints.push(format!("{}: the key in {} is not used: {error}", facts.code, path.display()));
        }
    }
    complaints
}
