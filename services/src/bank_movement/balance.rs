//! Our books of each reserve account beside what its bank says, with everything between the two.

use domain::{Amount, bank_movement::Difference, id::AccountId};
use time::{Date, Time};

use super::difference::{BankBalance, compare};
use crate::{Context, Db, Error, context::INSTITUTION, error::Never};

/// A reserve account in our books and at its bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveBalance {
    pub account_no: String,
    pub name: String,
    pub currency: String,
    /// Its cash in the ledger; none before anything was posted.
    pub cash: Option<AccountId>,
    pub books: Amount,
    /// The last balance that its bank told, and of when; none while a file of it is being recorded.
    pub bank: Option<BankBalance<Difference>>,
    pub known: Option<(Date, Time)>,
}

/// Of every reserve account. Its book balance is a sum over all that was posted since the last close.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn reserve_balances(db: &Db, context: &Context) -> Result<Vec<ReserveBalance>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.sum(context, |connection| {
        Box::pin(async move {
            let accounts = sqlx::query!(
                r#"select r.id, r.account_no, r.name, r.currency, a.id as "cash?",
                          coalesce(account_balance(a.id), 0) as "books!", b.balance_fen as "balance_fen?",
                          b.known_on as "known_on?", b.known_time as "known_time?", s.import_id as "import_id?"
                   from reserve_accounts r
                   left join accounts a on a.kind = 'reserve_cash' and a.owner_id = r.id
                   left join lateral bank_balance(r.id) b
                     on not exists (select from imports i join bank_statements u on u.import_id = i.id
                                    where i.state = 'recording' and u.reserve_account_id = r.id)
                   left join bank_statements s on s.id = b.statement_id
                   order by r.account_no"#
            )
            .fetch_all(&mut *connection)
            .await?;
            let mut balances = Vec::with_capacity(accounts.len());
            for row in accounts {
                let books = Amount::from_fen(row.books);
                let bank = match row.balance_fen {
                    Some(balance) => Some(compare(connection, (row.id, None), books, (balance, row.import_id)).await?),
                    None => None,
                };
                balances.push(ReserveBalance {
                    account_no: row.account_no,
                    name: row.name,
                    currency: row.currency,
                    cash: row.cash.map(AccountId),
                    books,
                    bank,
                    known: row.known_on.zip(row.known_time),
                });
            }
            Ok(balances)
        })
    })
    .await
}
