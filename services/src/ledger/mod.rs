//! The ledger's accounts and days. Journals are written with the [`crate::envelope`] of the operation that causes them.

mod close;
mod report;
mod sql;

use domain::{
    id::AccountId,
    ledger::{Account, AccountKind},
    wallet::Wallet,
};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::envelope::{Arrays, Change};

pub(crate) use close::close;
pub use report::{
    About, AccountBalance, AccountStatement, JournalRow, KindBalance, Owner, StatementEntry, account_statement,
    accounts_of_kind, journals_of_loan, trial_balance,
};

/// The account of one kind and owner. Its id is a digest of both, so that naming an account costs no query.
#[must_use]
pub fn account(kind: AccountKind, owner: Uuid) -> Account {
    let digest = Sha256::digest([kind.code().as_bytes(), b"\n", owner.as_bytes()].concat());
    let mut bytes = [0u8; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    Account { id: AccountId(uuid::Builder::from_custom_bytes(bytes).into_uuid()), kind, wallet_version: None }
}

/// A wallet's account, for the entry that brings it to `after`.
#[must_use]
pub fn wallet_account(wallet: Uuid, after: Wallet) -> Account {
    Account { wallet_version: Some(after.version), ..account(AccountKind::Wallet, wallet) }
}

/// Where money goes that has left our books and is not yet confirmed by the bank.
#[must_use]
pub fn payouts_in_transit() -> Account {
    account(AccountKind::PayoutsInTransit, Uuid::nil())
}

/// The institution's share of interest that was withheld of payments.
#[must_use]
pub fn revenue_share_withheld() -> Account {
    account(AccountKind::RevenueShareWithheld, Uuid::nil())
}

/// What the agreement payment network has debited, and not settled yet.
#[must_use]
pub fn channel_receivable() -> Account {
    account(AccountKind::ChannelReceivable, Uuid::nil())
}

/// A new account with its owner, with the envelope.
pub(crate) struct NewAccount {
    pub account: Account,
    pub owner: Uuid,
}

impl Change for NewAccount {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push("insert into accounts (id, book, kind, owner_id) select * from ");
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.account.id.0))
            .column(rows.iter().map(|row| row.account.kind.book().code()))
            .column(rows.iter().map(|row| row.account.kind.code()))
            .column(rows.iter().map(|row| row.owner))
            .end();
    }
}

/// Opens the account of one kind and owner, if it is not open yet.
///
/// # Errors
/// When the database fails.
pub async fn open_account(
    connection: &mut PgConnection,
    kind: AccountKind,
    owner: Uuid,
) -> Result<Account, sqlx::Error> {
    let account = account(kind, owner);
    sql::insert_account(connection, account, owner).await?;
    Ok(account)
}
