//! What a wallet pays by itself: what falls due at the close of its day, and what is overdue as soon as money comes in.

use domain::{
    Amount,
    actor::SystemPart,
    hexadecimal,
    id::WalletId,
    repayment::{RepaymentCause, RepaymentRefusal},
    sweep::{Claimed, share_out},
};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use super::sql::{self, Payer};
use crate::{
    Context, Db, Error, Write,
    batch::{Asked, Found, Operation},
    error::Never,
    freeze::Standing,
};

/// What was taken by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// Of how many loans.
    pub loans: usize,
    pub amount: Amount,
}

/// Pays what is overdue out of what a wallet holds, the longest overdue first: in the transaction that has brought the money,
/// so that nobody can be faster. Not out of the proceeds of today's draws, and nothing that a court holds.
///
/// # Errors
/// When the database fails, or holds what contradicts itself.
pub(crate) async fn sweep<R>(write: &mut Write, wallet: WalletId, actor: &str) -> Result<(), Error<R>> {
    sweep_but(write, wallet, Amount::ZERO, actor).await
}

/// As [`sweep`], and not out of so much of what the wallet holds: what a correction has just given back.
///
/// # Errors
/// As [`sweep`].
pub(crate) async fn sweep_but<R>(
    write: &mut Write,
    wallet: WalletId,
    back: Amount,
    actor: &str,
) -> Result<(), Error<R>> {
    let on = write.business_date;
    if let Some(mut payer) = sql::lock_payers(write, &[wallet.0], on).await?.remove(&wallet.0) {
        payer.proceeds = payer.proceeds.plus(back);
        collect(write, payer, Claimed::Overdue, actor).await?;
        write.flush().await?;
    }
    Ok(())
}

/// Pays a locked payer's debts as far as its own money reaches, and ends its freeze where nothing is overdue after that. Changes
/// wait in the envelope.
///
/// # Errors
/// When the database fails, or holds what contradicts itself.
pub(crate) async fn collect<R>(
    write: &mut Write,
    mut payer: Payer,
    what: Claimed,
    actor: &str,
) -> Result<Collected, Error<R>> {
    let standing = payer.standing(write).await?;
    let collected = payer.collect(write, standing, what, actor)?;
    if collected.loans > 0 {
        payer.keep(write);
    }
    Ok(collected)
}

impl Payer {
    /// As [`collect`]. What changes of wallet and lines stays here.
    pub(crate) fn collect<R>(
        &mut self,
        write: &mut Write,
        standing: Standing,
        what: Claimed,
        actor: &str,
    ) -> Result<Collected, Error<R>> {
        let money = self.wallet.reach(self.proceeds);
        let loans: Vec<_> = self.debts.iter().map(|debt| &debt.loan.position).collect();
        let shares = share_out(&loans, write.business_date, money, what);
        let cause = if what == Claimed::Due { RepaymentCause::Due } else { RepaymentCause::Swept };
        let mut collected = Collected::default();
        for (place, amount) in shares.into_iter().enumerate().filter(|(_, amount)| amount.is_positive()) {
            self.pay(write, place, amount, (None, cause, actor)).map_err(Error::into_defect)?;
            collected = Collected { loans: collected.loans + 1, amount: collected.amount.plus(amount) };
        }
        if collected.loans > 0 {
            self.free_if_clear(write, standing, actor)?;
        }
        Ok(collected)
    }
}

/// Debits a wallet for what has fallen due by the open date. One that was asked before in the same state is not asked again.
///
/// # Errors
/// When the database fails.
pub(crate) async fn collect_due(
    db: &Db,
    on: Date,
    wallet: WalletId,
    version: i64,
) -> Result<Collected, Error<RepaymentRefusal>> {
    let number = format!("{on} {} {version}", hexadecimal::text(wallet.0.as_bytes()));
    db.ride::<CollectDue>(&Context::system(SystemPart::EndOfDay, number), DueWallet { wallet, on }).await
}

#[derive(Clone, Debug, Serialize)]
pub struct DueWallet {
    wallet: WalletId,
    on: Date,
}

/// See [`collect_due`].
pub struct CollectDue;

impl Operation for CollectDue {
    const NAME: &'static str = "repayment.collect_due";
    type Command = DueWallet;
    type Done = Collected;
    type Refusal = RepaymentRefusal;
    type Locked = Payer;

    fn subject(due: &DueWallet) -> Uuid {
        due.wallet.0
    }

    async fn lock(write: &mut Write, wallets: Vec<Uuid>) -> Result<Found<Self>, Error<RepaymentRefusal>> {
        let on = write.business_date;
        sql::lock_payers(write, &wallets, on).await
    }

    fn moves(payer: &Payer) -> Uuid {
        payer.wallet_id.0
    }

    async fn decide(
        write: &mut Write,
        asked: &Asked<Self>,
        payer: Payer,
    ) -> Result<Collected, Error<RepaymentRefusal>> {
        write.envelope.about(payer.wallet_id);
        // The date was closed meanwhile: what is left is overdue, and the close has taken what there was.
        if asked.command.on != write.business_date {
            return Ok(Collected::default());
        }
        let before = payer.owed();
        let collected = collect::<Never>(write, payer, Claimed::Due, &asked.context.actor_name()).await;
        let collected = collected.map_err(Error::into_defect)?;
        write.envelope.changed(&before, &collected)?;
        Ok(collected)
    }
}
