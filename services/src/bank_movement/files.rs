//! The list of bank statements that were brought, with what tells one file from another.

use std::collections::HashMap;

use domain::{Amount, bank_movement::Finding, id::ImportId};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    Counts, ImportFilter, ImportKind, ImportRow, ImportState,
    join::join,
    report::imports,
    sql::import::{self as rows, StatementRow},
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
            let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
            let mut statements = rows::list_statements_of(connection, &ids).await?;
            let mut same = list_same(connection, &ids).await?;
            let mut listed = Vec::with_capacity(rows.len());
            for row in rows {
                let mut own = statements.remove(&row.id).unwrap_or_default();
                // How it joins is asked for those few that wait: of what was given back it is no matter any more.
                if row.state == ImportState::Previewed {
                    join(connection, &mut own).await?;
                }
                let same = same.remove(&row.id);
                listed.push(describe(row, own, same));
            }
            Ok(listed)
        })
    });
    Ok(Page { rows: listed.await?, next: page.next, total: page.total })
}

fn describe(row: ImportRow, statements: Vec<StatementRow>, same: Option<(ImportId, ImportState)>) -> ListedFile {
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
    file
}

/// Of each of these files that waits, another of the very same bytes.
async fn list_same(
    connection: &mut PgConnection,
    imports: &[Uuid],
) -> Result<HashMap<ImportId, (ImportId, ImportState)>, Error<Never>> {
    let rows = sqlx::query!(
        "select distinct on (i.id) i.id, o.id as other, o.state
         from imports i join imports o on o.kind = i.kind and o.sha256 = i.sha256 and o.id <> i.id
         where i.id = any($1) and i.state = 'previewed' and o.state in ('recording', 'confirmed', 'previewed')
         order by i.id, o.state <> 'previewed' desc, o.uploaded_at",
        imports
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| Ok((ImportId(row.id), (ImportId(row.other), row.state.parse().map_err(Error::defect)?))))
        .collect()
}
