//! Files that are kept with a transfer: what it rests on, and what shows that its debtors were notified. Sealed where they lie, and given
//! away with the evidence.

use domain::{
    attachment::{AttachmentRefusal, Media},
    debt_transfer::TransferRefusal,
    hexadecimal,
    id::{DebtTransferId, PartnerId, TransferDocumentId},
    role::Party,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{FACILITATORS, FUNDERS, sql};
use crate::{
    Context, Db, Error,
    error::{Never, violated_constraint},
    sealed::{Place, Seals},
};

/// How many are wrapped anew at once: they are large.
const RESEALED: i64 = 8;

/// A file for a transfer.
#[derive(Clone, Debug)]
pub struct AddDocumentCommand {
    pub transfer: DebtTransferId,
    /// As it was sent; another is made of it.
    pub file_name: String,
    pub content: Vec<u8>,
}

/// What is filed of it: the content only by its digest.
#[derive(Serialize)]
struct Filed {
    transfer: DebtTransferId,
    file_name: String,
    sha256: String,
}

/// A file as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    pub file_name: String,
    /// Of the content, in hexadecimal.
    pub sha256: String,
    /// Which side has brought it.
    pub partner_name: String,
    pub added_at: OffsetDateTime,
}

/// Where a file's content lies.
const fn place(document: TransferDocumentId) -> Place {
    Place { table: "transfer_documents", column: "content", row: document.0 }
}

/// Keeps a file with a transfer.
///
/// # Errors
/// `NotFound` when the transfer is another's; refused when the file is empty, too large, of no kind that is taken, or there already,
/// when there are too many, and when the transfer has ended without effect.
pub async fn add_document(
    db: &Db,
    context: &Context,
    command: AddDocumentCommand,
) -> Result<TransferDocumentId, Error<TransferRefusal>> {
    let partner = match context.party() {
        Party::Funder(_) => context.funder(FUNDERS)?,
        _ => context.facilitator(FACILITATORS)?,
    };
    let AddDocumentCommand { transfer, file_name, content } = command;
    let sha256 = Sha256::digest(&content).to_vec();
    let filed = Filed { transfer, file_name: file_name.clone(), sha256: hexadecimal::text(&sha256) };
    db.write(context, "transfer.add_document", &filed, move |write| {
        Box::pin(async move {
            let row = sql::lock_transfer(write.connection(), transfer).await?;
            let row = row.filter(|row| row.funder == partner || row.facilitator == partner).ok_or(Error::NotFound)?;
            write.envelope.about(transfer);
            let media = Media::of(&content).map_err(|refusal| Error::Refused(TransferRefusal::File(refusal)))?;
            let there = count(write.connection(), transfer, None).await?;
            row.transfer.may_add_document(there).map_err(Error::Refused)?;
            let (id, at) = (TransferDocumentId(write.id()), write.at);
            let sealed = write.seals().seal(place(id), &content).map_err(Error::Failed)?;
            let file_name = media.named(&file_name);
            let saved = sqlx::query!(
                "insert into transfer_documents (id, transfer_id, partner_id, file_name, media, sha256, content, added_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)",
                id.0,
                transfer.0,
                partner.0,
                file_name,
                media.code(),
                sha256,
                sealed,
                at
            )
            .execute(write.connection())
            .await;
            saved.map_err(|error| match violated_constraint(&error) {
                Some("a_transfer_has_a_document_once") => {
                    Error::Refused(TransferRefusal::File(AttachmentRefusal::Twice))
                }
                _ => error.into(),
            })?;
            write.envelope.changed(&(), &(id, file_name))?;
            Ok(id)
        })
    })
    .await
}

/// How many files a transfer has, or one side of it has brought.
pub(super) async fn count(
    connection: &mut PgConnection,
    transfer: DebtTransferId,
    of: Option<PartnerId>,
) -> Result<usize, sqlx::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from transfer_documents
           where transfer_id = $1 and ($2::uuid is null or partner_id = $2)"#,
        transfer.0,
        of.map(|of| of.0)
    )
    .fetch_one(connection)
    .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The files of a transfer, and of the one that it follows, in the order in which they came.
pub(super) async fn list(
    connection: &mut PgConnection,
    transfer: DebtTransferId,
) -> Result<Vec<DocumentRow>, sqlx::Error> {
    let rows = sqlx::query!(
        "select d.file_name, d.sha256, p.name as partner_name, d.added_at
         from transfer_documents d join partners p on p.id = d.partner_id
         where d.transfer_id = $1 or d.transfer_id = (select follows from debt_transfers where id = $1) order by d.number",
        transfer.0
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| DocumentRow {
        file_name: row.file_name,
        sha256: hexadecimal::text(&row.sha256),
        partner_name: row.partner_name,
        added_at: row.added_at,
    });
    Ok(rows.collect())
}

/// The files of transfers, and of those that they follow, with their names, opened.
pub(crate) async fn open_documents(
    connection: &mut PgConnection,
    seals: &Seals,
    transfers: &[DebtTransferId],
) -> Result<Vec<(String, Vec<u8>)>, Error<Never>> {
    let transfers: Vec<Uuid> = transfers.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "select id, file_name, sha256, content from transfer_documents
         where transfer_id = any($1) or transfer_id in (select follows from debt_transfers where id = any($1)) order by number",
        &transfers
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let content = seals.open(place(TransferDocumentId(row.id)), &row.content).map_err(Error::Failed)?;
            let digest = hexadecimal::text(&row.sha256);
            Ok((format!("{}-{}", digest.get(..12).unwrap_or_default(), row.file_name), content))
        })
        .collect()
}

/// Wraps anew what was not sealed under the newest master key, a few at a time.
pub(crate) async fn reseal_documents(
    connection: &mut PgConnection,
    seals: &Seals,
    newest: &[u8],
) -> Result<u64, Error<Never>> {
    let rows = sqlx::query!(
        "select id, content from transfer_documents where substring(content from 1 for 5) <> $1 limit $2 for update",
        newest,
        RESEALED
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut done = 0;
    for row in rows {
        let sealed = seals.rewrap(place(TransferDocumentId(row.id)), &row.content).map_err(Error::Failed)?;
        sqlx::query!("update transfer_documents set content = $2 where id = $1", row.id, sealed)
            .execute(&mut *connection)
            .await?;
        done += 1;
    }
    Ok(done)
}
