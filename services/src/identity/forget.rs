//! What strangers leave behind is swept.

use domain::{
    actor::SystemPart,
    hexadecimal,
    id::UserId,
    identity::{DEVICE_KNOWN_FOR, FAILURE_WINDOW},
    one_time_code::{CODE_LIFE, COUNTED_FOR},
};
use serde_json::json;
use time::OffsetDateTime;

use super::sql;
use crate::{Context, Db, Error, error::Never};

/// Forgets devices that were not seen for long, codes and guesses that no longer count. Those at somebody's account are filed in
/// its audit trail, once in a while and however many they were; those at names that nobody has are only forgotten.
/// Returns how many rows are gone.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn forget(db: &Db, context: &Context) -> Result<u64, Error<Never>> {
    context.system_only()?;
    let at = db.true_now();
    // An account's are filed when the oldest has been of no use for as long as it was of use: one row for all of them.
    let (counted, due) = (at - FAILURE_WINDOW, at - FAILURE_WINDOW * 2);
    let (mut gone, tried) = db
        .note(context, move |connection| {
            Box::pin(async move {
                let devices = sql::delete_devices(connection, at - DEVICE_KNOWN_FOR).await?;
                let guesses = sql::delete_nobodys_failures(connection, counted).await?;
                let codes = sql::delete_codes(connection, at - COUNTED_FOR, at - CODE_LIFE).await?;
                let mut tried = sql::list_tried_accounts(connection, due).await?;
                tried.extend(sql::list_missed_accounts(connection, at - COUNTED_FOR).await?);
                tried.sort_unstable();
                tried.dedup();
                Ok::<_, Error<Never>>((devices + guesses + codes, tried))
            })
        })
        .await?;
    for user in tried {
        gone += file(db, user, counted, at - COUNTED_FOR).await?;
    }
    Ok(gone)
}

async fn file(db: &Db, user: UserId, guessed: OffsetDateTime, sent: OffsetDateTime) -> Result<u64, Error<Never>> {
    let context = Context::system(SystemPart::Worker, hexadecimal::text(&db.secret()));
    db.write(&context, "identity.guesses_missed", &user, move |write| {
        Box::pin(async move {
            let (guesses, places) = sql::delete_failures_of(write.connection(), user, guessed).await?;
            let (codes_missed, codes) = sql::delete_missed_codes(write.connection(), user, sent).await?;
            write.envelope.about(user);
            write.envelope.changed(
                &json!(null),
                &json!({
                    "guesses": guesses, "places": places, "codes_missed": codes_missed,
                }),
            )?;
            Ok(u64::try_from(guesses + codes).unwrap_or_default())
        })
    })
    .await
}
