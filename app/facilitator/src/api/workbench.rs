//! What waits for the facilitator.

use domain::{debt_transfer::TransferState, role::Role};
use partner::api::{debt::DebtView, debt_transfer::TransferView};
use parts::api::{Answer, Told, db, page, reader, role};
use services::debt::DebtFilter;

/// The first of what waits, and of what can be collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkbenchView {
    pub today: String,
    pub role: Role,
    pub to_confirm: Vec<TransferView>,
    pub held: Vec<DebtView>,
}

/// What the facilitator's people see first.
pub async fn workbench() -> Answer<WorkbenchView> {
    let (db, context) = (db(), reader()?);
    let transfers = services::debt_transfer::transfers(&db, &context, page(None)).await.told()?;
    let held = services::debt::debts(&db, &context, DebtFilter::Held, page(None)).await.told()?;
    let waiting = transfers.rows.into_iter().filter(|row| row.transfer.state == TransferState::Submitted);
    Ok(WorkbenchView {
        today: services::business_day::business_date(&db, &context).await.told()?.to_string(),
        role: role(&context)?,
        to_confirm: waiting.map(TransferView::of).collect(),
        held: held.rows.into_iter().map(DebtView::of).collect(),
    })
}
