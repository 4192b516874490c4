//! Opening an account.

use domain::{
    id::UserId,
    role::{Party, Role},
};
use serde::Serialize;

use super::{NewUser, hash_password, sql};
use crate::{Context, Db, Error, error::Never};

#[derive(Clone, Serialize)]
pub struct OpenUserCommand {
    /// In lower case.
    pub username: String,
    pub display_name: String,
    #[serde(skip)]
    pub password: String,
    pub role: Role,
    #[serde(skip)]
    pub party: Party,
    /// Signs in only where the demonstration runs.
    pub demonstration: bool,
}

/// Opens the account of a person.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself; a failure when the name is taken, or role and party do not go together.
pub async fn open_user(db: &Db, context: &Context, command: OpenUserCommand) -> Result<UserId, Error<Never>> {
    context.system_only()?;
    db.write(context, "user.open", &command.clone(), move |write| {
        Box::pin(async move {
            // Hashed in here, slow as it is, so that a request that was answered before costs nothing.
            let password_hash = hash_password(&command.password, write.secret()).await.map_err(Error::Failed)?;
            let user = NewUser {
                id: UserId(write.id()),
                username: command.username.clone(),
                display_name: command.display_name.clone(),
                password_hash,
                role: command.role,
                party: command.party,
                demonstration: command.demonstration,
                opened_at: write.at,
            };
            sql::insert_user(write.connection(), &user).await?;
            write.envelope.about(user.id);
            write.envelope.changed(&(), &command)?;
            Ok(user.id)
        })
    })
    .await
}
