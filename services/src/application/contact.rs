//! The contact of an application: sealed where it lies, in clear to its shop, masked to everybody else, and unmasked for a
//! while to whoever at the funder says why.

use domain::{
    application::{ApplicationRefusal, Contact, UNMASKED_MINUTES, check_message},
    id::{ApplicationId, UserId},
    role::Role,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::{Owner, sql};
use crate::{
    Context, Db, Error, Write,
    sealed::{Place, Seals},
};

/// The kind of the blind index over mobile numbers.
const PHONE: &str = "phone";

/// Somebody at the funder wants to see whom to call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UnmaskCommand {
    pub application: ApplicationId,
    pub reason: String,
}

/// A contact as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownContact {
    pub contact: Contact,
    /// Until when it is in clear; `None` when it is masked, and to the shop, which always sees its own.
    pub unmasked_until: Option<OffsetDateTime>,
}

/// Where an application's contact lies.
pub(crate) const fn contact_place(application: ApplicationId) -> Place {
    Place { table: "applications", column: "contact", row: application.0 }
}

/// Keeps a contact, sealed, with the index by which its number is found.
pub(crate) async fn seal_contact<R>(
    connection: &mut PgConnection,
    seals: &Seals,
    application: ApplicationId,
    contact: &Contact,
) -> Result<(), Error<R>> {
    let sealed = seals.seal(contact_place(application), &serde_json::to_vec(contact)?).map_err(Error::Failed)?;
    let index = contact.number().map(|number| seals.blind_index(PHONE, number)).transpose().map_err(Error::Failed)?;
    Ok(sql::update_contact(connection, application, Some(&sealed), index.as_deref()).await?)
}

/// A contact in clear; an empty one where none was given yet.
pub(super) fn open_contact<R>(seals: &Seals, application: &sql::Application) -> Result<Contact, Error<R>> {
    let Some(sealed) = &application.contact else { return Ok(Contact::default()) };
    let opened = seals.open(contact_place(application.id), sealed).map_err(Error::Failed)?;
    Ok(serde_json::from_slice(&opened)?)
}

/// Takes the contact from a draft that ends to the one that takes its place.
pub(super) async fn move_contact<R>(write: &mut Write, from: ApplicationId, to: ApplicationId) -> Result<(), Error<R>> {
    let Some(sealed) = sql::find_contact(write.connection(), from).await? else { return Ok(()) };
    let seals = write.seals().clone();
    let opened = seals.open(contact_place(from), &sealed).map_err(Error::Failed)?;
    seal_contact(write.connection(), &seals, to, &serde_json::from_slice(&opened)?).await?;
    Ok(sql::update_contact(write.connection(), from, None, None).await?)
}

/// Shows a reviewer or approver the contact of an application in clear, for a quarter of an hour. The reason is kept, and
/// the audit trail says who it was.
///
/// # Errors
/// `NotFound` for another funder's application and without the agent's consent; refused without a reason.
pub async fn unmask(db: &Db, context: &Context, command: UnmaskCommand) -> Result<(), Error<ApplicationRefusal>> {
    let funder = context.funder(&[Role::FunderReviewer, Role::FunderApprover])?;
    let person = context.person()?.user;
    // What keeps somebody out is measured by the true time.
    let ends_at = db.true_now() + Duration::minutes(UNMASKED_MINUTES);
    db.write(context, "application.unmask", &command.clone(), move |write| {
        Box::pin(async move {
            let id = command.application;
            write.envelope.about(id);
            let found =
                sql::find_application::<ApplicationRefusal>(write.connection(), id, Owner::Funder(funder)).await?;
            if found.is_none() || !sql::find_surroundings(write.connection(), id).await?.consented {
                return Err(Error::NotFound);
            }
            check_message("reason", &command.reason).map_err(Error::Refused)?;
            let reason = command.reason.trim();
            let new = sql::NewUnmasking { id: write.id(), application: id, funder, person, reason, ends_at };
            sql::insert_unmasking(write.connection(), &new).await?;
            write.envelope.changed(&json!("masked"), &json!({ "unmasked_for": reason }))
        })
    })
    .await
}

/// A contact as somebody else than its shop sees it: masked, unless `person` has said why not.
pub(super) async fn for_others<R>(
    connection: &mut PgConnection,
    application: ApplicationId,
    contact: Contact,
    (person, now): (Option<UserId>, OffsetDateTime),
) -> Result<ShownContact, Error<R>> {
    let unmasked_until = match person {
        Some(person) => sql::find_unmasked_until(connection, application, person, now).await?,
        None => None,
    };
    let contact = if unmasked_until.is_some() { contact } else { contact.masked() };
    Ok(ShownContact { contact, unmasked_until })
}
