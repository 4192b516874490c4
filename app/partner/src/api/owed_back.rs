//! What the visitor's side owes back.

use parts::api::{Answer, Told, db, reader};
use services::party::ReceivingAccount;

/// The institution's account that it is paid to; none while there is none.
pub async fn owed_back_to() -> Answer<Option<ReceivingAccount>> {
    services::party::receiving_account(&db(), &reader()?).await.told()
}
