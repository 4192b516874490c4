//! A funder pays its draws at its bank: many of them by one file, whose result is read back.

mod report;
mod result;
mod sql;

use domain::{
    draw::DrawState,
    id::{DrawId, PartnerId, PaymentFileId},
    payment_file::{PaymentFileRefusal, check_count},
    role::Role,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Context, Db, Error, Write, draw::lock_draws, party::find_receiving_account};

pub use report::{
    DrawToPay, PaidDraw, PaymentFileDetail, PaymentFileRow, PaymentStanding, draws_to_pay, payment_file, payment_files,
};
pub use result::{PaymentImport, RefusedPayment, import_payments};

/// Draws that one file pays.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakePaymentFileCommand {
    pub draws: Vec<DrawId>,
    /// The person says that earlier files with these draws were not used.
    pub earlier_unused: bool,
}

/// Makes a file of payments: of draws that were accepted and are not paid, all of them or none. That it was made is recorded, so
/// that nobody pays one twice without having been asked.
///
/// # Errors
/// `NotFound` for another funder's draw; refused for none or too many, for one that is not to be paid, or is in an earlier file
/// of which nobody says that it was not used, and without an account to pay into.
pub async fn make_payment_file(
    db: &Db,
    context: &Context,
    command: MakePaymentFileCommand,
) -> Result<PaymentFileId, Error<PaymentFileRefusal>> {
    let funder = context.funder(&[Role::FunderTreasurer])?;
    let actor = context.actor_name();
    db.write(context, "payment_file.make", &command.clone(), move |write| {
        Box::pin(async move {
            let id = make(write, funder, &actor, &command).await?;
            write.envelope.about(id);
            write.envelope.changed(&(), &command)?;
            Ok(id)
        })
    })
    .await
}

async fn make(
    write: &mut Write,
    funder: PartnerId,
    actor: &str,
    command: &MakePaymentFileCommand,
) -> Result<PaymentFileId, Error<PaymentFileRefusal>> {
    let mut draws: Vec<Uuid> = command.draws.iter().map(|draw| draw.0).collect();
    draws.sort_unstable();
    draws.dedup();
    check_count(draws.len()).map_err(Error::Refused)?;
    let locked = lock_draws(write.connection(), &draws).await?;
    for draw in &draws {
        let locked = locked.get(draw).filter(|locked| locked.funder == funder).ok_or(Error::NotFound)?;
        let to_pay = matches!(locked.draw.state, DrawState::Awaiting { instructed: false, funds } if funds.is_zero());
        if !to_pay || locked.prepared.is_some() {
            let reference = locked.reference.clone();
            return Err(Error::Refused(PaymentFileRefusal::NotToPay { reference }));
        }
    }
    // After the lock: what the one before us has put into a file counts.
    if let Some((reference, number)) = sql::find_earlier(write.connection(), &draws).await?
        && !command.earlier_unused
    {
        return Err(Error::Refused(PaymentFileRefusal::InEarlierFile { reference, number }));
    }
    let payee = find_receiving_account(write.connection(), Some(funder)).await?;
    let payee = payee.ok_or(Error::Refused(PaymentFileRefusal::NoAccount))?;
    let id = PaymentFileId(write.id());
    let (on, at) = (write.business_date, write.at);
    let sequence = sql::next_number(write.connection()).await?;
    let number = format!("{:04}{:02}{:02}{sequence:06}", on.year(), u8::from(on.month()), on.day());
    let new = sql::NewPaymentFile { id, funder, number, payee, made_by: actor.to_owned(), at };
    sql::insert(write.connection(), &new, &draws).await?;
    Ok(id)
}
