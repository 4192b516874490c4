//! What the network tells by itself is filed as its answer would be, once, and changes nothing that is decided.

use domain::{
    agreement_debit::DebitState,
    binding::BindingState,
    callback::{CallbackKind, CallbackOutcome},
    debt::DebitLimits,
    job::JobKind,
    network::{AgreementStanding, Meaning, Reason},
    role::Role,
    signing::SigningState,
};
use services::{
    Context, Error,
    agreement_debit::{DebitCommand, debit},
    binding::binding,
    callback::{CallbackFilter, CallbackRow, callbacks, take},
    network::{Callback, Network},
    refund::{RefundCommand, refund},
};
use time::Duration;

use crate::{
    binding::{
        bound, confirmed, follow,
        network::{CODE, TestNetwork},
        ordered, state, treasurer,
    },
    card,
    debt::{balance, collected, collector, newest_debit, registered, seen},
    harness::{FIRST, World, yuan},
    mapping::published,
    narrow::by_text,
};

const NO: Meaning = Meaning::Refused(Reason::InsufficientFunds);

fn told(number: &str, kind: CallbackKind, serial: &str, meaning: Meaning) -> Callback {
    let result = if meaning == Meaning::Done { "00000000" } else { "PB012001" };
    Callback {
        number: number.to_owned(),
        kind,
        serial: serial.to_owned(),
        meaning,
        result: result.to_owned(),
        amount: None,
        agreement_no: String::new(),
    }
}

fn money(number: &str, kind: CallbackKind, (serial, amount): (&str, &str), meaning: Meaning) -> Callback {
    Callback { amount: Some(yuan(amount)), ..told(number, kind, serial, meaning) }
}

async fn taken(world: &World, network: &dyn Network, callback: Callback) -> Option<CallbackOutcome> {
    take(&world.db, network, callback).await.unwrap()
}

async fn listed(world: &World) -> Vec<CallbackRow> {
    callbacks(&world.db, &world.operator(Role::Auditor), CallbackFilter::All, FIRST).await.unwrap().rows
}

/// A debit of 3,000.00 by the funder, for which the network has not answered. Gives our number of it.
async fn unanswered(world: &World, network: &TestNetwork) -> String {
    let binding = bound(world, network).await;
    let debt = registered(world, binding.id, "D-1", "10000").await;
    network.lose_answers(1);
    let command = DebitCommand { debt, amount: yuan("3000") };
    let accepted = debit(&world.db, &treasurer(world), DebitLimits::default(), command).await.unwrap();
    follow(world, network, JobKind::FollowDebit).await;
    assert_eq!(stands(world, &treasurer(world)).await, DebitState::Unknown);
    accepted.reference.as_str().to_owned()
}

async fn stands(world: &World, context: &Context) -> DebitState {
    newest_debit(world, context).await.state
}

async fn journals(world: &World) -> i64 {
    world.number("select count(*) from journals where event_kind = 'agreement.debited'").await
}

#[tokio::test]
async fn what_is_told_counts_where_the_network_does_not_answer_and_only_once() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let serial = unanswered(&world, &network).await;
    let callback = || money("CB1", CallbackKind::Payment, (&serial, "3000"), Meaning::Done);
    for times in 1..=3 {
        network.lose_answers(1);
        assert_eq!(taken(&world, &network, callback()).await, Some(CallbackOutcome::Filed));
        network.lose_answers(0);
        assert_eq!((stands(&world, &treasurer(&world)).await, journals(&world).await), (DebitState::Succeeded, 1));
        let [row] = &listed(&world).await[..] else { panic!("it is one callback") };
        assert_eq!((row.times, row.serial.as_str(), row.amount), (times, serial.as_str(), Some(yuan("3000"))));
    }
    assert_eq!(balance(&world, "partner_payable", "funder-a").await, -300_000);
    // Under another number it says what is known.
    let again = Callback { number: "CB2".to_owned(), ..callback() };
    assert_eq!(taken(&world, &network, again).await, Some(CallbackOutcome::Known));
    for (typed, count) in [(serial.as_str(), 2), ("cb2", 1), ("CB3", 0)] {
        let found = callbacks(&world.db, &world.operator(Role::Auditor), by_text(CallbackFilter::All, typed), FIRST)
            .await
            .unwrap();
        assert_eq!((found.rows.len(), found.total.is_some()), (count, true), "{typed}");
    }
    for (filter, numbers) in [
        (CallbackFilter::Of(CallbackOutcome::Filed), vec!["CB1"]),
        (CallbackFilter::Of(CallbackOutcome::Known), vec!["CB2"]),
        (CallbackFilter::Of(CallbackOutcome::Contradicts), vec![]),
        (CallbackFilter::Waiting, vec![]),
    ] {
        let found = callbacks(&world.db, &world.operator(Role::Auditor), filter, FIRST).await.unwrap().rows;
        assert_eq!(found.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), numbers, "{filter:?}");
    }
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(journals(&world).await, 1);
    assert!(matches!(
        callbacks(&world.db, &treasurer(&world), CallbackFilter::All, FIRST).await,
        Err(Error::Forbidden)
    ));
    world.finish().await;
}

#[tokio::test]
async fn the_network_s_answer_counts_before_what_it_has_told() {
    for (answered, told, stands_then) in
        [(None, NO, DebitState::Succeeded), (Some(NO), Meaning::Done, DebitState::Failed)]
    {
        let world = World::new().await;
        let network = TestNetwork::default();
        let serial = unanswered(&world, &network).await;
        if let Some(answer) = answered {
            network.answer_query(answer);
        }
        let callback = money("CB1", CallbackKind::Payment, (&serial, "3000"), told);
        assert_eq!(taken(&world, &network, callback).await, Some(CallbackOutcome::Contradicts));
        assert_eq!(stands(&world, &treasurer(&world)).await, stands_then);
        world.finish().await;
    }
}

#[tokio::test]
async fn a_late_word_that_contradicts_changes_nothing() {
    for (first, second, stands_then) in
        [(Meaning::Done, NO, DebitState::Succeeded), (NO, Meaning::Done, DebitState::Failed)]
    {
        let world = World::new().await;
        let network = TestNetwork::default();
        let serial = unanswered(&world, &network).await;
        network.answer_query(first);
        let one = money("CB1", CallbackKind::Payment, (&serial, "3000"), first);
        assert_eq!(taken(&world, &network, one).await, Some(CallbackOutcome::Filed));
        let booked = journals(&world).await;
        let other = money("CB2", CallbackKind::Payment, (&serial, "3000"), second);
        assert_eq!(taken(&world, &network, other).await, Some(CallbackOutcome::Contradicts));
        assert_eq!((stands(&world, &treasurer(&world)).await, journals(&world).await), (stands_then, booked));
        world.finish().await;
    }
}

#[tokio::test]
async fn what_was_never_sent_is_not_ours_and_another_amount_or_content_is_not_believed() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let command = DebitCommand { debt, amount: yuan("3000") };
    let accepted = debit(&world.db, &treasurer(&world), DebitLimits::default(), command).await.unwrap();
    let serial = accepted.reference.as_str().to_owned();
    for (number, kind, serial) in [
        ("CB1", CallbackKind::Payment, "DBT2026112000009999"),
        ("CB2", CallbackKind::Refund, "RFD2026112000009999"),
        ("CB3", CallbackKind::Return, "DBT2026112000009999"),
        ("CB4", CallbackKind::Signing, "SGN2026112000009999-1"),
        ("CB5", CallbackKind::Signing, "no number of ours"),
        ("CB6", CallbackKind::Ending, ""),
        // Accepted, and not sent yet.
        ("CB7", CallbackKind::Payment, &serial),
    ] {
        let mut callback = money(number, kind, (serial, "3000"), Meaning::Done);
        callback.agreement_no = "NET-AGREEMENT-OF-NOBODY".to_owned();
        assert_eq!(taken(&world, &network, callback).await, Some(CallbackOutcome::NotOurs), "{number}");
    }
    assert_eq!((stands(&world, &treasurer(&world)).await, journals(&world).await), (DebitState::Accepted, 0));

    network.lose_answers(1);
    follow(&world, &network, JobKind::FollowDebit).await;
    let other = money("CB8", CallbackKind::Payment, (&serial, "3000.01"), Meaning::Done);
    assert_eq!(taken(&world, &network, other).await, Some(CallbackOutcome::Contradicts));
    let open = money("CB9", CallbackKind::Payment, (&serial, "3000"), Meaning::Unknown);
    network.lose_answers(1);
    assert_eq!(taken(&world, &network, open.clone()).await, Some(CallbackOutcome::Undecided));
    let changed = Callback { amount: Some(yuan("1")), ..open };
    assert_eq!(taken(&world, &network, changed).await, None, "another content under the same number");
    assert_eq!((stands(&world, &treasurer(&world)).await, journals(&world).await), (DebitState::Unknown, 0));
    assert_eq!(listed(&world).await.len(), 9);
    world.finish().await;
}

#[tokio::test]
async fn a_signing_whose_answer_was_lost_binds_by_what_is_told() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let id = ordered(&world, &network, "JH-01").await;
    let serial = world_serial(&world).await;
    let callback = |number: &str, agreement_no: &str| Callback {
        agreement_no: agreement_no.to_owned(),
        ..told(number, CallbackKind::Signing, &serial, Meaning::Done)
    };
    let early = taken(&world, &network, callback("CB1", "NET-AGREEMENT-1")).await;
    assert_eq!(
        (early, state(&world, id).await.0),
        (Some(CallbackOutcome::Contradicts), SigningState::CodeSent),
        "no code"
    );
    network.lose_answers(1);
    confirmed(&world, &network, id, CODE).await.unwrap();
    assert_eq!(taken(&world, &network, callback("CB2", "")).await, Some(CallbackOutcome::Undecided));
    network.answer_from_before(1);
    let signed = taken(&world, &network, callback("CB3", &network.agreement_no())).await;
    assert_eq!((signed, state(&world, id).await.0), (Some(CallbackOutcome::Filed), SigningState::Succeeded));
    let known = taken(&world, &network, callback("CB4", &network.agreement_no())).await;
    assert_eq!(known, Some(CallbackOutcome::Known));
    assert_eq!(world.number("select count(*) from bindings").await, 1);
    world.finish().await;
}

/// The number of the only signing's first order.
async fn world_serial(world: &World) -> String {
    let serial = "select reference || '-1' from signings";
    sqlx::query_scalar(serial).fetch_one(&world.owner).await.unwrap()
}

#[tokio::test]
async fn an_agreement_that_was_signed_after_its_signing_was_over_is_ended() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let id = ordered(&world, &network, "JH-01").await;
    let serial = world_serial(&world).await;
    world.set_now(world.now() + Duration::minutes(11));
    follow(&world, &network, JobKind::FollowSigning).await;
    assert_eq!(state(&world, id).await.0, SigningState::Expired);
    let callback = Callback {
        agreement_no: "NET-AGREEMENT-LATE".to_owned(),
        ..told("CB1", CallbackKind::Signing, &serial, Meaning::Done)
    };
    assert_eq!(taken(&world, &network, callback).await, Some(CallbackOutcome::Contradicts));
    assert_eq!((state(&world, id).await.0, network.ended().len()), (SigningState::Expired, 0));
    let kept = "select count(*) from callbacks where agreement_no is not null";
    let plain = "select count(*) from callbacks where position('LATE' in encode(agreement_no, 'escape')) > 0";
    assert_eq!((world.number(kept).await, world.number(plain).await), (1, 0), "sealed until it has ended");

    // It is not answered, then refused and still signed there: it is asked again.
    network.lose_answers(1);
    for times in 1..=3 {
        if times == 2 {
            network.answer_agreement(NO, AgreementStanding::Signed);
        }
        assert_eq!(follow(&world, &network, JobKind::EndAgreement).await.len(), 1);
        assert_eq!(network.ended(), vec!["NET-AGREEMENT-LATE".to_owned(); times]);
        assert_eq!(world.number(kept).await, i64::from(times < 3));
        world.set_now(world.now() + Duration::hours(2));
    }
    assert_eq!(follow(&world, &network, JobKind::EndAgreement).await.len(), 0, "it has ended");
    world.finish().await;
}

#[tokio::test]
async fn an_agreement_that_has_ended_there_is_looked_at_at_once_and_says_itself_whether_it_has() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let row = bound(&world, &network).await;
    let ended = |number: &str| Callback {
        agreement_no: network.agreement_no(),
        ..told(number, CallbackKind::Ending, "", Meaning::Done)
    };
    let stands = async || binding(&world.db, &treasurer(&world), row.id).await.unwrap().state;
    for (number, standing, state) in [
        ("CB1", AgreementStanding::Signed, BindingState::Active),
        ("CB2", AgreementStanding::Ended, BindingState::Invalid),
    ] {
        network.answer_agreement(Meaning::Done, standing);
        assert_eq!(taken(&world, &network, ended(number)).await, Some(CallbackOutcome::Filed));
        assert_eq!(follow(&world, &network, JobKind::FollowBinding).await.len(), 1);
        assert_eq!(stands().await, state);
    }
    assert_eq!(taken(&world, &network, ended("CB3")).await, Some(CallbackOutcome::Known));
    world.finish().await;
}

#[tokio::test]
async fn refunds_and_returns_are_told_too() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = collected(&world, &network).await;
    let debit = newest_debit(&world, &collector(&world)).await;
    let command = RefundCommand { debit: debit.id, amount: yuan("1000"), reason: "重复扣款".to_owned() };
    let ordered = refund(&world.db, &collector(&world), command).await.unwrap();
    network.lose_answers(1);
    follow(&world, &network, JobKind::FollowRefund).await;
    network.lose_answers(1);
    let refunded = money("CB1", CallbackKind::Refund, (ordered.reference.as_str(), "1000"), Meaning::Done);
    assert_eq!(taken(&world, &network, refunded).await, Some(CallbackOutcome::Filed));
    assert_eq!(seen(&world, &collector(&world), debt).await.outstanding, Some(yuan("7000")));
    // What goes back beyond what is left is a difference of its own.
    let returned = money("CB2", CallbackKind::Return, (debit.reference.as_str(), "4000"), Meaning::Done);
    assert_eq!(taken(&world, &network, returned).await, Some(CallbackOutcome::Filed));
    world.finish().await;

    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = collected(&world, &network).await;
    let serial = newest_debit(&world, &collector(&world)).await.reference;
    for (number, outcome) in [("CB1", CallbackOutcome::Filed), ("CB2", CallbackOutcome::Known)] {
        let returned = money(number, CallbackKind::Return, (serial.as_str(), "4000"), Meaning::Done);
        assert_eq!(taken(&world, &network, returned).await, Some(outcome));
    }
    assert_eq!(seen(&world, &collector(&world), debt).await.outstanding, Some(yuan("10000")));
    world.finish().await;
}

#[tokio::test]
async fn an_agent_s_card_is_bound_and_filled_by_what_is_told() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = card::bound(&world, &network).await;
    network.lose_answers(1);
    let ordered = card::taken(&world, id, "100").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    network.lose_answers(1);
    let filled = money("CB1", CallbackKind::Payment, (ordered.reference.as_str(), "100"), Meaning::Done);
    assert_eq!(taken(&world, &network, filled).await, Some(CallbackOutcome::Filed));
    let wallet = services::wallet::wallet(&world.db, &world.agent(1), None).await.unwrap();
    assert_eq!(wallet.balance, yuan("100"));
    let ended =
        Callback { agreement_no: network.agreement_no(), ..told("CB2", CallbackKind::Ending, "", Meaning::Done) };
    network.answer_agreement(Meaning::Done, AgreementStanding::Ended);
    assert_eq!(taken(&world, &network, ended).await, Some(CallbackOutcome::Filed));
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!(world.number("select count(*) from cards where state = 'invalid'").await, 1);
    world.finish().await;
}
