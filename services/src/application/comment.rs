//! What a funder's people write to each other about an application. What was written stays, and nobody else reads it.

use domain::{
    application::{ApplicationRefusal, COMMENT_LIMIT, written},
    id::ApplicationId,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;

use super::{Owner, sql};
use crate::{Context, Db, Error, context::FUNDER_TEAM};

/// Somebody at the funder has something to say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CommentCommand {
    pub application: ApplicationId,
    pub comment: String,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub by_name: String,
    pub text: String,
    pub at: OffsetDateTime,
}

/// Adds a comment to an application, whatever state that is in. The audit trail says that there is one, and not what.
///
/// # Errors
/// `Forbidden` for anybody but a person of a funder, `NotFound` for another funder's application; refused without a
/// text.
pub async fn comment(db: &Db, context: &Context, command: CommentCommand) -> Result<(), Error<ApplicationRefusal>> {
    let funder = context.funder(FUNDER_TEAM)?;
    let person = context.person()?.user;
    db.write(context, "application.comment", &command.clone(), move |write| {
        Box::pin(async move {
            let application = command.application;
            write.envelope.about(application);
            let owner = Owner::Funder(funder);
            if sql::find_application::<ApplicationRefusal>(write.connection(), application, owner).await?.is_none() {
                return Err(Error::NotFound);
            }
            let text = written("comment", &command.comment, COMMENT_LIMIT).map_err(Error::Refused)?;
            let new = sql::NewComment { id: write.id(), application, funder, person, text: &text, at: write.at };
            sql::insert_comment(write.connection(), &new).await?;
            write.envelope.changed(&(), &json!({ "comment": new.id }))
        })
    })
    .await
}
