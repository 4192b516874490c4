//! Loans as their agent, their funder and the institution see them, and the proof that their positions are right.

mod book;
mod cost;
mod portfolio;

use domain::{
    Amount, Reference,
    id::{DrawId, LoanId, RepaymentId},
    position::Position,
    terms::LoanTerms,
};
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    error::Never,
    page::{Cursor, Page, PageRequest},
    verify::Verdict,
};

pub use book::{LoanFilter, book};
pub use cost::verify_cost;
pub use portfolio::{Bucket, Portfolio, SOON_DAYS, portfolio};

/// A debt, with its whole financial position.
#[derive(Clone, Debug)]
pub struct LoanRow {
    pub id: LoanId,
    pub draw: DrawId,
    pub reference: Reference,
    pub agent_name: String,
    pub funder_name: String,
    pub principal: Amount,
    pub outstanding: Amount,
    pub terms: LoanTerms,
    pub credited_on: Date,
    pub state: String,
    pub position: Position,
    /// The open business date, as of which it is shown.
    pub today: Date,
}

/// A payment with its split, and how far the money has got.
#[derive(Clone, Debug)]
pub struct RepaymentRow {
    pub id: RepaymentId,
    pub reference: Reference,
    pub loan: LoanId,
    pub loan_reference: Reference,
    pub agent_name: String,
    pub amount: Amount,
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
    pub debited_on: Date,
    pub debited_at: OffsetDateTime,
    pub payout_reference: Reference,
    pub payout_state: String,
    pub partner_confirmed_at: Option<OffsetDateTime>,
}

struct RawLoan {
    id: Uuid,
    draw_id: Uuid,
    reference: String,
    agent_name: String,
    funder_name: String,
    principal_fen: i64,
    outstanding_fen: i64,
    terms: Json<LoanTerms>,
    credited_on: Date,
    state: String,
    position: Json<Position>,
    today: Date,
}

impl RawLoan {
    fn into_row<R>(self) -> Result<LoanRow, Error<R>> {
        Ok(LoanRow {
            id: LoanId(self.id),
            draw: DrawId(self.draw_id),
            reference: self.reference.parse().map_err(Error::defect)?,
            agent_name: self.agent_name,
            funder_name: self.funder_name,
            principal: Amount::from_fen(self.principal_fen),
            outstanding: Amount::from_fen(self.outstanding_fen),
            terms: self.terms.0,
            credited_on: self.credited_on,
            state: self.state,
            position: self.position.0,
            today: self.today,
        })
    }
}

/// One loan.
///
/// # Errors
/// `NotFound` when it does not exist or is not the asker's.
pub async fn loan(db: &Db, context: &Context, id: LoanId) -> Result<LoanRow, Error<Never>> {
    let (agent, partner) = context.owners()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            sqlx::query_as!(
                RawLoan,
                r#"select l.id, l.draw_id, l.reference, a.shop_name as agent_name, p.name as funder_name,
                          l.principal_fen, l.outstanding_fen, l.terms as "terms: Json<LoanTerms>", l.credited_on,
                          l.state, l.position as "position: Json<Position>", d.open_on as today
                   from business_day d cross join loans l
                   join agents a on a.id = l.agent_id join partners p on p.id = l.funder_id
                   where l.id = $3 and ($1::uuid is null or l.agent_id = $1) and ($2::uuid is null or l.funder_id = $2)"#,
                agent,
                partner,
                id.0,
            )
            .fetch_optional(connection)
            .await?
            .ok_or(Error::NotFound)?
            .into_row()
        })
    })
    .await
}

/// Which repayments are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepaymentFilter {
    Loan(LoanId),
    /// Those that their funder has not confirmed.
    Unconfirmed,
    All,
}

/// The repayments that the acting party may see, newest first.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn repayments(
    db: &Db,
    context: &Context,
    filter: RepaymentFilter,
    page: PageRequest,
) -> Result<Page<RepaymentRow>, Error<Never>> {
    let loan = match filter {
        RepaymentFilter::Loan(loan) => Some(loan),
        RepaymentFilter::Unconfirmed | RepaymentFilter::All => None,
    };
    let (agent, partner) = context.owners()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select r.id, r.reference, r.loan_id, l.reference as loan_reference, a.shop_name as agent_name,
                          r.amount_fen, r.fee_fen, r.penalty_fen, r.interest_fen, r.principal_fen, r.debited_on,
                          r.debited_at, p.reference as payout_reference, p.state as payout_state,
                          r.partner_confirmed_at
                   from (select * from repayments r
                         where ($1::uuid is null or r.agent_id = $1) and ($2::uuid is null or r.funder_id = $2)
                           and ($3::uuid is null or r.loan_id = $3) and (not $4 or r.partner_confirmed_at is null)
                           and ($5::timestamptz is null or (r.debited_at, r.id) < ($5, $6::uuid))
                         order by r.debited_at desc, r.id desc limit $7) r
                   join loans l on l.id = r.loan_id join agents a on a.id = r.agent_id
                   join payouts p on p.id = r.payout_id
                   order by r.debited_at desc, r.id desc"#,
                agent,
                partner,
                loan.map(|id| id.0),
                filter == RepaymentFilter::Unconfirmed,
                page.after.map(|cursor| cursor.at),
                page.after.map(|cursor| cursor.id),
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            let rows = rows
                .into_iter()
                .map(|row| {
                    Ok(RepaymentRow {
                        id: RepaymentId(row.id),
                        reference: row.reference.parse().map_err(Error::defect)?,
                        loan: LoanId(row.loan_id),
                        loan_reference: row.loan_reference.parse().map_err(Error::defect)?,
                        agent_name: row.agent_name,
                        amount: Amount::from_fen(row.amount_fen),
                        fee: Amount::from_fen(row.fee_fen),
                        penalty: Amount::from_fen(row.penalty_fen),
                        interest: Amount::from_fen(row.interest_fen),
                        principal: Amount::from_fen(row.principal_fen),
                        debited_on: row.debited_on,
                        debited_at: row.debited_at,
                        payout_reference: row.payout_reference.parse().map_err(Error::defect)?,
                        payout_state: row.payout_state,
                        partner_confirmed_at: row.partner_confirmed_at,
                    })
                })
                .collect::<Result<_, Error<Never>>>()?;
            Ok(Page::of(rows, page, |row: &RepaymentRow| Cursor { at: row.debited_at, id: row.id.0 }))
        })
    })
    .await
}

/// Replays every loan from its terms and repayments and compares the outcome with the position that is stored:
/// interest is the pure function of the loan's facts.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn verify_positions(db: &Db, context: &Context) -> Result<Vec<Verdict>, Error<Never>> {
    context.system_only()?;
    let offending_and_count = db
        .read(context, |connection| {
            Box::pin(async move {
                let loans = sqlx::query!(
                    r#"select id, reference, principal_fen, outstanding_fen, terms as "terms: Json<LoanTerms>", credited_on,
                              state, due_on, due_fen, position as "position: Json<Position>",
                              array(select r.debited_on from repayments r where r.loan_id = loans.id
                                    order by r.version) as "paid_on!: Vec<Date>",
                              array(select r.amount_fen from repayments r where r.loan_id = loans.id
                                    order by r.version) as "paid_fen!: Vec<i64>"
                       from loans"#
                )
                .fetch_all(connection)
                .await?;
                let examined = i64::try_from(loans.len()).unwrap_or(i64::MAX);
                let mut offending = Vec::new();
                for loan in loans {
                    let principal = Amount::from_fen(loan.principal_fen);
                    let mut position =
                        Position::open(principal, &loan.terms, loan.credited_on).map_err(Error::defect)?;
                    for (on, fen) in loan.paid_on.into_iter().zip(loan.paid_fen) {
                        position = position.pay(on, Amount::from_fen(fen)).map_err(Error::defect)?.0;
                    }
                    let same = position == loan.position.0
                        && position.outstanding_principal().fen() == loan.outstanding_fen
                        && position.settled() == (loan.state == "settled")
                        && position.first_unpaid().map(|(on, amount)| (on, amount.fen())) == loan.due_on.zip(loan.due_fen);
                    if !same {
                        offending.push(format!("{} {}", LoanId(loan.id), loan.reference));
                    }
                }
                Ok((offending, examined))
            })
        })
        .await?;
    let (offending, examined) = offending_and_count;
    Ok(vec![Verdict { name: "a loan's position is the pure function of its terms and payments", examined, offending }])
}
