//! What the ledger answers: trial balance, account statement, all journals of one loan.

use domain::{Amount, Reference, id::LoanId, ledger::AccountKind};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{Context, Db, Error, context::INSTITUTION, error::Never};

/// One account's balance, debit positive, with the name of its owner.
#[derive(Clone, Debug)]
pub struct TrialBalanceRow {
    pub account: Uuid,
    pub book: String,
    pub kind: AccountKind,
    pub owner: String,
    pub balance: Amount,
}

/// One line of an account's statement.
#[derive(Clone, Debug)]
pub struct StatementEntry {
    pub journal: Uuid,
    pub event: String,
    pub posted_on: Date,
    pub value_on: Date,
    pub recorded_at: OffsetDateTime,
    pub amount: Amount,
    /// The account's balance after this entry.
    pub balance: Amount,
}

#[derive(Clone, Debug)]
pub struct AccountStatement {
    pub account: TrialBalanceRow,
    pub entries: Vec<StatementEntry>,
    /// Whether older entries exist than those listed.
    pub more: bool,
}

/// One line of one journal.
#[derive(Clone, Debug)]
pub struct JournalRow {
    pub journal: Uuid,
    pub event: String,
    pub posted_on: Date,
    pub value_on: Date,
    pub recorded_at: OffsetDateTime,
    pub book: String,
    pub account: Uuid,
    pub kind: AccountKind,
    pub owner: String,
    pub amount: Amount,
}

/// How many entries one page of a statement shows.
const PAGE: i64 = 100;

fn kind_of<R>(code: &str) -> Result<AccountKind, Error<R>> {
    AccountKind::from_code(code).ok_or_else(|| Error::defect(format!("the ledger has an account of kind {code}")))
}

/// The balance of every account that has one, now.
///
/// # Errors
/// `Forbidden` for anybody but the institution's people.
pub async fn trial_balance(db: &Db, context: &Context) -> Result<Vec<TrialBalanceRow>, Error<Never>> {
    context.operator(INSTITUTION)?;
    db.read(context, |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select a.id, a.book, a.kind, account_owner_name(a.kind, a.owner_id) as "owner!", b.balance_fen as "balance_fen!"
                   from accounts a cross join lateral (select account_balance(a.id) as balance_fen) b
                   where b.balance_fen <> 0
                   order by a.book desc, a.kind, 4"#
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    Ok(TrialBalanceRow {
                        account: row.id,
                        kind: kind_of(&row.kind)?,
                        book: row.book,
                        owner: row.owner,
                        balance: Amount::from_fen(row.balance_fen),
                    })
                })
                .collect()
        })
    })
    .await
}

/// The newest entries of one account, with the balance after each.
///
/// # Errors
/// `Forbidden` for anybody but the institution's people, `NotFound` for an unknown account.
pub async fn account_statement(db: &Db, context: &Context, account: Uuid) -> Result<AccountStatement, Error<Never>> {
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sqlx::query!(
                r#"select id, book, kind, account_owner_name(kind, owner_id) as "owner!", account_balance(id) as "balance_fen!"
                   from accounts where id = $1"#,
                account
            )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
            let entries = sqlx::query!(
                r#"select e.journal_id, j.event_kind, j.posted_on, j.value_on, j.recorded_at, e.amount_fen
                   from entries e join journals j on j.id = e.journal_id
                   where e.account_id = $1
                   order by e.business_date desc, j.recorded_at desc, e.wallet_version desc nulls last, j.id desc
                   limit $2"#,
                account,
                PAGE + 1
            )
            .fetch_all(connection)
            .await?;
            let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
            let more = entries.len() > page;
            let mut balance = Amount::from_fen(row.balance_fen);
            let listed = entries.into_iter().take(page).map(|entry| {
                let after = balance;
                let amount = Amount::from_fen(entry.amount_fen);
                balance = balance.plus(amount.negated());
                StatementEntry {
                    journal: entry.journal_id,
                    event: entry.event_kind,
                    posted_on: entry.posted_on,
                    value_on: entry.value_on,
                    recorded_at: entry.recorded_at,
                    amount,
                    balance: after,
                }
            });
            let entries = listed.collect();
            let account = TrialBalanceRow {
                account: row.id,
                kind: kind_of(&row.kind)?,
                book: row.book,
                owner: row.owner,
                balance: Amount::from_fen(row.balance_fen),
            };
            Ok(AccountStatement { account, entries, more })
        })
    })
    .await
}

/// Every line of every journal that explains one loan, in order: its money received, the credit, each repayment, and the
/// payouts of those with their attempts and confirmations.
///
/// # Errors
/// `Forbidden` for anybody but the institution's people, `NotFound` when the loan has no journal.
pub async fn journals_of_loan(db: &Db, context: &Context, loan: LoanId) -> Result<Vec<JournalRow>, Error<Never>> {
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select j.id, j.event_kind, j.posted_on, j.value_on, j.recorded_at, e.book, e.account_id, e.amount_fen,
                          a.kind, account_owner_name(a.kind, a.owner_id) as "owner!"
                   from journals j join entries e on e.journal_id = j.id join accounts a on a.id = e.account_id
                   where j.id in (
                       select id from journals where loan_id = $1
                       union all
                       select r.id from loans l join bank_movements m on m.matched_kind = 'draw' and m.matched_id = l.draw_id
                       join journals r on r.event_kind = 'receipt.recorded' and r.event_id = m.id
                       where l.id = $1
                       union all
                       select p.id from repayments r
                       join journals p on p.event_kind in ('payout.sent', 'payout.failed', 'payout.confirmed')
                                      and p.event_id = r.payout_id
                       where r.loan_id = $1)
                   order by j.recorded_at, j.id, e.line"#,
                loan.0
            )
            .fetch_all(connection)
            .await?;
            if rows.is_empty() {
                return Err(Error::NotFound);
            }
            rows.into_iter()
                .map(|row| {
                    Ok(JournalRow {
                        journal: row.id,
                        event: row.event_kind,
                        posted_on: row.posted_on,
                        value_on: row.value_on,
                        recorded_at: row.recorded_at,
                        book: row.book,
                        account: row.account_id,
                        kind: kind_of(&row.kind)?,
                        owner: row.owner,
                        amount: Amount::from_fen(row.amount_fen),
                    })
                })
                .collect()
        })
    })
    .await
}

/// A loan in a search, as far as one needs it to be the right one.
#[derive(Clone, Debug)]
pub struct FoundLoan {
    pub id: LoanId,
    pub reference: Reference,
    pub agent_name: String,
    pub funder_name: String,
    pub principal: Amount,
    pub outstanding: Amount,
    pub credited_on: Date,
}

/// The newest fifty loans whose number, agent or funder has `text` in it.
///
/// # Errors
/// `Forbidden` for anybody but the institution's people.
pub async fn find_loans(db: &Db, context: &Context, text: String) -> Result<Vec<FoundLoan>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    // The database takes no zero byte in a text, so that nothing can have one.
    if text.contains('\0') {
        return Ok(Vec::new());
    }
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                "select l.id, l.reference, a.shop_name, p.name, l.principal_fen, l.outstanding_fen, l.credited_on
                 from loans l join agents a on a.id = l.agent_id join partners p on p.id = l.funder_id
                 where position(lower($1) in lower(concat_ws(chr(10), l.reference, a.number, a.shop_name, p.name))) > 0
                 order by l.credited_on desc, l.id desc limit 50",
                text
            )
            .fetch_all(connection)
            .await?;
            let found = rows.into_iter().map(|row| {
                Ok(FoundLoan {
                    id: LoanId(row.id),
                    reference: row.reference.parse().map_err(Error::defect)?,
                    agent_name: row.shop_name,
                    funder_name: row.name,
                    principal: Amount::from_fen(row.principal_fen),
                    outstanding: Amount::from_fen(row.outstanding_fen),
                    credited_on: row.credited_on,
                })
            });
            found.collect()
        })
    })
    .await
}
