//! The facts of loans beside what their agents pay, and the history that all facts make.

use std::collections::HashMap;

use domain::{
    Amount,
    correction::Split,
    history::{Fact, Happened, History},
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
    const fn code(self) -> &'static str {
        match self {
            Self::DueDateMoved(_) => "due_date_moved",
            Self::Received(_) => "received",
            Self::Waived(..) => "waived",
            Self::Undone(_) => "undone",
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
        Some(match code {
            "due_date_moved" => Self::DueDateMoved(MovedDueDate { from: from?, to: to? }),
            "received" => Self::Received(amount?),
            "waived" => Self::Waived(Waivable::from_code(part?)?, amount?),
            "undone" => Self::Undone(undoes?),
            _ => return None,
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
            .column(rows.iter().map(|row| row.recorded.code()))
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

/// The histories of loans: of one, or of all. What of a repayment went back to its wallet is no part of it any more.
pub async fn histories<R>(
    connection: &mut PgConnection,
    loan: Option<LoanId>,
) -> Result<HashMap<Uuid, Kept>, Error<R>> {
    let loan = loan.map(|loan| loan.0);
    let loans = sqlx::query!(
        r#"select id, principal_fen, terms as "terms: Json<LoanTerms>", credited_on, due_dates
           from loans where $1::uuid is null or id = $1"#,
        loan
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut kept: HashMap<Uuid, Kept> = loans
        .into_iter()
        .map(|row| {
            let (principal, dates) =
                (Amount::from_fen(row.principal_fen), DueDates::kept(row.credited_on, row.due_dates));
            let history = History { principal, terms: row.terms.0, dates, facts: Vec::new() };
            (row.id, Kept { history, version: 0 })
        })
        .collect();
    let facts = sqlx::query!(
        r#"select f.loan_id as "loan_id!", f.id as "id!", f.version as "version!", f.value_on as "on!", f.kind as "kind!",
                  f.amount_fen, f.part, f.moved_from, f.moved_to, f.undoes,
                  exists (select from loan_facts u where u.undoes = f.id) as "undone!"
           from (select r.loan_id, r.id, r.version, r.debited_on as value_on, 'paid' as kind,
                        r.amount_fen - coalesce((select sum(c.excess_fen) from corrections c where c.payment_id = r.id), 0)::bigint
                            as amount_fen,
                        null as part, null::date as moved_from, null::date as moved_to, null::uuid as undoes
                 from repayments r where $1::uuid is null or r.loan_id = $1
                 union all
                 select loan_id, id, version, value_on, kind, amount_fen, part, moved_from, moved_to, undoes
                 from loan_facts where $1::uuid is null or loan_id = $1) f"#,
        loan
    )
    .fetch_all(connection)
    .await?;
    for row in facts {
        let Some(kept) = kept.get_mut(&row.loan_id) else { continue };
        kept.version = kept.version.max(row.version);
        let moved = (row.moved_from, row.moved_to);
        let happened = match (row.kind.as_str(), row.amount_fen) {
            ("paid", Some(fen)) => Some(Happened::Paid(Amount::from_fen(fen))),
            (kind, amount) => match Recorded::from_parts(kind, amount, row.part.as_deref(), moved, row.undoes) {
                Some(Recorded::DueDateMoved(moved)) => Some(Happened::DueDateMoved(moved)),
                Some(Recorded::Received(amount)) => Some(Happened::Paid(amount)),
                Some(Recorded::Waived(part, amount)) => Some(Happened::Waived(part, amount)),
                Some(Recorded::Undone(_)) => None,
                None => return Err(Error::defect(format!("a fact is {kind}"))),
            },
        };
        if let Some(happened) = happened.filter(|_| !row.undone) {
            kept.history.facts.push(Fact { id: row.id, on: row.on, version: row.version, happened });
        }
    }
    Ok(kept)
}

/// What every payment pays as it is told, of one loan or of all: as it was posted, with its corrections.
pub async fn splits(connection: &mut PgConnection, loan: Option<LoanId>) -> Result<HashMap<Uuid, Split>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id!", sum(p.fee_fen)::bigint as "fee!", sum(p.penalty_fen)::bigint as "penalty!",
                  sum(p.interest_fen)::bigint as "interest!", sum(p.principal_fen)::bigint as "principal!"
           from (select id, loan_id, fee_fen, penalty_fen, interest_fen, principal_fen from repayments
                 union all
                 select payment_id, loan_id, fee_fen, penalty_fen, interest_fen, principal_fen from corrections) p
           where $1::uuid is null or p.loan_id = $1 group by p.id"#,
        loan.map(|loan| loan.0)
    )
    .fetch_all(connection)
    .await?;
    let split = |fen: [i64; 4]| {
        let [fee, penalty, interest, principal] = fen.map(Amount::from_fen);
        Split { fee, penalty, interest, principal, excess: Amount::ZERO }
    };
    Ok(rows.into_iter().map(|row| (row.id, split([row.fee, row.penalty, row.interest, row.principal]))).collect())
}
