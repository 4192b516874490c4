//! Worked cases of bindings, debts, batches and notices, each for a fault that others have had. Where each of them runs stands in
//! `listed`; what the product does otherwise than a case says is decision 0026.

#[path = "cases_binding/batch.rs"]
mod batch;
#[path = "cases_binding/debit.rs"]
mod debit;
#[path = "cases_binding/listed.rs"]
mod listed;
#[path = "cases_binding/play.rs"]
mod play;
#[path = "cases_binding/signing.rs"]
mod signing;
#[path = "cases_binding/transfer.rs"]
mod transfer;

use domain::{
    agreement_debit::DebitState,
    approval::Action,
    binding::{BindingState, ShareState},
    debt::DebitLimits,
    id::{BindingId, DebtId},
    job::JobKind,
    role::Role,
    signing::SigningRefusal,
};
use services::{
    Context, Error,
    agreement_debit::{DebitCommand, debit},
    binding::{BindingFilter, UnsignCommand, bindings, share, unsign},
    debt::debt,
    event::{events_after, number_events},
    mapping::{AddMappingCommand, add_mapping},
    signing::{ConfirmSigningCommand, confirm_signing, order_signing},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use time::{Duration, macros::date};
use uuid::Uuid;

use crate::{
    approval::two_people,
    binding::{
        bound, confirmed, follow,
        network::{CODE, TestNetwork},
        order, ordered, shares_of, told_codes, treasurer,
    },
    debt::{balance, collector, debited, newest_debit, refusal, registered, transferred},
    harness::{FIRST, World, yuan},
    mapping::{disabled, published},
    notice::happen,
};

fn absent() -> DebtId {
    DebtId(Uuid::from_u128(7))
}

fn funder_b(world: &World) -> Context {
    world.funder_person('b', Role::FunderTreasurer)
}

/// A mapping of funder b's.
async fn published_of_b(world: &World, settlement_id: &str) {
    let command = AddMappingCommand {
        funder: world.funders[1],
        settlement_id: settlement_id.to_owned(),
        facilitator: world.facilitators[0],
        from: None,
    };
    let mapping = add_mapping(&world.db, &world.operator(Role::OperatorMaker), command).await.unwrap();
    two_people(world, Action::Publish { mapping }).await;
}

/// Case 04.
#[tokio::test]
async fn one_card_ordered_twice_at_once_is_bound_once_for_a_funder_and_once_more_for_another() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "SET-A-01", 1).await;
    published_of_b(&world, "SET-B-01").await;
    let (one, two) = (treasurer(&world), treasurer(&world));
    let (one, two) = tokio::join!(
        order_signing(&world.db, &network, &one, order("SET-A-01")),
        order_signing(&world.db, &network, &two, order("SET-A-01")),
    );
    let (accepted, refused) = if one.is_ok() { (one, two) } else { (two, one) };
    assert!(matches!(refused, Err(Error::Refused(SigningRefusal::AlreadyBound))), "{refused:?}");
    confirmed(&world, &network, accepted.unwrap().signing, CODE).await.unwrap();
    let of_b = order_signing(&world.db, &network, &funder_b(&world), order("SET-B-01")).await.unwrap().signing;
    let command = ConfirmSigningCommand { signing: of_b, code: CODE.to_owned() };
    confirm_signing(&world.db, &network, &funder_b(&world), command).await.unwrap();
    let again = order_signing(&world.db, &network, &treasurer(&world), order("SET-A-01")).await;
    assert!(matches!(again, Err(Error::Refused(SigningRefusal::AlreadyBound))));
    let mut aliases = Vec::new();
    for context in [treasurer(&world), funder_b(&world)] {
        let rows = bindings(&world.db, &context, BindingFilter::All, FIRST).await.unwrap().rows;
        assert_eq!(rows.len(), 1, "its own, and nothing of the other's");
        aliases.extend(rows.into_iter().map(|row| row.alias));
    }
    assert_ne!(aliases[0], aliases[1]);
    assert_eq!(network.sent(), 2, "no code for what is refused");
    world.finish().await;
}

/// Case 06.
#[tokio::test]
async fn numbers_that_differ_by_a_leading_zero_are_two_and_only_the_one_that_is_meant_ends() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let mut ids: Vec<BindingId> = Vec::new();
    for (settlement_id, facilitator) in [("015", 1), ("15", 2)] {
        published(&world, settlement_id, facilitator).await;
        let signing = ordered(&world, &network, settlement_id).await;
        confirmed(&world, &network, signing, CODE).await.unwrap();
        let rows = bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows;
        ids.extend(rows.iter().find(|row| row.settlement_id.to_string() == settlement_id).map(|row| row.id));
    }
    let command = UnsignCommand { binding: ids[0], at_payers_wish: false, reason: "客户要求".to_owned() };
    unsign(&world.db, &treasurer(&world), command).await.unwrap();
    follow(&world, &network, JobKind::FollowBinding).await;
    let states = async |id| services::binding::binding(&world.db, &treasurer(&world), id).await.unwrap().state;
    assert_eq!((states(ids[0]).await, states(ids[1]).await), (BindingState::Unsigned, BindingState::Active));
    assert_eq!(network.ended(), [network.agreement_no()], "as the network gave it, byte for byte");
    world.finish().await;
}

/// What the facilitator has debited is unknown, and then the payer ends the binding. Gives both.
async fn ended_while_unknown(world: &World, network: &TestNetwork) -> (BindingId, DebtId) {
    let binding = bound(world, network).await.id;
    let debt = registered(world, binding, "D-1", "10000").await;
    transferred(world, network, &[debt], false).await;
    network.lose_answers(1);
    debited(world, &collector(world), debt, "9000").await.unwrap();
    follow(world, network, JobKind::FollowDebit).await;
    assert_eq!(newest_debit(world, &collector(world)).await.state, DebitState::Unknown);
    world.set_now(world.now() + Duration::SECOND);
    let command = UnsignCommand { binding, at_payers_wish: true, reason: "客户要求".to_owned() };
    unsign(&world.db, &treasurer(world), command).await.unwrap();
    follow(world, network, JobKind::FollowBinding).await;
    (binding, debt)
}

async fn state_of(world: &World, id: BindingId) -> BindingState {
    services::binding::binding(&world.db, &treasurer(world), id).await.unwrap().state
}

/// Case 10.
#[tokio::test]
async fn a_binding_that_ends_while_a_debit_is_unknown_takes_nothing_more_and_its_result_is_booked() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (binding, debt) = ended_while_unknown(&world, &network).await;
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "5").await), "debt.binding_ended");
    assert_eq!((state_of(&world, binding).await, network.ended().len()), (BindingState::Unsigning, 0), "it waits");
    assert_eq!(shares_of(&world, 1).await[0].state, ShareState::Revoked);
    world.set_now(world.now() + Duration::minutes(40));
    follow(&world, &network, JobKind::FollowDebit).await;
    follow(&world, &network, JobKind::FollowBinding).await;
    assert_eq!(newest_debit(&world, &collector(&world)).await.state, DebitState::Succeeded);
    assert_eq!((state_of(&world, binding).await, network.ended().len()), (BindingState::Unsigned, 1));
    assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, -900_000);
    assert_eq!(balance(&world, "claim", "facilitator-1").await, -100_000);
    assert_eq!(network.paid().len(), 1);
    let told = told_codes(&world, &collector(&world)).await;
    assert_eq!(told[told.len() - 2..], ["share.revoked", "debit.succeeded"]);
    assert_eq!(told_codes(&world, &world.partner('a')).await.last(), Some(&"binding.unsigned"));
    world.finish().await;
}

#[tokio::test]
async fn the_end_of_a_binding_waits_for_an_unknown_debit_no_longer_than_its_day() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (binding, _) = ended_while_unknown(&world, &network).await;
    assert_eq!(state_of(&world, binding).await, BindingState::Unsigning);
    world.set_now(world.now() + Duration::DAY);
    world.turn_to(date!(2026 - 11 - 21)).await;
    follow(&world, &network, JobKind::FollowBinding).await;
    assert_eq!(state_of(&world, binding).await, BindingState::Unsigned);
    assert_eq!(newest_debit(&world, &collector(&world)).await.state, DebitState::Unknown);
    world.finish().await;
}

/// Case 12.
#[tokio::test]
async fn a_mapping_disabled_while_the_code_s_answer_is_unknown_shares_nothing_once_it_is_known() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let mapping = published(&world, "JH-01", 1).await;
    let signing = ordered(&world, &network, "JH-01").await;
    network.lose_answers(1);
    confirmed(&world, &network, signing, CODE).await.unwrap();
    disabled(&world, mapping).await;
    for _ in 0..3 {
        world.set_now(world.now() + Duration::minutes(1));
        follow(&world, &network, JobKind::FollowSigning).await;
    }
    let rows = bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows;
    assert_eq!((rows.len(), rows[0].state), (1, BindingState::Active), "the funder's own");
    let share = shares_of(&world, 1).await.remove(0);
    assert_eq!((share.state, share.alias.as_str()), (ShareState::Void, ""));
    assert_eq!(told_codes(&world, &world.partner('a')).await, ["signing.succeeded"]);
    assert_eq!(told_codes(&world, &collector(&world)).await, ["share.void"]);
    world.finish().await;
}

/// Case 13.
#[tokio::test]
async fn another_facilitator_of_the_same_card_learns_and_debits_nothing_of_the_first_one_s() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let first = bound(&world, &network).await;
    published(&world, "JH-02", 2).await;
    let signing = ordered(&world, &network, "JH-02").await;
    confirmed(&world, &network, signing, CODE).await.unwrap();
    let owed = registered(&world, first.id, "D-1", "10000").await;
    let other = || world.facilitator(2, Role::FacilitatorOperator);
    let learns_nothing = async || {
        for debt_id in [owed, absent()] {
            let command = DebitCommand { debt: debt_id, amount: yuan("1") };
            let taken = debit(&world.db, &other(), DebitLimits::default(), command).await;
            assert!(matches!(taken, Err(Error::NotFound)), "{taken:?}");
            assert!(matches!(debt(&world.db, &other(), debt_id).await, Err(Error::NotFound)));
        }
        let (of_first, _) = first.share.unwrap();
        assert!(matches!(share(&world.db, &other(), of_first).await, Err(Error::NotFound)));
    };
    learns_nothing().await;
    transferred(&world, &network, &[owed], false).await;
    learns_nothing().await;
    debited(&world, &collector(&world), owed, "1").await.unwrap();
    let (of_first, of_second) = (shares_of(&world, 1).await, shares_of(&world, 2).await);
    assert_eq!((of_first.len(), of_second.len()), (1, 1), "the transfer widens neither");
    assert_eq!(of_second[0].state, ShareState::Shared);
    assert_ne!(of_first[0].alias, of_second[0].alias);
    world.finish().await;
}

const TELL: &str = "insert into outbox (id, recorded_at, event, partner_id, subject, payload, version)
                    select gen_random_uuid(), recorded_at, event, partner_id, ";

/// An event like the first one, of this name.
fn told_of(name: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("{TELL} '{name}', payload, version from (select * from outbox order by place limit 1) model"))
}

/// Case 37.
#[tokio::test]
async fn what_is_committed_late_is_numbered_late_and_two_hundred_of_one_instant_are_each_told_once() {
    let world = World::new().await;
    let partner = world.partner('a');
    happen(&world, world.funders[0], 1).await;
    let after = async |number: i64| -> Vec<(i64, String)> {
        let rows = events_after(&world.db, &partner, number, 2).await.unwrap();
        rows.into_iter().map(|row| (row.number, row.subject)).collect()
    };
    let mut late = PgConnection::connect(&world.url).await.unwrap();
    let mut never = PgConnection::connect(&world.url).await.unwrap();
    for connection in [&mut late, &mut never] {
        sqlx::raw_sql("begin").execute(connection).await.unwrap();
    }
    sqlx::raw_sql(told_of("E1")).execute(&mut late).await.unwrap();
    sqlx::raw_sql(told_of("E2")).execute(&world.owner).await.unwrap();
    sqlx::raw_sql(told_of("E3")).execute(&mut never).await.unwrap();
    sqlx::raw_sql("rollback").execute(&mut never).await.unwrap();
    number_events(&world.db).await.unwrap();
    assert_eq!(after(1).await, [(2, "E2".to_owned())]);
    sqlx::raw_sql("commit").execute(&mut late).await.unwrap();
    number_events(&world.db).await.unwrap();
    assert_eq!(after(2).await, [(3, "E1".to_owned())], "no number is kept for what never was");

    let many = format!(
        "{TELL} 'N' || n, payload, version from (select * from outbox order by place limit 1) model,
                        generate_series(1, 201) n"
    );
    sqlx::raw_sql(AssertSqlSafe(many)).execute(&world.owner).await.unwrap();
    let (one, two) = tokio::join!(number_events(&world.db), number_events(&world.db));
    assert_eq!(one.unwrap() + two.unwrap(), 201);
    let (mut cursor, mut pages, mut heard) = (3, 0, Vec::new());
    loop {
        let page = after(cursor).await;
        let Some((last, _)) = page.last() else { break };
        (cursor, pages) = (*last, pages + 1);
        heard.extend(page.into_iter().map(|(number, _)| number));
    }
    assert_eq!((pages, heard), (101, (4..=204).collect::<Vec<i64>>()));
    assert!(after(cursor).await.is_empty() && after(9_999).await.is_empty(), "beyond the end there is nothing");
    assert!(events_after(&world.db, &world.partner('b'), 0, 2).await.unwrap().is_empty());
    for connection in [late, never] {
        connection.close().await.unwrap();
    }
    world.finish().await;
}
