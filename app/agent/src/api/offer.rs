//! Pre-credit as the agent sees it: asking, comparing, taking one.

use domain::{
    Amount,
    consent::ConsentPurpose,
    offer::{Compared, ContractKind, Misfit, OfferState, OfferTerms, OwnCost, compare},
    terms::{LoanTerms, Tenor},
};
use leptos::prelude::*;
use parts::api::{
    Answer, ApiError, RequestProblem, Told, bad_field, db, id, instant, new_request_no, only_an_agent, reader, writer,
};
use services::offer::{OfferRow, Offered};
use time::{Duration, OffsetDateTime};

use super::{
    application::ApplicationBriefView,
    consent::{ConsentTextView, text},
    credit_line::CreditLineView,
};

/// Everything on the page of offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffersView {
    /// With a live line there is nothing to compare.
    pub line: Option<CreditLineView>,
    /// The live application, or else the newest.
    pub application: Option<ApplicationBriefView>,
    pub wish: WishView,
    /// What can be taken, the cheapest for the wish first.
    pub offers: Vec<OfferView>,
    /// Who was asked besides, and what became of it.
    pub others: Vec<AnswerView>,
    /// By when those still asked must answer; empty when nobody is waited for.
    pub waiting_until: String,
    pub consent: ConsentTextView,
    pub request_no: String,
}

/// The borrower's own amount and days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WishView {
    /// As it was typed; empty where the comparison is an example.
    pub amount_text: String,
    pub amount: Amount,
    pub days: u32,
    /// The days that can be picked.
    pub choices: Vec<u32>,
    /// Why what was typed cannot be compared.
    pub error: Option<ApiError>,
}

/// One offer that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferView {
    pub id: String,
    pub funder_name: String,
    pub product_name: String,
    pub contract_kind: ContractKind,
    /// An application is drafted for it.
    pub selected: bool,
    pub limit: Amount,
    pub terms: LoanTerms,
    pub tenors: Vec<Tenor>,
    pub price: PriceView,
    /// A date.
    pub valid_until: String,
    pub expires_soon: bool,
    pub median_answer_seconds: Option<i64>,
    pub median_decision_seconds: Option<i64>,
    pub approval_percent: Option<i64>,
    /// Of so many decisions.
    pub decided: i64,
}

/// What an offer costs for the wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceView {
    Cost(OwnCost),
    /// It lends less than was wished for: what all of that costs.
    UpTo {
        limit: Amount,
        cost: Option<OwnCost>,
    },
    TooShort {
        longest: Tenor,
    },
    Unknown,
}

/// A funder that was asked and has no offer to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerView {
    pub funder_name: String,
    pub state: OfferState,
    /// It was applied for before.
    pub used: bool,
    /// Of a refusal.
    pub reason: String,
}

/// What the comparison takes as an example until an amount is typed, and for how long.
const FIRST_AMOUNT: Amount = Amount::from_fen(5_000_000);
const FIRST_DAYS: u32 = 30;
/// When an offer is said to expire soon.
const SOON: Duration = Duration::days(3);

/// The offers, compared for an amount and days as they stand in the query, empty for the first look.
pub async fn offers(amount: String, days: String) -> Answer<OffersView> {
    let (db, context) = (db(), reader()?);
    // Looking marks new offers as seen, which is a change and needs a number of its own.
    let rows = services::offer::offers(&db, &writer(&new_request_no())?).await.told()?;
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let shop = services::party::signing_name(&db, &context).await.told()?;
    let (now, waiting) = (db.now(), rows.iter().filter(|row| row.state == OfferState::Pending));
    let waiting_until = waiting.map(|row| row.deadline_at).max().map(instant).unwrap_or_default();
    let application = super::application::newest(&db, &context).await?;
    let (open, rest): (Vec<OfferRow>, Vec<OfferRow>) = rows.into_iter().partition(OfferRow::is_open);
    let open: Vec<(OfferRow, Offered)> =
        open.into_iter().filter_map(|mut row| row.offered.take().map(|offered| (row, offered))).collect();
    // Whoever was applied to is none of the others.
    let under_way = application.as_ref().filter(|newest| newest.is_under_way());
    let applied_to = under_way.map(|newest| newest.funder_name.clone());
    let others = rest.into_iter().filter(|row| applied_to.as_ref() != Some(&row.funder_name));
    let others = others.map(AnswerView::of).collect();
    let terms: Vec<OfferTerms> = open.iter().map(|(_, offered)| offered.terms.clone()).collect();
    let line = super::credit_line::line(&db, &context).await?;
    // Beside a line nothing is compared, whatever the query says.
    let (amount, days) = if line.is_some() { (String::new(), String::new()) } else { (amount, days) };
    let wish = WishView::read(&amount, &days, &terms);
    let offers = compare(&terms, wish.amount, wish.days, today)
        .into_iter()
        .filter_map(|compared| {
            let (row, offered) = open.get(compared.index)?;
            Some(OfferView::of(row, offered, price(compared, offered, wish.days, today), now))
        })
        .collect();
    Ok(OffersView {
        line,
        application,
        wish,
        offers,
        others,
        waiting_until,
        consent: text(ConsentPurpose::PreCredit, &shop, ""),
        request_no: new_request_no(),
    })
}

fn price(compared: Compared, offered: &Offered, days: u32, today: time::Date) -> PriceView {
    match compared.fit {
        Ok(cost) => PriceView::Cost(cost),
        Err(Misfit::LimitTooLow { limit }) => {
            let whole = compare(std::slice::from_ref(&offered.terms), limit, days, today);
            PriceView::UpTo { limit, cost: whole.into_iter().find_map(|compared| compared.fit.ok()) }
        }
        Err(Misfit::TenorTooShort { longest }) => PriceView::TooShort { longest },
        Err(Misfit::OutOfRange) => PriceView::Unknown,
    }
}

impl WishView {
    /// What cannot be read is told, and the first look is shown instead.
    fn read(amount: &str, days: &str, offers: &[OfferTerms]) -> Self {
        let positive = |amount: Amount| {
            if amount.is_positive() { Ok(amount) } else { Err(bad_field(RequestProblem::AmountNotPositive)) }
        };
        let read = if amount.is_empty() { Ok(FIRST_AMOUNT) } else { parts::api::amount(amount).and_then(positive) };
        let picked = if days.is_empty() { Some(FIRST_DAYS) } else { domain::width::bare(days).parse().ok() };
        let picked = picked.filter(|days| (1..=domain::terms::MAX_DAYS).contains(days));
        let error = read.clone().err().or_else(|| picked.is_none().then(|| bad_field(RequestProblem::DaysInvalid)));
        let days = picked.unwrap_or(FIRST_DAYS);
        let mut choices: Vec<u32> = offers.iter().flat_map(|offer| &offer.tenors).map(in_days).chain([days]).collect();
        choices.sort_unstable();
        choices.dedup();
        let amount_text = match &read {
            Ok(read) if !amount.is_empty() => read.grouped(),
            _ => amount.to_owned(),
        };
        Self { amount_text, amount: read.unwrap_or(FIRST_AMOUNT), days, choices, error }
    }
}

/// A month is taken as thirty days, which a tenor of as many months always lasts, but for February.
fn in_days(tenor: &Tenor) -> u32 {
    match tenor {
        Tenor::Days(days) => *days,
        Tenor::Months(months) => months.saturating_mul(30),
    }
}

impl OfferView {
    fn of(row: &OfferRow, offered: &Offered, price: PriceView, now: OffsetDateTime) -> Self {
        Self {
            id: row.offer.to_string(),
            funder_name: row.funder_name.clone(),
            product_name: offered.product_name.clone(),
            contract_kind: offered.contract_kind,
            selected: row.state == OfferState::Selected,
            limit: offered.terms.limit,
            terms: offered.terms.terms.clone(),
            tenors: offered.terms.tenors.clone(),
            price,
            valid_until: domain::calendar::date_in_china(offered.valid_until).to_string(),
            expires_soon: offered.valid_until - now < SOON,
            median_answer_seconds: row.record.median_answer_seconds,
            median_decision_seconds: row.record.median_decision_seconds,
            approval_percent: row.record.approval_percent(),
            decided: row.record.decided,
        }
    }
}

impl AnswerView {
    fn of(row: OfferRow) -> Self {
        Self {
            funder_name: row.funder_name,
            state: row.state,
            used: row.used,
            reason: row.decline_reason.unwrap_or_default(),
        }
    }
}

/// Asks every funder that fits. The tick carries the hash of the consent that was read.
#[server(endpoint = "offer/ask")]
pub async fn open_round(request_no: String, consent_hash: Option<String>) -> Answer<()> {
    use services::offer::OpenRoundCommand;
    let (db, context) = (db(), writer(&request_no)?);
    only_an_agent(&context)?;
    let Some(hash) = consent_hash else { return Err(bad_field(RequestProblem::ConsentNotTicked)) };
    let shop = services::party::signing_name(&db, &context).await.told()?;
    let given = super::consent::given(ConsentPurpose::PreCredit, &hash, &shop, "");
    let consent = given.ok_or_else(|| bad_field(RequestProblem::ConsentChanged))?.text;
    services::offer::open_round(&db, &context, OpenRoundCommand { consent }).await.told()?;
    leptos_axum::redirect("/agent/offers");
    Ok(())
}

/// Takes an offer and goes to its application.
#[server(endpoint = "offer/select")]
pub async fn select_offer(request_no: String, offer: String) -> Answer<()> {
    let application = services::application::select_offer(&db(), &writer(&request_no)?, id(&offer)?).await.told()?;
    leptos_axum::redirect(&format!("/agent/applications/{application}?step=1"));
    Ok(())
}
