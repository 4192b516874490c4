//! A funder's file of debts: each row is registered by itself, so that what is wrong with one keeps no other back.

use domain::{
    debt::DebtRefusal,
    operating_data::{Column, ImportRefusal, RowProblem},
};
use files::{
    debt::{DebtRow, read},
    operating_data::RowError,
};
use time::Duration;

use super::{RegisterDebtCommand, register_debt, sql};
use crate::{Context, Db, Error, context::SIGNERS};

/// No further row is begun after so long: whoever waits is answered before the request is given up, and the file can be
/// sent again.
const LONGEST: Duration = Duration::seconds(15);

/// What became of a file of debts.
#[derive(Debug, Default)]
pub struct DebtImport {
    pub registered: usize,
    /// So many were registered before, with the same content.
    pub already: usize,
    /// So many rows were not reached.
    pub left: usize,
    /// The cells that are wrong.
    pub errors: Vec<RowError>,
    /// The rows that could not be registered.
    pub refused: Vec<RefusedRow>,
}

/// A row that can be read, and why its debt is not registered.
#[derive(Debug)]
pub struct RefusedRow {
    /// The number that a person sees beside the row.
    pub row: usize,
    /// The debt's.
    pub number: String,
    pub error: Error<DebtRefusal>,
}

/// Registers the debts of a file, one after the other, each under a request number made of the file's and its own content. A
/// file that is sent again registers what is left of it.
///
/// # Errors
/// Refused when the file is no table, or has no rows or too many. Whatever is wrong with a row is told with it.
pub async fn import_debts(
    db: &Db,
    context: &Context,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<DebtImport, Error<ImportRefusal>> {
    let funder = context.funder::<ImportRefusal>(SIGNERS)?;
    let until = db.true_now() + LONGEST;
    let name = file_name.to_owned();
    let table = tokio::task::spawn_blocking(move || read(&name, &bytes)).await.map_err(Error::defect)?;
    let table = table.map_err(Error::Refused)?;
    // The database takes no zero byte in a text; no alias has one either.
    let aliases: Vec<String> =
        table.rows.iter().map(|row| row.alias.clone()).filter(|alias| !alias.contains('\0')).collect();
    let numbers: Vec<String> = table.rows.iter().map(|row| row.number.clone()).collect();
    let (bindings, debts) = db
        .read(context, move |connection| {
            Box::pin(async move {
                let bindings = sql::list_bindings(connection, funder, &aliases).await?;
                Ok::<_, Error<ImportRefusal>>((bindings, sql::list_registered(connection, funder, &numbers).await?))
            })
        })
        .await?;
    let mut import = DebtImport { errors: table.errors, ..DebtImport::default() };
    let rows = table.rows.len();
    for (done, row) in table.rows.into_iter().enumerate() {
        if db.true_now() >= until {
            import.left = rows - done;
            break;
        }
        let Some(&binding) = bindings.get(&row.alias) else {
            import.errors.push(RowError::of(row.row, Column::Alias, RowProblem::AliasUnknown, &row.alias));
            continue;
        };
        match debts.get(&row.number) {
            Some(known) if *known == (binding, row.amount, row.due_on) => import.already += 1,
            Some(_) => import.refuse(row, Error::Refused(DebtRefusal::NumberTaken)),
            None => {
                let DebtRow { number, amount, due_on, .. } = row.clone();
                let content = format!("{number}\n{binding}\n{amount}\n{due_on}");
                let command = RegisterDebtCommand { number, binding, amount, due_on };
                match register_debt(db, &context.about(content), command).await {
                    Ok(_) => import.registered += 1,
                    Err(error) => {
                        // Where the database is away, every further row would wait for it.
                        let last = matches!(error, Error::Failed(_) | Error::Unknown);
                        import.refuse(row, error);
                        if last {
                            import.left = rows - done - 1;
                            break;
                        }
                    }
                }
            }
        }
    }
    import.errors.sort_by_key(|error| error.row);
    Ok(import)
}

impl DebtImport {
    fn refuse(&mut self, row: DebtRow, error: Error<DebtRefusal>) {
        self.refused.push(RefusedRow { row: row.row, number: row.number, error });
    }
}
