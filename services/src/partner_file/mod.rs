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
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, Sort, total},
};
use sql::Line;

/// The columns. A new one is added behind the others, and none is ever another.
const HEAD: &str = "journal,event,reference,value_date,payable,receivable,claim,revenue_share";

/// What the lines of a file come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
            let mut content = Content::new();
            sql::each_line(write.connection(), partner, on, |line| content.add(line)).await?;
            let (content, lines, totals) = content.finish();
            let digest = Sha256::digest(&content).to_vec();
            let sha256 = hexadecimal::text(&digest);
            let row =
                FileRow { id: PartnerFileId(write.id()), business_date: on, lines, totals, digest, made_at: write.at };
            sql::insert(write.connection(), partner, &row, content.as_bytes()).await?;
            write.envelope.about(row.id);
            write.envelope.changed(&(), &(partner, on, row.lines, &sha256))?;
            let told = PartnerEvent::ReconciliationFileReady { business_date: on, lines: row.lines, sha256 };
            write.envelope.tell(partner, row.id, &told)
        })
    })
    .await
}

/// What stands in a file so far: UTF-8, a line feed after every line, the totals last.
struct Content {
    text: String,
    lines: usize,
    totals: Totals,
}

impl Content {
    fn new() -> Self {
        Self { text: format!("{HEAD}\n"), lines: 0, totals: Totals::default() }
    }

    fn add(&mut self, line: &Line) {
        let amounts = [line.payable_fen, line.receivable_fen, line.claim_fen, line.revenue_share_fen];
        let amounts = amounts.map(Amount::from_fen);
        let (reference, value_on) = (quoted(&line.reference), line.value_on);
        let _ = write!(self.text, "{},{},{reference},{value_on}", line.journal, line.event);
        for amount in amounts {
            let _ = write!(self.text, ",{amount}");
        }
        self.text.push('\n');
        self.lines += 1;
        let [payable, receivable, claim, revenue_share] = amounts;
        self.totals = Totals {
            payable: self.totals.payable.plus(payable),
            receivable: self.totals.receivable.plus(receivable),
            claim: self.totals.claim.plus(claim),
            revenue_share: self.totals.revenue_share.plus(revenue_share),
        };
    }

    /// The whole of it, how many lines it has, and what they come to.
    fn finish(self) -> (String, usize, Totals) {
        let Self { mut text, lines, totals } = self;
        let Totals { payable, receivable, claim, revenue_share } = totals;
        let _ = writeln!(text, "total,,,,{payable},{receivable},{claim},{revenue_share}");
        (text, lines, totals)
    }
}

/// A value as RFC 4180 has it.
fn quoted(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// The asking partner's files, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn files(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<()>>,
    page: PageRequest,
) -> Result<Page<FileRow>, Error<Never>> {
    list_files(db, context, context.party().partner().ok_or(Error::Forbidden)?, list.into(), page).await
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
    list_files(db, context, partner, ().into(), page).await
}

async fn list_files(
    db: &Db,
    context: &Context,
    partner: PartnerId,
    list: Narrowed<()>,
    page: PageRequest,
) -> Result<Page<FileRow>, Error<Never>> {
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let rows = sql::list(connection, partner, (&bounds, list.sort.unwrap_or(Sort::Newest)), page).await?;
            let listed = Page::of(rows, page, |row: &FileRow| Cursor::on(row.business_date, row.id.0));
            let total = total!(list, sql::add(connection, partner, &bounds));
            Ok(listed.with_total(total))
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
        let content = |lines: &[Line]| {
            let mut content = Content::new();
            lines.iter().for_each(|line| content.add(line));
            content.finish().0
        };
        assert_eq!(
            content(&[line("REP2026112000000005", 1_000_000, -999_000), line("a \"b\", c", -1, 0)]),
            "journal,event,reference,value_date,payable,receivable,claim,revenue_share\n\
             00000000-0000-0000-0000-000000000007,loan.repaid,REP2026112000000005,2026-11-20,10000.00,0.00,-9990.00,0.01\n\
             00000000-0000-0000-0000-000000000007,loan.repaid,\"a \"\"b\"\", c\",2026-11-20,-0.01,0.00,0.00,0.01\n\
             total,,,,9999.99,0.00,-9990.00,0.02\n"
        );
        assert_eq!(content(&[]), format!("{HEAD}\ntotal,,,,0.00,0.00,0.00,0.00\n"));
    }
}
