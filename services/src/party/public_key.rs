//! A partner's public key as people give it: in PEM, as `openssl pkey -pubout` writes it, or as a JWK. What is no public key is not
//! kept: it may be the private one.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{
    hexadecimal,
    partner_key::{KeyRefusal, TEXT_LIMIT},
};
use ed25519_dalek::VerifyingKey;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410).
const DER_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

/// The SHA-256 of a key's DER in hexadecimal, as `openssl pkey -pubin -outform DER | sha256sum` tells it.
#[must_use]
pub fn fingerprint(public_key: &[u8]) -> String {
    hexadecimal::text(&Sha256::digest([DER_PREFIX.as_slice(), public_key].concat()))
}

/// The 32 bytes of an Ed25519 public key.
pub fn read(text: &str) -> Result<[u8; 32], KeyRefusal> {
    let text = text.trim();
    if text.to_ascii_uppercase().contains("PRIVATE KEY") {
        return Err(KeyRefusal::Private);
    }
    if text.len() > TEXT_LIMIT {
        return Err(KeyRefusal::Unreadable);
    }
    let bytes = if text.starts_with('{') { of_jwk(text)? } else { of_pem(text).ok_or(KeyRefusal::Unreadable)? };
    let key = VerifyingKey::from_bytes(&bytes).map_err(|_| KeyRefusal::Unreadable)?;
    if key.is_weak() { Err(KeyRefusal::Weak) } else { Ok(bytes) }
}

fn of_pem(text: &str) -> Option<[u8; 32]> {
    let inner: String = text.strip_prefix(BEGIN)?.strip_suffix(END)?.split_ascii_whitespace().collect();
    let der = STANDARD.decode(inner).ok()?;
    der.strip_prefix(&DER_PREFIX)?.try_into().ok()
}

fn of_jwk(text: &str) -> Result<[u8; 32], KeyRefusal> {
    let jwk: Value = serde_json::from_str(text).map_err(|_| KeyRefusal::Unreadable)?;
    let field = |name: &str| jwk.get(name).and_then(Value::as_str);
    // The private part of a pair, and a key that both sides have.
    if jwk.get("d").is_some() || jwk.get("k").is_some() {
        return Err(KeyRefusal::Private);
    }
    let known = field("kty") == Some("OKP") && field("crv") == Some("Ed25519");
    let x = field("x").filter(|_| known).and_then(|x| URL_SAFE_NO_PAD.decode(x).ok());
    x.and_then(|x| x.try_into().ok()).ok_or(KeyRefusal::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 8410.
    const PEM: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";
    /// The example of RFC 8037.
    const JWK: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    #[test]
    fn a_public_key_is_read_from_pem_and_jwk() {
        let key = read(PEM).unwrap();
        assert_eq!(STANDARD.encode(key), "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
        let on_windows = format!("\u{feff}{}\r\n", PEM.replace('\n', "\r\n"));
        assert_eq!(read(on_windows.trim_start_matches('\u{feff}')), Ok(key));
        assert_eq!(
            hexadecimal::text(&read(JWK).unwrap()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
        assert_eq!(fingerprint(&key).len(), 64);
    }

    #[test]
    fn a_private_key_is_told_from_what_is_no_key() {
        let pair = JWK.replace("\"x\"", "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"x\"");
        for private in [
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----",
            "-----begin openssh private key-----",
            &format!("{PEM}\n-----BEGIN PRIVATE KEY-----"),
            &pair,
            r#"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"}"#,
        ] {
            assert_eq!(read(private), Err(KeyRefusal::Private), "{private}");
        }
        for unreadable in [
            "",
            "{",
            "{}",
            "\0",
            "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
            &PEM.replace("MCow", "MCox"),
            &JWK.replace("Ed25519", "X25519"),
            &JWK.replace("11qY", ""),
            &format!("{PEM}{}", " x".repeat(TEXT_LIMIT)),
        ] {
            assert_eq!(read(unreadable), Err(KeyRefusal::Unreadable), "{unreadable}");
        }
    }

    #[test]
    fn a_key_that_proves_nothing_is_refused() {
        // The neutral element: what it signs, anybody can sign.
        let neutral = [[1u8].as_slice(), [0; 31].as_slice()].concat();
        let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#, URL_SAFE_NO_PAD.encode(neutral));
        assert_eq!(read(&jwk), Err(KeyRefusal::Weak));
    }
}
