//! The network's word on a signing, whoever has ordered it: a funder of a payer's card, or an agent of its own.
//!
//! Not in `signing/`, which is of payers' cards: `card/` needs it too.

use std::fmt::Display;

use domain::{
    Reference, hexadecimal,
    network::Meaning,
    payer::Payer,
    signing::{Signing, SigningState},
};
use serde::Serialize;
use time::{Duration, OffsetDateTime};

use crate::{
    Db, Error,
    error::Never,
    job::Outcome,
    network::{Network, SigningStanding},
    sealed::{Place, Seals},
};

/// After how long the network is asked about what it did not answer.
pub const ASK_AFTER: Duration = Duration::seconds(20);
/// The first pause between two questions; each further one doubles it.
const PAUSE: Duration = Duration::seconds(10);
const LONGEST_PAUSE: Duration = Duration::hours(1);

/// What a secret body is known by: the digest that a database alone cannot guess from.
pub fn fingerprint<R>(seals: &Seals, value: &impl Serialize) -> Result<String, Error<R>> {
    let text = serde_json::to_string(value)?;
    let digest = seals.blind_index("request", &text).map_err(Error::Failed)?;
    Ok(hexadecimal::text(&digest))
}

/// What is kept of a payer beside the masks.
pub struct Kept {
    pub sealed: Vec<u8>,
    pub card_index: Vec<u8>,
    pub payer_no: String,
}

impl Kept {
    /// Of the payer of an order that `owner` has given.
    pub fn of<R>(seals: &Seals, place: Place, owner: impl Display, payer: &Payer) -> Result<Self, Error<R>> {
        let person = format!("{owner}\n{}", payer.id_number);
        let payer_no = seals.blind_index("payer", &person).map_err(Error::Failed)?;
        Ok(Self {
            sealed: seals.seal(place, &serde_json::to_vec(payer)?).map_err(Error::Failed)?,
            card_index: seals.blind_index("card", &payer.card_number).map_err(Error::Failed)?,
            payer_no: hexadecimal::text(&payer_no[..16]),
        })
    }
}

/// What the network says, or what comes of nobody's saying anything.
pub enum Word {
    /// On the order to send a code.
    Sent(Meaning),
    /// On the code, with its number of the agreement where that is signed.
    Confirmed(Meaning, String),
    /// Nobody typed the code in time.
    Late,
}

impl Word {
    /// What it makes of a signing that nothing else has decided.
    pub fn on(&self, signing: Signing, at: OffsetDateTime) -> Signing {
        match self {
            Self::Sent(meaning) => signing.sent(*meaning, at),
            Self::Confirmed(meaning, _) => signing.confirmed(*meaning, at),
            Self::Late => signing.expire(at),
        }
    }

    pub fn agreement_no(&self) -> &str {
        match self {
            Self::Confirmed(_, agreement_no) => agreement_no,
            Self::Sent(_) | Self::Late => "",
        }
    }
}

/// What became of a code that seemed not to have got there.
pub enum Earlier {
    Signed(Word),
    NotSigned,
    Unknown,
}

/// Asks about a signing. `None` where there is nothing to file.
pub async fn ask(network: &dyn Network, signing: &Signing, reference: &Reference, now: OffsetDateTime) -> Option<Word> {
    let serial = signing.serial(reference);
    match signing.state {
        SigningState::Created => Some(Word::Sent(match network.query(&serial).await {
            SigningStanding::CodeSent => Meaning::Done,
            SigningStanding::Refused(reason) => Meaning::Refused(reason),
            SigningStanding::NotFound => Meaning::NotFound,
            SigningStanding::Signed { .. } | SigningStanding::Unknown => Meaning::Unknown,
        })),
        SigningState::Confirming => match network.query(&serial).await {
            SigningStanding::Signed { agreement_no } => Some(Word::Confirmed(Meaning::Done, agreement_no)),
            // The code never came there, or was wrong: it may be typed again.
            SigningStanding::CodeSent => Some(Word::Confirmed(Meaning::WrongCode, String::new())),
            SigningStanding::Refused(reason) => Some(Word::Confirmed(Meaning::Refused(reason), String::new())),
            SigningStanding::NotFound => Some(Word::Confirmed(Meaning::NotFound, String::new())),
            SigningStanding::Unknown => None,
        },
        SigningState::CodeSent if now < signing.code_ends_at() => None,
        SigningState::CodeSent => match ask_about_earlier_code(network, signing, reference).await {
            Earlier::Signed(word) => Some(word),
            Earlier::NotSigned => Some(Word::Late),
            Earlier::Unknown => None,
        },
        SigningState::Succeeded | SigningState::Failed | SigningState::Expired => None,
    }
}

/// Whether a code that seemed not to have got there has signed after all.
pub async fn ask_about_earlier_code(network: &dyn Network, signing: &Signing, reference: &Reference) -> Earlier {
    if signing.tries == 0 {
        return Earlier::NotSigned;
    }
    match network.query(&signing.serial(reference)).await {
        SigningStanding::Signed { agreement_no } => Earlier::Signed(Word::Confirmed(Meaning::Done, agreement_no)),
        SigningStanding::Unknown => Earlier::Unknown,
        SigningStanding::CodeSent | SigningStanding::Refused(_) | SigningStanding::NotFound => Earlier::NotSigned,
    }
}

/// What the job comes to that has followed a signing, or nothing that is to be followed any more.
pub fn outcome(db: &Db, followed: Result<Option<Signing>, Error<Never>>, tries: u32) -> Outcome {
    match followed {
        Ok(Some(signing)) if signing.state == SigningState::CodeSent && db.now() < signing.code_ends_at() => {
            Outcome::Again(db.true_now() + (signing.code_ends_at() - db.now()))
        }
        Ok(Some(_)) => Outcome::Again(db.true_now() + domain::calendar::doubled(PAUSE, tries, LONGEST_PAUSE)),
        Ok(None) => Outcome::Done,
        Err(error) => error.into(),
    }
}

/// What could not be filed is asked for again by the job.
pub fn told(id: impl Display, filed: Result<(), Error<Never>>) {
    if let Err(error) = filed {
        tracing::error!(signing = %id, ?error, "what the network said is not filed; it will be asked again");
    }
}
