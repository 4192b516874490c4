//! What money does that has come into a wallet, in the transaction that has brought it: it pays what is overdue, and of what is
//! free after that a carrier takes back what it is owed, and the network what it has given back to a card. A draw's proceeds do neither.

use domain::id::WalletId;

use crate::{Error, Write, commission, repayment};

/// Has money that came into a wallet, frozen or not, do what it has to.
///
/// # Errors
/// When the database fails, or holds what contradicts itself.
pub(crate) async fn settle<R>(write: &mut Write, wallet: WalletId, frozen: bool, actor: &str) -> Result<(), Error<R>> {
    if frozen {
        repayment::sweep(write, wallet, actor).await?;
    }
    commission::take_back(write, wallet).await
}
