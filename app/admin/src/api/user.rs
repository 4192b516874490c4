//! Everybody who may sign in, and where they are signed in.

use domain::role::Role;
use parts::{
    api::{Answer, Told, db, id, instant, new_request_no, reader, role, session::SessionView},
    components::device::device_name,
};
use services::page::Page;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserView {
    pub id: String,
    pub username: String,
    pub display_name: String,
    pub role: Role,
    /// The shop or the funder; empty for the institution's own people.
    pub belongs_to: String,
    /// The page of that.
    pub house: String,
    pub second_factor: bool,
    pub demonstration: bool,
    pub disabled: bool,
    /// Empty for who was never signed in.
    pub seen_at: String,
}

/// One person with the sessions that live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserSessionsView {
    pub user: UserView,
    pub sessions: Vec<SessionView>,
    /// Whether the visitor may end them.
    pub may_revoke: bool,
    pub request_no: String,
}

impl UserView {
    fn of(row: services::identity::UserRow) -> Self {
        Self {
            id: row.id.to_string(),
            username: row.username,
            display_name: row.display_name,
            role: row.role,
            house: match (row.agent, row.partner) {
                (Some(agent), _) => format!("/admin/agents/{agent}"),
                (None, Some(partner)) => format!("/admin/partners/{partner}"),
                (None, None) => String::new(),
            },
            belongs_to: row.belongs_to,
            second_factor: row.second_factor,
            demonstration: row.demonstration,
            disabled: row.disabled,
            seen_at: row.seen_at.map(parts::api::instant).unwrap_or_default(),
        }
    }
}

/// A page of everybody, or of those who have `text` in their name or their house's, have a role, or are disabled.
pub async fn users(
    text: Option<String>,
    (role, disabled): (Option<Role>, bool),
    after: Option<String>,
) -> Answer<Page<UserView, String>> {
    let filter = services::identity::UserFilter { text, role, disabled, after };
    Ok(services::identity::users(&db(), &reader()?, filter).await.told()?.map(UserView::of))
}

pub async fn user_sessions(user: String) -> Answer<UserSessionsView> {
    let (db, context, id) = (db(), reader()?, id(&user)?);
    let person = services::identity::user(&db, &context, id).await.told()?;
    let rows = services::identity::sessions_of(&db, &context, id).await.told()?;
    let view = |row: services::identity::SessionRow| SessionView {
        id: row.id.to_string(),
        address: row.address,
        device: device_name(&row.device),
        created_at: instant(row.created_at),
        seen_at: instant(row.seen_at),
        current: row.current,
    };
    Ok(UserSessionsView {
        user: UserView::of(person),
        sessions: rows.into_iter().map(view).collect(),
        may_revoke: role(&context)? == Role::OperatorChecker,
        request_no: new_request_no(),
    })
}
