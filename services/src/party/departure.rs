//! Agents that leave, or whose carriers pay their commissions elsewhere: only while nothing is owed.

use domain::{
    Reference,
    approval::ApprovalRefusal,
    event::PartnerEvent,
    id::{AgentId, PartnerId},
    standing::Departure,
};
use sqlx::PgConnection;
use time::Date;

use crate::{Context, Db, Error, Write, context::INSTITUTION, error::Never};

/// Why and since when an agent takes on nothing new, if it does not.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` for an unknown one.
pub async fn departure(db: &Db, context: &Context, agent: AgentId) -> Result<Option<(Departure, Date)>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sqlx::query!("select departed_for, departed_on from agents where id = $1", agent.0)
                .fetch_optional(connection)
                .await?
                .ok_or(Error::NotFound)?;
            let why = row.departed_for.map(|code| code.parse().map_err(Error::defect)).transpose()?;
            Ok(why.zip(row.departed_on))
        })
    })
    .await
}

/// Whether an agent can depart for this reason or, with none, come back.
///
/// # Errors
/// `NotFound` for an unknown one; refused when it has departed already, or not at all, and while something is owed.
pub(crate) async fn check_departure(
    connection: &mut PgConnection,
    agent: AgentId,
    departure: Option<Departure>,
) -> Result<(), Error<ApprovalRefusal>> {
    let departed = sqlx::query_scalar!(
        r#"select departed_for is not null as "departed!" from agents where id = $1 for no key update"#,
        agent.0
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(Error::NotFound)?;
    if departed == departure.is_some() {
        return Err(Error::Refused(ApprovalRefusal::DepartureUnchanged));
    }
    if departure.is_some() && owes(connection, agent).await? {
        return Err(Error::Refused(ApprovalRefusal::AgentOwes));
    }
    Ok(())
}

/// What is owed: a loan that is not settled, a draw that is under way, and what a carrier takes back.
async fn owes(connection: &mut PgConnection, agent: AgentId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from loans where agent_id = $1 and state in ('active', 'overdue'))
                  or exists (select from credit_lines where agent_id = $1 and earmarked_fen > 0)
                  or exists (select from commissions where agent_id = $1 and state = 'open') as "owes!""#,
        agent.0
    )
    .fetch_one(connection)
    .await
}

/// From now on an agent takes on nothing new, or does again; the funders of its lines are told.
///
/// # Errors
/// As [`check_departure`].
pub(crate) async fn depart(
    write: &mut Write,
    agent: AgentId,
    departure: Option<Departure>,
) -> Result<(), Error<ApprovalRefusal>> {
    check_departure(write.connection(), agent, departure).await?;
    let on = departure.map(|_| write.business_date);
    sqlx::query!(
        "update agents set departed_for = $2, departed_on = $3 where id = $1",
        agent.0,
        departure.map(Departure::code),
        on
    )
    .execute(write.connection())
    .await?;
    let lines = sqlx::query!(
        "select reference, funder_id from credit_lines where agent_id = $1 and state <> 'closed'",
        agent.0
    )
    .fetch_all(write.connection())
    .await?;
    for line in lines {
        let reference: Reference = line.reference.parse().map_err(Error::defect)?;
        let told = match departure {
            Some(departure) => PartnerEvent::AgentDeparted { reference, reason: departure.code().to_owned() },
            None => PartnerEvent::AgentCameBack { reference },
        };
        write.envelope.tell(PartnerId(line.funder_id), agent, &told)?;
    }
    Ok(())
}
