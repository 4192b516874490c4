//! Two debits of the past whose money went back: one was refunded by the funder, and one the payer has demanded back. The network's file of
//! their date says so, and comes to nothing.

use std::sync::{PoisonError, atomic::Ordering};

use domain::{Amount, id::BindingId, job::JobKind, network::ReturnReason};
use services::{
    agreement_debit::{AcceptedDebit, DebitCommand, debit},
    error::Failure,
    network::ReturnedPayment,
    refund::{AcceptedRefund, RefundCommand, refund},
};
use time::{Date, macros::date};

use crate::{
    bindings::{Customer, Fate, bind, publish, register, work_off},
    network::PatientNetwork,
    stage::Told,
    world::World,
};

/// When both were debited and given back. Its file comes a day later, and is not asked for any more on the present day.
pub const ON: Date = date!(2026 - 11 - 12);
/// What each debit took.
const TAKEN: Amount = Amount::from_fen(120_000);

const CUSTOMER: Customer = Customer {
    name: "贺明轩",
    id_number: "513401198708121244",
    card_number: "6228480022334455668",
    mobile: "13900007777",
    settlement_id: "JH-RQ-01",
    shares: true,
    debts: &[
        ("XF20260518-0004", 420_000, date!(2026 - 08 - 18), Fate::Held),
        ("XF20260602-0011", 360_000, date!(2026 - 09 - 02), Fate::Held),
    ],
};

struct GivenBack {
    refunded: AcceptedDebit,
    refund: AcceptedRefund,
    returned: AcceptedDebit,
}

/// The debits, and what goes back of them. It may be played again: what was done stays.
///
/// # Errors
/// When a step is refused or the database fails.
pub async fn play(world: &World) -> Result<(), Failure> {
    let network = PatientNetwork::default();
    let GivenBack { returned, .. } = given_back(world, &network).await?;
    let serial = returned.reference.as_str().to_owned();
    let told = ReturnedPayment { serial, amount: TAKEN, reason: ReturnReason::Unauthorised };
    *network.returned.lock().unwrap_or_else(PoisonError::into_inner) = Some((ON, told));
    work_off(world, &network, JobKind::FetchSettlements, "given_back/returned").await
}

/// On the next day the network's file comes.
///
/// # Errors
/// As [`play`].
pub async fn settle(world: &World) -> Result<(), Failure> {
    let network = PatientNetwork::default();
    let told = given_back(world, &network).await?;
    *network.file.lock().unwrap_or_else(PoisonError::into_inner) = Some((ON, file(&told)));
    work_off(world, &network, JobKind::FetchSettlements, "given_back/settled").await
}

fn file(GivenBack { refunded, refund, returned }: &GivenBack) -> String {
    let (refunded, refund, returned) =
        (refunded.reference.as_str(), refund.reference.as_str(), returned.reference.as_str());
    let both = TAKEN.plus(TAKEN);
    format!(
        "H|STL2026111200000001|{ON}|31050161364000005678\n\
         D|N2026111200000001|{refunded}|payment|{TAKEN}|00000000\n\
         D|N2026111200000002|{returned}|payment|{TAKEN}|00000000\n\
         D|N2026111200000003|{refund}|refund|{TAKEN}|00000000\n\
         D|N2026111200000004|{returned}|return|{TAKEN}|00000000\n\
         T|4|{both}|{both}|{}\n",
        Amount::ZERO
    )
}

async fn given_back(world: &World, network: &PatientNetwork) -> Result<GivenBack, Failure> {
    publish(world, CUSTOMER.settlement_id).await?;
    let binding = bind(world, network, CUSTOMER.order()).await?;
    network.pays.store(true, Ordering::Relaxed);
    let [first, second] = CUSTOMER.debts else { return Err("two debts are debited".into()) };
    let refunded = take(world, network, binding, (first.0, first.1, first.2)).await?;
    let returned = take(world, network, binding, (second.0, second.1, second.2)).await?;
    let (stage, step) = (&world.stage, format!("refund/{}", first.0));
    let command =
        RefundCommand {
            debit: refunded.debit, amount: TAKEN, reason: "客户已在柜台还款，退回重复扣款".to_owned()
        };
    let context = stage.person(&world.funder(0)?.treasurer, &step);
    let refund = refund(&stage.db, &context, command).await.told(&step)?;
    work_off(world, network, JobKind::FollowRefund, &format!("{step}/send")).await?;
    Ok(GivenBack { refunded, refund, returned })
}

/// The funder debits a part of a debt.
async fn take(
    world: &World,
    network: &PatientNetwork,
    binding: BindingId,
    owed: (&str, i64, Date),
) -> Result<AcceptedDebit, Failure> {
    let debt = register(world, binding, owed).await?;
    let (stage, step) = (&world.stage, format!("debit/{}", owed.0));
    let context = stage.person(&world.funder(0)?.treasurer, &step);
    let command = DebitCommand { debt, amount: TAKEN };
    let accepted = debit(&stage.db, &context, Default::default(), command).await.told(&step)?;
    work_off(world, network, JobKind::FollowDebit, &format!("{step}/send")).await?;
    Ok(accepted)
}
