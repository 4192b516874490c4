//! The funder's two people, and the agent in between.

use domain::{
    application::{ApplicationState, Decision, RejectReason, ReviewStep},
    id::ApplicationId,
    role::Role,
};
use services::{
    Actor, Context, Error,
    application::{self, ApplicationFilter, AskForMoreCommand, ClaimCommand, ConfirmCommand, WithdrawCommand},
    offer,
    transition::TransitionRow,
};
use time::Duration;

use super::{
    OPINION, approve, approved, approver, ask, claim, claimed, confirm, propose, propose_with, refusal, reply,
    reviewer, seen_by, submitted, withdraw,
};
use crate::{
    harness::{FIRST, START, World, yuan},
    offer::select,
};

/// Another reviewer of funder `a`: the approver's person in the reviewer's role.
fn colleague(world: &World) -> Context {
    let mut colleague = reviewer(world);
    if let (Actor::User(person), Actor::User(other)) = (&mut colleague.actor, &approver(world).actor) {
        person.user = other.user;
    }
    colleague
}

#[tokio::test]
async fn a_reviewer_claims_what_was_submitted_to_its_funder_and_nobody_else_has() {
    let world = World::new().await;
    let application = submitted(&world).await;
    let other_funder = world.funder_person('b', Role::FunderReviewer);
    let foreign = claim(&world, &other_funder, application, 4).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    let operator = world.operator(Role::OperatorMaker);
    for wrong in [approver(&world), world.agent(1), world.partner('a'), operator] {
        let outcome = claim(&world, &wrong, application, 4).await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
    }
    let unclaimed = ask(&world, application, 4, "流水？").await;
    assert_eq!(refusal(unclaimed), "application.wrong_state");
    claim(&world, &reviewer(&world), application, 4).await.unwrap();
    let again = claim(&world, &reviewer(&world), application, 5).await;
    assert_eq!(refusal(again), "application.wrong_state", "who has it already takes no step");
    let taken = claim(&world, &colleague(&world), application, 5).await;
    assert_eq!(refusal(taken), "application.claimed_by_another");
    let take_over = true;
    let command = ClaimCommand { application, version: 5, take_over };
    application::claim(&world.db, &colleague(&world), command).await.unwrap();
    let lost = ask(&world, application, 6, "再问").await;
    assert_eq!(refusal(lost), "application.claimed_by_another");
    world.finish().await;
}

#[tokio::test]
async fn a_question_goes_to_the_agent_and_its_answer_to_the_reviewer() {
    let world = World::new().await;
    let application = claimed(&world).await;
    // Steps of one instant have no order, so time goes on here.
    world.set_now(START + Duration::hours(1));
    assert_eq!(refusal(ask(&world, application, 5, " ").await), "field.missing");
    let asked = ask(&world, application, 5, "请补充流水").await.unwrap();
    assert_eq!(asked.state, ApplicationState::MoreInformation);
    let agent_sees = seen_by(&world, &world.agent(1), application).await;
    assert_eq!(agent_sees.question.as_deref(), Some("请补充流水"));
    world.set_now(START + Duration::hours(2));
    let foreign = reply(&world, 2, application, 6, "好").await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    let stale = reply(&world, 1, application, 5, "好").await;
    assert_eq!(refusal(stale), "application.decided_meanwhile");
    let answered = reply(&world, 1, application, 6, "已上传").await.unwrap();
    assert_eq!(answered.state, ApplicationState::InReview);
    let shown = seen_by(&world, &reviewer(&world), application).await;
    assert_eq!((shown.need.unwrap().answer.as_str(), shown.question), ("已上传", None));
    let steps: Vec<_> = shown.timeline.iter().map(|row| (row.to.as_str(), row.reason.as_str())).collect();
    let expected = [
        ("draft", ""),
        ("submitted", ""),
        ("in_review", ""),
        ("more_information", "请补充流水"),
        ("in_review", "已上传"),
    ];
    assert_eq!(steps, expected);
    let shop = application::shop(&world.db, &reviewer(&world), world.agents[0].agent).await.unwrap();
    assert!(!format!("{:?}", shop.timeline).contains("已上传"), "it stands with its application alone");
    // What it has answered is the agent's own again when it consents no more.
    withdraw(&world, 1, application, 7).await.unwrap();
    let seen = seen_by(&world, &reviewer(&world), application).await;
    let told = format!("{seen:?}");
    assert!(told.contains("请补充流水") && !told.contains("已上传"), "{told}");
    world.finish().await;
}

#[tokio::test]
async fn a_proposal_never_raises_the_limit_and_a_rejection_has_reasons() {
    let world = World::new().await;
    let application = claimed(&world).await;
    let raised = propose(&world, application, 5, approve("200000.01")).await;
    assert_eq!(refusal(raised), "application.limit_raised");
    let reject = Decision::Reject { reasons: Vec::new() };
    let reasonless = propose(&world, application, 5, reject).await;
    assert_eq!(refusal(reasonless), "reason.missing");
    let raised_anyway = "update applications set approved_limit_fen = offered_limit_fen + 1";
    assert_eq!(world.as_owner(raised_anyway).await.as_deref(), Some("23514"));
    assert_eq!(world.number("select count(*) from applications where proposal is not null").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_proposal_has_an_opinion_that_the_approver_reads_and_that_stays_when_it_is_replaced() {
    let world = World::new().await;
    let application = claimed(&world).await;
    for (opinion, code) in [
        (String::new(), "field.missing"),
        ("长".repeat(2_001), "field.too_long"),
        ("一\t二".to_owned(), "field.unprintable"),
    ] {
        let outcome = propose_with(&world, application, 5, approve("120000"), &opinion).await;
        assert_eq!(refusal(outcome), code);
    }
    assert_eq!(world.number("select count(*) from applications where proposal is not null").await, 0);
    propose_with(&world, application, 5, approve("120000"), " 收入稳定\r\n额度合理 ").await.unwrap();
    let proposal = seen_by(&world, &approver(&world), application).await.proposal.unwrap();
    assert_eq!((proposal.decision, proposal.opinion.as_str()), (approve("120000"), "收入稳定\n额度合理"));
    // Steps of one instant have no order.
    world.set_now(START + Duration::minutes(7));
    propose(&world, application, 6, approve("100000")).await.unwrap();
    let seen = seen_by(&world, &approver(&world), application).await;
    assert_eq!(seen.proposal.unwrap().opinion, OPINION);
    let proposed = |row| {
        let TransitionRow { from, to, reason, .. }: &TransitionRow = row;
        let step = ReviewStep::of(ApplicationState::from_code(from), to.parse().unwrap(), reason);
        (step.0 == ReviewStep::Proposed).then_some(step.1)
    };
    let opinions: Vec<&str> = seen.timeline.iter().filter_map(proposed).collect();
    assert_eq!(opinions, ["收入稳定\n额度合理", OPINION]);
    let told = format!("{:?}", seen_by(&world, &world.agent(1), application).await);
    assert!(!told.contains("额度合理"), "{told}");
    world.finish().await;
}

#[tokio::test]
async fn approval_needs_two_people() {
    let world = World::new().await;
    let application = claimed(&world).await;
    let early = confirm(&world, application, 5, true, "").await;
    assert_eq!(refusal(early), "two_people.nothing_proposed");
    propose(&world, application, 5, approve("120000")).await.unwrap();
    let mut same = approver(&world);
    if let (Actor::User(person), Actor::User(proposer)) = (&mut same.actor, &reviewer(&world).actor) {
        person.user = proposer.user;
    }
    let (agree, note) = (true, String::new());
    let command = ConfirmCommand { application, version: 6, agree, note };
    let alone = application::confirm(&world.db, &same, command.clone()).await;
    assert_eq!(refusal(alone), "two_people.same_person");
    let by_reviewer = application::confirm(&world.db, &reviewer(&world), command.clone()).await;
    assert!(matches!(by_reviewer, Err(Error::Forbidden)), "{by_reviewer:?}");
    let other = world.funder_person('b', Role::FunderApprover);
    let other_funder = application::confirm(&world.db, &other, command).await;
    assert!(matches!(other_funder, Err(Error::NotFound)), "{other_funder:?}");
    let forged = world.as_owner("update applications set confirmed_by = proposed_by").await;
    assert_eq!(forged.as_deref(), Some("23514"), "the database wants two people too");
    let approved = confirm(&world, application, 6, true, "").await.unwrap();
    assert_eq!((approved.state, approved.version), (ApplicationState::Approved, 7));
    world.finish().await;
}

#[tokio::test]
async fn an_approver_who_disagrees_gives_it_back_and_the_agent_reads_no_internal_note() {
    let world = World::new().await;
    let application = claimed(&world).await;
    propose(&world, application, 5, approve("120000")).await.unwrap();
    let silent = confirm(&world, application, 6, false, "").await;
    assert_eq!(refusal(silent), "field.missing");
    let back = confirm(&world, application, 6, false, "额度偏高").await.unwrap();
    assert_eq!((back.state, back.version), (ApplicationState::InReview, 7));
    let nothing_left = confirm(&world, application, 7, true, "").await;
    assert_eq!(refusal(nothing_left), "two_people.nothing_proposed");
    propose(&world, application, 7, approve("100000")).await.unwrap();
    world.set_now(world.now() + Duration::minutes(2));
    confirm(&world, application, 8, true, "同意").await.unwrap();
    let seen = seen_by(&world, &world.agent(1), application).await;
    assert_eq!((seen.approved_limit, seen.offered.limit), (Some(yuan("100000")), yuan("200000")));
    assert_eq!((seen.proposal, seen.claimed_by, seen.applicant), (None, None, None));
    let steps: Vec<_> = seen.timeline.iter().map(|row| row.to.as_str()).collect();
    assert_eq!(steps.len(), 4, "proposals are no steps for the agent: {steps:?}");
    let told = format!("{:?}", seen.timeline);
    assert!(["偏高", "同意", "reviewer", "approver"].into_iter().all(|word| !told.contains(word)), "{told}");
    let reviewer_reads = format!("{:?}", seen_by(&world, &reviewer(&world), application).await.timeline);
    assert!(reviewer_reads.contains("额度偏高"), "{reviewer_reads}");
    let rows = offer::offers(&world.db, &world.agent(1)).await.unwrap();
    let of_funder_a = rows.iter().find(|row| row.funder == world.funders[0]).unwrap();
    assert_eq!(of_funder_a.record.approval_percent(), Some(100));
    // The two minutes of the last step, and the minute that came before.
    assert_eq!(of_funder_a.record.median_decision_seconds, Some(180));
    world.finish().await;
}

#[tokio::test]
async fn what_was_decided_or_has_ended_is_not_given_back() {
    let world = World::new().await;
    let application = approved(&world).await;
    assert_eq!(refusal(confirm(&world, application, 7, false, "额度偏高").await), "application.wrong_state");
    withdraw(&world, 1, application, 7).await.unwrap();
    assert_eq!(refusal(confirm(&world, application, 8, false, "额度偏高").await), "application.wrong_state");
    assert_eq!(world.number("select count(*) from applications where slot_held").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn whoever_acts_second_on_the_same_version_is_told_so() {
    let world = World::new().await;
    let application = claimed(&world).await;
    propose(&world, application, 5, approve("120000")).await.unwrap();
    let (reviewer, approver, agent) = (reviewer(&world), approver(&world), world.agent(1));
    let question = AskForMoreCommand { application, version: 6, question: "等一下".to_owned() };
    let confirmation = ConfirmCommand { application, version: 6, agree: true, note: String::new() };
    let (one, two, three) = tokio::join!(
        application::ask_for_more(&world.db, &reviewer, question),
        application::confirm(&world.db, &approver, confirmation),
        application::withdraw(&world.db, &agent, WithdrawCommand { application, version: 6 })
    );
    let outcomes = [one, two, three];
    let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 2), "{won:?} {lost:?}");
    for outcome in lost {
        assert_eq!(refusal(outcome), "application.decided_meanwhile");
    }
    assert_eq!(world.number("select version from applications").await, 7);
    world.finish().await;
}

#[tokio::test]
async fn a_rejection_frees_the_slot_and_uses_the_offer_up() {
    let world = World::new().await;
    let application = claimed(&world).await;
    let reasons = vec![RejectReason::ShortHistory, RejectReason::Policy];
    propose_with(&world, application, 5, Decision::Reject { reasons: reasons.clone() }, "内部备注").await.unwrap();
    assert_eq!(confirm(&world, application, 6, true, "").await.unwrap().state, ApplicationState::Rejected);
    let shown = seen_by(&world, &world.agent(1), application).await;
    assert_eq!(shown.reject_reasons, reasons);
    assert!(!format!("{shown:?}").contains("内部备注"));
    assert_eq!(world.number("select count(*) from applications where slot_held").await, 0);
    assert_eq!(refusal(withdraw(&world, 1, application, 7).await), "application.wrong_state");
    let rows = offer::offers(&world.db, &world.agent(1)).await.unwrap();
    let of = |funder: usize| rows.iter().find(|row| row.funder == world.funders[funder]).unwrap();
    assert_eq!(of(0).record.approval_percent(), Some(0));
    let used = select(&world, 1, of(0).offer).await;
    assert!(matches!(&used, Err(Error::Refused(refusal)) if refusal.code() == "offer.used"), "{used:?}");
    select(&world, 1, of(1).offer).await.expect("another offer that is still valid may be taken");
    world.finish().await;
}

#[tokio::test]
async fn a_queue_counts_what_waits_for_whom_and_lists_the_oldest() {
    let world = World::new().await;
    let counts = async |context: &Context| {
        let queue = application::queue(&world.db, context).await.unwrap();
        ([queue.to_claim, queue.mine, queue.to_confirm, queue.asked], queue.oldest.len())
    };
    assert_eq!(counts(&reviewer(&world)).await, ([0, 0, 0, 0], 0));
    let application = submitted(&world).await;
    assert_eq!(counts(&reviewer(&world)).await, ([1, 0, 0, 0], 1));
    claim(&world, &reviewer(&world), application, 4).await.unwrap();
    assert_eq!(counts(&reviewer(&world)).await, ([0, 1, 0, 0], 1));
    assert_eq!(counts(&approver(&world)).await, ([0, 0, 0, 0], 1));
    let to_confirm = || ApplicationFilter { proposed: true, ..ApplicationFilter::default() };
    let listed = application::applications(&world.db, &approver(&world), to_confirm(), FIRST).await.unwrap();
    assert!(listed.rows.is_empty());
    propose(&world, application, 5, approve("100000")).await.unwrap();
    assert_eq!(counts(&approver(&world)).await, ([0, 0, 1, 0], 1));
    let listed = application::applications(&world.db, &approver(&world), to_confirm(), FIRST).await.unwrap();
    assert!(listed.rows.iter().all(|row| row.proposed) && listed.rows.len() == 1);
    ask(&world, application, 6, "流水？").await.unwrap();
    assert_eq!(counts(&reviewer(&world)).await, ([0, 0, 0, 1], 0));
    assert_eq!(counts(&world.funder_person('b', Role::FunderReviewer)).await, ([0, 0, 0, 0], 0));
    let system = application::queue(&world.db, &world.partner('a')).await;
    assert!(matches!(system, Err(Error::Forbidden)), "{system:?}");
    world.finish().await;
}

#[tokio::test]
async fn whoever_has_decided_is_led_to_the_oldest_that_waits_for_them() {
    let world = World::new().await;
    let other = ApplicationId(uuid::Uuid::nil());
    let next = async |context: &Context, besides: ApplicationId| {
        application::next_waiting(&world.db, context, besides).await.unwrap().map(|row| row.id)
    };
    let application = submitted(&world).await;
    assert_eq!(next(&reviewer(&world), other).await, Some(application));
    assert_eq!(next(&reviewer(&world), application).await, None, "one is not led to where one is");
    assert_eq!(next(&approver(&world), other).await, None);
    claim(&world, &reviewer(&world), application, 4).await.unwrap();
    assert_eq!(next(&reviewer(&world), other).await, Some(application));
    assert_eq!(next(&colleague(&world), other).await, None, "a colleague has it");
    propose(&world, application, 5, approve("100000")).await.unwrap();
    assert_eq!(next(&reviewer(&world), other).await, None);
    assert_eq!(next(&approver(&world), other).await, Some(application));
    let mut proposer = approver(&world);
    if let (Actor::User(person), Actor::User(same)) = (&mut proposer.actor, &reviewer(&world).actor) {
        person.user = same.user;
    }
    assert_eq!(next(&proposer, other).await, None, "nobody confirms what they have proposed");
    assert_eq!(next(&world.funder_person('a', Role::FunderTreasurer), other).await, None);
    assert_eq!(next(&world.funder_person('b', Role::FunderApprover), other).await, None);
    let foreign = application::next_waiting(&world.db, &world.agent(1), other).await;
    assert!(matches!(foreign, Err(Error::Forbidden)), "{foreign:?}");
    world.finish().await;
}
