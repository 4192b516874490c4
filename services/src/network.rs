//! The agreement payment network, as an adapter: a payer's card is bound with a code that the bank sends to the payer.
//!
//! Each message has a category and our serial. The network knows an order by its serial, and answers the same serial alike. Every
//! answer has two results: of the system, which says whether the message was looked at, and of the business. What is a secret of
//! payers or of agreements is sealed (`network/sealed_field.rs`). What came of an order it also tells by itself (`network/callback.rs`).

mod agreement;
mod callback;
mod sealed_field;

use std::time::Duration;

use domain::{
    Amount,
    actor::SystemPart,
    hexadecimal,
    network::{AgreementStanding, Meaning, Reason, ReturnReason},
    payer::Payer,
};
use reqwest::Method;
use sealed_field::{Bound, Sealed, Way, WrappingKeys};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use time::Date;

use crate::{
    Context, Db,
    db::{Clock, Randomness, Work},
    error::Failure,
    signed_line::{LineError, LineKeys, LineUrlError, SignedLine},
};

pub(crate) use agreement::{outcome, unsign};
pub use callback::{Asked, Callback, CallbackError};

/// Who does what the network says, as steps name it.
pub(crate) const ACTOR: &str = "system:network";

/// In whose name what the network says is filed: under a request number that is never used again.
pub(crate) fn system(db: &Db) -> Context {
    Context::system(SystemPart::Network, hexadecimal::text(&db.secret()))
}

/// How long the network has for an answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// An order to send the payer a code.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SignOrder {
    /// Ours: the signing's reference, and how often a code was sent.
    pub serial: String,
    /// By which the network knows the payer.
    pub payer_no: String,
    pub payer: Payer,
}

/// Who collects what is taken, as the payer's bank shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payee {
    pub account_no: String,
    pub name: String,
}

/// An order to take money from a bound card.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PayOrder {
    /// Ours: the debit's reference.
    pub serial: String,
    pub payer_no: String,
    pub agreement_no: String,
    pub amount: Amount,
    /// None where it is for the payer's own wallet.
    pub payee: Option<Payee>,
}

/// An order to give back of what was taken.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RefundOrder {
    /// Ours: the refund's reference.
    pub serial: String,
    /// The debit's.
    pub payment: String,
    pub amount: Amount,
}

/// What the network says to a code.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    pub meaning: Meaning,
    /// The network's number of the agreement, when it is signed.
    pub agreement_no: String,
}

/// What the network says of an order that it was given before.
#[derive(Clone, PartialEq, Eq)]
pub enum SigningStanding {
    /// A code was sent; no right one came.
    CodeSent,
    Signed {
        agreement_no: String,
    },
    Refused(Reason),
    NotFound,
    Unknown,
}

/// A payment that the network has given back to its payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnedPayment {
    /// Ours.
    pub serial: String,
    pub amount: Amount,
    pub reason: ReturnReason,
}

pub trait Network: Send + Sync {
    /// Category 0201: checks who pays, and sends the code.
    fn apply<'a>(&'a self, order: &'a SignOrder) -> Work<'a, Meaning>;
    /// Category 0202: signs with the code.
    fn sign<'a>(&'a self, serial: &'a str, code: &'a str) -> Work<'a, Signed>;
    fn query<'a>(&'a self, serial: &'a str) -> Work<'a, SigningStanding>;
    /// Category 0203: ends an agreement. Ending it again is answered alike.
    fn unsign<'a>(&'a self, agreement_no: &'a str) -> Work<'a, Meaning>;
    /// Category 0204: whether an agreement is in force.
    fn query_agreement<'a>(&'a self, agreement_no: &'a str) -> Work<'a, AgreementStanding>;
    /// Category 0301: takes money. The same serial is taken once, whatever happens.
    fn pay<'a>(&'a self, order: &'a PayOrder) -> Work<'a, Meaning>;
    fn query_pay<'a>(&'a self, serial: &'a str) -> Work<'a, Meaning>;
    /// Category 0302: gives back of what was taken, to the card that it was taken from. The same serial goes back once.
    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Work<'a, Meaning>;
    fn query_refund<'a>(&'a self, serial: &'a str) -> Work<'a, Meaning>;
    /// The file of what it settles of a date, as soon as it is there; none too where the network does not answer.
    fn settlement(&self, on: Date) -> Work<'_, Option<String>>;
    /// The agreements that payers or their banks have ended on a date, as far as that is known; nothing too where the network does not
    /// answer, or tells no such thing.
    fn ended(&self, _on: Date) -> Work<'_, Vec<String>> {
        Box::pin(std::future::ready(Vec::new()))
    }
    /// What it has given back to payers on a date, as far as that is known; nothing too where the network does not answer. Its file
    /// says so again.
    fn returned(&self, on: Date) -> Work<'_, Vec<ReturnedPayment>>;
    /// What a request at our address says. Without a secret that is shared with a network nothing is believed.
    ///
    /// # Errors
    /// When it is not the network's, or cannot be read.
    fn callback(&self, _asked: &Asked<'_>) -> Result<Callback, CallbackError> {
        Err(CallbackError::Unsigned)
    }
    /// The time and the signature with which such a request is answered.
    fn acknowledged(&self, _asked: &Asked<'_>, _status: u16) -> (String, String) {
        (String::new(), String::new())
    }
}

/// The network's HTTP interface, signed as a bank's is.
pub struct HttpNetwork {
    line: SignedLine,
    keys: WrappingKeys,
}

#[derive(Serialize)]
struct Message<'a, T> {
    category: &'a str,
    serial: &'a str,
    #[serde(flatten)]
    open: T,
    sealed: Sealed,
}

/// What is open of a message, or a secret of it, where there is no such thing.
#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

#[derive(Serialize)]
struct Agreement<'a> {
    agreement_no: &'a str,
}

#[derive(Serialize)]
struct Applicant<'a> {
    payer: &'a Payer,
}

#[derive(Serialize)]
struct Known<'a> {
    payer_no: &'a str,
}

#[derive(Serialize)]
struct Payment<'a> {
    payer_no: &'a str,
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    payee: Option<&'a Payee>,
}

#[derive(Serialize)]
struct Back<'a> {
    payment: &'a str,
    amount: Amount,
}

#[derive(Default, Deserialize)]
struct Answer {
    system_code: String,
    business_code: String,
    /// Of a query: `code_sent`, `signed` or `ended`.
    #[serde(default)]
    standing: String,
    /// Of a settlement.
    #[serde(default)]
    file: String,
    /// Of a date.
    #[serde(default)]
    returned: Vec<ToldReturn>,
    sealed: Option<Sealed>,
    /// Only as it was sealed.
    #[serde(skip)]
    agreement_no: String,
    #[serde(skip)]
    ended: Vec<String>,
}

#[derive(Deserialize)]
struct ToldReturn {
    serial: String,
    amount: Amount,
    code: String,
}

impl HttpNetwork {
    /// # Errors
    /// When `base` is not an http url, or the client cannot be made.
    pub fn new(base: &str, keys: LineKeys, clock: Clock, randomness: Randomness) -> Result<Self, LineUrlError> {
        Self::with_timeout((base, TIMEOUT), keys, clock, randomness)
    }

    /// As [`new`](Self::new), with another time for an answer.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_timeout(
        (base, timeout): (&str, Duration),
        keys: LineKeys,
        clock: Clock,
        randomness: Randomness,
    ) -> Result<Self, LineUrlError> {
        let wrapping = WrappingKeys::of(&keys, randomness.clone());
        let line = SignedLine::new((base, "network", timeout), keys, clock, randomness)?;
        Ok(Self { line: line.with_calls_at_once(128), keys: wrapping })
    }

    /// Sends a message with what of it is open and what is a secret.
    async fn send(&self, (category, serial): (&str, &str), open: impl Serialize, secret: impl Serialize) -> Answer {
        let nonce = self.line.nonce();
        let bound = Bound { way: Way::Request, category, serial, nonce: &nonce };
        match self.written(bound, open, secret) {
            Ok(body) => self.ask(bound, (Method::POST, &["messages"]), body).await,
            Err(error) => {
                tracing::error!(%error, "a message for the network cannot be written");
                Answer::default()
            }
        }
    }

    fn written(&self, bound: Bound<'_>, open: impl Serialize, secret: impl Serialize) -> Result<Vec<u8>, Failure> {
        let Bound { category, serial, .. } = bound;
        let sealed = self.keys.seal(bound, &secret)?;
        Ok(serde_json::to_vec(&Message { category, serial, open, sealed })?)
    }

    /// Asks a question: what it asks for, and about what.
    async fn question(&self, what: &str, about: &str) -> Answer {
        let nonce = self.line.nonce();
        let bound = Bound { way: Way::Request, category: what, serial: about, nonce: &nonce };
        self.ask(bound, (Method::GET, &[what, about]), Vec::new()).await
    }

    async fn ask(&self, bound: Bound<'_>, (method, path): (Method, &[&str]), body: Vec<u8>) -> Answer {
        let url = self.line.url(path);
        let told: Result<Answer, LineError> = self.line.ask_as(bound.nonce, (method, url), body).await;
        Answer::of(told.and_then(|answer| answer.opened(&self.keys, Bound { way: Way::Answer, ..bound })))
    }
}

impl Answer {
    /// No answer says nothing.
    fn of(told: Result<Self, LineError>) -> Self {
        let answer = told.unwrap_or_else(|error| {
            tracing::warn!(%error, "what the network says is not known");
            Self::default()
        });
        if let Some(why) = not_looked_at(&answer.system_code) {
            tracing::warn!(system_code = answer.system_code, why, "the network has not looked at a message");
        }
        answer
    }

    /// With what was sealed of it.
    fn opened(mut self, keys: &WrappingKeys, bound: Bound<'_>) -> Result<Self, LineError> {
        if let Some(sealed) = self.sealed.take() {
            let opened = keys.open(bound, &sealed);
            let mut fields = opened.map_err(|error| LineError::Unreadable(error.to_string()))?;
            self.agreement_no = taken(&mut fields, "agreement_no");
            self.ended = taken(&mut fields, "ended");
        }
        Ok(self)
    }

    fn meaning(&self) -> Meaning {
        Meaning::of(&self.system_code, &self.business_code)
    }
}

/// A field of what was opened; one that is missing, or is something else, says nothing.
fn taken<T: DeserializeOwned + Default>(fields: &mut Map<String, Value>, name: &str) -> T {
    fields.remove(name).and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default()
}

/// Why the network has not looked at what was sealed for it, by the code of its system.
fn not_looked_at(system_code: &str) -> Option<&'static str> {
    match system_code {
        "PS400001" => Some("it has no key of the version that was used"),
        "PS400002" => Some("it cannot open what was sealed"),
        "PS400003" => Some("a secret was sent to it in clear"),
        _ => None,
    }
}

impl Network for HttpNetwork {
    fn apply<'a>(&'a self, order: &'a SignOrder) -> Work<'a, Meaning> {
        Box::pin(async move {
            let SignOrder { serial, payer_no, payer } = order;
            self.send(("0201", serial), Known { payer_no }, Applicant { payer }).await.meaning()
        })
    }

    fn sign<'a>(&'a self, serial: &'a str, code: &'a str) -> Work<'a, Signed> {
        Box::pin(async move { signed(self.send(("0202", serial), Nothing {}, Code { code }).await) })
    }

    fn query<'a>(&'a self, serial: &'a str) -> Work<'a, SigningStanding> {
        Box::pin(async move {
            let answer = self.question("orders", serial).await;
            match (answer.meaning(), answer.standing.as_str()) {
                (Meaning::Done, "code_sent") => SigningStanding::CodeSent,
                (Meaning::Done, "signed") if !answer.agreement_no.is_empty() => {
                    SigningStanding::Signed { agreement_no: answer.agreement_no }
                }
                (Meaning::Refused(reason), _) => SigningStanding::Refused(reason),
                (Meaning::NotFound, _) => SigningStanding::NotFound,
                _ => SigningStanding::Unknown,
            }
        })
    }

    fn unsign<'a>(&'a self, agreement_no: &'a str) -> Work<'a, Meaning> {
        Box::pin(async move { self.send(("0203", ""), Nothing {}, Agreement { agreement_no }).await.meaning() })
    }

    fn query_agreement<'a>(&'a self, agreement_no: &'a str) -> Work<'a, AgreementStanding> {
        Box::pin(async move {
            // In a message and in no address: addresses are logged.
            let answer = self.send(("0204", ""), Nothing {}, Agreement { agreement_no }).await;
            match (answer.meaning(), answer.standing.as_str()) {
                (Meaning::Done, "signed") => AgreementStanding::Signed,
                (Meaning::Done, "ended") => AgreementStanding::Ended,
                _ => AgreementStanding::Unknown,
            }
        })
    }

    fn pay<'a>(&'a self, order: &'a PayOrder) -> Work<'a, Meaning> {
        Box::pin(async move {
            let PayOrder { serial, payer_no, agreement_no, amount, payee } = order;
            let open = Payment { payer_no, amount: *amount, payee: payee.as_ref() };
            self.send(("0301", serial), open, Agreement { agreement_no }).await.meaning()
        })
    }

    fn query_pay<'a>(&'a self, serial: &'a str) -> Work<'a, Meaning> {
        Box::pin(async move { self.question("payments", serial).await.meaning() })
    }

    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Work<'a, Meaning> {
        Box::pin(async move {
            let RefundOrder { serial, payment, amount } = order;
            self.send(("0302", serial), Back { payment, amount: *amount }, Nothing {}).await.meaning()
        })
    }

    fn query_refund<'a>(&'a self, serial: &'a str) -> Work<'a, Meaning> {
        Box::pin(async move { self.question("refunds", serial).await.meaning() })
    }

    fn settlement(&self, on: Date) -> Work<'_, Option<String>> {
        Box::pin(async move {
            let answer = self.question("settlements", &on.to_string()).await;
            (answer.meaning() == Meaning::Done).then_some(answer.file)
        })
    }

    fn ended(&self, on: Date) -> Work<'_, Vec<String>> {
        Box::pin(async move {
            let answer = self.question("endings", &on.to_string()).await;
            if answer.meaning() == Meaning::Done { answer.ended } else { Vec::new() }
        })
    }

    fn returned(&self, on: Date) -> Work<'_, Vec<ReturnedPayment>> {
        Box::pin(async move {
            let answer = self.question("returns", &on.to_string()).await;
            let told = if answer.meaning() == Meaning::Done { answer.returned } else { Vec::new() };
            told.into_iter()
                .map(|ToldReturn { serial, amount, code }| {
                    let reason = ReturnReason::told(&code);
                    ReturnedPayment { serial, amount, reason }
                })
                .collect()
        })
    }

    fn callback(&self, asked: &Asked<'_>) -> Result<Callback, CallbackError> {
        callback::read(&self.line, &self.keys, asked)
    }

    fn acknowledged(&self, asked: &Asked<'_>, status: u16) -> (String, String) {
        self.line.answered(&asked.signed(), status)
    }
}

/// Signed without a number is not known to be signed.
fn signed(answer: Answer) -> Signed {
    let meaning = match answer.meaning() {
        Meaning::Done if answer.agreement_no.is_empty() => Meaning::Unknown,
        meaning => meaning,
    };
    Signed { meaning, agreement_no: answer.agreement_no }
}

/// Where nothing is asked of a network: it knows nothing.
pub struct Nowhere;

impl Network for Nowhere {
    fn apply<'a>(&'a self, _: &'a SignOrder) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Unknown))
    }

    fn sign<'a>(&'a self, _: &'a str, _: &'a str) -> Work<'a, Signed> {
        Box::pin(std::future::ready(Signed { meaning: Meaning::Unknown, agreement_no: String::new() }))
    }

    fn query<'a>(&'a self, _: &'a str) -> Work<'a, SigningStanding> {
        Box::pin(std::future::ready(SigningStanding::Unknown))
    }

    fn unsign<'a>(&'a self, _: &'a str) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Unknown))
    }

    fn query_agreement<'a>(&'a self, _: &'a str) -> Work<'a, AgreementStanding> {
        Box::pin(std::future::ready(AgreementStanding::Unknown))
    }

    fn pay<'a>(&'a self, _: &'a PayOrder) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Unknown))
    }

    fn query_pay<'a>(&'a self, _: &'a str) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Unknown))
    }

    fn refund<'a>(&'a self, _: &'a RefundOrder) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Unknown))
    }

    fn query_refund<'a>(&'a self, _: &'a str) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Unknown))
    }

    fn settlement(&self, _: Date) -> Work<'_, Option<String>> {
        Box::pin(std::future::ready(None))
    }

    fn returned(&self, _: Date) -> Work<'_, Vec<ReturnedPayment>> {
        Box::pin(std::future::ready(Vec::new()))
    }
}

#[cfg(test)]
mod tests;
