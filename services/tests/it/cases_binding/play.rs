//! A worked case as its file tells it: its calls are made with their own inputs, in their order, and no step is left out.

use std::collections::{BTreeMap, VecDeque};

use domain::{
    id::{BindingId, DebtId, SigningId},
    job::JobKind,
    role::Role,
};
use serde::Deserialize;
use serde_json::Value;
use services::{
    Context, Error,
    binding::{BindingFilter, bindings},
    signing::{ConfirmSigningCommand, confirm_signing},
};
use time::Duration;

use super::absent;
use crate::{
    binding::{
        assert_tells_no_payer, confirmed, follow,
        network::{CODE, TestNetwork},
        ordered, told, treasurer,
    },
    cases_in_flight::posted,
    debt::{collector, debited, registered, transferred},
    harness::{FIRST, START, World},
    mapping::published,
};

/// The words of the cases for a refusal, and our codes.
const CODES: [(&str, &str); 6] = [
    ("`debt_not_held`", "debt.not_held"),
    ("`transfer_frozen`", "debt.transfer_frozen"),
    ("`in_flight`", "debt.in_flight"),
    ("`binding_not_active`", "debt.binding_ended"),
    ("`amount_over_outstanding`", "debt.more_than_outstanding"),
    ("`attempts_exhausted`", "debt.tried_too_often"),
];
/// Their debts, with what they owe.
const DEBTS: [(&str, &str); 4] = [("D1", "30450.00"), ("D2", "2000.00"), ("D3", "5000.00"), ("D4", "100.00")];
/// Who is told something.
const PARTNERS: [&str; 2] = ["funder-a", "facilitator-1"];

#[derive(Deserialize)]
struct Case {
    steps: VecDeque<Step>,
    end: End,
}

#[derive(Debug, Deserialize)]
pub struct Step {
    #[serde(default)]
    call: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    request_no: String,
    #[serde(default)]
    pub body: Value,
    #[serde(default)]
    expect: Expect,
    #[serde(default)]
    parallel: Vec<Step>,
    pub times: Option<usize>,
    /// What is no call, in words.
    #[serde(flatten)]
    words: BTreeMap<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
struct Expect {
    status: Option<u16>,
    #[serde(default)]
    gives: String,
}

#[derive(Deserialize)]
struct End {
    #[serde(default)]
    notices: Vec<Notice>,
    ledger: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Notice {
    to: String,
    #[serde(rename = "type")]
    kind: String,
}

impl Notice {
    /// Our code for what it tells. That a share can be used follows from what is told of the transfer.
    fn code(&self) -> Option<&str> {
        match self.kind.as_str() {
            "agreement_debit.succeeded" => Some("debit.succeeded"),
            "agreement_debit.failed" => Some("debit.failed"),
            "debt_transfer.effective" => Some("transfer.effective"),
            "share.enabled" => None,
            other => Some(other),
        }
    }
}

/// Book, debited kind, credited kind, fen.
pub type Line = (String, String, String, i64);

/// What a line of a case's ledger says. A debt is one amount here, with what the case calls its interest and its penalty in it.
fn line(text: &str) -> Option<Line> {
    let (book, rest) = text.split_once(": ")?;
    let (debit, rest) = rest.split_once(" → ")?;
    let (credit, rest) = rest.split_once(' ')?;
    let kind = |account: &str| account.split('(').next().unwrap_or_default().to_owned();
    let amount = rest.split(' ').next()?.trim_end_matches(',').replace(',', "");
    let fen = match (book, crate::harness::yuan(&amount).fen()) {
        ("claims", 955_000) => 1_000_000,
        ("claims", 3_000_000) => 3_045_000,
        (_, fen) => fen,
    };
    Some((book.to_owned(), kind(debit), kind(credit), fen))
}

/// What is left of the lines without these, all of which are there.
fn without(mut lines: Vec<Line>, these: impl IntoIterator<Item = Line>) -> Vec<Line> {
    for line in these {
        let place = lines.iter().position(|other| *other == line);
        lines.remove(place.unwrap_or_else(|| panic!("{line:?} is not in {lines:?}")));
    }
    lines
}

/// A case that is being played.
pub struct Play {
    pub world: World,
    pub network: TestNetwork,
    /// The one binding, where there is one.
    pub binding: BindingId,
    debts: BTreeMap<&'static str, DebtId>,
    contexts: BTreeMap<(String, String), Context>,
    steps: VecDeque<Step>,
    end: End,
    /// How much each of the partners was told, and what was posted, before the first step.
    told: [usize; 2],
    posted: Vec<Line>,
}

impl Play {
    /// Settlement ids stand for facilitators, and nothing is signed.
    pub async fn mapped(case: &str) -> Self {
        let Case { steps, end } = serde_json::from_str(case).unwrap();
        let world = World::new().await;
        published(&world, "SET-A-01", 1).await;
        Self {
            world,
            network: TestNetwork::default(),
            binding: BindingId(uuid::Uuid::nil()),
            debts: BTreeMap::new(),
            contexts: BTreeMap::new(),
            steps,
            end,
            told: [0; 2],
            posted: Vec::new(),
        }
    }

    /// A card is bound, and the facilitator knows of it.
    pub async fn shared(case: &str) -> Self {
        let mut play = Self::mapped(case).await;
        let signing = ordered(&play.world, &play.network, "SET-A-01").await;
        confirmed(&play.world, &play.network, signing, CODE).await.unwrap();
        let context = treasurer(&play.world);
        play.binding = bindings(&play.world.db, &context, BindingFilter::All, FIRST).await.unwrap().rows[0].id;
        for (number, amount) in DEBTS {
            play.debts.insert(number, registered(&play.world, play.binding, number, amount).await);
        }
        play.begins().await;
        play
    }

    /// And the first debt is the facilitator's.
    pub async fn transferred(case: &str) -> Self {
        let mut play = Self::shared(case).await;
        transferred(&play.world, &play.network, &[play.debt("D1")], false).await;
        play.begins().await;
        play
    }

    /// What was told and posted until now is none of the case's.
    pub async fn begins(&mut self) {
        for (at, partner) in PARTNERS.into_iter().enumerate() {
            self.told[at] = told(&self.world, &self.reader(partner)).await.len();
        }
        self.posted = self.lines().await;
    }

    fn reader(&self, partner: &str) -> Context {
        if partner == "funder-a" { self.world.partner('a') } else { collector(&self.world) }
    }

    async fn lines(&self) -> Vec<Line> {
        let posted = posted(&self.world, START.date()).await;
        posted.into_iter().map(|(_, book, debit, credit, fen)| (book, debit, credit, fen)).collect()
    }

    /// The debt with the case's number.
    pub fn debt(&self, number: &str) -> DebtId {
        self.debts.get(number).copied().unwrap_or_else(absent)
    }

    /// Whoever makes the call, under the call's own number.
    pub fn context(&mut self, step: &Step) -> Context {
        let fresh = match step.by.as_str() {
            "funder-a" => treasurer(&self.world),
            "facilitator-1" => collector(&self.world),
            "facilitator-2" => self.world.facilitator(2, Role::FacilitatorOperator),
            other => panic!("{other} is nobody"),
        };
        if step.request_no.is_empty() {
            return fresh;
        }
        self.contexts.entry((step.by.clone(), step.request_no.clone())).or_insert(fresh).clone()
    }

    fn next(&mut self) -> Step {
        self.steps.pop_front().expect("the case has a further step")
    }

    /// The next step is this call.
    pub fn asked(&mut self, call: &str) -> Step {
        let step = self.next();
        assert!(step.call.starts_with(call), "{step:?}");
        step
    }

    /// The next step is no call, and begins with these words.
    pub fn says(&mut self, kind: &str, words: &str) {
        let step = self.next();
        let said = step.words.get(kind).and_then(Value::as_str);
        assert!(said.is_some_and(|said| said.starts_with(words)), "{step:?}");
    }

    /// The next step is several at once.
    pub fn parallel(&mut self) -> Vec<Step> {
        let step = self.next();
        assert!(!step.parallel.is_empty(), "{step:?}");
        step.parallel
    }

    /// Makes a debit, and sees that it is answered as the case says.
    pub async fn debit(&mut self, step: &Step) {
        let (context, body) = (self.context(step), &step.body);
        let text = |field: &str| body[field].as_str().unwrap();
        let outcome = debited(&self.world, &context, self.debt(text("debt_item")), text("amount")).await;
        match (step.expect.status, outcome) {
            (Some(202), Ok(_)) | (Some(404), Err(Error::NotFound)) => {}
            (Some(409 | 422), Err(Error::Refused(refusal))) => {
                let named = CODES.iter().find(|(word, _)| step.expect.gives.contains(word));
                assert!(named.is_none_or(|(_, code)| *code == refusal.code()), "{step:?} got {refusal:?}");
                if let Some((_, next_at)) = step.expect.gives.split_once("facts: next allowed ") {
                    let written = serde_json::to_value(&refusal).unwrap();
                    assert_eq!(written["TriedTooOften"]["next_at"], next_at, "{step:?}");
                }
            }
            (_, outcome) => panic!("{step:?} got {outcome:?}"),
        }
        // Rows of one instant have no order.
        self.world.set_now(self.world.now() + Duration::SECOND);
    }

    /// The next step is a debit, and is made.
    pub async fn call(&mut self) {
        let step = self.asked("POST /agreement-debits");
        self.debit(&step).await;
    }

    /// What was accepted is given to the network, or asked about.
    pub async fn send(&self) {
        follow(&self.world, &self.network, JobKind::FollowDebit).await;
    }

    /// The next step types the code. Gives the code of a refusal.
    pub async fn confirm(&mut self, signing: SigningId) -> Result<(), &'static str> {
        let step = self.asked("POST /signings/S1/confirm");
        let context = self.context(&step);
        let command = ConfirmSigningCommand { signing, code: CODE.to_owned() };
        let outcome = confirm_signing(&self.world.db, &self.network, &context, command).await;
        assert_eq!(step.expect.status, Some(if outcome.is_ok() { 200 } else { 422 }), "{step:?}");
        outcome.map_err(|error| match error {
            Error::Refused(refusal) => refusal.code(),
            other => panic!("{other:?}"),
        })
    }

    /// Both partners were told what the case says, each as often, and all was posted. Gives what was posted beside it.
    pub async fn ends(&self) -> Vec<Line> {
        for (partner, before) in PARTNERS.into_iter().zip(self.told) {
            let mut told = told(&self.world, &self.reader(partner)).await;
            let told = told.split_off(before);
            let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
            for code in self.end.notices.iter().filter(|notice| notice.to == partner).filter_map(Notice::code) {
                *expected.entry(code).or_default() += 1;
            }
            for (code, times) in expected {
                let heard = told.iter().filter(|event| event.kind.code() == code).count();
                assert_eq!(heard, times, "{partner}: {code}");
            }
            for event in &told {
                assert_tells_no_payer(&event.payload);
            }
        }
        let since = without(self.lines().await, self.posted.clone());
        let ledger = self.end.ledger.as_deref();
        let beside = without(since, ledger.unwrap_or_default().iter().filter_map(|text| line(text)));
        assert!(ledger.is_none_or(|lines| !lines.is_empty()) || beside.is_empty(), "{beside:?}");
        beside
    }

    /// No step is left, and every invariant holds.
    pub async fn finish(self) {
        assert!(self.steps.is_empty(), "{:?}", self.steps);
        self.world.finish().await;
    }
}
