//! What a funder's people write to each other about an application. What was written stays, and nobody else reads it.

use domain::{
    application::{ApplicationRefusal, COMMENT_LIMIT, written},
    id::ApplicationId,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;

use super::{Owner, sql};
use crate::{
    Context, Db, Error,
    context::FUNDER_TEAM,
    error::Never,
    page::{LARGEST_PAGE, Page},
};

/// Somebody at the funder has something to say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CommentCommand {
    pub application: ApplicationId,
    pub comment: String,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Orders comments.
    pub place: i64,
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

/// The last comments on an application, or the last before a place, the oldest first; the next page is of earlier ones.
///
/// # Errors
/// `Forbidden` for anybody but a person of a funder, `NotFound` for another funder's application.
pub async fn comments(
    db: &Db,
    context: &Context,
    application: ApplicationId,
    before: Option<i64>,
) -> Result<Page<Comment, i64>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let owner = Owner::Funder(funder);
            if sql::find_application::<Never>(connection, application, owner).await?.is_none() {
                return Err(Error::NotFound);
            }
            let before = before.unwrap_or(i64::MAX);
            let rows = sql::list_comments(connection, application, before, i64::from(LARGEST_PAGE) + 1).await?;
            let mut page = Page::cut(rows, usize::from(LARGEST_PAGE), |comment: &Comment| comment.place);
            page.rows.reverse();
            Ok(page)
        })
    })
    .await
}
