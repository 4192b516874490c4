//! The cut-off: closes the open business date for ever and opens the next.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::Date;

use crate::{Context, Db, Error};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CloseDayRefusal {
    #[error("the open business date is {open_on}")]
    NotTheOpenDate { open_on: Date },
    #[error("the next date must be later")]
    NotLater,
}

impl CloseDayRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotTheOpenDate { .. } => "day.not_open",
            Self::NotLater => "day.not_later",
        }
    }
}

#[derive(Serialize)]
struct CloseDayCommand {
    open_on: Date,
    next_on: Date,
}

/// Closes `open_on` and opens `next_on`: writes the closing balance of every account that moved, and the digest of the
/// day's balances. Waits for every write that is under way, and holds new ones off meanwhile.
///
/// # Errors
/// When `open_on` is not open or `next_on` not later.
pub async fn close_day(db: &Db, context: &Context, open_on: Date, next_on: Date) -> Result<(), Error<CloseDayRefusal>> {
    context.system_only()?;
    let command = CloseDayCommand { open_on, next_on };
    db.write(context, "day.close", &command, move |write| {
        Box::pin(async move {
            // Our own shared lock does not stand in the way of our exclusive one; everybody else's does.
            sqlx::query!("select pg_advisory_xact_lock(4051, 0)").fetch_one(write.connection()).await?;
            let open = sqlx::query_scalar!("select open_on from business_day for update")
                .fetch_one(write.connection())
                .await?;
            if open != open_on {
                return Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { open_on: open }));
            }
            if next_on <= open_on {
                return Err(Error::Refused(CloseDayRefusal::NotLater));
            }
            let balances = sqlx::query!(
                r#"insert into closing_balances (account_id, business_date, balance_fen)
                   select moved.account_id, $1,
                          moved.amount_fen + coalesce((select c.balance_fen from closing_balances c
                                                       where c.account_id = moved.account_id
                                                       order by c.business_date desc limit 1), 0)
                   from (select account_id, sum(amount_fen)::bigint as amount_fen
                         from entries where business_date = $1 group by account_id) as moved
                   returning account_id, balance_fen"#,
                open_on
            )
            .fetch_all(write.connection())
            .await?;
            let mut rows: Vec<String> =
                balances.iter().map(|row| format!("{} {}\n", row.account_id, row.balance_fen)).collect();
            rows.sort_unstable();
            let digest = Sha256::digest(rows.concat()).to_vec();
            let at = write.at;
            sqlx::query!("insert into closed_days values ($1, $2, $3)", open_on, at, digest)
                .execute(write.connection())
                .await?;
            sqlx::query!("update business_day set open_on = $1", next_on).execute(write.connection()).await?;
            write.envelope.about(open_on);
            write.envelope.changed(&open_on, &next_on)
        })
    })
    .await
}
