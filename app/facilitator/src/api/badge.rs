//! What waits for the visitor.

use parts::api::{Answer, Told, badge::Badges, db, reader};

pub async fn badges() -> Answer<Badges> {
    let waiting = services::badge::facilitator_badges(&db(), &reader()?).await.told()?;
    Ok(vec![("/facilitator/transfers", waiting.transfers), ("/facilitator/outside-payments", waiting.outside_payments)])
}
