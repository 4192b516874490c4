use std::collections::HashMap;

use domain::{
    Amount,
    id::{AgentId, LoanId, StandingOrderId, WalletId},
    position::Position,
    standing_order::{StandingOrder, StandingOrderState},
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::StandingOrderRow;
use crate::{
    Error,
    envelope::{Arrays, Change},
};

/// An order that a commission finds standing.
pub struct Ordered {
    pub id: StandingOrderId,
    pub loan: LoanId,
    pub order: StandingOrder,
    /// Of the repayment's reference.
    pub number: u64,
}

/// Reads an order back from its columns: the amount and what is paid of it in fen, and its last instalment.
fn of_columns([amount, paid]: [i64; 2], instalment: Option<i32>) -> StandingOrder {
    StandingOrder {
        amount: Amount::from_fen(amount),
        instalment: instalment.map(i32::unsigned_abs),
        paid: Amount::from_fen(paid),
    }
}

/// Whoever sets or ends an order of the agent's, or pays out of its wallet, waits for who does.
pub async fn lock_wallet(connection: &mut PgConnection, agent: AgentId) -> Result<(), sqlx::Error> {
    sqlx::query!("select id from wallets where agent_id = $1 for update", agent.0).fetch_one(connection).await?;
    Ok(())
}

/// The order that stands for a loan.
pub async fn find(
    connection: &mut PgConnection,
    loan: LoanId,
) -> Result<Option<(StandingOrderId, StandingOrder)>, sqlx::Error> {
    let row = sqlx::query!(
        "select id, amount_fen, instalment, paid_fen from standing_orders where loan_id = $1 and state = 'standing'",
        loan.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (StandingOrderId(row.id), of_columns([row.amount_fen, row.paid_fen], row.instalment))))
}

pub async fn insert(
    connection: &mut PgConnection,
    (id, loan, agent): (StandingOrderId, LoanId, AgentId),
    order: &StandingOrder,
    (actor, at): (&str, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into standing_orders (id, loan_id, agent_id, amount_fen, instalment, state, set_by, set_at)
         values ($1, $2, $3, $4, $5, 'standing', $6, $7)",
        id.0,
        loan.0,
        agent.0,
        order.amount.fen(),
        order.instalment.map(|number| i32::try_from(number).unwrap_or(i32::MAX)),
        actor,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The orders that stand for the loans of locked wallets, those that were set first before the others.
pub async fn list(
    connection: &mut PgConnection,
    wallets: &[Uuid],
) -> Result<HashMap<WalletId, Vec<Ordered>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select w.id as wallet_id, o.id, o.loan_id, o.amount_fen, o.instalment, o.paid_fen,
                  nextval('repayment_numbers') as "number!"
           from wallets w join standing_orders o on o.agent_id = w.agent_id and o.state = 'standing'
           where w.id = any($1) order by w.id, o.set_at, o.id"#,
        wallets
    )
    .fetch_all(connection)
    .await?;
    let mut orders: HashMap<WalletId, Vec<Ordered>> = HashMap::new();
    for row in rows {
        let one = Ordered {
            id: StandingOrderId(row.id),
            loan: LoanId(row.loan_id),
            order: of_columns([row.amount_fen, row.paid_fen], row.instalment),
            number: row.number.unsigned_abs(),
        };
        orders.entry(WalletId(row.wallet_id)).or_default().push(one);
    }
    Ok(orders)
}

/// As [`list`], for people, without those that were overtaken.
pub async fn list_standing<R>(
    connection: &mut PgConnection,
    agent: AgentId,
) -> Result<Vec<StandingOrderRow>, Error<R>> {
    let rows = sqlx::query!(
        r#"select o.loan_id, o.amount_fen, o.instalment, o.paid_fen, o.set_at, l.reference,
                  l.position as "position: Json<Position>", d.open_on as today
           from business_day d cross join standing_orders o join loans l on l.id = o.loan_id
           where o.agent_id = $1 and o.state = 'standing' order by o.set_at, o.id"#,
        agent.0
    )
    .fetch_all(connection)
    .await?;
    let mut orders = Vec::new();
    for row in rows {
        let (order, position) = (of_columns([row.amount_fen, row.paid_fen], row.instalment), row.position.0);
        if order.state(&position, row.today) == StandingOrderState::Standing {
            orders.push(StandingOrderRow {
                loan: LoanId(row.loan_id),
                loan_reference: row.reference.parse().map_err(Error::defect)?,
                order,
                left: order.left(&position, row.today),
                set_at: row.set_at,
            });
        }
    }
    Ok(orders)
}

/// Keeps an order as it is now, with the envelope.
pub struct StandingOrderChange {
    pub id: StandingOrderId,
    pub paid: Amount,
    pub state: StandingOrderState,
    /// When it ended, and by whom.
    pub ended: Option<(OffsetDateTime, String)>,
}

impl Change for StandingOrderChange {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        let ended = || rows.iter().map(|row| row.ended.as_ref());
        sql.push(
            "update standing_orders set paid_fen = t.paid_fen, state = t.state, ended_at = t.ended_at, ended_by = t.ended_by from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.paid.fen()))
            .column(rows.iter().map(|row| row.state.code()))
            .column(ended().map(|ended| ended.map(|(at, _)| *at)))
            .column(ended().map(|ended| ended.map(|(_, by)| by.clone())))
            .end();
        sql.push(" as t (id, paid_fen, state, ended_at, ended_by) where standing_orders.id = t.id");
    }
}
