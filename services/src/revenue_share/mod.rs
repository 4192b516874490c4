//! The institution's share of interest: agreed with a funder by two people, invoiced after the last day of each month or withheld of
//! each payment.

mod report;
mod sql;
mod withholding;

use domain::{
    actor::SystemPart,
    approval::ApprovalRefusal,
    event::PartnerEvent,
    id::{PartnerId, RevenueShareInvoiceId},
    ledger::AccountKind,
    operating_data::Month,
    revenue_share::{Billing, RevenueShare, RevenueShareRefusal},
    role::PartnerKind,
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

pub use report::{InvoiceDetail, InvoiceRow, LineFilter, LineRow, invoice, invoices, revenue_share_of};
pub(crate) use sql::share_of;
pub use withholding::Withheld;
pub(crate) use withholding::{give_back, hold, withhold};

use crate::{Context, Db, Error, Write, error::Never, ledger};

/// Whether a share may be agreed with a partner.
///
/// # Errors
/// `NotFound` when there is no such partner; refused for one that lends nothing, and for a share that is none.
pub(crate) async fn check(
    connection: &mut PgConnection,
    partner: PartnerId,
    share: &RevenueShare,
) -> Result<(), Error<ApprovalRefusal>> {
    let refused = |refusal: RevenueShareRefusal| Error::Refused(refusal.into());
    share.check().map_err(refused)?;
    match sql::find_kind(connection, partner).await?.ok_or(Error::NotFound)? {
        PartnerKind::Funder => Ok(()),
        PartnerKind::Facilitator => Err(refused(RevenueShareRefusal::NoFunder)),
    }
}

/// Agrees it: an invoiced one for the open month and those after it, a withheld one for payments from now on.
///
/// # Errors
/// As [`check`].
pub(crate) async fn agree(
    write: &mut Write,
    partner: PartnerId,
    share: &RevenueShare,
) -> Result<(), Error<ApprovalRefusal>> {
    check(write.connection(), partner, share).await?;
    let (id, on, at) = (write.id(), write.business_date, write.at);
    sql::insert_contract(write.connection(), id, partner, share, (on, at)).await?;
    if share.billing == Billing::Withheld {
        ledger::open_account(write.connection(), AccountKind::RevenueShareWithheld, Uuid::nil()).await?;
    }
    Ok(withholding::update_agreed(write.connection(), id, partner, share).await?)
}

/// Invoices every funder with which a share is agreed, after the last day of a month, which `on` is. Gives how many; one that was
/// invoiced before is not again.
///
/// # Errors
/// When the database fails.
pub(crate) async fn invoice_month(db: &Db, on: Date) -> Result<usize, Error<Never>> {
    let month = Month::containing(on);
    let context = Context::system(SystemPart::EndOfDay, format!("invoice {month}"));
    let funders =
        db.read(&context, move |connection| Box::pin(async move { sql::list_agreed(connection, on).await })).await?;
    let mut invoiced = 0;
    for (funder, share) in funders {
        let context = Context::system(SystemPart::EndOfDay, format!("invoice {month} {funder}"));
        db.write(&context, "revenue_share.invoice", &(funder, month), move |write| {
            Box::pin(async move {
                let invoice = sql::NewInvoice {
                    id: RevenueShareInvoiceId(write.id()),
                    funder,
                    month,
                    share,
                    issued_on: write.business_date,
                    issued_at: write.at,
                };
                let (counted, due) = sql::insert_invoice(write.connection(), &invoice).await?;
                write.envelope.about(invoice.id);
                write.envelope.changed(&(), &(funder, month, counted, due))?;
                let month = month.to_string();
                let told = PartnerEvent::RevenueShareInvoiced { month, interest: counted, amount: due };
                write.envelope.tell(funder, invoice.id, &told)
            })
        })
        .await?;
        invoiced += 1;
    }
    Ok(invoiced)
}
