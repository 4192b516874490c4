//! What waits for the facilitator.

use domain::role::Role;
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
    let waiting = services::debt_transfer::to_confirm(&db, &context, page(None)).await.told()?;
    let held = services::debt::debts(&db, &context, DebtFilter::Held, page(None)).await.told()?;
    Ok(WorkbenchView {
        today: services::business_day::business_date(&db, &context).await.told()?.to_string(),
        role: role(&context)?,
        to_confirm: waiting.into_iter().map(TransferView::of).collect(),
        held: held.rows.into_iter().map(DebtView::of).collect(),
    })
}
