//! Giving agents their commissions of a released file: one by one, so that one that fails keeps no other waiting, and so that
//! whoever is cut short goes on where it was.

use std::collections::{HashMap, HashSet};

use domain::{
    Amount,
    actor::SystemPart,
    commission::{CommissionFileState, CommissionState, TakenBack, free, missing},
    hexadecimal,
    id::{CarrierId, CommissionFileId, CommissionId, WalletId},
    ledger::{AccountKind, EventKind, Journal},
    standing_order::StandingOrderState,
    sweep::Claimed,
    wallet::Wallet,
};
use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::Duration;
use uuid::Uuid;

use super::{
    sql::{self, CommissionChange, Of, Open},
    take_back::take,
};
use crate::{
    Context, Db, Error, Write,
    batch::{Asked, Found, Operation},
    error::Never,
    job::Outcome,
    ledger,
    repayment::{self, Payer},
    standing_order::{self, Ordered},
    wallet::{WalletChange, lock_wallets},
};

/// How many agents are given theirs at once, and how many are listed at a time.
const AGENTS_AT_ONCE: usize = 256;
const LISTED: i64 = 2_000;
/// When a file that waits for money is looked at again, if nothing has it looked at before.
const LOOK_AGAIN: Duration = Duration::minutes(1);

/// The job: begins a released file if its carrier's money covers it, and gives everybody what is theirs.
pub(crate) async fn distribute(db: &Db, file: CommissionFileId) -> Outcome {
    match distribute_all(db, file).await {
        // What comes into the pool by another way than the carrier's own payment has nobody look again.
        Ok(None) => Outcome::Again(db.true_now() + LOOK_AGAIN),
        Ok(Some(0)) => Outcome::Done,
        Ok(Some(failed)) => Error::<Never>::defect(format!("{failed} commissions were not given")).into(),
        Err(error) => error.into(),
    }
}

/// Gives how many could not be given theirs; nothing while the file waits for money.
async fn distribute_all(db: &Db, file: CommissionFileId) -> Result<Option<usize>, Error<Never>> {
    // Looking leaves no trace; beginning does.
    let waits = db.read(&worker(db), move |connection| Box::pin(async move { waits(connection, file).await })).await?;
    if waits {
        return Ok(None);
    }
    match begin(db, file).await? {
        Begun::Waits => return Ok(None),
        Begun::Over => return Ok(Some(0)),
        Begun::Yes => {}
    }
    let (mut after, mut failures) = (CommissionId(Uuid::nil()), 0);
    loop {
        let from = (after, LISTED);
        let waiting: Vec<(CommissionId, WalletId)> = db
            .read(&worker(db), move |connection| {
                Box::pin(async move { Ok(sql::list_waiting(connection, file, from).await?) })
            })
            .await?;
        let Some((last, _)) = waiting.last() else { break };
        after = *last;
        let outcomes = stream::iter(waiting)
            .map(|(commission, wallet)| async move {
                let context = Context::system(SystemPart::Commissions, commission.to_string());
                (commission, db.ride::<GiveCommission>(&context, Given { commission, wallet }).await)
            })
            .buffer_unordered(AGENTS_AT_ONCE);
        let failed = outcomes.fold(0, |failed, (commission, outcome)| async move {
            let Err(error) = outcome else { return failed };
            tracing::error!(%commission, ?error, "a commission was not given");
            failed + 1
        });
        failures += failed.await;
    }
    if failures == 0 {
        end(db, file).await?;
    }
    Ok(Some(failures))
}

/// Whether a file is being distributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Begun {
    Yes,
    /// Its carrier's money does not cover it.
    Waits,
    /// It was, or is a draft.
    Over,
}

fn worker(db: &Db) -> Context {
    Context::system(SystemPart::Commissions, hexadecimal::text(&db.secret()))
}

/// Whether a released file's money is not there.
async fn waits(connection: &mut PgConnection, id: CommissionFileId) -> Result<bool, Error<Never>> {
    let file = sql::find_file(connection, id).await?.ok_or(Error::NotFound)?;
    Ok(file.state == CommissionFileState::Released && misses(connection, &file).await?.is_positive())
}

/// What a carrier's money misses of a file.
async fn misses(connection: &mut PgConnection, file: &sql::FileRow) -> Result<Amount, sqlx::Error> {
    let pool = ledger::account(AccountKind::CommissionPool, file.carrier.0).id;
    let (balance, promised) = sql::find_pool(connection, file.carrier, pool).await?;
    Ok(missing(balance, promised, file.report.give))
}

/// Begins a file, if its carrier's money covers it now.
async fn begin(db: &Db, id: CommissionFileId) -> Result<Begun, Error<Never>> {
    let context = worker(db);
    let actor = context.actor_name();
    db.write(&context, "commission.begin", &id, move |write| {
        Box::pin(async move {
            let carrier = sql::find_file(write.connection(), id).await?.ok_or(Error::NotFound)?.carrier;
            sql::lock_carrier(write.connection(), carrier).await?;
            let file = sql::find_file(write.connection(), id).await?.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            match file.state {
                CommissionFileState::Released => {}
                CommissionFileState::Distributing => return Ok(Begun::Yes),
                CommissionFileState::Draft | CommissionFileState::Distributed | CommissionFileState::Discarded => {
                    return Ok(Begun::Over);
                }
            }
            if misses(write.connection(), &file).await?.is_positive() {
                return Ok(Begun::Waits);
            }
            let (from, to) = (file.state, CommissionFileState::Distributing);
            sql::update_state(write.connection(), id, to, None).await?;
            write.envelope.moved(id, (from.code(), to.code()), &actor, "");
            Ok(Begun::Yes)
        })
    })
    .await
}

async fn end(db: &Db, id: CommissionFileId) -> Result<(), Error<Never>> {
    let context = worker(db);
    let actor = context.actor_name();
    db.write(&context, "commission.end", &id, move |write| {
        Box::pin(async move {
            let carrier = sql::find_file(write.connection(), id).await?.ok_or(Error::NotFound)?.carrier;
            sql::lock_carrier(write.connection(), carrier).await?;
            let file = sql::find_file(write.connection(), id).await?.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            if file.state != CommissionFileState::Distributing {
                return Ok(());
            }
            let (from, to, on) = (file.state, CommissionFileState::Distributed, write.business_date);
            sql::update_state(write.connection(), id, to, Some(on)).await?;
            write.envelope.moved(id, (from.code(), to.code()), &actor, "");
            Ok(())
        })
    })
    .await
}

#[derive(Clone, Debug, Serialize)]
pub struct Given {
    commission: CommissionId,
    wallet: WalletId,
}

/// Gives one agent its commission of a file, or begins to take back.
pub struct GiveCommission;

/// A commission with its agent's wallet.
pub struct Locked {
    carrier: CarrierId,
    state: CommissionState,
    amount: Amount,
    wallet_id: WalletId,
    wallet: Wallet,
    /// What is left of today's draws.
    proceeds: Amount,
    /// The debts of which something has fallen due, and those that commissions are ordered to repay; only where the wallet is frozen
    /// or there are orders.
    payer: Option<Payer>,
    /// In the order in which they are paid.
    orders: Vec<Ordered>,
    /// What is to be taken back of other commissions, the oldest first, and of top-ups.
    open: Vec<Open>,
}

impl Operation for GiveCommission {
    const NAME: &'static str = "commission.give";
    type Command = Given;
    type Done = ();
    type Refusal = Never;
    type Locked = Locked;

    fn subject(given: &Given) -> Uuid {
        given.commission.0
    }

    async fn lock(write: &mut Write, commissions: Vec<Uuid>) -> Result<Found<Self>, Error<Never>> {
        let on = write.business_date;
        let wallets = sql::list_wallets(write.connection(), &commissions).await?;
        let ids: Vec<Uuid> = wallets.values().map(|wallet| wallet.0).collect();
        // Wallets, then lines and loans, then commissions.
        let locked = lock_wallets(write.connection(), &ids).await?;
        let mut orders = standing_order::list(write.connection(), &ids).await?;
        let paying = locked.iter().filter(|(id, wallet)| wallet.frozen || orders.contains_key(*id));
        let paying: Vec<Uuid> = paying.map(|(id, _)| id.0).collect();
        let loans: Vec<Uuid> = orders.values().flatten().map(|ordered| ordered.loan.0).collect();
        let mut payers = match paying.as_slice() {
            [] => HashMap::new(),
            paying => repayment::lock_payers_of(write, paying, &loans, on).await?,
        };
        let items = sql::lock_commissions(write.connection(), &commissions).await?;
        let mut open = sql::lock_open(write.connection(), &wallets.values().copied().collect::<Vec<_>>()).await?;
        let taking: Vec<Uuid> = ids
            .iter()
            .copied()
            .filter(|id| {
                let id = WalletId(*id);
                open.contains_key(&id) || orders.contains_key(&id) || items.iter().any(|item| item.amount.is_negative())
            })
            .collect();
        let proceeds = repayment::find_proceeds(write.connection(), &taking, on).await?;
        let (mut found, mut seen) = (HashMap::new(), HashSet::new());
        for item in items {
            // What a wallet owes belongs to one rider; another one of the same agent comes again.
            let Some(wallet_id) = wallets.get(&item.id).copied().filter(|wallet| seen.insert(*wallet)) else {
                continue;
            };
            let Some(wallet) = locked.get(&wallet_id).copied() else { continue };
            found.insert(
                item.id.0,
                Locked {
                    carrier: item.carrier,
                    state: item.state,
                    amount: item.amount,
                    wallet_id,
                    wallet,
                    proceeds: proceeds.get(&wallet_id.0).copied().unwrap_or_default(),
                    payer: payers.remove(&wallet_id.0),
                    orders: orders.remove(&wallet_id).unwrap_or_default(),
                    open: open.remove(&wallet_id).unwrap_or_default(),
                },
            );
        }
        Ok(found)
    }

    fn moves(locked: &Locked) -> Uuid {
        locked.wallet_id.0
    }

    async fn decide(write: &mut Write, asked: &Asked<Self>, locked: Locked) -> Result<(), Error<Never>> {
        let (id, actor) = (asked.command.commission, asked.context.actor_name());
        write.envelope.about(id);
        if locked.state != CommissionState::Waiting {
            return Ok(());
        }
        let Locked { carrier, state: _, amount, wallet_id, mut wallet, proceeds, payer, orders, mut open } = locked;
        let before = wallet.balance;
        if amount.is_negative() {
            let item = TakenBack { amount: amount.negated(), taken: Amount::ZERO, takings: 0 };
            open.push(Open { of: Of::Commission(id, carrier), item });
        } else {
            // What keeps the wallet frozen is read before anything changes.
            let debts = match payer {
                Some(payer) => Some((payer.standing(write).await?, payer)),
                None => None,
            };
            wallet = give(write, (id, carrier), (wallet_id, wallet), amount)?;
            if let Some((standing, mut payer)) = debts {
                payer.wallet = wallet;
                let swept = wallet.frozen && payer.collect(write, standing, Claimed::Overdue, &actor)?.loans > 0;
                // A carrier takes back what never was the agent's, before the agent orders about the rest.
                payer.wallet = take(write, (wallet_id, payer.wallet), proceeds, std::mem::take(&mut open))?;
                let left = amount.less(wallet.balance.less(payer.wallet.balance)).min(free(payer.wallet, proceeds));
                if left.is_positive() {
                    if swept && !orders.is_empty() {
                        // A loan that was swept may be paid once more.
                        write.flush().await?;
                    }
                    payer.pay_ordered(write, orders, left, &actor)?;
                }
                wallet = payer.keep_lines(write);
            } else {
                for Ordered { id, order, .. } in orders {
                    standing_order::keep(write, id, order, StandingOrderState::Settled, &actor);
                }
            }
        }
        wallet = take(write, (wallet_id, wallet), proceeds, open)?;
        if wallet.balance != before || !amount.is_negative() {
            write.envelope.change(WalletChange { id: wallet_id, after: wallet });
        }
        write.envelope.changed(&before, &wallet.balance)
    }
}

/// Puts a commission into its agent's wallet.
fn give(
    write: &mut Write,
    (id, carrier): (CommissionId, CarrierId),
    (wallet_id, wallet): (WalletId, Wallet),
    amount: Amount,
) -> Result<Wallet, Error<Never>> {
    let (on, after) = (write.business_date, wallet.credit(amount).map_err(Error::defect)?);
    let journal = Journal::of(EventKind::CommissionDistributed.of(id.0), on)
        .transfer(
            ledger::account(AccountKind::CommissionPool, carrier.0),
            ledger::wallet_account(wallet_id.0, after),
            amount,
        )
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    write.envelope.change(CommissionChange {
        id,
        state: CommissionState::Given,
        taken: Amount::ZERO,
        takings: 0,
        given_on: Some(on),
    });
    Ok(after)
}
