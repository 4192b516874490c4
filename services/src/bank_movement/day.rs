//! A reserve account's day: what the bank told at its end, what our books held, and everything between the two.

use domain::{Amount, bank_movement::DayDifference, id::AccountId};
use time::Date;

use super::difference::{BankBalance, compare};
use crate::{Context, Db, Error, context::INSTITUTION, error::Never};

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
    pub bank: Option<BankBalance<DayDifference>>,
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
                Some(balance) => Some(compare(connection, (row.id, Some(on)), books, (balance, row.import_id)).await?),
                None => None,
            };
            let (unmatched, in_transit) = (Amount::from_fen(row.unmatched), Amount::from_fen(row.in_transit));
            Ok(ReserveDay { on, books, unmatched, in_transit, bank })
        })
    })
    .await
}

/// What the reserve accounts come to at the end of a date: how many there are, and of how many the bank told a balance of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReconciledDay {
    pub accounts: usize,
    pub told: usize,
    /// Those whose books differ from it by more than every line explains, each with how much.
    pub open: Vec<(String, Amount)>,
}

/// Compares the books of each reserve account with what its bank told of the end of a date, as far as it did.
///
/// # Errors
/// When the database fails.
pub(crate) async fn reconcile_day(db: &Db, context: &Context, on: Date) -> Result<ReconciledDay, Error<Never>> {
    context.system_only()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let accounts = sqlx::query!(
                r#"select r.id, r.account_no, coalesce(account_balance_on(a.id, $1), 0) as "books!",
                          b.balance_fen as "balance_fen?"
                   from reserve_accounts r
                   left join accounts a on a.kind = 'reserve_cash' and a.owner_id = r.id
                   left join lateral bank_closing(r.id, $1) b on true
                   where r.ended_on is null or r.ended_on >= $1
                   order by r.account_no"#,
                on,
            )
            .fetch_all(&mut *connection)
            .await?;
            let mut day = ReconciledDay { accounts: accounts.len(), ..ReconciledDay::default() };
            for row in accounts {
                let Some(balance) = row.balance_fen else { continue };
                let books = Amount::from_fen(row.books);
                let bank: BankBalance<DayDifference> =
                    compare(connection, (row.id, Some(on)), books, (balance, None)).await?;
                day.told += 1;
                if !bank.unexplained.is_zero() {
                    day.open.push((row.account_no, bank.unexplained));
                }
            }
            Ok(day)
        })
    })
    .await
}
