//! The text that both sides sign, and their signatures over it.
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
//! 3f1c…            SHA-256 of the raw body, in hexadecimal; SM3 where SM2 signs
//! ```
//!
//! The second line is the path as it was sent, with the query's pairs in ascending order of their bytes. The fourth is
//! empty for a read. An answer is signed over the same lines, with its own timestamp and body and, as an eighth line,
//! its status: it repeats the nonce, so that it answers this one request and no other. It is signed with the algorithm with which the
//! request was: who has SM2 only can neither make nor check another signature or digest.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{hexadecimal, partner_key::KeyAlgorithm};
use ed25519_dalek::{Signer, SigningKey};
use services::{
    party::{PublicKey, SharedSecret},
    sm2_signature,
};
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
    /// Of the key that signs. Which one it is stands in no line: a signature of the one is none of the other.
    pub algorithm: KeyAlgorithm,
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
        let digest = match self.algorithm {
            KeyAlgorithm::Ed25519 | KeyAlgorithm::Hmac => hexadecimal::text(&Sha256::digest(body)),
            KeyAlgorithm::Sm2 => sm2_signature::digest(body),
        };
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

/// The Ed25519 signature in base 64, as the header carries it.
#[must_use]
pub fn sign(key: &SigningKey, text: &str) -> String {
    STANDARD.encode(key.sign(text.as_bytes()).to_bytes())
}

/// HMAC-SHA256 in base 64, with a secret that both sides have.
#[must_use]
pub fn mac(secret: &SharedSecret, text: &str) -> String {
    STANDARD.encode(secret.mac(text.as_bytes()))
}

/// Whether `signature`, in base 64, was made with the secret over `text`.
#[must_use]
pub fn verify_mac(secret: &SharedSecret, text: &str, signature: &str) -> bool {
    STANDARD.decode(signature).is_ok_and(|signature| secret.verify(text.as_bytes(), &signature))
}

/// Whether `signature`, in base 64, is the key's own over `text`.
#[must_use]
pub fn verify(public_key: &PublicKey, text: &str, signature: &str) -> bool {
    STANDARD.decode(signature).is_ok_and(|signature| public_key.verify(text.as_bytes(), &signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn public_key() -> PublicKey {
        key().verifying_key().to_bytes().into()
    }

    fn instruction() -> Signed {
        Signed {
            method: "POST".to_owned(),
            target: "/api/v1/draws/draw_00000000000000000000000007/instruction".to_owned(),
            partner: "funder-a".to_owned(),
            request_no: "instruct-0001".to_owned(),
            timestamp: "2026-11-20T10:00:00+08:00".to_owned(),
            nonce: "8f0c1d2e3b4a59687786".to_owned(),
            algorithm: KeyAlgorithm::Ed25519,
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
        assert!(verify(&public_key(), &text, &sign(&key(), &text)));
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
        let public = public_key();
        assert!(verify(&public, &text, &signature));
        let of_another = Signed { nonce: "00000000000000000000".to_owned(), ..instruction() };
        assert!(!verify(&public, &of_another.answer_text("2026-11-20T10:00:01+08:00", 200, b"{}"), &signature));
        assert!(!verify(&public, &instruction().answer_text("2026-11-20T10:00:01+08:00", 201, b"{}"), &signature));
    }

    #[test]
    fn each_line_that_changes_breaks_the_signature() {
        let signature = sign(&key(), &instruction().request_text(BODY));
        let public = public_key();
        let changed = [
            Signed { method: "PUT".to_owned(), ..instruction() },
            Signed { target: "/api/v1/draws".to_owned(), ..instruction() },
            Signed { partner: "funder-b".to_owned(), ..instruction() },
            Signed { request_no: "instruct-0002".to_owned(), ..instruction() },
            Signed { timestamp: "2026-11-20T10:00:01+08:00".to_owned(), ..instruction() },
            Signed { nonce: "8f0c1d2e3b4a59687787".to_owned(), ..instruction() },
            Signed { algorithm: KeyAlgorithm::Sm2, ..instruction() },
        ];
        for other in changed {
            assert!(!verify(&public, &other.request_text(BODY), &signature), "{other:?}");
        }
        assert!(!verify(&public, &instruction().request_text(b"{}"), &signature));
        assert!(!verify(&[0u8; 32].into(), &instruction().request_text(BODY), &signature));
        for malformed in ["", "AAAA", "not base 64", &signature.replace('=', "")] {
            assert!(!verify(&public, &instruction().request_text(BODY), malformed), "{malformed}");
        }
    }

    /// Cases 54 and 57: the text of the vectors, with the SM3 of the body, and what others signed instead.
    #[test]
    fn where_sm2_signs_the_seventh_line_is_the_sm3_of_the_body() {
        let vectors = include_str!("../../../services/tests/data/cases-binding/54-user-ids.json");
        let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
        let told = |pointer: &str| vectors.pointer(pointer).unwrap().as_str().unwrap();
        let debit = Signed {
            method: "POST".to_owned(),
            target: "/api/v1/agreement-debits".to_owned(),
            partner: "facilitator-1".to_owned(),
            request_no: "debit-20261120-0001".to_owned(),
            algorithm: KeyAlgorithm::Sm2,
            ..instruction()
        };
        let body = told("/key/body").as_bytes();
        assert_eq!(debit.request_text(body), told("/key/text"));
        let point: [u8; 65] = hexadecimal::bytes(told("/key/public_key")).unwrap();
        let key = PublicKey { algorithm: KeyAlgorithm::Sm2, bytes: point.to_vec() };
        for row in vectors["rows"].as_array().unwrap() {
            let signature = row["signature_base64"].as_str().unwrap();
            assert_eq!(verify(&key, &debit.request_text(body), signature), row["accepted"] == true, "{}", row["name"]);
            assert!(!verify(&public_key(), &debit.request_text(body), signature));
        }
        let with_sha256 = Signed { algorithm: KeyAlgorithm::Ed25519, ..debit };
        assert_eq!(with_sha256.request_text(body), told("/text_with_sha256"));
    }

    /// Case 58: the bytes as they were sent, the secret's own 32 bytes, and the whole of its mac.
    #[test]
    fn a_shared_secret_signs_the_bytes_as_they_are_sent() {
        let vectors = include_str!("../../../services/tests/data/cases-binding/58-hmac.json");
        let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
        let secret = STANDARD.decode(vectors["secret_base64"].as_str().unwrap()).unwrap();
        let secret = SharedSecret::from_bytes(&secret).unwrap();
        let debit = Signed {
            method: "POST".to_owned(),
            target: "/api/v1/agreement-debits".to_owned(),
            partner: "facilitator-1".to_owned(),
            request_no: "debit-20261120-0001".to_owned(),
            algorithm: KeyAlgorithm::Hmac,
            ..instruction()
        };
        let bytes = |row: &serde_json::Value| STANDARD.decode(row["body_base64"].as_str().unwrap()).unwrap();
        let bodies = vectors["bodies"].as_array().unwrap();
        let text = debit.request_text(&bytes(&bodies[0]));
        assert_eq!(text, vectors["text"].as_str().unwrap());
        for body in bodies {
            let own = debit.request_text(&bytes(body));
            assert_eq!(own.lines().last(), body["digest"].as_str(), "{}", body["name"]);
            let signature = body["signature_base64"].as_str().unwrap();
            assert_eq!(mac(&secret, &own), signature, "{}", body["name"]);
            let accepted = body["accepted_with_the_compact_body_on_the_wire"] == true;
            assert_eq!(verify_mac(&secret, &text, signature), accepted, "{}", body["name"]);
        }
        for key in vectors["keys"].as_array().unwrap() {
            let signature = key["signature_base64"].as_str().or(key["signature"].as_str()).unwrap();
            assert_eq!(verify_mac(&secret, &text, signature), key["accepted"] == true, "{}", key["name"]);
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
