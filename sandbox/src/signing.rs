//! What a partner signs and what it checks, as the partner API describes itself.

use std::fmt::Write as _;

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

pub struct Signed<'a> {
    pub method: &'a str,
    /// The path; none of the sandbox's queries has two pairs in the wrong order.
    pub target: &'a str,
    pub partner: &'a str,
    /// Empty for a read.
    pub request_no: &'a str,
    pub timestamp: &'a str,
    pub nonce: &'a str,
}

impl Signed<'_> {
    pub fn request_text(&self, body: &[u8]) -> String {
        self.text(self.timestamp, body)
    }

    pub fn answer_text(&self, timestamp: &str, status: u16, body: &[u8]) -> String {
        format!("{}\n{status}", self.text(timestamp, body))
    }

    fn text(&self, timestamp: &str, body: &[u8]) -> String {
        let digest = hexadecimal(&Sha256::digest(body));
        [self.method, self.target, self.partner, self.request_no, timestamp, self.nonce, &digest].join("\n")
    }
}

pub fn sign(key: &SigningKey, text: impl AsRef<[u8]>) -> String {
    STANDARD.encode(key.sign(text.as_ref()).to_bytes())
}

pub fn verify(public_key: &[u8; 32], text: impl AsRef<[u8]>, signature: &str) -> bool {
    let signature = STANDARD.decode(signature).ok().and_then(|bytes| Signature::from_slice(&bytes).ok());
    match (VerifyingKey::from_bytes(public_key), signature) {
        (Ok(key), Some(signature)) => key.verify_strict(text.as_ref(), &signature).is_ok(),
        _ => false,
    }
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The platform's own vectors: client and server agree without having a line in common.
    #[test]
    fn the_signatures_are_those_that_the_platform_publishes() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signed = Signed {
            method: "POST",
            target: "/api/v1/draws/draw_00000000000000000000000007/instruction",
            partner: "funder-a",
            request_no: "instruct-0001",
            timestamp: "2026-11-20T10:00:00+08:00",
            nonce: "8f0c1d2e3b4a59687786",
        };
        let body = br#"{"amount":"50000.00","payment_reference":"JH-1"}"#;
        assert_eq!(
            sign(&key, signed.request_text(body)),
            "f3wbXxuADwBWUlnKZn3AeXoEI/Ejs4vAkeW9p921Vf4Sn39f2HDCbCxaRL57LlWYFJav9bM28bbYqA2XSTzVDg=="
        );
        let answer = signed.answer_text("2026-11-20T10:00:01+08:00", 200, b"{}");
        let signature = "IU3mpCqgCT3raYgiDGdjnOm49U0wJM9yCposORsWkeMeL1xQHepADaJfmMt04NlaTYHIjobpHnJOaHfbrvhRCg==";
        assert!(verify(key.verifying_key().as_bytes(), &answer, signature));
        assert!(!verify(key.verifying_key().as_bytes(), signed.request_text(body), signature));
    }
}
