//! The proof that what is kept of loans is the pure function of their facts.

use domain::{
    Amount,
    id::{LoanId, PartnerId},
    loan::Loan,
    position::Position,
    terms::LoanTerms,
};
use sqlx::types::Json;
use time::Date;

use super::sql::state_of;
use crate::{Context, Db, Error, error::Never, verify::Verdict};

/// Replays every loan from its terms and repayments and compares the outcome with the position that is stored, and with
/// what is kept beside it: interest is the pure function of the loan's facts.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn verify_positions(db: &Db, context: &Context) -> Result<Verdict, Error<Never>> {
    context.system_only()?;
    db.read(context, |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select l.id, reference, principal_fen, outstanding_fen, terms as "terms: Json<LoanTerms>", credited_on,
                          state, overdue_since, due_on, due_fen, funder_id, holder_id, version, d.open_on as today,
                          position as "position: Json<Position>",
                          array(select r.debited_on from repayments r where r.loan_id = l.id
                                order by r.version) as "paid_on!: Vec<Date>",
                          array(select r.amount_fen from repayments r where r.loan_id = l.id
                                order by r.version) as "paid_fen!: Vec<i64>"
                   from business_day d cross join loans l"#
            )
            .fetch_all(connection)
            .await?;
            let examined = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            let mut offending = Vec::new();
            for row in rows {
                let payments = row.paid_on.into_iter().zip(row.paid_fen.into_iter().map(Amount::from_fen));
                let principal = Amount::from_fen(row.principal_fen);
                let loan = replayed(principal, &row.terms, row.credited_on, PartnerId(row.funder_id), payments)?;
                let kept = Loan {
                    position: row.position.0,
                    holder: PartnerId(row.holder_id),
                    version: row.version,
                };
                let same = loan == kept
                    && loan.position.outstanding_principal().fen() == row.outstanding_fen
                    && loan.next_due().map(|(on, amount)| (on, amount.fen())) == row.due_on.zip(row.due_fen)
                    && state_of::<Never>(&row.state, row.overdue_since).ok() == Some(loan.state(row.today));
                if !same {
                    offending.push(format!("{} {}", LoanId(row.id), row.reference));
                }
            }
            Ok(Verdict { name: "a loan is the pure function of its terms, its payments and the date", examined, offending })
        })
    })
    .await
}

fn replayed(
    principal: Amount,
    terms: &LoanTerms,
    credited_on: Date,
    holder: PartnerId,
    payments: impl Iterator<Item = (Date, Amount)>,
) -> Result<Loan, Error<Never>> {
    let mut loan = Loan::open(principal, terms, credited_on, holder).map_err(Error::defect)?;
    for (on, amount) in payments {
        loan = loan.pay(on, amount).map_err(Error::defect)?.0;
    }
    Ok(loan)
}
