//! Partners, carriers, agents and reserve accounts: who takes part, with the accounts that the ledger keeps for them.

mod agent;
mod departure;
mod key;
mod partner;
mod public_key;
mod registry;
mod report;
mod shared_secret;
mod sql;
mod standing;

use std::sync::OnceLock;

use domain::{
    id::{AgentId, CarrierId, PartnerId, WalletId},
    job::Job,
    ledger::{Account, AccountKind},
    payout::PayoutSchedule,
    role::PartnerKind,
    role::Party,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::{Date, Duration};
use uuid::Uuid;

use crate::{Context, Db, Error, Write, error::Never, ledger};

pub(crate) use departure::{check_departure, depart};
pub(crate) use registry::{check_carrier, check_reserve_account, keep_carrier, keep_reserve_account};
pub(crate) use sql::find_receiving_account;
pub(crate) use standing::check_standing;

pub use agent::{AgentApplication, AgentDetail, AgentLine, AgentOffer, Somebody, Trace, agent};
pub use departure::departure;
pub use key::{KeyRow, approve_key, end_key, own_keys, register_key, register_own_key};
pub use partner::{OwedBack, PartnerDetail, PartnerMovement, PartnerPayout, PartnerSum, partner_detail, partner_sums};
pub use public_key::PublicKey;
pub use registry::{ReserveAccountRow, registering, reserve_accounts};
pub use report::{AgentRow, PartnerRow, agents, partner, partners};
pub use shared_secret::SharedSecret;

/// A partner that joins.
#[derive(Clone, Debug, Serialize)]
pub struct NewPartner {
    pub kind: PartnerKind,
    /// Short and stable: `funder-a`.
    pub code: String,
    pub name: String,
    pub licence_no: String,
    pub licence_expires_on: Date,
    /// Where its licence lets it work; `全国` is everywhere.
    pub regions: Vec<String>,
    /// The account it pays from and is paid to.
    pub bank_account_no: String,
    pub bank_name: String,
}

/// An agent that joins, with its wallet.
#[derive(Clone, Debug, Serialize)]
pub struct NewAgent {
    pub number: String,
    pub shop_name: String,
    pub legal_person: String,
    pub licence_no: String,
    pub licence_expires_on: Date,
    pub region: String,
    pub carrier: CarrierId,
    pub phone_masked: String,
    pub bank_account_no: String,
    /// The registered name: top-ups must come from an account of this name.
    pub bank_account_name: String,
    pub joined_on: Date,
    /// The wallet's number where it is given; else the next.
    pub wallet_number: Option<u64>,
}

/// A telecom operator that joins, with the pool of what it pays its agents.
#[derive(Clone, Debug, Serialize)]
pub struct NewCarrier {
    /// The registered name, which its bank account has too.
    pub name: String,
    /// The account that its commissions come from.
    pub bank_account_no: String,
    pub bank_name: String,
}

/// A reserve bank account of the institution.
#[derive(Clone, Debug, Serialize)]
pub struct NewReserveAccount {
    pub account_no: String,
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// The name of the bank whose interface is asked about it: small letters, digits, `_` and `-`.
    pub bank: String,
    /// What the bank and its branch are called.
    pub branch: String,
}

/// Where money for agents is paid into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivingAccount {
    pub account_no: String,
    pub name: String,
    /// Of the bank; empty where nobody has said.
    pub branch: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredAgent {
    pub agent: AgentId,
    pub wallet: WalletId,
}

/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn register_partner(db: &Db, context: &Context, partner: NewPartner) -> Result<PartnerId, Error<Never>> {
    context.system_only()?;
    db.write(context, "partner.register", &partner.clone(), move |write| {
        Box::pin(async move {
            let id = PartnerId(write.id());
            sql::insert_partner(write.connection(), id, &partner).await?;
            ledger::open_account(write.connection(), AccountKind::PartnerPayable, id.0).await?;
            ledger::open_account(write.connection(), AccountKind::Claim, id.0).await?;
            write.envelope.about(id);
            write.envelope.changed(&(), &partner)?;
            Ok(id)
        })
    })
    .await
}

/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn register_carrier(db: &Db, context: &Context, carrier: NewCarrier) -> Result<CarrierId, Error<Never>> {
    context.system_only()?;
    db.write(context, "carrier.register", &carrier.clone(), move |write| {
        Box::pin(async move {
            let id = CarrierId(write.id());
            open_carrier(write.connection(), id, &carrier).await?;
            write.envelope.about(id);
            write.envelope.changed(&(), &carrier)?;
            Ok(id)
        })
    })
    .await
}

/// A carrier with the account of its pool.
async fn open_carrier(connection: &mut PgConnection, id: CarrierId, carrier: &NewCarrier) -> Result<(), sqlx::Error> {
    sql::insert_carrier(connection, id, carrier).await?;
    ledger::open_account(connection, AccountKind::CommissionPool, id.0).await?;
    Ok(())
}

/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn register_agent(db: &Db, context: &Context, agent: NewAgent) -> Result<RegisteredAgent, Error<Never>> {
    context.system_only()?;
    db.write(context, "agent.register", &agent.clone(), move |write| {
        Box::pin(async move {
            let registered = RegisteredAgent { agent: AgentId(write.id()), wallet: WalletId(write.id()) };
            let connection = write.connection();
            sql::insert_agent(connection, registered.agent, &agent).await?;
            let account = ledger::open_account(connection, AccountKind::Wallet, registered.wallet.0).await?;
            sql::insert_wallet(connection, registered, account.id, agent.wallet_number).await?;
            write.envelope.about(registered.agent);
            write.envelope.changed(&(), &agent)?;
            Ok(registered)
        })
    })
    .await
}

/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn register_reserve_account(
    db: &Db,
    context: &Context,
    reserve: NewReserveAccount,
) -> Result<Uuid, Error<Never>> {
    context.system_only()?;
    db.write(context, "reserve_account.register", &reserve.clone(), move |write| {
        Box::pin(async move {
            let id = write.id();
            let transit = open_reserve_account(write, id, &reserve).await?;
            write.envelope.about(&reserve.account_no);
            write.envelope.changed(&(), &transit.id)?;
            Ok(id)
        })
    })
    .await
}

/// A reserve account with its accounts in the ledger, whose feed is read from now on. Gives that of payouts in transit.
async fn open_reserve_account(
    write: &mut Write,
    id: Uuid,
    reserve: &NewReserveAccount,
) -> Result<Account, sqlx::Error> {
    let connection = write.connection();
    sql::insert_reserve_account(connection, id, reserve).await?;
    ledger::open_account(connection, AccountKind::ReserveCash, id).await?;
    ledger::open_account(connection, AccountKind::UnmatchedReceipts, id).await?;
    let transit = ledger::open_account(connection, AccountKind::PayoutsInTransit, Uuid::nil()).await?;
    write.enqueue(Job::ReadFeed(id), Duration::ZERO);
    Ok(transit)
}

/// Whether there is such a partner.
pub(crate) async fn check_partner<R>(connection: &mut PgConnection, id: PartnerId) -> Result<(), Error<R>> {
    if sql::lock_partner(connection, id).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// From now on a partner is paid by this schedule.
pub(crate) async fn schedule_payouts<R>(
    write: &mut Write,
    id: PartnerId,
    schedule: PayoutSchedule,
) -> Result<(), Error<R>> {
    check_partner(write.connection(), id).await?;
    Ok(sql::update_schedule(write.connection(), id, schedule).await?)
}

/// What the acting party is called: the shop's or the partner's name; nothing for the institution itself. A page asks the
/// database once.
///
/// # Errors
/// When the database fails.
pub async fn party_name(db: &Db, context: &Context) -> Result<String, Error<Never>> {
    let party = context.party();
    let known = db.snapshot().map(|page| page.party_name.clone()).unwrap_or_default();
    let name_of = move |known: &OnceLock<(Party, String)>| {
        known.get().filter(|(whose, _)| *whose == party).map(|(_, name)| name.clone())
    };
    if let Some(name) = name_of(&known) {
        return Ok(name);
    }
    db.read(context, move |connection| {
        Box::pin(async move {
            // Asked by two parts of a page at once, which wait for one another.
            if let Some(name) = name_of(&known) {
                return Ok(name);
            }
            let name = sql::find_name(connection, party).await?;
            drop(known.set((party, name.clone())));
            Ok(name)
        })
    })
    .await
}

/// The name under which the acting agent signs consents and contracts.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn signing_name(db: &Db, context: &Context) -> Result<String, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| Box::pin(async move { Ok(sql::find_signing_name(connection, agent).await?) }))
        .await
}

/// The reserve account into which the asker pays money for agents; `None` while there is none.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn receiving_account(db: &Db, context: &Context) -> Result<Option<ReceivingAccount>, Error<Never>> {
    let partner = context.party().partner();
    db.read(context, move |connection| {
        Box::pin(async move { Ok(sql::find_receiving_account(connection, partner).await?) })
    })
    .await
}
