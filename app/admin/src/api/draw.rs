//! Everything about one draw.

use domain::Amount;
use parts::api::{Answer, Told, db, draw::DrawView, id, reader};
use services::timeline::TimelineStep;

/// A draw with the money that came for it, and what has happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawPageView {
    pub draw: DrawView,
    pub line: String,
    pub line_reference: String,
    pub movements: Vec<DrawMovementView>,
    /// The oldest first.
    pub timeline: Vec<TimelineStep>,
}

/// Money that was matched with a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawMovementView {
    pub id: String,
    pub booked_on: String,
    pub amount: Amount,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub remittance: String,
}

/// One draw.
pub async fn draw(draw: String) -> Answer<DrawPageView> {
    let detail = services::draw::draw_detail(&db(), &reader()?, id(&draw)?).await.told()?;
    let movement = |row: services::draw::DrawMovement| DrawMovementView {
        id: row.id.to_string(),
        booked_on: row.booked_on.to_string(),
        amount: row.amount,
        counterparty_name: row.counterparty_name,
        counterparty_account: row.counterparty_account,
        remittance: row.remittance,
    };
    Ok(DrawPageView {
        draw: DrawView::of(detail.draw),
        line: detail.line.to_string(),
        line_reference: detail.line_reference.to_string(),
        movements: detail.movements.into_iter().map(movement).collect(),
        timeline: detail.timeline,
    })
}
