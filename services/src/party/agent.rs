//! Everything about one agent, as the institution's people see it.

use domain::{
    Amount, Reference,
    application::ApplicationState,
    audit::Outcome,
    credit_line::CreditLineState,
    id::{AgentId, ApplicationId, CarrierId, CreditLineId, PartnerId, UserId},
    offer::OfferState,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::report::{AgentRow, find_agent};
use crate::{
    Context, Db, Error,
    audit::{names_of, sought},
    context::INSTITUTION,
    document::{Document, list_documents},
    error::Never,
    loan::{self, AgentLoan},
    timeline::{self, Things, TimelineStep},
};

/// The most rows of each part, the newest first.
pub(super) const MOST: i64 = 50;

/// An agent with its people and its credit, and what was done about any of it.
#[derive(Clone, Debug)]
pub struct AgentDetail {
    pub agent: AgentRow,
    pub licence_no: String,
    pub carrier: CarrierId,
    pub carrier_name: String,
    pub bank_account_no: String,
    pub people: Vec<Somebody>,
    pub offers: Vec<AgentOffer>,
    pub applications: Vec<AgentApplication>,
    pub lines: Vec<AgentLine>,
    pub loans: Vec<AgentLoan>,
    pub documents: Vec<Document>,
    /// Across all parties, the oldest first: the latest of it.
    pub timeline: Vec<TimelineStep>,
    pub trail: Vec<Trace>,
}

/// Somebody who signs in for a shop or a partner.
#[derive(Clone, Debug)]
pub struct Somebody {
    pub id: UserId,
    pub name: String,
    pub username: String,
    pub disabled: bool,
}

/// What a funder has answered, or has not yet.
#[derive(Clone, Debug)]
pub struct AgentOffer {
    pub funder: PartnerId,
    pub funder_name: String,
    pub state: OfferState,
    pub limit: Option<Amount>,
    pub asked_at: OffsetDateTime,
    pub valid_until: Option<OffsetDateTime>,
}

#[derive(Clone, Debug)]
pub struct AgentApplication {
    pub id: ApplicationId,
    pub reference: Reference,
    pub funder: PartnerId,
    pub funder_name: String,
    pub state: ApplicationState,
    pub offered: Amount,
    pub approved: Option<Amount>,
    pub submitted_at: OffsetDateTime,
}

#[derive(Clone, Debug)]
pub struct AgentLine {
    pub id: CreditLineId,
    pub reference: Reference,
    pub funder: PartnerId,
    pub funder_name: String,
    pub state: CreditLineState,
    pub limit: Amount,
    pub outstanding: Amount,
    pub earmarked: Amount,
    pub opened_on: Date,
    pub matures_on: Date,
}

/// One operation that was done or refused.
#[derive(Clone, Debug)]
pub struct Trace {
    pub at: OffsetDateTime,
    pub operation: String,
    /// By name; as it is recorded where it is no person.
    pub actor: String,
    pub subject: String,
    /// The number or the name by which people know that; empty where it has none.
    pub subject_name: String,
    pub outcome: Outcome,
}

/// One agent.
///
/// # Errors
/// `NotFound` for an unknown one, `Forbidden` outside the institution.
pub async fn agent(db: &Db, context: &Context, id: AgentId) -> Result<AgentDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let reader = context.party();
    db.read(context, move |connection| {
        Box::pin(async move {
            let agent = find_agent(connection, id).await?.ok_or(Error::NotFound)?;
            let more = sqlx::query!(
                "select a.licence_no, a.bank_account_no, a.carrier_id, c.name from agents a join carriers c on c.id = a.carrier_id
                 where a.id = $1",
                id.0
            )
            .fetch_one(&mut *connection)
            .await?;
            let subjects = sought::own(connection, id, agent.wallet).await?;
            Ok(AgentDetail {
                licence_no: more.licence_no,
                carrier: CarrierId(more.carrier_id),
                carrier_name: more.name,
                bank_account_no: more.bank_account_no,
                people: list_people(connection, id).await?,
                offers: list_offers(connection, id).await?,
                applications: list_applications(connection, id).await?,
                lines: list_lines(connection, id).await?,
                loans: loan::list_of_agent(connection, id, MOST).await?,
                documents: list_documents(connection, id, None).await?,
                timeline: timeline::list(connection, reader, &things(id, &subjects)).await?,
                trail: list_trail(connection, &subjects).await?,
                agent,
            })
        })
    })
    .await
}

async fn list_people(connection: &mut PgConnection, agent: AgentId) -> Result<Vec<Somebody>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, display_name, username, disabled_at is not null as "disabled!" from users
           where agent_id = $1 order by username"#,
        agent.0
    );
    let person = |id, name, username, disabled| Somebody { id: UserId(id), name, username, disabled };
    let rows = rows.fetch_all(connection).await?.into_iter();
    Ok(rows.map(|row| person(row.id, row.display_name, row.username, row.disabled)).collect())
}

/// What is an agent's own, as far as a timeline tells of it.
fn things(agent: AgentId, own: &[String]) -> Things {
    Things {
        applications: own.iter().filter_map(|subject| subject.parse().ok()).collect(),
        lines: own.iter().filter_map(|subject| subject.parse().ok()).collect(),
        draws: own.iter().filter_map(|subject| subject.parse().ok()).collect(),
        loans: own.iter().filter_map(|subject| subject.parse().ok()).collect(),
        repayments: own.iter().filter_map(|subject| subject.parse().ok()).collect(),
        frozen: Some((agent, OffsetDateTime::UNIX_EPOCH)),
    }
}

async fn list_offers(connection: &mut PgConnection, agent: AgentId) -> Result<Vec<AgentOffer>, Error<Never>> {
    let rows = sqlx::query!(
        "select o.funder_id, f.name, o.state, o.limit_fen, o.asked_at, o.valid_until
         from offers o join partners f on f.id = o.funder_id
         where o.agent_id = $1 order by o.asked_at desc, o.id desc limit $2",
        agent.0,
        MOST
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AgentOffer {
                funder: PartnerId(row.funder_id),
                funder_name: row.name,
                state: row.state.parse().map_err(Error::defect)?,
                limit: row.limit_fen.map(Amount::from_fen),
                asked_at: row.asked_at,
                valid_until: row.valid_until,
            })
        })
        .collect()
}

async fn list_applications(
    connection: &mut PgConnection,
    agent: AgentId,
) -> Result<Vec<AgentApplication>, Error<Never>> {
    let rows = sqlx::query!(
        r#"select a.id, a.reference as "reference!", a.funder_id, f.name, a.state, a.offered_limit_fen, a.approved_limit_fen, a.submitted_at as "submitted_at!"
           from applications a join partners f on f.id = a.funder_id
           where a.agent_id = $1 and a.submitted_at is not null order by a.submitted_at desc limit $2"#,
        agent.0,
        MOST
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AgentApplication {
                id: ApplicationId(row.id),
                funder: PartnerId(row.funder_id),
                reference: row.reference.parse().map_err(Error::defect)?,
                funder_name: row.name,
                state: row.state.parse().map_err(Error::defect)?,
                offered: Amount::from_fen(row.offered_limit_fen),
                approved: row.approved_limit_fen.map(Amount::from_fen),
                submitted_at: row.submitted_at,
            })
        })
        .collect()
}

async fn list_lines(connection: &mut PgConnection, agent: AgentId) -> Result<Vec<AgentLine>, Error<Never>> {
    let rows = sqlx::query!(
        "select l.id, l.reference, l.funder_id, f.name, l.state, l.limit_fen, l.outstanding_fen, l.earmarked_fen, l.opened_on, l.matures_on
         from credit_lines l join partners f on f.id = l.funder_id
         where l.agent_id = $1 order by l.opened_on desc, l.id desc limit $2",
        agent.0,
        MOST
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AgentLine {
                id: CreditLineId(row.id),
                funder: PartnerId(row.funder_id),
                reference: row.reference.parse().map_err(Error::defect)?,
                funder_name: row.name,
                state: row.state.parse().map_err(Error::defect)?,
                limit: Amount::from_fen(row.limit_fen),
                outstanding: Amount::from_fen(row.outstanding_fen),
                earmarked: Amount::from_fen(row.earmarked_fen),
                opened_on: row.opened_on,
                matures_on: row.matures_on,
            })
        })
        .collect()
}

/// What was done about these things, by whomever, the newest first.
pub(super) async fn list_trail(connection: &mut PgConnection, subjects: &[String]) -> Result<Vec<Trace>, Error<Never>> {
    let rows = sqlx::query!(
        r#"select a.recorded_at, a.operation, coalesce(u.display_name, a.actor) as "actor!", a.subject, a.outcome
           from unnest($1::text[]) as t (subject)
           cross join lateral (select * from audit where subject = t.subject order by id desc limit $2) a
           left join lateral (select display_name from users
                                           where starts_with(a.actor, 'user:') and username = substr(a.actor, 6) limit 1) u on true
           order by a.id desc limit $2"#,
        subjects,
        MOST
    )
    .fetch_all(&mut *connection)
    .await?;
    let told: Vec<String> = rows.iter().map(|row| row.subject.clone()).collect();
    let names = names_of(connection, &told).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Trace {
                subject_name: names.get(&row.subject).cloned().unwrap_or_default(),
                at: row.recorded_at,
                operation: row.operation,
                actor: row.actor,
                subject: row.subject,
                outcome: row.outcome.parse().map_err(Error::defect)?,
            })
        })
        .collect()
}
