//! What the funder's bank says became of a file of payments: each draw that was paid is reported by itself, so that what is
//! wrong with one keeps no other back.

use domain::{
    Reference,
    draw::DrawRefusal,
    operating_data::{Column, ImportRefusal, RowProblem},
    role::Role,
};
use files::{
    operating_data::RowError,
    payment_result::{PaymentRow, read},
};
use time::Duration;

use super::sql::{self, KnownDraw};
use crate::{
    Context, Db, Error,
    draw::{InstructDrawCommand, report_payment},
};

/// No further row is begun after so long: whoever waits is answered before the request is given up, and the file can be
/// sent again.
const LONGEST: Duration = Duration::seconds(15);

/// What became of a bank's file of results.
#[derive(Debug, Default)]
pub struct PaymentImport {
    pub reported: usize,
    /// So many were reported before, with the same number of the bank.
    pub already: usize,
    /// So many rows were not reached.
    pub left: usize,
    /// The cells that are wrong, and what the bank has not paid.
    pub errors: Vec<RowError>,
    /// The rows whose payment could not be reported.
    pub refused: Vec<RefusedPayment>,
}

/// A row that can be read, and why its payment is not reported.
#[derive(Debug)]
pub struct RefusedPayment {
    /// The number that a person sees beside the row.
    pub row: usize,
    /// The draw's.
    pub reference: Reference,
    pub error: Error<DrawRefusal>,
}

/// Reports the payments of a bank's file, one after the other, each under a request number made of the file's and its own
/// content, with the bank's number. A file that is sent again reports what is left of it. Where the funder has its payments
/// released, they wait for that.
///
/// # Errors
/// Refused when the file is no table, or has no rows or too many. Whatever is wrong with a row is told with it.
pub async fn import_payments(
    db: &Db,
    context: &Context,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<PaymentImport, Error<ImportRefusal>> {
    let funder = context.funder::<ImportRefusal>(&[Role::FunderTreasurer])?;
    let until = db.true_now() + LONGEST;
    let name = file_name.to_owned();
    let table = tokio::task::spawn_blocking(move || read(&name, &bytes)).await.map_err(Error::defect)?;
    let table = table.map_err(Error::Refused)?;
    let references: Vec<String> = table.rows.iter().map(|row| row.reference.to_string()).collect();
    let draws = db
        .read(context, move |connection| {
            Box::pin(
                async move { Ok::<_, Error<ImportRefusal>>(sql::list_draws(connection, funder, &references).await?) },
            )
        })
        .await?;
    let mut import = PaymentImport { errors: table.errors, ..PaymentImport::default() };
    let rows = table.rows.len();
    for (done, row) in table.rows.into_iter().enumerate() {
        if db.true_now() >= until {
            import.left = rows - done;
            break;
        }
        let Some(known) = draws.get(row.reference.as_str()) else {
            let text = row.reference.as_str();
            import.errors.push(RowError::of(row.row, Column::DrawReference, RowProblem::DrawUnknown, text));
            continue;
        };
        if known.payment_reference.as_deref() == Some(row.serial.trim()) && known.amount == row.amount {
            import.already += 1;
            continue;
        }
        match report(db, context, known, &row).await {
            Ok(()) => import.reported += 1,
            Err(error) => {
                // Where the database is away, every further row would wait for it.
                let last = matches!(error, Error::Failed(_) | Error::Unknown);
                import.refused.push(RefusedPayment { row: row.row, reference: row.reference, error });
                if last {
                    import.left = rows - done - 1;
                    break;
                }
            }
        }
    }
    import.errors.sort_by_key(|error| error.row);
    Ok(import)
}

async fn report(db: &Db, context: &Context, known: &KnownDraw, row: &PaymentRow) -> Result<(), Error<DrawRefusal>> {
    let content = format!("{}\n{}\n{}", row.reference, row.amount, row.serial);
    let command = InstructDrawCommand { draw: known.id, amount: row.amount, payment_reference: row.serial.clone() };
    report_payment(db, &context.about(content), command).await
}
