//! How a line ends: its agent asks to close it, or its last day is over; and nothing is owed of it any more.

use domain::{
    Reference,
    credit_line::{CreditLine, CreditLineRefusal, CreditLineState},
    event::PartnerEvent,
    id::{AgentId, CreditLineId, PartnerId},
    loan::LoanState,
};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use time::Date;

use super::{CreditLineChange, of_columns};
use crate::{
    Context, Db, Error, Write,
    envelope::{Arrays, Change, Step},
};

/// A locked line, with what its end is told by.
#[derive(Clone)]
pub struct LockedLine {
    pub id: CreditLineId,
    pub reference: Reference,
    pub funder: PartnerId,
    pub now: CreditLine,
}

impl LockedLine {
    /// Ends a line that was asked to close, once a loan of it stands so, unless something else is owed of it. What changes of the line
    /// stays here.
    pub(crate) fn end_with<R>(&mut self, write: &mut Write, loan: LoanState, actor: &str) -> Result<(), Error<R>> {
        let ended = self.now.end_unless(self.now.outstanding.is_positive() || loan != LoanState::Settled);
        if ended == self.now {
            return Ok(());
        }
        let step = (self.now.state.code(), ended.state.code());
        self.now = ended;
        self.ended(write, step, actor)
    }

    /// It has ended by this step: its agent may apply anew, and its funder is told.
    fn ended<R>(&self, write: &mut Write, step: Step, actor: &str) -> Result<(), Error<R>> {
        write.envelope.change(FreedSlot { line: self.id });
        tell_closed(write, (self.id, self.reference.clone(), self.funder), step, actor)
    }

    /// Keeps the line as it is now, with the envelope.
    pub(crate) fn keep(&self, write: &mut Write) {
        write.envelope.change(CreditLineChange { id: self.id, after: self.now });
    }
}

/// The agent of a line that has ended may apply anew.
struct FreedSlot {
    line: CreditLineId,
}

impl Change for FreedSlot {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push("update applications set slot_held = false from ");
        Arrays::of(sql).column(rows.iter().map(|row| row.line.0)).end();
        sql.push(" as t (id) join credit_lines c on c.id = t.id where applications.id = c.application_id");
    }
}

/// The step that ended a line, and what its funder is told of it.
fn tell_closed<R>(
    write: &mut Write,
    (line, reference, funder): (CreditLineId, Reference, PartnerId),
    step: Step,
    actor: &str,
) -> Result<(), Error<R>> {
    write.envelope.moved(line, step, actor, "");
    write.envelope.tell(funder, line, &PartnerEvent::CreditLineClosed { reference })
}

/// The agent asks to close its line: nothing more is drawn, and it ends with its last loan. Says whether it has ended already, because
/// nothing is owed.
///
/// # Errors
/// `NotFound` without a line; refused while a draw is under way, and when the line has matured or was asked to close before.
pub async fn close(db: &Db, context: &Context) -> Result<bool, Error<CreditLineRefusal>> {
    let (agent, actor) = (context.agent()?, context.actor_name());
    db.write(context, "credit_line.close", &agent, move |write| {
        Box::pin(async move {
            let mut locked = lock_live(write.connection(), agent).await?.ok_or(Error::NotFound)?;
            // A statement of its own: what is read after it is what whoever held the lock has left.
            let owes = sqlx::query_scalar!(
                r#"select exists (select from loans where agent_id = $1 and credit_line_id = $2 and state <> 'settled') as "owes!""#,
                agent.0,
                locked.id.0
            )
            .fetch_one(write.connection())
            .await?;
            write.envelope.about(locked.id);
            let was = locked.now.state;
            locked.now = locked.now.close(owes).map_err(Error::Refused)?;
            let step = (was.code(), locked.now.state.code());
            let ended = locked.now.state == CreditLineState::Closed;
            locked.keep(write);
            if ended {
                locked.ended(write, step, &actor)?;
            } else {
                write.envelope.moved(locked.id, step, &actor, "");
                let told = PartnerEvent::CreditLineClosing { reference: locked.reference };
                write.envelope.tell(locked.funder, locked.id, &told)?;
            }
            write.envelope.changed(&step.0, &step.1)?;
            Ok(ended)
        })
    })
    .await
}

/// An agent's live line, locked after its wallet, as everybody locks it.
async fn lock_live<R>(connection: &mut PgConnection, agent: AgentId) -> Result<Option<LockedLine>, Error<R>> {
    let row = sqlx::query!(
        "select c.id, c.reference, c.funder_id, c.state, c.limit_fen, c.outstanding_fen, c.earmarked_fen, c.matures_on
         from wallets w join credit_lines c on c.agent_id = w.agent_id
         where w.agent_id = $1 and c.state <> 'closed' for update of w, c",
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let fen = [row.limit_fen, row.outstanding_fen, row.earmarked_fen];
        Ok(LockedLine {
            id: CreditLineId(row.id),
            reference: row.reference.parse().map_err(Error::defect)?,
            funder: PartnerId(row.funder_id),
            now: of_columns(&row.state, fen, row.matures_on)?,
        })
    })
    .transpose()
}

/// What the turn of a date makes of lines: those whose last day is over lend no more, and those of which nothing is owed and nothing
/// is in flight after it close, which frees their agents for another. Gives the numbers of both.
pub(crate) async fn end_lines<R>(write: &mut Write, next: Date, actor: &str) -> Result<(usize, usize), Error<R>> {
    let matured = sqlx::query!(
        "update credit_lines set state = 'matured' where state in ('active', 'suspended') and matures_on < $1",
        next
    )
    .execute(write.connection())
    .await?;
    let closed = sqlx::query!(
        r#"with closed as (update credit_lines set state = 'closed'
                           where state = 'matured' and outstanding_fen = 0 and earmarked_fen = 0
                             -- Interest may be owed of a loan of which all principal was waived.
                             and not exists (select from loans l where l.agent_id = credit_lines.agent_id
                                             and l.credit_line_id = credit_lines.id and l.state <> 'settled')
                           returning id, reference, funder_id, application_id),
                freed as (update applications set slot_held = false where id in (select application_id from closed))
           select id as "id!", reference as "reference!", funder_id as "funder_id!" from closed order by reference"#
    )
    .fetch_all(write.connection())
    .await?;
    let step = (CreditLineState::Matured.code(), CreditLineState::Closed.code());
    for line in &closed {
        let reference: Reference = line.reference.parse().map_err(Error::defect)?;
        tell_closed(write, (CreditLineId(line.id), reference, PartnerId(line.funder_id)), step, actor)?;
    }
    Ok((usize::try_from(matured.rows_affected()).unwrap_or(usize::MAX), closed.len()))
}
