use domain::{
    Amount, Reference,
    agreement_debit::{DebitState, RefundStanding},
    id::{DebitId, DebtId, PartnerId, RefundId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Error, agreement_debit::LockedDebit};

/// A refund as the worker finds it.
pub struct FoundRefund {
    pub reference: String,
    pub debit: DebitId,
    pub state: DebitState,
    /// The network knew nothing of it when it was asked last.
    pub absent: bool,
}

/// A refund, locked.
pub struct LockedRefund {
    pub id: RefundId,
    pub reference: String,
    pub amount: Amount,
    pub state: DebitState,
    pub sent_at: Option<OffsetDateTime>,
    /// Since when the network has known nothing of it.
    pub absent_since: Option<OffsetDateTime>,
    /// It gives back what succeeded after it had failed here, and was nobody's.
    pub late: bool,
}

/// What of a locked debit is spoken for.
pub async fn find_standing(connection: &mut PgConnection, debit: &LockedDebit) -> Result<RefundStanding, sqlx::Error> {
    let row = sqlx::query!(
        r#"select coalesce((select sum(amount_fen) from refunds
                            where debit_id = $1 and state <> 'failed' and not late), 0)::bigint as "refunded_fen!",
                  exists (select from returned_debits where debit_id = $1) as "returned!""#,
        debit.id.0
    )
    .fetch_one(connection)
    .await?;
    Ok(RefundStanding {
        taken: debit.taken.unwrap_or_default(),
        refunded: Amount::from_fen(row.refunded_fen),
        returned: row.returned,
    })
}

/// A refund as it is ordered.
pub struct NewRefund<'a> {
    pub id: RefundId,
    pub reference: &'a Reference,
    pub amount: Amount,
    pub reason: &'a str,
    pub late: bool,
}

pub async fn insert_refund(
    connection: &mut PgConnection,
    new: NewRefund<'_>,
    (debit, debt): (&LockedDebit, DebtId),
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into refunds (id, reference, debit_id, debt_id, holder_id, amount_fen, reason, state, accepted_at, late)
         values ($1, $2, $3, $4, $5, $6, $7, 'accepted', $8, $9)",
        new.id.0,
        new.reference.as_str(),
        debit.id.0,
        debt.0,
        debit.payee.0,
        new.amount.fen(),
        new.reason,
        at,
        new.late
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn find_refund<R>(connection: &mut PgConnection, id: RefundId) -> Result<Option<FoundRefund>, Error<R>> {
    let row = sqlx::query!("select reference, debit_id, state, absent_since from refunds where id = $1", id.0)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(FoundRefund {
            reference: row.reference,
            debit: DebitId(row.debit_id),
            state: row.state.parse().map_err(Error::defect)?,
            absent: row.absent_since.is_some(),
        })
    })
    .transpose()
}

pub async fn lock_refund<R>(connection: &mut PgConnection, id: RefundId) -> Result<Option<LockedRefund>, Error<R>> {
    let row = sqlx::query!(
        "select reference, amount_fen, state, sent_at, absent_since, late from refunds where id = $1 for update",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(LockedRefund {
            id,
            reference: row.reference,
            amount: Amount::from_fen(row.amount_fen),
            state: row.state.parse().map_err(Error::defect)?,
            sent_at: row.sent_at,
            absent_since: row.absent_since,
            late: row.late,
        })
    })
    .transpose()
}

/// Whether the network's settlement file of the day on which a refund was sent is there, and no file has a line of it.
pub async fn is_in_no_file(connection: &mut PgConnection, id: RefundId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from settlements t
                          where t.settled_on = (r.sent_at at time zone 'Asia/Shanghai')::date and t.state = 'compared')
                  and not exists (select from settlement_lines l where l.order_no = r.reference) as "absent!"
           from refunds r where r.id = $1"#,
        id.0
    )
    .fetch_one(connection)
    .await
}

pub async fn update_sent(connection: &mut PgConnection, id: RefundId, at: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!("update refunds set state = 'unknown', sent_at = $2 where id = $1", id.0, at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Since when the network has known nothing of a refund.
pub async fn update_absent(
    connection: &mut PgConnection,
    id: RefundId,
    since: Option<OffsetDateTime>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update refunds set absent_since = $2 where id = $1 and absent_since is distinct from $2",
        id.0,
        since
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_decided(
    connection: &mut PgConnection,
    id: RefundId,
    (state, failure): (DebitState, Option<&str>),
    (owed_back, beyond): (bool, Amount),
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    // What was decided before was decided then.
    sqlx::query!(
        "update refunds set state = $2, failure = $3, owed_back = $4, beyond_fen = $5, decided_at = coalesce(decided_at, $6)
         where id = $1",
        id.0,
        state.code(),
        failure,
        owed_back,
        beyond.fen(),
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a refund gives back was nobody's when it was ordered, and was booked since: it is the refund of whoever was paid.
pub async fn update_booked(connection: &mut PgConnection, id: RefundId, payee: PartnerId) -> Result<(), sqlx::Error> {
    sqlx::query!("update refunds set late = false, holder_id = $2 where id = $1", id.0, payee.0)
        .execute(connection)
        .await?;
    Ok(())
}
