//! From the round to the line: what the shop asks, what the funders answer, and what two of their people decide.

use agent::api::consent::kept;
use domain::{
    Amount, Rate, Reference,
    application::{Contact, Decision, FormStep, Need, RejectReason},
    consent::ConsentPurpose,
    id::{ApplicationId, OfferId},
    offer::{Quotation, ROUND_MINUTES},
    terms::LoanTerms,
};
use parts::texts::Language;
use services::{
    application::{
        AgreeContractCommand, AskForMoreCommand, ClaimCommand, ConfirmCommand, Progress, ProposeCommand,
        SaveDraftCommand, SubmitCommand, agree_contract, application, ask_for_more, claim, confirm, propose,
        save_draft, select_offer, submit,
    },
    consent::GivenConsent,
    error::Failure,
    offer::{Answer, AnswerOfferCommand, OpenRoundCommand, answer_offer, open_round},
};
use time::Duration;

use crate::{
    dice::Dice,
    shops::Shop,
    stage::Told,
    world::{Funder, World},
};

/// What a funder answers to a round.
#[derive(Clone, Copy)]
pub struct Quote {
    pub product: usize,
    pub limit_yuan: i64,
    pub rate: &'static str,
}

/// How far an application goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reaches {
    Draft,
    Submitted,
    /// The funder has asked the shop something.
    Question,
    /// A reviewer has proposed to approve it.
    Proposed,
    Rejected,
    Line,
}

/// A shop asks, takes the quote of one funder, and applies.
#[derive(Clone, Copy)]
pub struct Credit {
    pub shop: usize,
    /// The place of the funder whose offer is taken.
    pub funder: usize,
    pub quote: Quote,
    pub purpose: &'static str,
    pub reaches: Reaches,
}

/// A line that is open, with what its draws need to know.
#[derive(Clone)]
pub struct Line {
    pub shop: usize,
    pub funder: usize,
    pub terms: LoanTerms,
}

/// The shop reads and gives its consents for a partner, in Chinese.
fn consents(purposes: &[ConsentPurpose], shop: &Shop, partner: &str) -> Vec<GivenConsent> {
    let given = |purpose: &ConsentPurpose| {
        let text = kept(*purpose, Language::Zh, &shop.facts.bank_account_name, partner);
        GivenConsent { purpose: *purpose, text }
    };
    purposes.iter().map(given).collect()
}

/// How much longer each funder thinks than the one that answered before it.
const THINKING_TIME: Duration = Duration::seconds(45);

impl World {
    /// A round in which each funder that was asked answers with its quote, or declines. Gives the offers, by funder.
    ///
    /// # Errors
    /// When a step is refused or the database fails.
    pub async fn round(&self, shop: &Shop, quotes: [Option<Quote>; 3]) -> Result<Vec<(usize, OfferId)>, Failure> {
        let step = format!("round/{}", shop.index);
        let text = consents(&[ConsentPurpose::PreCredit], shop, "").remove(0).text;
        let context = self.owner(shop, &step)?;
        let opened = open_round(&self.stage.db, &context, OpenRoundCommand { consent: text }).await.told(&step)?;
        // Where an interrupted run opened it at another time, the answers still come in time.
        self.stage.set_to(opened.deadline_at - Duration::minutes(ROUND_MINUTES));
        let asked = self.funders.iter().enumerate().filter(|(_, funder)| funder.facts.lends_in(&shop.facts.region));
        let mut offers: Vec<_> =
            asked.zip(opened.offers).map(|((place, funder), offer)| (place, funder, offer)).collect();
        // The dearest is the quickest.
        offers.reverse();
        for (place, funder, offer) in &offers {
            self.stage.wait(THINKING_TIME);
            let answer = match quotes.get(*place).copied().flatten() {
                Some(quote) => quoted(funder, quote)?,
                None => Answer::Decline { reason: "近六个月经营数据未达到准入要求".to_owned() },
            };
            let step = format!("answer/{}", shop.index);
            let context = self.stage.partner(funder.id, funder.facts.code, &step);
            answer_offer(&self.stage.db, &context, AnswerOfferCommand { offer: *offer, answer }).await.told(&step)?;
        }
        Ok(offers.into_iter().map(|(place, _, offer)| (place, offer)).collect())
    }

    /// Plays a shop's way to credit. Gives the line, where it is reached.
    ///
    /// # Errors
    /// When a step is refused or the database fails.
    pub async fn apply(&self, credit: Credit) -> Result<Option<Line>, Failure> {
        let shop = self.shop(credit.shop)?;
        let mut quotes = others(credit);
        quotes[credit.funder] = Some(credit.quote);
        let offers = self.round(shop, quotes).await?;
        let chosen = offers.iter().find(|(place, _)| *place == credit.funder).ok_or("the funder was not asked")?.1;
        self.stage.wait(Duration::minutes(25));
        let step = format!("select/{}", shop.index);
        let id = select_offer(&self.stage.db, &self.owner(shop, &step)?, chosen).await.told(&step)?;
        let version = self.fill_in(shop, credit, id).await?;
        if credit.reaches == Reaches::Draft {
            return Ok(None);
        }
        let step = format!("submit/{}", shop.index);
        let consents = consents(&ConsentPurpose::FOR_APPLICATION, shop, self.funder(credit.funder)?.facts.name);
        let command = SubmitCommand { application: id, version, consents };
        let _: Reference = submit(&self.stage.db, &self.owner(shop, &step)?, command).await.told(&step)?;
        if credit.reaches != Reaches::Submitted {
            self.decide(shop, credit, (id, version + 1)).await?;
        }
        if credit.reaches != Reaches::Line {
            return Ok(None);
        }
        let funder = self.funder(credit.funder)?;
        let terms =
            LoanTerms { annual_rate: credit.quote.rate.parse()?, ..funder.facts.terms(credit.quote.product)?.terms };
        Ok(Some(Line { shop: shop.index, funder: credit.funder, terms }))
    }

    /// The form's two steps. Gives the draft's version.
    async fn fill_in(&self, shop: &Shop, credit: Credit, id: ApplicationId) -> Result<i64, Failure> {
        let mut dice = Dice::of(&format!("contact/{}", shop.index));
        let place = shop.facts.bank_account_name.split_once(['区', '镇', '坝']).map_or("", |(place, _)| place);
        let contact = Contact {
            name: shop.facts.legal_person.clone(),
            phone: format!("1{}{:08}", dice.between(30, 99), dice.between(0, 99_999_999)),
            address: format!("{place}通讯街{}号{}", dice.between(1, 260), shop.facts.shop_name),
        };
        let need = Need {
            requested_limit: Some(Amount::from_fen(credit.quote.limit_yuan * 100)),
            purpose: credit.purpose.to_owned(),
            use_of_funds: "向运营商预存货款，采购终端".to_owned(),
            answer: String::new(),
        };
        let mut version = 1;
        for (name, step) in [("shop", FormStep::Shop(contact)), ("need", FormStep::Need(need))] {
            let name = format!("form/{}/{name}", shop.index);
            let command = SaveDraftCommand { application: id, version, step };
            version = save_draft(&self.stage.db, &self.owner(shop, &name)?, command).await.told(&name)?.version;
        }
        Ok(version)
    }

    /// The funder's two people, and the contract where they approve.
    async fn decide(&self, shop: &Shop, credit: Credit, seen: (ApplicationId, i64)) -> Result<(), Failure> {
        let (db, funder, (id, version)) = (&self.stage.db, self.funder(credit.funder)?, seen);
        self.stage.wait(Duration::minutes(70));
        let step = format!("review/{}", shop.index);
        let command = ClaimCommand { application: id, version, take_over: false };
        let Progress { version, .. } =
            claim(db, &self.stage.person(&funder.reviewer, &step), command).await.told(&step)?;
        if credit.reaches == Reaches::Question {
            let question = "请补充近三个月门店租金或水电费缴纳凭证。".to_owned();
            let command = AskForMoreCommand { application: id, version, question };
            ask_for_more(db, &self.stage.person(&funder.reviewer, &step), command).await.told(&step)?;
            return Ok(());
        }
        let (decision, opinion) = if credit.reaches == Reaches::Rejected {
            (Decision::Reject { reasons: vec![RejectReason::UnstableIncome] }, "近四个月销售额下降超过三成。")
        } else {
            (
                Decision::Approve { limit: Amount::from_fen(credit.quote.limit_yuan * 100) },
                "佣金持续入账，额度与月均佣金相称。\n证照在有效期内，用途为备货。",
            )
        };
        let command = ProposeCommand { application: id, version, decision, opinion: opinion.to_owned() };
        let Progress { version, .. } =
            propose(db, &self.stage.person(&funder.reviewer, &step), command).await.told(&step)?;
        if credit.reaches == Reaches::Proposed {
            return Ok(());
        }
        self.stage.wait(Duration::minutes(40));
        let command = ConfirmCommand { application: id, version, agree: true, note: String::new() };
        let Progress { version, .. } =
            confirm(db, &self.stage.person(&funder.approver, &step), command).await.told(&step)?;
        if credit.reaches == Reaches::Line { self.agree(shop, (id, version)).await } else { Ok(()) }
    }

    async fn agree(&self, shop: &Shop, (id, version): (ApplicationId, i64)) -> Result<(), Failure> {
        let step = format!("agree/{}", shop.index);
        let context = self.owner(shop, &step)?;
        let shown = application(&self.stage.db, &context, id).await.told(&step)?;
        let contract_hash = shown.contract.ok_or("an approved application has a contract")?.hash;
        let command = AgreeContractCommand { application: id, version, contract_hash };
        agree_contract(&self.stage.db, &context, command).await.told(&step)?;
        Ok(())
    }
}

fn quoted(funder: &Funder, quote: Quote) -> Result<Answer, Failure> {
    let annual_rate: Rate = quote.rate.parse()?;
    let terms = funder.facts.terms(quote.product)?;
    let published = funder.products.get(quote.product).ok_or("a product was not published")?;
    Ok(Answer::Offer {
        product_version: published.version_id,
        quotation: Quotation {
            limit: Amount::from_fen(quote.limit_yuan * 100),
            annual_rate,
            method: terms.terms.method,
            tenors: terms.tenors,
            valid_days: 60,
        },
    })
}

/// What the funders whose offers are not taken answer: the choosy one nothing, the others less or dearer.
fn others(credit: Credit) -> [Option<Quote>; 3] {
    let less = (credit.quote.limit_yuan / 2).clamp(20_000, 150_000) / 1_000 * 1_000;
    [
        None,
        Some(Quote { product: 0, limit_yuan: less, rate: "0.144" }),
        Some(Quote { product: 0, limit_yuan: 20_000, rate: "0.16" }),
    ]
}
