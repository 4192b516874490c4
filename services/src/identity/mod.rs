//! People: their accounts, how they sign in, and their sessions.

mod attempt;
mod code_sign_in;
mod confirmation;
mod forget;
mod join;
mod mobile;
mod one_time_code;
mod open;
mod password;
mod people;
mod second_factor;
mod session;
mod sign_in;
mod sql;
mod totp;

use domain::{
    id::{AgentId, PartnerId, UserId},
    role::{Party, Role},
};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

pub use attempt::{Credentials, Origin};
pub use code_sign_in::{AskForCodeCommand, CodeSignInCommand, ask_for_code, asked_token, sign_in_with_code};
pub(crate) use confirmation::confirmed;
pub use confirmation::{Confirmation, ask_for_confirmation, confirmation};
pub use forget::forget;
pub use join::{InvitationShown, JoinCommand, invitation, join};
pub(crate) use mobile::mobile_place;
pub use mobile::{RegisterMobileCommand, ask_for_mobile, own_mobile, register_mobile, register_own_mobile};
pub(crate) use one_time_code::{send_code, use_up};
pub use open::{OpenUserCommand, open_user};
pub use password::hash_password;
pub use people::{
    InvitationRow, InviteCommand, Invited, People, PersonRow, invite, people, remove_person, revoke_invitation,
};
pub use second_factor::{Enrolment, confirm_second_factor, enrol_second_factor};
pub use session::{
    SessionRow, revoke_session, session_by_token, session_of_page, session_of_token, sessions, sessions_of, sign_out,
};
pub use sign_in::{SessionToken, SignInCommand, sign_in};
pub(crate) use sql::find_person;
pub(crate) use totp::{Factor, SECRET_BYTES};

use crate::{Context, Db, Error, context::INSTITUTION, error::Never, page::Page};

/// An account to be opened.
#[derive(Clone)]
pub struct NewUser {
    pub id: UserId,
    /// In lower case.
    pub username: String,
    pub display_name: String,
    /// From [`hash_password`].
    pub password_hash: String,
    pub role: Role,
    pub party: Party,
    /// Signs in only where the demonstration runs.
    pub demonstration: bool,
    pub opened_at: OffsetDateTime,
}

/// Opens an account.
///
/// # Errors
/// When the database refuses it: the name is taken or not in lower case, or role and party do not go together.
pub async fn insert_user(connection: &mut PgConnection, user: &NewUser) -> Result<(), sqlx::Error> {
    sql::insert_user(connection, user).await
}

/// One person in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    pub id: UserId,
    pub username: String,
    pub display_name: String,
    pub role: Role,
    /// The shop or the partner, and what that is called; none and empty for the institution's own people.
    pub agent: Option<AgentId>,
    pub partner: Option<PartnerId>,
    pub belongs_to: String,
    pub second_factor: bool,
    pub demonstration: bool,
    pub disabled: bool,
    /// The last sign of life of any session.
    pub seen_at: Option<OffsetDateTime>,
}

/// Which people are listed.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    /// A part of the name, of the name for signing in, or of the house's.
    pub text: Option<String>,
    pub role: Option<Role>,
    /// Only those who may not sign in any more.
    pub disabled: bool,
    /// Those behind this name for signing in, which ended the page before.
    pub after: Option<String>,
}

/// How many people a page has.
const PAGE: usize = 50;

/// A page of everybody who may sign in, staff first. The next one is after a name for signing in.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn users(db: &Db, context: &Context, filter: UserFilter) -> Result<Page<UserRow, String>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    // The database takes no zero byte in a text, so that nothing can have one.
    if [&filter.text, &filter.after].into_iter().flatten().any(|text| text.contains('\0')) {
        return Ok(Page::EMPTY);
    }
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sql::list_users(connection, &filter, PAGE + 1).await?;
            Ok(Page::cut(rows, PAGE, |row| row.username.clone()))
        })
    })
    .await
}

/// One person.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` for an unknown person.
pub async fn user(db: &Db, context: &Context, id: UserId) -> Result<UserRow, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move { sql::find_user(connection, id).await?.ok_or(Error::NotFound) })
    })
    .await
}

/// The people of the asking person's funder or facilitator.
///
/// # Errors
/// `Forbidden` for anybody but a person of a partner.
pub async fn team(db: &Db, context: &Context) -> Result<Vec<UserRow>, Error<Never>> {
    let partner = context.person::<Never>()?.party.partner().ok_or(Error::Forbidden)?;
    db.read(context, move |connection| Box::pin(async move { sql::list_team(connection, Some(partner)).await })).await
}

/// The institution's own people.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn staff(db: &Db, context: &Context) -> Result<Vec<UserRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, |connection| Box::pin(async move { sql::list_team(connection, None).await })).await
}

/// What these people are called, by their user names, whoever they work for; whom there is not, is not told.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn display_names(
    db: &Db,
    context: &Context,
    usernames: Vec<String>,
) -> Result<Vec<(String, String)>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move { Ok(sql::list_display_names(connection, &usernames).await?) })
    })
    .await
}

/// A password that nobody chose: 80 random bits in the letters of [`Enrolment::secret`].
#[must_use]
pub fn new_password(db: &Db) -> String {
    let secret = db.secret();
    totp::base32(secret.split_at(10).0).to_lowercase()
}

/// Only the digest of a token or of a tried name is ever stored.
fn digest(text: &str) -> Vec<u8> {
    Sha256::digest(text).to_vec()
}
