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
use crate::{Error, credit_line, draw::line_state, envelope::Envelope, wallet};

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
    /// Where the funder wants its money.
    pub payee_account: String,
    pub payee_name: String,
    pub amount: Amount,
    pub as_of: Date,
    pub expires_at: OffsetDateTime,
    pub quote_version: i64,
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
                  p.bank_account_no, p.name as payee_name,
                  q.amount_fen, q.as_of, q.expires_at, q.version as quote_version,
                  nextval('repayment_numbers') as "repayment_number!", nextval('payout_numbers') as "payout_number!"
           from quotes q join wallets w on w.agent_id = q.agent_id
           join loans l on l.id = q.loan_id join credit_lines c on c.id = l.credit_line_id
           join partners p on p.id = l.funder_id
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
        payee_account: row.bank_account_no,
        payee_name: row.payee_name,
        amount: Amount::from_fen(row.amount_fen),
        as_of: row.as_of,
        expires_at: row.expires_at,
        quote_version: row.quote_version,
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

/// Whether a quote was paid. Its loan has another version since, so that only a stale quote need be asked about.
pub async fn find_paid(connection: &mut PgConnection, quote: QuoteId, locked: &Locked) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from repayments where loan_id = $1 and version = $2 and quote_id = $3) as "paid!""#,
        locked.loan.0,
        locked.quote_version.saturating_add(1),
        quote.0,
    )
    .fetch_one(connection)
    .await
}

/// The whole new state of a repayment: wallet, line, loan, payout and repayment.
pub fn change_repaid(envelope: &mut Envelope, locked: &Locked, payment: &Payment<'_>) {
    let Payment { wallet, line, position, allocation, .. } = payment;
    let version = locked.loan_version.saturating_add(1);
    wallet::change(envelope, locked.wallet_id, *wallet);
    credit_line::change(envelope, locked.line_id, line);
    envelope
        .change()
        .push("update loans set outstanding_fen = ")
        .push_bind(position.outstanding_principal().fen())
        .push(", position = ")
        .push_bind(Json(position))
        .push(", state = ")
        .push_bind(if position.settled() { "settled" } else { "active" })
        .push(", due_on = ")
        .push_bind(position.first_unpaid().map(|(due_on, _)| due_on))
        .push(", due_fen = ")
        .push_bind(position.first_unpaid().map(|(_, amount)| amount.fen()))
        .push(", version = ")
        .push_bind(version)
        .push(" where id = ")
        .push_bind(locked.loan.0);
    let payout = envelope.change();
    payout.push(
        "insert into payouts (id, partner_id, reference, amount_fen, account_no, account_name, state, requested_at) ",
    );
    payout.push_values([()], |mut row, ()| {
        row.push_bind(payment.payout.0).push_bind(locked.funder.0).push_bind(payment.payout_reference.as_str());
        row.push_bind(locked.amount.fen()).push_bind(&locked.payee_account).push_bind(&locked.payee_name);
        row.push_bind("requested").push_bind(payment.at);
    });
    let repayment = envelope.change();
    repayment.push(
        "insert into repayments (id, reference, loan_id, agent_id, funder_id, payout_id, quote_id, amount_fen, fee_fen, \
         penalty_fen, interest_fen, principal_fen, debited_on, debited_at, version) ",
    );
    repayment.push_values([()], |mut row, ()| {
        row.push_bind(payment.id.0).push_bind(payment.reference.as_str()).push_bind(locked.loan.0);
        row.push_bind(payment.agent.0)
            .push_bind(locked.funder.0)
            .push_bind(payment.payout.0)
            .push_bind(payment.quote.0);
        row.push_bind(locked.amount.fen()).push_bind(allocation.fee.fen()).push_bind(allocation.penalty.fen());
        row.push_bind(allocation.interest.fen()).push_bind(allocation.principal.fen()).push_bind(payment.on);
        row.push_bind(payment.at).push_bind(version);
    });
}
