//! Reconciliation files: what the ledger has of a partner on a business date, made once when the date is closed. A date of which
//! nothing was posted has a file too.

mod sql;

use std::fmt::Write as _;

use domain::{
    Amount,
    actor::SystemPart,
    event::PartnerEvent,
    hexadecimal,
    id::{PartnerFileId, PartnerId},
};
use sha2::{Digest, Sha256};
use time::{Date, OffsetDateTime};

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Page, PageRequest},
};
use sql::Line;

/// The columns. A new one is added behind the others, and none is ever another.
const HEAD: &str = "journal,event,reference,value_date,payable,receivable,claim,revenue_share";

/// What the lines of a file come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// What is payable to the partner has grown by it.
    pub payable: Amount,
    /// What the partner owes back has grown by it.
    pub receivable: Amount,
    /// The principal that is owed to the partner has grown by it.
    pub claim: Amount,
    /// The institution's share that was withheld of what was paid.
    pub revenue_share: Amount,
}

/// A file without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    pub id: PartnerFileId,
    pub business_date: Date,
    pub lines: usize,
    pub totals: Totals,
    /// SHA-256 over its bytes.
    pub digest: Vec<u8>,
    pub made_at: OffsetDateTime,
}

/// Makes the partner's files of dates that were closed since its last one; its first is of the first date that was closed while it
/// was a partner. Gives how many.
///
/// # Errors
/// When the database fails. What is made is not made again.
pub async fn make(db: &Db, partner: PartnerId) -> Result<usize, Error<Never>> {
    let context = Context::system(SystemPart::EndOfDay, format!("files {partner}"));
    let missing: Vec<Date> = db
        .read(&context, move |connection| Box::pin(async move { Ok(sql::list_missing(connection, partner).await?) }))
        .await?;
    let made = missing.len();
    for on in missing {
        make_one(db, partner, on).await?;
    }
    Ok(made)
}

async fn make_one(db: &Db, partner: PartnerId, on: Date) -> Result<(), Error<Never>> {
    let context = Context::system(SystemPart::EndOfDay, format!("file {partner} {on}"));
    db.write(&context, "partner.make_file", &(partner, on), move |write| {
        Box::pin(async move {
            let lines = sql::list_lines(write.connection(), partner, on).await?;
            let totals = totals(&lines);
            let content = content(&lines, &totals);
            let digest = Sha256::digest(&content).to_vec();
            let sha256 = hexadecimal::text(&digest);
            let row = FileRow {
                id: PartnerFileId(write.id()),
                business_date: on,
                lines: lines.len(),
                totals,
                digest,
                made_at: write.at,
            };
            sql::insert(write.connection(), partner, &row, content.as_bytes()).await?;
            write.envelope.about(row.id);
            write.envelope.changed(&(), &(partner, on, row.lines, &sha256))?;
            let told = PartnerEvent::ReconciliationFileReady { business_date: on, lines: row.lines, sha256 };
            write.envelope.tell(partner, row.id, &told)
        })
    })
    .await
}

fn totals(lines: &[Line]) -> Totals {
    let sum = |part: fn(&Line) -> i64| lines.iter().map(|line| Amount::from_fen(part(line))).sum::<Amount>();
    Totals {
        payable: sum(|line| line.payable_fen),
        receivable: sum(|line| line.receivable_fen),
        claim: sum(|line| line.claim_fen),
        revenue_share: sum(|line| line.revenue_share_fen),
    }
}

/// UTF-8, a line feed after every line, the totals last.
fn content(lines: &[Line], totals: &Totals) -> String {
    let mut content = format!("{HEAD}\n");
    for line in lines {
        let (reference, value_on) = (quoted(&line.reference), line.value_on);
        let _ = write!(content, "{},{},{reference},{value_on}", line.journal, line.event);
        for fen in [line.payable_fen, line.receivable_fen, line.claim_fen, line.revenue_share_fen] {
            let _ = write!(content, ",{}", Amount::from_fen(fen));
        }
        content.push('\n');
    }
    let Totals { payable, receivable, claim, revenue_share } = totals;
    let _ = writeln!(content, "total,,,,{payable},{receivable},{claim},{revenue_share}");
    content
}

/// A value as RFC 4180 has it.
fn quoted(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// The asking partner's files, the newest first.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn files(db: &Db, context: &Context, page: PageRequest) -> Result<Page<FileRow>, Error<Never>> {
    list_files(db, context, context.party().partner().ok_or(Error::Forbidden)?, page).await
}

/// A partner's files, as it reads them itself.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn files_of(
    db: &Db,
    context: &Context,
    partner: PartnerId,
    page: PageRequest,
) -> Result<Page<FileRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    list_files(db, context, partner, page).await
}

async fn list_files(
    db: &Db,
    context: &Context,
    partner: PartnerId,
    page: PageRequest,
) -> Result<Page<FileRow>, Error<Never>> {
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sql::list(connection, partner, page).await?;
            Ok(Page::of(rows, page, |row: &FileRow| Cursor::on(row.business_date, row.id.0)))
        })
    })
    .await
}

/// One of the asking partner's files, whole.
///
/// # Errors
/// `Forbidden` to anybody but a partner, `NotFound` when it is another's.
pub async fn file(db: &Db, context: &Context, id: PartnerFileId) -> Result<(Date, Vec<u8>), Error<Never>> {
    let partner = context.party().partner().ok_or(Error::Forbidden)?;
    db.read(context, move |connection| {
        Box::pin(async move { sql::find(connection, partner, id).await?.ok_or(Error::NotFound) })
    })
    .await
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    fn line(reference: &str, payable_fen: i64, claim_fen: i64) -> Line {
        Line {
            journal: Uuid::from_u128(7),
            event: "loan.repaid".to_owned(),
            reference: reference.to_owned(),
            value_on: date!(2026 - 11 - 20),
            payable_fen,
            receivable_fen: 0,
            claim_fen,
            revenue_share_fen: 1,
        }
    }

    #[test]
    fn a_file_is_a_line_for_each_journal_between_its_head_and_its_totals() {
        let lines = [line("REP2026112000000005", 1_000_000, -999_000), line("a \"b\", c", -1, 0)];
        assert_eq!(
            content(&lines, &totals(&lines)),
            "journal,event,reference,value_date,payable,receivable,claim,revenue_share\n\
             00000000-0000-0000-0000-000000000007,loan.repaid,REP2026112000000005,2026-11-20,10000.00,0.00,-9990.00,0.01\n\
             00000000-0000-0000-0000-000000000007,loan.repaid,\"a \"\"b\"\", c\",2026-11-20,-0.01,0.00,0.00,0.01\n\
             total,,,,9999.99,0.00,-9990.00,0.02\n"
        );
        assert_eq!(content(&[], &totals(&[])), format!("{HEAD}\ntotal,,,,0.00,0.00,0.00,0.00\n"));
    }
}
