//! The facts of loans beside what their agents pay, and the history that all facts make.

use std::collections::HashMap;

use domain::{
    Amount,
    correction::Split,
    history::{Fact, Happened, History, RecordedKind},
    id::{AgentId, LoanFactId, LoanId, PartnerId},
    position::{MovedDueDate, Waivable},
    schedule::DueDates,
    terms::LoanTerms,
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Json};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Error,
    envelope::{Arrays, Change},
};

/// What is recorded of a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    DueDateMoved(MovedDueDate),
    /// Paid outside of the platform, to the holder.
    Received(Amount),
    Waived(Waivable, Amount),
    /// A repayment or another fact was not so, or is taken back.
    Undone(Uuid),
}

impl Recorded {
    const fn kind(self) -> RecordedKind {
        match self {
            Self::DueDateMoved(_) => RecordedKind::DueDateMoved,
            Self::Received(_) => RecordedKind::Received,
            Self::Waived(..) => RecordedKind::Waived,
            Self::Undone(_) => RecordedKind::Undone,
        }
    }

    pub(crate) fn from_parts(
        code: &str,
        amount: Option<i64>,
        part: Option<&str>,
        (from, to): (Option<Date>, Option<Date>),
        undoes: Option<Uuid>,
    ) -> Option<Self> {
        let amount = amount.map(Amount::from_fen);
        Some(match RecordedKind::from_code(code)? {
            RecordedKind::DueDateMoved => Self::DueDateMoved(MovedDueDate { from: from?, to: to? }),
            RecordedKind::Received => Self::Received(amount?),
            RecordedKind::Waived => Self::Waived(Waivable::from_code(part?)?, amount?),
            RecordedKind::Undone => Self::Undone(undoes?),
        })
    }
}

/// A fact, with the envelope.
#[derive(Clone, Debug)]
pub struct NewFact {
    pub id: LoanFactId,
    pub loan: LoanId,
    pub agent: AgentId,
    pub funder: PartnerId,
    /// Of the loan after it.
    pub version: i64,
    pub recorded: Recorded,
    pub value_on: Date,
    pub recorded_on: Date,
    pub at: OffsetDateTime,
    pub by: String,
    pub evidence: String,
}

impl Change for NewFact {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        let amount = |row: &Self| match row.recorded {
            Recorded::Received(amount) | Recorded::Waived(_, amount) => Some(amount.fen()),
            Recorded::DueDateMoved(_) | Recorded::Undone(_) => None,
        };
        let part = |row: &Self| match row.recorded {
            Recorded::Waived(part, _) => Some(part.code()),
            _ => None,
        };
        let moved = |row: &Self| match row.recorded {
            Recorded::DueDateMoved(moved) => Some(moved),
            _ => None,
        };
        let undoes = |row: &Self| match row.recorded {
            Recorded::Undone(id) => Some(id),
            _ => None,
        };
        sql.push(
            "insert into loan_facts (id, loan_id, agent_id, funder_id, version, kind, value_on, recorded_on, recorded_at, \
             recorded_by, evidence, amount_fen, part, moved_from, moved_to, undoes) select * from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.loan.0))
            .column(rows.iter().map(|row| row.agent.0))
            .column(rows.iter().map(|row| row.funder.0))
            .column(rows.iter().map(|row| row.version))
            .column(rows.iter().map(|row| row.recorded.kind().code()))
            .column(rows.iter().map(|row| row.value_on))
            .column(rows.iter().map(|row| row.recorded_on))
            .column(rows.iter().map(|row| row.at))
            .column(rows.iter().map(|row| row.by.as_str()))
            .column(rows.iter().map(|row| row.evidence.as_str()))
            .column(rows.iter().map(amount))
            .column(rows.iter().map(part))
            .column(rows.iter().map(|row| moved(row).map(|moved| moved.from)))
            .column(rows.iter().map(|row| moved(row).map(|moved| moved.to)))
            .column(rows.iter().map(undoes))
            .end();
    }
}

/// A loan's history as it is kept. A fact is named by its row: the repayment's, or its own.
pub struct Kept {
    pub history: History<Uuid>,
    /// How many facts were ever recorded.
    pub version: i64,
}

/// The statements that read facts, of one loan, `$1`, or of all: each a statement of its own, so that the one finds by an index what
/// the other reads whole.
macro_rules! rows {
    (loans, $connection:expr $(, $loan:expr)?; $which:literal) => {
        sqlx::query!(
            r#"select id, principal_fen, terms as "terms: Json<LoanTerms>", credited_on, due_dates from loans l "# + $which
            $(, $loan)?
        )
        .fetch_all($connection)
        .await
    };
    (facts, $connection:expr $(, $loan:expr)?; $repaid:literal, $recorded:literal) => {
        sqlx::query_as!(
            FactRow,
            r#"select f.loan_id as "loan_id!", f.id as "id!", f.version as "version!", f.value_on as "on!", f.kind as "kind!",
                      f.amount_fen, f.part, f.moved_from, f.moved_to, f.undoes,
                      exists (select from loan_facts u where u.undoes = f.id) as "undone!"
               from (select l.loan_id, l.id, l.version, l.debited_on as value_on, 'paid' as kind,
                            l.amount_fen - coalesce((select sum(c.excess_fen) from corrections c where c.payment_id = l.id), 0)::bigint
                                as amount_fen,
                            null as part, null::date as moved_from, null::date as moved_to, null::uuid as undoes
                     from repayments l "# + $repaid + r#"
                     union all
                     select l.loan_id, l.id, l.version, l.value_on, l.kind, l.amount_fen, l.part, l.moved_from, l.moved_to, l.undoes
                     from loan_facts l "# + $recorded + ") f"
            $(, $loan)?
        )
        .fetch_all($connection)
        .await
    };
    (splits, $connection:expr $(, $loan:expr)?; $repaid:literal, $corrected:literal) => {
        sqlx::query_as!(
            SplitRow,
            r#"select p.id as "id!", sum(p.fee_fen)::bigint as "fee!", sum(p.penalty_fen)::bigint as "penalty!",
                      sum(p.interest_fen)::bigint as "interest!", sum(p.principal_fen)::bigint as "principal!"
               from (select l.id, fee_fen, penalty_fen, interest_fen, principal_fen from repayments l "# + $repaid + r#"
                     union all
                     select l.payment_id, fee_fen, penalty_fen, interest_fen, principal_fen from corrections l "# + $corrected + r#") p
               group by p.id"#
            $(, $loan)?
        )
        .fetch_all($connection)
        .await
    };
}

struct FactRow {
    loan_id: Uuid,
    id: Uuid,
    version: i64,
    on: Date,
    kind: String,
    amount_fen: Option<i64>,
    part: Option<String>,
    moved_from: Option<Date>,
    moved_to: Option<Date>,
    undoes: Option<Uuid>,
    undone: bool,
}

impl FactRow {
    /// What happened, unless it says that something else did not.
    fn happened<R>(&self) -> Result<Option<Happened>, Error<R>> {
        let moved = (self.moved_from, self.moved_to);
        if let ("paid", Some(fen)) = (self.kind.as_str(), self.amount_fen) {
            return Ok(Some(Happened::Paid(Amount::from_fen(fen))));
        }
        let recorded = Recorded::from_parts(&self.kind, self.amount_fen, self.part.as_deref(), moved, self.undoes)
            .ok_or_else(|| Error::defect(format!("a fact is {}", self.kind)))?;
        Ok(match recorded {
            Recorded::DueDateMoved(moved) => Some(Happened::DueDateMoved(moved)),
            Recorded::Received(amount) => Some(Happened::Paid(amount)),
            Recorded::Waived(part, amount) => Some(Happened::Waived(part, amount)),
            Recorded::Undone(_) => None,
        })
    }
}

struct SplitRow {
    id: Uuid,
    fee: i64,
    penalty: i64,
    interest: i64,
    principal: i64,
}

/// The histories of loans: of one, or of all. What of a repayment went back to its wallet is no part of it any more.
pub async fn histories<R>(
    connection: &mut PgConnection,
    loan: Option<LoanId>,
) -> Result<HashMap<Uuid, Kept>, Error<R>> {
    let (mut kept, facts) = match loan {
        Some(loan) => {
            let mut kept = HashMap::new();
            for row in rows!(loans, &mut *connection, loan.0; "where l.id = $1")? {
                kept.insert(row.id, opened(row.principal_fen, row.terms.0, row.credited_on, row.due_dates)?);
            }
            let facts = rows!(facts, connection, loan.0; "where l.loan_id = $1", "where l.loan_id = $1")?;
            (kept, facts)
        }
        None => {
            let mut kept = HashMap::new();
            for row in rows!(loans, &mut *connection; "")? {
                kept.insert(row.id, opened(row.principal_fen, row.terms.0, row.credited_on, row.due_dates)?);
            }
            (kept, rows!(facts, connection; "", "")?)
        }
    };
    for row in facts {
        let Some(kept) = kept.get_mut(&row.loan_id) else { continue };
        kept.version = kept.version.max(row.version);
        if let Some(happened) = row.happened()?.filter(|_| !row.undone) {
            kept.history.facts.push(Fact { id: row.id, on: row.on, version: row.version, happened });
        }
    }
    Ok(kept)
}

/// A loan on the day of its credit.
fn opened<R>(
    principal_fen: i64,
    terms: LoanTerms,
    credited_on: Date,
    due_dates: Option<Vec<Date>>,
) -> Result<Kept, Error<R>> {
    let dates = match due_dates {
        Some(due_on) => DueDates::kept(credited_on, due_on),
        None => DueDates::unmoved(&terms, credited_on).map_err(Error::defect)?,
    };
    let history = History { principal: Amount::from_fen(principal_fen), terms, dates, facts: Vec::new() };
    Ok(Kept { history, version: 0 })
}

/// What every payment pays as it is told, of one loan or of all: as it was posted, with its corrections.
pub async fn splits(connection: &mut PgConnection, loan: Option<LoanId>) -> Result<HashMap<Uuid, Split>, sqlx::Error> {
    let rows = match loan {
        Some(loan) => rows!(splits, connection, loan.0; "where l.loan_id = $1", "where l.loan_id = $1")?,
        None => rows!(splits, connection; "", "")?,
    };
    let split = |row: &SplitRow| {
        let [fee, penalty, interest, principal] =
            [row.fee, row.penalty, row.interest, row.principal].map(Amount::from_fen);
        Split { fee, penalty, interest, principal, excess: Amount::ZERO }
    };
    Ok(rows.iter().map(|row| (row.id, split(row))).collect())
}
