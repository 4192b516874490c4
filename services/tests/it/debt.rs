//! Debts that bound cards pay: whoever holds one collects it, and from the moment that it changes hands nobody else.

#[path = "debt/document.rs"]
mod document;
#[path = "debt/edges.rs"]
mod edges;
#[path = "debt/follows.rs"]
mod follows;
#[path = "debt/import.rs"]
mod import;
#[path = "debt/killed.rs"]
mod killed;
#[path = "debt/known.rs"]
mod known;
#[path = "debt/limits.rs"]
mod limits;
#[path = "debt/loan.rs"]
pub mod loan;
#[path = "debt/loan_card.rs"]
mod loan_card;
#[path = "debt/marked.rs"]
mod marked;
#[path = "debt/outside.rs"]
pub mod outside;
#[path = "debt/race.rs"]
mod race;
#[path = "debt/refund.rs"]
mod refund;
#[path = "debt/rest.rs"]
mod rest;
#[path = "debt/returned.rs"]
mod returned;
#[path = "debt/transfer.rs"]
mod transfer;

use domain::{
    Amount,
    approval::Action,
    debt::{DebitLimits, DebtRefusal, Holder},
    debt_transfer::{Item, LegalBasis, TransferRefusal},
    id::{BindingId, DebtId, DebtTransferId},
    job::JobKind,
    role::Role,
};
use services::{
    Context, Error,
    agreement_debit::{AcceptedDebit, DebitCommand, DebitFilter, DebitRow, debit, debits},
    binding::{BindingFilter, bindings},
    debt::{DebtRow, RegisterDebtCommand, register_debt},
    debt_transfer::{
        AddDocumentCommand, NotifyCommand, SubmitTransferCommand, add_document, confirm_transfer, notify_debtors,
        submit_transfer, transfer as transfer_of,
    },
    refund::RefundCommand,
    signing::{OrderSigningCommand, order_signing},
};
use sqlx::{Connection, PgConnection};
use time::{Date, Duration, macros::date};

use crate::{
    approval::{approve, propose},
    binding::{
        bound, confirmed, follow,
        network::{CODE, TestNetwork},
        order, treasurer,
    },
    harness::{FIRST, World, yuan},
    mapping::published,
};

/// Ten days before the world begins.
pub const DUE_ON: Date = date!(2026 - 11 - 10);

pub async fn registered(world: &World, binding: BindingId, number: &str, amount: &str) -> DebtId {
    let command = RegisterDebtCommand { number: number.to_owned(), binding, amount: yuan(amount), due_on: DUE_ON };
    register_debt(&world.db, &treasurer(world), command).await.unwrap()
}

pub fn collector(world: &World) -> Context {
    world.facilitator(1, Role::FacilitatorOperator)
}

pub fn facilitator_approver(world: &World) -> Context {
    world.facilitator(1, Role::FacilitatorApprover)
}

pub async fn debited(
    world: &World,
    context: &Context,
    debt: DebtId,
    amount: &str,
) -> Result<AcceptedDebit, Error<DebtRefusal>> {
    debit(&world.db, context, DebitLimits::default(), DebitCommand { debt, amount: yuan(amount) }).await
}

pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<DebtRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

pub fn submit_command(debts: &[DebtId], back: bool) -> SubmitTransferCommand {
    SubmitTransferCommand {
        items: debts.iter().copied().map(Item::Debt).collect(),
        back,
        legal_basis: LegalBasis::Assignment,
        document: "债权转让协议 2026-018".to_owned(),
        effective_from: None,
    }
}

pub async fn submitted(world: &World, debts: &[DebtId], back: bool) -> Result<DebtTransferId, Error<TransferRefusal>> {
    submit_transfer(&world.db, &treasurer(world), submit_command(debts, back)).await
}

/// Whoever gives the debts away brings what the transfer rests on.
pub async fn documented(world: &World, id: DebtTransferId) {
    let back = transfer_of(&world.db, &treasurer(world), id).await.unwrap().row.transfer.back;
    let context = if back { facilitator_approver(world) } else { treasurer(world) };
    let content = format!("%PDF-1.7 {id} %%EOF").into_bytes();
    let command = AddDocumentCommand { transfer: id, file_name: "债权转让协议.pdf".to_owned(), content };
    add_document(&world.db, &context, command).await.unwrap();
}

/// Confirmed by the facilitator and approved by two people.
pub async fn approved(world: &World, id: DebtTransferId) {
    documented(world, id).await;
    confirm_transfer(&world.db, &facilitator_approver(world), id).await.unwrap();
    let proposed = propose(world, Action::Transfer { transfer: id }).await.unwrap();
    approve(world, proposed).await.unwrap();
}

pub async fn notified(world: &World, id: DebtTransferId) {
    let command = NotifyCommand {
        transfer: id,
        notified_on: date!(2026 - 11 - 19),
        evidence: "EMS 1234567890123 签收".to_owned(),
    };
    notify_debtors(&world.db, &treasurer(world), command).await.unwrap();
}

/// From the first step to the last.
pub async fn transferred(world: &World, network: &TestNetwork, debts: &[DebtId], back: bool) -> DebtTransferId {
    let id = submitted(world, debts, back).await.unwrap();
    approved(world, id).await;
    notified(world, id).await;
    follow(world, network, JobKind::FollowTransfer).await;
    id
}

pub async fn seen(world: &World, context: &Context, debt: DebtId) -> DebtRow {
    services::debt::debt(&world.db, context, debt).await.unwrap()
}

pub async fn newest_debit(world: &World, context: &Context) -> DebitRow {
    debits(&world.db, context, DebitFilter::All, FIRST).await.unwrap().rows.remove(0)
}

/// A debt that has changed hands and of which the facilitator has collected a part.
pub async fn collected(world: &World, network: &TestNetwork) -> DebtId {
    let binding = bound(world, network).await;
    let debt = registered(world, binding.id, "D-1", "10000").await;
    transferred(world, network, &[debt], false).await;
    debited(world, &collector(world), debt, "4000").await.unwrap();
    follow(world, network, JobKind::FollowDebit).await;
    services::event::number_events(&world.db).await.unwrap();
    debt
}

/// Another debit of a debt, of which a part has gone back.
pub async fn given_back_of_another(world: &World, network: &TestNetwork, debt: DebtId) {
    let debit = debited(world, &collector(world), debt, "100").await.unwrap().debit;
    follow(world, network, JobKind::FollowDebit).await;
    let command = RefundCommand { debit, amount: yuan("30"), reason: "重复扣款".to_owned() };
    services::refund::refund(&world.db, &collector(world), command).await.unwrap();
    follow(world, network, JobKind::FollowRefund).await;
}

pub async fn balance(world: &World, kind: &str, code: &str) -> i64 {
    sqlx::query_scalar(
        "select coalesce(account_balance(a.id), 0) from accounts a left join partners p on p.id = a.owner_id
         where a.kind = $1 and ($2 = '' or p.code = $2)",
    )
    .bind(kind)
    .bind(code)
    .fetch_one(&world.owner)
    .await
    .unwrap()
}

#[tokio::test]
async fn the_funder_collects_what_it_holds_and_is_paid() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    assert_eq!(refusal(debited(&world, &treasurer(&world), debt, "10000.01").await), "debt.more_than_outstanding");
    let unknown = debited(&world, &collector(&world), debt, "1").await;
    assert!(matches!(unknown, Err(Error::NotFound)), "it was never named to the facilitator");
    debited(&world, &treasurer(&world), debt, "3000").await.unwrap();
    assert_eq!(refusal(debited(&world, &treasurer(&world), debt, "1").await), "debt.in_flight");
    follow(&world, &network, JobKind::FollowDebit).await;
    let row = seen(&world, &treasurer(&world), debt).await;
    assert_eq!((row.outstanding, row.holder), (Some(yuan("7000")), Holder::Funder));
    assert_eq!(network.paid().iter().map(|(_, amount)| *amount).sum::<Amount>(), yuan("3000"));
    assert_eq!(balance(&world, "channel_receivable", "").await, 300_000);
    assert_eq!(balance(&world, "partner_payable", "funder-a").await, -300_000);
    assert_eq!(balance(&world, "claim", "funder-a").await, -700_000);
    world.finish().await;
}

#[tokio::test]
async fn from_the_moment_of_the_transfer_the_facilitator_collects_and_not_the_funder_and_back() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let id = submitted(&world, &[debt], false).await.unwrap();
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "1").await), "debt.not_held");
    approved(&world, id).await;
    for context in [collector(&world), treasurer(&world)] {
        assert_eq!(refusal(debited(&world, &context, debt, "1").await), "debt.transfer_frozen");
    }
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, Holder::InTransfer, "nobody was notified");
    notified(&world, id).await;
    follow(&world, &network, JobKind::FollowTransfer).await;

    assert_eq!(refusal(debited(&world, &treasurer(&world), debt, "1").await), "debt.not_held");
    debited(&world, &collector(&world), debt, "4000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    let row = seen(&world, &collector(&world), debt).await;
    assert_eq!((row.outstanding, row.holder, row.may_collect), (Some(yuan("6000")), Holder::Facilitator, Ok(())));
    assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, -400_000);
    assert_eq!(balance(&world, "claim", "funder-a").await, 0);
    assert_eq!(balance(&world, "claim", "facilitator-1").await, -600_000);

    transferred(&world, &network, &[debt], true).await;
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "1").await), "debt.not_held");
    debited(&world, &treasurer(&world), debt, "6000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(seen(&world, &treasurer(&world), debt).await.outstanding, Some(Amount::ZERO));
    assert_eq!(refusal(debited(&world, &treasurer(&world), debt, "1").await), "debt.settled");
    assert_eq!(balance(&world, "claim", "funder-a").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn what_the_network_refuses_or_does_not_say_takes_nothing_twice() {
    use domain::{
        agreement_debit::{DebitFailure, DebitState},
        network::{Meaning, Reason},
    };
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    network.answer_payment(Meaning::Refused(Reason::InsufficientFunds));
    debited(&world, &treasurer(&world), debt, "10000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    let row = newest_debit(&world, &treasurer(&world)).await;
    assert_eq!((row.state, row.failure), (DebitState::Failed, Some(DebitFailure::Refused(Reason::InsufficientFunds))));

    world.set_now(world.now() + Duration::SECOND);
    network.lose_answers(2);
    debited(&world, &treasurer(&world), debt, "5000").await.unwrap();
    for _ in 0..2 {
        follow(&world, &network, JobKind::FollowDebit).await;
        assert_eq!(newest_debit(&world, &treasurer(&world)).await.state, DebitState::Unknown);
        assert_eq!(refusal(debited(&world, &treasurer(&world), debt, "1").await), "debt.in_flight");
        world.set_now(world.now() + Duration::minutes(10));
    }
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(newest_debit(&world, &treasurer(&world)).await.state, DebitState::Succeeded);
    assert_eq!(network.paid().len(), 1, "asked for, not sent again");

    network.answer_payment(Meaning::Refused(Reason::LimitExceeded));
    debited(&world, &treasurer(&world), debt, "5000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(refusal(debited(&world, &treasurer(&world), debt, "1").await), "debt.tried_too_often");
    world.set_now(world.now() + Duration::DAY);
    debited(&world, &treasurer(&world), debt, "1").await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn an_agreement_that_is_over_by_itself_ends_its_binding_once_the_network_says_so_twice() {
    use domain::{
        agreement_debit::{DebitFailure, DebitState},
        binding::{BindingState, ShareState},
        network::{AgreementStanding, Meaning, Reason},
    };
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    let state = async || services::binding::binding(&world.db, &treasurer(&world), binding.id).await.unwrap().state;
    for (standing, after) in
        [(AgreementStanding::Signed, BindingState::Active), (AgreementStanding::Ended, BindingState::Invalid)]
    {
        network.answer_payment(Meaning::Refused(Reason::AgreementEnded));
        network.answer_agreement(Meaning::Unknown, standing);
        debited(&world, &collector(&world), debt, "10000").await.unwrap();
        follow(&world, &network, JobKind::FollowDebit).await;
        let row = newest_debit(&world, &collector(&world)).await;
        assert_eq!((row.state, row.failure), (DebitState::Failed, Some(DebitFailure::Refused(Reason::AgreementEnded))));
        assert_eq!(state().await, BindingState::Active, "one answer ends no binding");
        follow(&world, &network, JobKind::FollowBinding).await;
        assert_eq!(state().await, after);
        world.set_now(world.now() + Duration::SECOND);
    }
    assert_eq!(crate::binding::shares_of(&world, 1).await[0].state, ShareState::Revoked);
    // The debt stays whose it is, and waits for another way to be paid.
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "1").await), "debt.binding_ended");
    let row = seen(&world, &collector(&world), debt).await;
    assert_eq!((row.holder, row.outstanding), (Holder::Facilitator, Some(yuan("10000"))));
    let told = crate::binding::told_codes(&world, &collector(&world)).await;
    assert_eq!(told[told.len() - 2..], ["debit.failed", "share.revoked"]);
    let told = crate::binding::told_codes(&world, &world.partner('a')).await;
    assert_eq!(told[told.len() - 2..], ["share.revoked", "binding.invalid"]);
    world.finish().await;
}

#[tokio::test]
async fn a_debt_is_registered_once_of_what_is_the_funder_s() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    registered(&world, binding.id, "D-1", "10000").await;
    let command = |number: &str, amount: &str| RegisterDebtCommand {
        number: number.to_owned(),
        binding: binding.id,
        amount: yuan(amount),
        due_on: DUE_ON,
    };
    let register = async |command| refusal(register_debt(&world.db, &treasurer(&world), command).await);
    assert_eq!(register(command("D-1", "5")).await, "debt.number_taken");
    assert_eq!(register(command(" ", "5")).await, "debt.number_invalid");
    assert_eq!(register(command("D-2", "0")).await, "debt.amount_not_positive");
    let stranger = world.funder_person('b', Role::FunderTreasurer);
    let other = register_debt(&world.db, &stranger, command("D-2", "5")).await;
    assert!(matches!(other, Err(Error::NotFound)));
    // It is told by the number by which it stands.
    let id = register_debt(&world.db, &treasurer(&world), command(" D-3 ", "5")).await.unwrap();
    assert_eq!(seen(&world, &treasurer(&world), id).await.number, "D-3");
    let told = crate::binding::told(&world, &world.partner('a')).await;
    assert_eq!(told.last().unwrap().payload["number"], "D-3");
    world.finish().await;
}

#[tokio::test]
async fn a_debt_waits_for_its_binding_s_end_that_is_under_way() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let unshared = OrderSigningCommand { consents_to_share: false, ..order("JH-01") };
    let signing = order_signing(&world.db, &network, &treasurer(&world), unshared).await.unwrap().signing;
    confirmed(&world, &network, signing, CODE).await.unwrap();
    let binding = bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows.remove(0).id;
    let mut rival = PgConnection::connect(&world.url).await.unwrap();
    sqlx::raw_sql("begin; update bindings set state = 'unsigning'").execute(&mut rival).await.unwrap();
    let (db, funder) = (world.db.clone(), treasurer(&world));
    let command = RegisterDebtCommand { number: "D-1".to_owned(), binding, amount: yuan("5"), due_on: DUE_ON };
    let registering = tokio::spawn(async move { register_debt(&db, &funder, command).await });
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while world.number(waiting).await == 0 && !registering.is_finished() {}
    sqlx::raw_sql("commit").execute(&mut rival).await.unwrap();
    assert_eq!(refusal(registering.await.unwrap()), "debt.binding_ended");
    sqlx::raw_sql("update bindings set state = 'active'").execute(&mut rival).await.unwrap();
    rival.close().await.unwrap();
    world.finish().await;
}
