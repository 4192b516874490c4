//! Withdrawals and prepayments: an agent's own money, out of its wallet to its own bank account or to its carrier; and what a court has paid
//! to it of what it holds there.

use domain::{
    Amount, Reference,
    freeze::Deduction,
    id::{AgentId, CarrierId, FreezeId, PayoutId, WalletId},
    ledger::{Account, EventKind, Journal},
    payout::{GivenBack, Payout, PayoutState},
    reference::ReferenceKind,
    wallet::{Purpose, Wallet},
    withdrawal::WithdrawalRefusal,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{BankAnswer, change, request, sql};
use crate::{
    Context, Db, Error, Write,
    error::{Conflict, Never},
    freeze, inflow, ledger,
    page::{Cursor, Page, PageRequest},
    reference::next_reference,
    wallet::{WalletChange, lock_wallet},
};

/// A withdrawal that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    pub payout: PayoutId,
    pub reference: Reference,
}

/// A withdrawal or a prepayment as its agent sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawalRow {
    pub id: PayoutId,
    pub reference: Reference,
    pub amount: Amount,
    pub account_no: String,
    pub account_name: String,
    pub state: PayoutState,
    pub requested_at: OffsetDateTime,
    pub confirmed_at: Option<OffsetDateTime>,
    /// Whether it goes to the carrier.
    pub prepays: bool,
    /// Whether it goes to a court.
    pub court: bool,
}

/// Takes money out of the agent's wallet and has it paid to the agent's own bank account.
///
/// # Errors
/// Refused for nothing, for more than is available, and while the wallet is frozen.
pub async fn withdraw(db: &Db, context: &Context, amount: Amount) -> Result<Withdrawn, Error<WithdrawalRefusal>> {
    let agent = context.agent()?;
    let actor = context.actor_name();
    db.write(context, "withdrawal.request", &amount, move |write| {
        Box::pin(async move {
            let owner = find_owner(write.connection(), agent, amount).await?.ok_or(Error::NotFound)?;
            let account = (owner.account_no.clone(), owner.account_name.clone());
            pay_out(write, (agent, owner), amount, (None, account), &actor).await
        })
    })
    .await
}

/// Takes money out of the agent's wallet and has it paid to its carrier, which credits it to the agent.
///
/// # Errors
/// As [`withdraw`], and refused while the carrier's account is not known.
pub async fn prepay(db: &Db, context: &Context, amount: Amount) -> Result<Withdrawn, Error<WithdrawalRefusal>> {
    let agent = context.agent()?;
    let actor = context.actor_name();
    db.write(context, "prepayment.request", &amount, move |write| {
        Box::pin(async move {
            let owner = find_owner(write.connection(), agent, amount).await?.ok_or(Error::NotFound)?;
            let Some(account_no) = owner.carrier_account_no.clone() else {
                return Err(Error::Refused(WithdrawalRefusal::CarrierUnpayable));
            };
            let account = (account_no, owner.carrier_name.clone());
            let carrier = Some(owner.carrier);
            pay_out(write, (agent, owner), amount, (carrier, account), &actor).await
        })
    })
    .await
}

async fn pay_out(
    write: &mut Write,
    (agent, owner): (AgentId, Owner),
    amount: Amount,
    (carrier, (account_no, account_name)): (Option<CarrierId>, (String, String)),
    actor: &str,
) -> Result<Withdrawn, Error<WithdrawalRefusal>> {
    let before = lock_wallet(write.connection(), owner.wallet).await?;
    let after = before.debit(amount, Purpose::Other).map_err(|refusal| Error::Refused(refusal.into()))?;
    let going = Going { carrier, freeze: None, account_no, account_name };
    let withdrawn = send_out(write, (agent, &owner), (amount, after), going, actor).await?;
    write.envelope.about(withdrawn.payout);
    write.envelope.changed(&before.balance, &after.balance)?;
    Ok(withdrawn)
}

/// Has a court be paid of a locked wallet what it held of it until now.
pub(crate) async fn deduct(
    write: &mut Write,
    (wallet, agent): (WalletId, AgentId),
    (id, deduction): (FreezeId, &Deduction),
    actor: &str,
) -> Result<(), Error<Never>> {
    let amount = deduction.amount;
    let owner = find_owner(write.connection(), agent, amount).await?.ok_or(Error::NotFound)?;
    let before = lock_wallet(write.connection(), wallet).await?;
    // Courts that come after it hold what is left, and no more than that is there.
    let after = before.passed_by(amount).debit(amount, Purpose::Correction).map_err(Error::defect)?;
    let after = Wallet { held: before.held, ..after };
    let (account_no, account_name) = (deduction.account_no.clone(), deduction.account_name.clone());
    let going = Going { carrier: None, freeze: Some(id), account_no, account_name };
    send_out(write, (agent, &owner), (amount, after), going, actor).await.map(|_| ())
}

/// Where an agent's money goes, and why.
struct Going {
    /// To the carrier.
    carrier: Option<CarrierId>,
    /// To a court, of what this held.
    freeze: Option<FreezeId>,
    account_no: String,
    account_name: String,
}

/// Posts that money has left a wallet, which is `after` then, and has it paid.
async fn send_out<R>(
    write: &mut Write,
    (agent, owner): (AgentId, &Owner),
    (amount, after): (Amount, Wallet),
    going: Going,
    actor: &str,
) -> Result<Withdrawn, Error<R>> {
    let reference = next_reference(write, ReferenceKind::Payout).await?;
    let (id, on) = (PayoutId(write.id()), write.business_date);
    let Going { carrier, freeze, account_no, account_name } = going;
    let (requested, _) = events(carrier.is_some(), freeze.is_some());
    let journal = Journal::of(requested.of(id.0), on)
        .transfer(ledger::wallet_account(owner.wallet.0, after), ledger::payouts_in_transit(), amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    write.envelope.change(WalletChange { id: owner.wallet, after });
    let new = sql::NewPayout {
        id,
        reference: reference.clone(),
        partner: None,
        movement: None,
        agent: Some(agent),
        carrier,
        freeze,
        reserve_account: owner.reserve_account,
        amount,
        account_no,
        account_name,
        at: write.at,
    };
    request(write, new, actor);
    Ok(Withdrawn { payout: id, reference })
}

/// What is posted when it is asked for, and when it comes back.
const fn events(prepays: bool, court: bool) -> (EventKind, EventKind) {
    if court {
        (EventKind::CourtDeducted, EventKind::CourtReturned)
    } else if prepays {
        (EventKind::PrepaymentRequested, EventKind::PrepaymentReturned)
    } else {
        (EventKind::WithdrawalRequested, EventKind::WithdrawalReturned)
    }
}

/// Where an agent's money is, which account it leaves, and where it may go.
struct Owner {
    wallet: WalletId,
    reserve_account: Uuid,
    account_no: String,
    account_name: String,
    carrier: CarrierId,
    carrier_account_no: Option<String>,
    carrier_name: String,
}

/// With the reserve account that so much of it leaves.
async fn find_owner(
    connection: &mut PgConnection,
    agent: AgentId,
    amount: Amount,
) -> Result<Option<Owner>, sqlx::Error> {
    let row = sqlx::query!(
        "select w.id, r.id as reserve_account, a.bank_account_no, a.bank_account_name, a.carrier_id,
                c.bank_account_no as carrier_account_no, c.name as carrier_name
         from wallets w join agents a on a.id = w.agent_id join carriers c on c.id = a.carrier_id
         join reserve_accounts r on r.id = (select reserve_account_for($2)) where a.id = $1",
        agent.0,
        amount.fen()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Owner {
        wallet: WalletId(row.id),
        reserve_account: row.reserve_account,
        account_no: row.bank_account_no,
        account_name: row.bank_account_name,
        carrier: CarrierId(row.carrier_id),
        carrier_account_no: row.carrier_account_no,
        carrier_name: row.carrier_name,
    }))
}

/// The bank will never carry a withdrawal or prepayment out: the money is in the wallet again, where what is overdue is paid first.
///
/// # Errors
/// `Conflict` when it may have been paid, or another attempt is meant.
pub(crate) async fn come_back(db: &Db, context: &Context, told: BankAnswer) -> Result<(), Error<Never>> {
    let actor = context.actor_name();
    db.write(context, "withdrawal.return", &told.clone(), move |write| {
        Box::pin(async move {
            let wallet = find_wallet(write.connection(), told.payout).await?.ok_or(Error::NotFound)?;
            lock_wallet(write.connection(), wallet).await?;
            let row = sql::lock_payout(write.connection(), told.payout).await?.ok_or(Error::NotFound)?;
            if row.payout.state == PayoutState::Returned {
                return Ok(());
            }
            if row.payout.attempt != told.serial {
                return Err(Error::Conflict(Conflict::Changed));
            }
            let reason = told.rejection.as_deref().unwrap_or_default();
            let after = give_back(write, (wallet, &row), true, (&actor, reason)).await?;
            inflow::settle(write, wallet, after.frozen, &actor).await
        })
    })
    .await
}

/// Takes back what was not sent of the withdrawals and prepayments of agents. Gives how much of which wallet.
pub(crate) async fn reverse_unsent(
    write: &mut Write,
    agents: &[AgentId],
    actor: &str,
) -> Result<Vec<(WalletId, Amount)>, Error<Never>> {
    let mut reversed = Vec::new();
    for (wallet, id) in list_unsent(write.connection(), agents).await? {
        let Some(row) = sql::lock_payout(write.connection(), id).await? else { continue };
        // It was sent meanwhile.
        if row.payout.give_back(false).is_err() {
            continue;
        }
        give_back(write, (wallet, &row), false, (actor, GivenBack::WalletFrozen.code())).await?;
        reversed.push((wallet, row.amount));
    }
    Ok(reversed)
}

async fn give_back(
    write: &mut Write,
    (wallet, row): (WalletId, &sql::PayoutRow),
    refused_by_the_bank: bool,
    (actor, reason): (&str, &str),
) -> Result<Wallet, Error<Never>> {
    let after = lock_wallet(write.connection(), wallet).await?.credit(row.amount).map_err(Error::defect)?;
    let returned = row.payout.give_back(refused_by_the_bank).map_err(|_| Error::Conflict(Conflict::Changed))?;
    // It has failed only when nothing speaks for its having been paid.
    if refused_by_the_bank && sql::find_unexplained(write.connection(), row.id).await? {
        return Err(Error::Conflict(Conflict::Changed));
    }
    put_back::<Never>(write, (wallet, after), row, (returned, ledger::payouts_in_transit()), (actor, reason)).await?;
    Ok(after)
}

/// What the bank had paid of an agent's own money is on the reserve account again, and in the wallet, where what is overdue is paid
/// first.
pub(super) async fn sent_back<R>(
    write: &mut Write,
    (wallet, row): (WalletId, &sql::PayoutRow),
    back: (Payout, Account),
    (actor, reason): (&str, &str),
) -> Result<(), Error<R>> {
    let after = lock_wallet(write.connection(), wallet).await?.credit(row.amount).map_err(Error::defect)?;
    put_back::<R>(write, (wallet, after), row, back, (actor, reason)).await?;
    inflow::settle(write, wallet, after.frozen, actor).await
}

async fn put_back<R>(
    write: &mut Write,
    (wallet, after): (WalletId, Wallet),
    row: &sql::PayoutRow,
    (returned, from): (Payout, Account),
    why: (&str, &str),
) -> Result<(), Error<R>> {
    change(write, row, returned, why)?;
    let (_, came_back) = events(row.prepays.is_some(), row.freeze.is_some());
    let journal = Journal::of(came_back.of(row.id.0), write.business_date)
        .transfer(from, ledger::wallet_account(wallet.0, after), row.amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    write.envelope.change(WalletChange { id: wallet, after });
    write.flush().await?;
    match row.freeze {
        Some(freeze) => freeze::hold_again(write, freeze, (wallet, after), row.amount, why.0).await,
        None => Ok(()),
    }
}

async fn find_wallet(connection: &mut PgConnection, payout: PayoutId) -> Result<Option<WalletId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select w.id from payouts o join wallets w on w.agent_id = o.agent_id where o.id = $1",
        payout.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(WalletId))
}

async fn list_unsent(
    connection: &mut PgConnection,
    agents: &[AgentId],
) -> Result<Vec<(WalletId, PayoutId)>, sqlx::Error> {
    let agents: Vec<Uuid> = agents.iter().map(|agent| agent.0).collect();
    let rows = sqlx::query!(
        "select w.id as wallet_id, o.id from payouts o join wallets w on w.agent_id = o.agent_id
         where o.agent_id = any($1) and o.state = 'requested' and o.freeze_id is null order by w.id, o.id",
        &agents
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (WalletId(row.wallet_id), PayoutId(row.id))).collect())
}

/// The agent's withdrawals and prepayments, the newest first.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn withdrawals(db: &Db, context: &Context, page: PageRequest) -> Result<Page<WithdrawalRow>, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = list_withdrawals(connection, agent, page, None).await?;
            Ok(Page::of(rows, page, |row: &WithdrawalRow| Cursor { at: row.requested_at, id: row.id.0 }))
        })
    })
    .await
}

/// One of them.
///
/// # Errors
/// `NotFound` when it is not the agent's; `Forbidden` for anybody but an agent.
pub async fn withdrawal(db: &Db, context: &Context, id: PayoutId) -> Result<WithdrawalRow, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = list_withdrawals(connection, agent, PageRequest::FIRST, Some(id)).await?;
            rows.into_iter().next().ok_or(Error::NotFound)
        })
    })
    .await
}

async fn list_withdrawals(
    connection: &mut PgConnection,
    agent: AgentId,
    page: PageRequest,
    one: Option<PayoutId>,
) -> Result<Vec<WithdrawalRow>, Error<Never>> {
    let from = page.newest_first();
    let rows = sqlx::query!(
        r#"select id, reference, amount_fen, account_no, account_name, state, requested_at, confirmed_at,
                  carrier_id is not null as "prepays!", freeze_id is not null as "court!"
           from payouts
           where agent_id = $1 and (requested_at, id) < ($2, $3) and ($5::uuid is null or id = $5)
           order by requested_at desc, id desc limit $4"#,
        agent.0,
        from.at,
        from.id,
        page.rows_to_read(),
        one.map(|one| one.0),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(WithdrawalRow {
                id: PayoutId(row.id),
                reference: row.reference.parse().map_err(Error::defect)?,
                amount: Amount::from_fen(row.amount_fen),
                account_no: row.account_no,
                account_name: row.account_name,
                state: row.state.parse().map_err(Error::defect)?,
                requested_at: row.requested_at,
                confirmed_at: row.confirmed_at,
                prepays: row.prepays,
                court: row.court,
            })
        })
        .collect()
}
