//! The network's word on a signing, whoever has ordered it: a funder of a payer's card, or an agent of its own.

use domain::{
    network::Meaning,
    signing::{Signing, SigningState},
};
use time::OffsetDateTime;

use crate::network::{Network, SigningStanding};

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
pub async fn ask(network: &dyn Network, signing: &Signing, serial: &str, now: OffsetDateTime) -> Option<Word> {
    match signing.state {
        SigningState::Created => Some(Word::Sent(match network.query(serial).await {
            SigningStanding::CodeSent => Meaning::Done,
            SigningStanding::Refused(reason) => Meaning::Refused(reason),
            SigningStanding::NotFound => Meaning::NotFound,
            SigningStanding::Signed { .. } | SigningStanding::Unknown => Meaning::Unknown,
        })),
        SigningState::Confirming => match network.query(serial).await {
            SigningStanding::Signed { agreement_no } => Some(Word::Confirmed(Meaning::Done, agreement_no)),
            // The code never came there, or was wrong: it may be typed again.
            SigningStanding::CodeSent => Some(Word::Confirmed(Meaning::WrongCode, String::new())),
            SigningStanding::Refused(reason) => Some(Word::Confirmed(Meaning::Refused(reason), String::new())),
            SigningStanding::NotFound => Some(Word::Confirmed(Meaning::NotFound, String::new())),
            SigningStanding::Unknown => None,
        },
        SigningState::CodeSent if now < signing.code_ends_at() => None,
        SigningState::CodeSent => match ask_about_earlier_code(network, signing, serial).await {
            Earlier::Signed(word) => Some(word),
            Earlier::NotSigned => Some(Word::Late),
            Earlier::Unknown => None,
        },
        SigningState::Succeeded | SigningState::Failed | SigningState::Expired => None,
    }
}

/// Whether a code that seemed not to have got there has signed after all.
pub async fn ask_about_earlier_code(network: &dyn Network, signing: &Signing, serial: &str) -> Earlier {
    if signing.tries == 0 {
        return Earlier::NotSigned;
    }
    match network.query(serial).await {
        SigningStanding::Signed { agreement_no } => Earlier::Signed(Word::Confirmed(Meaning::Done, agreement_no)),
        SigningStanding::Unknown => Earlier::Unknown,
        SigningStanding::CodeSent | SigningStanding::Refused(_) | SigningStanding::NotFound => Earlier::NotSigned,
    }
}
