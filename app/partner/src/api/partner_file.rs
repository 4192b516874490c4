//! The reconciliation files of the visitor's side.

use domain::{Amount, hexadecimal};
use parts::api::{Answer, Told, db, id, instant, narrow::NarrowQuery, page, reader, role};
use services::{page::Page, partner_file::FileRow};

/// Where a file is taken from, in each portal.
pub const FUNDER_FILE: &str = "/funder/file/{id}";
pub const FACILITATOR_FILE: &str = "/facilitator/file/{id}";

/// What was posted on a date, and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileView {
    pub id: String,
    pub business_date: String,
    pub lines: usize,
    pub payable: Amount,
    pub receivable: Amount,
    pub claim: Amount,
    pub revenue_share: Amount,
    /// In hexadecimal.
    pub digest: String,
    pub made_at: String,
}

impl From<FileRow> for FileView {
    fn from(row: FileRow) -> Self {
        Self {
            id: row.id.to_string(),
            business_date: row.business_date.to_string(),
            lines: row.lines,
            payable: row.totals.payable,
            receivable: row.totals.receivable,
            claim: row.totals.claim,
            revenue_share: row.totals.revenue_share,
            digest: hexadecimal::text(&row.digest),
            made_at: instant(row.made_at),
        }
    }
}

/// A page of the files, as it is asked for, with the portal in which it is shown.
pub async fn files(query: NarrowQuery, after: Option<String>) -> Answer<(Page<FileView>, &'static str)> {
    let (list, context) = (query.read(())?, reader()?);
    let rows = services::partner_file::files(&db(), &context, list, page(after)).await.told()?;
    Ok((rows.map(FileView::from), role(&context)?.portal()))
}

/// A file with its name.
pub async fn content(file: String) -> Answer<(String, Vec<u8>)> {
    let (on, content) = services::partner_file::file(&db(), &reader()?, id(&file)?).await.told()?;
    Ok((format!("lianrong-{on}.csv"), content))
}
