//! What falls due of loans, what has, and what is late.

use domain::{
    Amount,
    calendar::days_between,
    end_of_day::{REMIND_BEFORE, REMIND_LATE},
    id::{AgentId, LoanId, PartnerId},
    loan::Loan,
    position::Position,
};
use sqlx::{PgConnection, types::Json};
use time::{Date, Duration};

use crate::{Context, Db, Error, error::Never};

/// The agent's loans of which something has fallen due by a date and is unpaid.
pub(crate) async fn list_due(
    connection: &mut PgConnection,
    agent: AgentId,
    on: Date,
) -> Result<Vec<Position>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select position as "position: Json<Position>" from loans
           where agent_id = $1 and state <> 'settled' and due_on <= $2"#,
        agent.0,
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.position.0).collect())
}

/// Whether anything of the agent is overdue.
pub(crate) async fn is_late(connection: &mut PgConnection, agent: AgentId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from loans where agent_id = $1 and state = 'overdue') as "late!""#,
        agent.0
    )
    .fetch_one(connection)
    .await
}

/// A loan as it is kept, with its number.
#[derive(Clone, Debug)]
pub struct KeptLoan {
    pub id: LoanId,
    pub reference: String,
    pub loan: Loan,
}

/// A loan of the agent with those of its loans that are overdue, in the order of their numbers: a payment of it pays them first.
pub(crate) async fn list_with_overdue(
    connection: &mut PgConnection,
    agent: AgentId,
    loan: LoanId,
) -> Result<Vec<KeptLoan>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, reference, position as "position: Json<Position>", holder_id, version from loans
           where agent_id = $1 and (id = $2 or state = 'overdue') order by reference, id"#,
        agent.0,
        loan.0,
    )
    .fetch_all(connection)
    .await?;
    let kept = rows.into_iter().map(|row| KeptLoan {
        id: LoanId(row.id),
        reference: row.reference,
        loan: Loan { position: row.position.0, holder: PartnerId(row.holder_id), version: row.version },
    });
    Ok(kept.collect())
}

/// A loan of the shop with those of its loans that are overdue, in the order of their numbers.
///
/// # Errors
/// `Forbidden` for anybody but a person of a shop.
pub async fn with_overdue(db: &Db, context: &Context, loan: LoanId) -> Result<Vec<KeptLoan>, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| Box::pin(async move { Ok(list_with_overdue(connection, agent, loan).await?) }))
        .await
}

/// A loan of which something falls due in a few days.
pub(crate) struct DueSoon {
    pub id: LoanId,
    pub holder: PartnerId,
    pub reference: String,
    pub due_on: Date,
    pub amount: Amount,
}

/// What falls due next of loans that are not overdue. One of which a little is unpaid, too little to be overdue, or not for long
/// enough, tells its next instalment.
pub(crate) async fn list_due_soon(connection: &mut PgConnection, today: Date) -> Result<Vec<DueSoon>, sqlx::Error> {
    let days: Vec<Date> = REMIND_BEFORE.iter().map(|days| today + Duration::days(i64::from(*days))).collect();
    let rows = sqlx::query!(
        r#"select id, holder_id, reference, due_on as "due_on!", due_fen as "due_fen!",
                  case when due_on < $2 then position end as "position: Json<Position>"
           from loans where state = 'active' and (due_on = any($1) or due_on < $2) order by due_on, id"#,
        &days,
        today,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let (due_on, amount) = match &row.position {
                Some(position) => position.next_due(today).filter(|(due_on, _)| days.contains(due_on))?,
                None => (row.due_on, Amount::from_fen(row.due_fen)),
            };
            let (id, holder) = (LoanId(row.id), PartnerId(row.holder_id));
            Some(DueSoon { id, holder, reference: row.reference, due_on, amount })
        })
        .collect())
}

/// A loan that has been overdue for some days.
pub(crate) struct Late {
    pub id: LoanId,
    pub holder: PartnerId,
    pub reference: String,
    pub days: usize,
    pub amount: Amount,
}

/// What is overdue for just so many days that it is told again.
pub(crate) async fn list_late(connection: &mut PgConnection, today: Date) -> Result<Vec<Late>, sqlx::Error> {
    let since: Vec<Date> = REMIND_LATE.iter().map(|days| today - Duration::days(i64::from(*days))).collect();
    let rows = sqlx::query!(
        r#"select id, holder_id, reference, overdue_since as "overdue_since!", position as "position: Json<Position>"
           from loans where state = 'overdue' and overdue_since = any($1) order by overdue_since, id"#,
        &since,
    )
    .fetch_all(connection)
    .await?;
    let late = rows.into_iter().map(|row| Late {
        id: LoanId(row.id),
        holder: PartnerId(row.holder_id),
        reference: row.reference,
        days: usize::try_from(days_between(row.overdue_since, today)).unwrap_or(usize::MAX),
        amount: row.position.quote(today).overdue_total(),
    });
    Ok(late.collect())
}
