//! The list of bank statements that were brought, with what tells one file from another.

use domain::{Amount, bank_movement::Finding, id::ImportId};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{
    Counts, ImportFilter, ImportKind, ImportRow, ImportState, join::join, report::imports, sql::import as rows,
};
use crate::{
    Context, Db, Error,
    error::Never,
    page::{Narrowed, Page, PageRequest},
};

/// A file in the list.
#[derive(Clone, Debug)]
pub struct ListedFile {
    pub import: ImportId,
    pub file_name: String,
    pub state: ImportState,
    pub uploaded_by: String,
    pub uploaded_at: OffsetDateTime,
    /// Each once, in the file's order.
    pub accounts: Vec<ListedAccount>,
    /// The first and the last day of all accounts.
    pub days: (Option<Date>, Option<Date>),
    /// How many lines of each account become what.
    pub counts: Vec<Counts>,
    pub findings: Vec<Finding>,
    /// While it waits: another file of the very same bytes that was confirmed, or else waits too.
    pub same: Option<(ImportId, ImportState)>,
}

/// An account of a file: what its first statement begins with, and its last ends with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAccount {
    pub account_no: String,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
}

/// A page of the bank statements that were brought, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn statement_files(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<ImportFilter>>,
    page: PageRequest,
) -> Result<Page<ListedFile>, Error<Never>> {
    let page = imports(db, context, ImportKind::BankStatement, list, page).await?;
    let rows = page.rows;
    let listed = db.read(context, move |connection| {
        Box::pin(async move {
            let mut listed = Vec::with_capacity(rows.len());
            for row in rows {
                listed.push(describe(connection, row).await?);
            }
            Ok(listed)
        })
    });
    Ok(Page { rows: listed.await?, next: page.next, total: page.total })
}

async fn describe(connection: &mut PgConnection, row: ImportRow) -> Result<ListedFile, Error<Never>> {
    let mut statements = rows::list_statements(connection, row.id).await?;
    if row.state != ImportState::Confirmed {
        join(connection, &mut statements).await?;
    }
    let same = match row.state {
        ImportState::Previewed => find_same(connection, row.id).await?,
        ImportState::Confirmed | ImportState::GivenBack | ImportState::Discarded => None,
    };
    let from_on = statements.iter().filter_map(|statement| statement.from_on).min();
    let to_on = statements.iter().filter_map(|statement| statement.to_on).max();
    let mut file = ListedFile {
        import: row.id,
        file_name: row.file_name,
        state: row.state,
        uploaded_by: row.uploaded_by,
        uploaded_at: row.uploaded_at,
        accounts: Vec::new(),
        days: (from_on, to_on),
        counts: Vec::new(),
        findings: Vec::new(),
        same,
    };
    for statement in statements {
        let (account_no, opening, closing) = (statement.account_no, statement.opening, statement.closing);
        match file.accounts.iter_mut().find(|account| account.account_no == account_no) {
            Some(account) => account.closing = closing,
            None => file.accounts.push(ListedAccount { account_no, opening, closing }),
        }
        file.counts.push(statement.counts);
        file.findings.extend(statement.findings);
    }
    Ok(file)
}

async fn find_same(
    connection: &mut PgConnection,
    import: ImportId,
) -> Result<Option<(ImportId, ImportState)>, Error<Never>> {
    let found = sqlx::query!(
        "select o.id, o.state from imports o join imports i on i.kind = o.kind and i.sha256 = o.sha256
         where i.id = $1 and o.id <> i.id and o.state in ('confirmed', 'previewed')
         order by o.state = 'confirmed' desc, o.uploaded_at limit 1",
        import.0
    )
    .fetch_optional(connection)
    .await?;
    found.map(|row| Ok((ImportId(row.id), row.state.parse().map_err(Error::defect)?))).transpose()
}
