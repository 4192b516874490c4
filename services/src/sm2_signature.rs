//! SM2 with SM3 (国密; GB/T 32918): signatures of 64 bytes, r and s, over a text and a user id that is the same for everybody.

use domain::hexadecimal;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sm2::dsa::{
    Signature, SigningKey, VerifyingKey,
    signature::{Signer, Verifier},
};
use sm3::{Digest, Sm3};

/// Whose identity goes into what is signed: the standard's own, a constant of the algorithm here and never a partner's name.
const USER_ID: &str = "1234567812345678";
/// How long a public key is: `04`, x and y.
const POINT: usize = 65;

/// A key pair of our own.
#[derive(Clone, Debug)]
pub struct Sm2Key(SigningKey);

impl Sm2Key {
    /// The pair that goes with the Ed25519 key of this seed: there is one secret to keep, and whoever changes it changes both.
    #[must_use]
    pub fn beside(seed: &[u8; 32]) -> Self {
        let key = (0..=u8::MAX).find_map(|turn| {
            let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(seed).expect("a secret of any length will do");
            Mac::update(&mut mac, b"lianrong sm2");
            Mac::update(&mut mac, &[turn]);
            SigningKey::from_slice(USER_ID, &mac.finalize().into_bytes()).ok()
        });
        Self(key.expect("one number in four billion is no key"))
    }

    /// r and s.
    #[must_use]
    pub fn sign(&self, text: &[u8]) -> [u8; 64] {
        let signature: Signature = self.0.sign(text);
        signature.to_bytes()
    }

    /// `04`, x and y.
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        self.0.verifying_key().to_sec1_bytes().into_vec()
    }
}

/// Whether some bytes are a public key in the one form in which it is kept: an uncompressed point of the curve.
#[must_use]
pub fn is_public_key(bytes: &[u8]) -> bool {
    bytes.len() == POINT && bytes.first() == Some(&4) && VerifyingKey::from_sec1_bytes(USER_ID, bytes).is_ok()
}

/// Whether `signature` is the key's own over `text`: 64 bytes, never DER.
#[must_use]
pub fn verify(public_key: &[u8], text: &[u8], signature: &[u8]) -> bool {
    match (VerifyingKey::from_sec1_bytes(USER_ID, public_key), Signature::from_slice(signature)) {
        (Ok(key), Ok(signature)) => key.verify(text, &signature).is_ok(),
        _ => false,
    }
}

/// The SM3 of some bytes in hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal::text(&Sm3::digest(bytes))
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use serde_json::Value;

    use super::*;

    const USER_IDS: &str = include_str!("../tests/data/cases-binding/54-user-ids.json");
    const HASHED: &str = include_str!("../tests/data/cases-binding/57-hashed.json");

    fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
        value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} is no text"))
    }

    fn rows(vectors: &Value) -> &[Value] {
        vectors["rows"].as_array().unwrap()
    }

    fn point(text: &str) -> [u8; POINT] {
        hexadecimal::bytes(text).unwrap()
    }

    /// Cases 54 and 57: what others signed with another identity, or over something else.
    #[test]
    fn only_the_standard_s_user_id_and_the_text_as_it_is_are_accepted() {
        for (vectors, most) in [(USER_IDS, 6), (HASHED, 10)] {
            let vectors: Value = serde_json::from_str(vectors).unwrap();
            let (signed, own) = (text(&vectors, "/key/text"), text(&vectors, "/key/public_key"));
            assert_eq!(rows(&vectors).len(), most);
            assert_eq!(signed.rsplit_once('\n').unwrap().1, digest(text(&vectors, "/key/body").as_bytes()));
            for row in rows(&vectors) {
                let key = point(row["public_key"].as_str().unwrap_or(own));
                let signature = STANDARD.decode(text(row, "/signature_base64")).unwrap();
                assert!(is_public_key(&key));
                assert_eq!(verify(&key, signed.as_bytes(), &signature), row["accepted"] == true, "{}", row["name"]);
            }
        }
    }

    /// The example of GM/T 0003.5, in each form in which it could be written.
    #[test]
    fn a_signature_is_r_and_s_and_nothing_else() {
        let vectors: Value = serde_json::from_str(USER_IDS).unwrap();
        let key = point(text(&vectors, "/key/public_key"));
        let half = |name: &str| hexadecimal::bytes::<32>(text(&vectors, name)).unwrap();
        let (r, s) = (half("/standard_example/r"), half("/standard_example/s"));
        let message = text(&vectors, "/standard_example/message").as_bytes();
        assert!(verify(&key, message, &[r, s].concat()));
        let der = [[0x30u8, 0x46, 0x02, 0x21, 0].as_slice(), &r, &[0x02, 0x21, 0], &s].concat();
        for wrong in [der, [s, r].concat(), r.to_vec(), [r, s, [0; 32]].concat(), vec![0; 64], vec![0xff; 64]] {
            assert!(!verify(&key, message, &wrong), "{wrong:?}");
        }
    }

    /// The verifier that accepts ours is the one that the vectors from outside were shown to.
    #[test]
    fn our_own_pair_goes_with_the_other_and_its_signatures_are_right() {
        let ours = Sm2Key::beside(&[7; 32]);
        let public_key = ours.public_key();
        assert!(is_public_key(&public_key));
        assert_eq!(Sm2Key::beside(&[7; 32]).public_key(), public_key);
        assert_ne!(Sm2Key::beside(&[8; 32]).public_key(), public_key);
        for message in [b"".as_slice(), b"{}", &[0xff; 1_000]] {
            let signature = ours.sign(message);
            assert!(verify(&public_key, message, &signature));
            assert!(!verify(&public_key, &[message, b" "].concat(), &signature));
        }
    }
}
