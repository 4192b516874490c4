//! Every change of a state leaves a row: from, to, actor, reason, at.

use std::{collections::HashMap, str::FromStr};

use domain::id::{
    ApplicationId, BankMovementId, BindingId, CardId, DebitId, DebtId, DebtTransferId, DrawId, LoanId, OfferId,
    OutsidePaymentId, PayoutId, RefundId, ShareId, SigningId, TopUpId, UnreadLineId,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, error::Never, verdict::Verdict};

/// One step as a timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitionRow {
    pub from: String,
    pub to: String,
    pub actor: String,
    pub reason: String,
    pub at: OffsetDateTime,
}

/// The timeline of one subject, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(connection: &mut PgConnection, subject: &str) -> Result<Vec<TransitionRow>, sqlx::Error> {
    sqlx::query_as!(
        TransitionRow,
        r#"select from_state as "from", to_state as "to", actor, reason, recorded_at as "at"
           from transitions where subject = $1 order by number"#,
        subject
    )
    .fetch_all(connection)
    .await
}

/// Compares the state of everything that ever took a step with where its last step led.
pub(crate) async fn verify_transitions(connection: &mut PgConnection) -> Result<Verdict, Error<Never>> {
    let states: HashMap<Uuid, String> = sqlx::query!(
        r#"select id as "id!", state as "state!" from (
                       select id, state from offers union all select id, state from applications
                       union all select id, state from draws union all select id, state from loans
                       union all select id, state from payouts union all select id, state from bank_movements
                       union all select id, state from unread_lines union all select id, state from signings
                       union all select id, state from bindings union all select id, state from shares
                       union all select id, holder from debts union all select id, state from debt_transfers
                       union all select id, state from debits union all select id, state from cards
                       union all select id, state from top_ups union all select id, state from refunds
                       union all select id, state from outside_payments) as every"#
    )
    .fetch_all(&mut *connection)
    .await?
    .into_iter()
    .map(|row| (row.id, row.state))
    .collect();
    let steps =
        sqlx::query!("select distinct on (subject) subject, to_state from transitions order by subject, number desc")
            .fetch_all(connection)
            .await?;
    let examined = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let offending = steps
        .into_iter()
        .filter(|step| id_of(&step.subject).is_some_and(|id| states.get(&id) != Some(&step.to_state)))
        .map(|step| format!("{} went to {}", step.subject, step.to_state))
        .collect();
    Ok(Verdict { name: "every state is where the last transition led", examined, offending })
}

/// Of a subject whose state is a column of its own table.
fn id_of(subject: &str) -> Option<Uuid> {
    OfferId::from_str(subject)
        .map(|id| id.0)
        .or_else(|_| ApplicationId::from_str(subject).map(|id| id.0))
        .or_else(|_| DrawId::from_str(subject).map(|id| id.0))
        .or_else(|_| LoanId::from_str(subject).map(|id| id.0))
        .or_else(|_| PayoutId::from_str(subject).map(|id| id.0))
        .or_else(|_| BankMovementId::from_str(subject).map(|id| id.0))
        .or_else(|_| SigningId::from_str(subject).map(|id| id.0))
        .or_else(|_| BindingId::from_str(subject).map(|id| id.0))
        .or_else(|_| ShareId::from_str(subject).map(|id| id.0))
        .or_else(|_| DebtId::from_str(subject).map(|id| id.0))
        .or_else(|_| DebtTransferId::from_str(subject).map(|id| id.0))
        .or_else(|_| DebitId::from_str(subject).map(|id| id.0))
        .or_else(|_| CardId::from_str(subject).map(|id| id.0))
        .or_else(|_| TopUpId::from_str(subject).map(|id| id.0))
        .or_else(|_| RefundId::from_str(subject).map(|id| id.0))
        .or_else(|_| OutsidePaymentId::from_str(subject).map(|id| id.0))
        .or_else(|_| UnreadLineId::from_str(subject).map(|id| id.0))
        .ok()
}
