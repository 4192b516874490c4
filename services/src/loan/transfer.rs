//! Loans that change hands, beside the debts of [`crate::debt`].

use domain::{
    Amount,
    debt::Holder,
    debt_transfer::LoanStanding,
    id::{LoanId, PartnerId},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::sql::state_of;
use crate::Error;

/// A loan, locked, with what decides whether it changes hands.
pub(crate) struct TransferredLoan {
    pub id: LoanId,
    pub funder: PartnerId,
    pub holder_id: PartnerId,
    /// That which shares a card of its borrower; of one that has changed hands, that which holds it.
    pub facilitator: Option<PartnerId>,
    pub transfers: i16,
    /// The principal.
    pub outstanding: Amount,
    pub standing: LoanStanding,
}

/// Keeps the bindings of the loans' borrowers and their shares as they are until the end of the transaction: before the loans are
/// locked.
pub(crate) async fn hold_bindings(connection: &mut PgConnection, loans: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select from bindings where (agent_id, funder_id) in (select agent_id, funder_id from loans where id = any($1))
         order by id for share",
        loans
    )
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query!(
        "select from shares where binding_id in (
             select b.id from bindings b join loans l on (l.agent_id, l.funder_id) = (b.agent_id, b.funder_id)
             where l.id = any($1)) order by id for share",
        loans
    )
    .fetch_all(connection)
    .await?;
    Ok(())
}

/// Loans, locked after the wallets that they are repaid from, as whoever pays them does. The facilitator of one that its funder holds is
/// that of the card that was bound last.
pub(crate) async fn lock_transferred<R>(
    connection: &mut PgConnection,
    ids: &[Uuid],
) -> Result<Vec<TransferredLoan>, Error<R>> {
    sqlx::query!(r#"select hold_wallets_of($1) as "held!""#, ids).fetch_one(&mut *connection).await?;
    let locked = sqlx::query!(
        "select id, funder_id, holder_id, facilitator_id, outstanding_fen, state, overdue_since, due_on from loans
         where id = any($1) order by reference, id for update",
        ids
    )
    .fetch_all(&mut *connection)
    .await?;
    // After the lock, with a snapshot of its own: what the one before us has committed counts.
    let told = sqlx::query!(
        r#"select l.id,
                  exists (select from debt_transfer_items i where i.loan_id = l.id and i.state = 'frozen') as "frozen!",
                  (select count(*) from debt_transfer_items i where i.loan_id = l.id and i.state = 'effective') as "transfers!",
                  (select s.facilitator_id from bindings b join shares s on s.binding_id = b.id
                   where b.agent_id = l.agent_id and b.funder_id = l.funder_id and b.state = 'active' and s.state = 'shared'
                   order by b.signed_at desc, b.id desc limit 1) as "shared_with?"
           from loans l where l.id = any($1)"#,
        ids
    )
    .fetch_all(connection)
    .await?;
    let mut loans = Vec::new();
    for row in locked {
        let Some(told) = told.iter().find(|told| told.id == row.id) else { continue };
        let own = row.holder_id == row.funder_id;
        let holder = if own { Holder::Funder } else { Holder::Facilitator };
        let facilitator = if own { told.shared_with } else { row.facilitator_id };
        loans.push(TransferredLoan {
            id: LoanId(row.id),
            funder: PartnerId(row.funder_id),
            holder_id: PartnerId(row.holder_id),
            facilitator: facilitator.map(PartnerId),
            transfers: i16::try_from(told.transfers).map_err(Error::defect)?,
            outstanding: Amount::from_fen(row.outstanding_fen),
            standing: LoanStanding {
                holder: if told.frozen { holder.freeze().map_err(Error::defect)? } else { holder },
                state: state_of(&row.state, row.overdue_since)?,
                due_on: row.due_on,
                shared: told.shared_with.is_some(),
            },
        });
    }
    Ok(loans)
}

/// Who holds a loan from a date on.
pub(crate) async fn update_holder(
    connection: &mut PgConnection,
    id: LoanId,
    holder: PartnerId,
    since: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update loans set holder_id = $2, held_since = $3 where id = $1", id.0, holder.0, since)
        .execute(connection)
        .await?;
    Ok(())
}

/// From now on the facilitator may know of these loans.
pub(crate) async fn name_facilitator(
    connection: &mut PgConnection,
    loans: &[Uuid],
    facilitator: PartnerId,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update loans set facilitator_id = $2 where id = any($1)", loans, facilitator.0)
        .execute(connection)
        .await?;
    Ok(())
}
