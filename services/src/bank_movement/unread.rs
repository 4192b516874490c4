//! Lines of the bank's feed that could not be read or recorded: put aside, until a person has found out what they are.

use domain::{
    approval::{ApprovalRefusal, check_note},
    bank_movement::UnreadReason,
    id::UnreadLineId,
    role::Role,
    settlement::BreakState,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{UnreadLine, clean, sql};
use crate::{
    Context, Db, Error, Write,
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Page, PageRequest},
    payout,
};

/// How much of a line is kept, in characters.
const TEXT_LIMIT: usize = 4_000;

/// A line that was put aside and waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadLineRow {
    pub id: UnreadLineId,
    pub account_no: String,
    pub text: String,
    pub reason: UnreadReason,
    pub recorded_at: OffsetDateTime,
}

/// What became of a line, in a person's words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SettleUnreadCommand {
    pub line: UnreadLineId,
    pub note: String,
}

/// Keeps lines for people. One that is told again is the same line.
pub(super) async fn put_aside<R>(
    write: &mut Write,
    account: Uuid,
    lines: &[UnreadLine],
    actor: &str,
) -> Result<(), Error<R>> {
    let at = write.at;
    for line in lines {
        let id = UnreadLineId(write.id());
        let text: String = clean(&line.text).chars().take(TEXT_LIMIT).collect();
        if sql::unread::insert(write.connection(), id, account, (&text, line.reason), at).await? {
            write.envelope.moved(id, ("", BreakState::Open.code()), actor, line.reason.code());
        }
    }
    Ok(())
}

/// The lines that wait, the oldest first.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn unread_lines(db: &Db, context: &Context, page: PageRequest) -> Result<Page<UnreadLineRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sql::unread::list_open(connection, page).await?;
            Ok(Page::of(rows, page, |row: &UnreadLineRow| Cursor { at: row.recorded_at, id: row.id.0 }))
        })
    })
    .await
}

/// A person has found out what the line is, and where it stands now: in an imported statement, say. Nothing is booked by
/// this.
///
/// # Errors
/// `NotFound` when there is no such line; refused without a note, and when it was settled before.
pub async fn settle_unread(
    db: &Db,
    context: &Context,
    command: SettleUnreadCommand,
) -> Result<(), Error<ApprovalRefusal>> {
    let maker = context.operator(&[Role::OperatorMaker])?.user;
    let actor = context.actor_name();
    db.write(context, "bank_movement.settle_unread", &command.clone(), move |write| {
        Box::pin(async move {
            check_note(&command.note).map_err(Error::Refused)?;
            if !sql::unread::lock_open(write.connection(), command.line).await?.ok_or(Error::NotFound)? {
                return Err(Error::Refused(ApprovalRefusal::AlreadyDecided));
            }
            let (note, at) = (command.note.trim(), write.at);
            sql::unread::update_settled(write.connection(), command.line, note, (maker, at)).await?;
            write.envelope.about(command.line);
            write.envelope.moved(command.line, (BreakState::Open.code(), BreakState::Settled.code()), &actor, note);
            write.envelope.changed(&BreakState::Open.code(), &(BreakState::Settled.code(), note))?;
            payout::set_off_explained(write, &actor).await
        })
    })
    .await
}
