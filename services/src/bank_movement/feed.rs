//! The bank's own feed of the reserve accounts.

use domain::id::BankMovementId;
use serde::{Deserialize, Serialize};

use super::{
    MovementFacts,
    apply::{self, Incoming},
    sql,
};
use crate::{Context, Db, Error, Write, bank::Bank, draw::hexadecimal, error::Never};

/// How many pages of one account are read in one step, so that a long absence does not hold up everything else.
const PAGES_AT_ONCE: usize = 100;

/// Lines that the bank told of.
#[derive(Clone, Debug, Serialize)]
pub struct RecordCommand {
    pub account_no: String,
    pub lines: Vec<MovementFacts>,
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
/// `Forbidden` for anybody but Lianrong itself, `NotFound` when the account is not one of the institution's.
pub async fn record(db: &Db, context: &Context, command: RecordCommand) -> Result<Recorded, Error<Never>> {
    context.system_only()?;
    let actor = context.actor_name();
    db.write(context, "bank_movement.record", &command.clone(), move |write| {
        Box::pin(async move { record_lines(write, command, &actor).await })
    })
    .await
}

async fn record_lines(write: &mut Write, command: RecordCommand, actor: &str) -> Result<Recorded, Error<Never>> {
    let accounts = sql::list_reserve_accounts(write.connection()).await?;
    let account =
        accounts.into_iter().find(|account| account.account_no == command.account_no).ok_or(Error::NotFound)?.id;
    // Taken even where there are no lines: the cursor is read under it.
    sql::lock_reserve_account(write.connection(), account).await?;
    let facts: Vec<MovementFacts> = command.lines.into_iter().map(MovementFacts::cleaned).collect();
    let lines: Vec<Incoming<'_>> = facts.iter().map(|facts| Incoming { reserve_account: account, facts }).collect();
    apply::lock(write.connection(), &lines).await?;
    let planned = apply::plan(write.connection(), &lines).await?;
    let movements: Vec<BankMovementId> = apply::apply(write, &lines, &planned, None, actor).await?;
    let new = planned.iter().filter(|plan| matches!(plan, apply::Planned::New(..))).count();
    let recorded = Recorded { new, known: movements.len() - new };
    if let Some(step) = &command.cursor {
        // Another worker may have read further meanwhile; what it has read is recorded, and here known.
        if sql::find_cursor(write.connection(), account).await? == step.from {
            sql::update_cursor(write.connection(), account, &step.to).await?;
        }
    }
    write.envelope.about(&command.account_no);
    write.envelope.changed(&command.cursor.as_ref().map(|step| &step.from), &(&command.cursor, recorded))?;
    Ok(recorded)
}

/// One step of the worker: reads what is new in the bank's feed of every reserve account. Gives the number of new
/// movements. A bank that does not answer is asked again in the next step.
///
/// # Errors
/// When the database fails.
pub async fn pull_feed(db: &Db, bank: &dyn Bank) -> Result<usize, Error<Never>> {
    let context = Context::system("feed", "");
    let accounts = db
        .read(&context, |connection| {
            Box::pin(async move {
                let mut accounts = Vec::new();
                for account in sql::list_reserve_accounts(connection).await? {
                    let cursor = sql::find_cursor(connection, account.id).await?;
                    accounts.push((account.account_no, cursor));
                }
                Ok::<_, Error<Never>>(accounts)
            })
        })
        .await?;
    let mut new = 0;
    for (account_no, cursor) in accounts {
        new += pull_account(db, bank, &account_no, cursor).await?;
    }
    Ok(new)
}

async fn pull_account(db: &Db, bank: &dyn Bank, account_no: &str, cursor: String) -> Result<usize, Error<Never>> {
    let (mut from, mut new) = (cursor, 0);
    for _ in 0..PAGES_AT_ONCE {
        let page = match bank.movements(account_no, &from).await {
            Ok(page) => page,
            Err(error) => {
                tracing::warn!(account_no, %error, "the bank's feed could not be read");
                break;
            }
        };
        if page.movements.is_empty() && page.cursor == from {
            break;
        }
        let step = CursorStep { from, to: page.cursor };
        let command =
            RecordCommand { account_no: account_no.to_owned(), lines: page.movements, cursor: Some(step.clone()) };
        // A page that is told twice is recorded once because its lines are known, not because its number is.
        let context = Context::system("feed", hexadecimal(&db.secret()));
        new += record(db, &context, command).await?.new;
        // A bank that hands out the same cursor again has nothing after it.
        if step.from == step.to {
            break;
        }
        from = step.to;
    }
    Ok(new)
}
