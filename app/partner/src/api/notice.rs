//! What a partner is told, and where.

use std::sync::Arc;

use domain::{
    Amount,
    endpoint::{EndReason, EndpointState, host},
    event::{FactKind, PartnerEventKind},
    notice::{AttemptOutcome, DeadReason, DeliveryState},
    role::Role,
};
use leptos::prelude::*;
use parts::api::{
    Answer, Called, Names, Told, bad_field, db, id, instant, narrow::NarrowQuery, new_request_no, not_compressed,
    reader, role, writer,
};
use serde_json::Value;
use services::{
    notice::{
        Again, AttemptRow, EndpointRow, Notice, NoticeFilter, NoticeRow, Outbound, RedeliverCommand,
        RegisterEndpointCommand, secret_text,
    },
    page::Page,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Something that happened, as this partner is told, and how its system was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeView {
    pub id: String,
    pub number: i64,
    pub kind: PartnerEventKind,
    /// What it says: the names of its facts, and what they are. One without a name has an empty one.
    pub facts: Vec<(String, String)>,
    pub at: String,
    pub delivery: DeliveryState,
    pub dead: Option<DeadReason>,
    pub tries: u32,
    /// What came of the last attempt.
    pub outcome: Option<AttemptOutcome>,
    /// When it is tried next, while it waits.
    pub due_at: String,
}

/// A page of notices, with where they go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticesView {
    pub page: Page<NoticeView, i64>,
    pub portal: &'static str,
    /// The host of the endpoint in force; empty when there is none.
    pub host: String,
    /// How many can be sent again at once: none but in the list of what is not delivered.
    pub dead: i64,
    pub request_no: String,
}

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePageView {
    pub notice: NoticeView,
    pub body: String,
    pub attempts: Vec<AttemptView>,
    pub portal: &'static str,
    pub may_send: bool,
    pub request_no: String,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptView {
    pub at: String,
    pub host: String,
    pub outcome: AttemptOutcome,
    pub took_ms: i32,
}

/// Where a partner is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointView {
    pub id: String,
    pub url: String,
    pub wants_success: bool,
    pub state: EndpointState,
    /// What a timeline calls who did it, with the instants.
    pub registered: (Called, String),
    pub tested_at: String,
    pub approved: Option<(Called, String)>,
    pub ended_at: String,
    pub end_reason: Option<EndReason>,
    pub previous_until: String,
    /// The newest first, when they are shown to the visitor.
    pub secrets: Vec<String>,
    /// Whether the visitor is somebody else than who registered it.
    pub other_registered: bool,
}

/// A partner's endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointsView {
    pub in_force: Option<EndpointView>,
    pub registered: Option<EndpointView>,
    pub before: Vec<EndpointView>,
    pub portal: &'static str,
    /// In base 64.
    pub public_key: String,
    /// As `public_key`, of SM2.
    pub sm2_public_key: String,
    pub approves: bool,
    pub request_no: String,
}

fn outbound() -> Arc<Outbound> {
    expect_context::<Arc<Outbound>>()
}

impl From<NoticeRow> for NoticeView {
    fn from(NoticeRow { event, delivery }: NoticeRow) -> Self {
        Self {
            id: event.id.to_string(),
            number: event.number,
            kind: event.kind,
            facts: facts(event.kind, &event.payload),
            at: instant(event.at),
            delivery: delivery.state,
            dead: delivery.reason,
            tries: delivery.tries,
            outcome: delivery.outcome,
            due_at: instant(delivery.due_at),
        }
    }
}

/// A page of what the visitor's side was told, as it is asked for, from behind a number.
pub async fn notices(filter: NoticeFilter, query: NarrowQuery, after: Option<String>) -> Answer<NoticesView> {
    let after = after.and_then(|text| text.parse().ok());
    let (list, db, context) = (query.read(filter)?, db(), reader()?);
    let rows = services::notice::notices(&db, &context, list, after).await.told()?;
    let endpoints = services::notice::endpoints(&db, &context).await.told()?;
    let in_force = endpoints.iter().find(|endpoint| endpoint.state == EndpointState::InForce);
    Ok(NoticesView {
        page: rows.map(NoticeView::from),
        portal: role(&context)?.portal(),
        host: in_force.map(|endpoint| host(&endpoint.url).to_owned()).unwrap_or_default(),
        dead: match filter {
            NoticeFilter::Undelivered => services::notice::count_dead(&db, &context).await.told()?,
            NoticeFilter::All => 0,
        },
        request_no: new_request_no(),
    })
}

/// One notice.
pub async fn notice(event: String) -> Answer<NoticePageView> {
    let (db, context) = (db(), reader()?);
    let (row, attempts) = services::notice::notice(&db, &context, id(&event)?).await.told()?;
    let endpoints = services::notice::endpoints(&db, &context).await.told()?;
    let view = NoticeView::from(row.clone());
    let body = serde_json::to_string_pretty(&Notice::from(row.event)).unwrap_or_default();
    let attempt = |AttemptRow { at, url, outcome, took_ms }| AttemptView {
        at: instant(at),
        host: host(&url).to_owned(),
        outcome,
        took_ms,
    };
    Ok(NoticePageView {
        may_send: view.delivery != DeliveryState::Waiting
            && endpoints.iter().any(|endpoint| endpoint.state == EndpointState::InForce),
        notice: view,
        body,
        attempts: attempts.into_iter().map(attempt).collect(),
        portal: role(&context)?.portal(),
        request_no: new_request_no(),
    })
}

/// The visitor's endpoints.
pub async fn endpoints() -> Answer<EndpointsView> {
    let (db, context) = (db(), reader()?);
    let rows = services::notice::endpoints(&db, &context).await.told()?;
    let names = super::team::names().await?;
    let me = context.actor_name();
    let (mut view, mut before) = ((None, None), Vec::new());
    for row in rows {
        let state = row.state;
        let endpoint = EndpointView::of(row, &names, &me);
        match state {
            EndpointState::InForce => view.0 = Some(endpoint),
            EndpointState::Registered => view.1 = Some(endpoint),
            EndpointState::Replaced | EndpointState::Disabled | EndpointState::Withdrawn => before.push(endpoint),
        }
    }
    let role = role(&context)?;
    not_compressed();
    Ok(EndpointsView {
        in_force: view.0,
        registered: view.1,
        before,
        portal: role.portal(),
        public_key: outbound().public_key().unwrap_or_default(),
        sm2_public_key: outbound().sm2_public_key().unwrap_or_default(),
        approves: matches!(role, Role::FunderApprover | Role::FacilitatorApprover),
        request_no: new_request_no(),
    })
}

impl EndpointView {
    fn of(row: EndpointRow, names: &Names, me: &str) -> Self {
        Self {
            id: row.id.to_string(),
            url: row.url,
            wants_success: row.wants_success,
            state: row.state,
            other_registered: row.registered_by != me,
            registered: (names.of(&row.registered_by), instant(row.registered_at)),
            tested_at: row.tested_at.map(instant).unwrap_or_default(),
            approved: row.approved_by.zip(row.approved_at).map(|(by, at)| (names.of(&by), instant(at))),
            ended_at: row.ended_at.map(instant).unwrap_or_default(),
            end_reason: row.end_reason,
            previous_until: row.previous_until.map(instant).unwrap_or_default(),
            secrets: row.secrets.iter().map(secret_text).collect(),
        }
    }
}

/// What a person can read of what an event says, in the order in which the event has it; amounts of nothing are left out. What was
/// told before events had a form has no names.
fn facts(kind: PartnerEventKind, payload: &Value) -> Vec<(String, String)> {
    let written = |kind: FactKind, value: &Value| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        match kind {
            FactKind::Amount => {
                let amount: Amount = text.parse().ok()?;
                (amount != Amount::ZERO).then(|| amount.grouped())
            }
            FactKind::Instant => Some(OffsetDateTime::parse(&text, &Rfc3339).map_or(text, instant)),
            FactKind::Text | FactKind::Date | FactKind::Count | FactKind::List(_) => Some(text),
        }
    };
    match payload {
        Value::Object(fields) => kind
            .facts()
            .iter()
            .filter_map(|fact| Some((fact.name.to_owned(), written(fact.kind, fields.get(fact.name)?)?)))
            .collect(),
        Value::Array(values) => {
            values.iter().filter_map(|value| Some((String::new(), written(FactKind::Text, value)?))).collect()
        }
        value => written(FactKind::Text, value).map(|text| (String::new(), text)).into_iter().collect(),
    }
}

/// Registers an endpoint.
#[server(endpoint = "endpoint/register")]
pub async fn register_endpoint(request_no: String, url: String, #[server(default)] wants_success: bool) -> Answer<()> {
    let command = RegisterEndpointCommand { url: url.trim().to_owned(), wants_success };
    services::notice::register_endpoint(&db(), &outbound(), &writer(&request_no)?, command).await.told().map(drop)
}

/// Sends an endpoint a notice of nothing.
#[server(endpoint = "endpoint/test")]
pub async fn test_endpoint(request_no: String, endpoint: String) -> Answer<()> {
    services::notice::test_endpoint(&db(), &outbound(), &writer(&request_no)?, id(&endpoint)?).await.told()
}

/// Puts an endpoint in force.
#[server(endpoint = "endpoint/approve")]
pub async fn approve_endpoint(request_no: String, endpoint: String) -> Answer<()> {
    services::notice::approve_endpoint(&db(), &writer(&request_no)?, id(&endpoint)?).await.told()
}

/// Puts an endpoint out of force, or takes it back.
#[server(endpoint = "endpoint/end")]
pub async fn end_endpoint(request_no: String, endpoint: String) -> Answer<()> {
    services::notice::end_endpoint(&db(), &writer(&request_no)?, id(&endpoint)?).await.told()
}

/// Shows the visitor an endpoint's secrets.
#[server(endpoint = "endpoint/reveal")]
pub async fn reveal_secret(request_no: String, endpoint: String) -> Answer<()> {
    services::notice::reveal_secret(&db(), &writer(&request_no)?, id(&endpoint)?).await.told()
}

/// Gives an endpoint another secret.
#[server(endpoint = "endpoint/rotate")]
pub async fn rotate_secret(request_no: String, endpoint: String) -> Answer<()> {
    services::notice::rotate_secret(&db(), &writer(&request_no)?, id(&endpoint)?).await.told()
}

/// Sends notices again: one, or, without a number, all that are not sent any more.
#[server(endpoint = "notice/redeliver")]
pub async fn redeliver(request_no: String, #[server(default)] number: String) -> Answer<()> {
    let command = match number.as_str() {
        "" => RedeliverCommand { from: 1, to: i64::MAX, again: Again::Dead },
        number => {
            let number = number.parse().map_err(|_| bad_field(parts::api::RequestProblem::Unreadable))?;
            RedeliverCommand { from: number, to: number, again: Again::All }
        }
    };
    services::notice::redeliver(&db(), &writer(&request_no)?, command).await.told().map(drop)
}
