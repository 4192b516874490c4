//! The moment at which a draw becomes a loan: both flows are there and equal.

use domain::{
    Amount, Reference,
    credit_line::CreditLine,
    draw::{Draw, DrawRefusal, DrawState},
    id::{AgentId, CreditLineId, DrawId, LoanId, PartnerId, WalletId},
    ledger::{AccountKind, EventKind, Journal},
    position::Position,
    terms::LoanTerms,
    wallet::Wallet,
};
use time::Date;
use uuid::Uuid;

use super::{
    lapse::lapse,
    sql::{self, Flow},
};
use crate::{Error, Write, ledger};

/// A draw with everything that its credit changes, locked in the fixed order wallet, line, draw.
#[derive(Clone, Debug)]
pub struct Locked {
    pub id: DrawId,
    pub reference: Reference,
    pub agent: AgentId,
    pub funder: PartnerId,
    pub draw: Draw,
    pub terms: LoanTerms,
    pub line_id: CreditLineId,
    pub line: CreditLine,
    pub wallet_id: WalletId,
    pub wallet: Wallet,
    /// The reserve account on which money for it stands, once some does.
    pub reserve_account: Option<Uuid>,
}

/// Locks a draw with its line and wallet. `None` when the acting party cannot see it.
///
/// # Errors
/// When the database fails or holds an impossible combination.
pub async fn lock<R>(write: &mut Write, draw: DrawId) -> Result<Option<Locked>, Error<R>> {
    sql::lock_draw(write.connection(), draw).await
}

/// The funds flow: `amount` for a locked draw stands on `reserve_account`. If the instruction is there, it is credited; or
/// it ends, if its loan may not begin today any more, and the money goes back.
///
/// # Errors
/// Refused when the draw is not awaited.
pub async fn receive(
    write: &mut Write,
    mut locked: Locked,
    reserve_account: Uuid,
    amount: Amount,
    actor: &str,
) -> Result<(), Error<DrawRefusal>> {
    locked.draw = locked.draw.receive(amount).map_err(Error::Refused)?;
    locked.reserve_account = Some(reserve_account);
    if let Some(refusal) = refused_today(&locked, write.business_date)? {
        return lapse(write, &locked, actor, refusal.code()).await;
    }
    let DrawState::Awaiting { funds, .. } = locked.draw.state else {
        return Err(Error::defect("a draw that took money does not await any"));
    };
    arrive(write, &locked, &Flow::Funds { reserve_account, funds }, actor)?;
    // The next line of the same statement may be for the same wallet.
    Ok(write.flush().await?)
}

/// Why a draw of which both flows are there is not credited.
fn refused_today(locked: &Locked, today: Date) -> Result<Option<DrawRefusal>, Error<DrawRefusal>> {
    if !locked.draw.is_matched() {
        return Ok(None);
    }
    match super::check_loan(&locked.line, locked.draw.amount, &locked.terms, today) {
        Ok(()) => Ok(None),
        Err(Error::Refused(refusal)) => Ok(Some(refusal)),
        Err(error) => Err(error),
    }
}

/// Half of the two flows is there, and `locked` has it. When both are there and equal, the draw is credited. Changes wait
/// in the envelope.
pub fn arrive(write: &mut Write, locked: &Locked, flow: &Flow<'_>, actor: &str) -> Result<(), Error<DrawRefusal>> {
    let credited = locked.draw.is_matched();
    sql::change_arrived(&mut write.envelope, locked.id, flow, write.at, credited);
    if credited { credit(write, locked, actor) } else { Ok(()) }
}

fn credit(write: &mut Write, locked: &Locked, actor: &str) -> Result<(), Error<DrawRefusal>> {
    let (amount, on) = (locked.draw.amount, write.business_date);
    let reserve = locked.reserve_account.ok_or_else(|| Error::defect("a funded draw names no reserve account"))?;
    let line = locked.line.lend(amount).map_err(Error::defect)?;
    let wallet = locked.wallet.credit(amount).map_err(Error::defect)?;
    let position = Position::open(amount, &locked.terms, on).map_err(Error::defect)?;
    let loan = LoanId(write.id());
    let debt = ledger::account(AccountKind::DebtPrincipal, loan.0);
    let credited = sql::Credited { loan, locked, line, wallet, position: &position, debt, on };
    sql::change_credited(&mut write.envelope, &credited);
    write.envelope.moved(locked.id, ("awaiting", "credited"), actor, "");
    write.envelope.moved(loan, ("", "active"), actor, "");
    let journal = Journal::of(EventKind::DrawCredited.of(locked.id.0), on)
        .about(loan)
        .transfer(
            ledger::account(AccountKind::UnmatchedReceipts, reserve),
            ledger::wallet_account(locked.wallet_id.0, wallet),
            amount,
        )
        .and_then(|journal| journal.transfer(debt, ledger::account(AccountKind::Claim, locked.funder.0), amount))
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    let told = (&locked.reference, amount, on.to_string());
    write.envelope.tell("loan.credited", Some(locked.funder), loan, &told)
}
