//! Whether the demonstration world stands: it is made once, and an interrupted making is continued.

use crate::{Context, Db, Error, error::Never};

/// The request under which its completion is filed.
const OPERATION: &str = "demonstration.complete";

/// Whether [`complete`] was filed.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn is_complete(db: &Db, context: &Context) -> Result<bool, Error<Never>> {
    context.system_only()?;
    let (party, number) = (context.party_name(), context.request_no.clone());
    db.read(context, move |connection| {
        Box::pin(async move {
            Ok(sqlx::query_scalar!(
                r#"select exists (select from audit where party = $1 and operation = $2 and request_no = $3)
                          as "complete!""#,
                party,
                OPERATION,
                number
            )
            .fetch_one(connection)
            .await?)
        })
    })
    .await
}

/// Files that the demonstration world stands, under the context's request number.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn complete(db: &Db, context: &Context) -> Result<(), Error<Never>> {
    context.system_only()?;
    db.write(context, OPERATION, &(), |write| {
        Box::pin(async move {
            write.envelope.about("demonstration");
            Ok(())
        })
    })
    .await
}
