//! What two people decide: matching and returning by hand, and sending a failed payout again.

mod discard;
pub mod movements;
mod payouts;
mod registry;

use domain::{
    approval::{Action, ApprovalRefusal, ApprovalState},
    id::{ApprovalId, BankMovementId, PayoutId},
    role::Role,
};
use services::{
    Context, Error,
    approval::{self, ApprovalFilter, DecideCommand, ProposeCommand, RequestFreezeCommand},
    bank_movement,
    page::PageRequest,
};
use time::Duration;

use crate::harness::World;

pub fn propose_command(action: Action) -> ProposeCommand {
    ProposeCommand { action, note: "已与对方核实".to_owned() }
}

pub async fn propose(world: &World, action: Action) -> Result<ApprovalId, Error<ApprovalRefusal>> {
    approval::propose(&world.db, &world.operator(Role::OperatorMaker), propose_command(action)).await
}

pub async fn approve(world: &World, approval: ApprovalId) -> Result<(), Error<ApprovalRefusal>> {
    let command = DecideCommand { approval, agree: true, note: String::new() };
    approval::decide(&world.db, &world.operator(Role::OperatorChecker), command).await
}

pub async fn give_back(world: &World, approval: ApprovalId, note: &str) -> Result<(), Error<ApprovalRefusal>> {
    let command = DecideCommand { approval, agree: false, note: note.to_owned() };
    approval::decide(&world.db, &world.operator(Role::OperatorChecker), command).await
}

/// Proposes and approves.
pub async fn two_people(world: &World, action: Action) {
    let proposed = propose(world, action).await.unwrap();
    approve(world, proposed).await.unwrap();
}

pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<ApprovalRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

/// The movement that the bank has numbered so.
pub async fn numbered(world: &World, number: &str) -> BankMovementId {
    let id = sqlx::query_scalar("select id from bank_movements where bank_reference = $1").bind(number);
    BankMovementId(id.fetch_one(&world.owner).await.unwrap())
}

pub async fn only_payout(world: &World) -> PayoutId {
    PayoutId(sqlx::query_scalar("select id from payouts").fetch_one(&world.owner).await.unwrap())
}

#[tokio::test]
async fn the_maker_proposes_the_checker_decides_and_nobody_else_does_either() {
    let world = World::new().await;
    let movement = movements::unknown(&world, "50").await;
    let strangers = [
        world.agent(1),
        world.funder_person('a', Role::FunderTreasurer),
        world.partner('a'),
        world.operator(Role::Auditor),
        world.system(),
    ];
    let proposed = propose(&world, Action::Return { movement }).await.unwrap();
    let decision = |agree| DecideCommand { approval: proposed, agree, note: "不".to_owned() };
    let forbidden = |context: Context| {
        let db = world.db.clone();
        async move {
            let proposal = approval::propose(&db, &context, propose_command(Action::Return { movement })).await;
            (proposal, approval::decide(&db, &context, decision(true)).await)
        }
    };
    for stranger in strangers {
        let told = format!("{stranger:?}");
        let outcome = forbidden(stranger).await;
        assert!(matches!(outcome, (Err(Error::Forbidden), Err(Error::Forbidden))), "{told}: {outcome:?}");
    }
    let (again, by_maker) = forbidden(world.operator(Role::OperatorMaker)).await;
    assert_eq!(refusal(again), "approval.already_proposed");
    assert!(matches!(by_maker, Err(Error::Forbidden)), "{by_maker:?}");
    let checker = world.operator(Role::OperatorChecker);
    let by_checker = approval::propose(&world.db, &checker, propose_command(Action::Return { movement })).await;
    assert!(matches!(by_checker, Err(Error::Forbidden)), "{by_checker:?}");

    // It waits for the checker, and for nobody else; its maker sees that it waits.
    for (role, waits) in [(Role::OperatorChecker, (1, 0)), (Role::OperatorMaker, (0, 1)), (Role::Auditor, (0, 0))] {
        let worklist = services::worklist::worklist(&world.db, &world.operator(role)).await.unwrap();
        assert_eq!((worklist.approvals_to_decide, worklist.approvals_proposed), waits, "{role}");
    }
    assert_eq!(refusal(give_back(&world, proposed, "  ").await), "approval.note_missing");
    give_back(&world, proposed, "再核实一次").await.unwrap();
    assert_eq!(refusal(approve(&world, proposed).await), "approval.already_decided");
    world.set_now(world.now() + Duration::MINUTE);
    let second = propose(&world, Action::Return { movement }).await.unwrap();
    approve(&world, second).await.unwrap();
    let auditor = world.operator(Role::Auditor);
    let all = approval::approvals(&world.db, &auditor, ApprovalFilter::All, PageRequest::FIRST).await.unwrap().rows;
    let told: Vec<_> = all.iter().map(|row| (row.state.code(), row.decision_note.as_str())).collect();
    assert_eq!(told, [("approved", ""), ("given_back", "再核实一次")]);
    assert!(
        approval::approvals(&world.db, &auditor, ApprovalFilter::Of(ApprovalState::Proposed), PageRequest::FIRST)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    let foreign = approval::approvals(&world.db, &world.agent(1), ApprovalFilter::All, PageRequest::FIRST).await;
    assert!(matches!(foreign, Err(Error::Forbidden)), "{foreign:?}");
    world.finish().await;
}

#[tokio::test]
async fn the_database_itself_refuses_one_person_in_both_places() {
    let world = World::new().await;
    let movement = movements::unknown(&world, "50").await;
    let proposed = propose(&world, Action::Return { movement }).await.unwrap();
    let alone = "update approvals set state = 'approved', decided_by = proposed_by, decided_at = proposed_at";
    assert_eq!(world.as_application(alone).await.as_deref(), Some("23514"));
    // Somebody who has changed places meanwhile.
    let checker = world.operator(Role::OperatorChecker);
    sqlx::query("update approvals set proposed_by = $1")
        .bind(checker.person::<services::error::Never>().unwrap().user.0)
        .execute(&world.owner)
        .await
        .unwrap();
    assert_eq!(refusal(approve(&world, proposed).await), "two_people.same_person");
    world.finish().await;
}

#[tokio::test]
async fn a_proposal_needs_words_and_something_that_exists() {
    let world = World::new().await;
    let movement = movements::unknown(&world, "50").await;
    let maker = world.operator(Role::OperatorMaker);
    let wordless = ProposeCommand { action: Action::Return { movement }, note: " ".to_owned() };
    assert_eq!(refusal(approval::propose(&world.db, &maker, wordless).await), "approval.note_missing");
    let nil = uuid::Uuid::nil();
    for action in [
        Action::Return { movement: BankMovementId(nil) },
        Action::Match { movement: BankMovementId(nil), reference: "WLT0000000001".parse().unwrap() },
        Action::Resend { payout: PayoutId(nil), account_no: "1".to_owned(), account_name: "x".to_owned() },
    ] {
        let absent = propose(&world, action).await;
        assert!(matches!(absent, Err(Error::NotFound)), "{absent:?}");
    }
    let command = DecideCommand { approval: ApprovalId(nil), agree: true, note: String::new() };
    let absent = approval::decide(&world.db, &world.operator(Role::OperatorChecker), command).await;
    assert!(matches!(absent, Err(Error::NotFound)), "{absent:?}");
    world.finish().await;
}

#[tokio::test]
async fn sixteen_checkers_at_once_do_it_once() {
    let world = World::new().await;
    let movement = movements::unknown(&world, "50").await;
    let approval = propose(&world, Action::Return { movement }).await.unwrap();
    let mut tasks = world.race().await;
    for _ in 0..16 {
        let (db, checker) = (world.db.clone(), world.operator(Role::OperatorChecker));
        let command = DecideCommand { approval, agree: true, note: String::new() };
        tasks.spawn(async move { approval::decide(&db, &checker, command).await });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(world.number("select count(*) from payouts").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn both_people_are_led_from_one_thing_to_the_next() {
    let world = World::new().await;
    let (first, second) = (movements::unknown(&world, "50").await, movements::unknown(&world, "60").await);
    let (maker, checker) = (world.operator(Role::OperatorMaker), world.operator(Role::OperatorChecker));
    let open = async |here| bank_movement::next_open(&world.db, &maker, here).await.unwrap();
    let waiting = async || approval::next_to_decide(&world.db, &checker).await.unwrap();
    assert_eq!((open(first).await, open(second).await), (Some(second), Some(first)), "behind the last comes the first");
    assert_eq!(waiting().await, None);
    let proposed = propose(&world, Action::Return { movement: first }).await.unwrap();
    assert_eq!((open(first).await, open(second).await), (Some(second), None), "what is proposed is left out");
    world.set_now(world.now() + Duration::MINUTE);
    propose(&world, Action::Return { movement: second }).await.unwrap();
    assert_eq!(open(first).await, None);
    assert_eq!(waiting().await, Some(Action::Return { movement: first }), "the oldest first");
    approve(&world, proposed).await.unwrap();
    assert_eq!(waiting().await, Some(Action::Return { movement: second }));
    // Nobody is led to what another role does, or to what they have proposed themselves.
    assert_eq!(approval::next_to_decide(&world.db, &maker).await.unwrap(), None);
    assert_eq!(bank_movement::next_open(&world.db, &checker, first).await.unwrap(), None);
    sqlx::query("update approvals set proposed_by = $1 where state = 'proposed'")
        .bind(checker.person::<services::error::Never>().unwrap().user.0)
        .execute(&world.owner)
        .await
        .unwrap();
    assert_eq!(waiting().await, None);
    let foreign = approval::next_to_decide(&world.db, &world.agent(1)).await;
    assert!(matches!(foreign, Err(Error::Forbidden)), "{foreign:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_funder_asks_for_a_freeze_and_the_institution_decides() {
    let world = World::new().await;
    let loan = crate::repayment::sweep::late(&world).await;
    let treasurer = || world.funder_person('a', Role::FunderTreasurer);
    let command = |evidence: &str| RequestFreezeCommand { loan, evidence: evidence.to_owned() };
    let strangers = [
        (world.funder_person('b', Role::FunderTreasurer), false),
        (world.funder_person('a', Role::FunderReviewer), true),
        (world.operator(Role::OperatorMaker), true),
        (world.agent(1), true),
    ];
    for (context, forbidden) in strangers {
        let refused = approval::request_freeze(&world.db, &context, command("逾期")).await;
        assert!(matches!(refused, Err(Error::Forbidden)) == forbidden && refused.is_err(), "{context:?} {refused:?}");
    }
    assert_eq!(refusal(approval::request_freeze(&world.db, &treasurer(), command(" ")).await), "approval.note_missing");
    let asked = approval::request_freeze(&world.db, &treasurer(), command("经营地已搬空")).await.unwrap();
    let twice = approval::request_freeze(&world.db, &treasurer(), command("再次申请")).await;
    assert_eq!(refusal(twice), "approval.already_proposed");
    approve(&world, asked).await.unwrap();
    let standing = "select count(*) from freezes f join loans l on l.agent_id = f.agent_id join partners p on p.id = l.funder_id
                    where f.reason = 'funder' and f.lifted_on is null and f.evidence = '经营地已搬空' and f.asked_by = p.name";
    assert_eq!(world.number(standing).await, 1);
    let rows = approval::freeze_requests(&world.db, &treasurer(), loan).await.unwrap();
    assert_eq!((rows.len(), rows[0].state), (1, ApprovalState::Approved));
    let others =
        approval::freeze_requests(&world.db, &world.funder_person('b', Role::FunderReviewer), loan).await.unwrap();
    assert!(others.is_empty());
    world.finish().await;
}
