//! The books: trial balance, one account's statement, the journals of one loan.

use domain::{
    Amount,
    ledger::{AccountKind, Book, EventKind, Side},
    position::Position,
};
use partner::api::document::DocumentView;
use parts::api::{
    Answer, Told, db,
    draw::DrawView,
    id, instant,
    loan::{CertificateView, LoanView, certificates},
    narrow::NarrowQuery,
    page, reader,
};
use services::{
    loan::{FoundFilter, WriteOffRow},
    page::Page,
    timeline::TimelineStep,
};

use super::{
    correction::{CorrectionsView, corrections},
    freeze::{FreezeView, freezes_of},
    reserve::{ReserveDayView, reserve_day},
};

/// One book of the trial balance, by kinds of account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookView {
    pub book: Book,
    pub kinds: Vec<KindView>,
    pub debit: Amount,
    pub credit: Amount,
}

impl BookView {
    /// Whether debits and credits are the same; anything else is a defect.
    #[must_use]
    pub fn is_even(&self) -> bool {
        self.debit == self.credit
    }
}

/// All accounts of one kind that have a balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindView {
    pub kind: AccountKind,
    pub accounts: i64,
    /// The id of the account, where there is only one.
    pub account: Option<String>,
    pub debit: Amount,
    pub credit: Amount,
    /// Whether a balance stands on the side where the kind normally has none.
    pub contrary: bool,
}

/// Whose an account is, with the page of the shop or the partner; either may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerView {
    pub name: String,
    pub page: String,
}

impl OwnerView {
    fn of(owner: services::ledger::Owner) -> Self {
        let page = match (owner.agent, owner.partner) {
            (Some(agent), _) => format!("/admin/agents/{agent}"),
            (None, Some(partner)) => format!("/admin/partners/{partner}"),
            (None, None) => String::new(),
        };
        Self { name: owner.name, page }
    }
}

/// One account with its balance on the side where it stands; the other is zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountView {
    pub id: String,
    pub kind: AccountKind,
    pub owner: OwnerView,
    pub debit: Amount,
    pub credit: Amount,
    pub contrary: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialBalanceView {
    pub business_date: String,
    pub books: Vec<BookView>,
    /// The kind that was asked for, with a page of its accounts.
    pub accounts: Option<(AccountKind, Page<AccountView>)>,
}

/// What a journal is about: as the trail names it, by its number or name, and the loan that it concerns; each may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutView {
    pub subject: String,
    pub name: String,
    pub loan: String,
}

impl AboutView {
    fn of(about: services::ledger::About) -> Self {
        let loan = about.loan.map(|loan| loan.to_string()).unwrap_or_default();
        Self { subject: about.subject, name: about.name, loan }
    }
}

/// One line of an account's statement. The balance is positive on the account's normal side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryView {
    pub event: EventKind,
    pub about: AboutView,
    pub posted_on: String,
    pub value_on: String,
    pub recorded_at: String,
    pub debit: Amount,
    pub credit: Amount,
    pub balance: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountStatementView {
    pub book: Book,
    pub kind: AccountKind,
    pub owner: OwnerView,
    /// Whether the account normally has its balance in credit.
    pub credit_side: bool,
    /// Positive on the normal side.
    pub balance: Amount,
    pub entries: Page<EntryView>,
    /// Of a reserve account: the end of the day that is asked for.
    pub day: Option<ReserveDayView>,
}

/// A loan in a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundLoanView {
    pub id: String,
    pub reference: String,
    pub agent: String,
    pub agent_name: String,
    pub funder: String,
    pub funder_name: String,
    pub principal: Amount,
    pub outstanding: Amount,
    pub credited_on: String,
}

/// A journal with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalView {
    pub id: String,
    pub event: EventKind,
    pub about: AboutView,
    pub posted_on: String,
    pub value_on: String,
    pub recorded_at: String,
    pub lines: Vec<JournalLineView>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalLineView {
    pub book: Book,
    pub account: String,
    pub kind: AccountKind,
    pub owner: OwnerView,
    pub debit: Amount,
    pub credit: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanJournalsView {
    pub loan: LoanView,
    pub draw: DrawView,
    pub position: Position,
    pub today: time::Date,
    pub written_off: Option<WriteOffRow>,
    pub corrections: CorrectionsView,
    /// The oldest first.
    pub certificates: Vec<CertificateView>,
    pub documents: Vec<DocumentView>,
    /// Of the wallet that pays it, the newest first.
    pub freezes: Vec<FreezeView>,
    pub journals: Vec<JournalView>,
    /// The oldest first.
    pub timeline: Vec<TimelineStep>,
}

/// A signed amount, debit positive, as a debit and a credit of which one is zero.
fn sides(amount: Amount) -> (Amount, Amount) {
    if amount.is_negative() { (Amount::ZERO, amount.negated()) } else { (amount, Amount::ZERO) }
}

fn on_normal_side(kind: AccountKind, amount: Amount) -> Amount {
    match kind.normal_side() {
        Side::Debit => amount,
        Side::Credit => amount.negated(),
    }
}

/// The books from the balances of their kinds, in the order of [`AccountKind::ALL`].
pub(super) fn books(rows: &[services::ledger::KindBalance]) -> Vec<BookView> {
    let view = |kind: AccountKind| {
        let own = rows.iter().find(|row| row.kind == kind);
        let (debit, credit) = own.map_or((Amount::ZERO, Amount::ZERO), |row| (row.debit, row.credit));
        let contrary = match kind.normal_side() {
            Side::Debit => credit,
            Side::Credit => debit,
        };
        KindView {
            kind,
            accounts: own.map_or(0, |row| row.accounts),
            account: own.and_then(|row| row.only).map(|id| domain::id::AccountId(id).to_string()),
            debit,
            credit,
            contrary: contrary.is_positive(),
        }
    };
    [Book::Custody, Book::Claims]
        .into_iter()
        .map(|book| {
            let kinds: Vec<KindView> =
                AccountKind::ALL.into_iter().filter(|kind| kind.book() == book).map(view).collect();
            BookView {
                book,
                debit: kinds.iter().map(|kind| kind.debit).sum(),
                credit: kinds.iter().map(|kind| kind.credit).sum(),
                kinds,
            }
        })
        .collect()
}

/// Both books now, and a page of the accounts of one kind when it is asked for.
pub async fn trial_balance(kind: Option<String>, after: Option<String>) -> Answer<TrialBalanceView> {
    let (db, context) = (db(), reader()?);
    let rows = services::ledger::trial_balance(&db, &context).await.told()?;
    let view = |row: services::ledger::AccountBalance| {
        let (debit, credit) = sides(row.balance);
        AccountView {
            id: domain::id::AccountId(row.account).to_string(),
            kind: row.kind,
            owner: OwnerView::of(row.owner),
            debit,
            credit,
            contrary: on_normal_side(row.kind, row.balance).is_negative(),
        }
    };
    let accounts = match kind.as_deref().and_then(AccountKind::from_code) {
        Some(kind) => {
            let page = services::ledger::accounts_of_kind(&db, &context, kind, page(after)).await.told()?;
            Some((kind, page.map(view)))
        }
        None => None,
    };
    Ok(TrialBalanceView {
        business_date: services::business_day::business_date(&db, &context).await.told()?.to_string(),
        books: books(&rows),
        accounts,
    })
}

/// A page of one account's entries of the days that are asked for, newest first, and of a reserve account the end of a day.
pub async fn account_statement(
    account: String,
    on: Option<String>,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<AccountStatementView> {
    let account: domain::id::AccountId = id(&account)?;
    let list = query.read(account.0)?;
    let statement = services::ledger::account_statement(&db(), &reader()?, list, page(after)).await.told()?;
    let kind = statement.account.kind;
    let day = if kind == AccountKind::ReserveCash { Some(reserve_day(account, on).await?) } else { None };
    let entries = statement.entries.map(|entry| {
        let (debit, credit) = sides(entry.amount);
        EntryView {
            event: entry.event,
            about: AboutView::of(entry.about),
            posted_on: entry.posted_on.to_string(),
            value_on: entry.value_on.to_string(),
            recorded_at: instant(entry.recorded_at),
            debit,
            credit,
            balance: on_normal_side(kind, entry.balance),
        }
    });
    Ok(AccountStatementView {
        book: statement.account.book,
        kind,
        owner: OwnerView::of(statement.account.owner),
        credit_side: kind.normal_side() == Side::Credit,
        balance: on_normal_side(kind, statement.account.balance),
        entries,
        day,
    })
}

/// A page of all loans, as it is asked for.
pub async fn find_loans(filter: FoundFilter, query: NarrowQuery, after: Option<String>) -> Answer<Page<FoundLoanView>> {
    let found = services::loan::find_loans(&db(), &reader()?, query.read(filter)?, page(after)).await.told()?;
    let view = |loan: services::loan::FoundLoan| FoundLoanView {
        id: loan.id.to_string(),
        reference: loan.reference.to_string(),
        agent: loan.agent.to_string(),
        agent_name: loan.agent_name,
        funder: loan.funder.to_string(),
        funder_name: loan.funder_name,
        principal: loan.principal,
        outstanding: loan.outstanding,
        credited_on: loan.credited_on.to_string(),
    };
    Ok(found.map(view))
}

/// Everything about one loan.
pub async fn loan_journals(loan: String) -> Answer<LoanJournalsView> {
    let (db, context, id) = (db(), reader()?, id(&loan)?);
    let loan = services::loan::loan(&db, &context, id).await.told()?;
    let rows = services::ledger::journals_of_loan(&db, &context, id).await.told()?;
    let draw = services::draw::draw(&db, &context, loan.draw).await.told()?;
    let documents = services::loan::documents(&db, &context, id).await.told()?;
    Ok(LoanJournalsView {
        draw: DrawView::of(draw),
        position: loan.position.clone(),
        today: loan.today,
        written_off: services::loan::written_off(&db, &context, id).await.told()?,
        corrections: corrections(&loan).await?,
        certificates: certificates(id).await?,
        documents: documents.into_iter().map(DocumentView::of).collect(),
        freezes: freezes_of(loan.agent).await?,
        journals: journals(rows),
        timeline: services::loan::timeline(&db, &context, id).await.told()?,
        loan: LoanView::of(loan),
    })
}

/// Lines with their journals, in order.
fn journals(rows: Vec<services::ledger::JournalRow>) -> Vec<JournalView> {
    let mut journals: Vec<JournalView> = Vec::new();
    for row in rows {
        let journal = domain::id::JournalId(row.journal).to_string();
        if journals.last().is_none_or(|last| last.id != journal) {
            journals.push(JournalView {
                id: journal,
                event: row.event,
                about: AboutView::of(row.about),
                posted_on: row.posted_on.to_string(),
                value_on: row.value_on.to_string(),
                recorded_at: instant(row.recorded_at),
                lines: Vec::new(),
            });
        }
        let (debit, credit) = sides(row.amount);
        let line = JournalLineView {
            book: row.book,
            account: domain::id::AccountId(row.account).to_string(),
            kind: row.kind,
            owner: OwnerView::of(row.owner),
            debit,
            credit,
        };
        if let Some(journal) = journals.last_mut() {
            journal.lines.push(line);
        }
    }
    journals
}
