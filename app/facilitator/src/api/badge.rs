//! What waits for the visitor.

use parts::api::{Answer, Told, badge::Badges, db, reader};

pub async fn badges() -> Answer<Badges> {
    let transfers = services::badge::facilitator_badge(&db(), &reader()?).await.told()?;
    Ok(vec![("/facilitator/transfers", transfers)])
}
