//! What was recorded of a loan beside its repayments, for whoever may see the loan.

use domain::{
    Amount,
    id::{BankMovementId, LoanFactId, LoanId},
};
use time::{Date, OffsetDateTime};

use crate::{Context, Db, Error, context::INSTITUTION, error::Never, loan::fact::Recorded};

/// A fact of a loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanFactRow {
    pub id: LoanFactId,
    pub recorded: Recorded,
    pub value_on: Date,
    pub recorded_on: Date,
    pub recorded_at: OffsetDateTime,
    /// As the audit trail names them.
    pub recorded_by: String,
    pub evidence: String,
    /// It was not so, or is taken back.
    pub undone: bool,
    /// The number of the repayment that it undoes.
    pub repayment: Option<String>,
}

/// The facts of a loan, the newest first; how due dates moved among them.
///
/// # Errors
/// `NotFound` when the loan does not exist or is not the asker's.
pub async fn loan_facts(db: &Db, context: &Context, loan: LoanId) -> Result<Vec<LoanFactRow>, Error<Never>> {
    crate::loan::loan(db, context, loan).await?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select f.id, f.kind, f.value_on, f.recorded_on, f.recorded_at, f.recorded_by, f.evidence, f.amount_fen, f.part,
                          f.moved_from, f.moved_to, f.undoes, r.reference as "repayment?",
                          exists (select from loan_facts u where u.undoes = f.id) as "undone!"
                   from loan_facts f left join repayments r on r.id = f.undoes
                   where f.loan_id = $1 order by f.version desc"#,
                loan.0
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    let moved = (row.moved_from, row.moved_to);
                    let recorded =
                        Recorded::from_parts(&row.kind, row.amount_fen, row.part.as_deref(), moved, row.undoes)
                            .ok_or_else(|| Error::defect(format!("a fact is {}", row.kind)))?;
                    Ok(LoanFactRow {
                        id: LoanFactId(row.id),
                        recorded,
                        value_on: row.value_on,
                        recorded_on: row.recorded_on,
                        recorded_at: row.recorded_at,
                        recorded_by: row.recorded_by,
                        evidence: row.evidence,
                        undone: row.undone,
                        repayment: row.repayment,
                    })
                })
                .collect()
        })
    })
    .await
}

/// Money that has topped up the wallet of a loan's agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopUpRow {
    pub movement: BankMovementId,
    pub amount: Amount,
    pub booked_on: Date,
    pub payer: String,
}

/// The last top-ups of the wallet that pays a loan, the newest first: what may have been for another one.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn top_ups(db: &Db, context: &Context, loan: LoanId) -> Result<Vec<TopUpRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                "select m.id, m.amount_fen, m.booked_on, m.counterparty_name
                 from loans l join wallets w on w.agent_id = l.agent_id
                 join bank_movements m on m.matched_id = w.id and m.matched_kind = 'wallet' and m.state = 'matched'
                 where l.id = $1 order by m.booked_on desc, m.id desc limit 20",
                loan.0
            )
            .fetch_all(connection)
            .await?;
            let top_up = |movement, fen, booked_on, payer| TopUpRow {
                movement: BankMovementId(movement),
                amount: Amount::from_fen(fen),
                booked_on,
                payer,
            };
            Ok(rows
                .into_iter()
                .map(|row| top_up(row.id, row.amount_fen, row.booked_on, row.counterparty_name))
                .collect())
        })
    })
    .await
}
