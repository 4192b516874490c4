//! What a planned correction leaves behind.

use std::collections::HashMap;

use domain::{
    Amount,
    correction::{Correction, Split},
    event::{CorrectedPayment, PartnerEvent},
    id::{LoanFactId, PartnerId},
    ledger::{Account, AccountKind, Event, EventKind, Journal, JournalError},
    loan::LoanState,
    wallet::Wallet,
};
use uuid::Uuid;

use super::{
    plan::{Changed, Planned, ToRecord},
    sql::{LockedLoan, LockedPayable, NewCorrection, PayableStanding, ShareOf},
};
use crate::{
    Error, Write,
    credit_line::LockedLine,
    error::Never,
    freeze, ledger,
    loan::{
        fact::{NewFact, Recorded},
        sql::LoanChange,
    },
    payable::{NewReceivable, Returned},
    payout, revenue_share,
    wallet::WalletChange,
};

/// Records the facts, posts what they change, and says whether something is overdue for which the wallet is to be frozen.
pub async fn post(
    write: &mut Write,
    planned: Planned,
    (correction, evidence, actor): (&Correction, &str, &str),
) -> Result<bool, Error<Never>> {
    let Planned { loan, mut facts, mut changed, line, after, repayments, mut payables, shares } = planned;
    let on = write.business_date;
    take_out_of_payouts(write, &mut payables, &changed, &shares, actor).await?;
    for payable in payables.values().filter(|payable| payable.standing == PayableStanding::PaidOut) {
        ledger::open_account(write.connection(), AccountKind::PartnerReceivable, payable.payee.0).await?;
    }
    if !shares.is_empty() {
        // With all that a sweep after it may need, so that it waits for none of them while it holds another.
        revenue_share::hold::<Never>(write, None).await?;
    }
    let standing = freeze::standing::<Never>(write, (loan.wallet_id, loan.wallet), loan.agent, &[loan.id.0]).await?;
    for fact in &mut facts {
        fact.id = write.id();
        if let Recorded::Received(_) | Recorded::Waived(..) = fact.recorded {
            // Until now it had no name.
            changed.iter_mut().filter(|changed| changed.payment.is_nil()).for_each(|changed| changed.payment = fact.id);
        }
    }
    record(write, &loan, &facts, (evidence, actor));
    let corrects = |fact: &&ToRecord| !matches!(fact.recorded, Recorded::DueDateMoved(_));
    let cause = facts.iter().rfind(corrects).map(|fact| fact.id);
    let cause = cause.ok_or_else(|| Error::defect("a correction records nothing"))?;
    let mut wallet = loan.wallet;
    let mut told = Vec::new();
    for change in &changed {
        let (payable, share) = (payables.get(&change.payment), shares.get(&change.payment));
        let (after, by) = post_change(write, (&loan, wallet), *change, (cause, payable, share))?;
        wallet = after;
        let share = share.map(|share| share.back(by.excess)).unwrap_or_default();
        let paid_out = payable.is_some_and(|one| one.standing == PayableStanding::PaidOut);
        let paid = repayments.get(&change.payment);
        let payment = CorrectedPayment {
            repayment: paid.map(|paid| paid.reference.clone()),
            value_on: change.on,
            fee: by.fee,
            penalty: by.penalty,
            interest: by.interest,
            principal: by.principal,
            returned: by.excess,
            owed_back: if paid_out { by.excess.less(share) } else { Amount::ZERO },
        };
        told.push((paid.map_or(loan.kept.holder, |paid| paid.holder), payment));
    }
    let (was, is) = (loan.kept.state(on), after.state(on));
    if was != is {
        write.envelope.moved(loan.id, (was.code(), is.code()), actor, evidence);
    }
    let freed = standing.free_if_clear(write, &mut wallet, std::iter::once(&after), actor);
    let now = if freed { line.resume() } else { line };
    tell(write, &loan, correction, &told)?;
    if freed {
        write.envelope.tell(loan.funder, loan.wallet_id, &PartnerEvent::WalletFreed { freed_on: on })?;
    }
    if matches!(is, LoanState::Overdue { .. }) && !matches!(was, LoanState::Overdue { .. }) {
        let amount = after.position.quote(on).overdue_total();
        let event = PartnerEvent::LoanOverdue { reference: loan.reference.clone(), amount };
        write.envelope.tell(loan.kept.holder, loan.id, &event)?;
    }
    write.envelope.change(LoanChange { id: loan.id, after, on });
    let mut line = LockedLine { now, ..loan.line };
    line.end_with(write, is, actor)?;
    line.keep(write);
    if wallet != loan.wallet {
        write.envelope.change(WalletChange { id: loan.wallet_id, after: wallet });
    }
    write.flush().await?;
    Ok(matches!(is, LoanState::Overdue { .. }))
}

/// Has payouts that have not left pay so much less as goes back of what they pay. Where one may have left, that was paid out.
async fn take_out_of_payouts(
    write: &mut Write,
    payables: &mut HashMap<Uuid, LockedPayable>,
    changed: &[Changed],
    shares: &HashMap<Uuid, ShareOf>,
    actor: &str,
) -> Result<(), Error<Never>> {
    for change in changed {
        let Some(payable) = payables.get_mut(&change.payment) else { continue };
        if let PayableStanding::UnderWay(payout) = payable.standing {
            let (back, share) = (change.back(), shares.get(&change.payment));
            let withheld = share.map(|share| share.back(back)).unwrap_or_default();
            let less = payout::pay_less(write, payout, back.less(withheld), actor).await?;
            payable.standing = if less { PayableStanding::Waiting } else { PayableStanding::PaidOut };
        }
    }
    Ok(())
}

/// The loan's holder is told of all that is different; whoever else was paid, of what was paid to it. What is owed back of a payment,
/// whoever has it owes.
fn tell(
    write: &mut Write,
    loan: &LockedLoan,
    correction: &Correction,
    told: &[(PartnerId, CorrectedPayment)],
) -> Result<(), Error<Never>> {
    let holder = loan.kept.holder;
    let mut parties = vec![holder];
    for (paid, _) in told {
        if !parties.contains(paid) {
            parties.push(*paid);
        }
    }
    for party in parties {
        let of_party = |(paid, payment): &(PartnerId, CorrectedPayment)| {
            let own = *paid == party;
            let owed_back = if own { payment.owed_back } else { Amount::ZERO };
            (own || party == holder).then(|| CorrectedPayment { owed_back, ..payment.clone() })
        };
        let event = PartnerEvent::LoanCorrected {
            reference: loan.reference.clone(),
            correction: correction.code().to_owned(),
            amount: correction.amount(),
            payments: told.iter().filter_map(of_party).collect(),
        };
        write.envelope.tell(party, loan.id, &event)?;
    }
    Ok(())
}

/// The facts, each of a version of the loan of its own.
fn record(write: &mut Write, loan: &LockedLoan, facts: &[ToRecord], (evidence, actor): (&str, &str)) {
    let (on, at) = (write.business_date, write.at);
    for (version, fact) in (loan.kept.version.saturating_add(1)..).zip(facts) {
        write.envelope.change(NewFact {
            id: LoanFactId(fact.id),
            loan: loan.id,
            agent: loan.agent,
            funder: loan.funder,
            version,
            recorded: fact.recorded,
            value_on: fact.on,
            recorded_on: on,
            at,
            by: actor.to_owned(),
            evidence: evidence.to_owned(),
        });
    }
}

/// One payment's change: its row, its journal, and the wallet with what comes back to it.
fn post_change(
    write: &mut Write,
    (loan, mut wallet): (&LockedLoan, Wallet),
    mut change: Changed,
    (fact, payable, share): (Uuid, Option<&LockedPayable>, Option<&ShareOf>),
) -> Result<(Wallet, Split), Error<Never>> {
    let id = write.id();
    let (mut back, mut share_back) = (None, Amount::ZERO);
    if let Some(payable) = payable {
        if change.undone {
            change.by = change.by.taken_back();
        }
        let amount = change.by.excess;
        wallet = wallet.credit(amount).map_err(Error::defect)?;
        share_back = share.map(|share| share.back(amount)).unwrap_or_default();
        let of_holder = amount.less(share_back);
        let paid_out = payable.standing == PayableStanding::PaidOut;
        let kind = if paid_out { AccountKind::PartnerReceivable } else { AccountKind::PartnerPayable };
        let to = ledger::wallet_account(loan.wallet_id.0, wallet);
        back = Some((ledger::account(kind, payable.payee.0), to, [of_holder, share_back]));
        if paid_out && of_holder.is_positive() {
            let (payer, payable, at) = (payable.payee, payable.id, write.at);
            write.envelope.change(NewReceivable { id, payer, payable, amount: of_holder, at });
        } else if !paid_out {
            write.envelope.change(Returned { payable: payable.id, amount: of_holder });
        }
    }
    if let Some(of) = share {
        // What the interest comes to now, with the next payment: nothing is withheld or given back of what was paid before.
        let exact = of.share.exactly(of.share.counts(change.by.interest, change.by.penalty));
        revenue_share::give_back(write, loan.funder, exact, share_back);
    }
    write.envelope.change(NewCorrection {
        id,
        loan: loan.id,
        agent: loan.agent,
        funder: loan.funder,
        fact,
        payment: change.payment,
        by: change.by,
        share_back,
        on: write.business_date,
        at: write.at,
    });
    if let Some(journal) = journal(id, loan, change, (fact, back)).map_err(Error::defect)? {
        write.envelope.post(journal);
    }
    Ok((wallet, change.by))
}

/// From the holder's account to the wallet's: what is the holder's, and what was withheld for the institution.
type Back = (Account, Account, [Amount; 2]);

/// The journal of a change, if it moves money or principal.
fn journal(
    id: Uuid,
    loan: &LockedLoan,
    change: Changed,
    (fact, back): (Uuid, Option<Back>),
) -> Result<Option<Journal>, JournalError> {
    let kind = match (change.undone, change.payment == fact) {
        (true, _) => EventKind::LoanReversed,
        (false, true) if change.waives => EventKind::LoanWaived,
        (false, true) => EventKind::LoanReceived,
        (false, false) => EventKind::LoanCorrected,
    };
    let journal = Journal::of(Event { kind, id, leg: 0 }, change.on).about(loan.id).correcting(change.payment);
    let (claim, debt) = (
        ledger::account(AccountKind::Claim, loan.kept.holder.0),
        ledger::account(AccountKind::DebtPrincipal, loan.id.0),
    );
    let principal = change.by.principal;
    let journal = if principal.is_negative() {
        journal.transfer(debt, claim, principal.negated())?
    } else {
        journal.transfer(claim, debt, principal)?
    };
    let journal = match back {
        Some((from, to, [of_holder, share])) => {
            journal.transfer(from, to, of_holder)?.transfer(ledger::revenue_share_withheld(), to, share)?
        }
        None => journal,
    };
    Ok(journal.finish().ok())
}
