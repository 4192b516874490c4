use std::collections::HashSet;

use domain::{
    id::{MappingId, PartnerId, UserId},
    mapping::{MappingState, SettlementId, Validity},
    role::PartnerKind,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{AddMappingCommand, Mapped, MappingFilter, MappingRow, MappingUsage};
use crate::{
    Error,
    page::{Bounds, Narrowed, PageRequest, Total, bounded, by_time},
    signing_consent::consent_text,
};

/// The mapping that counts.
pub struct InForce {
    pub id: MappingId,
    pub facilitator: PartnerId,
    pub facilitator_name: String,
}

struct Stored {
    id: Uuid,
    funder_id: Uuid,
    funder_name: String,
    settlement_id: String,
    facilitator_id: Uuid,
    facilitator_name: String,
    asked_from: Option<OffsetDateTime>,
    valid_from: Option<OffsetDateTime>,
    valid_to: Option<OffsetDateTime>,
    ended: bool,
    debits_blocked: bool,
    added_by: String,
    added_at: OffsetDateTime,
}

impl Stored {
    fn into_row<R>(self, at: OffsetDateTime) -> Result<MappingRow, Error<R>> {
        let validity = self.valid_from.map(|from| Validity { from, to: self.valid_to });
        Ok(MappingRow {
            id: MappingId(self.id),
            funder: PartnerId(self.funder_id),
            funder_name: self.funder_name,
            settlement_id: self.settlement_id.parse().map_err(Error::defect)?,
            facilitator: PartnerId(self.facilitator_id),
            facilitator_name: self.facilitator_name,
            asked_from: self.asked_from,
            validity,
            // What never began has an empty range, which has no ends.
            state: if self.ended { MappingState::Ended } else { MappingState::at(validity, at) },
            debits_blocked: self.debits_blocked,
            added_by: self.added_by,
            added_at: self.added_at,
        })
    }
}

/// A partner, by which a row of a file may name it.
pub struct Named {
    pub id: PartnerId,
    pub kind: PartnerKind,
    pub code: String,
    pub name: String,
}

/// Every funder and facilitator.
pub async fn list_named<R>(connection: &mut PgConnection) -> Result<Vec<Named>, Error<R>> {
    let rows = sqlx::query!("select id, kind, code, name from partners").fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let kind = row.kind.parse().map_err(Error::defect)?;
            Ok(Named { id: PartnerId(row.id), kind, code: row.code, name: row.name })
        })
        .collect()
}

/// What a mapping says.
pub type Said = (PartnerId, String, PartnerId, Option<OffsetDateTime>);

/// What the mappings of these settlement ids say that are drafts, or have no end.
pub async fn list_said(connection: &mut PgConnection, settlement_ids: &[String]) -> Result<HashSet<Said>, sqlx::Error> {
    let rows = sqlx::query!(
        "select funder_id, settlement_id, facilitator_id, asked_from from mappings
         where settlement_id = any($1) and (valid is null or (upper_inf(valid) and not isempty(valid)))",
        settlement_ids
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (PartnerId(row.funder_id), row.settlement_id, PartnerId(row.facilitator_id), row.asked_from))
        .collect())
}

/// Whether these are a funder and a facilitator.
pub async fn are_partners(
    connection: &mut PgConnection,
    funder: PartnerId,
    facilitator: PartnerId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from partners f, partners a where f.id = $1 and f.kind = 'funder' and a.id = $2
                          and a.kind = 'facilitator') as "are!""#,
        funder.0,
        facilitator.0
    )
    .fetch_one(connection)
    .await
}

pub async fn insert_mapping(
    connection: &mut PgConnection,
    (id, rolls_back): (MappingId, Option<MappingId>),
    command: &AddMappingCommand,
    settlement_id: &SettlementId,
    (person, at): (UserId, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into mappings (id, funder_id, settlement_id, facilitator_id, asked_from, added_by, added_at, rolls_back)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        command.funder.0,
        settlement_id.as_str(),
        command.facilitator.0,
        command.from,
        person.0,
        at,
        rolls_back.map(|id| id.0),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// One mapping, locked.
pub async fn lock_mapping<R>(
    connection: &mut PgConnection,
    id: MappingId,
    at: OffsetDateTime,
) -> Result<Option<MappingRow>, Error<R>> {
    sqlx::query!("select from mappings where id = $1 for update", id.0).fetch_optional(&mut *connection).await?;
    find_mapping(connection, id, at).await
}

pub async fn find_mapping<R>(
    connection: &mut PgConnection,
    id: MappingId,
    at: OffsetDateTime,
) -> Result<Option<MappingRow>, Error<R>> {
    let row = sqlx::query_as!(
        Stored,
        r#"select m.id, m.funder_id, f.name as funder_name, m.settlement_id, m.facilitator_id,
                  a.name as facilitator_name, m.asked_from, lower(m.valid) as valid_from, upper(m.valid) as valid_to,
                  coalesce(isempty(m.valid), false) as "ended!", m.debits_blocked, u.display_name as added_by, m.added_at
           from mappings m join partners f on f.id = m.funder_id join partners a on a.id = m.facilitator_id
           join users u on u.id = m.added_by where m.id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| row.into_row(at)).transpose()
}

/// What is named, if anything is.
pub async fn find_if_any<R>(
    connection: &mut PgConnection,
    id: Option<MappingId>,
    at: OffsetDateTime,
) -> Result<Option<MappingRow>, Error<R>> {
    match id {
        Some(id) => find_mapping(connection, id, at).await,
        None => Ok(None),
    }
}

/// What stands around a mapping in the course of its settlement id.
pub struct Course {
    pub former: Option<MappingId>,
    pub rolls_back: Option<MappingId>,
    pub rolled_back_by: Option<MappingId>,
    pub proposed: bool,
}

/// What counted before a mapping for another facilitator, what it rolls back, and what was drafted last to roll it back.
pub async fn find_course(connection: &mut PgConnection, id: MappingId) -> Result<Course, sqlx::Error> {
    let row = sqlx::query!(
        r#"select m.rolls_back,
                  (select f.id from mappings f
                   where f.funder_id = m.funder_id and f.settlement_id = m.settlement_id
                     and f.facilitator_id <> m.facilitator_id and lower(f.valid) < lower(m.valid)
                   order by lower(f.valid) desc limit 1) as former,
                  (select d.id from mappings d where d.rolls_back = m.id order by d.added_at desc, d.id desc limit 1)
                      as rolled_back_by,
                  exists (select from mappings d join approvals a on a.subject_id = d.id
                          where d.rolls_back = m.id and a.state = 'proposed') as "proposed!"
           from mappings m where m.id = $1"#,
        id.0
    )
    .fetch_one(connection)
    .await?;
    Ok(Course {
        former: row.former.map(MappingId),
        rolls_back: row.rolls_back.map(MappingId),
        rolled_back_by: row.rolled_back_by.map(MappingId),
        proposed: row.proposed,
    })
}

/// A statement about the mappings that `$bounds` narrow, by the state that they have at an instant: what it selects, and what else it says
/// from `$6` on. A text is a part of the settlement id, or of the name of a partner or of who added it.
macro_rules! listed {
    ($what:literal, [$($then:tt)*], $state:expr, $at:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            query,
            [$what],
            " from mappings m join partners f on f.id = m.funder_id join partners a on a.id = m.facilitator_id
                join users u on u.id = m.added_by
                where ($4::text is null
                       or $4 = case when m.valid is null then 'draft'
                                    when isempty(m.valid) or upper(m.valid) <= $5::timestamptz then 'ended'
                                    when lower(m.valid) > $5 then 'scheduled' else 'in_force' end)",
            [$($then)*],
            at "m.added_at",
            said "m.settlement_id, f.name, a.name, u.display_name",
            $bounds,
            $state,
            $at
            $(, $value)*
        )
    };
}

pub async fn list_mappings<R>(
    connection: &mut PgConnection,
    (state, at): (Option<&str>, OffsetDateTime),
    (list, bounds): (&Narrowed<MappingFilter>, &Bounds),
    page: PageRequest,
) -> Result<Vec<MappingRow>, Error<R>> {
    let rows = by_time!(
        listed!(
            r#"select m.id as "id!", m.funder_id as "funder_id!", f.name as "funder_name!",
                      m.settlement_id as "settlement_id!", m.facilitator_id as "facilitator_id!",
                      a.name as "facilitator_name!", m.asked_from, lower(m.valid) as valid_from, upper(m.valid) as valid_to,
                      coalesce(isempty(m.valid), false) as "ended!", m.debits_blocked as "debits_blocked!",
                      u.display_name as "added_by!", m.added_at as "added_at!""#;
            state, at, bounds
        ),
        ("m.added_at", "m.id"),
        ("$6", "$7", "$8", "$9"),
        list,
        page
    )
    .fetch_all(connection)
    .await?;
    let stored = rows.into_iter().map(|row| Stored {
        id: row.id,
        funder_id: row.funder_id,
        funder_name: row.funder_name,
        settlement_id: row.settlement_id,
        facilitator_id: row.facilitator_id,
        facilitator_name: row.facilitator_name,
        asked_from: row.asked_from,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        ended: row.ended,
        debits_blocked: row.debits_blocked,
        added_by: row.added_by,
        added_at: row.added_at,
    });
    stored.map(|row| row.into_row(at)).collect()
}

/// How many mappings there are as they are asked for.
pub async fn count_mappings(
    connection: &mut PgConnection,
    (state, at): (Option<&str>, OffsetDateTime),
    bounds: &Bounds,
) -> Result<Total, sqlx::Error> {
    let counted = listed!(r#"select count(*) as "count!""#, [""], state, at, bounds).fetch_one(connection).await?;
    Ok(Total::counted(counted.count))
}

/// What a settlement id stands for at an instant.
pub async fn find_in_force(
    connection: &mut PgConnection,
    funder: PartnerId,
    settlement_id: &SettlementId,
    at: OffsetDateTime,
) -> Result<Option<InForce>, sqlx::Error> {
    let row = sqlx::query!(
        "select m.id, m.facilitator_id, p.name from mappings m join partners p on p.id = m.facilitator_id
         where m.funder_id = $1 and m.settlement_id = $2 and m.valid @> $3::timestamptz",
        funder.0,
        settlement_id.as_str(),
        at
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| InForce {
        id: MappingId(row.id),
        facilitator: PartnerId(row.facilitator_id),
        facilitator_name: row.name,
    }))
}

/// Whether a mapping counts, locked so that nobody disables it meanwhile.
pub async fn is_in_force(
    connection: &mut PgConnection,
    id: MappingId,
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let row = sqlx::query_scalar!(
        r#"select valid @> $2::timestamptz as counts from mappings where id = $1 for share"#,
        id.0,
        at
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.flatten().unwrap_or(false))
}

pub async fn list_settlement_ids<R>(
    connection: &mut PgConnection,
    funder: PartnerId,
    at: OffsetDateTime,
) -> Result<Vec<Mapped>, Error<R>> {
    let rows = sqlx::query!(
        "select m.settlement_id, p.name, f.name as funder_name
         from mappings m join partners p on p.id = m.facilitator_id join partners f on f.id = m.funder_id
         where m.funder_id = $1 and m.valid @> $2::timestamptz order by m.settlement_id limit 500",
        funder.0,
        at
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let settlement_id = row.settlement_id.parse().map_err(Error::defect)?;
            let consent = consent_text(&row.funder_name, &row.name, true);
            Ok(Mapped { settlement_id, facilitator_name: row.name, consent })
        })
        .collect()
}

/// Ends what counts at an instant for a settlement id, where it began before.
pub async fn end_before(
    connection: &mut PgConnection,
    funder: PartnerId,
    settlement_id: &SettlementId,
    from: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update mappings set valid = tstzrange(lower(valid), $3)
         where funder_id = $1 and settlement_id = $2 and valid @> $3::timestamptz and lower(valid) < $3",
        funder.0,
        settlement_id.as_str(),
        from
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What was to end when something else began goes on until that would have ended.
pub async fn go_on(
    connection: &mut PgConnection,
    funder: PartnerId,
    settlement_id: &SettlementId,
    never: Validity,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update mappings set valid = tstzrange(lower(valid), $4)
         where funder_id = $1 and settlement_id = $2 and upper(valid) = $3 and not isempty(valid)",
        funder.0,
        settlement_id.as_str(),
        never.from,
        never.to
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_valid(connection: &mut PgConnection, id: MappingId, validity: Validity) -> Result<(), sqlx::Error> {
    sqlx::query!("update mappings set valid = tstzrange($2, $3) where id = $1", id.0, validity.from, validity.to)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn update_debits_blocked(
    connection: &mut PgConnection,
    id: MappingId,
    blocked: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update mappings set debits_blocked = $2 where id = $1", id.0, blocked).execute(connection).await?;
    Ok(())
}

pub async fn count_usage(connection: &mut PgConnection, id: MappingId) -> Result<MappingUsage, sqlx::Error> {
    sqlx::query_as!(
        MappingUsage,
        r#"select count(*) filter (where s.state in ('created', 'code_sent', 'confirming')) as "signings_open!",
                  count(h.id) filter (where h.state = 'shared') as "shares!",
                  (select count(*) from signings o join shares x on x.signing_id = o.id
                       join debts d on d.binding_id = x.binding_id and d.holder_id = x.facilitator_id and d.outstanding_fen > 0
                   where o.mapping_id = $1) + loans_held_by($1) as "debts_held!"
           from signings s left join shares h on h.signing_id = s.id where s.mapping_id = $1"#,
        id.0
    )
    .fetch_one(connection)
    .await
}
