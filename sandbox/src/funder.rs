//! A funder's system: it answers what it is asked, pays what its people have reported as paid, and confirms what it
//! received. It takes no draw on and reports none: that is people's work, in the portal.

use std::{
    collections::{HashMap, HashSet},
    io,
    sync::Arc,
    time::Duration,
};

use serde::Deserialize;
use serde_json::json;
use time::OffsetDateTime;
use tokio::time::Instant;

use crate::{
    amount,
    bank::{Cause, Receipt},
    config::{self, Arguments},
    hook::Bell,
    keys,
    mischief::Mischief,
    model::{Decision, Model, Month, Product},
    platform::{Platform, PlatformError, PlatformKey},
    state::Sandbox,
};

/// How often a funder asks what has happened; how often when nothing has lately; and how often when it is told without asking.
const EVERY: Duration = Duration::from_secs(1);
const SELDOM: Duration = Duration::from_secs(5);
const NOW_AND_THEN: Duration = Duration::from_secs(30);
const LATELY: Duration = Duration::from_secs(30);
/// How much of what has happened it asks for at once.
const EVENTS: usize = 200;

pub struct Funder {
    code: String,
    model: Model,
    fast: bool,
    platform: Platform,
    sandbox: Arc<Sandbox>,
    /// When it first saw each open round.
    seen: HashMap<String, Instant>,
    /// What it need not do again: answered, or refused for good.
    settled: HashSet<String>,
    /// The number of the last event that it knows of.
    cursor: u64,
    /// Whether something waits for it without a further event: at first, while it thinks, and after trouble.
    waits: bool,
    /// When something had happened last.
    happened: Instant,
}

#[derive(Deserialize)]
struct Events {
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    number: u64,
}

#[derive(Deserialize)]
struct BusinessDate {
    business_date: String,
}

#[derive(Deserialize)]
struct Rounds {
    rounds: Vec<Round>,
}

#[derive(Deserialize)]
struct Round {
    id: String,
    months: Vec<Month>,
}

#[derive(Deserialize)]
struct Products {
    products: Vec<Product>,
}

#[derive(Deserialize)]
struct Draws {
    draws: Vec<Draw>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Draw {
    id: String,
    reference: String,
    #[serde(deserialize_with = "amount::deserialize")]
    amount: i64,
    #[serde(deserialize_with = "amount::deserialize")]
    funds: i64,
    #[serde(default, with = "time::serde::rfc3339::option")]
    instruction_at: Option<OffsetDateTime>,
    payer: Account,
}

#[derive(Deserialize)]
struct Account {
    account_no: String,
    account_name: String,
}

#[derive(Deserialize)]
struct Repayments {
    repayments: Vec<Repayment>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Repayment {
    id: String,
    /// Of the payout that pays it, once there is one.
    #[serde(default, deserialize_with = "amount::deserialize_option")]
    payout_amount: Option<i64>,
    #[serde(default)]
    payout_reference: Option<String>,
}

/// How long a funder rests before it asks again.
fn rest(waits: bool, is_told: bool, quiet_for: Duration) -> Duration {
    match (waits, is_told) {
        (true, _) => EVERY,
        (false, true) => NOW_AND_THEN,
        (false, false) if quiet_for < LATELY => EVERY,
        (false, false) => SELDOM,
    }
}

impl Funder {
    pub fn open(letter: char, arguments: &Arguments, sandbox: Arc<Sandbox>) -> io::Result<Self> {
        let key = keys::load(&arguments.keys, letter)?;
        let trusted = PlatformKey::at(arguments.platform_key_path());
        let platform = Platform::new(letter, &arguments.platform_url, key, trusted).map_err(io::Error::other)?;
        Ok(Self {
            code: keys::code(letter),
            model: Model::of(letter),
            fast: arguments.fast,
            platform,
            sandbox,
            seen: HashMap::new(),
            settled: HashSet::new(),
            cursor: 0,
            waits: true,
            happened: Instant::now(),
        })
    }

    /// Works until the process ends. The same trouble is told once, not every second.
    pub async fn run(mut self, bell: Bell) {
        let (mut trouble, mut is_told) = (String::new(), false);
        loop {
            tokio::select! {
                () = tokio::time::sleep(rest(self.waits, is_told, self.happened.elapsed())) => {}
                () = bell.rung() => is_told = true,
            }
            let outcome = self.turn().await;
            let told = outcome.err().map(|error| error.to_string()).unwrap_or_default();
            if told != trouble && !told.is_empty() {
                tracing::warn!(funder = self.code, "{told}");
            }
            trouble = told;
        }
    }

    /// Asks what has happened, and looks only when something has.
    pub async fn turn(&mut self) -> Result<(), PlatformError> {
        let happened = self.catch_up().await?;
        if happened {
            self.happened = Instant::now();
        }
        if happened || self.waits {
            let outcome = self.step().await;
            self.waits = outcome.is_err() || self.seen.keys().any(|round| !self.settled.contains(round));
            return outcome;
        }
        Ok(())
    }

    /// Whether anything has happened since this was last asked.
    async fn catch_up(&mut self) -> Result<bool, PlatformError> {
        let before = self.cursor;
        loop {
            let target = format!("/events?after={}&limit={EVENTS}", self.cursor);
            let events = self.platform.get::<Events>(&target).await?.events;
            self.cursor = events.last().map_or(self.cursor, |event| event.number);
            if events.len() < EVENTS {
                return Ok(self.cursor > before);
            }
        }
    }

    /// One look at everything that may wait for the funder. What fails does not keep the rest waiting.
    pub async fn step(&mut self) -> Result<(), PlatformError> {
        let dated = self.follow_date().await;
        let answered = self.answer_rounds().await;
        let paid = self.pay_draws().await;
        let confirmed = self.confirm_repayments().await;
        dated.and(answered).and(paid).and(confirmed)
    }

    async fn follow_date(&self) -> Result<(), PlatformError> {
        let told = self.platform.get::<BusinessDate>("/business-date").await?;
        if let Ok(date) = config::date(&told.business_date) {
            self.sandbox.follow(date).map_err(|error| PlatformError::NoAnswer(error.to_string()))?;
        }
        Ok(())
    }

    async fn answer_rounds(&mut self) -> Result<(), PlatformError> {
        let open = self.platform.get::<Rounds>("/pre-credit-rounds").await?.rounds;
        self.seen.retain(|id, _| open.iter().any(|round| round.id == *id));
        let patience = self.model.thinks_for(self.fast);
        let mut due = Vec::new();
        for round in open {
            let since = *self.seen.entry(round.id.clone()).or_insert_with(Instant::now);
            if since.elapsed() >= patience && !self.settled.contains(&round.id) {
                due.push(round);
            }
        }
        if due.is_empty() {
            return Ok(());
        }
        let products = self.platform.get::<Products>("/products").await?.products;
        let Some(product) = products.first() else { return Ok(()) };
        for round in due {
            let outcome = self.answer(&round, product).await;
            self.settle(round.id, outcome)?;
        }
        Ok(())
    }

    async fn answer(&self, round: &Round, product: &Product) -> Result<(), PlatformError> {
        let (operation, body) = match self.model.decide(&round.months, product) {
            Decision::Offer { limit, rate, valid_days } => (
                "offer",
                json!({
                    "product_version": product.version_id,
                    "limit": amount::text(limit),
                    "annual_rate": format!("0.{rate:04}"),
                    "method": product.terms.method,
                    "tenors": product.tenors,
                    "valid_days": valid_days,
                }),
            ),
            Decision::Decline { reason } => ("decline", json!({ "reason": reason })),
        };
        tracing::info!(funder = self.code, round = round.id, operation, "answering");
        let target = format!("/pre-credit-rounds/{}/{operation}", round.id);
        self.platform.post(&target, &format!("answer-{}", round.id), &body).await
    }

    /// The funds flow follows the information flow: what people reported as paid is paid.
    async fn pay_draws(&self) -> Result<(), PlatformError> {
        let mut awaiting = Vec::new();
        let mut target = "/draws?limit=200&state=awaiting".to_owned();
        loop {
            let page: Draws = self.platform.get(&target).await?;
            awaiting.extend(page.draws);
            let Some(next) = page.next else { break };
            target = format!("/draws?cursor={next}&limit=200&state=awaiting");
        }
        let instructed: Vec<&Draw> = awaiting.iter().filter(|draw| draw.instruction_at.is_some()).collect();
        let found = instructed.iter().map(|draw| draw.id.clone()).collect();
        let unwritten = |error: io::Error| PlatformError::NoAnswer(error.to_string());
        self.sandbox.note_found(&self.code, found).map_err(unwritten)?;
        for draw in instructed {
            if draw.funds == 0 && self.sandbox.owes_transfer(&self.code, &draw.id) {
                self.transfer(draw).map_err(unwritten)?;
            }
        }
        Ok(())
    }

    fn transfer(&self, draw: &Draw) -> io::Result<()> {
        let short = self.sandbox.take_mischief(Mischief::TransferShort);
        let times = if self.sandbox.take_mischief(Mischief::TransferTwice) { 2 } else { 1 };
        for _ in 0..times {
            let receipt = Receipt {
                amount: if short { draw.amount - 1 } else { draw.amount },
                payer_account: draw.payer.account_no.clone(),
                payer_name: draw.payer.account_name.clone(),
                payer_bank: String::new(),
                remittance: format!("放款 {}", draw.reference),
            };
            let movement = self.sandbox.receive(receipt, Cause::Draw { id: draw.id.clone() })?;
            tracing::info!(funder = self.code, draw = draw.reference, movement = movement.id, "transferred");
        }
        Ok(())
    }

    /// What the bank has paid out has arrived.
    async fn confirm_repayments(&mut self) -> Result<(), PlatformError> {
        let mut unconfirmed = Vec::new();
        let mut target = "/repayments?limit=200&unconfirmed=true".to_owned();
        loop {
            let page: Repayments = self.platform.get(&target).await?;
            unconfirmed.extend(page.repayments);
            let Some(next) = page.next else { break };
            target = format!("/repayments?cursor={next}&limit=200&unconfirmed=true");
        }
        for repayment in unconfirmed {
            let Some((amount, movement)) = repayment.payout_reference.as_ref().and_then(|no| self.sandbox.paid(no))
            else {
                continue;
            };
            if Some(amount) != repayment.payout_amount || self.settled.contains(&repayment.id) {
                continue;
            }
            tracing::info!(funder = self.code, repayment = repayment.id, "confirming");
            let target = format!("/repayments/{}/confirmation", repayment.id);
            let request_no = format!("confirm-{}", repayment.id);
            let outcome = self.platform.post(&target, &request_no, &json!({ "payment_reference": movement })).await;
            self.settle(repayment.id, outcome)?;
        }
        Ok(())
    }

    /// What was done, or can never be, is not tried again; a refusal does not keep the others waiting.
    fn settle(&mut self, id: String, outcome: Result<(), PlatformError>) -> Result<(), PlatformError> {
        match outcome {
            Ok(()) => {}
            Err(error) if error.is_final() => {
                tracing::warn!(funder = self.code, id, %error, "refused for good");
            }
            Err(error) => return Err(error),
        }
        self.settled.insert(id);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
