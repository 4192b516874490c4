//! The moment at which a draw becomes a loan: both flows are there and equal.

use domain::{
    Amount, Reference,
    calendar::Calendar,
    credit_line::CreditLine,
    draw::{Draw, DrawPhase, DrawRefusal, DrawState, LapseReason},
    event::PartnerEvent,
    id::{AgentId, CreditLineId, DrawId, LoanId, PartnerId, WalletId},
    ledger::{AccountKind, EventKind, Journal},
    loan::Loan,
    schedule::DueDates,
    terms::{HolidayRule, LoanTerms},
    wallet::Wallet,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    lapse::lapse,
    sql::{self, Arrival, Flow},
};
use crate::{Error, Write, credit_line::CreditLineChange, ledger, loan::sql::NewLoan, wallet::WalletChange};

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
    /// The days by which its loan's due dates move, where its terms have it so.
    pub calendar: Calendar,
    /// A payment that one of the funder's people has registered.
    pub prepared: Option<Prepared>,
    /// Whether what people of its funder report is released by a second one.
    pub releases: bool,
}

/// A payment that was registered, and waits to be released or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub by: String,
    pub at: OffsetDateTime,
    pub payment_reference: String,
}

/// Locks a draw with its line and wallet. `None` when the acting party cannot see it.
///
/// # Errors
/// When the database fails or holds an impossible combination.
pub async fn lock<R>(write: &mut Write, draw: DrawId) -> Result<Option<Locked>, Error<R>> {
    Ok(sql::lock_draws(write.connection(), &[draw.0]).await?.remove(&draw.0))
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
    if let Some(reason) = refused_today(&locked, write.business_date)? {
        return lapse(write, &locked, actor, reason).await;
    }
    let DrawState::Awaiting { funds, .. } = locked.draw.state else {
        return Err(Error::defect("a draw that took money does not await any"));
    };
    arrive(write, &locked, Flow::Funds { reserve_account, funds }, actor)?;
    // The next line of the same statement may be for the same wallet.
    Ok(write.flush().await?)
}

/// Why a draw of which both flows are there is not credited.
fn refused_today(locked: &Locked, today: Date) -> Result<Option<LapseReason>, Error<DrawRefusal>> {
    if !locked.draw.is_matched() {
        return Ok(None);
    }
    match super::check_draw(locked, today) {
        Ok(()) => Ok(None),
        Err(Error::Refused(refusal)) => match LapseReason::of(&refusal) {
            Some(reason) => Ok(Some(reason)),
            None => Err(Error::Refused(refusal)),
        },
        Err(error) => Err(error),
    }
}

/// Half of the two flows is there, and `locked` has it. When both are there and equal, the draw is credited. Changes wait
/// in the envelope.
pub fn arrive(write: &mut Write, locked: &Locked, flow: Flow, actor: &str) -> Result<(), Error<DrawRefusal>> {
    let credited = locked.draw.is_matched();
    write.envelope.change(Arrival { draw: locked.id, flow, at: write.at, credited });
    if credited { credit(write, locked, actor) } else { Ok(()) }
}

fn credit(write: &mut Write, locked: &Locked, actor: &str) -> Result<(), Error<DrawRefusal>> {
    let (amount, on) = (locked.draw.amount, write.business_date);
    let reserve = locked.reserve_account.ok_or_else(|| Error::defect("a funded draw names no reserve account"))?;
    let line = locked.line.lend(amount).map_err(Error::defect)?;
    let wallet = locked.wallet.credit(amount).map_err(Error::defect)?;
    let dates = DueDates::of(&locked.terms, on, &locked.calendar, locked.line.matures_on).map_err(Error::defect)?;
    let loan = Loan::open(amount, &locked.terms, &dates, locked.funder).map_err(Error::defect)?;
    let id = LoanId(write.id());
    let debt = ledger::account(AccountKind::DebtPrincipal, id.0);
    let journal = Journal::of(EventKind::DrawCredited.of(locked.id.0), on)
        .about(id)
        .transfer(
            ledger::account(AccountKind::UnmatchedReceipts, reserve),
            ledger::wallet_account(locked.wallet_id.0, wallet),
            amount,
        )
        .and_then(|journal| journal.transfer(debt, ledger::account(AccountKind::Claim, loan.holder.0), amount))
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.change(WalletChange { id: locked.wallet_id, after: wallet });
    write.envelope.change(CreditLineChange { id: locked.line_id, after: line });
    write.envelope.change(ledger::NewAccount { account: debt, owner: id.0 });
    write.envelope.moved(locked.id, (DrawPhase::Awaiting.code(), DrawPhase::Credited.code()), actor, "");
    write.envelope.moved(id, ("", loan.state(on).code()), actor, "");
    write.envelope.change(NewLoan {
        id,
        draw: locked.id,
        reference: locked.reference.to_string(),
        line: locked.line_id,
        agent: locked.agent,
        funder: locked.funder,
        principal: amount,
        loan,
        dates: (locked.terms.holiday_rule != HolidayRule::Stays).then_some(dates),
        debt,
    });
    write.envelope.post(journal);
    let told = PartnerEvent::LoanCredited { reference: locked.reference.clone(), amount, credited_on: on };
    write.envelope.tell(locked.funder, id, &told)
}
