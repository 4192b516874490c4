//! The way back from a published mapping: what its settlement id stood for before is drafted anew.

use domain::{
    approval::ApprovalRefusal,
    id::{MappingId, UserId},
    mapping::{MappingRefusal, MappingState},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{AddMappingCommand, MappingRow, refused, sql};
use crate::{Error, Write, error::Never};

/// What stands around a mapping in the course of its settlement id.
#[derive(Clone, Debug, Default)]
pub struct MappingCourse {
    /// What counted before it and named another facilitator.
    pub former: Option<MappingRow>,
    /// What it was drafted to roll back.
    pub rolls_back: Option<MappingRow>,
    /// What was drafted last to roll it back.
    pub rolled_back_by: Option<MappingRow>,
    /// Whether that is proposed, and nobody has decided.
    pub proposed: bool,
}

pub(super) async fn course(
    connection: &mut PgConnection,
    id: MappingId,
    at: OffsetDateTime,
) -> Result<MappingCourse, Error<Never>> {
    let found = sql::find_course(connection, id).await?;
    Ok(MappingCourse {
        former: sql::find_if_any(connection, found.former, at).await?,
        rolls_back: sql::find_if_any(connection, found.rolls_back, at).await?,
        rolled_back_by: sql::find_if_any(connection, found.rolled_back_by, at).await?,
        proposed: found.proposed,
    })
}

/// Drafts what counted before a mapping anew, for two people to publish.
///
/// # Errors
/// `NotFound` when there is no such mapping; refused unless it counts and another facilitator was named before, when the time has passed,
/// and while the same is proposed already.
pub(crate) async fn draft_former(
    write: &mut Write,
    id: MappingId,
    from: Option<OffsetDateTime>,
    person: UserId,
) -> Result<MappingId, Error<ApprovalRefusal>> {
    let at = write.at;
    let row = sql::lock_mapping(write.connection(), id, at).await?.ok_or(Error::NotFound)?;
    row.state.roll_back().map_err(refused)?;
    let found = sql::find_course(write.connection(), id).await?;
    if found.proposed {
        return Err(Error::Refused(ApprovalRefusal::AlreadyProposed));
    }
    let former = sql::find_if_any(write.connection(), found.former, at).await?;
    let former = former.ok_or_else(|| refused(MappingRefusal::NoFormer))?;
    MappingState::Draft.publish(from, at).map_err(refused)?;
    let draft = MappingId(write.id());
    let command = AddMappingCommand {
        funder: former.funder,
        settlement_id: former.settlement_id.to_string(),
        facilitator: former.facilitator,
        from,
    };
    let settlement_id = &former.settlement_id;
    sql::insert_mapping(write.connection(), (draft, Some(id)), &command, settlement_id, (person, at)).await?;
    Ok(draft)
}
