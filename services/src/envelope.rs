//! The envelope of an operation: journals, events, audit and answer, written by one statement.

use domain::{
    id::{PartnerId, SessionId},
    ledger::Journal,
};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    context::Context,
    db::{Answer, Request, Write},
    error::Error,
};

/// What an operation leaves behind besides its state.
#[derive(Default)]
pub struct Envelope {
    journals: Vec<Journal>,
    events: Vec<(String, Option<PartnerId>, String, Value)>,
    subject: String,
    before: Option<Value>,
    after: Option<Value>,
}

impl Envelope {
    /// Posts a journal with the operation.
    pub fn post(&mut self, journal: Journal) {
        self.journals.push(journal);
    }

    /// Tells `partner` (or nobody yet) that `event` happened to `subject`.
    ///
    /// # Errors
    /// When the payload cannot be written as JSON.
    pub fn tell<R>(
        &mut self,
        event: &str,
        partner: Option<PartnerId>,
        subject: impl ToString,
        payload: &impl Serialize,
    ) -> Result<(), Error<R>> {
        let payload = serde_json::to_value(payload)?;
        self.events.push((event.to_owned(), partner, subject.to_string(), payload));
        Ok(())
    }

    /// Names what the operation is about, for the audit trail.
    pub fn about(&mut self, subject: impl ToString) {
        self.subject = subject.to_string();
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

    /// Writes everything in one statement. Each array holds one column; an empty array writes nothing.
    pub(crate) async fn insert(
        self,
        write: &mut Write,
        context: &Context,
        request: &Request,
        answer: Answer,
    ) -> Result<(), sqlx::Error> {
        let (mut journals, mut entries, mut events) =
            (JournalColumns::default(), EntryColumns::default(), EventColumns::default());
        for journal in &self.journals {
            let id = write.id();
            journals.push(id, journal);
            entries.push(id, journal);
        }
        for event in self.events {
            events.push(write.id(), event);
        }
        let (audit_id, at, business_date) = (write.id(), write.at, write.business_date);
        sqlx::query!(
            r#"with new_journals as (
                   insert into journals (id, event_kind, event_id, leg, posted_on, value_on, recorded_at, loan_id)
                   select id, event_kind, event_id, leg, $1, value_on, $2, loan_id
                   from unnest($3::uuid[], $4::text[], $5::uuid[], $31::smallint[], $6::date[], $7::uuid[])
                        as t (id, event_kind, event_id, leg, value_on, loan_id)
               ), new_entries as (
                   insert into entries (journal_id, line, book, account_id, business_date, amount_fen, wallet_version)
                   select journal_id, line, book, account_id, $1, amount_fen, wallet_version
                   from unnest($8::uuid[], $9::smallint[], $10::text[], $11::uuid[], $12::bigint[], $13::bigint[])
                        as t (journal_id, line, book, account_id, amount_fen, wallet_version)
               ), new_events as (
                   insert into outbox (id, recorded_at, event, partner_id, subject, payload)
                   select id, $2, event, partner_id, subject, payload
                   from unnest($14::uuid[], $15::text[], $16::uuid[], $17::text[], $18::jsonb[])
                        as t (id, event, partner_id, subject, payload)
               ), new_audit as (
                   insert into audit (id, recorded_at, actor, session_id, operation, subject, outcome, before, after)
                   values ($19, $2, $20, $21, $22, $23, $24, $25, $26)
               )
               insert into requests (party, operation, request_no, content_hash, answer, recorded_at)
               values ($27, $22, $28, $29, $30, $2)"#,
            business_date,
            at,
            &journals.id,
            &journals.event_kind as &[&str],
            &journals.event_id,
            &journals.value_on,
            &journals.loan_id as &[Option<Uuid>],
            &entries.journal_id,
            &entries.line,
            &entries.book as &[&str],
            &entries.account_id,
            &entries.amount_fen,
            &entries.wallet_version as &[Option<i64>],
            &events.id,
            &events.event,
            &events.partner_id as &[Option<Uuid>],
            &events.subject,
            &events.payload,
            audit_id,
            context.actor_name(),
            context.session().map(|SessionId(id)| id),
            request.operation,
            self.subject,
            answer.outcome,
            self.before,
            self.after,
            request.party,
            request.request_no,
            request.content_hash,
            answer.value,
            &journals.leg,
        )
        .execute(write.connection())
        .await?;
        Ok(())
    }
}

#[derive(Default)]
struct JournalColumns {
    id: Vec<Uuid>,
    event_kind: Vec<&'static str>,
    event_id: Vec<Uuid>,
    leg: Vec<i16>,
    value_on: Vec<time::Date>,
    loan_id: Vec<Option<Uuid>>,
}

impl JournalColumns {
    fn push(&mut self, id: Uuid, journal: &Journal) {
        self.id.push(id);
        self.event_kind.push(journal.event().kind.code());
        self.event_id.push(journal.event().id);
        self.leg.push(journal.event().leg);
        self.value_on.push(journal.value_on());
        self.loan_id.push(journal.loan().map(|loan| loan.0));
    }
}

#[derive(Default)]
struct EntryColumns {
    journal_id: Vec<Uuid>,
    line: Vec<i16>,
    book: Vec<&'static str>,
    account_id: Vec<Uuid>,
    amount_fen: Vec<i64>,
    wallet_version: Vec<Option<i64>>,
}

impl EntryColumns {
    fn push(&mut self, journal_id: Uuid, journal: &Journal) {
        for (line, entry) in (0i16..).zip(journal.entries()) {
            self.journal_id.push(journal_id);
            self.line.push(line);
            self.book.push(entry.account.kind.book().code());
            self.account_id.push(entry.account.id.0);
            self.amount_fen.push(entry.amount.fen());
            self.wallet_version.push(entry.account.wallet_version);
        }
    }
}

#[derive(Default)]
struct EventColumns {
    id: Vec<Uuid>,
    event: Vec<String>,
    partner_id: Vec<Option<Uuid>>,
    subject: Vec<String>,
    payload: Vec<Value>,
}

impl EventColumns {
    fn push(&mut self, id: Uuid, (event, partner, subject, payload): (String, Option<PartnerId>, String, Value)) {
        self.id.push(id);
        self.event.push(event);
        self.partner_id.push(partner.map(|PartnerId(id)| id));
        self.subject.push(subject);
        self.payload.push(payload);
    }
}
