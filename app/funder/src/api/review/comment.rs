//! What the funder's people write to each other.

use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, writer};

/// Adds a comment that the visitor's colleagues read.
#[server(endpoint = "review/comment")]
pub async fn comment_on_application(request_no: String, application: String, comment: String) -> Answer<()> {
    use services::application::CommentCommand;
    let command = CommentCommand { application: id(&application)?, comment };
    services::application::comment(&db(), &writer(&request_no)?, command).await.told()?;
    super::decision::back_to(&application)
}
