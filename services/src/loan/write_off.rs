//! Write-offs: a funder's own mark of a late loan, which its figures of what is late leave out from then on. Nothing else follows from it.

use domain::{
    id::{LoanId, PartnerId},
    role::Role,
    write_off::{WriteOffRefusal, WriteOffStanding},
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::Date;

use crate::{Context, Db, Error, error::Never};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WriteOffCommand {
    pub loan: LoanId,
    pub reason: String,
}

/// A write-off that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteOffRow {
    pub reason: String,
    pub written_by: String,
    pub written_on: Date,
}

/// Writes a late loan off, in the figures of its funder.
///
/// # Errors
/// `Forbidden` to anybody but a funder's approver; `NotFound` for another funder's loan; refused when another holds it, nothing of it is
/// overdue, it is written off, or the reason is missing or too long.
pub async fn write_off(db: &Db, context: &Context, command: WriteOffCommand) -> Result<(), Error<WriteOffRefusal>> {
    let funder = context.funder(&[Role::FunderApprover])?;
    let person = context.person()?.user;
    db.write(context, "loan.write_off", &command.clone(), move |write| {
        Box::pin(async move {
            let WriteOffCommand { loan, reason } = command;
            let standing = lock(write.connection(), loan, funder).await?;
            write.envelope.about(loan);
            standing.write_off(&reason).map_err(Error::Refused)?;
            let (id, on, at) = (write.id(), write.business_date, write.at);
            sqlx::query!(
                "insert into write_offs (loan_id, id, funder_id, written_on, written_at, written_by, reason)
                 values ($1, $2, $3, $4, $5, $6, $7)",
                loan.0,
                id,
                funder.0,
                on,
                at,
                person.0,
                reason.trim(),
            )
            .execute(write.connection())
            .await?;
            write.envelope.changed(&(), &reason)
        })
    })
    .await
}

/// Takes that back.
///
/// # Errors
/// `Forbidden` to anybody but a funder's approver; `NotFound` for another funder's loan; refused when it is not written off.
pub async fn take_back_write_off(db: &Db, context: &Context, loan: LoanId) -> Result<(), Error<WriteOffRefusal>> {
    let funder = context.funder(&[Role::FunderApprover])?;
    let person = context.person()?.user;
    db.write(context, "loan.take_back_write_off", &loan, move |write| {
        Box::pin(async move {
            let standing = lock(write.connection(), loan, funder).await?;
            write.envelope.about(loan);
            standing.take_back().map_err(Error::Refused)?;
            let on = write.business_date;
            sqlx::query!(
                "update write_offs set taken_back_on = $2, taken_back_by = $3 where loan_id = $1 and taken_back_on is null",
                loan.0,
                on,
                person.0,
            )
            .execute(write.connection())
            .await?;
            Ok(())
        })
    })
    .await
}

async fn lock(
    connection: &mut PgConnection,
    loan: LoanId,
    funder: PartnerId,
) -> Result<WriteOffStanding, Error<WriteOffRefusal>> {
    let row = sqlx::query!(
        r#"select l.state = 'overdue' as "overdue!", l.holder_id = l.funder_id as "held!" from loans l
           where l.id = $1 and l.funder_id = $2 for update"#,
        loan.0,
        funder.0,
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(Error::NotFound)?;
    // After the lock, so that it is seen when another has just written it.
    let written_off = sqlx::query_scalar!(
        r#"select exists (select from write_offs where loan_id = $1 and taken_back_on is null) as "written_off!""#,
        loan.0
    )
    .fetch_one(connection)
    .await?;
    Ok(WriteOffStanding { overdue: row.overdue, held: row.held, written_off })
}

/// Whether its funder has written a loan off, for the funder's people and the institution's.
///
/// # Errors
/// `Forbidden` to agents; a facilitator sees none.
pub async fn written_off(db: &Db, context: &Context, loan: LoanId) -> Result<Option<WriteOffRow>, Error<Never>> {
    context.side::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let found = sqlx::query_as!(
                WriteOffRow,
                "select w.reason, u.display_name as written_by, w.written_on from write_offs w
                 join users u on u.id = w.written_by where w.loan_id = $1 and w.taken_back_on is null",
                loan.0
            )
            .fetch_optional(connection)
            .await?;
            Ok(found)
        })
    })
    .await
}
