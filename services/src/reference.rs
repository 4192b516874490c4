//! The numbers of references, which sequences count.

use domain::{Reference, reference::ReferenceKind};
use serde::{Deserialize, Serialize};

use crate::{Context, Db, Error, Write};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RestartNumbersRefusal {
    #[error("{given} was given already")]
    Given { given: String },
}

impl RestartNumbersRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Given { .. } => "reference.given",
        }
    }
}

/// None where another one numbers.
const fn sequence_of(kind: ReferenceKind) -> Option<&'static str> {
    Some(match kind {
        ReferenceKind::Application => "application_numbers",
        ReferenceKind::CreditLine => "credit_line_numbers",
        ReferenceKind::Draw => "draw_numbers",
        ReferenceKind::Repayment => "repayment_numbers",
        ReferenceKind::Payout => "payout_numbers",
        ReferenceKind::Wallet => "wallet_numbers",
        ReferenceKind::Signing => "signing_numbers",
        ReferenceKind::Debit => "debit_numbers",
        ReferenceKind::Refund => "refund_numbers",
        ReferenceKind::Carrier => "carrier_numbers",
        ReferenceKind::Settlement => return None,
    })
}

/// The next reference of the open business date.
pub(crate) async fn next_reference<R>(write: &mut Write, kind: ReferenceKind) -> Result<Reference, Error<R>> {
    let sequence = sequence_of(kind).ok_or_else(|| Error::defect("others give references of this kind"))?;
    let number = sqlx::query_scalar!(r#"select nextval($1::text::regclass) as "number!""#, sequence)
        .fetch_one(write.connection())
        .await?;
    Ok(Reference::new(kind, write.business_date, number.unsigned_abs()))
}

/// Makes `next` the next number of `kind`. A number counts within its date (a wallet's for ever), so that it may go back
/// as long as none from `next` on was given on the open business date.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself; `NotFound` for numbers that others give; refused when such a number was given.
pub async fn restart_numbers(
    db: &Db,
    context: &Context,
    kind: ReferenceKind,
    next: u64,
) -> Result<(), Error<RestartNumbersRefusal>> {
    context.system_only()?;
    db.write(context, "reference.restart", &(kind.letters(), next), move |write| {
        Box::pin(async move {
            let sequence = sequence_of(kind).ok_or(Error::NotFound)?;
            let number = i64::try_from(next).map_err(Error::defect)?;
            // A number that an operation under way holds cannot be seen yet: nothing may be under way.
            sqlx::query!("select pg_advisory_xact_lock(4051, 0)").fetch_one(write.connection()).await?;
            let first = Reference::new(kind, write.business_date, next);
            let dateless = matches!(kind, ReferenceKind::Wallet | ReferenceKind::Carrier);
            let day = first.as_str().get(..if dateless { 3 } else { 11 }).unwrap_or_default();
            let given = sqlx::query_scalar!(
                r#"select max(reference collate "C") from (
                       select reference from applications union all select reference from credit_lines
                       union all select reference from draws union all select reference from repayments
                       union all select reference from payouts union all select reference from wallets
                       union all select reference from signings union all select reference from debits
                       union all select reference from cards union all select reference from top_ups
                       union all select reference from refunds union all select reference from carriers) as given
                   where starts_with(reference, $1)
                     and (length(reference), reference collate "C") >= (length($2), $2 collate "C")"#,
                day,
                first.as_str()
            )
            .fetch_one(write.connection())
            .await?;
            if let Some(given) = given {
                return Err(Error::Refused(RestartNumbersRefusal::Given { given }));
            }
            sqlx::query!("select setval($1::text::regclass, $2, false)", sequence, number)
                .fetch_one(write.connection())
                .await?;
            write.envelope.about(sequence);
            write.envelope.changed(&(), &next)
        })
    })
    .await
}
