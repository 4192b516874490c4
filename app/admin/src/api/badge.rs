//! What waits for the visitor.

use parts::api::{Answer, Told, badge::Badges, db, reader};

pub async fn badges() -> Answer<Badges> {
    let waiting = services::badge::operator_badges(&db(), &reader()?).await.told()?;
    Ok(vec![
        ("/admin/statements", waiting.statements),
        ("/admin/movements", waiting.movements),
        ("/admin/breaks", waiting.breaks),
        ("/admin/payouts", waiting.payouts),
        ("/admin/approvals", waiting.approvals),
        ("/admin/operating-data", waiting.operating_data),
        ("/admin/transfers", waiting.transfers),
        ("/admin/commissions", waiting.commissions),
    ])
}
