//! Seeing a contact in clear.

use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, writer};

/// Shows the contact in clear to whoever gives a reason, for a while.
#[server(endpoint = "review/unmask")]
pub async fn unmask_contact(request_no: String, application: String, reason: String) -> Answer<()> {
    use services::application::UnmaskCommand;
    let command = UnmaskCommand { application: id(&application)?, reason };
    services::application::unmask(&db(), &writer(&request_no)?, command).await.told()?;
    super::decision::back_to(&application)
}
