//! A reserve account's day: what the bank told at its end, what our books held, and everything between the two.

use domain::{
    Amount,
    bank_movement::DayDifference,
    id::{AccountId, BankMovementId, ImportId},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{Context, Db, Error, context::INSTITUTION, error::Never};

/// How many lines of a difference are listed.
const LINES: i64 = 50;

/// A reserve account at the end of a business date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveDay {
    pub on: Date,
    pub books: Amount,
    /// Of it, what is for nobody yet.
    pub unmatched: Amount,
    /// Of it, what was sent by then and left only later, or has not yet.
    pub in_transit: Amount,
    /// None where the bank has told no balance of that day's end.
    pub bank: Option<DayBalance>,
}

/// What the bank told at a day's end, and why our books differ: ours less the bank's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayBalance {
    pub balance: Amount,
    /// The file that tells it; none is the bank's feed.
    pub import: Option<ImportId>,
    /// By the reason: how many lines, and their sum.
    pub explained: Vec<(DayDifference, i64, Amount)>,
    /// The first of the lines.
    pub lines: Vec<DayLine>,
    /// What no line explains.
    pub unexplained: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayLine {
    pub reason: DayDifference,
    pub movement: BankMovementId,
    pub booked_on: Date,
    pub counterparty_name: String,
    pub remittance: String,
    pub amount: Amount,
}

/// The end of a day of the reserve account whose cash stands on this account of the ledger; of the last date that is over, if
/// none is named.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` where it is no reserve account's.
pub async fn reserve_day(
    db: &Db,
    context: &Context,
    cash: AccountId,
    on: Option<Date>,
) -> Result<ReserveDay, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sqlx::query!(
                r#"select r.id, d.on_date as "on!", account_balance_on(a.id, d.on_date) as "books!",
                          coalesce(-account_balance_on(u.id, d.on_date), 0) as "unmatched!",
                          (select coalesce(sum(p.amount_fen), 0)::bigint from payouts p
                           where p.reserve_account_id = r.id and p.state in ('sent', 'unknown') and p.sent_at < d.ends_at)
                          + (select coalesce(sum(p.amount_fen), 0)::bigint from entries e
                             join journals j on j.id = e.journal_id join payouts p on p.id = j.event_id
                             where e.account_id = a.id and e.business_date > d.on_date and j.value_on > d.on_date
                               and j.event_kind = 'payout.confirmed' and p.sent_at < d.ends_at) as "in_transit!",
                          b.balance_fen as "balance_fen?", s.import_id as "import_id?"
                   from accounts a join reserve_accounts r on r.id = a.owner_id
                   cross join (select on_date, (on_date + 1)::timestamp at time zone 'Asia/Shanghai' as ends_at
                               from (select coalesce($2::date, open_on - 1) as on_date from business_day) chosen) d
                   left join accounts u on u.kind = 'unmatched_receipts' and u.owner_id = r.id
                   left join lateral bank_closing(r.id, d.on_date) b on true
                   left join bank_statements s on s.id = b.statement_id
                   where a.id = $1 and a.kind = 'reserve_cash'"#,
                cash.0,
                on,
            )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
            let (on, books) = (row.on, Amount::from_fen(row.books));
            let bank = match row.balance_fen {
                Some(balance) => {
                    let (explained, lines) = difference(connection, row.id, on).await?;
                    let balance = Amount::from_fen(balance);
                    let sum = explained.iter().fold(balance, |sum, (.., amount)| sum.plus(*amount));
                    let unexplained = books.plus(sum.negated());
                    Some(DayBalance { balance, import: row.import_id.map(ImportId), explained, lines, unexplained })
                }
                None => None,
            };
            let (unmatched, in_transit) = (Amount::from_fen(row.unmatched), Amount::from_fen(row.in_transit));
            Ok(ReserveDay { on, books, unmatched, in_transit, bank })
        })
    })
    .await
}

type Explained = Vec<(DayDifference, i64, Amount)>;

/// Why the books of a day differ from the bank's balance: the sums by reason, and the first of the lines.
async fn difference(
    connection: &mut PgConnection,
    account: Uuid,
    on: Date,
) -> Result<(Explained, Vec<DayLine>), Error<Never>> {
    let rows = sqlx::query!(
        r#"with d as materialized (select * from day_difference($1, $2))
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
        let (reason, amount) = (row.reason.parse().map_err(Error::defect)?, Amount::from_fen(row.amount_fen));
        match (row.id, row.booked_on) {
            (Some(movement), Some(booked_on)) => lines.push(DayLine {
                reason,
                movement: BankMovementId(movement),
                booked_on,
                counterparty_name: row.counterparty_name.unwrap_or_default(),
                remittance: row.remittance.unwrap_or_default(),
                amount,
            }),
            _ => explained.push((reason, row.count, amount)),
        }
    }
    explained.sort_by_key(|(reason, ..)| *reason);
    Ok((explained, lines))
}
