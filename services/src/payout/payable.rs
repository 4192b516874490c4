//! What is payable to partners, and the payouts that drain it.

use domain::{
    Amount, Reference,
    id::{PartnerId, PayoutId},
    payout::PayoutSchedule,
    reference::ReferenceKind,
};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{request, sql::NewPayout, worker};
use crate::{
    Db, Error, Write,
    envelope::{Arrays, Change},
    error::Never,
};

/// So many payables of each payee are drained in one transaction, and paid by one payout at most.
const AT_ONCE: i64 = 500;

/// A partner to which something is payable.
struct Payee {
    id: PartnerId,
    reserve_account: Uuid,
    account_no: String,
    account_name: String,
    schedule: PayoutSchedule,
    oldest_at: OffsetDateTime,
}

/// What is payable and due.
struct Due {
    id: Uuid,
    payee: PartnerId,
    amount: Amount,
}

/// Requests the payouts of what is payable and due by its payee's schedule: of each payable at once, or of a payee's
/// together. Gives the number of payouts.
///
/// # Errors
/// When the database fails.
pub async fn drain_payables(db: &Db) -> Result<usize, Error<Never>> {
    let context = worker(db);
    let now = db.now();
    let due = db
        .read(&context, move |connection| {
            Box::pin(async move {
                let payees = list_payees(connection).await?;
                Ok::<_, Error<Never>>(payees.iter().any(|payee| payee.schedule.is_due(payee.oldest_at, now)))
            })
        })
        .await?;
    if !due {
        return Ok(0);
    }
    let actor = context.actor_name();
    db.write(&context, "payout.drain", &(), move |write| Box::pin(async move { drain(write, &actor).await })).await
}

async fn drain(write: &mut Write, actor: &str) -> Result<usize, Error<Never>> {
    let payees = list_payees(write.connection()).await?;
    let at = write.at;
    let due = lock_due(write.connection(), &payees, at).await?;
    let mut payouts: Vec<(&Payee, Vec<Due>)> = Vec::new();
    for due in due {
        let payee = payees.iter().find(|payee| payee.id == due.payee).ok_or(Error::NotFound)?;
        match payouts.last_mut() {
            Some((last, together)) if last.id == payee.id && payee.schedule != PayoutSchedule::AtOnce => {
                together.push(due);
            }
            _ => payouts.push((payee, vec![due])),
        }
    }
    let numbers = next_numbers(write.connection(), payouts.len()).await?;
    let count = payouts.len();
    for ((payee, paid), number) in payouts.into_iter().zip(numbers) {
        pay(write, payee, paid, number, actor);
    }
    Ok(count)
}

fn pay(write: &mut Write, payee: &Payee, paid: Vec<Due>, number: u64, actor: &str) {
    let id = PayoutId(write.id());
    let new = NewPayout {
        id,
        reference: Reference::new(ReferenceKind::Payout, write.business_date, number),
        partner: Some(payee.id),
        movement: None,
        agent: None,
        carrier: None,
        freeze: None,
        reserve_account: payee.reserve_account,
        amount: paid.iter().map(|due| due.amount).sum(),
        account_no: payee.account_no.clone(),
        account_name: payee.account_name.clone(),
        at: write.at,
    };
    request(write, new, actor);
    for due in paid {
        write.envelope.change(Drained { id: due.id, payout: id });
    }
}

async fn list_payees(connection: &mut PgConnection) -> Result<Vec<Payee>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id, reserve_account_of(p.id) as "reserve_account!", p.bank_account_no, p.name, p.payout_at,
                  o.recorded_at as "oldest_at!"
           from partners p cross join lateral (
               select recorded_at from payables where payee_id = p.id and payout_id is null and returned_fen < amount_fen
               order by recorded_at, id limit 1) o"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Payee {
            id: PartnerId(row.id),
            reserve_account: row.reserve_account,
            account_no: row.bank_account_no,
            account_name: row.name,
            schedule: row.payout_at.map_or(PayoutSchedule::AtOnce, PayoutSchedule::Daily),
            oldest_at: row.oldest_at,
        })
        .collect())
}

/// The oldest of each payee, payee by payee.
async fn lock_due(
    connection: &mut PgConnection,
    payees: &[Payee],
    at: OffsetDateTime,
) -> Result<Vec<Due>, sqlx::Error> {
    let ids: Vec<Uuid> = payees.iter().map(|payee| payee.id.0).collect();
    let due_to: Vec<Option<OffsetDateTime>> = payees.iter().map(|payee| payee.schedule.due_to(at)).collect();
    let rows = sqlx::query!(
        r#"select o.id, o.payee_id, o.amount_fen as "amount_fen!"
           from unnest($1::uuid[], $2::timestamptz[]) as t (payee_id, due_to)
           cross join lateral (
               select id, payee_id, amount_fen - returned_fen as amount_fen from payables
               where payee_id = t.payee_id and payout_id is null and returned_fen < amount_fen
                 and recorded_at <= case when t.due_to is null then 'infinity' else t.due_to end
               order by recorded_at, id limit $3 for update skip locked) o"#,
        &ids,
        &due_to as _,
        AT_ONCE
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Due { id: row.id, payee: PartnerId(row.payee_id), amount: Amount::from_fen(row.amount_fen) })
        .collect())
}

async fn next_numbers(connection: &mut PgConnection, count: usize) -> Result<Vec<u64>, sqlx::Error> {
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    let numbers =
        sqlx::query_scalar!(r#"select nextval('payout_numbers') as "number!" from generate_series(1, $1)"#, count)
            .fetch_all(connection)
            .await?;
    Ok(numbers.into_iter().map(i64::unsigned_abs).collect())
}

/// A payable that a payout pays, with the envelope.
struct Drained {
    id: Uuid,
    payout: PayoutId,
}

impl Change for Drained {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push("update payables set payout_id = t.payout_id from ");
        Arrays::of(sql).column(rows.iter().map(|row| row.id)).column(rows.iter().map(|row| row.payout.0)).end();
        sql.push(" as t (id, payout_id) where payables.id = t.id");
    }
}
