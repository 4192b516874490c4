//! The proof that what is kept of loans is the pure function of their facts.

use domain::{
    history::Placed,
    id::{LoanId, PartnerId},
    loan::Loan,
    position::Position,
};
use sqlx::{PgConnection, types::Json};

use super::{
    fact::{histories, splits},
    sql::state_of,
};
use crate::{Error, error::Never, verdict::Verdict};

/// Replays every loan from its terms and facts and compares the outcome with the position that is stored, and with
/// what is kept beside it: interest is the pure function of the loan's facts.
pub async fn verify_positions(connection: &mut PgConnection) -> Result<Verdict, Error<Never>> {
    let histories = histories::<Never>(connection, None).await?;
    let splits = splits(connection, None).await?;
    let rows = sqlx::query!(
        r#"select l.id, reference, outstanding_fen, state, overdue_since, due_on, due_fen, holder_id, version, d.open_on as today,
                          position as "position: Json<Position>"
                   from business_day d cross join loans l"#
    )
    .fetch_all(connection)
    .await?;
    let examined = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let mut offending = Vec::new();
    for row in rows {
        let Some(kept) = histories.get(&row.id) else { continue };
        let replayed = kept.history.replay().map_err(Error::defect)?;
        let loan =
            Loan { position: replayed.position.clone(), holder: PartnerId(row.holder_id), version: kept.version };
        let stored = Loan { position: row.position.0, holder: PartnerId(row.holder_id), version: row.version };
        let told_splits = replayed.placed.iter().map(|placed| splits.get(&placed.id).copied().unwrap_or_default());
        let told = replayed.placed.iter().map(Placed::split);
        let same = loan == stored
            && told.eq(told_splits)
            && loan.position.outstanding_principal().fen() == row.outstanding_fen
            && loan.next_due().map(|(on, amount)| (on, amount.fen())) == row.due_on.zip(row.due_fen)
            && state_of::<Never>(&row.state, row.overdue_since).ok() == Some(loan.state(row.today));
        if !same {
            offending.push(format!("{} {}", LoanId(row.id), row.reference));
        }
    }
    Ok(Verdict { name: "a loan is the pure function of its terms, its facts and the date", examined, offending })
}
