//! Applications: the form, the slot, and who may read what. Helpers take agent 1 to where a test begins.

mod attachment;
mod comment;
mod contact;
mod contract;
mod lapse;
mod review;
mod shop;

use domain::{
    Reference,
    application::{ApplicationRefusal, ApplicationState, Contact, Decision, FormStep, Need},
    consent::ConsentPurpose,
    id::ApplicationId,
    role::Role,
    search::Sought,
};
use services::{
    Context, Error,
    application::{
        self, AcceptCommand, AnswerQuestionCommand, ApplicationDetail, ApplicationFilter, AskForMoreCommand,
        ClaimCommand, ConfirmCommand, Progress, ProposeCommand, SaveDraftCommand, SubmitCommand, WithdrawCommand,
    },
    consent::{self, ConsentText, GivenConsent},
    error::Conflict,
    offer,
    page::{Narrow, Narrowed, Sort, Total},
};
use sqlx::{Connection, PgConnection};
use time::Duration;

use crate::{
    harness::{FIRST, START, World, yuan},
    offer::{answered_round, select},
};

type Outcome = Result<Progress, Error<ApplicationRefusal>>;

fn consents() -> Vec<GivenConsent> {
    ConsentPurpose::FOR_APPLICATION
        .map(|purpose| GivenConsent { purpose, text: ConsentText::of("1", purpose.code()) })
        .to_vec()
}

fn contact() -> Contact {
    Contact {
        name: "欧阳海棠".to_owned(), phone: "13800001402".to_owned(), address: "重庆市渝北区".to_owned()
    }
}

fn shop() -> FormStep {
    FormStep::Shop(contact())
}

fn need() -> Need {
    Need { requested_limit: Some(yuan("150000")), purpose: "备货".to_owned(), ..Need::default() }
}

async fn save(world: &World, application: ApplicationId, version: i64, step: FormStep) -> Outcome {
    let command = SaveDraftCommand { application, version, step };
    application::save_draft(&world.db, &world.agent(1), command).await
}

async fn submit_at(
    world: &World,
    application: ApplicationId,
    version: i64,
) -> Result<Reference, Error<ApplicationRefusal>> {
    let command = SubmitCommand { application, version, consents: consents() };
    application::submit(&world.db, &world.agent(1), command).await
}

/// Agent 1's draft with funder `a`, filled in; its version is 3.
async fn drafted(world: &World) -> ApplicationId {
    let offers = answered_round(world).await;
    let draft = select(world, 1, offers[0]).await.unwrap();
    save(world, draft, 1, shop()).await.unwrap();
    assert_eq!(save(world, draft, 2, FormStep::Need(need())).await.unwrap().version, 3);
    draft
}

/// Submitted to funder `a`; its version is 4.
pub async fn submitted(world: &World) -> ApplicationId {
    let draft = drafted(world).await;
    world.set_now(START + Duration::minutes(5));
    submit_at(world, draft, 3).await.unwrap();
    draft
}

/// Claimed by the reviewer; its version is 5.
async fn claimed(world: &World) -> ApplicationId {
    let application = submitted(world).await;
    // Steps of one instant have no order.
    world.set_now(START + Duration::minutes(6));
    assert_eq!(claim(world, &reviewer(world), application, 4).await.unwrap().version, 5);
    application
}

/// Approved for 120,000.00 of the 200,000.00 offered; its version is 7.
async fn approved(world: &World) -> ApplicationId {
    let application = claimed(world).await;
    propose(world, application, 5, approve("120000")).await.unwrap();
    assert_eq!(confirm(world, application, 6, true, "").await.unwrap().version, 7);
    application
}

fn reviewer(world: &World) -> Context {
    world.funder_person('a', Role::FunderReviewer)
}

fn approver(world: &World) -> Context {
    world.funder_person('a', Role::FunderApprover)
}

async fn claim(world: &World, context: &Context, application: ApplicationId, version: i64) -> Outcome {
    application::claim(&world.db, context, ClaimCommand { application, version, take_over: false }).await
}

async fn ask(world: &World, application: ApplicationId, version: i64, question: &str) -> Outcome {
    let command = AskForMoreCommand { application, version, question: question.to_owned() };
    application::ask_for_more(&world.db, &reviewer(world), command).await
}

async fn reply(world: &World, agent: usize, application: ApplicationId, version: i64, answer: &str) -> Outcome {
    let command = AnswerQuestionCommand { application, version, answer: answer.to_owned() };
    application::answer_question(&world.db, &world.agent(agent), command).await
}

/// Why the reviewer of these tests proposes what it does.
const OPINION: &str = "佣金稳定，\n额度合理";

async fn propose(world: &World, application: ApplicationId, version: i64, decision: Decision) -> Outcome {
    propose_with(world, application, version, decision, OPINION).await
}

async fn propose_with(
    world: &World,
    application: ApplicationId,
    version: i64,
    decision: Decision,
    opinion: &str,
) -> Outcome {
    let command = ProposeCommand { application, version, decision, opinion: opinion.to_owned() };
    application::propose(&world.db, &reviewer(world), command).await
}

async fn confirm(world: &World, application: ApplicationId, version: i64, agree: bool, note: &str) -> Outcome {
    let command = ConfirmCommand { application, version, agree, note: note.to_owned() };
    application::confirm(&world.db, &approver(world), command).await
}

async fn accept(world: &World, agent: usize, application: ApplicationId, version: i64) -> Outcome {
    application::accept_counter_offer(&world.db, &world.agent(agent), AcceptCommand { application, version }).await
}

async fn withdraw(world: &World, agent: usize, application: ApplicationId, version: i64) -> Outcome {
    application::withdraw(&world.db, &world.agent(agent), WithdrawCommand { application, version }).await
}

async fn seen_by(world: &World, context: &Context, id: ApplicationId) -> ApplicationDetail {
    application::application(&world.db, context, id).await.unwrap()
}

fn approve(limit: &str) -> Decision {
    Decision::Approve { limit: yuan(limit) }
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<ApplicationRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

#[tokio::test]
async fn a_draft_is_saved_step_by_step_and_moves_to_another_offer() {
    let world = World::new().await;
    let offers = answered_round(&world).await;
    let draft = select(&world, 1, offers[0]).await.unwrap();
    let first = save(&world, draft, 1, shop()).await.unwrap();
    assert_eq!(first, Progress { state: ApplicationState::Draft, version: 2 });
    let newest = application::newest_application(&world.db, &world.agent(1)).await.unwrap().unwrap();
    assert_eq!((newest.id, newest.state, newest.submitted), (draft, ApplicationState::Draft, false));
    let shown = seen_by(&world, &world.agent(1), draft).await;
    assert_eq!((shown.contact.unwrap().contact, shown.need.unwrap()), (contact(), Need::default()));
    assert_eq!((shown.version, shown.reference, shown.applicant), (2, None, None));
    assert_eq!(save(&world, draft, 1, shop()).await.unwrap().version, 2, "the same again changes nothing");
    let stale = save(&world, draft, 1, FormStep::Need(need())).await;
    assert!(matches!(stale, Err(Error::Conflict(Conflict::Changed))), "{stale:?}");
    let long = FormStep::Need(Need { purpose: "长".repeat(501), ..need() });
    assert_eq!(refusal(save(&world, draft, 2, long).await), "field.too_long");
    let other = select(&world, 1, offers[1]).await.unwrap();
    let moved = seen_by(&world, &world.agent(1), other).await;
    assert_eq!((moved.contact.unwrap().contact, moved.offered.limit), (contact(), yuan("300000")));
    assert_eq!(refusal(save(&world, draft, 2, FormStep::Need(need())).await), "application.wrong_state");
    let command = SaveDraftCommand { application: other, version: 1, step: shop() };
    let foreign = application::save_draft(&world.db, &world.agent(2), command).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    assert!(application::newest_application(&world.db, &world.agent(2)).await.unwrap().is_none());
    world.finish().await;
}

#[tokio::test]
async fn what_is_submitted_is_complete_consented_and_in_time() {
    let world = World::new().await;
    let draft = drafted(&world).await;
    assert!(matches!(submit_at(&world, draft, 2).await, Err(Error::Conflict(Conflict::Changed))));
    for place in 0..3 {
        let mut given = consents();
        given.remove(place);
        let command = SubmitCommand { application: draft, version: 3, consents: given };
        let missing = application::submit(&world.db, &world.agent(1), command).await;
        assert_eq!(refusal(missing), "application.consent_missing");
    }
    let too_much = Need { requested_limit: Some(yuan("200000.01")), ..need() };
    save(&world, draft, 3, FormStep::Need(too_much)).await.unwrap();
    assert_eq!(refusal(submit_at(&world, draft, 4).await), "application.above_offer");
    save(&world, draft, 4, FormStep::Need(need())).await.unwrap();
    world.set_now(START + Duration::days(8));
    assert_eq!(refusal(submit_at(&world, draft, 5).await), "offer.not_open");
    world.set_now(START + Duration::days(6));
    assert_eq!(world.as_owner("update partners set status = 'suspended'").await, None);
    assert_eq!(refusal(submit_at(&world, draft, 5).await), "partner.suspended");
    assert_eq!(world.as_owner("update partners set status = 'active'").await, None);
    assert_eq!(world.number("select count(*) from consents where purpose <> 'pre_credit'").await, 0);
    let context = world.agent(1);
    let command = SubmitCommand { application: draft, version: 5, consents: consents() };
    let reference = application::submit(&world.db, &context, command.clone()).await.unwrap();
    let replayed = application::submit(&world.db, &context, command).await.unwrap();
    assert_eq!((reference.as_str(), &replayed), ("APP2026112000000001", &reference));
    assert_eq!(world.number("select count(*) from consents where purpose <> 'pre_credit'").await, 3);
    assert_eq!(refusal(submit_at(&world, draft, 5).await), "application.wrong_state");
    assert_eq!(world.number("select count(*) from outbox where event = 'application.submitted'").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn two_submissions_at_once_take_one_slot() {
    let world = World::new().await;
    let draft = drafted(&world).await;
    let command = || SubmitCommand { application: draft, version: 3, consents: consents() };
    let (one, other) = (world.agent(1), world.agent(1));
    let (one, other) = tokio::join!(
        application::submit(&world.db, &one, command()),
        application::submit(&world.db, &other, command())
    );
    assert_eq!([&one, &other].into_iter().filter(|outcome| outcome.is_ok()).count(), 1, "{one:?} {other:?}");
    assert_eq!(refusal(if one.is_ok() { other } else { one }), "application.wrong_state");
    assert_eq!(world.number("select count(*) from applications where slot_held").await, 1);
    let again = offer::offers(&world.db, &world.agent(1)).await.unwrap();
    let not_chosen = again.iter().find(|row| row.funder == world.funders[1]).unwrap().offer;
    let taken = select(&world, 1, not_chosen).await;
    assert!(matches!(&taken, Err(Error::Refused(refusal)) if refusal.code() == "application.slot_taken"), "{taken:?}");
    let second = "insert into applications (id, reference, agent_id, funder_id, offer_id, state, slot_held, form,
                      offered_limit_fen, terms, tenors, created_at)
                  select gen_random_uuid(), 'APP0', agent_id, funder_id, offer_id, 'submitted', true, form,
                      offered_limit_fen, terms, tenors, created_at from applications";
    assert_eq!(world.as_owner(second).await.as_deref(), Some("23505"), "the database itself refuses a second slot");
    world.finish().await;
}

#[tokio::test]
async fn a_draft_that_meets_a_taken_slot_is_refused() {
    let world = World::new().await;
    let draft = drafted(&world).await;
    let live = "insert into applications (id, reference, agent_id, funder_id, offer_id, state, slot_held, form,
                    offered_limit_fen, terms, tenors, created_at)
                select gen_random_uuid(), 'APP0', agent_id, funder_id, offer_id, 'submitted', true, form,
                    offered_limit_fen, terms, tenors, created_at from applications";
    assert_eq!(world.as_owner(live).await, None);
    assert_eq!(refusal(submit_at(&world, draft, 3).await), "application.slot_taken");
    assert_eq!(world.number("select count(*) from consents where purpose <> 'pre_credit'").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn withdrawing_frees_the_slot_and_a_drafts_offer() {
    let world = World::new().await;
    let draft = drafted(&world).await;
    assert!(matches!(withdraw(&world, 2, draft, 3).await, Err(Error::NotFound)));
    assert_eq!(withdraw(&world, 1, draft, 3).await.unwrap().state, ApplicationState::Withdrawn);
    let offers = offer::offers(&world.db, &world.agent(1)).await.unwrap();
    let second = select(&world, 1, offers[0].offer).await.unwrap();
    assert_ne!(second, draft);
    save(&world, second, 1, shop()).await.unwrap();
    save(&world, second, 2, FormStep::Need(need())).await.unwrap();
    submit_at(&world, second, 3).await.unwrap();
    assert_eq!(withdraw(&world, 1, second, 4).await.unwrap().state, ApplicationState::Withdrawn);
    assert_eq!(world.number("select count(*) from applications where slot_held").await, 0);
    assert_eq!(refusal(claim(&world, &reviewer(&world), second, 5).await), "application.wrong_state");
    world.finish().await;
}

/// A consent of agent 1 for everything it gave one before, a day later.
const CONSENTED_ANEW: &str = "insert into consents
    select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'withdrawn_at', null,
                                                        'given_at', c.given_at + interval '1 day'))).* from consents c";

#[tokio::test]
async fn a_new_consent_opens_nothing_that_was_closed_before() {
    let world = World::new().await;
    let draft = drafted(&world).await;
    let asked = async || offer::rounds_to_answer(&world.db, &world.partner('c')).await.unwrap().len();
    assert_eq!(asked().await, 1);
    submit_at(&world, draft, 3).await.unwrap();
    assert!(seen_by(&world, &reviewer(&world), draft).await.applicant.is_some());
    for row in consent::consents(&world.db, &world.agent(1)).await.unwrap() {
        if row.purpose.may_be_withdrawn() && row.withdrawn_at.is_none() {
            consent::withdraw_consent(&world.db, &world.agent(1), row.id).await.unwrap();
        }
    }
    assert_eq!(world.as_owner(CONSENTED_ANEW).await, None);
    assert_eq!(asked().await, 0);
    let seen = seen_by(&world, &reviewer(&world), draft).await;
    assert_eq!((seen.applicant, seen.need, seen.contact), (None, None, None));
    world.finish().await;
}

#[tokio::test]
async fn a_consent_ends_with_its_application() {
    let world = World::new().await;
    let application = submitted(&world).await;
    withdraw(&world, 1, application, 4).await.unwrap();
    let seen = seen_by(&world, &reviewer(&world), application).await;
    assert_eq!((seen.applicant, seen.need, seen.contact), (None, None, None));
    assert!(seen_by(&world, &world.agent(1), application).await.need.is_some(), "it stays the agent's");
    world.finish().await;
}

#[tokio::test]
async fn a_draft_is_given_up_under_the_locks_of_choosing_another_in_their_order() {
    let world = World::new().await;
    let draft = drafted(&world).await;
    let mut rival = PgConnection::connect(&world.url).await.unwrap();
    sqlx::raw_sql("begin; select id from offers for update").execute(&mut rival).await.unwrap();
    let (db, agent) = (world.db.clone(), world.agent(1));
    let command = WithdrawCommand { application: draft, version: 3 };
    let giving_up = tokio::spawn(async move { application::withdraw(&db, &agent, command).await });
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while world.number(waiting).await == 0 && !giving_up.is_finished() {}
    // Whoever has the offers gets the draft too.
    sqlx::raw_sql("select id from applications for update nowait; commit").execute(&mut rival).await.unwrap();
    assert_eq!(giving_up.await.unwrap().unwrap().state, ApplicationState::Withdrawn);
    rival.close().await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn a_funder_sees_who_applies_after_submission_and_while_consent_lasts() {
    let world = World::new().await;
    let draft = drafted(&world).await;
    let early = application::application(&world.db, &reviewer(&world), draft).await;
    assert!(matches!(early, Err(Error::NotFound)), "a draft is nobody's business: {early:?}");
    let list = |funder| {
        let (db, context) = (world.db.clone(), world.funder_person(funder, Role::FunderTreasurer));
        async move { application::applications(&db, &context, ApplicationFilter::default(), FIRST).await.unwrap().rows }
    };
    assert!(list('a').await.is_empty());
    submit_at(&world, draft, 3).await.unwrap();
    let shown = seen_by(&world, &reviewer(&world), draft).await;
    assert_eq!(shown.product_limits, (yuan("10000"), yuan("500000")), "what its own product lends");
    let applicant = shown.applicant.unwrap();
    assert_eq!((applicant.shop_name.as_str(), applicant.months.len()), ("第1通讯", 24));
    assert_eq!(list('a').await[0].shop_name.as_deref(), Some("第1通讯"));
    let narrow = Narrow { text: Sought::of("第1通讯"), least: Some(yuan("1")), ..Narrow::default() };
    let asked = Narrowed { part: ApplicationFilter::default(), narrow, sort: None };
    let listed = application::applications(&world.db, &reviewer(&world), asked, FIRST).await.unwrap();
    assert_eq!((listed.rows.len(), listed.total), (1, Some(Total { count: 1, sum: None, outgo: None })));
    assert!(list('b').await.is_empty());
    let foreign = application::application(&world.db, &world.funder_person('b', Role::FunderReviewer), draft).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    let other_agent = application::application(&world.db, &world.agent(2), draft).await;
    assert!(matches!(other_agent, Err(Error::NotFound)), "{other_agent:?}");
    assert!(seen_by(&world, &world.operator(Role::Auditor), draft).await.applicant.is_some());
    let given = consent::consents(&world.db, &world.agent(1)).await.unwrap();
    let agent = world.agents[0].agent;
    let told = consent::consents_for_funder(&world.db, &reviewer(&world), agent).await.unwrap();
    assert_eq!(told.len(), 4, "the pre-credit one and the three of the application");
    let rival = world.funder_person('c', Role::FunderReviewer);
    let rival = consent::consents_for_funder(&world.db, &rival, agent).await.unwrap();
    assert!(rival.iter().all(|row| row.partner == world.funders[2]), "{rival:?}");
    let of = |purpose| given.iter().find(|row| row.purpose == purpose).unwrap().id;
    let contract = consent::withdraw_consent(&world.db, &world.agent(1), of(ConsentPurpose::Contract)).await;
    assert!(matches!(contract, Err(Error::Refused(ref refusal)) if refusal.code() == "consent.part_of_contract"));
    consent::withdraw_consent(&world.db, &world.agent(1), of(ConsentPurpose::ApplicationData)).await.unwrap();
    let after = seen_by(&world, &reviewer(&world), draft).await;
    assert_eq!((after.applicant, after.contact, after.contract), (None, None, None));
    assert_eq!(list('a').await[0].shop_name, None);
    for (typed, found) in [("第1通讯", 0), (after.reference.unwrap().as_str(), 1)] {
        let narrow = Narrow { text: Sought::of(typed), ..Narrow::default() };
        let asked = Narrowed { part: ApplicationFilter::default(), narrow, sort: Some(Sort::Largest) };
        let listed = application::applications(&world.db, &reviewer(&world), asked, FIRST).await.unwrap();
        assert_eq!(listed.rows.len(), found, "whose name is withheld is not found by it: {typed}");
    }
    let filter = ApplicationFilter { state: Some(ApplicationState::Rejected), ..ApplicationFilter::default() };
    assert!(application::applications(&world.db, &reviewer(&world), filter, FIRST).await.unwrap().rows.is_empty());
    let agent = application::applications(&world.db, &world.agent(1), ApplicationFilter::default(), FIRST).await;
    assert!(matches!(agent, Err(Error::Forbidden)));
    world.finish().await;
}
