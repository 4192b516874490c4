//! What a loan rests on.

use domain::id::LoanId;

use super::sql;
use crate::{
    Context, Db, Error,
    document::{Document, list_documents_of_loan},
    error::Never,
};

/// The contract of its line and the disclosure of its draw, the newest first.
///
/// # Errors
/// `NotFound` when it does not exist or is not the asker's.
pub async fn documents(db: &Db, context: &Context, id: LoanId) -> Result<Vec<Document>, Error<Never>> {
    let holders = context.holders()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            sql::find(connection, holders, id).await?.ok_or(Error::NotFound)?;
            list_documents_of_loan(connection, id).await
        })
    })
    .await
}
