//! The envelope of an operation: what it leaves behind besides its state, written by the statement that ends it.

use domain::{
    id::{PartnerId, SessionId},
    ledger::Journal,
};
use serde::Serialize;
use serde_json::Value;
use sqlx::{Postgres, QueryBuilder};

use crate::{
    context::Context,
    db::{Answer, Request, Write},
    error::Error,
};

/// So many rows of each kind are written at once: a statement has at most 65,535 parameters, and a journal may be six
/// entries of seven.
const ROWS_AT_ONCE: usize = 500;
/// A statement of so many rows comes again in the same shape, so that its plan is worth keeping.
const USUAL_ROWS: usize = 8;

/// What an operation leaves behind: changes of state, journals, events, transitions, and its audit row.
///
/// All of it is one statement at the operation's end. That saves a round trip for each, and the server starts one
/// executor instead of many; the price is that nothing read before the end sees it, so that [`Write::connection`] refuses to
/// read while changes of state wait.
#[derive(Default)]
pub struct Envelope {
    changes: Statement,
    journals: Vec<Journal>,
    events: Vec<Event>,
    transitions: Vec<Transition>,
    subject: String,
    /// Who turned out to act, where the context could not know.
    actor: Option<String>,
    before: Option<Value>,
    after: Option<Value>,
}

struct Event {
    code: String,
    partner: Option<PartnerId>,
    subject: String,
    payload: Value,
}

/// The codes of two states: from, to.
pub type Step = (&'static str, &'static str);

struct Transition {
    subject: String,
    from: &'static str,
    to: &'static str,
    actor: String,
    reason: String,
}

/// One statement of parts. They share a snapshot: none sees what another does, and no row may be in two.
#[derive(Default)]
struct Statement {
    sql: QueryBuilder<Postgres>,
    parts: usize,
}

impl Statement {
    /// The next part, to be written by the caller.
    fn part(&mut self) -> &mut QueryBuilder<Postgres> {
        self.sql.push(if self.parts == 0 { "with " } else { "), " });
        self.sql.push(format_args!("part_{} as (", self.parts));
        self.parts += 1;
        &mut self.sql
    }
}

impl Envelope {
    /// Changes state with the statement that ends the operation, or that [`Write::flush`] sends.
    ///
    /// Its text is not checked against the schema when it is compiled, as all others are, so each must be run by a test.
    pub fn change(&mut self) -> &mut QueryBuilder<Postgres> {
        self.changes.part()
    }

    pub(crate) const fn has_changes(&self) -> bool {
        self.changes.parts > 0
    }

    /// Posts a journal with the operation.
    pub fn post(&mut self, journal: Journal) {
        self.journals.push(journal);
    }

    /// Tells `partner` (or nobody yet) that the event `code` happened to `subject`.
    ///
    /// # Errors
    /// When the payload cannot be written as JSON.
    pub fn tell<R>(
        &mut self,
        code: &str,
        partner: Option<PartnerId>,
        subject: impl ToString,
        payload: &impl Serialize,
    ) -> Result<(), Error<R>> {
        let payload = serde_json::to_value(payload)?;
        self.events.push(Event { code: code.to_owned(), partner, subject: subject.to_string(), payload });
        Ok(())
    }

    /// A subject moved from one state to another, by `actor`'s doing.
    pub fn moved(&mut self, subject: impl ToString, (from, to): Step, actor: &str, reason: &str) {
        let (subject, actor, reason) = (subject.to_string(), actor.to_owned(), reason.to_owned());
        self.transitions.push(Transition { subject, from, to, actor, reason });
    }

    /// Names what the operation is about, for the audit trail.
    pub fn about(&mut self, subject: impl ToString) {
        self.subject = subject.to_string();
    }

    /// Names what a refused operation was about, unless it had found that out.
    pub(crate) fn about_unless_said(&mut self, subject: impl FnOnce() -> String) {
        if self.subject.is_empty() {
            self.subject = subject();
        }
    }

    /// Names who acts, where that is found out by the operation itself: whoever signs in.
    pub(crate) fn acted_by(&mut self, actor: String) {
        self.actor = Some(actor);
    }

    /// What is left of it when the operation is refused: what it was about.
    pub(crate) fn refused(self) -> Self {
        Self { subject: self.subject, ..Self::default() }
    }

    /// What the subject was and has become, for the audit trail.
    ///
    /// # Errors
    /// When a state cannot be written as JSON.
    pub fn changed<R>(&mut self, before: &impl Serialize, after: &impl Serialize) -> Result<(), Error<R>> {
        self.before = Some(serde_json::to_value(before)?);
        self.after = Some(serde_json::to_value(after)?);
        Ok(())
    }

    const fn rows(&self) -> usize {
        self.journals.len() + self.events.len() + self.transitions.len()
    }

    const fn fits(&self) -> bool {
        self.journals.len() <= ROWS_AT_ONCE
            && self.events.len() <= ROWS_AT_ONCE
            && self.transitions.len() <= ROWS_AT_ONCE
    }

    /// Moves the waiting changes and the next rows into a statement.
    fn statement(&mut self, write: &mut Write) -> Statement {
        let mut statement = std::mem::take(&mut self.changes);
        let (at, on) = (write.at, write.business_date);
        let journals: Vec<_> = first(&mut self.journals).map(|journal| (write.id(), journal)).collect();
        if !journals.is_empty() {
            let sql = statement.part();
            sql.push(
                "insert into journals (id, event_kind, event_id, leg, posted_on, value_on, recorded_at, loan_id) ",
            );
            sql.push_values(&journals, |mut row, (id, journal)| {
                let event = journal.event();
                row.push_bind(*id).push_bind(event.kind.code()).push_bind(event.id).push_bind(event.leg).push_bind(on);
                row.push_bind(journal.value_on()).push_bind(at).push_bind(journal.loan().map(|loan| loan.0));
            });
            let entries =
                journals.iter().flat_map(|(id, journal)| (0i16..).zip(journal.entries()).map(move |line| (id, line)));
            let sql = statement.part();
            sql.push(
                "insert into entries (journal_id, line, book, account_id, business_date, amount_fen, wallet_version) ",
            );
            sql.push_values(entries, |mut row, (journal, (line, entry))| {
                let account = &entry.account;
                row.push_bind(*journal).push_bind(line).push_bind(account.kind.book().code()).push_bind(account.id.0);
                row.push_bind(on).push_bind(entry.amount.fen()).push_bind(account.wallet_version);
            });
        }
        if !self.transitions.is_empty() {
            let sql = statement.part();
            sql.push("insert into transitions (id, subject, from_state, to_state, actor, reason, recorded_at) ");
            sql.push_values(first(&mut self.transitions), |mut row, step| {
                row.push_bind(write.id()).push_bind(step.subject).push_bind(step.from).push_bind(step.to);
                row.push_bind(step.actor).push_bind(step.reason).push_bind(at);
            });
        }
        if !self.events.is_empty() {
            let sql = statement.part();
            sql.push("insert into outbox (id, recorded_at, event, partner_id, subject, payload) ");
            sql.push_values(first(&mut self.events), |mut row, event| {
                row.push_bind(write.id()).push_bind(at).push_bind(event.code).push_bind(event.partner.map(|id| id.0));
                row.push_bind(event.subject).push_bind(event.payload);
            });
        }
        statement
    }

    /// Writes what waits, but not the audit row.
    pub(crate) async fn flush(&mut self, write: &mut Write) -> Result<(), sqlx::Error> {
        while self.has_changes() || self.rows() > 0 {
            let usual = self.rows() <= USUAL_ROWS;
            let mut statement = self.statement(write);
            statement.sql.push(") select");
            statement.sql.build().persistent(usual).execute(write.connection()).await?;
        }
        Ok(())
    }

    /// Writes everything that is left, with the audit row, which is also the answer to the request.
    pub(crate) async fn insert(
        mut self,
        write: &mut Write,
        context: &Context,
        request: &Request,
        answer: Answer,
    ) -> Result<(), sqlx::Error> {
        if !self.fits() {
            self.flush(write).await?;
        }
        let usual = self.rows() <= USUAL_ROWS;
        let Statement { mut sql, parts } = self.statement(write);
        sql.push(if parts == 0 { "" } else { ") " }).push(
            "insert into audit (id, recorded_at, actor, session_id, operation, subject, outcome, before, after, party, \
             request_no, content_hash, answer, command) ",
        );
        let actor = self.actor.unwrap_or_else(|| context.actor_name());
        sql.push_values([()], |mut row, ()| {
            row.push_bind(write.id()).push_bind(write.at).push_bind(&actor);
            row.push_bind(context.session().map(|SessionId(id)| id)).push_bind(request.operation);
            row.push_bind(&self.subject).push_bind(answer.outcome).push_bind(&self.before).push_bind(&self.after);
            row.push_bind(&request.party).push_bind(&request.request_no).push_bind(&request.content_hash);
            row.push_bind(&answer.value).push_bind(&answer.command);
        });
        sql.build().persistent(usual).execute(write.connection()).await?;
        Ok(())
    }
}

/// The first rows, as many as go into one statement.
fn first<T>(rows: &mut Vec<T>) -> std::vec::Drain<'_, T> {
    rows.drain(..rows.len().min(ROWS_AT_ONCE))
}
