use domain::{
    approval::{Action, ApprovalState, Details},
    id::{ApprovalId, UserId},
};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;

use super::{DecideCommand, ProposeCommand};
use crate::{Error, approval_row::action_of};

/// A proposal, as far as deciding it needs it.
pub struct Proposed {
    pub action: Action,
    pub note: String,
    pub state: ApprovalState,
    pub proposed_by: UserId,
    pub proposed_at: OffsetDateTime,
}

pub async fn insert_approval(
    connection: &mut PgConnection,
    id: ApprovalId,
    command: &ProposeCommand,
    (maker, at): (UserId, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into approvals (id, action, subject_id, details, note, state, proposed_by, proposed_at)
         values ($1, $2, $3, $4, $5, 'proposed', $6, $7)",
        id.0,
        command.action.code(),
        command.action.subject().id(),
        Json(command.action.details()) as _,
        command.note.trim(),
        maker.0,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn lock_approval<R>(connection: &mut PgConnection, id: ApprovalId) -> Result<Option<Proposed>, Error<R>> {
    let row = sqlx::query!(
        r#"select action, subject_id, details as "details: Json<Details>", note, state, proposed_by, proposed_at
           from approvals where id = $1 for update"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Proposed {
            action: action_of(&row.action, row.subject_id, row.details)?,
            note: row.note,
            state: row.state.parse().map_err(Error::defect)?,
            proposed_by: UserId(row.proposed_by),
            proposed_at: row.proposed_at,
        })
    })
    .transpose()
}

/// The oldest that nobody has decided and somebody else than this person proposed.
pub async fn find_next<R>(connection: &mut PgConnection, checker: UserId) -> Result<Option<Action>, Error<R>> {
    let row = sqlx::query!(
        r#"select action, subject_id, details as "details: Json<Details>" from approvals
           where state = 'proposed' and proposed_by <> $1 order by proposed_at, id limit 1"#,
        checker.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| action_of(&row.action, row.subject_id, row.details)).transpose()
}

pub async fn update_decided(
    connection: &mut PgConnection,
    command: &DecideCommand,
    state: ApprovalState,
    (checker, at): (UserId, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update approvals set state = $2, decided_by = $3, decided_at = $4, decision_note = $5 where id = $1",
        command.approval.0,
        state.code(),
        checker.0,
        at,
        command.note.trim(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
