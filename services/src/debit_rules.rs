//! How often cards are tried, and when again after they were refused: what two people have decided last. Statements about cards read it
//! by themselves (`card_tries`, `card_refusal`).

use domain::{approval::ApprovalRefusal, debit_rules::DebitRules, network::Reason};

use crate::{Context, Db, Error, Write, error::Never};

/// The rules that count now.
///
/// # Errors
/// When the database fails.
pub async fn debit_rules(db: &Db, context: &Context) -> Result<DebitRules, Error<Never>> {
    db.read(context, |connection| {
        Box::pin(async move {
            let row = sqlx::query!(
                "select tries, tomorrow, never from debit_rules order by decided_at desc, id desc limit 1"
            )
            .fetch_one(connection)
            .await?;
            let reasons = |codes: Vec<String>| -> Result<Vec<Reason>, Error<Never>> {
                codes.iter().map(|code| code.parse().map_err(Error::defect)).collect()
            };
            Ok(DebitRules { tries: row.tries, tomorrow: reasons(row.tomorrow)?, never: reasons(row.never)? })
        })
    })
    .await
}

/// Whether two people may decide so.
///
/// # Errors
/// Refused when they cannot be rules.
pub(crate) fn check(rules: &DebitRules) -> Result<(), Error<ApprovalRefusal>> {
    rules.check().map_err(|_| Error::Refused(ApprovalRefusal::DebitRulesInvalid))
}

/// From now on these count, also of what was tried before.
///
/// # Errors
/// As [`check`].
pub(crate) async fn keep(write: &mut Write, rules: &DebitRules) -> Result<(), Error<ApprovalRefusal>> {
    check(rules)?;
    let (id, at) = (write.id(), write.at);
    let codes = |reasons: &[Reason]| reasons.iter().map(|reason| reason.code().to_owned()).collect::<Vec<_>>();
    let (tomorrow, never) = (codes(&rules.tomorrow), codes(&rules.never));
    sqlx::query!(
        "insert into debit_rules (id, tries, tomorrow, never, decided_at) values ($1, $2, $3, $4, $5)",
        id,
        rules.tries,
        &tomorrow,
        &never,
        at
    )
    .execute(write.connection())
    .await?;
    Ok(())
}
