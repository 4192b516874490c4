//! What waits for the visitor.

use parts::api::{Answer, Told, badge::Badges, db, reader};

pub async fn badges() -> Answer<Badges> {
    let waiting = services::badge::funder_badges(&db(), &reader()?).await.told()?;
    Ok(vec![
        ("/funder/applications", waiting.applications),
        ("/funder/draws", waiting.draws),
        ("/funder/repayments", waiting.repayments),
        ("/funder/payments", waiting.payments),
        ("/funder/products", waiting.products),
    ])
}
