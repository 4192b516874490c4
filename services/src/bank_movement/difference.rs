//! Why our books of a reserve account differ from a balance that its bank told, line by line: ours less the bank's.

use std::str::FromStr;

use domain::{
    Amount,
    id::{BankMovementId, ImportId},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    Error,
    error::{Failure, Never},
};

/// How many lines of a difference are listed.
const LINES: i64 = 50;

/// A balance that a bank told, and why our books differ from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankBalance<Reason> {
    pub balance: Amount,
    /// The file that tells it; none is the bank's feed.
    pub import: Option<ImportId>,
    pub explained: Vec<Explained<Reason>>,
    /// The first of the lines.
    pub lines: Vec<DifferenceLine<Reason>>,
    /// What no line explains.
    pub unexplained: Amount,
}

/// How many lines have a reason, and their sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explained<Reason> {
    pub reason: Reason,
    pub count: i64,
    pub amount: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceLine<Reason> {
    pub reason: Reason,
    pub movement: BankMovementId,
    pub booked_on: Date,
    pub counterparty_name: String,
    pub remittance: String,
    pub amount: Amount,
}

/// What a bank told of an account beside our books of it: at the end of `on`, or last of all.
pub(super) async fn compare<Reason>(
    connection: &mut PgConnection,
    (account, on): (Uuid, Option<Date>),
    books: Amount,
    (balance_fen, import): (i64, Option<Uuid>),
) -> Result<BankBalance<Reason>, Error<Never>>
where
    Reason: FromStr + Ord + Copy,
    Reason::Err: Into<Failure>,
{
    let balance = Amount::from_fen(balance_fen);
    let (explained, lines) = list(connection, account, on).await?;
    let sum = explained.iter().fold(balance, |sum, one: &Explained<Reason>| sum.plus(one.amount));
    let (import, unexplained) = (import.map(ImportId), books.plus(sum.negated()));
    Ok(BankBalance { balance, import, explained, lines, unexplained })
}

type Difference<Reason> = (Vec<Explained<Reason>>, Vec<DifferenceLine<Reason>>);

/// The sums by reason, and the first of the lines. They are found together, for each takes the whole of a day's statement.
async fn list<Reason>(
    connection: &mut PgConnection,
    account: Uuid,
    on: Option<Date>,
) -> Result<Difference<Reason>, Error<Never>>
where
    Reason: FromStr + Ord + Copy,
    Reason::Err: Into<Failure>,
{
    let rows = sqlx::query!(
        r#"with d as materialized (
               select * from bank_difference($1) where $2::date is null
               union all
               select * from day_difference($1, $2) where $2 is not null)
           select reason as "reason!", count(*) as "count!", sum(amount_fen)::bigint as "amount_fen!", null::uuid as id,
                  null::date as booked_on, null as counterparty_name, null as remittance
           from d group by reason
           union all
           (select d.reason, 1, d.amount_fen, m.id, m.booked_on, m.counterparty_name, m.remittance
            from d join bank_movements m on m.id = d.movement_id
            order by m.booked_on desc, m.booked_time desc nulls last, m.id limit $3)"#,
        account,
        on,
        LINES,
    )
    .fetch_all(connection)
    .await?;
    let (mut explained, mut lines) = (Vec::new(), Vec::new());
    for row in rows {
        let (reason, amount) = (row.reason.parse::<Reason>().map_err(Error::defect)?, Amount::from_fen(row.amount_fen));
        match (row.id, row.booked_on) {
            (Some(movement), Some(booked_on)) => lines.push(DifferenceLine {
                reason,
                movement: BankMovementId(movement),
                booked_on,
                counterparty_name: row.counterparty_name.unwrap_or_default(),
                remittance: row.remittance.unwrap_or_default(),
                amount,
            }),
            _ => explained.push(Explained { reason, count: row.count, amount }),
        }
    }
    explained.sort_by_key(|explained| explained.reason);
    Ok((explained, lines))
}
