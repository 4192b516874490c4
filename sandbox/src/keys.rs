//! The partners' Ed25519 key pairs, as files: the private key in PEM, the public key's 32 bytes in base 64, one line; and the
//! secrets that bank, network and gateway share with Lianrong.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{
    SigningKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding},
};

use crate::signing::hexadecimal;

pub const FUNDERS: [char; 3] = ['a', 'b', 'c'];
/// How the facilitator is called on the platform: nothing here acts for it, but whoever tries the API has its key.
const FACILITATOR: &str = "facilitator-1";

/// How a funder is called on the platform, which names its files too.
pub fn code(funder: char) -> String {
    format!("funder-{funder}")
}

/// All partners whose systems are here.
pub fn partners() -> impl Iterator<Item = String> {
    FUNDERS.map(code).into_iter().chain([FACILITATOR.to_owned()])
}

/// How its one key is called there.
pub fn key_id(funder: char) -> String {
    format!("funder-{funder}-1")
}

/// Where the bank's secrets are: a line `key` with 64 hexadecimal digits for each.
pub fn bank_keys(folder: &Path) -> PathBuf {
    folder.join("bank.keys")
}

/// Where the network's are.
pub fn network_keys(folder: &Path) -> PathBuf {
    folder.join("network.keys")
}

/// Where those of the gateway for messages are.
pub fn sms_keys(folder: &Path) -> PathBuf {
    folder.join("sms.keys")
}

pub fn create_missing(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for secrets in [bank_keys(folder), network_keys(folder), sms_keys(folder)].into_iter().filter(|path| !path.exists())
    {
        let mut secret = [0u8; 32];
        getrandom::fill(&mut secret).map_err(io::Error::other)?;
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&secrets)?;
        writeln!(file, "key {}", hexadecimal(&secret))?;
    }
    for code in partners() {
        let private = folder.join(format!("{code}.pem"));
        if !private.exists() {
            let mut seed = [0u8; 32];
            getrandom::fill(&mut seed).map_err(io::Error::other)?;
            // Without the public key: that would be the second version of the format, which OpenSSL does not read.
            let pair = KeypairBytes { secret_key: seed, public_key: None };
            let pem = pair.to_pkcs8_pem(LineEnding::LF).map_err(io::Error::other)?;
            let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&private)?;
            file.write_all(pem.as_bytes())?;
        }
        let public = STANDARD.encode(load_of(folder, &code)?.verifying_key().as_bytes());
        fs::write(private.with_extension("pub"), format!("{public}\n"))?;
    }
    Ok(())
}

pub fn load(folder: &Path, funder: char) -> io::Result<SigningKey> {
    load_of(folder, &code(funder))
}

fn load_of(folder: &Path, code: &str) -> io::Result<SigningKey> {
    let path = folder.join(format!("{code}.pem"));
    let pem = fs::read_to_string(&path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}; run `sandbox keys`", path.display())))?;
    SigningKey::from_pkcs8_pem(&pem).map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
}

/// A public key as its file holds it.
pub fn public_key(text: &str) -> Option<[u8; 32]> {
    STANDARD.decode(text.trim()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::Folder;

    #[test]
    fn keys_are_made_once() {
        let folder = Folder::new("keys");
        create_missing(folder.path()).unwrap();
        let made = FUNDERS.map(|funder| load(folder.path(), funder).unwrap().to_bytes());
        create_missing(folder.path()).unwrap();
        assert_eq!(FUNDERS.map(|funder| load(folder.path(), funder).unwrap().to_bytes()), made);
        for funder in FUNDERS {
            let text = fs::read_to_string(folder.path().join(format!("funder-{funder}.pub"))).unwrap();
            let expected = load(folder.path(), funder).unwrap().verifying_key().to_bytes();
            assert_eq!(public_key(&text), Some(expected));
            assert_eq!(text.lines().count(), 1);
        }
        assert_ne!(made[0], made[1]);
    }

    /// What RFC 8410 puts before the 32 bytes of a key in the first version of the format.
    const BEFORE: &[u8] = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";

    #[test]
    fn every_program_can_read_a_private_key() {
        let folder = Folder::new("readable-keys");
        create_missing(folder.path()).unwrap();
        let key = load(folder.path(), 'a').unwrap();
        let path = folder.path().join("funder-a.pem");
        let pem = fs::read_to_string(&path).unwrap();
        let written: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        assert_eq!(STANDARD.decode(written).unwrap(), [BEFORE, &key.to_bytes()].concat());
        // Node reads it with OpenSSL, and says the public key that belongs to it.
        let script = "const { createPublicKey } = require('node:crypto');
            const key = createPublicKey(require('node:fs').readFileSync(process.argv[1]));
            console.log(Buffer.from(key.export({ format: 'jwk' }).x, 'base64url').toString('base64'));";
        let told = std::process::Command::new("node").arg("-e").arg(script).arg(&path).output().unwrap();
        let public = fs::read_to_string(folder.path().join("funder-a.pub")).unwrap();
        assert_eq!(String::from_utf8_lossy(&told.stdout), public, "{}", String::from_utf8_lossy(&told.stderr));
    }
}
