//! Reading the audit trail: who did what to what, with the state before and after.

mod called;
mod digest;
pub(crate) mod refused;
pub(crate) mod sought;

use domain::{
    audit::Outcome,
    id::{AuditId, SessionId},
    search::Sought,
};
use serde_json::Value;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    clock::start,
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

pub(crate) use called::names_of;
pub(crate) use digest::Filed;

/// Which part of the trail. What is not given does not narrow it; a text that can mean nothing fits nothing.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// What it is about, as somebody types it: a reference, a name, a user name, or as the trail has it: `loan_01j…`.
    pub subject: Option<String>,
    /// Who did it, as somebody types it: a name, a user name, for whom they act, or as the trail has it: `system:feed`.
    pub actor: Option<String>,
    /// What was done, exactly: `draw.request`.
    pub operation: Option<String>,
    /// The first and the last day on which it was done, in China.
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// One operation that was done or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    pub id: AuditId,
    pub recorded_at: OffsetDateTime,
    pub actor: String,
    /// What the person is called, or the partner whose key it is; none for anybody else.
    pub actor_name: Option<String>,
    pub session: Option<SessionId>,
    pub operation: String,
    /// Of what was refused, the first thing that it named, or else the party that asked.
    pub subject: String,
    /// The number or the name by which people know that; empty where it has none.
    pub subject_name: String,
    pub outcome: Outcome,
    pub before: Option<Value>,
    pub after: Option<Value>,
    /// What was asked for when it was refused, without what a person wrote.
    pub command: Option<Value>,
}

/// A page of the trail, newest first, for the institution's people.
///
/// # Errors
/// `Forbidden` for anybody else.
pub async fn audit_trail(
    db: &Db,
    context: &Context,
    filter: AuditFilter,
    page: PageRequest,
) -> Result<Page<AuditRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let Some(part) = narrowed(connection, filter, page.after).await? else { return Ok(Page::EMPTY) };
            let ids = list_ids(connection, &part, page.rows_to_read()).await?;
            let rows = list_rows(connection, &ids).await?;
            Ok(Page::of(rows, page, |row: &AuditRow| Cursor { at: row.recorded_at, id: row.id.0 }))
        })
    })
    .await
}

/// Whether the context's request was carried out, as this operation.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn is_recorded(db: &Db, context: &Context, operation: &'static str) -> Result<bool, Error<Never>> {
    context.system_only()?;
    let (party, number) = (context.party_name(), context.request_no.clone());
    db.read(context, move |connection| {
        Box::pin(async move {
            Ok(sqlx::query_scalar!(
                r#"select exists (select from audit where party = $1 and operation = $2 and request_no = $3)
                          as "complete!""#,
                party,
                operation,
                number
            )
            .fetch_one(connection)
            .await?)
        })
    })
    .await
}

/// A part of the trail, as its rows name things. A list without a name does not narrow it.
struct Part {
    subjects: Vec<String>,
    actors: Vec<String>,
    operation: Option<String>,
    /// The first identifier, and the one before which it ends.
    first: Uuid,
    end: Uuid,
}

/// The part that a filter means, behind a place; none when it can mean nothing.
async fn narrowed(
    connection: &mut PgConnection,
    filter: AuditFilter,
    after: Option<Cursor>,
) -> Result<Option<Part>, sqlx::Error> {
    let AuditFilter { subject, actor, operation, from, to } = filter;
    // The database takes no zero byte in a text, so that nothing can have one.
    if operation.as_deref().is_some_and(|code| code.contains('\0')) {
        return Ok(None);
    }
    let (mut subjects, mut actors) = (Vec::new(), Vec::new());
    if let Some(typed) = subject {
        let Some(sought) = Sought::of(&typed) else { return Ok(None) };
        subjects = sought::subjects(connection, &sought).await?;
    }
    if let Some(typed) = actor {
        let Some(sought) = Sought::of(&typed) else { return Ok(None) };
        actors = sought::actors(connection, &sought).await?;
    }
    let first = from.map_or(Uuid::nil(), |on| first_id(start(on)));
    let end = to.and_then(Date::next_day).map_or(Uuid::max(), |next| first_id(start(next)));
    let end = after.map_or(end, |cursor| end.min(cursor.id));
    Ok(Some(Part { subjects, actors, operation, first, end }))
}

/// The smallest identifier that an operation at this instant can have: they are made of the time ([`crate::Write::id`]), so that
/// the rows of a day need no index of their own.
pub(crate) fn first_id(at: OffsetDateTime) -> Uuid {
    let millis = u64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    Uuid::from_u128(u128::from(millis) << 80)
}

/// The newest rows of a part. What narrows it decides which index is walked, so that each way is a statement of its own: a thing
/// has few rows, and each of several things or actors is walked by itself.
async fn list_ids(connection: &mut PgConnection, part: &Part, limit: i64) -> Result<Vec<Uuid>, sqlx::Error> {
    let Part { subjects, actors, operation, .. } = part;
    let (first, end) = (part.first, part.end);
    if !subjects.is_empty() {
        return sqlx::query_scalar!(
            r#"select a.id as "id!"
               from unnest($1::text[]) as asked (subject)
               cross join lateral (select id from audit
                                   where subject = asked.subject and id >= $4 and id < $5
                                     and (cardinality($2::text[]) = 0 or actor = any($2))
                                     and ($3::text is null or operation = $3)
                                   order by id desc limit $6) a
               order by a.id desc limit $6"#,
            subjects,
            actors,
            operation.as_deref(),
            first,
            end,
            limit,
        )
        .fetch_all(connection)
        .await;
    }
    if let Some(operation) = operation {
        return sqlx::query_scalar!(
            "select id from audit
             where operation collate \"C\" = $1 and id >= $3 and id < $4 and (cardinality($2::text[]) = 0 or actor = any($2))
             order by id desc limit $5",
            operation,
            actors,
            first,
            end,
            limit,
        )
        .fetch_all(connection)
        .await;
    }
    if !actors.is_empty() {
        return sqlx::query_scalar!(
            r#"select a.id as "id!"
               from unnest($1::text[]) as asked (actor)
               cross join lateral (select id from audit where actor = asked.actor and id >= $2 and id < $3
                                   order by id desc limit $4) a
               order by a.id desc limit $4"#,
            actors,
            first,
            end,
            limit,
        )
        .fetch_all(connection)
        .await;
    }
    sqlx::query_scalar!("select id from audit where id >= $1 and id < $2 order by id desc limit $3", first, end, limit)
        .fetch_all(connection)
        .await
}

struct Stored {
    id: Uuid,
    recorded_at: OffsetDateTime,
    actor: String,
    actor_name: Option<String>,
    session_id: Option<Uuid>,
    operation: String,
    subject: String,
    outcome: String,
    before: Option<Value>,
    after: Option<Value>,
    command: Option<Value>,
}

/// These rows, the newest first, with whoever acted and what it was about by name.
async fn list_rows(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<AuditRow>, Error<Never>> {
    let rows = sqlx::query_as!(
        Stored,
        r#"select a.id, a.recorded_at, a.actor, coalesce(u.display_name, k.name) as "actor_name?", a.session_id,
                  a.operation, a.subject, a.outcome, a.before, a.after, a.command
           from audit a
           left join lateral (select display_name from users
                              where starts_with(a.actor, 'user:') and username = substr(a.actor, 6) limit 1) u on true
           left join lateral (select p.name from partner_keys pk join partners p on p.id = pk.partner_id
                              where starts_with(a.actor, 'key:') and pk.key_id = substr(a.actor, 5) limit 1) k on true
           where a.id = any($1) order by a.id desc"#,
        ids,
    )
    .fetch_all(&mut *connection)
    .await?;
    let subjects: Vec<String> = rows.iter().map(|row| row.subject.clone()).collect();
    let names = names_of(connection, &subjects).await?;
    rows.into_iter()
        .map(|row| {
            Ok(AuditRow {
                subject_name: names.get(&row.subject).cloned().unwrap_or_default(),
                id: AuditId(row.id),
                recorded_at: row.recorded_at,
                actor: row.actor,
                actor_name: row.actor_name,
                session: row.session_id.map(SessionId),
                operation: row.operation,
                subject: row.subject,
                outcome: row.outcome.parse().map_err(Error::defect)?,
                before: row.before,
                after: row.after,
                command: row.command,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn what_an_instant_made_lies_behind_its_first_identifier() {
        let at = datetime!(2026-11-20 00:00 +8);
        let made = |at: OffsetDateTime, random: u8| {
            let millis = u64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap();
            uuid::Builder::from_unix_timestamp_millis(millis, &[random; 10]).into_uuid()
        };
        assert!(made(at, 0) > first_id(at));
        assert!(made(at - time::Duration::MILLISECOND, 255) < first_id(at));
        assert_eq!(first_id(datetime!(1969-12-31 00:00 UTC)), Uuid::nil());
        assert!(first_id(datetime!(9999-12-31 00:00 UTC)) < Uuid::max());
    }
}
