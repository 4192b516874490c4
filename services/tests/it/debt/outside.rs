//! What is paid on a debt elsewhere, as either of its sides reports it.

use domain::{
    agreement_debit::{DebitFailure, DebitState, NotSent},
    approval::Action,
    debt::{DebtRefusal, Holder},
    id::{DebtId, OutsidePaymentId},
    job::JobKind,
    outside_payment::OutsidePaymentState::{self, Counted, Declined, Reported},
    role::Role,
};
use services::{
    Context, Error,
    badge::facilitator_badges,
    outside_payment::{
        AnswerPaymentCommand, OutsidePaymentFilter, OutsidePaymentRow, PassOnFilter, PassOnRow, RecordPassOnCommand,
        ReportPaymentCommand, ReportedPayment, answer_payment, outside_payments, pass_ons, record_pass_on,
        report_payment,
    },
    refund::{RefundCommand, refund},
};
use time::{Date, Duration, macros::date};

use super::{
    approved, balance, collector, debited, edges::ended_by_the_payer, newest_debit, notified, refusal, registered,
    seen, submitted, transferred,
};
use crate::{
    approval::{propose, refusal as refused, two_people},
    binding::{
        bound, confirmed, follow,
        network::{CODE, TestNetwork},
        ordered, told, told_codes, treasurer,
    },
    harness::{FIRST, World, yuan},
    mapping::published,
    narrow::by_text,
};

/// The debtor was notified the day before ([`notified`]).
const TODAY: Date = date!(2026 - 11 - 20);
const NOTIFIED: Date = date!(2026 - 11 - 19);

fn command(debt: DebtId, number: &str, amount: &str, paid_on: Date) -> ReportPaymentCommand {
    let evidence = "银行回单 20261119-0007".to_owned();
    ReportPaymentCommand { debt, number: number.to_owned(), amount: yuan(amount), paid_on, evidence }
}

async fn reported(
    world: &World,
    context: &Context,
    command: ReportPaymentCommand,
) -> Result<ReportedPayment, Error<DebtRefusal>> {
    world.set_now(world.now() + Duration::SECOND);
    report_payment(&world.db, &context.about(world.now().unix_timestamp_nanos()), command).await
}

/// The collector was paid so much elsewhere.
pub async fn paid(world: &World, debt: DebtId, amount: &str) -> OutsidePaymentId {
    reported(world, &collector(world), command(debt, "RQ-1", amount, TODAY)).await.unwrap().payment
}

async fn answered(
    world: &World,
    context: &Context,
    payment: OutsidePaymentId,
    agree: bool,
) -> Result<(), Error<DebtRefusal>> {
    world.set_now(world.now() + Duration::SECOND);
    let context = context.about(world.now().unix_timestamp_nanos());
    answer_payment(&world.db, &context, AnswerPaymentCommand { payment, agree }).await
}

async fn rows(world: &World, context: &Context, debt: DebtId) -> Vec<OutsidePaymentRow> {
    outside_payments(&world.db, context, OutsidePaymentFilter::Of(debt), FIRST).await.unwrap().rows
}

async fn outstanding(world: &World, debt: DebtId) -> domain::Amount {
    seen(world, &treasurer(world), debt).await.outstanding.unwrap()
}

#[tokio::test]
async fn what_the_holder_was_paid_lowers_the_debt_and_its_claim_once() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    let by = treasurer(&world);
    let first = reported(&world, &by, command(debt, "HK-1", "3000", NOTIFIED)).await.unwrap();
    assert_eq!(first.state, Counted);
    let again = reported(&world, &by, command(debt, " HK-1 ", "3000", NOTIFIED)).await.unwrap();
    assert_eq!((again, outstanding(&world, debt).await), (first, yuan("7000")));
    for (command, code) in [
        (command(debt, "HK-1", "3000.01", NOTIFIED), "outside_payment.number_taken"),
        (command(debt, "HK-2", "7000.01", NOTIFIED), "debt.more_than_outstanding"),
        (command(debt, "HK-2", "0", NOTIFIED), "debt.amount_not_positive"),
        (command(debt, "HK-2", "1", date!(2026 - 11 - 21)), "outside_payment.in_the_future"),
        (command(debt, " ", "1", NOTIFIED), "debt.number_invalid"),
        (
            ReportPaymentCommand { evidence: " ".to_owned(), ..command(debt, "HK-2", "1", NOTIFIED) },
            "outside_payment.evidence_missing",
        ),
    ] {
        assert_eq!(refusal(reported(&world, &by, command).await), code);
    }
    for stranger in [collector(&world), world.funder_person('b', Role::FunderTreasurer)] {
        let outcome = reported(&world, &stranger, command(debt, "X", "1", NOTIFIED)).await;
        assert!(matches!(outcome, Err(Error::NotFound)), "it was never named to it");
    }
    let reviewer = world.funder_person('a', Role::FunderReviewer);
    assert!(matches!(reported(&world, &reviewer, command(debt, "X", "1", NOTIFIED)).await, Err(Error::Forbidden)));
    assert_eq!(balance(&world, "claim", "funder-a").await, -700_000);
    let valued = "select count(*) from journals where event_kind = 'debt.received' and value_on = '2026-11-19'";
    assert_eq!(world.number(valued).await, 1);
    // The rest, and nothing is left to debit.
    reported(&world, &by, command(debt, "HK-3", "7000", TODAY)).await.unwrap();
    assert_eq!(refusal(debited(&world, &by, debt, "1").await), "debt.settled");
    assert_eq!(balance(&world, "claim", "funder-a").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn what_a_former_holder_was_paid_before_the_notice_counts_and_it_owes_the_holder() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    submitted(&world, &[debt], false).await.unwrap();
    let never = reported(&world, &collector(&world), command(debt, "RQ-0", "1", NOTIFIED)).await;
    assert_eq!(refusal(never), "debt.not_held", "it was named to it, and never its own");
    let transfer = "select id from debt_transfers";
    let transfer = sqlx::query_scalar(transfer).fetch_one(&world.owner).await.unwrap();
    let transfer = domain::id::DebtTransferId(transfer);
    approved(&world, transfer).await;
    notified(&world, transfer).await;
    follow(&world, &network, JobKind::FollowTransfer).await;

    let counted = reported(&world, &treasurer(&world), command(debt, "HK-1", "2000", NOTIFIED)).await.unwrap();
    assert_eq!((counted.state, outstanding(&world, debt).await), (Counted, yuan("8000")));
    assert_eq!(balance(&world, "claim", "facilitator-1").await, -800_000);
    assert_eq!(balance(&world, "claim", "funder-a").await, 0);
    let row = &rows(&world, &collector(&world), debt).await[0];
    let holder = seen(&world, &collector(&world), debt).await.facilitator_name;
    assert_eq!((row.owed_to.as_str(), row.asks, row.state), (holder.as_str(), false, Counted));
    let payload = told(&world, &collector(&world)).await.pop().unwrap().payload;
    let facts =
        ["payment", "amount", "paid_on", "owed_to_holder"].map(|fact| payload[fact].as_str().unwrap().to_owned());
    assert_eq!(facts, ["HK-1", "2000.00", "2026-11-19", "2000.00"]);
    world.finish().await;
}

#[tokio::test]
async fn what_a_former_holder_was_paid_after_the_notice_waits_for_the_holder_s_word() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    let (funder, holder) = (treasurer(&world), collector(&world));
    let mut payments = Vec::new();
    for (number, amount) in [("HK-1", "1000"), ("HK-2", "2000"), ("HK-3", "10000")] {
        let waits = reported(&world, &funder, command(debt, number, amount, TODAY)).await.unwrap();
        assert_eq!(waits.state, Reported);
        payments.push(waits.payment);
    }
    assert_eq!(outstanding(&world, debt).await, yuan("10000"), "nothing counts yet");
    assert!(rows(&world, &holder, debt).await.iter().all(|row| row.asks));
    assert!(rows(&world, &funder, debt).await.iter().all(|row| !row.asks));
    let asking = async |who: &Context| {
        outside_payments(&world.db, who, OutsidePaymentFilter::Asking, FIRST).await.unwrap().rows.len()
    };
    assert_eq!((asking(&holder).await, asking(&funder).await), (3, 0));
    assert_eq!(facilitator_badges(&world.db, &holder).await.unwrap().outside_payments, 3);
    assert_eq!(refusal(answered(&world, &funder, payments[0], true).await), "debt.not_held");
    let stranger = answered(&world, &world.funder_person('b', Role::FunderTreasurer), payments[0], true).await;
    assert!(matches!(stranger, Err(Error::NotFound)));
    answered(&world, &holder, payments[0], true).await.unwrap();
    answered(&world, &holder, payments[1], false).await.unwrap();
    assert_eq!(asking(&holder).await, 1);
    for (payment, code) in [
        (payments[0], "outside_payment.answered"),
        (payments[1], "outside_payment.answered"),
        (payments[2], "debt.more_than_outstanding"),
    ] {
        assert_eq!(refusal(answered(&world, &holder, payment, true).await), code);
    }
    let states: Vec<OutsidePaymentState> = rows(&world, &funder, debt).await.iter().map(|row| row.state).collect();
    assert_eq!((states, outstanding(&world, debt).await), (vec![Reported, Declined, Counted], yuan("9000")));
    let codes = told_codes(&world, &funder).await;
    assert_eq!(codes[codes.len() - 2..], ["debt.paid_outside", "debt.payment_declined"]);
    let codes = told_codes(&world, &holder).await;
    assert_eq!(codes[codes.len() - 3..], ["debt.payment_reported"; 3]);
    world.finish().await;
}

#[tokio::test]
async fn a_former_facilitator_reports_what_it_was_paid_and_whom_the_debt_is_offered_to_next_reads_none_of_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    paid(&world, debt, "1000").await;
    world.set_now(world.now() + Duration::minutes(1));
    transferred(&world, &network, &[debt], true).await;
    // The card is bound anew, for another facilitator, and the debt offered to that.
    ended_by_the_payer(&world, &network, binding.id).await;
    world.set_now(world.now() + Duration::minutes(1));
    published(&world, "JH-01", 2).await;
    let again = ordered(&world, &network, "JH-01").await;
    confirmed(&world, &network, again, CODE).await.unwrap();
    submitted(&world, &[debt], false).await.unwrap();

    let late = reported(&world, &collector(&world), command(debt, "RQ-2", "500", NOTIFIED)).await.unwrap();
    assert_eq!((late.state, outstanding(&world, debt).await), (Counted, yuan("8500")));
    let more = reported(&world, &collector(&world), command(debt, "RQ-3", "8500.01", NOTIFIED)).await;
    assert_eq!(refusal(more), "debt.more_than_is_left", "how much that is, is told to whoever holds it");
    let other = || world.facilitator(2, Role::FacilitatorOperator);
    assert_eq!(rows(&world, &collector(&world), debt).await.len(), 2, "its own, from when it held and from now");
    assert_eq!(rows(&world, &treasurer(&world), debt).await.len(), 2);
    assert!(rows(&world, &other(), debt).await.is_empty(), "another has reported them, and it never held it");
    assert!(outside_payments(&world.db, &other(), OutsidePaymentFilter::All, FIRST).await.unwrap().rows.is_empty());
    let told = told_codes(&world, &other()).await;
    assert!(!told.contains(&"debt.paid_outside"), "{told:?}");
    assert_eq!(told_codes(&world, &treasurer(&world)).await.last(), Some(&"debt.paid_outside"));
    assert_eq!(refusal(reported(&world, &other(), command(debt, "X", "1", NOTIFIED)).await), "debt.not_held");
    world.finish().await;
}

#[tokio::test]
async fn an_unknown_debit_leaves_only_the_rest_to_be_paid_elsewhere() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    network.lose_answers(1);
    debited(&world, &collector(&world), debt, "6000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(newest_debit(&world, &collector(&world)).await.state, DebitState::Unknown);
    // The former holder knows nothing of the debit, and is told what is left.
    let more = reported(&world, &treasurer(&world), command(debt, "HK-1", "4000.01", NOTIFIED)).await;
    assert!(
        matches!(&more, Err(Error::Refused(DebtRefusal::MoreThanOutstanding { outstanding })) if *outstanding == yuan("4000")),
        "{more:?}"
    );
    reported(&world, &treasurer(&world), command(debt, "HK-1", "4000", NOTIFIED)).await.unwrap();
    world.set_now(world.now() + Duration::minutes(10));
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(newest_debit(&world, &collector(&world)).await.state, DebitState::Succeeded);
    assert_eq!(outstanding(&world, debt).await, yuan("0"));
    assert_eq!(balance(&world, "claim", "facilitator-1").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_debit_that_was_accepted_is_not_sent_for_what_was_paid_elsewhere_meanwhile() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    debited(&world, &treasurer(&world), debt, "10000").await.unwrap();
    reported(&world, &treasurer(&world), command(debt, "HK-1", "10000", TODAY)).await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    let row = newest_debit(&world, &treasurer(&world)).await;
    assert_eq!((row.state, row.failure), (DebitState::Failed, Some(DebitFailure::NotSent(NotSent::Settled))));
    assert!(network.paid().is_empty(), "the card was not tried");
    world.finish().await;
}

#[tokio::test]
async fn a_debt_that_is_paid_elsewhere_while_it_is_frozen_does_not_change_hands() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    let id = submitted(&world, &[debt], false).await.unwrap();
    approved(&world, id).await;
    reported(&world, &treasurer(&world), command(debt, "HK-1", "10000", TODAY)).await.unwrap();
    notified(&world, id).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    let row = seen(&world, &treasurer(&world), debt).await;
    assert_eq!((row.holder, row.outstanding), (Holder::Funder, Some(yuan("0"))));
    world.finish().await;
}

#[tokio::test]
async fn a_wrong_report_is_taken_back_by_two_people_and_the_debt_owes_its_present_holder_again() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    let payment = reported(&world, &treasurer(&world), command(debt, "HK-1", "3000", TODAY)).await.unwrap().payment;
    transferred(&world, &network, &[debt], false).await;
    let undo = || Action::UndoPayment { payment };
    world.set_now(world.now() + Duration::SECOND);
    two_people(&world, undo()).await;
    assert_eq!(refused(propose(&world, undo()).await), "outside_payment.not_counted");
    let nobodys = Action::UndoPayment { payment: OutsidePaymentId(uuid::Uuid::nil()) };
    assert!(matches!(propose(&world, nobodys).await, Err(Error::NotFound)));
    assert_eq!(outstanding(&world, debt).await, yuan("10000"));
    assert_eq!(balance(&world, "claim", "facilitator-1").await, -1_000_000);
    assert_eq!(balance(&world, "claim", "funder-a").await, 0);
    assert_eq!(rows(&world, &treasurer(&world), debt).await[0].state, OutsidePaymentState::Undone);
    for party in [treasurer(&world), collector(&world)] {
        assert_eq!(told_codes(&world, &party).await.last(), Some(&"debt.payment_undone"));
    }
    world.finish().await;
}

async fn passed_on(world: &World, context: &Context) -> Vec<(Date, i64, domain::Amount, Date)> {
    let rows = pass_ons(&world.db, context, PassOnFilter::All, FIRST).await.unwrap().rows;
    rows.into_iter().map(|PassOnRow { on, payments, amount, due_on, .. }| (on, payments, amount, due_on)).collect()
}

#[tokio::test]
async fn what_former_holders_were_paid_is_passed_on_by_date_and_comes_to_what_the_claims_have_lost() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    let (funder, holder) = (treasurer(&world), collector(&world));
    reported(&world, &funder, command(debt, "HK-0", "500", NOTIFIED)).await.unwrap();
    transferred(&world, &network, &[debt], false).await;
    assert!(passed_on(&world, &funder).await.is_empty(), "the funder held it then");
    let first = reported(&world, &funder, command(debt, "HK-1", "1000", NOTIFIED)).await.unwrap().payment;
    reported(&world, &holder, command(debt, "RQ-1", "300", TODAY)).await.unwrap();
    let waits = reported(&world, &funder, command(debt, "HK-2", "2000", TODAY)).await.unwrap().payment;
    // From Friday to Monday.
    let monday = date!(2026 - 11 - 23);
    let friday = (TODAY, 1, yuan("1000"), monday);
    assert_eq!(passed_on(&world, &holder).await, [friday], "what waits for a word is not owed");
    world.set_now(world.now() + Duration::days(3));
    world.turn_to(monday).await;
    answered(&world, &holder, waits, true).await.unwrap();
    world.set_now(world.now() + Duration::SECOND);
    two_people(&world, Action::UndoPayment { payment: first }).await;
    let both = [(monday, 2, yuan("1000"), date!(2026 - 11 - 24)), friday];
    for who in [&funder, &holder, &world.operator(Role::Auditor)] {
        assert_eq!(passed_on(&world, who).await, both);
    }
    let row = pass_ons(&world.db, &funder, PassOnFilter::All, FIRST).await.unwrap().rows.remove(0);
    let seen = seen(&world, &funder, debt).await;
    assert_eq!(row.payee_name, seen.facilitator_name);
    for (typed, count) in [(row.payee_name.as_str(), 2), ("2026-11-23", 1), ("查无此家", 0)] {
        let found = pass_ons(&world.db, &funder, by_text(PassOnFilter::All, typed), FIRST).await.unwrap();
        assert_eq!((found.rows.len(), found.total.is_some()), (count, true), "{typed}");
    }
    for (passed, count) in [(false, 2), (true, 0)] {
        let found = pass_ons(&world.db, &funder, PassOnFilter::Of(passed), FIRST).await.unwrap();
        assert_eq!(found.rows.len(), count, "{passed}");
    }
    assert!(passed_on(&world, &world.funder_person('b', Role::FunderTreasurer)).await.is_empty());
    assert!(matches!(pass_ons(&world.db, &world.agent(1), PassOnFilter::All, FIRST).await, Err(Error::Forbidden)));
    // 10,000.00 less 500.00, 300.00 and 2,000.00.
    assert_eq!(balance(&world, "claim", "facilitator-1").await, -720_000);
    assert_eq!((seen.outstanding, balance(&world, "partner_payable", "facilitator-1").await), (Some(yuan("7200")), 0));
    world.finish().await;
}

#[tokio::test]
async fn whoever_owes_what_is_passed_on_says_so_once_and_both_are_told() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    let (funder, holder) = (treasurer(&world), collector(&world));
    transferred(&world, &network, &[debt], false).await;
    reported(&world, &funder, command(debt, "HK-1", "1000", NOTIFIED)).await.unwrap();
    let row =
        async |context: &Context| pass_ons(&world.db, context, PassOnFilter::All, FIRST).await.unwrap().rows.remove(0);
    let id = row(&funder).await.id;
    let recorded = async |context: &Context, reference: &str| {
        world.set_now(world.now() + Duration::SECOND);
        let context = context.about(world.now().unix_timestamp_nanos());
        let command = RecordPassOnCommand { pass_on: id, transfer_reference: reference.to_owned() };
        match record_pass_on(&world.db, &context, command).await {
            Ok(()) => "done",
            Err(Error::Refused(refusal)) => refusal.code(),
            Err(Error::NotFound) => "not_found",
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!((recorded(&funder, "JH-1").await, row(&funder).await.asks), ("pass_on.still_open", false));
    services::end_of_day::close(&world.db, TODAY).await.unwrap();
    for who in [&funder, &holder] {
        assert!(told_codes(&world, who).await.contains(&"pass_on.due"));
    }
    assert_eq!((row(&funder).await.asks, row(&holder).await.asks), (true, false));
    assert_eq!(recorded(&holder, "JH-1").await, "pass_on.not_owed");
    assert_eq!(recorded(&world.funder_person('b', Role::FunderTreasurer), "JH-1").await, "not_found");
    assert_eq!(recorded(&funder, " ").await, "pass_on.reference_invalid");
    assert_eq!(recorded(&funder, " JH-1 ").await, "done");
    assert_eq!(recorded(&funder, "JH-2").await, "pass_on.recorded");
    let paid = row(&holder).await.paid.map(|(_, reference)| reference);
    assert_eq!((paid.as_deref(), row(&funder).await.asks), (Some("JH-1"), false));
    assert!(told_codes(&world, &holder).await.contains(&"pass_on.paid"));
    assert!(!told_codes(&world, &funder).await.contains(&"pass_on.paid"), "who says so knows it");
    world.finish().await;
}

#[tokio::test]
async fn two_reports_at_once_take_no_more_off_than_is_owed() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    let (funder, holder) = (treasurer(&world), collector(&world));
    let (one, two) = tokio::join!(
        report_payment(&world.db, &funder, command(debt, "HK-1", "6000", NOTIFIED)),
        report_payment(&world.db, &holder, command(debt, "HK-1", "6000", NOTIFIED)),
    );
    let refused = if one.is_ok() { two } else { one };
    assert_eq!(refusal(refused), "debt.more_than_outstanding");
    assert_eq!(outstanding(&world, debt).await, yuan("4000"));
    world.finish().await;
}

/// Case 24.
#[tokio::test]
async fn paid_to_the_old_creditor_and_debited_as_well_the_card_s_money_goes_back_and_the_report_counts() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    let (funder, holder) = (treasurer(&world), collector(&world));
    network.lose_answers(1);
    debited(&world, &collector(&world), debt, "10000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    let report = || command(debt, "HK-24", "10000", NOTIFIED);
    assert_eq!(refusal(reported(&world, &funder, report()).await), "debt.more_than_outstanding", "it may be paid");
    world.set_now(world.now() + Duration::minutes(10));
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(refusal(reported(&world, &funder, report()).await), "debt.more_than_outstanding", "it is paid");

    // The later of the two is undone: the debit.
    let debit = newest_debit(&world, &holder).await.id;
    let back = RefundCommand { debit, amount: yuan("10000"), reason: "已付给原债权人".to_owned() };
    refund(&world.db, &collector(&world), back).await.unwrap();
    follow(&world, &network, JobKind::FollowRefund).await;
    assert_eq!(reported(&world, &funder, report()).await.unwrap().state, Counted);
    assert_eq!(network.refunded().len(), 1);
    assert_eq!(outstanding(&world, debt).await, yuan("0"));
    for (context, code) in [(treasurer(&world), "debt.not_held"), (collector(&world), "debt.settled")] {
        assert_eq!(refusal(debited(&world, &context, debt, "1").await), code);
    }
    for (kind, code) in [
        ("claim", "facilitator-1"),
        ("claim", "funder-a"),
        ("partner_payable", "facilitator-1"),
        ("channel_receivable", ""),
    ] {
        assert_eq!(balance(&world, kind, code).await, 0, "{kind} {code}");
    }
    assert!(!rows(&world, &holder, debt).await[0].owed_to.is_empty(), "the funder owes what it was paid");
    world.finish().await;
}

#[tokio::test]
async fn what_a_former_facilitator_says_of_a_day_on_which_it_did_not_hold_the_debt_waits_for_the_holder_s_word() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    world.set_now(world.now() + Duration::minutes(1));
    transferred(&world, &network, &[debt], true).await;
    for (number, on, state) in
        [("RQ-1", date!(2026 - 11 - 18), Reported), ("RQ-2", NOTIFIED, Counted), ("RQ-3", TODAY, Reported)]
    {
        let said = reported(&world, &collector(&world), command(debt, number, "100", on)).await.unwrap();
        assert_eq!(said.state, state, "{on}");
    }
    assert_eq!(outstanding(&world, debt).await, yuan("9900"));
    world.finish().await;
}
