use std::collections::HashMap;

use domain::{
    Amount, Reference,
    correction::{RightWallet, Split},
    id::{AgentId, BankMovementId, CreditLineId, LoanId, PartnerId, PayoutId, WalletId},
    loan::Loan,
    position::Position,
    revenue_share::{Billing, RevenueShare, share_back},
    wallet::Wallet,
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Json};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Error,
    credit_line::{self, LockedLine},
    envelope::{Arrays, Change},
    payout, revenue_share, wallet,
};

/// A loan with its wallet and line, locked.
pub struct LockedLoan {
    pub id: LoanId,
    pub reference: Reference,
    pub agent: AgentId,
    pub funder: PartnerId,
    pub kept: Loan,
    pub wallet_id: WalletId,
    pub wallet: Wallet,
    pub line: LockedLine,
    pub today: Date,
}

pub async fn lock_loan<R>(connection: &mut PgConnection, id: LoanId) -> Result<Option<LockedLoan>, Error<R>> {
    let row = sqlx::query!(
        r#"select l.reference, l.agent_id, l.funder_id, l.holder_id, l.version, l.position as "position: Json<Position>",
                  w.id as wallet_id, w.balance_fen, w.version as wallet_version, w.held_fen, w.frozen,
                  c.id as line_id, c.reference as line_reference, c.state as line_state, c.limit_fen, c.outstanding_fen, c.earmarked_fen, c.matures_on,
                  d.open_on as today
           from business_day d cross join wallets w join loans l on l.agent_id = w.agent_id
           join credit_lines c on c.id = l.credit_line_id
           where l.id = $1 for update of w, c, l"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let fen = [row.limit_fen, row.outstanding_fen, row.earmarked_fen];
        Ok(LockedLoan {
            id,
            reference: row.reference.parse().map_err(Error::defect)?,
            agent: AgentId(row.agent_id),
            funder: PartnerId(row.funder_id),
            kept: Loan { position: row.position.0, holder: PartnerId(row.holder_id), version: row.version },
            wallet_id: WalletId(row.wallet_id),
            wallet: wallet::of_columns([row.balance_fen, row.wallet_version, row.held_fen], row.frozen),
            line: LockedLine {
                id: CreditLineId(row.line_id),
                reference: row.line_reference.parse().map_err(Error::defect)?,
                funder: PartnerId(row.funder_id),
                now: credit_line::of_columns(&row.line_state, fen, row.matures_on)?,
            },
            today: row.today,
        })
    })
    .transpose()
}

/// The wallets of a loan's agent and of this number, locked in the order of their identifiers.
pub async fn lock_wallets(connection: &mut PgConnection, loan: LoanId, other: &Reference) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select id from wallets
         where reference = $2 or agent_id = (select agent_id from loans where id = $1) order by id for update",
        loan.0,
        other.as_str()
    )
    .fetch_all(connection)
    .await?;
    Ok(())
}

/// A top-up that went to the wrong wallet, and the right one.
pub struct Misplaced {
    pub reserve_account: Uuid,
    pub amount: Amount,
    pub to: WalletId,
}

/// A movement that has topped a wallet up and was not moved since, and another wallet.
pub async fn find_misplaced(
    connection: &mut PgConnection,
    wallet: WalletId,
    right: &RightWallet,
) -> Result<Option<Misplaced>, sqlx::Error> {
    let row = sqlx::query!(
        "select m.reserve_account_id, m.amount_fen, w.id from bank_movements m cross join wallets w
         where m.id = $1 and m.direction = 'credit' and m.state = 'matched' and m.matched_kind = 'wallet' and m.matched_id = $2
           and w.reference = $3 and w.id <> $2
           and not exists (select from journals where event_kind = 'top_up.unmatched' and event_id = m.id)
         for update of m",
        right.movement.0,
        wallet.0,
        right.wallet.as_str()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Misplaced {
        reserve_account: row.reserve_account_id,
        amount: Amount::from_fen(row.amount_fen),
        to: WalletId(row.id),
    }))
}

/// The money of a movement that was matched with a wallet is another's.
pub async fn update_misplaced(
    connection: &mut PgConnection,
    movement: BankMovementId,
    to: WalletId,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update bank_movements set matched_id = $2 where id = $1", movement.0, to.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// A repayment's number, and to whom it was paid.
pub struct PaidTo {
    pub reference: String,
    pub holder: PartnerId,
}

/// The repayments of a loan: what its agent's wallet paid.
pub async fn list_repayments(
    connection: &mut PgConnection,
    loan: LoanId,
) -> Result<HashMap<Uuid, PaidTo>, sqlx::Error> {
    let rows = sqlx::query!("select id, reference, holder_id from repayments where loan_id = $1", loan.0)
        .fetch_all(connection)
        .await?;
    let paid = |holder, reference| PaidTo { reference, holder: PartnerId(holder) };
    Ok(rows.into_iter().map(|row| (row.id, paid(row.holder_id, row.reference))).collect())
}

/// What was withheld of a repayment for the institution, less what went back of it.
#[derive(Clone, Copy, Debug)]
pub struct ShareOf {
    pub share: RevenueShare,
    pub withheld: Amount,
    /// What the wallet has not got back of the repayment.
    pub left: Amount,
}

impl ShareOf {
    /// What of it goes back to the wallet with so much of the repayment.
    pub fn back(&self, excess: Amount) -> Amount {
        share_back(self.withheld, self.left, excess)
    }
}

/// The repayments of a loan of which a share is withheld.
pub async fn list_shares<R>(connection: &mut PgConnection, loan: LoanId) -> Result<HashMap<Uuid, ShareOf>, Error<R>> {
    let rows = sqlx::query!(
        r#"select r.id, r.share_fen + k.share_fen as "share_fen!", r.amount_fen - k.excess_fen as "left_fen!",
                  s.rate, s.penalty, s.elsewhere, s.settlement
           from repayments r join revenue_share_contracts s on s.id = r.share_contract_id cross join lateral corrected(r.id) k
           where r.loan_id = $1"#,
        loan.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let billing: Billing = row.settlement.parse().map_err(Error::defect)?;
            let share = ShareOf {
                share: revenue_share::share_of(row.rate, row.penalty, row.elsewhere, billing)?,
                withheld: Amount::from_fen(row.share_fen),
                left: Amount::from_fen(row.left_fen),
            };
            Ok((row.id, share))
        })
        .collect()
}

/// What a repayment made payable, locked.
pub struct LockedPayable {
    pub id: Uuid,
    pub payee: PartnerId,
    pub standing: PayableStanding,
}

/// How far what is payable has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayableStanding {
    /// No payout has it.
    Waiting,
    /// A payout has it that the bank has not got, has refused or has sent back: its money is ours, and it can pay less.
    UnderWay(PayoutId),
    /// It was sent.
    PaidOut,
}

pub async fn lock_payables<R>(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<LockedPayable>, Error<R>> {
    payout::lock_of_payables(connection, ids).await?;
    let locked =
        sqlx::query!("select id, payee_id, payout_id from payables where id = any($1) order by id for update", ids)
            .fetch_all(&mut *connection)
            .await?;
    // After the lock, with a snapshot of its own: a payout that was made while we waited counts. Until the end of the transaction none
    // fails or comes back.
    let taken: Vec<Uuid> = locked.iter().filter_map(|row| row.payout_id).collect();
    let payouts =
        sqlx::query!("select id, state, attempt from payouts where id = any($1) order by id for update", &taken)
            .fetch_all(connection)
            .await?;
    let mut unsent = Vec::new();
    for row in payouts {
        if payout::state_of::<R>(&row.state, row.attempt)?.pay_less(true).is_ok() {
            unsent.push(row.id);
        }
    }
    let standing = |payout: Option<Uuid>| match payout {
        None => PayableStanding::Waiting,
        Some(payout) if unsent.contains(&payout) => PayableStanding::UnderWay(PayoutId(payout)),
        Some(_) => PayableStanding::PaidOut,
    };
    Ok(locked
        .into_iter()
        .map(|row| LockedPayable { id: row.id, payee: PartnerId(row.payee_id), standing: standing(row.payout_id) })
        .collect())
}

/// By how much a payment's split differs from what was posted, with the envelope.
pub struct NewCorrection {
    pub id: Uuid,
    pub loan: LoanId,
    pub agent: AgentId,
    pub funder: PartnerId,
    pub fact: Uuid,
    pub payment: Uuid,
    pub by: Split,
    /// What of a withheld share goes back with it.
    pub share_back: Amount,
    pub on: Date,
    pub at: OffsetDateTime,
}

impl Change for NewCorrection {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            "insert into corrections (id, loan_id, agent_id, funder_id, fact_id, payment_id, fee_fen, penalty_fen, interest_fen, \
             principal_fen, excess_fen, share_fen, recorded_on, recorded_at) select * from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id))
            .column(rows.iter().map(|row| row.loan.0))
            .column(rows.iter().map(|row| row.agent.0))
            .column(rows.iter().map(|row| row.funder.0))
            .column(rows.iter().map(|row| row.fact))
            .column(rows.iter().map(|row| row.payment))
            .column(rows.iter().map(|row| row.by.fee.fen()))
            .column(rows.iter().map(|row| row.by.penalty.fen()))
            .column(rows.iter().map(|row| row.by.interest.fen()))
            .column(rows.iter().map(|row| row.by.principal.fen()))
            .column(rows.iter().map(|row| row.by.excess.fen()))
            .column(rows.iter().map(|row| row.share_back.negated().fen()))
            .column(rows.iter().map(|row| row.on))
            .column(rows.iter().map(|row| row.at))
            .end();
    }
}
