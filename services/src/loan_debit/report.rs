//! Debits for loans as whoever debited sees them.

use domain::{
    Amount,
    agreement_debit::{DebitFailure, DebitState},
    id::{LoanId, TopUpId},
    network::ReturnReason,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// A debit for a loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanDebitRow {
    pub id: TopUpId,
    pub reference: String,
    pub loan: LoanId,
    pub loan_reference: String,
    pub amount: Amount,
    pub state: DebitState,
    pub failure: Option<DebitFailure>,
    pub accepted_at: OffsetDateTime,
    /// Why the network has given it back to its payer, where it has.
    pub returned: Option<ReturnReason>,
}

/// A page of the debits of the asking partner's for loans, or for one of them, the newest first.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn loan_debits(
    db: &Db,
    context: &Context,
    of: Option<LoanId>,
    page: PageRequest,
) -> Result<Page<LoanDebitRow>, Error<Never>> {
    let holder = context.party().partner().ok_or(Error::Forbidden)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = list(connection, (holder.0, of), page).await?;
            Ok(Page::of(rows, page, |row: &LoanDebitRow| Cursor { at: row.accepted_at, id: row.id.0 }))
        })
    })
    .await
}

async fn list(
    connection: &mut PgConnection,
    (holder, of): (Uuid, Option<LoanId>),
    page: PageRequest,
) -> Result<Vec<LoanDebitRow>, Error<Never>> {
    let after = page.newest_first();
    let rows = sqlx::query!(
        r#"select t.id, t.reference, t.loan_id as "loan_id!", l.reference as loan_reference, t.amount_fen, t.state, t.failure,
                  t.accepted_at, r.reason as "reason?"
           from top_ups t join loans l on l.id = t.loan_id left join returned_top_ups r on r.top_up_id = t.id
           where t.holder_id = $1 and ($2::uuid is null or t.loan_id = $2) and (t.accepted_at, t.id) < ($3, $4)
           order by t.accepted_at desc, t.id desc limit $5"#,
        holder,
        of.map(|of| of.0),
        after.at,
        after.id,
        page.rows_to_read()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LoanDebitRow {
                id: TopUpId(row.id),
                reference: row.reference,
                loan: LoanId(row.loan_id),
                loan_reference: row.loan_reference,
                amount: Amount::from_fen(row.amount_fen),
                state: row.state.parse().map_err(Error::defect)?,
                failure: row.failure.map(|code| code.parse()).transpose().map_err(Error::defect)?,
                accepted_at: row.accepted_at,
                returned: row.reason.map(|code| code.parse()).transpose().map_err(Error::defect)?,
            })
        })
        .collect()
}

/// Whether the asking partner holds a loan and has a card to collect it with.
///
/// # Errors
/// When the database fails.
pub async fn has_card(db: &Db, context: &Context, loan: LoanId) -> Result<bool, Error<Never>> {
    let holder = context.party().partner().map(|partner| partner.0);
    db.read(context, move |connection| {
        Box::pin(async move {
            let has = sqlx::query_scalar!(
                r#"select exists (select from loans where id = $1 and holder_id = $2 and binding_of_loan(id) is not null) as "has!""#,
                loan.0,
                holder
            );
            Ok(has.fetch_one(connection).await?)
        })
    })
    .await
}
