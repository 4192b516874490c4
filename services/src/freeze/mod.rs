//! Freezes of wallets: for what is overdue, by themselves; for anything else, by two people of the institution.

mod sql;

use domain::{
    Amount,
    freeze::{FreezeOrder, FreezeReason},
    id::{AgentId, CreditLineId, FreezeId, WalletId},
    loan::{Loan, LoanState},
    terms::UnfreezeWhen,
    wallet::Wallet,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error, Write,
    context::INSTITUTION,
    error::Never,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, Sort, total},
    wallet::{WalletChange, lock_wallet},
};

pub(crate) use sql::{find_agent, find_wallet_of};

/// A freeze as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreezeRow {
    pub id: FreezeId,
    pub wallet: WalletId,
    pub agent: AgentId,
    pub agent_name: String,
    pub reason: FreezeReason,
    /// What a court has frozen.
    pub amount: Option<Amount>,
    /// What of that is there, after what courts before it hold; nothing once it is lifted.
    pub held: Option<Amount>,
    pub evidence: String,
    /// The court with its case number, or the funder, that asked for it; empty where nobody did, or nobody noted it.
    pub asked_by: String,
    /// Who ordered it, as the audit trail names them.
    pub ordered_by: String,
    pub ordered_on: Date,
    pub ordered_at: OffsetDateTime,
    /// The last day of it.
    pub expires_on: Option<Date>,
    /// None while it stands.
    pub lifted_on: Option<Date>,
    /// Whether it has ended because all of it was paid to the court that held it.
    pub deducted: bool,
}

/// What keeps a wallet frozen, beside some loans of its agent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The freeze for what is overdue.
    overdue: Option<FreezeId>,
    /// Another one, of the whole wallet.
    others: bool,
    /// Something else is overdue.
    late_elsewhere: bool,
    /// Something else is owed, on terms by which all has to be settled.
    owes_elsewhere: bool,
    /// The agent's line that lends nothing meanwhile, where the loans are of one that is closed and owes again.
    suspended: Option<CreditLineId>,
}

/// What keeps a locked wallet frozen beside these loans of its agent. It is read before anything is paid.
pub(crate) async fn standing<R>(
    write: &mut Write,
    (id, wallet): (WalletId, Wallet),
    agent: AgentId,
    loans: &[Uuid],
) -> Result<Standing, Error<R>> {
    if !wallet.frozen {
        return Ok(Standing::default());
    }
    Ok(sql::find_standing(write.connection(), id, agent, loans).await?)
}

impl Standing {
    /// Ends the freeze for what is overdue, once these loans, as they are now, leave no reason for it: whatever line is none of theirs lends
    /// again. Says whether it did.
    pub fn free_if_clear<'l>(
        self,
        write: &mut Write,
        wallet: &mut Wallet,
        loans: impl Iterator<Item = &'l Loan>,
        actor: &str,
    ) -> bool {
        let Some(id) = self.overdue else { return false };
        let on = write.business_date;
        let keeps = |loan: &Loan| match loan.state(on) {
            LoanState::Overdue { .. } => true,
            LoanState::Active => loan.position.terms().unfreeze_when == UnfreezeWhen::AllSettled,
            LoanState::Settled => false,
        };
        if self.late_elsewhere || self.owes_elsewhere || { loans }.any(keeps) {
            return false;
        }
        let (version, by, at) = (wallet.version, actor.to_owned(), write.at);
        write.envelope.change(sql::Lifted { id, version, by, on, at, deducted: false });
        if let Some(line) = self.suspended {
            write.envelope.change(sql::Resumed { line });
        }
        wallet.frozen = self.others;
        true
    }
}

/// Freezes the wallets of agents who have something overdue, and suspends their lines. Gives those who were not frozen for
/// that before.
pub(crate) async fn freeze_overdue(
    write: &mut Write,
    agents: &[AgentId],
    actor: &str,
) -> Result<Vec<AgentId>, sqlx::Error> {
    let when = (write.business_date, write.at);
    let wanted: Vec<_> = agents.iter().map(|agent| (write.id(), *agent)).collect();
    sql::insert_overdue(write.connection(), &wanted, when, actor).await
}

/// Ends the freezes whose last day the open date is. Gives their wallets.
pub(crate) async fn expire(write: &mut Write, actor: &str) -> Result<Vec<WalletId>, Error<Never>> {
    let on = write.business_date;
    let expiring = sql::list_expiring(write.connection(), on).await?;
    for (id, wallet) in &expiring {
        let before = lock_wallet(write.connection(), *wallet).await?;
        lift(write, *id, (*wallet, before), actor).await?;
    }
    let mut wallets: Vec<WalletId> = expiring.into_iter().map(|(_, wallet)| wallet).collect();
    wallets.dedup();
    Ok(wallets)
}

/// Puts on a locked wallet what its freezes make of it.
async fn keep<R>(write: &mut Write, (id, before): (WalletId, Wallet)) -> Result<(), Error<R>> {
    let (frozen, held) = sql::find_kept(write.connection(), id).await?;
    write.envelope.change(WalletChange { id, after: Wallet { frozen, held, ..before } });
    Ok(write.flush().await?)
}

/// Freezes a locked wallet as people have ordered it.
pub(crate) async fn order<R>(
    write: &mut Write,
    wallet: (WalletId, Wallet),
    order: &FreezeOrder,
    evidence: &str,
    actor: &str,
) -> Result<(), Error<R>> {
    let (id, on, at) = (FreezeId(write.id()), write.business_date, write.at);
    sql::insert_ordered(write.connection(), (id, wallet.0), (order, evidence), (actor, on, at)).await?;
    keep(write, wallet).await
}

/// Ends a freeze of a locked wallet.
pub(crate) async fn lift<R>(
    write: &mut Write,
    id: FreezeId,
    wallet: (WalletId, Wallet),
    actor: &str,
) -> Result<(), Error<R>> {
    end(write, (id, false), wallet, actor).await
}

/// Ends a freeze of a locked wallet, because all of it is paid to the court that held it, or not.
async fn end<R>(
    write: &mut Write,
    (id, deducted): (FreezeId, bool),
    wallet: (WalletId, Wallet),
    actor: &str,
) -> Result<(), Error<R>> {
    let (version, on, at) = (wallet.1.version, write.business_date, write.at);
    write.envelope.change(sql::Lifted { id, version, by: actor.to_owned(), on, at, deducted });
    write.flush().await?;
    keep(write, wallet).await
}

/// Those of a wallet that stand, the newest first.
pub(crate) async fn list_standing_of<R>(
    connection: &mut PgConnection,
    wallet: WalletId,
) -> Result<Vec<FreezeRow>, Error<R>> {
    sql::list_of(connection, wallet, true).await
}

/// A court holds so much less of a locked wallet; nothing at all where that was all of its order.
pub(crate) async fn hold_less<R>(
    write: &mut Write,
    freeze: &FreezeRow,
    wallet: Wallet,
    amount: Amount,
    actor: &str,
) -> Result<(), Error<R>> {
    let wallet = (freeze.wallet, wallet);
    if freeze.amount == Some(amount) {
        return end(write, (freeze.id, true), wallet, actor).await;
    }
    sql::lower(write.connection(), freeze.id, amount).await?;
    keep(write, wallet).await
}

/// What a court was to be paid is in a locked wallet again, and held as before, unless the last day of that is over.
pub(crate) async fn hold_again<R>(
    write: &mut Write,
    freeze: FreezeId,
    wallet: (WalletId, Wallet),
    amount: Amount,
    actor: &str,
) -> Result<(), Error<R>> {
    let (id, on, at) = (FreezeId(write.id()), write.business_date, write.at);
    sql::insert_again(write.connection(), (id, freeze), amount, (actor, on, at)).await?;
    keep(write, wallet).await
}

/// The freezes of a wallet that its agent sees: those that stand.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn own_freezes(db: &Db, context: &Context) -> Result<Vec<FreezeRow>, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let wallet = sql::find_wallet(connection, agent).await?.ok_or(Error::NotFound)?;
            sql::list_of(connection, wallet, true).await
        })
    })
    .await
}

/// All freezes that a wallet has had, the newest first, for the institution's people.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn freezes_of(db: &Db, context: &Context, wallet: WalletId) -> Result<Vec<FreezeRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { sql::list_of(connection, wallet, false).await })).await
}

/// All freezes that the wallet of an agent has had, the newest first, for the institution's people.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` for an unknown agent.
pub async fn freezes_of_agent(db: &Db, context: &Context, agent: AgentId) -> Result<Vec<FreezeRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let wallet = sql::find_wallet(connection, agent).await?.ok_or(Error::NotFound)?;
            sql::list_of(connection, wallet, false).await
        })
    })
    .await
}

/// The wallet that a freeze is of.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is no such freeze.
pub async fn wallet_of(db: &Db, context: &Context, freeze: FreezeId) -> Result<WalletId, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let found = sql::find_wallet_of(connection, freeze).await?;
            found.map(|(wallet, ..)| wallet).ok_or(Error::NotFound)
        })
    })
    .await
}

/// Whose wallet it is.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is no such wallet.
pub async fn owner_of(db: &Db, context: &Context, wallet: WalletId) -> Result<(AgentId, String), Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move { sql::find_owner(connection, wallet).await?.ok_or(Error::NotFound) })
    })
    .await
}

/// A page of the freezes that stand, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn freezes(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<()>>,
    page: PageRequest,
) -> Result<Page<FreezeRow>, Error<Never>> {
    let list: Narrowed<()> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let order = (&bounds, list.sort.unwrap_or(Sort::Newest));
            let rows = sql::list_standing(connection, order, page).await?;
            let listed = Page::of(rows, page, |row: &FreezeRow| Cursor { at: row.ordered_at, id: row.id.0 });
            let total = total!(list, sql::add_standing(connection, &bounds));
            Ok(listed.with_total(total))
        })
    })
    .await
}
