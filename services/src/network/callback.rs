//! What the network tells by itself, at an address of ours: signed as our own requests to it are, and what is a secret of it sealed.
//!
//! ```json
//! { "callback_no": "CB…", "category": "0202", "serial": "SGN2026112000000001-1", "system_code": "00000000",
//!   "business_code": "00000000", "sealed": { "fields": { "agreement_no": "…" } } }
//! ```

use domain::{Amount, callback::CallbackKind, network::Meaning};
use serde::Deserialize;

use super::sealed_field::{Bound, Sealed, Way, WrappingKeys};
use crate::signed_line::{Signed, SignedLine};

/// The longest word of a callback, in bytes.
const LONGEST: usize = 64;
/// The system's code of what was looked at.
const LOOKED_AT: &str = "00000000";

/// What the network tells by itself.
#[derive(Clone)]
pub struct Callback {
    /// The network's own: the same number is the same callback.
    pub number: String,
    pub kind: CallbackKind,
    /// Ours, of the order; empty of an agreement that has ended.
    pub serial: String,
    pub meaning: Meaning,
    /// The network's code.
    pub result: String,
    pub amount: Option<Amount>,
    /// Of what was signed or has ended, and else empty.
    pub agreement_no: String,
}

/// A request that says it is the network's.
pub struct Asked<'a> {
    pub method: &'a str,
    /// The path with its query, as it was sent.
    pub target: &'a str,
    pub nonce: &'a str,
    pub timestamp: &'a str,
    pub signature: &'a str,
    pub body: &'a [u8],
}

/// Why a callback is not taken. It says nothing of what was in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    #[error("it is not signed with a secret that we share, or not of now")]
    Unsigned,
    #[error("it cannot be read, or a secret is in clear or sealed for another message")]
    Unreadable,
}

/// As it is sent. A secret in clear is a field that it does not have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    callback_no: String,
    category: String,
    #[serde(default)]
    serial: String,
    system_code: String,
    business_code: String,
    amount: Option<Amount>,
    sealed: Option<Sealed>,
}

impl<'a> Asked<'a> {
    pub(super) const fn signed(&self) -> Signed<'a> {
        Signed { method: self.method, target: self.target, nonce: self.nonce }
    }
}

pub(super) fn read(line: &SignedLine, keys: &WrappingKeys, asked: &Asked<'_>) -> Result<Callback, CallbackError> {
    if !line.is_asked(&asked.signed(), (asked.timestamp, asked.signature), asked.body) {
        return Err(CallbackError::Unsigned);
    }
    let told: Told = serde_json::from_slice(asked.body).map_err(|_| CallbackError::Unreadable)?;
    let kind = CallbackKind::of(&told.category).ok_or(CallbackError::Unreadable)?;
    let plain = |word: &String| word.len() <= LONGEST && word.bytes().all(|byte| byte.is_ascii_graphic());
    let words = [&told.callback_no, &told.serial, &told.system_code, &told.business_code];
    if told.callback_no.is_empty() || !words.into_iter().all(plain) {
        return Err(CallbackError::Unreadable);
    }
    let agreement_no = match &told.sealed {
        Some(sealed) => {
            let (category, serial) = (told.category.as_str(), told.serial.as_str());
            let bound = Bound { way: Way::Callback, category, serial, nonce: asked.nonce };
            let mut fields = keys.open(bound, sealed).map_err(|_| CallbackError::Unreadable)?;
            let agreement_no = fields.remove("agreement_no");
            agreement_no.and_then(|value| value.as_str().map(ToOwned::to_owned)).ok_or(CallbackError::Unreadable)?
        }
        None => String::new(),
    };
    let meaning = Meaning::of(&told.system_code, &told.business_code);
    let result = if told.system_code == LOOKED_AT { told.business_code } else { told.system_code };
    let Told { callback_no: number, serial, amount, .. } = told;
    Ok(Callback { number, kind, serial, meaning, result, amount, agreement_no })
}
