//! What was debited with a binding: for debts, and for loans of the platform.

use domain::{
    Amount,
    id::{DebitId, TopUpId},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{DebitFact, Debited, sql::Roots};
use crate::{Error, error::Never};

/// A debit out of a row of either statement, which select the same columns but for what was debited for.
macro_rules! debit_fact {
    ($row:ident, $id:expr, $number:expr) => {
        DebitFact {
            id: $id,
            reference: $row.reference,
            debt_number: $number,
            binding: $row.binding_id,
            holder_name: $row.holder_name,
            amount: Amount::from_fen($row.amount_fen),
            state: $row.state.parse().map_err(Error::defect)?,
            failure: $row.failure.map(|code| code.parse().map_err(Error::defect)).transpose()?,
            accepted_at: $row.accepted_at,
            sent_at: $row.sent_at,
            decided_at: $row.decided_at,
            returned: match ($row.return_reason, $row.returned_at) {
                (Some(reason), Some(at)) => Some((reason.parse().map_err(Error::defect)?, at)),
                _ => None,
            },
        }
    };
}

/// The debits of debts, or the one that is asked about: a debit is its holder's, and no other partner knows of it.
pub async fn list_of_debts(
    connection: &mut PgConnection,
    roots: &Roots,
    debts: &[Uuid],
    partner: Option<Uuid>,
) -> Result<Vec<DebitFact>, Error<Never>> {
    let rows = sqlx::query!(
        r#"select d.id, d.reference, coalesce(e.number, '') as "debt_number!", d.binding_id, h.name as "holder_name!",
                  d.amount_fen, d.state, d.failure, d.accepted_at, d.sent_at, d.decided_at,
                  t.reason as "return_reason?", t.returned_at as "returned_at?"
           from debits d join partners h on h.id = d.holder_id left join debts e on e.id = d.debt_id
           left join returned_debits t on t.debit_id = d.id
           where (d.id = $1 or ($1 is null and d.debt_id = any($2))) and (d.holder_id = $3 or $3 is null)
           order by d.accepted_at, d.id"#,
        roots.debit,
        debts,
        partner
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| Ok(debit_fact!(row, Debited::Debt(DebitId(row.id)), row.debt_number))).collect()
}

/// The debits for loans with a binding: as those of debts, each is its holder's, and no other partner knows of it.
pub async fn list_of_loans(
    connection: &mut PgConnection,
    binding: Option<Uuid>,
    partner: Option<Uuid>,
) -> Result<Vec<DebitFact>, Error<Never>> {
    let rows = sqlx::query!(
        r#"select d.id, d.reference, coalesce(l.reference, '') as "loan_reference!", d.binding_id as "binding_id!",
                  h.name as "holder_name!", d.amount_fen, d.state, d.failure, d.accepted_at, d.sent_at, d.decided_at,
                  t.reason as "return_reason?", t.returned_at as "returned_at?"
           from top_ups d join partners h on h.id = d.holder_id left join loans l on l.id = d.loan_id
           left join returned_top_ups t on t.top_up_id = d.id
           where d.binding_id = $1 and (d.holder_id = $2 or $2 is null)
           order by d.accepted_at, d.id"#,
        binding,
        partner
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| Ok(debit_fact!(row, Debited::Loan(TopUpId(row.id)), row.loan_reference))).collect()
}
