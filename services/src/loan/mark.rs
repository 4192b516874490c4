//! Marks beside a loan's state. While one holds, whoever holds the loan debits no card for it; what its wallet pays by itself, and what its
//! agent pays, goes on.

use domain::{
    Reference,
    approval::ApprovalRefusal,
    event::PartnerEvent,
    id::{LoanId, PartnerId},
    loan::LoanMark,
};
use sqlx::PgConnection;

use crate::{Context, Db, Error, Write, error::Never};

/// The marks of a loan that hold, for whoever sees the loan.
///
/// # Errors
/// When the database fails.
pub async fn marks(db: &Db, context: &Context, loan: LoanId) -> Result<Vec<LoanMark>, Error<Never>> {
    db.read(context, move |connection| Box::pin(async move { list(connection, loan).await })).await
}

async fn list<R>(connection: &mut PgConnection, loan: LoanId) -> Result<Vec<LoanMark>, Error<R>> {
    let codes = sqlx::query_scalar!(
        "select mark from loan_marks where loan_id = $1 and lifted_on is null order by mark",
        loan.0
    )
    .fetch_all(connection)
    .await?;
    let mut marks = Vec::with_capacity(codes.len());
    for code in codes {
        marks.push(code.parse().map_err(Error::defect)?);
    }
    Ok(marks)
}

/// Whether a loan can get a mark, or lose it.
///
/// # Errors
/// `NotFound` when there is no such loan; refused when it has the mark already, or has it no more.
pub(crate) async fn check_mark(
    connection: &mut PgConnection,
    loan: LoanId,
    mark: LoanMark,
    holds: bool,
) -> Result<(), Error<ApprovalRefusal>> {
    lock(connection, loan, mark, holds).await.map(|_| ())
}

/// Sets a mark, or lifts it, and tells whoever lent and whoever holds the loan when that pauses debits, or ends the pause.
///
/// # Errors
/// As [`check_mark`].
pub(crate) async fn mark(
    write: &mut Write,
    loan: LoanId,
    mark: LoanMark,
    holds: bool,
) -> Result<(), Error<ApprovalRefusal>> {
    let marked = lock(write.connection(), loan, mark, holds).await?;
    let (on, at) = (write.business_date, write.at);
    if holds {
        sqlx::query!(
            "insert into loan_marks (loan_id, mark, marked_on, marked_at) values ($1, $2, $3, $4)",
            loan.0,
            mark.code(),
            on,
            at
        )
        .execute(write.connection())
        .await?;
    } else {
        sqlx::query!(
            "update loan_marks set lifted_on = $3 where loan_id = $1 and mark = $2 and lifted_on is null",
            loan.0,
            mark.code(),
            on
        )
        .execute(write.connection())
        .await?;
    }
    let left = list::<ApprovalRefusal>(write.connection(), loan).await?;
    let reference = marked.reference;
    let told = match (holds, left.is_empty()) {
        (true, _) => PartnerEvent::LoanDebitsPaused { reference, reason: mark.code().to_owned() },
        (false, true) => PartnerEvent::LoanDebitsResumed { reference },
        (false, false) => return Ok(()),
    };
    let other = Some(marked.holder).filter(|holder| *holder != marked.funder);
    for party in other.into_iter().chain([marked.funder]) {
        write.envelope.tell(party, loan, &told)?;
    }
    Ok(())
}

/// A loan that is marked, and whom it concerns.
struct Marked {
    reference: Reference,
    funder: PartnerId,
    holder: PartnerId,
}

async fn lock(
    connection: &mut PgConnection,
    loan: LoanId,
    mark: LoanMark,
    holds: bool,
) -> Result<Marked, Error<ApprovalRefusal>> {
    let row = sqlx::query!("select reference, funder_id, holder_id from loans where id = $1 for update", loan.0)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    if list::<ApprovalRefusal>(connection, loan).await?.contains(&mark) == holds {
        return Err(Error::Refused(ApprovalRefusal::MarkUnchanged));
    }
    Ok(Marked {
        reference: row.reference.parse().map_err(Error::defect)?,
        funder: PartnerId(row.funder_id),
        holder: PartnerId(row.holder_id),
    })
}
