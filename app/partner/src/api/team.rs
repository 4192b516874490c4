//! The people of a partner.

use parts::api::{Answer, Names, Told, db, instant, reader};

/// One person of the visitor's own team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberView {
    pub username: String,
    pub display_name: String,
    pub role: domain::role::Role,
    pub second_factor: bool,
    pub disabled: bool,
    /// Empty when the person never signed in.
    pub seen_at: String,
    pub me: bool,
}

/// The visitor's team.
pub async fn team() -> Answer<Vec<MemberView>> {
    let context = reader()?;
    let me = context.person::<services::error::Never>().told()?.user;
    let rows = services::identity::team(&db(), &context).await.told()?;
    Ok(rows
        .into_iter()
        .map(|row| MemberView {
            me: row.id == me,
            username: row.username,
            display_name: row.display_name,
            role: row.role,
            second_factor: row.second_factor,
            disabled: row.disabled,
            seen_at: row.seen_at.map(instant).unwrap_or_default(),
        })
        .collect())
}

/// The names of the visitor's colleagues, for timelines.
pub async fn names() -> Answer<Names> {
    Ok(Names(team().await?.into_iter().map(|member| (member.username, member.display_name)).collect()))
}
