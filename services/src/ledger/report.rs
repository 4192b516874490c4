//! What the ledger answers: trial balance, account statement, all journals of one loan.

use domain::{
    Amount,
    id::{
        AgentId, BankMovementId, CommissionId, DebitId, DebtId, DrawId, LoanId, OutsidePaymentId, PartnerId, PayoutId,
        RefundId, RepaymentId, SettlementBreakId, TopUpId,
    },
    ledger::{AccountKind, Book, EventKind},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime, macros::date};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    audit::names_of,
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Narrowed, Page, PageRequest, total},
};

/// Before this day nothing was posted.
const FIRST: Date = date!(1970 - 01 - 01);

/// All accounts of one kind that have a balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindBalance {
    pub kind: AccountKind,
    pub accounts: i64,
    /// The account, where there is only one.
    pub only: Option<Uuid>,
    /// The balances that stand on the debit side, and those that stand on the credit side.
    pub debit: Amount,
    pub credit: Amount,
}

/// Whose an account is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Empty where it is nobody's in particular.
    pub name: String,
    /// The agent, of a wallet, or the partner.
    pub agent: Option<AgentId>,
    pub partner: Option<PartnerId>,
}

impl Owner {
    fn of(name: String, agent: Option<Uuid>, partner: Option<Uuid>) -> Self {
        Self { name, agent: agent.map(AgentId), partner: partner.map(PartnerId) }
    }
}

/// One account's balance, debit positive, with the name of its owner.
#[derive(Clone, Debug)]
pub struct AccountBalance {
    pub account: Uuid,
    pub book: Book,
    pub kind: AccountKind,
    pub owner: Owner,
    pub balance: Amount,
}

/// What a journal is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// As the trail names it; empty where it is known by no number.
    pub subject: String,
    /// The number or the name by which people know it; may be empty.
    pub name: String,
    /// The loan that the journal concerns.
    pub loan: Option<LoanId>,
}

impl About {
    fn of(event: EventKind, id: Uuid, loan: Option<Uuid>) -> Self {
        let loan = loan.map(LoanId);
        Self { subject: subject(event, id, loan), name: String::new(), loan }
    }
}

/// What has an event of the ledger, as the trail names it. What happened to a loan beside its payments is known by the loan.
fn subject(event: EventKind, id: Uuid, loan: Option<LoanId>) -> String {
    match event {
        EventKind::ReceiptRecorded
        | EventKind::TopUpMatched
        | EventKind::TopUpUnmatched
        | EventKind::ReceivableSettled
        | EventKind::DebitUnexplained
        | EventKind::CommissionFunded
        | EventKind::SettlementRecognised => BankMovementId(id).to_string(),
        EventKind::DrawCredited => DrawId(id).to_string(),
        EventKind::TopUpDebited | EventKind::TopUpTakenBack => TopUpId(id).to_string(),
        EventKind::LoanRepaid => RepaymentId(id).to_string(),
        EventKind::PayoutSent
        | EventKind::PayoutConfirmed
        | EventKind::PayoutFailed
        | EventKind::PayoutSentBack
        | EventKind::WithdrawalRequested
        | EventKind::WithdrawalReturned
        | EventKind::PrepaymentRequested
        | EventKind::PrepaymentReturned
        | EventKind::CourtDeducted
        | EventKind::CourtReturned => PayoutId(id).to_string(),
        EventKind::CommissionDistributed | EventKind::CommissionTakenBack => CommissionId(id).to_string(),
        EventKind::DebtTransferred => loan.map_or_else(|| DebtId(id).to_string(), |loan| loan.to_string()),
        EventKind::DebtRegistered => DebtId(id).to_string(),
        EventKind::DebtReceived | EventKind::DebtReversed => OutsidePaymentId(id).to_string(),
        EventKind::AgreementDebited | EventKind::AgreementReturned | EventKind::AgreementAdopted => {
            DebitId(id).to_string()
        }
        EventKind::AgreementRefunded => RefundId(id).to_string(),
        EventKind::AgreementCharged => SettlementBreakId(id).to_string(),
        EventKind::LoanReversed
        | EventKind::LoanReceived
        | EventKind::LoanWaived
        | EventKind::LoanCorrected
        | EventKind::ReceivableSetOff => loan.map(|loan| loan.to_string()).unwrap_or_default(),
    }
}

/// Gives these their names.
async fn name_all(connection: &mut PgConnection, all: Vec<&mut About>) -> Result<(), sqlx::Error> {
    let subjects: Vec<String> = all.iter().map(|about| about.subject.clone()).collect();
    let names = names_of(connection, &subjects).await?;
    for about in all {
        about.name = names.get(&about.subject).cloned().unwrap_or_default();
    }
    Ok(())
}

/// One line of an account's statement.
#[derive(Clone, Debug)]
pub struct StatementEntry {
    pub journal: Uuid,
    pub about: About,
    pub event: EventKind,
    pub posted_on: Date,
    pub value_on: Date,
    pub recorded_at: OffsetDateTime,
    pub amount: Amount,
    /// The account's balance after this entry.
    pub balance: Amount,
}

#[derive(Clone, Debug)]
pub struct AccountStatement {
    pub account: AccountBalance,
    /// Newest first.
    pub entries: Page<StatementEntry>,
}

/// One line of one journal.
#[derive(Clone, Debug)]
pub struct JournalRow {
    pub journal: Uuid,
    pub about: About,
    pub event: EventKind,
    pub posted_on: Date,
    pub value_on: Date,
    pub recorded_at: OffsetDateTime,
    pub book: Book,
    pub account: Uuid,
    pub kind: AccountKind,
    pub owner: Owner,
    pub amount: Amount,
}

/// Both books now, by kinds of account. The database adds up: however many accounts there are, a row for each kind comes
/// back.
///
/// # Errors
/// `Forbidden` for anybody but the institution's people.
pub async fn trial_balance(db: &Db, context: &Context) -> Result<Vec<KindBalance>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.sum(context, |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select kind as "kind!", accounts as "accounts!", debit_fen as "debit_fen!", credit_fen as "credit_fen!",
                          array(select id from accounts a where a.kind = k.kind limit 2) as "ids!"
                   from kind_balances() k where accounts <> 0"#
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    Ok(KindBalance {
                        kind: row.kind.parse().map_err(Error::defect)?,
                        accounts: row.accounts,
                        only: <[Uuid; 1]>::try_from(row.ids).ok().map(|[id]| id),
                        debit: Amount::from_fen(row.debit_fen),
                        credit: Amount::from_fen(row.credit_fen),
                    })
                })
                .collect()
        })
    })
    .await
}

/// A page of the accounts of one kind that have a balance.
///
/// # Errors
/// `Forbidden` for anybody but the institution's people.
pub async fn accounts_of_kind(
    db: &Db,
    context: &Context,
    kind: AccountKind,
    page: PageRequest,
) -> Result<Page<AccountBalance>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select a.id, a.book, a.owner_id, account_owner_name(a.kind, a.owner_id) as "owner!", b.fen as "balance_fen!",
                          (select agent_id from wallets where id = a.owner_id) as agent_id,
                          (select id from partners where id = a.owner_id) as partner_id
                   from accounts a cross join lateral (select account_balance(a.id) as fen) b
                   where a.kind = $1 and b.fen <> 0 and ($2::uuid is null or a.owner_id > $2)
                   order by a.owner_id limit $3"#,
                kind.code(),
                page.after.map(|cursor| cursor.id),
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            let rows = rows.into_iter().map(|row| {
                let (book, balance) = (row.book.parse().map_err(Error::defect)?, Amount::from_fen(row.balance_fen));
                let owner = Owner::of(row.owner, row.agent_id, row.partner_id);
                Ok((row.owner_id, AccountBalance { account: row.id, kind, book, owner, balance }))
            });
            let cursor = |row: &(Uuid, AccountBalance)| Cursor { at: OffsetDateTime::UNIX_EPOCH, id: row.0 };
            Ok(Page::of(rows.collect::<Result<_, Error<Never>>>()?, page, cursor).map(|(_, account)| account))
        })
    })
    .await
}

/// One account with its entries, of the days for which the list asks, and the balance after each.
///
/// # Errors
/// `Forbidden` for anybody but the institution's people, `NotFound` for an unknown account.
pub async fn account_statement(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<Uuid>>,
    page: PageRequest,
) -> Result<AccountStatement, Error<Never>> {
    let list: Narrowed<Uuid> = list.into();
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let (account, from) = (list.part, list.narrow.from.unwrap_or(FIRST));
            let row = sqlx::query!(
                r#"select id, book, kind, account_owner_name(kind, owner_id) as "owner!", account_balance(id) as "balance_fen!",
                          (select agent_id from wallets w where w.id = owner_id) as agent_id,
                          (select p.id from partners p where p.id = owner_id) as partner_id
                   from accounts where id = $1"#,
                account
            )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
            let next_day = list.narrow.to.and_then(Date::next_day);
            let before = place_of(connection, page).await?.or(next_day.map(|day| (day, Uuid::nil())));
            let balance = match before {
                None => row.balance_fen,
                Some(before) => find_balance_before(connection, account, before).await?,
            };
            let mut listed = list_entries(connection, account, (from, before), balance, page.rows_to_read()).await?;
            name_all(connection, listed.iter_mut().map(|entry| &mut entry.about).collect()).await?;
            let place = |entry: &StatementEntry| Cursor { at: entry.recorded_at, id: entry.journal };
            let total = total!(list, count_entries(connection, account, from, next_day));
            let entries = Page::of(listed, page, place).with_total(total);
            let account = AccountBalance {
                account: row.id,
                kind: row.kind.parse().map_err(Error::defect)?,
                book: row.book.parse().map_err(Error::defect)?,
                owner: Owner::of(row.owner, row.agent_id, row.partner_id),
                balance: Amount::from_fen(row.balance_fen),
            };
            Ok(AccountStatement { account, entries })
        })
    })
    .await
}

/// The day and the journal after which a page begins.
async fn place_of(connection: &mut PgConnection, page: PageRequest) -> Result<Option<(Date, Uuid)>, sqlx::Error> {
    let Some(cursor) = page.after else { return Ok(None) };
    let day = sqlx::query_scalar!("select posted_on from journals where id = $1", cursor.id);
    Ok(day.fetch_optional(connection).await?.map(|day| (day, cursor.id)))
}

/// An account's entries from a day on, the newest first from before a place, where the balance is this.
async fn list_entries(
    connection: &mut PgConnection,
    account: Uuid,
    (from, before): (Date, Option<(Date, Uuid)>),
    balance: i64,
    most: i64,
) -> Result<Vec<StatementEntry>, Error<Never>> {
    let (day, journal) = before.unzip();
    let entries = sqlx::query!(
        r#"select e.journal_id, j.event_kind, j.event_id, j.loan_id, j.posted_on, j.value_on, j.recorded_at, e.amount_fen
           from entries e join journals j on j.id = e.journal_id
           where e.account_id = $1 and e.business_date >= $5
             and ($2::date is null or (e.business_date, e.journal_id) < ($2, $3::uuid))
           order by e.business_date desc, e.journal_id desc limit $4"#,
        account,
        day,
        journal,
        most,
        from,
    )
    .fetch_all(connection)
    .await?;
    let mut balance = Amount::from_fen(balance);
    let listed = entries.into_iter().map(|entry| {
        let after = balance;
        let amount = Amount::from_fen(entry.amount_fen);
        balance = balance.plus(amount.negated());
        let event: EventKind = entry.event_kind.parse().map_err(Error::defect)?;
        Ok(StatementEntry {
            journal: entry.journal_id,
            about: About::of(event, entry.event_id, entry.loan_id),
            event,
            posted_on: entry.posted_on,
            value_on: entry.value_on,
            recorded_at: entry.recorded_at,
            amount,
            balance: after,
        })
    });
    listed.collect()
}

/// How many entries an account has from a day on, and before another.
async fn count_entries(
    connection: &mut PgConnection,
    account: Uuid,
    from: Date,
    before: Option<Date>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from entries
           where account_id = $1 and business_date >= $2 and ($3::date is null or business_date < $3)"#,
        account,
        from,
        before,
    )
    .fetch_one(connection)
    .await
}

/// An account's balance before a journal's entry: the last closing before its day, and what was posted from there to it.
async fn find_balance_before(
    connection: &mut PgConnection,
    account: Uuid,
    (day, journal): (Date, Uuid),
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with closed as (select business_date, balance_fen from closing_balances
                           where account_id = $1 and business_date < $2 order by business_date desc limit 1)
           select (coalesce((select balance_fen from closed), 0) + coalesce((
               select sum(amount_fen) from entries
               where account_id = $1 and business_date > coalesce((select business_date from closed), '-infinity')
                 and (business_date, journal_id) < ($2, $3)), 0))::bigint as "fen!""#,
        account,
        day,
        journal,
    )
    .fetch_one(connection)
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
                r#"select j.id, j.event_kind, j.event_id, j.loan_id, j.posted_on, j.value_on, j.recorded_at, e.book, e.account_id, e.amount_fen,
                          a.kind, account_owner_name(a.kind, a.owner_id) as "owner!",
                          (select agent_id from wallets where id = a.owner_id) as agent_id,
                          (select id from partners where id = a.owner_id) as partner_id
                   from journals j join entries e on e.journal_id = j.id join accounts a on a.id = e.account_id
                   where j.id in (
                       select id from journals where loan_id = $1
                       union all
                       select r.id from loans l join bank_movements m on m.matched_kind = 'draw' and m.matched_id = l.draw_id
                       join journals r on r.event_kind = 'receipt.recorded' and r.event_id = m.id
                       where l.id = $1
                       union all
                       select p.id from repayments r join payables o on o.id = r.id
                       join journals p on p.event_kind in ('payout.sent', 'payout.failed', 'payout.confirmed', 'payout.sent_back')
                                      and p.event_id = o.payout_id
                       where r.loan_id = $1)
                   order by j.recorded_at, j.id, e.line"#,
                loan.0
            )
            .fetch_all(&mut *connection)
            .await?;
            if rows.is_empty() {
                return Err(Error::NotFound);
            }
            let mut rows = rows
                .into_iter()
                .map(|row| {
                    let event: EventKind = row.event_kind.parse().map_err(Error::defect)?;
                    Ok(JournalRow {
                        journal: row.id,
                        about: About::of(event, row.event_id, row.loan_id),
                        event,
                        posted_on: row.posted_on,
                        value_on: row.value_on,
                        recorded_at: row.recorded_at,
                        book: row.book.parse().map_err(Error::defect)?,
                        account: row.account_id,
                        kind: row.kind.parse().map_err(Error::defect)?,
                        owner: Owner::of(row.owner, row.agent_id, row.partner_id),
                        amount: Amount::from_fen(row.amount_fen),
                    })
                })
                .collect::<Result<Vec<_>, Error<Never>>>()?;
            name_all(connection, rows.iter_mut().map(|row| &mut row.about).collect()).await?;
            Ok(rows)
        })
    })
    .await
}
