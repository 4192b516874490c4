//! The text that both sides sign, and Ed25519 over it.
//!
//! A request is signed over seven lines, joined by a line feed and without one at the end:
//!
//! ```text
//! POST
//! /api/v1/draws/draw_01jd…/instruction
//! funder-a
//! instruct-20261120-0001
//! 2026-11-20T10:00:00+08:00
//! 8f0c1d2e3b4a59687786
//! 3f1c…            SHA-256 of the raw body, in hexadecimal
//! ```
//!
//! The second line is the path as it was sent, with the query's pairs in ascending order of their bytes. The fourth is
//! empty for a read. An answer is signed over the same lines, with its own timestamp and body and, as an eighth line,
//! its status: it repeats the nonce, so that it answers this one request and no other.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::hexadecimal;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// What of a request its signature covers besides the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signed {
    pub method: String,
    /// Path and sorted query, see [`target`].
    pub target: String,
    pub partner: String,
    /// Empty for a read.
    pub request_no: String,
    /// RFC 3339.
    pub timestamp: String,
    pub nonce: String,
}

impl Signed {
    /// What a partner signs.
    #[must_use]
    pub fn request_text(&self, body: &[u8]) -> String {
        self.text(&self.timestamp, body)
    }

    /// What we sign when we answer.
    #[must_use]
    pub fn answer_text(&self, timestamp: &str, status: u16, body: &[u8]) -> String {
        format!("{}\n{status}", self.text(timestamp, body))
    }

    fn text(&self, timestamp: &str, body: &[u8]) -> String {
        let digest = hexadecimal::text(&Sha256::digest(body));
        [&self.method, &self.target, &self.partner, &self.request_no, timestamp, &self.nonce, &digest].join("\n")
    }
}

/// The path with the query's pairs sorted by their bytes, as they were sent: nothing is decoded, so nothing can be read
/// in two ways. `/draws?state=awaiting&limit=10` is `/draws?limit=10&state=awaiting`.
#[must_use]
pub fn target(path: &str, query: Option<&str>) -> String {
    let Some(query) = query.filter(|query| !query.is_empty()) else {
        return path.to_owned();
    };
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    format!("{path}?{}", pairs.join("&"))
}

/// The signature in base 64, as the header carries it.
#[must_use]
pub fn sign(key: &SigningKey, text: &str) -> String {
    STANDARD.encode(key.sign(text.as_bytes()).to_bytes())
}

/// Whether `signature` is the key's own over `text`. Strict: weak keys and signatures in a second form are refused.
#[must_use]
pub fn verify(public_key: &[u8; 32], text: &str, signature: &str) -> bool {
    let Ok(key) = VerifyingKey::from_bytes(public_key) else {
        return false;
    };
    let Some(signature) = STANDARD.decode(signature).ok().and_then(|bytes| Signature::from_slice(&bytes).ok()) else {
        return false;
    };
    key.verify_strict(text.as_bytes(), &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn instruction() -> Signed {
        Signed {
            method: "POST".to_owned(),
            target: "/api/v1/draws/draw_00000000000000000000000007/instruction".to_owned(),
            partner: "funder-a".to_owned(),
            request_no: "instruct-0001".to_owned(),
            timestamp: "2026-11-20T10:00:00+08:00".to_owned(),
            nonce: "8f0c1d2e3b4a59687786".to_owned(),
        }
    }

    const BODY: &[u8] = br#"{"amount":"50000.00","payment_reference":"JH-1"}"#;

    /// The partner's vector: whoever writes a client compares with these lines.
    #[test]
    fn a_request_is_signed_over_seven_lines() {
        let text = instruction().request_text(BODY);
        assert_eq!(
            text,
            "POST\n/api/v1/draws/draw_00000000000000000000000007/instruction\nfunder-a\ninstruct-0001\n\
             2026-11-20T10:00:00+08:00\n8f0c1d2e3b4a59687786\n\
             ae9dee51e2f0ef8e89a3493e5d7e0fa8212d00ea741a8a91342d2f94df8cba8c"
        );
        assert_eq!(
            sign(&key(), &text),
            "f3wbXxuADwBWUlnKZn3AeXoEI/Ejs4vAkeW9p921Vf4Sn39f2HDCbCxaRL57LlWYFJav9bM28bbYqA2XSTzVDg=="
        );
        assert_eq!(
            hexadecimal::text(key().verifying_key().as_bytes()),
            "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c"
        );
        assert!(verify(key().verifying_key().as_bytes(), &text, &sign(&key(), &text)));
    }

    #[test]
    fn a_read_has_an_empty_fourth_line_and_the_digest_of_nothing() {
        let read = Signed {
            method: "GET".to_owned(),
            target: target("/api/v1/draws", Some("state=awaiting&limit=10")),
            request_no: String::new(),
            ..instruction()
        };
        assert_eq!(
            read.request_text(b""),
            "GET\n/api/v1/draws?limit=10&state=awaiting\nfunder-a\n\n2026-11-20T10:00:00+08:00\n\
             8f0c1d2e3b4a59687786\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn an_answer_is_bound_to_its_request_and_status() {
        let text = instruction().answer_text("2026-11-20T10:00:01+08:00", 200, b"{}");
        let signature = sign(&key(), &text);
        assert_eq!(
            signature,
            "IU3mpCqgCT3raYgiDGdjnOm49U0wJM9yCposORsWkeMeL1xQHepADaJfmMt04NlaTYHIjobpHnJOaHfbrvhRCg=="
        );
        let public = key().verifying_key().to_bytes();
        assert!(verify(&public, &text, &signature));
        let of_another = Signed { nonce: "00000000000000000000".to_owned(), ..instruction() };
        assert!(!verify(&public, &of_another.answer_text("2026-11-20T10:00:01+08:00", 200, b"{}"), &signature));
        assert!(!verify(&public, &instruction().answer_text("2026-11-20T10:00:01+08:00", 201, b"{}"), &signature));
    }

    #[test]
    fn each_line_that_changes_breaks_the_signature() {
        let signature = sign(&key(), &instruction().request_text(BODY));
        let public = key().verifying_key().to_bytes();
        let changed = [
            Signed { method: "PUT".to_owned(), ..instruction() },
            Signed { target: "/api/v1/draws".to_owned(), ..instruction() },
            Signed { partner: "funder-b".to_owned(), ..instruction() },
            Signed { request_no: "instruct-0002".to_owned(), ..instruction() },
            Signed { timestamp: "2026-11-20T10:00:01+08:00".to_owned(), ..instruction() },
            Signed { nonce: "8f0c1d2e3b4a59687787".to_owned(), ..instruction() },
        ];
        for other in changed {
            assert!(!verify(&public, &other.request_text(BODY), &signature), "{other:?}");
        }
        assert!(!verify(&public, &instruction().request_text(b"{}"), &signature));
        assert!(!verify(&[0; 32], &instruction().request_text(BODY), &signature));
        for malformed in ["", "AAAA", "not base 64", &signature.replace('=', "")] {
            assert!(!verify(&public, &instruction().request_text(BODY), malformed), "{malformed}");
        }
    }

    #[test]
    fn the_query_is_sorted_as_it_was_sent() {
        for (query, expected) in [
            (None, "/p"),
            (Some(""), "/p"),
            (Some("b=2&a=1"), "/p?a=1&b=2"),
            (Some("a=2&a=1&A=%20"), "/p?A=%20&a=1&a=2"),
        ] {
            assert_eq!(target("/p", query), expected);
        }
    }
}
