//! What the ledger answers: trial balance, account statement, all journals of one loan.

use domain::{
    Amount, Reference,
    id::{AgentId, LoanId, PartnerId},
    ledger::{AccountKind, Book, EventKind},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, by_time_or_amount},
};

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

/// One line of an account's statement.
#[derive(Clone, Debug)]
pub struct StatementEntry {
    pub journal: Uuid,
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

/// One account with its entries and the balance after each.
///
/// # Errors
/// `Forbidden` for anybody but the institution's people, `NotFound` for an unknown account.
pub async fn account_statement(
    db: &Db,
    context: &Context,
    account: Uuid,
    page: PageRequest,
) -> Result<AccountStatement, Error<Never>> {
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
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
            let day = match page.after {
                Some(cursor) => sqlx::query_scalar!("select posted_on from journals where id = $1", cursor.id)
                    .fetch_optional(&mut *connection)
                    .await?,
                None => None,
            };
            let after = day.zip(page.after.map(|cursor| cursor.id));
            let entries = sqlx::query!(
                r#"select e.journal_id, j.event_kind, j.posted_on, j.value_on, j.recorded_at, e.amount_fen
                   from entries e join journals j on j.id = e.journal_id
                   where e.account_id = $1 and ($2::date is null or (e.business_date, e.journal_id) < ($2, $3::uuid))
                   order by e.business_date desc, e.journal_id desc limit $4"#,
                account,
                after.map(|(day, _)| day),
                after.map(|(_, journal)| journal),
                page.rows_to_read(),
            )
            .fetch_all(&mut *connection)
            .await?;
            let mut balance = Amount::from_fen(match after {
                None => row.balance_fen,
                Some(after) => find_balance_before(connection, account, after).await?,
            });
            let listed = entries.into_iter().map(|entry| {
                let after = balance;
                let amount = Amount::from_fen(entry.amount_fen);
                balance = balance.plus(amount.negated());
                Ok(StatementEntry {
                    journal: entry.journal_id,
                    event: entry.event_kind.parse().map_err(Error::defect)?,
                    posted_on: entry.posted_on,
                    value_on: entry.value_on,
                    recorded_at: entry.recorded_at,
                    amount,
                    balance: after,
                })
            });
            let listed = listed.collect::<Result<Vec<_>, Error<Never>>>()?;
            let place = |entry: &StatementEntry| Cursor { at: entry.recorded_at, id: entry.journal };
            let entries = Page::of(listed, page, place);
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
                r#"select j.id, j.event_kind, j.posted_on, j.value_on, j.recorded_at, e.book, e.account_id, e.amount_fen,
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
            .fetch_all(connection)
            .await?;
            if rows.is_empty() {
                return Err(Error::NotFound);
            }
            rows.into_iter()
                .map(|row| {
                    Ok(JournalRow {
                        journal: row.id,
                        event: row.event_kind.parse().map_err(Error::defect)?,
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
    pub agent: AgentId,
    pub agent_name: String,
    pub funder: PartnerId,
    pub funder_name: String,
    pub principal: Amount,
    pub outstanding: Amount,
    pub credited_on: Date,
}

struct RawFound {
    id: Uuid,
    reference: String,
    agent_id: Uuid,
    shop_name: String,
    funder_id: Uuid,
    name: String,
    principal_fen: i64,
    outstanding_fen: i64,
    credited_on: Date,
}

impl RawFound {
    fn into_loan<R>(self) -> Result<FoundLoan, Error<R>> {
        Ok(FoundLoan {
            id: LoanId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            agent: AgentId(self.agent_id),
            agent_name: self.shop_name,
            funder: PartnerId(self.funder_id),
            funder_name: self.name,
            principal: Amount::from_fen(self.principal_fen),
            outstanding: Amount::from_fen(self.outstanding_fen),
            credited_on: self.credited_on,
        })
    }
}

/// All loans, newest first where nothing else is asked for. A text is a loan's number, or names its agent or its funder.
///
/// # Errors
/// `Forbidden` for anybody but the institution's people.
pub async fn find_loans(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<()>>,
    page: PageRequest,
) -> Result<Page<FoundLoan>, Error<Never>> {
    let list: Narrowed<()> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { find_narrowed(connection, &list, page).await })).await
}

fn page_of_loans(rows: Vec<RawFound>, page: PageRequest) -> Result<Page<FoundLoan>, Error<Never>> {
    let found = rows.into_iter().map(RawFound::into_loan).collect::<Result<_, _>>()?;
    Ok(Page::of(found, page, |loan: &FoundLoan| Cursor::on(loan.credited_on, loan.id.0)))
}

/// A statement about the loans that `$bounds` narrow: what it selects, and what else it says from `$7` on.
macro_rules! narrowed {
    ($row:ident, $what:literal, [$($then:tt)*], $bounds:expr $(, $value:expr)*) => {
        sqlx::query_as!(
            $row,
            $what
                + " where l.credited_on between $1 and $2 and l.principal_fen between $3 and $4
                      and ($5::uuid[] is null or l.agent_id = any($5) or l.funder_id = any($5))
                      and ($6::text is null or l.draw_id = (select id from draws where reference = $6)) "
                + $($then)*,
            $bounds.from,
            $bounds.to,
            $bounds.least,
            $bounds.most,
            $bounds.parties.as_deref() as _,
            $bounds.reference.as_deref()
            $(, $value)*
        )
    };
}

/// A page of the loans that are asked for, with what all of them come to.
async fn find_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<()>,
    page: PageRequest,
) -> Result<Page<FoundLoan>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    if bounds.is_nobody() {
        return Ok(Page::EMPTY);
    }
    let rows = by_time_or_amount!(
        narrowed!(
            RawFound,
            "select l.id, l.reference, l.agent_id, a.shop_name, l.funder_id, p.name, l.principal_fen, l.outstanding_fen, l.credited_on
             from loans l join agents a on a.id = l.agent_id join partners p on p.id = l.funder_id";
            bounds
        ),
        ("l.credited_on", "l.principal_fen", "l.id", "select principal_fen, id from loans where id = "),
        ("$7", "($8::timestamptz at time zone 'UTC')::date", "$9", "$10"),
        list.sort.unwrap_or(Sort::Newest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let found = page_of_loans(rows, page)?;
    if !list.narrow.is_given() {
        return Ok(found);
    }
    let added = narrowed!(
        Added,
        r#"select count(*) as "count!", coalesce(sum(l.principal_fen), 0)::bigint as "fen!" from loans l"#,
        [""],
        bounds
    )
    .fetch_one(connection)
    .await?;
    Ok(found.with_total(Some(added.into())))
}
