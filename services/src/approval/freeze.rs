//! Freezes that people order and lift, with what ends or begins by them.

use domain::{
    Amount,
    approval::{ApprovalRefusal, check_account},
    freeze::{Deduction, FreezeOrder, FreezeReason, FreezeRefusal},
    id::{FreezeId, WalletId},
};
use sqlx::PgConnection;

use crate::{
    Error, Write, draw,
    freeze::{self, FreezeRow},
    inflow, payout,
    wallet::lock_wallet,
};

/// Whether people may freeze a wallet by this order.
pub async fn check_order(
    connection: &mut PgConnection,
    wallet: WalletId,
    order: &FreezeOrder,
) -> Result<(), Error<ApprovalRefusal>> {
    let row = sqlx::query!(
        r#"select open_on, exists (select from wallets where id = $1) as "known!" from business_day"#,
        wallet.0
    )
    .fetch_one(connection)
    .await?;
    if !row.known {
        return Err(Error::NotFound);
    }
    order.check(row.open_on).map_err(|refusal| Error::Refused(refusal.into()))
}

/// Freezes a wallet. What a note says is the evidence. Withdrawals that were not sent come back, unless a court's amount is there
/// without them; if the wallet is frozen whole, draws that are not credited end.
pub async fn order(
    write: &mut Write,
    wallet: WalletId,
    order: &FreezeOrder,
    evidence: &str,
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    check_order(write.connection(), wallet, order).await?;
    let before = lock_wallet(write.connection(), wallet).await?;
    freeze::order(write, (wallet, before), order, evidence, actor).await?;
    let agent = freeze::find_agent(write.connection(), wallet).await?;
    let short = order.amount.is_some_and(|amount| before.balance < before.held.plus(amount));
    let reversed = if order.reason.is_whole() || short {
        payout::reverse_unsent(write, &[agent], actor).await.map_err(Error::into_defect)?
    } else {
        Vec::new()
    };
    if order.reason.is_whole() {
        draw::lapse_open(write, &[agent], actor).await.map_err(Error::into_defect)?;
    }
    if reversed.is_empty() { Ok(()) } else { inflow::settle(write, wallet, true, actor).await }
}

/// Whether people may lift a freeze.
pub async fn check_lift(connection: &mut PgConnection, id: FreezeId) -> Result<WalletId, Error<ApprovalRefusal>> {
    let (wallet, reason, stands) = freeze::find_wallet_of(connection, id).await?.ok_or(Error::NotFound)?;
    let refusal = match (reason, stands) {
        (FreezeReason::Overdue, _) => FreezeRefusal::ByItself,
        (_, false) => FreezeRefusal::Lifted,
        _ => return Ok(wallet),
    };
    Err(Error::Refused(refusal.into()))
}

/// Lifts a freeze that people had ordered. What it kept pays what is overdue.
pub async fn lift(write: &mut Write, id: FreezeId, actor: &str) -> Result<(), Error<ApprovalRefusal>> {
    let wallet = check_lift(write.connection(), id).await?;
    let before = lock_wallet(write.connection(), wallet).await?;
    // Another may have lifted it while the wallet was waited for.
    check_lift(write.connection(), id).await?;
    freeze::lift(write, id, (wallet, before), actor).await?;
    inflow::settle(write, wallet, true, actor).await
}

/// Whether so much of what a court holds may be paid to it. Gives the freeze.
pub async fn check_deduct(
    connection: &mut PgConnection,
    id: FreezeId,
    deduction: &Deduction,
) -> Result<FreezeRow, Error<ApprovalRefusal>> {
    check_account(&deduction.account_no, &deduction.account_name).map_err(Error::Refused)?;
    let (wallet, ..) = freeze::find_wallet_of(connection, id).await?.ok_or(Error::NotFound)?;
    let standing = freeze::list_standing_of(connection, wallet).await?;
    let lifted = || Error::Refused(FreezeRefusal::Lifted.into());
    let found = standing.into_iter().find(|row| row.id == id).ok_or_else(lifted)?;
    let held = found.held.unwrap_or(Amount::ZERO);
    deduction.check(found.reason, held).map_err(|refusal| Error::Refused(refusal.into()))?;
    Ok(found)
}

/// Pays a court so much of what it holds: it holds so much less, and the money leaves the wallet, whatever else it is frozen for.
pub async fn deduct(
    write: &mut Write,
    id: FreezeId,
    deduction: &Deduction,
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    let wallet = check_deduct(write.connection(), id, deduction).await?.wallet;
    let before = lock_wallet(write.connection(), wallet).await?;
    // Another may have lifted it, or had it paid, while the wallet was waited for.
    let found = check_deduct(write.connection(), id, deduction).await?;
    freeze::hold_less(write, &found, before, deduction.amount, actor).await?;
    let agent = found.agent;
    payout::deduct(write, (wallet, agent), (id, deduction), actor).await.map_err(Error::into_defect)
}
