//! The envelope of an operation: what it leaves behind, written by the statement that ends it.

use std::{
    any::{Any, TypeId},
    collections::BTreeMap,
};

use domain::{
    event::{PartnerEvent, PartnerEventKind, VERSION},
    id::{PartnerId, SessionId},
    ledger::Journal,
};
use serde::Serialize;
use serde_json::Value;
use sqlx::{Encode, Postgres, QueryBuilder, Type, postgres::PgHasArrayType};
use uuid::Uuid;

use crate::{
    claim::{Answer, Request},
    context::Context,
    db::Write,
    error::Error,
};

/// One kind of change of state. All rows of a kind, of one operation or of many, are one part of a statement.
pub trait Change: Send + Sync + Sized + 'static {
    /// Writes what is done to the rows, with one array for each column ([`Arrays`]), so that neither the text nor the plan of
    /// the statement depends on how many there are. A table's row may be in one of them.
    ///
    /// The text is not checked against the schema when it is compiled, as all others are, so each must be run by a test.
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>);
}

/// Pushes `unnest($1, $2, …)`, column by column.
pub struct Arrays<'q> {
    sql: &'q mut QueryBuilder<Postgres>,
    columns: usize,
}

impl<'q> Arrays<'q> {
    pub fn of(sql: &'q mut QueryBuilder<Postgres>) -> Self {
        sql.push("unnest(");
        Self { sql, columns: 0 }
    }

    #[must_use]
    pub fn column<'v, T>(self, values: impl IntoIterator<Item = T>) -> Self
    where
        T: PgHasArrayType,
        Vec<T>: 'v + Encode<'v, Postgres> + Type<Postgres>,
    {
        if self.columns > 0 {
            self.sql.push(", ");
        }
        self.sql.push_bind(values.into_iter().collect::<Vec<T>>());
        Self { columns: self.columns + 1, ..self }
    }

    pub fn end(self) {
        self.sql.push(")");
    }
}

/// Rows that wait to be written, whatever their kind.
trait Rows: Any + Send + Sync {
    fn write(&self, sql: &mut QueryBuilder<Postgres>);
    /// Takes in rows of the same kind.
    fn absorb(&mut self, others: Box<dyn Rows>);
}

impl<C: Change> Rows for Vec<C> {
    fn write(&self, sql: &mut QueryBuilder<Postgres>) {
        C::write(self, sql);
    }

    fn absorb(&mut self, others: Box<dyn Rows>) {
        let others: Box<dyn Any> = others;
        if let Ok(mut others) = others.downcast::<Self>() {
            self.append(&mut others);
        }
    }
}

/// What an operation leaves behind: changes of state, journals, events, transitions, and its audit row.
///
/// All of it is one statement at the operation's end. That saves a round trip for each, and the server starts one
/// executor instead of many; the price is that nothing read before the end sees it, so that [`Write::connection`] refuses to
/// read while changes of state wait.
#[derive(Default)]
pub struct Envelope {
    changes: BTreeMap<TypeId, Box<dyn Rows>>,
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
    kind: PartnerEventKind,
    partner: PartnerId,
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

/// A request that is answered, with what it leaves behind.
pub(crate) struct Answered<'a> {
    pub context: &'a Context,
    pub request: &'a Request,
    pub envelope: Envelope,
    pub answer: Answer,
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
    /// Changes state with the statement that ends the operation, or that [`Write::flush`] sends: whoever asks the database for something
    /// after this flushes first, or [`Write::connection`] panics.
    pub fn change<C: Change>(&mut self, row: C) {
        self.take_in(TypeId::of::<C>(), Box::new(vec![row]));
    }

    fn take_in(&mut self, kind: TypeId, rows: Box<dyn Rows>) {
        match self.changes.get_mut(&kind) {
            Some(waiting) => waiting.as_mut().absorb(rows),
            None => drop(self.changes.insert(kind, rows)),
        }
    }

    pub(crate) fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Posts a journal with the operation.
    pub fn post(&mut self, journal: Journal) {
        self.journals.push(journal);
    }

    /// Tells `partner` that something happened to `subject`.
    ///
    /// # Errors
    /// When the payload cannot be written as JSON.
    pub fn tell<R>(
        &mut self,
        partner: PartnerId,
        subject: impl ToString,
        event: &PartnerEvent,
    ) -> Result<(), Error<R>> {
        let payload = serde_json::to_value(event)?;
        self.events.push(Event { kind: event.kind(), partner, subject: subject.to_string(), payload });
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

    /// What is left of it when the operation is refused: what it was about, and who turned out to act.
    pub(crate) fn refused(self) -> Self {
        Self { subject: self.subject, actor: self.actor, ..Self::default() }
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

    /// Takes in what another operation of the same transaction leaves behind, but for its audit row.
    pub(crate) fn absorb(&mut self, other: &mut Self) {
        for (kind, rows) in std::mem::take(&mut other.changes) {
            self.take_in(kind, rows);
        }
        self.journals.append(&mut other.journals);
        self.events.append(&mut other.events);
        self.transitions.append(&mut other.transitions);
    }

    fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.journals.is_empty() && self.events.is_empty() && self.transitions.is_empty()
    }

    /// Everything that waits, as parts of a statement.
    fn statement(&mut self, write: &mut Write) -> Statement {
        let mut statement = Statement::default();
        for rows in std::mem::take(&mut self.changes).values() {
            rows.as_ref().write(statement.part());
        }
        write_journals(&mut statement, &std::mem::take(&mut self.journals), write);
        let transitions = std::mem::take(&mut self.transitions);
        if !transitions.is_empty() {
            let sql = statement.part();
            sql.push("insert into transitions (id, subject, from_state, to_state, actor, reason, recorded_at) select * from ");
            Arrays::of(sql)
                .column(transitions.iter().map(|_| write.id()))
                .column(transitions.iter().map(|step| step.subject.as_str()))
                .column(transitions.iter().map(|step| step.from))
                .column(transitions.iter().map(|step| step.to))
                .column(transitions.iter().map(|step| step.actor.as_str()))
                .column(transitions.iter().map(|step| step.reason.as_str()))
                .column(transitions.iter().map(|_| write.at))
                .end();
        }
        let events = std::mem::take(&mut self.events);
        if !events.is_empty() {
            let sql = statement.part();
            sql.push(
                "insert into outbox (id, recorded_at, event, partner_id, subject, payload, version) select * from ",
            );
            Arrays::of(sql)
                .column(events.iter().map(|_| write.id()))
                .column(events.iter().map(|_| write.at))
                .column(events.iter().map(|event| event.kind.code()))
                .column(events.iter().map(|event| event.partner.0))
                .column(events.iter().map(|event| event.subject.as_str()))
                .column(events.iter().map(|event| event.payload.clone()))
                .column(events.iter().map(|_| VERSION))
                .end();
        }
        statement
    }

    /// Writes what waits, but not the audit row.
    pub(crate) async fn flush(&mut self, write: &mut Write) -> Result<(), sqlx::Error> {
        if self.is_empty() {
            return Ok(());
        }
        let mut statement = self.statement(write);
        statement.sql.push(") select");
        statement.sql.build().execute(write.connection()).await?;
        Ok(())
    }
}

fn write_journals(statement: &mut Statement, journals: &[Journal], write: &mut Write) {
    if journals.is_empty() {
        return;
    }
    let (at, on) = (write.at, write.business_date);
    let journals: Vec<(Uuid, &Journal)> = journals.iter().map(|journal| (write.id(), journal)).collect();
    let sql = statement.part();
    sql.push(
        "insert into journals (id, event_kind, event_id, leg, posted_on, value_on, recorded_at, loan_id, corrects) select * from ",
    );
    Arrays::of(sql)
        .column(journals.iter().map(|(id, _)| *id))
        .column(journals.iter().map(|(_, journal)| journal.event().kind.code()))
        .column(journals.iter().map(|(_, journal)| journal.event().id))
        .column(journals.iter().map(|(_, journal)| journal.event().leg))
        .column(journals.iter().map(|_| on))
        .column(journals.iter().map(|(_, journal)| journal.value_on()))
        .column(journals.iter().map(|_| at))
        .column(journals.iter().map(|(_, journal)| journal.loan().map(|loan| loan.0)))
        .column(journals.iter().map(|(_, journal)| journal.corrects()))
        .end();
    let entries: Vec<_> = journals
        .iter()
        .flat_map(|(id, journal)| (0i16..).zip(journal.entries()).map(move |line| (*id, line)))
        .collect();
    let sql = statement.part();
    sql.push(
        "insert into entries (journal_id, line, book, account_id, business_date, amount_fen, wallet_version) select * from ",
    );
    Arrays::of(sql)
        .column(entries.iter().map(|(journal, _)| *journal))
        .column(entries.iter().map(|(_, (line, _))| *line))
        .column(entries.iter().map(|(_, (_, entry))| entry.account.kind.book().code()))
        .column(entries.iter().map(|(_, (_, entry))| entry.account.id.0))
        .column(entries.iter().map(|_| on))
        .column(entries.iter().map(|(_, (_, entry))| entry.amount.fen()))
        .column(entries.iter().map(|(_, (_, entry))| entry.account.wallet_version))
        .end();
}

/// Ends a transaction's requests: writes everything that is left of them, with the audit row of each, which is also its
/// answer.
pub(crate) async fn file(write: &mut Write, mut answered: Vec<Answered<'_>>) -> Result<(), sqlx::Error> {
    let mut whole = Envelope::default();
    for one in &mut answered {
        whole.absorb(&mut one.envelope);
    }
    let Statement { mut sql, parts } = whole.statement(write);
    sql.push(if parts == 0 { "" } else { ") " }).push(
        "insert into audit (id, recorded_at, actor, session_id, operation, subject, outcome, before, after, party, \
         request_no, content_hash, answer, command, business_date) select * from ",
    );
    let all = || answered.iter();
    Arrays::of(&mut sql)
        .column(all().map(|_| write.id()))
        .column(all().map(|_| write.at))
        .column(all().map(|one| one.envelope.actor.clone().unwrap_or_else(|| one.context.actor_name())))
        .column(all().map(|one| one.context.session().map(|SessionId(id)| id)))
        .column(all().map(|one| one.request.operation))
        .column(all().map(|one| one.envelope.subject.as_str()))
        .column(all().map(|one| one.answer.outcome))
        .column(all().map(|one| one.envelope.before.clone()))
        .column(all().map(|one| one.envelope.after.clone()))
        .column(all().map(|one| one.request.party.as_str()))
        .column(all().map(|one| one.request.request_no.as_str()))
        .column(all().map(|one| one.request.content_hash.as_slice()))
        .column(all().map(|one| one.answer.value.clone()))
        .column(all().map(|one| one.answer.command.clone()))
        .column(all().map(|_| write.business_date))
        .end();
    sql.build().execute(write.connection()).await?;
    Ok(())
}
