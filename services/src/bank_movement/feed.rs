//! The bank's own feed of the reserve accounts.
//!
//! Each account is read by itself, and so is each line where one spoils its page: what cannot be read or recorded is put
//! aside for people, and the cursor goes on.

use domain::{Amount, actor::SystemPart, bank_movement::UnreadReason, hexadecimal, id::BankMovementId};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    MovementFacts, UnreadLine,
    apply::{self, Incoming},
    identity::Source,
    sql, unread,
};
use crate::{
    Context, Db, Error, Write,
    bank::{Banks, FeedPage},
    error::{Conflict, Never},
};

/// How long it is read at once, so that the end of a process does not wait for a long absence.
const STEP: Duration = Duration::seconds(10);

/// Lines that the bank told of.
#[derive(Clone, Debug, Serialize)]
pub struct RecordCommand {
    pub account_no: String,
    pub lines: Vec<MovementFacts>,
    /// What it told besides, and is to be put aside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<UnreadLine>,
    /// Where the lines stood in the bank's feed, when they come from there.
    pub cursor: Option<CursorStep>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CursorStep {
    pub from: String,
    pub to: String,
}

/// How many of the lines were new, and how many recorded before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub new: usize,
    pub known: usize,
}

/// Records lines of a reserve account and puts each where it belongs.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself, `NotFound` when the account is not one of the institution's, `Conflict` while a
/// file of it is being recorded.
pub async fn record(db: &Db, context: &Context, command: RecordCommand) -> Result<Recorded, Error<Never>> {
    context.system_only()?;
    let actor = context.actor_name();
    db.write(context, "bank_movement.record", &command.clone(), move |write| {
        Box::pin(async move { record_lines(write, command, &actor).await })
    })
    .await
}

/// The balance before the first of these lines, if one of them tells a balance.
fn balance_before(facts: &[MovementFacts]) -> Option<(Amount, Date)> {
    let mut moved = Amount::ZERO;
    for line in facts {
        moved = moved.plus(line.signed());
        if let Some(balance) = line.balance_after {
            return Some((balance.plus(moved.negated()), facts.first()?.booked_on));
        }
    }
    None
}

async fn record_lines(write: &mut Write, command: RecordCommand, actor: &str) -> Result<Recorded, Error<Never>> {
    let accounts = sql::list_reserve_accounts(write.connection()).await?;
    let account =
        accounts.into_iter().find(|account| account.account_no == command.account_no).ok_or(Error::NotFound)?.id;
    // Taken even where there are no lines: the cursor is read under it.
    sql::lock_reserve_account(write.connection(), account).await?;
    if let Some(step) = &command.cursor
        && sql::find_cursor(write.connection(), account).await? != step.from
    {
        // Another worker has read on meanwhile: what it has recorded is not told again, and the rest comes next time.
        write.envelope.about(&command.account_no);
        return Ok(Recorded { new: 0, known: command.lines.len() });
    }
    if sql::parts::is_under_way(write.connection(), account).await? {
        return Err(Error::Conflict(Conflict::Changed));
    }
    let facts: Vec<MovementFacts> = command.lines.into_iter().map(MovementFacts::cleaned).collect();
    let lines: Vec<Incoming<'_>> = facts.iter().map(|facts| Incoming::of(account, facts)).collect();
    apply::lock(write.connection(), &lines).await?;
    if let Some((balance, on)) = balance_before(&facts) {
        sql::update_before(write.connection(), account, balance, (on, true)).await?;
    }
    let planned = apply::plan(write.connection(), &lines, Source::Feed).await?;
    let movements: Vec<BankMovementId> = apply::apply(write, &lines, &planned, None, actor).await?;
    let new = planned.iter().filter(|plan| !matches!(plan, apply::Planned::Known { .. })).count();
    let recorded = Recorded { new, known: movements.len() - new };
    unread::put_aside(write, account, &command.unread, actor).await?;
    if let Some(step) = &command.cursor {
        sql::update_cursor(write.connection(), account, &step.to).await?;
    }
    write.envelope.about(&command.account_no);
    write.envelope.changed(&command.cursor.as_ref().map(|step| &step.from), &(&command.cursor, recorded))?;
    Ok(recorded)
}

/// Reads what is new in the bank's feed of a reserve account. Gives the number of new movements. A bank that does not answer
/// is asked again the next time; and none is asked while a file of the account is being recorded.
///
/// # Errors
/// When the database fails, or what the bank told can be neither recorded nor put aside.
pub async fn read_feed(db: &Db, banks: &Banks<'_>, id: Uuid) -> Result<usize, Error<Never>> {
    let (account, cursor, under_way) = db
        .read(&Context::system(SystemPart::Feed, ""), move |connection| {
            Box::pin(async move {
                let accounts = sql::list_reserve_accounts(connection).await?;
                let account = accounts.into_iter().find(|account| account.id == id).ok_or(Error::NotFound)?;
                let under_way = sql::parts::is_under_way(connection, id).await?;
                Ok::<_, Error<Never>>((account, sql::find_cursor(connection, id).await?, under_way))
            })
        })
        .await?;
    if under_way {
        return Ok(0);
    }
    let (bank, began, account_no) = (banks.of(&account.bank), db.true_now(), &account.account_no);
    let (mut from, mut new) = (cursor, 0);
    while db.true_now() - began < STEP {
        let page = match bank.movements(account_no, &from).await {
            Ok(page) => page,
            Err(error) => {
                tracing::warn!(account_no, %error, "the bank's feed could not be read");
                break;
            }
        };
        // A bank that hands out the same cursor again has nothing after it.
        let (to, at_end) = (page.cursor.clone(), page.cursor == from);
        if !at_end || !page.movements.is_empty() || !page.unread.is_empty() {
            match record_page(db, account_no, from, page).await {
                // A file of the account was confirmed meanwhile, or others were faster: the page comes again.
                Err(Error::Conflict(_)) => break,
                recorded => new += recorded?,
            }
        }
        if at_end {
            note_end(db, id, db.now()).await?;
            break;
        }
        from = to;
    }
    Ok(new)
}

/// The feed's own request. A page that is told twice is recorded once because its lines are known, not because its number
/// is.
async fn record_fed(db: &Db, command: RecordCommand) -> Result<usize, Error<Never>> {
    Ok(record(db, &Context::system(SystemPart::Feed, hexadecimal::text(&db.secret())), command).await?.new)
}

/// Records a page, and line by line where it cannot be recorded as it is.
async fn record_page(db: &Db, account_no: &str, from: String, page: FeedPage) -> Result<usize, Error<Never>> {
    let command = |lines, unread, cursor| RecordCommand { account_no: account_no.to_owned(), lines, unread, cursor };
    let step = CursorStep { from, to: page.cursor };
    match record_fed(db, command(page.movements.clone(), page.unread.clone(), Some(step.clone()))).await {
        Err(error) if error.is_lasting() => {
            tracing::error!(account_no, ?error, "a page of the bank's feed is recorded line by line");
        }
        outcome => return outcome,
    }
    let (mut new, mut unread) = (0, page.unread);
    for line in page.movements {
        match record_fed(db, command(vec![line.clone()], Vec::new(), None)).await {
            Ok(recorded) => new += recorded,
            Err(error) if error.is_lasting() => {
                tracing::error!(account_no, ?error, "a line of the bank's feed could not be recorded");
                let text = serde_json::to_string(&line)?;
                unread.push(UnreadLine { text, reason: UnreadReason::NotRecorded });
            }
            Err(error) => return Err(error),
        }
    }
    record_fed(db, command(Vec::new(), unread, Some(step))).await?;
    Ok(new)
}

/// Notes that the feed was read to its end. That is nobody's request and leaves no audit row.
async fn note_end(db: &Db, account: Uuid, at: OffsetDateTime) -> Result<(), Error<Never>> {
    db.note(&Context::system(SystemPart::Feed, ""), move |connection| {
        Box::pin(async move { Ok(sql::update_read_at(connection, account, at).await?) })
    })
    .await
}
