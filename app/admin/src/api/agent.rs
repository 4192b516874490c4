//! Everything about one agent.

use domain::{
    Amount,
    application::ApplicationState,
    approval::{Action, Subject},
    credit_line::CreditLineState,
    id::AgentId,
    offer::OfferState,
    operating_data::{OperatingRow, Summary},
    standing::Departure,
};
use leptos::prelude::*;
use partner::api::document::DocumentView;
use parts::api::{
    Answer, Told, db, draw::DrawView, id, instant, narrow::NarrowQuery, new_request_no, reader, role, writer,
};
use services::{approval::ProposeCommand, timeline::TimelineStep};

use super::{
    approval::{ApprovalView, Duty, duty},
    ledger::{EntryView, account_statement},
    party::AgentView,
    somebody::{SomebodyView, TraceView},
};

/// The most draws, the newest.
const DRAWS: u16 = 50;
/// How much of the wallet's statement.
const ENTRIES: usize = 10;

/// An agent with its people, its business and its credit.
#[derive(Clone, Debug)]
pub struct AgentPageView {
    pub agent: AgentView,
    pub licence_no: String,
    pub carrier: String,
    pub carrier_name: String,
    pub bank_account_no: String,
    pub people: Vec<SomebodyView>,
    pub offers: Vec<AgentOfferView>,
    pub applications: Vec<AgentApplicationView>,
    pub lines: Vec<AgentLineView>,
    pub loans: Vec<AgentLoanView>,
    /// The newest first.
    pub draws: Vec<DrawView>,
    /// The newest first.
    pub documents: Vec<DocumentView>,
    /// The oldest first.
    pub months: Vec<OperatingRow>,
    pub summary: Summary,
    /// What went into the wallet and out of it last.
    pub entries: Vec<EntryView>,
    /// The oldest first.
    pub timeline: Vec<TimelineStep>,
    pub trail: Vec<TraceView>,
    /// Why and since when it takes on nothing new, if it does not.
    pub departure: Option<(Departure, String)>,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

#[derive(Clone, Debug)]
pub struct AgentOfferView {
    pub funder: String,
    pub funder_name: String,
    pub state: OfferState,
    pub limit: Option<Amount>,
    pub asked_at: String,
    /// Empty where nothing was offered.
    pub valid_until: String,
}

#[derive(Clone, Debug)]
pub struct AgentApplicationView {
    pub id: String,
    pub reference: String,
    pub funder: String,
    pub funder_name: String,
    pub state: ApplicationState,
    pub offered: Amount,
    pub approved: Option<Amount>,
    pub submitted_at: String,
}

#[derive(Clone, Debug)]
pub struct AgentLineView {
    pub id: String,
    pub reference: String,
    pub funder: String,
    pub funder_name: String,
    pub state: CreditLineState,
    pub limit: Amount,
    pub outstanding: Amount,
    pub earmarked: Amount,
    pub opened_on: String,
    pub matures_on: String,
}

#[derive(Clone, Debug)]
pub struct AgentLoanView {
    pub id: String,
    pub reference: String,
    /// Whoever it is owed to.
    pub holder: String,
    pub holder_name: String,
    pub principal: Amount,
    pub outstanding: Amount,
    /// Empty while nothing is overdue.
    pub overdue_since: String,
    pub credited_on: String,
}

/// One agent.
pub async fn agent(agent: String) -> Answer<AgentPageView> {
    let (db, context) = (db(), reader()?);
    let agent: AgentId = id(&agent)?;
    let departure = services::party::departure(&db, &context, agent).await.told()?;
    let approvals = services::approval::approvals_of(&db, &context, Subject::Agent(agent)).await.told()?;
    let detail = services::party::agent(&db, &context, agent).await.told()?;
    let draws = services::draw::draws_of_shop(&db, &context, agent, DRAWS).await.told()?;
    let history = services::operating_data::history(&db, &context, agent).await.told()?;
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let agent = AgentView::of(detail.agent, today);
    let mut entries =
        account_statement(agent.wallet_account.clone(), None, NarrowQuery::default(), None).await?.entries.rows;
    entries.truncate(ENTRIES);
    Ok(AgentPageView {
        agent,
        departure: departure.map(|(why, on)| (why, on.to_string())),
        duty: duty(role(&context)?, true, &approvals),
        approvals: approvals.into_iter().map(ApprovalView::of).collect(),
        request_no: new_request_no(),
        licence_no: detail.licence_no,
        carrier: detail.carrier.to_string(),
        carrier_name: detail.carrier_name,
        bank_account_no: detail.bank_account_no,
        people: detail.people.into_iter().map(SomebodyView::of).collect(),
        offers: detail.offers.into_iter().map(offer).collect(),
        applications: detail.applications.into_iter().map(application).collect(),
        lines: detail.lines.into_iter().map(line).collect(),
        loans: detail.loans.into_iter().map(loan).collect(),
        draws: draws.into_iter().map(DrawView::of).collect(),
        documents: detail.documents.into_iter().map(DocumentView::of).collect(),
        months: history.rows.into_iter().rev().collect(),
        summary: history.summary,
        entries,
        timeline: detail.timeline,
        trail: detail.trail.into_iter().map(TraceView::of).collect(),
    })
}

/// Proposes that an agent departs for this reason (`leaves` or `commissions_elsewhere`) or, with none, comes back.
#[server(endpoint = "agent/depart")]
pub async fn propose_departure(request_no: String, agent: String, departure: String, note: String) -> Answer<()> {
    let action = Action::Depart { agent: id(&agent)?, departure: Departure::from_code(&departure) };
    services::approval::propose(&db(), &writer(&request_no)?, ProposeCommand { action, note }).await.told().map(|_| ())
}

fn offer(row: services::party::AgentOffer) -> AgentOfferView {
    AgentOfferView {
        funder: row.funder.to_string(),
        funder_name: row.funder_name,
        state: row.state,
        limit: row.limit,
        asked_at: instant(row.asked_at),
        valid_until: row.valid_until.map(instant).unwrap_or_default(),
    }
}

fn application(row: services::party::AgentApplication) -> AgentApplicationView {
    AgentApplicationView {
        id: row.id.to_string(),
        funder: row.funder.to_string(),
        reference: row.reference.to_string(),
        funder_name: row.funder_name,
        state: row.state,
        offered: row.offered,
        approved: row.approved,
        submitted_at: instant(row.submitted_at),
    }
}

fn line(row: services::party::AgentLine) -> AgentLineView {
    AgentLineView {
        id: row.id.to_string(),
        funder: row.funder.to_string(),
        reference: row.reference.to_string(),
        funder_name: row.funder_name,
        state: row.state,
        limit: row.limit,
        outstanding: row.outstanding,
        earmarked: row.earmarked,
        opened_on: row.opened_on.to_string(),
        matures_on: row.matures_on.to_string(),
    }
}

fn loan(row: services::loan::AgentLoan) -> AgentLoanView {
    AgentLoanView {
        id: row.id.to_string(),
        reference: row.reference.to_string(),
        holder: row.holder.to_string(),
        holder_name: row.holder_name,
        principal: row.principal,
        outstanding: row.outstanding,
        overdue_since: row.overdue_since.map(|on| on.to_string()).unwrap_or_default(),
        credited_on: row.credited_on.to_string(),
    }
}
