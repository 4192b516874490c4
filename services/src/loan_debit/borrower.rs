//! Debits for a loan as its borrower sees them.

use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    card::TopUpFailure,
    id::{LoanId, RepaymentId, TopUpId},
    network::ReturnReason,
};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Context, Db, Error, error::Never};

/// So many of a loan are listed.
const MOST: i64 = 50;

/// A debit for a loan of the agent's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnLoanDebitRow {
    pub id: TopUpId,
    pub reference: Reference,
    pub loan: LoanId,
    pub loan_reference: Reference,
    /// Who has debited.
    pub holder_name: String,
    /// The card, masked.
    pub card: String,
    pub amount: Amount,
    pub state: DebitState,
    pub failure: Option<TopUpFailure>,
    pub accepted_at: OffsetDateTime,
    /// When it was known to have succeeded or failed.
    pub decided_at: Option<OffsetDateTime>,
    /// What it has paid of the loan, where it has.
    pub repayment: Option<RepaymentId>,
    /// Why the network has given it back to the card, and what of it is to be taken out of the wallet yet.
    pub returned: Option<(ReturnReason, Amount)>,
}

struct RawLoanDebit {
    id: Uuid,
    reference: String,
    loan_id: Uuid,
    loan_reference: String,
    holder_name: String,
    card: String,
    amount_fen: i64,
    state: String,
    failure: Option<String>,
    accepted_at: OffsetDateTime,
    decided_at: Option<OffsetDateTime>,
    repayment_id: Option<Uuid>,
    reason: Option<String>,
    open_fen: Option<i64>,
}

impl RawLoanDebit {
    fn into_row(self) -> Result<OwnLoanDebitRow, Error<Never>> {
        let returned = match (self.reason, self.open_fen) {
            (Some(reason), Some(open)) => Some((reason.parse().map_err(Error::defect)?, Amount::from_fen(open))),
            _ => None,
        };
        Ok(OwnLoanDebitRow {
            id: TopUpId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            loan: LoanId(self.loan_id),
            loan_reference: self.loan_reference.parse().map_err(Error::defect)?,
            holder_name: self.holder_name,
            card: self.card,
            amount: Amount::from_fen(self.amount_fen),
            state: self.state.parse().map_err(Error::defect)?,
            failure: self.failure.as_deref().map(TopUpFailure::read),
            accepted_at: self.accepted_at,
            decided_at: self.decided_at,
            repayment: self.repayment_id.map(RepaymentId),
            returned,
        })
    }
}

macro_rules! list {
    ($where:literal, $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            RawLoanDebit,
            r#"select t.id, t.reference, l.id as loan_id, l.reference as loan_reference, p.name as holder_name,
                      coalesce(card_of_loan_debit(t.id), '') as "card!", t.amount_fen, t.state, t.failure, t.accepted_at, t.decided_at,
                      t.repayment_id, r.reason as "reason?", r.amount_fen - r.taken_fen as "open_fen?"
               from top_ups t join loans l on l.id = t.loan_id join partners p on p.id = t.holder_id
               left join returned_top_ups r on r.top_up_id = t.id "#
                + $where,
            $($value),*
        )
    };
}

/// The newest debits for a loan of the agent's.
///
/// # Errors
/// `Forbidden` to anybody but an agent.
pub async fn own_loan_debits(db: &Db, context: &Context, of: LoanId) -> Result<Vec<OwnLoanDebitRow>, Error<Never>> {
    let agent = context.shop::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = list!(
                "where t.agent_id = $1 and t.loan_id = $2 order by t.accepted_at desc, t.id desc limit $3",
                agent.0,
                of.0,
                MOST
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter().map(RawLoanDebit::into_row).collect()
        })
    })
    .await
}

/// One debit for a loan of the agent's.
///
/// # Errors
/// `NotFound` when it is not for a loan of the agent's; `Forbidden` to anybody but an agent.
pub async fn own_loan_debit(db: &Db, context: &Context, id: TopUpId) -> Result<OwnLoanDebitRow, Error<Never>> {
    let agent = context.shop::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = list!("where t.agent_id = $1 and t.id = $2", agent.0, id.0).fetch_optional(connection).await?;
            row.ok_or(Error::NotFound)?.into_row()
        })
    })
    .await
}
