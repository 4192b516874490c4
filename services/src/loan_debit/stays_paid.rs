//! Debits for loans that the network has given back and whose loan stays paid all the same, because it cannot owe that again by itself:
//! what the institution's people look into.

use domain::{
    Amount, Reference,
    id::{LoanId, TopUpId},
    network::ReturnReason,
};
use time::OffsetDateTime;

use crate::{Context, Db, Error, context::INSTITUTION, error::Never};

/// So many are listed.
const MOST: i64 = 100;

/// A debit that was given back, of which the wallet has not given everything, while its loan stays paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaysPaidRow {
    pub id: TopUpId,
    pub reference: Reference,
    pub loan: LoanId,
    pub loan_reference: Reference,
    pub shop_name: String,
    /// Who had debited.
    pub holder_name: String,
    pub amount: Amount,
    /// What the wallet has not given yet.
    pub open: Amount,
    pub reason: ReturnReason,
    pub returned_at: OffsetDateTime,
}

/// What was given back of loans that stay paid, the oldest first: until two people reverse the repayment, or the wallet has given it.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn stays_paid(db: &Db, context: &Context) -> Result<Vec<StaysPaidRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select s.id as "id!", s.reference as "reference!", l.id as loan_id, l.reference as loan_reference, a.shop_name,
                          p.name as holder_name, s.amount_fen as "amount_fen!", s.amount_fen - s.taken_fen as "open_fen!",
                          s.reason as "reason!", s.returned_at as "returned_at!"
                   from stays_paid s join loans l on l.id = s.loan_id join agents a on a.id = s.agent_id
                   join partners p on p.id = s.holder_id
                   order by s.returned_at, s.id limit $1"#,
                MOST
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    Ok(StaysPaidRow {
                        id: TopUpId(row.id),
                        reference: row.reference.parse().map_err(Error::defect)?,
                        loan: LoanId(row.loan_id),
                        loan_reference: row.loan_reference.parse().map_err(Error::defect)?,
                        shop_name: row.shop_name,
                        holder_name: row.holder_name,
                        amount: Amount::from_fen(row.amount_fen),
                        open: Amount::from_fen(row.open_fen),
                        reason: row.reason.parse().map_err(Error::defect)?,
                        returned_at: row.returned_at,
                    })
                })
                .collect()
        })
    })
    .await
}
