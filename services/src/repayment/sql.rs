use domain::{
    Amount, Reference,
    credit_line::CreditLine,
    id::{AgentId, CreditLineId, LoanId, PartnerId, PayoutId, QuoteId, RepaymentId, WalletId},
    position::{Allocation, Position},
    wallet::Wallet,
};
use sqlx::{PgConnection, types::Json};
use time::{Date, OffsetDateTime};

use super::QuoteRow;
use crate::{Error, draw::line_state};

pub struct LoanPosition {
    pub position: Position,
    pub version: i64,
}

pub async fn find_loan(
    connection: &mut PgConnection,
    loan: LoanId,
    agent: AgentId,
) -> Result<Option<LoanPosition>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select position as "position: Json<Position>", version from loans where id = $1 and agent_id = $2"#,
        loan.0,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| LoanPosition { position: row.position.0, version: row.version }))
}

pub async fn insert_quote(
    connection: &mut PgConnection,
    quote: &QuoteRow,
    agent: AgentId,
    version: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into quotes (id, loan_id, agent_id, amount_fen, as_of, version, allocation, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        quote.id.0,
        quote.loan.0,
        agent.0,
        quote.amount.fen(),
        quote.as_of,
        version,
        Json(&quote.allocation) as _,
        quote.expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn find_quote(
    connection: &mut PgConnection,
    quote: QuoteId,
    agent: AgentId,
) -> Result<Option<QuoteRow>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select loan_id, amount_fen, as_of, allocation as "allocation: Json<Allocation>", expires_at
           from quotes where id = $1 and agent_id = $2"#,
        quote.0,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| QuoteRow {
        id: quote,
        loan: LoanId(row.loan_id),
        amount: Amount::from_fen(row.amount_fen),
        as_of: row.as_of,
        allocation: row.allocation.0,
        expires_at: row.expires_at,
    }))
}

/// A quote with everything that paying it changes, locked in the fixed order wallet, line, loan.
pub struct Locked {
    pub wallet_id: WalletId,
    pub wallet: Wallet,
    pub line_id: CreditLineId,
    pub line: CreditLine,
    pub loan: LoanId,
    pub loan_version: i64,
    pub position: Position,
    pub funder: PartnerId,
    pub amount: Amount,
    pub as_of: Date,
    pub expires_at: OffsetDateTime,
    pub quote_version: i64,
    pub quote_used: bool,
    pub repayment_number: u64,
    pub payout_number: u64,
}

pub async fn lock_for_repayment<R>(
    connection: &mut PgConnection,
    quote: QuoteId,
    agent: AgentId,
) -> Result<Option<Locked>, Error<R>> {
    let row = sqlx::query!(
        r#"select w.id as wallet_id, w.balance_fen, w.version as wallet_version,
                  c.id as line_id, c.state as line_state, c.limit_fen, c.outstanding_fen, c.earmarked_fen, c.matures_on,
                  l.id as loan_id, l.version as loan_version, l.position as "position: Json<Position>", l.funder_id,
                  q.amount_fen, q.as_of, q.expires_at, q.version as quote_version,
                  exists (select from repayments r where r.quote_id = q.id) as "quote_used!",
                  nextval('repayment_numbers') as "repayment_number!", nextval('payout_numbers') as "payout_number!"
           from quotes q join wallets w on w.agent_id = q.agent_id
           join loans l on l.id = q.loan_id join credit_lines c on c.id = l.credit_line_id
           where q.id = $1 and q.agent_id = $2 for update of w, c, l"#,
        quote.0,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Locked {
        wallet_id: WalletId(row.wallet_id),
        wallet: Wallet { balance: Amount::from_fen(row.balance_fen), version: row.wallet_version },
        line_id: CreditLineId(row.line_id),
        line: CreditLine {
            state: line_state(&row.line_state)?,
            limit: Amount::from_fen(row.limit_fen),
            outstanding: Amount::from_fen(row.outstanding_fen),
            earmarked: Amount::from_fen(row.earmarked_fen),
            matures_on: row.matures_on,
        },
        loan: LoanId(row.loan_id),
        loan_version: row.loan_version,
        position: row.position.0,
        funder: PartnerId(row.funder_id),
        amount: Amount::from_fen(row.amount_fen),
        as_of: row.as_of,
        expires_at: row.expires_at,
        quote_version: row.quote_version,
        quote_used: row.quote_used,
        repayment_number: row.repayment_number.unsigned_abs(),
        payout_number: row.payout_number.unsigned_abs(),
    }))
}

pub struct Payment<'a> {
    pub id: RepaymentId,
    pub reference: &'a Reference,
    pub payout: PayoutId,
    pub payout_reference: Reference,
    pub quote: QuoteId,
    pub agent: AgentId,
    pub wallet: Wallet,
    pub line: CreditLine,
    pub position: &'a Position,
    pub allocation: &'a Allocation,
    pub on: Date,
    pub at: OffsetDateTime,
}

/// The whole new state of a repayment in one statement: wallet, line, loan, payout and repayment.
pub async fn update_repaid(
    connection: &mut PgConnection,
    locked: &Locked,
    payment: &Payment<'_>,
) -> Result<(), sqlx::Error> {
    let state = if payment.position.settled() { "settled" } else { "active" };
    sqlx::query!(
        "with wallet as (update wallets set balance_fen = $2, version = $3 where id = $1),
              line as (update credit_lines set outstanding_fen = $5 where id = $4),
              loan as (update loans set outstanding_fen = $7, position = $8, state = $9, version = $10 where id = $6),
              payout as (
                  insert into payouts (id, reference, partner_id, amount_fen, account_no, account_name, state, requested_at)
                  select $11, $12, p.id, $13, p.bank_account_no, p.name, 'requested', $14
                  from partners p where p.id = $15)
         insert into repayments (id, reference, loan_id, agent_id, funder_id, payout_id, quote_id, amount_fen, fee_fen,
                                 penalty_fen, interest_fen, principal_fen, debited_on, debited_at, version)
         values ($16, $17, $6, $18, $15, $11, $19, $13, $20, $21, $22, $23, $24, $14, $10)",
        locked.wallet_id.0,
        payment.wallet.balance.fen(),
        payment.wallet.version,
        locked.line_id.0,
        payment.line.outstanding.fen(),
        locked.loan.0,
        payment.position.outstanding_principal().fen(),
        Json(payment.position) as _,
        state,
        locked.loan_version.saturating_add(1),
        payment.payout.0,
        payment.payout_reference.as_str(),
        locked.amount.fen(),
        payment.at,
        locked.funder.0,
        payment.id.0,
        payment.reference.as_str(),
        payment.agent.0,
        payment.quote.0,
        payment.allocation.fee.fen(),
        payment.allocation.penalty.fen(),
        payment.allocation.interest.fen(),
        payment.allocation.principal.fen(),
        payment.on,
    )
    .execute(connection)
    .await?;
    Ok(())
}
