//! What the database keeps but must not tell: personal data, and the secrets of second factors.
//!
//! Each value is enciphered with a key of its own, and that key with the first of the master keys, which are in a file and
//! never in the database (envelope encryption): whoever has only the database, or a copy of it, reads nothing. Both are bound
//! to table, column and row, so that a value which is copied elsewhere opens nowhere. Equal values are found by a keyed
//! digest of them, the blind index.

use std::{fmt, sync::Arc};

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload, array::Array},
};
use domain::hexadecimal;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::Failure;

/// The first byte of everything that is sealed: how it is written.
const FORMAT: u8 = 1;
/// A master key's name: the first bytes of its digest, so that no two keys share one and none has to be numbered.
const NAME_BYTES: usize = 4;
const NONCE_BYTES: usize = 12;
/// A value's own key, enciphered: 32 bytes and the tag.
const WRAPPED_BYTES: usize = 48;
/// How many random bytes a seal takes: the value's own key, and the nonce under which it is wrapped.
const RANDOM_BYTES: usize = 32 + NONCE_BYTES;
/// A value's own key enciphers one value, so that its nonce need not differ from another's.
const ONCE: Nonce<aes_gcm::aead::consts::U12> = Array([0; NONCE_BYTES]);

/// Why the master keys cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    #[error("line {line} is neither `key` nor `index` with 64 hexadecimal digits")]
    Unreadable { line: usize },
    #[error("there is no `key`, or not exactly one `index`")]
    Incomplete,
}

/// Why something sealed cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("it was sealed with master key {0}, which is not in the file of master keys")]
    KeyMissing(String),
    #[error("it is not what was sealed here")]
    NotThis,
}

/// Fills a buffer with random bytes: the system's in the program, a seeded source in tests.
pub type Randomness = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// A random identifier: never of the ordered kind, whose time and neighbours tell something.
#[must_use]
pub fn random_uuid(secret: [u8; 32]) -> Uuid {
    let mut bytes = [0u8; 16];
    bytes.iter_mut().zip(secret).for_each(|(to, from)| *to = from);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Where a sealed value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub row: Uuid,
}

/// What a process seals and opens with: the master keys, where it was started with them, and its randomness.
#[derive(Clone)]
pub struct Seals {
    pub(crate) keys: Option<MasterKeys>,
    pub(crate) randomness: Randomness,
}

impl Seals {
    fn keys(&self) -> Result<&MasterKeys, Failure> {
        self.keys.as_ref().ok_or_else(|| "this process was started without the master keys".into())
    }

    /// Seals `value` for its place.
    ///
    /// # Errors
    /// Without master keys.
    pub fn seal(&self, place: Place, value: &[u8]) -> Result<Vec<u8>, Failure> {
        self.keys()?.seal(place, value, &*self.randomness)
    }

    /// Opens what was sealed for the same place.
    ///
    /// # Errors
    /// Without the master key that it was sealed with, or when it is something else.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, Failure> {
        Ok(self.keys()?.open(place, sealed)?)
    }

    /// Opens a text that was sealed for the same place.
    ///
    /// # Errors
    /// As [`Self::open`], and when it is no text.
    pub fn open_text(&self, place: Place, sealed: &[u8]) -> Result<String, Failure> {
        Ok(String::from_utf8(self.open(place, sealed)?)?)
    }

    /// What was sealed for its place, with its key wrapped under the first master key.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn rewrap(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, Failure> {
        self.keys()?.rewrapped(place, sealed, &*self.randomness)
    }

    /// How everything begins that is wrapped under the first master key.
    ///
    /// # Errors
    /// Without master keys.
    pub fn newest(&self) -> Result<Vec<u8>, Failure> {
        Ok(self.keys()?.newest())
    }

    /// By what equal values of one kind are found although they are sealed.
    ///
    /// # Errors
    /// Without master keys.
    pub fn blind_index(&self, kind: &'static str, value: &str) -> Result<Vec<u8>, Failure> {
        Ok(self.keys()?.blind_index(kind, value))
    }
}

struct MasterKey {
    name: [u8; NAME_BYTES],
    cipher: Aes256Gcm,
}

/// The master keys: the first seals, all open; and the key of the blind index, which stays.
#[derive(Clone)]
pub struct MasterKeys(Arc<Held>);

struct Held {
    keys: Vec<MasterKey>,
    index: Hmac<Sha256>,
}

/// They stand in no log.
impl fmt::Debug for MasterKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MasterKeys(…)")
    }
}

impl MasterKeys {
    /// Reads the file of master keys: lines `key HEX` and one `index HEX`, of 32 bytes each. Empty lines and those that begin
    /// with `#` say nothing.
    ///
    /// # Errors
    /// When a line is something else, or one is missing.
    pub fn read(text: &str) -> Result<Self, KeysError> {
        let (mut keys, mut indexes) = (Vec::new(), Vec::new());
        let lines = (1..).zip(text.lines().map(str::trim));
        for (line, text) in lines.filter(|(_, text)| !text.is_empty() && !text.starts_with('#')) {
            let unreadable = KeysError::Unreadable { line };
            let (word, digits) = text.split_once(char::is_whitespace).ok_or(unreadable)?;
            let bytes = hexadecimal::bytes(digits.trim()).ok_or(unreadable)?;
            match word {
                "key" => keys.push(MasterKey { name: name(&bytes), cipher: Aes256Gcm::new(&Array(bytes)) }),
                "index" => indexes.push(bytes),
                _ => return Err(unreadable),
            }
        }
        match indexes.as_slice() {
            [index] if !keys.is_empty() => {
                let index =
                    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(index).map_err(|_| KeysError::Incomplete)?;
                Ok(Self(Arc::new(Held { keys, index })))
            }
            _ => Err(KeysError::Incomplete),
        }
    }

    /// Seals `value` for its place.
    ///
    /// # Errors
    /// When the cipher fails, which nothing that fits into memory makes it do.
    pub fn seal(&self, place: Place, value: &[u8], random: &dyn Fn(&mut [u8])) -> Result<Vec<u8>, Failure> {
        let mut drawn = [0; RANDOM_BYTES];
        random(&mut drawn);
        let (own, nonce) = drawn.split_at(32);
        let own: [u8; 32] = own.try_into()?;
        let bound = bound(place);
        let sealed = Aes256Gcm::new(&Array(own)).encrypt(&ONCE, Payload { msg: value, aad: &bound });
        let mut written = self.wrapped(&own, nonce.try_into()?, &bound)?;
        written.extend(sealed.map_err(|_| "a value could not be enciphered")?);
        Ok(written)
    }

    /// The head of something sealed: the format, the name of the master key, the nonce, and the value's own key under it.
    fn wrapped(&self, own: &[u8; 32], nonce: [u8; NONCE_BYTES], bound: &[u8]) -> Result<Vec<u8>, Failure> {
        let key = self.0.keys.first().ok_or("there is no master key")?;
        let wrapped = key.cipher.encrypt(&Array(nonce), Payload { msg: own, aad: bound });
        let wrapped = wrapped.map_err(|_| "a key could not be enciphered")?;
        Ok([[FORMAT].as_slice(), &key.name, &nonce, &wrapped].concat())
    }

    /// Opens what was sealed for the same place.
    ///
    /// # Errors
    /// When its master key is missing, or it was changed, or sealed for another place.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        let bound = bound(place);
        let (own, value) = self.own_key(&bound, sealed)?;
        let opened = Aes256Gcm::new(&Array(own)).decrypt(&ONCE, Payload { msg: value, aad: &bound });
        opened.map_err(|_| OpenError::NotThis)
    }

    /// The value's own key, and the enciphered value.
    fn own_key<'s>(&self, bound: &[u8], sealed: &'s [u8]) -> Result<([u8; 32], &'s [u8]), OpenError> {
        let (format, rest) = sealed.split_first().ok_or(OpenError::NotThis)?;
        let (name, rest) = rest.split_first_chunk::<NAME_BYTES>().ok_or(OpenError::NotThis)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError::NotThis)?;
        let (wrapped, value) = rest.split_first_chunk::<WRAPPED_BYTES>().ok_or(OpenError::NotThis)?;
        if *format != FORMAT {
            return Err(OpenError::NotThis);
        }
        let key = self
            .0
            .keys
            .iter()
            .find(|key| key.name == *name)
            .ok_or_else(|| OpenError::KeyMissing(hexadecimal::text(name)))?;
        let own = key.cipher.decrypt(&Array(*nonce), Payload { msg: wrapped, aad: bound });
        let own = own.ok().and_then(|own| own.try_into().ok()).ok_or(OpenError::NotThis)?;
        Ok((own, value))
    }

    /// The value itself stays as it is enciphered.
    fn rewrapped(&self, place: Place, sealed: &[u8], random: &dyn Fn(&mut [u8])) -> Result<Vec<u8>, Failure> {
        let bound = bound(place);
        let (own, value) = self.own_key(&bound, sealed)?;
        let mut nonce = [0; NONCE_BYTES];
        random(&mut nonce);
        let mut written = self.wrapped(&own, nonce, &bound)?;
        written.extend(value);
        Ok(written)
    }

    fn newest(&self) -> Vec<u8> {
        let name = self.0.keys.first().map(|key| key.name).unwrap_or_default();
        [[FORMAT].as_slice(), &name].concat()
    }

    /// By what equal values of one kind are found although they are sealed: a digest that nobody makes without the key.
    #[must_use]
    pub fn blind_index(&self, kind: &'static str, value: &str) -> Vec<u8> {
        let mut mac = self.0.index.clone();
        mac.update(kind.as_bytes());
        mac.update(b"\n");
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

/// What ciphers are bound to: table and column have no line break in their names.
fn bound(place: Place) -> Vec<u8> {
    format!("{}\n{}\n{}", place.table, place.column, place.row).into_bytes()
}

fn name(key: &[u8; 32]) -> [u8; NAME_BYTES] {
    let digest = Sha256::digest([b"the name of a master key\n".as_slice(), key].concat());
    let mut name = [0; NAME_BYTES];
    name.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { table: "users", column: "totp_secret", row: Uuid::from_u128(7) };

    fn keys(names: &[char]) -> MasterKeys {
        let lines = names.iter().map(|name| format!("key {}\n", name.to_string().repeat(64)));
        MasterKeys::read(&format!("# made for a test\n\nindex {}\n{}", "0".repeat(64), lines.collect::<String>()))
            .unwrap()
    }

    /// Bytes that differ from call to call.
    fn random(seed: u8) -> impl Fn(&mut [u8]) {
        move |buffer| buffer.iter_mut().zip(seed..).for_each(|(byte, value)| *byte = value)
    }

    #[test]
    fn what_was_sealed_is_opened_and_is_written_nowhere() {
        let keys = keys(&['a']);
        for value in [b"".as_slice(), b"13800001402", "张三".as_bytes(), &[7; 5_000]] {
            let sealed = keys.seal(PLACE, value, &random(1)).unwrap();
            assert_eq!(keys.open(PLACE, &sealed).unwrap(), value);
            assert!(value.is_empty() || !sealed.windows(value.len()).any(|part| part == value));
            assert_eq!(sealed.len(), value.len() + 81);
            assert_ne!(keys.seal(PLACE, value, &random(2)).unwrap(), sealed, "never twice the same");
        }
    }

    #[test]
    fn a_value_opens_in_its_own_place_only() {
        let keys = keys(&['a']);
        let sealed = keys.seal(PLACE, b"13800001402", &random(1)).unwrap();
        for place in [
            Place { table: "applications", ..PLACE },
            Place { column: "totp_pending", ..PLACE },
            Place { row: Uuid::from_u128(8), ..PLACE },
        ] {
            assert_eq!(keys.open(place, &sealed), Err(OpenError::NotThis), "{place:?}");
        }
    }

    #[test]
    fn what_was_changed_or_cut_or_was_never_sealed_is_not_opened() {
        let keys = keys(&['a']);
        let sealed = keys.seal(PLACE, b"13800001402", &random(1)).unwrap();
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(keys.open(PLACE, &changed).is_err(), "byte {place}");
            assert!(keys.open(PLACE, &sealed[..place]).is_err(), "cut at {place}");
        }
        assert_eq!(keys.open(PLACE, b"12345678901234567890"), Err(OpenError::NotThis));
    }

    #[test]
    fn an_older_key_still_opens_and_a_missing_one_is_named() {
        let sealed = keys(&['a']).seal(PLACE, b"13800001402", &random(1)).unwrap();
        let both = keys(&['b', 'a']);
        assert_eq!(both.open(PLACE, &sealed).unwrap(), b"13800001402");
        let rewrapped = both.rewrapped(PLACE, &sealed, &random(9)).unwrap();
        assert!(rewrapped.starts_with(&both.newest()) && !sealed.starts_with(&both.newest()));
        assert_eq!(keys(&['b']).open(PLACE, &rewrapped).unwrap(), b"13800001402");
        let missing = keys(&['b']).open(PLACE, &sealed).unwrap_err();
        assert_eq!(missing, OpenError::KeyMissing(hexadecimal::text(&sealed[1..5])));
    }

    #[test]
    fn equal_values_of_one_kind_have_one_index_and_no_others_do() {
        let (keys, other) =
            (keys(&['b', 'a']), MasterKeys::read(&format!("index {0}\nkey {0}", "1".repeat(64))).unwrap());
        let index = keys.blind_index("phone", "13800001402");
        assert_eq!(index, self::keys(&['c']).blind_index("phone", "13800001402"), "it outlives the master keys");
        assert_ne!(index, keys.blind_index("phone", "13800001403"));
        assert_ne!(index, keys.blind_index("account", "13800001402"));
        assert_ne!(index, other.blind_index("phone", "13800001402"));
    }

    #[test]
    fn a_file_that_holds_something_else_is_named_by_its_line() {
        let (key, index) = (format!("key {}", "a".repeat(64)), format!("index {}", "b".repeat(64)));
        for (text, error) in [
            (String::new(), KeysError::Incomplete),
            (key.clone(), KeysError::Incomplete),
            (index.clone(), KeysError::Incomplete),
            (format!("{key}\n{index}\n{index}"), KeysError::Incomplete),
            (format!("{index}\nkey {}", "a".repeat(63)), KeysError::Unreadable { line: 2 }),
            (format!("{index}\n\nkey {}", "é".repeat(32)), KeysError::Unreadable { line: 3 }),
            (format!("secret {}", "a".repeat(64)), KeysError::Unreadable { line: 1 }),
        ] {
            assert_eq!(MasterKeys::read(&text).unwrap_err(), error, "{text}");
        }
        assert_eq!(format!("{:?}", MasterKeys::read(&format!("{key}\r\n{index}\r\n")).unwrap()), "MasterKeys(…)");
    }
}
