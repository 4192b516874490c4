//! Files that an agent attaches to its application: sealed where they lie, given back to its shop, and given to its funder's people, which
//! is written down.

use domain::{
    attachment::{AttachmentRefusal, Media, may_attach, may_remove},
    hexadecimal,
    id::{ApplicationId, AttachmentId},
};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Owner, sql};
use crate::{
    Context, Db, Error,
    context::FUNDER_TEAM,
    error::{Never, violated_constraint},
    sealed::{Place, Seals},
};

/// A file for an application.
#[derive(Clone, Debug)]
pub struct AttachCommand {
    pub application: ApplicationId,
    /// As it was sent; another is made of it.
    pub file_name: String,
    pub content: Vec<u8>,
}

/// What is filed of it: the content only by its digest.
#[derive(Serialize)]
struct Filed {
    application: ApplicationId,
    file_name: String,
    sha256: String,
}

/// A file as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentRow {
    pub id: AttachmentId,
    pub file_name: String,
    pub media: Media,
    /// In bytes.
    pub size: i32,
    /// Of the content, in hexadecimal.
    pub sha256: String,
    pub uploaded_at: OffsetDateTime,
}

/// A file as it is given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentFile {
    pub file_name: String,
    pub media: Media,
    pub content: Vec<u8>,
}

/// Where a file's content lies.
const fn attachment_place(attachment: AttachmentId) -> Place {
    Place { table: "attachments", column: "content", row: attachment.0 }
}

/// Attaches a file to the agent's own application.
///
/// # Errors
/// `NotFound` for another agent's application; refused when the file is empty, too large, of no kind that is taken, or there already,
/// when there are too many, and when the application is neither a draft nor waits for an answer.
pub async fn attach(
    db: &Db,
    context: &Context,
    command: AttachCommand,
) -> Result<AttachmentId, Error<AttachmentRefusal>> {
    let agent = context.agent()?;
    let person = context.person()?.user;
    let AttachCommand { application, file_name, content } = command;
    let sha256 = Sha256::digest(&content).to_vec();
    let filed = Filed { application, file_name: file_name.clone(), sha256: hexadecimal::text(&sha256) };
    db.write(context, "attachment.add", &filed, move |write| {
        Box::pin(async move {
            let owner = Owner::Agent(agent);
            let found = sql::lock_application(write.connection(), application, owner).await?;
            let found = found.ok_or(Error::NotFound)?;
            write.envelope.about(application);
            let media = Media::of(&content).map_err(Error::Refused)?;
            let attached = sql::count_attachments(write.connection(), application).await?;
            may_attach(found.state, attached).map_err(Error::Refused)?;
            let (id, at) = (AttachmentId(write.id()), write.at);
            let sealed = write.seals().seal(attachment_place(id), &content).map_err(Error::Failed)?;
            let file_name = media.named(&file_name);
            let new = sql::NewAttachment {
                id,
                application,
                parties: (agent, found.funder),
                file_name: &file_name,
                media,
                size: i32::try_from(content.len()).unwrap_or(i32::MAX),
                sha256: &sha256,
                sealed: &sealed,
                uploaded: (person, at),
            };
            let saved = sql::insert_attachment(write.connection(), &new).await;
            saved.map_err(|error| match violated_constraint(&error) {
                Some("an_application_has_a_file_once") => Error::Refused(AttachmentRefusal::Twice),
                _ => error.into(),
            })?;
            write.envelope.changed(&(), &json!({ "attachment": id, "file_name": file_name, "media": media }))?;
            Ok(id)
        })
    })
    .await
}

/// Removes a file from the agent's own draft.
///
/// # Errors
/// `NotFound` for another agent's file; refused once the application was submitted.
pub async fn remove_attachment(
    db: &Db,
    context: &Context,
    attachment: AttachmentId,
) -> Result<(), Error<AttachmentRefusal>> {
    let agent = context.agent()?;
    db.write(context, "attachment.remove", &attachment, move |write| {
        Box::pin(async move {
            let (owner, seen) = (Owner::Agent(agent), sql::find_attachment_of(write.connection(), attachment).await?);
            let application = seen.ok_or(Error::NotFound)?;
            let found = sql::lock_application(write.connection(), application, owner).await?;
            may_remove(found.ok_or(Error::NotFound)?.state).map_err(Error::Refused)?;
            write.envelope.about(application);
            sql::delete_attachment(write.connection(), attachment).await?;
            write.envelope.changed(&json!({ "attachment": attachment }), &json!({ "removed": true }))
        })
    })
    .await
}

/// The files of an application, in the order in which they came, for its shop and for whoever of its funder sees who applies.
///
/// # Errors
/// `Forbidden` for anybody else; `NotFound` for what is not theirs.
pub async fn attachments(
    db: &Db,
    context: &Context,
    application: ApplicationId,
) -> Result<Vec<AttachmentRow>, Error<Never>> {
    let owner = reader_of(context)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            check_shown(connection, application, owner).await?;
            sql::list_attachments(connection, application).await
        })
    })
    .await
}

/// Whose files somebody may ask for.
fn reader_of(context: &Context) -> Result<Owner, Error<Never>> {
    match context.shop::<Never>() {
        Ok(agent) => Ok(Owner::Agent(agent)),
        Err(_) => Ok(Owner::Funder(context.funder(FUNDER_TEAM)?)),
    }
}

/// Gives a file to a person of its shop, or of the funder that the application was submitted to: then the audit trail says who has it.
///
/// # Errors
/// `Forbidden` for anybody else; `NotFound` for what is not theirs, and for a funder without the agent's consent.
pub async fn download_attachment(
    db: &Db,
    context: &Context,
    attachment: AttachmentId,
) -> Result<AttachmentFile, Error<Never>> {
    context.person::<Never>()?;
    let owner = reader_of(context)?;
    if matches!(owner, Owner::Funder(_)) {
        note_download(db, context, attachment, owner).await?;
    }
    // What is given out is no answer to be kept, and so is read by itself.
    let seals = db.seals().clone();
    db.read(context, move |connection| {
        Box::pin(async move {
            check_attachment_shown(connection, attachment, owner).await?;
            let (file_name, media, sealed) =
                sql::find_sealed_attachment(connection, attachment).await?.ok_or(Error::NotFound)?;
            let content = seals.open(attachment_place(attachment), &sealed).map_err(Error::Failed)?;
            Ok(AttachmentFile { file_name, media: media.parse().map_err(Error::defect)?, content })
        })
    })
    .await
}

async fn note_download(db: &Db, context: &Context, attachment: AttachmentId, owner: Owner) -> Result<(), Error<Never>> {
    db.write(context, "attachment.download", &attachment, move |write| {
        Box::pin(async move {
            let application = check_attachment_shown(write.connection(), attachment, owner).await?;
            write.envelope.about(application);
            write.envelope.changed(&(), &json!({ "attachment": attachment }))
        })
    })
    .await
}

/// The application of a file, if somebody may see what is attached to it.
async fn check_attachment_shown(
    connection: &mut PgConnection,
    attachment: AttachmentId,
    owner: Owner,
) -> Result<ApplicationId, Error<Never>> {
    let application = sql::find_attachment_of(connection, attachment).await?.ok_or(Error::NotFound)?;
    check_shown(connection, application, owner).await?;
    Ok(application)
}

/// Whether somebody may see what is attached: a funder only while the agent consents.
async fn check_shown<R>(
    connection: &mut PgConnection,
    application: ApplicationId,
    owner: Owner,
) -> Result<(), Error<R>> {
    let found = sql::find_application::<R>(connection, application, owner).await?;
    let shown = match (found, owner) {
        (None, _) => false,
        (Some(_), Owner::Funder(_)) => sql::find_surroundings::<R>(connection, application).await?.consented,
        (Some(_), _) => true,
    };
    if shown { Ok(()) } else { Err(Error::NotFound) }
}

/// Wraps anew what was not sealed under the newest master key, a few at a time: they are large.
pub(crate) async fn reseal_attachments(
    connection: &mut PgConnection,
    seals: &Seals,
    newest: &[u8],
) -> Result<u64, Error<Never>> {
    let mut done = 0;
    for (attachment, sealed) in sql::lock_attachments_before(connection, newest).await? {
        let sealed = seals.rewrap(attachment_place(attachment), &sealed).map_err(Error::Failed)?;
        sql::update_attachment(connection, attachment, &sealed).await?;
        done += 1;
    }
    Ok(done)
}
