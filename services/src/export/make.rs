//! How a file is made: rows are read part by part, each part is kept, and when all are there the file is written from them. Who
//! goes on after another begins where the last part that was kept has ended.

use domain::{
    actor::SystemPart,
    export::{ExportFormat, ExportReason, KEPT_FOR, MOST_ROWS},
    id::ExportId,
    job::{Job, JobKind},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{narrowed_place, part_place, sql};
use crate::{
    Context, Db, Error,
    context::SignedIn,
    error::Never,
    identity,
    job::{self, Outcome, Taken},
    sealed::{Seals, random_uuid},
};

/// The most bytes of a piece of a file.
const PIECE: usize = 1024 * 1024;

/// What is to be done next for a file.
#[derive(Clone, Debug)]
pub enum NextStep {
    /// It is ready, refused, cancelled or forgotten.
    Nothing,
    Rows(Box<RowsToRead>),
    /// To be written from what was kept of its rows, part by part.
    File {
        format: ExportFormat,
        parts: Vec<Vec<u8>>,
    },
}

/// The rows that are to be read next, in this person's name.
#[derive(Clone, Debug)]
pub struct RowsToRead {
    pub person: SignedIn,
    /// The address of the list.
    pub list: String,
    pub language: String,
    /// Where they begin; none is the beginning of the list.
    pub after: Option<String>,
    /// How many parts are kept already.
    pub part: i32,
}

/// Rows that were read.
#[derive(Clone, Debug)]
pub struct NewRows {
    /// As [`RowsToRead::part`] said.
    pub part: i32,
    pub rows: usize,
    /// How many the whole list has, where it says so.
    pub whole: Option<i64>,
    pub content: Vec<u8>,
    /// Where the next ones begin; none where the list has ended.
    pub after: Option<String>,
}

/// Makes files as they fall due, one at a time, until `stop` resolves.
pub async fn work<W: Future<Output = Outcome>>(db: &Db, make: impl Fn(ExportId) -> W, stop: impl Future<Output = ()>) {
    let perform = |taken: Taken| {
        let made = if let Job::MakeExport(id) = taken.job { Some(make(id)) } else { None };
        async move {
            match made {
                Some(made) => made.await,
                None => Outcome::Failed("that is no file".to_owned()),
            }
        }
    };
    job::work(db, |kind| usize::from(kind == JobKind::MakeExport), perform, |_, _| (), stop).await;
}

fn maker() -> Context {
    Context::system(SystemPart::Worker, "")
}

/// What is to be done next for a file. One whose person may no longer sign in or has another role, and one that has become too
/// large, is refused.
///
/// # Errors
/// Technical ones only.
pub async fn next_step(db: &Db, id: ExportId, demonstration: bool) -> Result<NextStep, Error<Never>> {
    let seals = db.seals().clone();
    let found = db
        .read::<Result<NextStep, ExportReason>, Never, _>(&maker(), move |connection| {
            Box::pin(async move {
                let Some(making) = sql::find_making(connection, &seals, id).await? else {
                    return Ok(Ok(NextStep::Nothing));
                };
                let person = identity::find_person(connection, making.user).await?;
                let allowed = person
                    .filter(|(person, account)| person.role == making.role && account.be_in(demonstration).is_ok());
                let Some((person, _)) = allowed else { return Ok(Err(ExportReason::NotAllowed)) };
                if making.rows > MOST_ROWS {
                    return Ok(Err(ExportReason::TooLarge));
                }
                if making.complete {
                    let parts = open_rows(connection, &seals, id).await?;
                    return Ok(Ok(NextStep::File { format: making.format, parts }));
                }
                let sql::Making { list, language, after, parts, .. } = making;
                Ok(Ok(NextStep::Rows(Box::new(RowsToRead { person, list, language, after, part: parts }))))
            })
        })
        .await?;
    match found {
        Ok(next) => Ok(next),
        Err(reason) => refuse(db, id, reason).await.map(|()| NextStep::Nothing),
    }
}

async fn open_rows(connection: &mut PgConnection, seals: &Seals, id: ExportId) -> Result<Vec<Vec<u8>>, Error<Never>> {
    let sealed = sql::list_parts(connection, id, false).await?;
    sealed.into_iter().map(|(part, sealed)| seals.open(part_place(part), &sealed).map_err(Error::Failed)).collect()
}

/// Keeps rows that were read, unless another has gone on with the file meanwhile.
///
/// # Errors
/// Technical ones only.
pub async fn keep_rows(db: &Db, id: ExportId, new: NewRows) -> Result<(), Error<Never>> {
    let NewRows { part, rows, whole, content, after } = new;
    let kept = sealed(db, &content)?;
    let rows = i32::try_from(rows).unwrap_or(i32::MAX);
    let whole = whole.map(|whole| i32::try_from(whole).unwrap_or(i32::MAX));
    db.note(&maker(), move |connection| {
        Box::pin(async move {
            if sql::add_rows(connection, id, (part, rows, whole), after).await? {
                sql::insert_part(connection, id, (false, part), kept).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Keeps the file in place of its rows.
///
/// # Errors
/// Technical ones only.
pub async fn keep_file(db: &Db, id: ExportId, content: Vec<u8>) -> Result<(), Error<Never>> {
    let pieces = content.chunks(PIECE).map(|piece| sealed(db, piece)).collect::<Result<Vec<_>, _>>()?;
    let at = db.true_now();
    db.note(&maker(), move |connection| {
        Box::pin(async move {
            if !sql::end(connection, id, None, at).await? {
                return Ok(());
            }
            for (number, piece) in (0..).zip(pieces) {
                sql::insert_part(connection, id, (true, number), piece).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Refuses to make a file.
///
/// # Errors
/// Technical ones only.
pub async fn refuse(db: &Db, id: ExportId, reason: ExportReason) -> Result<(), Error<Never>> {
    let at = db.true_now();
    db.note(&maker(), move |connection| {
        Box::pin(async move {
            sql::end(connection, id, Some(reason), at).await?;
            Ok(())
        })
    })
    .await
}

/// Seals a part for a place of its own.
fn sealed(db: &Db, content: &[u8]) -> Result<(Uuid, Vec<u8>), Error<Never>> {
    let part = random_uuid(db.secret());
    Ok((part, db.seals().seal(part_place(part), content).map_err(Error::Failed)?))
}

/// Forgets files that were kept for long enough. Returns how many.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn forget(db: &Db, context: &Context) -> Result<u64, Error<Never>> {
    context.system_only()?;
    let until = db.true_now() - KEPT_FOR;
    db.note(context, move |connection| Box::pin(async move { Ok(sql::delete_old(connection, until).await?) })).await
}

/// Wraps anew under the newest master key what lists are narrowed by, and parts. Returns how many.
pub(crate) async fn reseal(connection: &mut PgConnection, seals: &Seals, newest: &[u8]) -> Result<u64, Error<Never>> {
    let mut done = 0;
    for (id, sealed) in sql::lock_narrowed_before(connection, newest).await? {
        let sealed = seals.rewrap(narrowed_place(id), &sealed).map_err(Error::Failed)?;
        sql::update_narrowed(connection, id, sealed).await?;
        done += 1;
    }
    for (part, sealed) in sql::lock_sealed_before(connection, newest).await? {
        let sealed = seals.rewrap(part_place(part), &sealed).map_err(Error::Failed)?;
        sql::update_part(connection, part, sealed).await?;
        done += 1;
    }
    Ok(done)
}
