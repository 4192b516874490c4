//! What is taken back out of what is free in a wallet: by a carrier of commissions, by the network of top-ups from a card.

use std::collections::HashMap;

use domain::{
    Amount,
    commission::{TakenBack, free},
    id::WalletId,
    ledger::{AccountKind, Event, EventKind, Journal},
    wallet::{Purpose, Wallet},
};
use uuid::Uuid;

use super::sql::{self, CommissionChange, Of, Open, TopUpTaken};
use crate::{
    Error, Write,
    error::Never,
    ledger, repayment,
    wallet::{WalletChange, lock_wallet},
};

/// Takes back, out of what is free in a wallet, what is open of its agent: in the transaction that has brought money, after what
/// is overdue was paid.
///
/// # Errors
/// When the database fails, or holds what contradicts itself.
pub(crate) async fn take_back<R>(write: &mut Write, id: WalletId) -> Result<(), Error<R>> {
    let on = write.business_date;
    let open = sql::lock_open(write.connection(), &[id]).await?.remove(&id).unwrap_or_default();
    if open.is_empty() {
        return Ok(());
    }
    let wallet = lock_wallet(write.connection(), id).await?;
    let proceeds = repayment::find_proceeds(write.connection(), &[id.0], on).await?.remove(&id.0).unwrap_or_default();
    let after = take(write, (id, wallet), proceeds, open)?;
    if after != wallet {
        write.envelope.change(WalletChange { id, after });
    }
    Ok(write.flush().await?)
}

/// Takes back of top-ups that the network has given back what the repayments that they had made bring back into the wallet, so much of
/// each, whatever freezes keep there. Gives how much that is.
///
/// # Errors
/// When the database fails, or holds what contradicts itself.
pub(crate) async fn take_back_paid<R>(
    write: &mut Write,
    id: WalletId,
    came_back: &HashMap<Uuid, Amount>,
) -> Result<Amount, Error<R>> {
    let repayments: Vec<Uuid> = came_back.keys().copied().collect();
    let open = sql::lock_paid(write.connection(), id, &repayments).await?;
    if open.is_empty() {
        return Ok(Amount::ZERO);
    }
    let mut wallet = lock_wallet(write.connection(), id).await?;
    let mut all = Amount::ZERO;
    for (repayment, top_up, item) in open {
        let back = came_back.get(&repayment).copied().unwrap_or_default();
        let (TakenBack { taken, takings, .. }, taking) = item.take(back);
        if !taking.is_positive() {
            continue;
        }
        let after = wallet.passed_by(taking).debit(taking, Purpose::Correction).map_err(Error::defect)?;
        wallet = Wallet { held: wallet.held, ..after };
        let event = Event { leg: takings, ..EventKind::TopUpTakenBack.of(top_up.0) };
        let journal = Journal::of(event, write.business_date)
            .transfer(ledger::wallet_account(id.0, wallet), ledger::channel_receivable(), taking)
            .and_then(Journal::finish)
            .map_err(Error::defect)?;
        write.envelope.post(journal);
        write.envelope.change(TopUpTaken { id: top_up, taken, takings });
        all = all.plus(taking);
    }
    write.envelope.change(WalletChange { id, after: wallet });
    write.flush().await?;
    Ok(all)
}

/// Takes back what no money that came in has: what the day's draws brought is the agent's own after it, and a freeze ends
/// without money. What cannot be decided for one wallet is told, and keeps no other waiting.
///
/// # Errors
/// When the database fails.
pub(crate) async fn take_back_all(write: &mut Write) -> Result<(), Error<Never>> {
    for wallet in sql::list_reachable(write.connection()).await? {
        // Each in an envelope of its own: of what fails in the middle nothing is written.
        let others = std::mem::take(&mut write.envelope);
        let taken = take_back::<Never>(write, wallet).await;
        write.envelope = others;
        if let Err(error) = taken {
            tracing::error!(wallet = %wallet.0, ?error, "what is open was not taken back");
        }
    }
    Ok(())
}

/// Takes what is free in a locked wallet for what is open, the oldest first. Gives the wallet after it; that and what is posted
/// wait in the envelope.
pub(super) fn take<R>(
    write: &mut Write,
    (id, mut wallet): (WalletId, Wallet),
    proceeds: Amount,
    open: Vec<Open>,
) -> Result<Wallet, Error<R>> {
    for Open { of, item } in open {
        let (after, taking) = item.take(free(wallet, proceeds));
        if taking.is_positive() {
            wallet = wallet.debit(taking, Purpose::Other).map_err(Error::defect)?;
            let (event, to) = match of {
                Of::Commission(id, carrier) => {
                    let pool = ledger::account(AccountKind::CommissionPool, carrier.0);
                    (EventKind::CommissionTakenBack.of(id.0), pool)
                }
                Of::TopUp(id) => (EventKind::TopUpTakenBack.of(id.0), ledger::channel_receivable()),
            };
            let journal = Journal::of(Event { leg: after.takings, ..event }, write.business_date)
                .transfer(ledger::wallet_account(id.0, wallet), to, taking)
                .and_then(Journal::finish)
                .map_err(Error::defect)?;
            write.envelope.post(journal);
        }
        let TakenBack { taken, takings, .. } = after;
        match of {
            Of::Commission(id, _) => {
                let state = after.state();
                write.envelope.change(CommissionChange { id, state, taken, takings, given_on: None });
            }
            Of::TopUp(id) => write.envelope.change(TopUpTaken { id, taken, takings }),
        }
    }
    Ok(wallet)
}
