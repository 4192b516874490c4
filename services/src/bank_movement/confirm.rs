//! Recording the lines of a confirmed file: with the decision where they are few, and by a job in parts where they are many, each
//! part in a transaction of its own. What each line is, is found out for the whole file before the first part; until the last is
//! recorded, nobody else records movements of its accounts. Whoever is cut short goes on with the part that is next.

use std::collections::BTreeMap;

use domain::{
    actor::SystemPart,
    bank_movement::{LineOutcome, Link},
    hexadecimal,
    id::ImportId,
};
use sqlx::PgConnection;
use time::Duration;
use uuid::Uuid;

use super::{
    ImportState,
    apply::{self, Earlier, Incoming},
    identity::Source,
    join::earlier,
    line::{Answer, Counts},
    sql::{
        self,
        import::{self as rows, ReadLine, StatementRow},
        parts::{self, Part, Recognised},
    },
};
use crate::{Context, Db, Error, Write, error::Never, job::Outcome, sealed::random_uuid};

/// How many lines one transaction records.
const LINES: usize = 500;
/// Giving a line's money to somebody takes as long as so many lines that only stand in the books.
const GIVEN: usize = 5;
/// When the job goes on after others were in its way.
const PAUSE: Duration = Duration::seconds(1);

/// Whether one transaction records all lines.
pub(super) fn are_few(statements: &[StatementRow]) -> bool {
    let lines: u64 = statements.iter().map(|statement| statement.counts.movements()).sum();
    usize::try_from(lines).is_ok_and(|lines| lines <= LINES)
}

/// What is noted before the first line is recorded.
pub(super) async fn begin(connection: &mut PgConnection, statements: &[StatementRow]) -> Result<(), sqlx::Error> {
    for statement in statements.iter().filter(|statement| statement.link == Some(Link::Start)) {
        if let (Some(account), Some(opening), Some(on)) = (statement.account, statement.opening, statement.from_on) {
            sql::update_before(connection, account, opening, (on, false)).await?;
        }
    }
    Ok(())
}

/// A statement of one of our accounts, with its lines.
struct Told {
    statement: Uuid,
    account: Uuid,
    earlier: Earlier,
    lines: Vec<ReadLine>,
}

async fn list_told<R>(connection: &mut PgConnection, statements: &[StatementRow]) -> Result<Vec<Told>, Error<R>> {
    let mut told = Vec::new();
    for statement in statements {
        if let Some(account) = statement.account {
            let begins = statement.from_on.map(|on| (account, on)).zip(statement.opening);
            let earlier = earlier(connection, begins.filter(|_| statement.is_explained())).await?;
            let lines = rows::list_read(connection, statement.id).await?;
            told.push(Told { statement: statement.id, account, earlier, lines });
        }
    }
    Ok(told)
}

/// The lines of all statements: two lines of one file are two movements, in whichever of them they stand.
fn incoming(told: &[Told]) -> Vec<Incoming<'_>> {
    told.iter()
        .flat_map(|told| {
            let of = |facts| Incoming { earlier: told.earlier.clone(), ..Incoming::of(told.account, facts) };
            told.lines.iter().map(move |line| of(&line.facts))
        })
        .collect()
}

/// Records the lines of a file's statements with the decision.
pub(super) async fn record_at_once(
    write: &mut Write,
    import: ImportId,
    statements: &mut [StatementRow],
    actor: &str,
) -> Answer<()> {
    let told = list_told(write.connection(), statements).await?;
    let lines = incoming(&told);
    apply::lock(write.connection(), &lines).await?;
    let planned = apply::plan(write.connection(), &lines, Source::File).await?;
    let movements = apply::apply(write, &lines, &planned, Some(import.0), actor).await?;
    let mut done = planned.iter().zip(&movements);
    let ours = statements.iter_mut().filter(|statement| statement.account.is_some());
    for (statement, told) in ours.zip(&told) {
        let done: Vec<_> = told.lines.iter().zip(done.by_ref()).collect();
        statement.counts.0.retain(|outcome, _| !outcome.is_movement());
        for (_, (plan, _)) in &done {
            statement.counts.one(plan.outcome().kind());
        }
        let became = done.into_iter().map(|(line, (plan, movement))| (line.place, plan.outcome(), *movement));
        rows::update_lines(write.connection(), statement.id, became).await?;
    }
    Ok(())
}

/// The job: records what is left of a long file, part by part.
pub async fn record_statement(db: &Db, import: ImportId) -> Outcome {
    match record_left(db, import).await {
        Ok(()) => Outcome::Done,
        Err(Error::Conflict(_)) => Outcome::Again(db.true_now() + PAUSE),
        Err(error) => error.into(),
    }
}

fn worker(db: &Db) -> Context {
    Context::system(SystemPart::Statements, hexadecimal::text(&db.secret()))
}

async fn record_left(db: &Db, import: ImportId) -> Result<(), Error<Never>> {
    let context = worker(db);
    let found = db.read::<_, Never, _>(&context, move |connection| {
        Box::pin(async move {
            let file = rows::find_import(connection, import).await?.ok_or(Error::NotFound)?;
            let state: ImportState = file.state.parse().map_err(Error::defect)?;
            Ok((state == ImportState::Recording, parts::count_left(connection, import).await?.is_some()))
        })
    });
    match found.await? {
        (false, _) => return Ok(()),
        (true, false) => cut(db, import).await?,
        (true, true) => {}
    }
    while record_next(db, import).await? {}
    Ok(())
}

/// Finds out what each line is, and keeps that with the parts in which they are recorded. Looking at them takes long, and keeps
/// nobody from writing; nothing that matters to it changes meanwhile.
async fn cut(db: &Db, import: ImportId) -> Result<(), Error<Never>> {
    let (context, source) = (worker(db), db.clone());
    let found = db.read::<_, Never, _>(&context, move |connection| {
        Box::pin(async move {
            let statements = rows::list_statements(connection, import).await?;
            let told = list_told(connection, &statements).await?;
            let lines = incoming(&told);
            let (identities, _) = apply::identify::<Never>(connection, &lines, Source::File).await?;
            let mut entries = BTreeMap::new();
            let recognised = lines.iter().zip(identities).map(|(line, identity)| {
                let place = line.facts.entry.as_ref().map(|entry| (line.reserve_account, entry.place));
                let entry = place.map(|place| *entries.entry(place).or_insert_with(|| random_uuid(source.secret())));
                Recognised { identity, entry }
            });
            Ok(parts_of(&told, recognised))
        })
    });
    let found = found.await?;
    db.note(&context, move |connection| {
        Box::pin(async move {
            let file = rows::lock_import::<Never>(connection, import).await?.ok_or(Error::NotFound)?;
            // Another worker may have done so meanwhile.
            if file.state == ImportState::Recording && parts::count_left(connection, import).await?.is_none() {
                parts::insert_parts(connection, &found).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Lines in their order, so many in each part as one transaction records.
fn parts_of(told: &[Told], mut recognised: impl Iterator<Item = Recognised>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for Told { statement, account, lines, .. } in told {
        let mut room = 0;
        for (line, recognised) in lines.iter().zip(recognised.by_ref()) {
            let takes = weight(line.outcome);
            if takes > room {
                parts.push(Part { statement: *statement, account: *account, place: line.place, lines: Vec::new() });
                room = LINES;
            }
            room -= takes;
            if let Some(part) = parts.last_mut() {
                part.lines.push(recognised);
            }
        }
    }
    parts
}

const fn weight(outcome: LineOutcome) -> usize {
    if outcome.is_given() { GIVEN } else { 1 }
}

/// Records the part that is next, if there is one. Gives whether another is to come.
async fn record_next(db: &Db, import: ImportId) -> Result<bool, Error<Never>> {
    let context = worker(db);
    let actor = context.actor_name();
    db.write(&context, "statement.record", &import, move |write| {
        Box::pin(async move {
            let file = rows::lock_import(write.connection(), import).await?.ok_or(Error::NotFound)?;
            if file.state != ImportState::Recording {
                write.envelope.about(import);
                return Ok(false);
            }
            let next = parts::find_next_part(write.connection(), import).await?;
            let part = next.ok_or_else(|| Error::defect("a file is under way of which nothing is left"))?;
            let counts = record_part(write, import, &part, &actor).await?;
            parts::delete_part(write.connection(), &part).await?;
            let left = parts::count_left(write.connection(), import).await?.is_some();
            if !left {
                parts::update_recorded(write.connection(), import).await?;
            }
            let state = if left { ImportState::Recording } else { ImportState::Confirmed };
            write.envelope.about(import);
            write.envelope.changed(&ImportState::Recording.code(), &(state.code(), counts))?;
            Ok(left)
        })
    })
    .await
}

/// Gives how many of its lines have become what.
async fn record_part(write: &mut Write, import: ImportId, part: &Part, actor: &str) -> Result<Counts, Error<Never>> {
    let (before, count) = (part.place.saturating_sub(1), part.lines.len());
    let read = rows::list_read_after::<Never>(write.connection(), part.statement, before, count).await?;
    let lines: Vec<Incoming<'_>> = read
        .iter()
        .zip(&part.lines)
        .map(|(line, found)| Incoming { entry: found.entry, ..Incoming::of(part.account, &line.facts) })
        .collect();
    apply::lock(write.connection(), &lines).await?;
    let identities = part.lines.iter().map(|found| found.identity).collect();
    let planned = apply::plan_identified::<Never>(write.connection(), &lines, identities).await?;
    let movements = apply::apply::<Never>(write, &lines, &planned, Some(import.0), actor).await?;
    let mut counts = Counts::default();
    for plan in &planned {
        counts.one(plan.outcome().kind());
    }
    let became = read.iter().zip(planned.iter().zip(&movements));
    let became = became.map(|(line, (plan, movement))| (line.place, plan.outcome(), *movement));
    rows::update_lines(write.connection(), part.statement, became).await?;
    Ok(counts)
}
