//! Our books of each reserve account beside what its bank says, with everything between the two.

use domain::{
    Amount,
    bank_movement::Difference,
    id::{BankMovementId, ImportId},
};
use time::{Date, Time};
use uuid::Uuid;

use crate::{Context, Db, Error, context::INSTITUTION, error::Never};

/// How many lines of a difference are listed.
const LINES: i64 = 50;

/// A reserve account in our books and at its bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveBalance {
    pub account_no: String,
    pub name: String,
    pub currency: String,
    pub books: Amount,
    pub bank: Option<BankBalance>,
}

/// The last balance that a bank told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankBalance {
    pub balance: Amount,
    pub known_on: Date,
    pub known_time: Time,
    /// The file that tells it; none is the bank's feed.
    pub import: Option<ImportId>,
    /// Why our books differ from it, by the reason: how many lines, and their sum. Ours less the bank's.
    pub explained: Vec<Explained>,
    /// The first of the lines.
    pub lines: Vec<DifferenceLine>,
    /// What no line explains.
    pub unexplained: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    pub reason: Difference,
    pub count: i64,
    pub amount: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceLine {
    pub reason: Difference,
    pub movement: BankMovementId,
    pub booked_on: Date,
    pub counterparty_name: String,
    pub remittance: String,
    pub amount: Amount,
}

/// # Errors
/// `Forbidden` outside the institution.
pub async fn reserve_balances(db: &Db, context: &Context) -> Result<Vec<ReserveBalance>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, |connection| {
        Box::pin(async move {
            let accounts = sqlx::query!(
                r#"select r.id, r.account_no, r.name, r.currency, coalesce(account_balance(a.id), 0) as "books!",
                          b.balance_fen as "balance_fen?", b.known_on as "known_on?", b.known_time as "known_time?",
                          s.import_id as "import_id?"
                   from reserve_accounts r
                   left join accounts a on a.kind = 'reserve_cash' and a.owner_id = r.id
                   left join lateral bank_balance(r.id) b on true
                   left join bank_statements s on s.id = b.statement_id
                   order by r.account_no"#
            )
            .fetch_all(&mut *connection)
            .await?;
            let mut balances = Vec::with_capacity(accounts.len());
            for row in accounts {
                let books = Amount::from_fen(row.books);
                let bank = match (row.balance_fen, row.known_on, row.known_time) {
                    (Some(balance), Some(known_on), Some(known_time)) => {
                        let (explained, lines) = difference(connection, row.id).await?;
                        let sum = explained.iter().fold(Amount::ZERO, |sum, one| sum.plus(one.amount));
                        let balance = Amount::from_fen(balance);
                        Some(BankBalance {
                            balance,
                            known_on,
                            known_time,
                            import: row.import_id.map(ImportId),
                            lines,
                            unexplained: books.plus(balance.plus(sum).negated()),
                            explained,
                        })
                    }
                    _ => None,
                };
                balances.push(ReserveBalance {
                    account_no: row.account_no,
                    name: row.name,
                    currency: row.currency,
                    books,
                    bank,
                });
            }
            Ok(balances)
        })
    })
    .await
}

/// Why the books of an account differ from its bank's balance: the sums by reason, and the first of the lines. They are
/// found together, for each takes the whole of a day's statement.
async fn difference(
    connection: &mut sqlx::PgConnection,
    account: Uuid,
) -> Result<(Vec<Explained>, Vec<DifferenceLine>), Error<Never>> {
    let rows = sqlx::query!(
        r#"with d as materialized (select * from bank_difference($1))
           select reason as "reason!", count(*) as "count!", sum(amount_fen)::bigint as "amount_fen!", null::uuid as id,
                  null::date as booked_on, null as counterparty_name, null as remittance
           from d group by reason
           union all
           (select d.reason, 1, d.amount_fen, m.id, m.booked_on, m.counterparty_name, m.remittance
            from d join bank_movements m on m.id = d.movement_id
            order by m.booked_on desc, m.booked_time desc nulls last, m.id limit $2)"#,
        account,
        LINES,
    )
    .fetch_all(connection)
    .await?;
    let (mut explained, mut lines) = (Vec::new(), Vec::new());
    for row in rows {
        let (reason, amount) = (row.reason.parse().map_err(Error::defect)?, Amount::from_fen(row.amount_fen));
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
