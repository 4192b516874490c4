//! Carriers and reserve accounts as two people of the institution register, change and end them.

use domain::{
    Amount,
    approval::ApprovalRefusal,
    carrier::{CarrierChange, CarrierFacts, CarrierRefusal},
    id::{CarrierId, ReserveAccountId},
    reserve_account::{CURRENCY, ReserveAccountChange, ReserveAccountRefusal},
};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{NewCarrier, NewReserveAccount, open_carrier, open_reserve_account, sql};
use crate::{Context, Db, Error, Write, context::INSTITUTION, error::Never};

/// A reserve account as the institution's people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveAccountRow {
    pub id: ReserveAccountId,
    pub account_no: String,
    pub name: String,
    pub currency: String,
    /// The name of its bank's interface.
    pub bank: String,
    pub branch: String,
    /// What names no partner is paid into it.
    pub is_default: bool,
    /// Whether money that names nothing is known by whose account it comes from.
    pub recognises: bool,
    /// How many partners pay into it although it is not the default.
    pub partners: i64,
    /// What it holds in our books.
    pub books: Amount,
    pub ended_on: Option<Date>,
}

/// The identifier of what a request wants registered: that of the same request is the same.
#[must_use]
pub fn registering(context: &Context) -> Uuid {
    let digest = Sha256::digest(format!("{}\n{}", context.actor_name(), context.request_no));
    let mut bytes = [0u8; 16];
    for (byte, of) in bytes.iter_mut().zip(digest) {
        *byte = of;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The reserve accounts, those that have ended last.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn reserve_accounts(db: &Db, context: &Context) -> Result<Vec<ReserveAccountRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, |connection| Box::pin(async move { Ok(sql::list_reserve_accounts(connection).await?) })).await
}

/// Whether a carrier can be registered or changed so.
pub(crate) async fn check_carrier(
    connection: &mut PgConnection,
    id: CarrierId,
    change: &CarrierChange,
) -> Result<(), Error<ApprovalRefusal>> {
    let refused = |refusal: CarrierRefusal| Error::Refused(ApprovalRefusal::Carrier(refusal));
    let facts = change.facts();
    facts.check().map_err(refused)?;
    match (change, sql::lock_carrier(connection, id).await?) {
        (CarrierChange::Register(_), None) => {}
        (CarrierChange::Register(_), Some(_)) => return Err(refused(CarrierRefusal::NameTaken)),
        (CarrierChange::Change(_), None) => return Err(Error::NotFound),
        (CarrierChange::Change(facts), Some(before)) if before == *facts => {
            return Err(refused(CarrierRefusal::Unchanged));
        }
        (CarrierChange::Change(_), Some(_)) => {}
    }
    match sql::find_taken(connection, id, facts).await? {
        (true, _) => Err(refused(CarrierRefusal::NameTaken)),
        (_, true) => Err(refused(CarrierRefusal::AccountTaken)),
        (false, false) => Ok(()),
    }
}

/// Registers or changes a carrier, as two people have decided.
pub(crate) async fn keep_carrier(
    write: &mut Write,
    id: CarrierId,
    change: &CarrierChange,
) -> Result<(), Error<ApprovalRefusal>> {
    check_carrier(write.connection(), id, change).await?;
    match change {
        CarrierChange::Register(CarrierFacts { name, account_no, bank_name }) => {
            let new =
                NewCarrier { name: name.clone(), bank_account_no: account_no.clone(), bank_name: bank_name.clone() };
            open_carrier(write.connection(), id, &new).await?;
        }
        CarrierChange::Change(facts) => sql::update_carrier(write.connection(), id, facts).await?,
    }
    Ok(())
}

/// Whether a reserve account can be registered, changed or ended.
pub(crate) async fn check_reserve_account(
    connection: &mut PgConnection,
    id: ReserveAccountId,
    change: &ReserveAccountChange,
) -> Result<(), Error<ApprovalRefusal>> {
    let refused = |refusal: ReserveAccountRefusal| Error::Refused(ApprovalRefusal::ReserveAccount(refusal));
    match change {
        ReserveAccountChange::Register(facts) => {
            facts.check().map_err(refused)?;
            let known = sql::find_reserve_account(connection, id, &facts.account_no).await?;
            if known { Err(refused(ReserveAccountRefusal::Taken)) } else { Ok(()) }
        }
        ReserveAccountChange::End => {
            let account = sql::lock_reserve_account(connection, id).await?.ok_or(Error::NotFound)?;
            account.end().map_err(refused)
        }
        ReserveAccountChange::Recognise(wanted) => {
            let account = sql::lock_reserve_account(connection, id).await?.ok_or(Error::NotFound)?;
            account.recognise(*wanted).map_err(refused)
        }
    }
}

/// Registers, changes or ends a reserve account, as two people have decided.
pub(crate) async fn keep_reserve_account(
    write: &mut Write,
    id: ReserveAccountId,
    change: &ReserveAccountChange,
) -> Result<(), Error<ApprovalRefusal>> {
    check_reserve_account(write.connection(), id, change).await?;
    match change {
        ReserveAccountChange::Register(facts) => {
            let facts = facts.clone();
            let new = NewReserveAccount {
                account_no: facts.account_no,
                name: facts.name,
                currency: CURRENCY.to_owned(),
                bank: facts.bank,
                branch: facts.branch,
            };
            open_reserve_account(write, id.0, &new).await?;
        }
        ReserveAccountChange::End => {
            let on = write.business_date;
            sql::end_reserve_account(write.connection(), id, on).await?;
        }
        ReserveAccountChange::Recognise(wanted) => {
            sql::update_recognition(write.connection(), id, *wanted).await?;
        }
    }
    Ok(())
}
