//! What a wallet has paid by itself, as its shop is told.

use domain::{Amount, Reference, id::LoanId, repayment::RepaymentCause};
use time::Date;

use crate::{Context, Db, Error, error::Never};

/// A payment that a wallet has made by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenRow {
    pub on: Date,
    pub amount: Amount,
    pub loan: LoanId,
    pub loan_reference: Reference,
    pub cause: RepaymentCause,
}

/// The latest payments that the shop's wallet has made by itself since a date, and that were not reversed, the newest first.
///
/// # Errors
/// `Forbidden` for anybody but a person of a shop.
pub async fn taken(db: &Db, context: &Context, since: Date) -> Result<Vec<TakenRow>, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                "select r.debited_on, r.amount_fen, r.loan_id, r.cause, l.reference
                 from repayments r join loans l on l.id = r.loan_id
                 where r.agent_id = $1 and r.cause in ('due', 'swept') and r.debited_on >= $2
                   and not exists (select from loan_facts u where u.undoes = r.id)
                 order by r.debited_at desc, r.id desc limit 10",
                agent.0,
                since,
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    Ok(TakenRow {
                        on: row.debited_on,
                        amount: Amount::from_fen(row.amount_fen),
                        loan: LoanId(row.loan_id),
                        loan_reference: row.reference.parse().map_err(Error::defect)?,
                        cause: row.cause.parse().map_err(Error::defect)?,
                    })
                })
                .collect()
        })
    })
    .await
}
