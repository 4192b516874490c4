//! The agent's wallet with its statement.

use std::collections::HashMap;

use domain::{
    Amount, Reference,
    id::{LoanId, TopUpId, WalletId},
    ledger::EventKind,
    operating_data::Month,
    repayment::RepaymentCause,
    wallet::Wallet,
};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    envelope::{Arrays, Change},
    error::Never,
    party::ReceivingAccount,
};

/// Reads a wallet back from its columns: balance in fen, version, and what courts hold in fen.
pub(crate) fn of_columns([balance, version, held]: [i64; 3], frozen: bool) -> Wallet {
    Wallet { balance: Amount::from_fen(balance), version, frozen, held: Amount::from_fen(held) }
}

pub(crate) async fn lock_wallet(connection: &mut PgConnection, wallet: WalletId) -> Result<Wallet, sqlx::Error> {
    let row =
        sqlx::query!("select balance_fen, version, frozen, held_fen from wallets where id = $1 for update", wallet.0)
            .fetch_one(connection)
            .await?;
    Ok(of_columns([row.balance_fen, row.version, row.held_fen], row.frozen))
}

/// Locks wallets in the order of their ids.
pub(crate) async fn lock_wallets(
    connection: &mut PgConnection,
    wallets: &[Uuid],
) -> Result<HashMap<WalletId, Wallet>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, balance_fen, version, frozen, held_fen from wallets where id = any($1) order by id for update",
        wallets
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (WalletId(row.id), of_columns([row.balance_fen, row.version, row.held_fen], row.frozen)))
        .collect())
}

/// Keeps a locked wallet as it is now, with the envelope.
pub(crate) struct WalletChange {
    pub id: WalletId,
    pub after: Wallet,
}

impl Change for WalletChange {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            "update wallets set balance_fen = t.balance_fen, version = t.version, frozen = t.frozen, held_fen = t.held_fen from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.after.balance.fen()))
            .column(rows.iter().map(|row| row.after.version))
            .column(rows.iter().map(|row| row.after.frozen))
            .column(rows.iter().map(|row| row.after.held.fen()))
            .end();
        sql.push(" as t (id, balance_fen, version, frozen, held_fen) where wallets.id = t.id");
    }
}

/// One line of the statement; money in is positive.
#[derive(Clone, Debug)]
pub struct WalletEntry {
    /// Orders the statement.
    pub version: i64,
    pub event: EventKind,
    /// Of a repayment, and of what was debited for one.
    pub cause: Option<RepaymentCause>,
    /// The number of the loan that it concerns, and the loan.
    pub loan: Option<Reference>,
    pub loan_id: Option<LoanId>,
    /// The debit for a loan that it is of.
    pub debit: Option<TopUpId>,
    pub amount: Amount,
    pub balance: Amount,
    pub value_on: Date,
    pub recorded_at: OffsetDateTime,
}

#[derive(Clone, Debug)]
pub struct WalletRow {
    pub id: WalletId,
    pub reference: Reference,
    pub balance: Amount,
    /// What nothing keeps, and pays debts.
    pub available: Amount,
    /// What can be withdrawn.
    pub withdrawable: Amount,
    /// Where a top-up must come from, and a withdrawal goes.
    pub bank_account_name: String,
    pub bank_account_no: String,
    /// Where a top-up can go, the default account first; none while there is no reserve account.
    pub pay_to: Vec<ReceivingAccount>,
    /// Whether what comes there from the agent's own account is recognised by that, whichever of them it is.
    pub recognised: bool,
    /// Whom the agent prepays, under which number, and that's account; empty while it is not known.
    pub carrier_name: String,
    pub agent_no: String,
    pub carrier_account_no: String,
    /// The newest first, at most fifty before the version asked for.
    pub entries: Vec<WalletEntry>,
}

/// The agent's own wallet, with the entries before `before` (a version), or the newest.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn wallet(db: &Db, context: &Context, before: Option<i64>) -> Result<WalletRow, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let wallet = sqlx::query!(
                r#"select w.id, w.reference, w.account_id, w.balance_fen, w.frozen, w.held_fen, a.bank_account_name, a.bank_account_no,
                          a.number, c.name as carrier_name, c.bank_account_no as carrier_account_no,
                          coalesce((select bool_and(recognises_owners) from reserve_accounts where ended_on is null), false) as "recognised!"
                   from wallets w join agents a on a.id = w.agent_id join carriers c on c.id = a.carrier_id
                   where w.agent_id = $1"#,
                agent.0
            )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
            let pay_to = sqlx::query_as!(
                ReceivingAccount,
                "select account_no, name, branch from reserve_accounts where ended_on is null
                 order by is_default desc, account_no"
            )
            .fetch_all(&mut *connection)
            .await?;
            let entries = list_entries(connection, wallet.account_id, wallet.balance_fen, before).await?;
            let kept = of_columns([wallet.balance_fen, 0, wallet.held_fen], wallet.frozen);
            Ok(WalletRow {
                id: WalletId(wallet.id),
                reference: wallet.reference.parse().map_err(Error::defect)?,
                balance: Amount::from_fen(wallet.balance_fen),
                available: kept.available(),
                withdrawable: kept.withdrawable(),
                bank_account_no: wallet.bank_account_no,
                bank_account_name: wallet.bank_account_name,
                pay_to,
                recognised: wallet.recognised,
                carrier_name: wallet.carrier_name,
                agent_no: wallet.number,
                carrier_account_no: wallet.carrier_account_no.unwrap_or_default(),
                entries,
            })
        })
    })
    .await
}

/// A month of a wallet.
#[derive(Clone, Debug)]
pub struct WalletStatement {
    pub reference: Reference,
    /// The registered name of its owner.
    pub owner: String,
    /// What it held when the month began.
    pub opening: Amount,
    /// And after the last entry.
    pub closing: Amount,
    /// The oldest first.
    pub entries: Vec<WalletEntry>,
}

/// The statement of the agent's own wallet over a month, by the dates on which it was posted.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn statement(db: &Db, context: &Context, month: Month) -> Result<WalletStatement, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let wallet = sqlx::query!(
                r#"select w.reference, w.account_id, a.bank_account_name,
                          (select coalesce(-sum(e.amount_fen), 0)::bigint from entries e
                           where e.account_id = w.account_id and e.business_date < $2) as "opening!"
                   from wallets w join agents a on a.id = w.agent_id where w.agent_id = $1"#,
                agent.0,
                month.first_day(),
            )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
            let opening = Amount::from_fen(wallet.opening);
            let rows = sqlx::query_as!(
                RawEntry,
                r#"select e.wallet_version as "version!", e.business_date, e.amount_fen, j.event_kind, j.value_on,
                          j.recorded_at, l.reference as "loan?", l.id as "loan_id?",
                          coalesce(r.cause, case when j.event_kind = 'top_up.debited' and l.id is not null then 'debited' end) as "cause?",
                          case when t.loan_id is not null then t.id end as "debit?"
                   from entries e join journals j on j.id = e.journal_id left join top_ups t on t.id = j.event_id
                   left join loans l on l.id = case when j.loan_id is null then t.loan_id else j.loan_id end
                   left join repayments r on r.id = j.event_id and j.event_kind = 'loan.repaid'
                   where e.account_id = $1 and e.business_date >= $2 and e.business_date < $3
                   order by e.business_date, e.wallet_version"#,
                wallet.account_id,
                month.first_day(),
                month.after().first_day(),
            )
            .fetch_all(connection)
            .await?;
            let mut balance = opening;
            let entries = rows.into_iter().map(|row| {
                balance = balance.plus(row.amount());
                row.into_entry(balance)
            });
            let entries = entries.collect::<Result<Vec<_>, _>>()?;
            Ok(WalletStatement {
                reference: wallet.reference.parse().map_err(Error::defect)?,
                owner: wallet.bank_account_name,
                opening,
                closing: balance,
                entries,
            })
        })
    })
    .await
}

struct RawEntry {
    version: i64,
    business_date: Date,
    amount_fen: i64,
    event_kind: String,
    value_on: Date,
    recorded_at: OffsetDateTime,
    loan: Option<String>,
    loan_id: Option<Uuid>,
    cause: Option<String>,
    debit: Option<Uuid>,
}

impl RawEntry {
    /// A wallet is a credit account: its entries are negative when money comes in.
    fn amount(&self) -> Amount {
        Amount::from_fen(self.amount_fen).negated()
    }

    /// With the balance after it.
    fn into_entry(self, balance: Amount) -> Result<WalletEntry, Error<Never>> {
        Ok(WalletEntry {
            version: self.version,
            event: self.event_kind.parse().map_err(Error::defect)?,
            cause: self.cause.as_deref().map(|code| code.parse().map_err(Error::defect)).transpose()?,
            loan: self.loan.as_deref().map(|number| number.parse().map_err(Error::defect)).transpose()?,
            loan_id: self.loan_id.map(LoanId),
            debit: self.debit.map(TopUpId),
            amount: self.amount(),
            balance,
            value_on: self.value_on,
            recorded_at: self.recorded_at,
        })
    }
}

/// So many entries of a wallet's account before a version, the newest first: they are of the last dates, which the index finds.
macro_rules! newest {
    ($most:literal, $account:expr, $before:expr) => {
        sqlx::query_as!(
            RawEntry,
            r#"select e.wallet_version as "version!", e.business_date, e.amount_fen, j.event_kind, j.value_on,
                      j.recorded_at, l.reference as "loan?", l.id as "loan_id?",
                      coalesce(r.cause, case when j.event_kind = 'top_up.debited' and l.id is not null then 'debited' end) as "cause?",
                      case when t.loan_id is not null then t.id end as "debit?"
               from entries e join journals j on j.id = e.journal_id left join top_ups t on t.id = j.event_id
               left join loans l on l.id = case when j.loan_id is null then t.loan_id else j.loan_id end
               left join repayments r on r.id = j.event_id and j.event_kind = 'loan.repaid'
               where e.account_id = $1 and e.wallet_version < $2
                 and e.business_date >= (select min(d.business_date)
                                         from (select business_date from entries where account_id = $1 and wallet_version < $2
                                               order by business_date desc limit "#
                + $most
                + r#") d)
               order by e.business_date desc, e.wallet_version desc limit "#
                + $most,
            $account,
            $before,
        )
    };
}

/// The latest three entries, the newest first, with the balance after each.
pub(crate) async fn list_latest(
    connection: &mut PgConnection,
    account: Uuid,
    balance_fen: i64,
) -> Result<Vec<WalletEntry>, Error<Never>> {
    with_balances(newest!("3", account, i64::MAX).fetch_all(connection).await?, Amount::from_fen(balance_fen))
}

/// The entries before a version, or the newest, the newest first, with the balance after each.
async fn list_entries(
    connection: &mut PgConnection,
    account: Uuid,
    balance_fen: i64,
    before: Option<i64>,
) -> Result<Vec<WalletEntry>, Error<Never>> {
    let entries = newest!("50", account, before.unwrap_or(i64::MAX)).fetch_all(&mut *connection).await?;
    // What came after the page's first entry, to reckon back from the present balance: nothing on the first page.
    let later: i64 = match entries.first().filter(|_| before.is_some()) {
        Some(first) => {
            sqlx::query_scalar!(
                r#"select coalesce(sum(amount_fen), 0)::bigint as "sum!" from entries
               where account_id = $1 and business_date >= $2 and wallet_version > $3"#,
                account,
                first.business_date,
                first.version
            )
            .fetch_one(connection)
            .await?
        }
        None => 0,
    };
    with_balances(entries, Amount::from_fen(balance_fen).plus(Amount::from_fen(later)))
}

/// Entries, the newest first, with the balance after each: after the first it is this.
fn with_balances(entries: Vec<RawEntry>, mut balance: Amount) -> Result<Vec<WalletEntry>, Error<Never>> {
    entries
        .into_iter()
        .map(|entry| {
            let after = balance;
            balance = balance.plus(entry.amount().negated());
            entry.into_entry(after)
        })
        .collect()
}
