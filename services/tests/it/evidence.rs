//! Evidence: one timeline across all parties, of which each sees its own, and packs that are known again.

use domain::{
    agreement_debit::DebitState,
    binding::ShareState,
    debt::Holder,
    debt_transfer::TransferState,
    evidence::Subject,
    id::{DebtId, DebtTransferId},
    job::JobKind,
    outside_payment::OutsidePaymentState,
    role::Role,
    signing::SigningState,
};
use services::{
    Context, Error,
    evidence::{By, Debited, Evidence, Pack, PackVerdict, StepReason, What, evidence, make_pack, verify_pack},
};
use uuid::Uuid;

use crate::{
    binding::{PAYER, bound, follow, network::TestNetwork, treasurer},
    debt::{collector, debited, facilitator_approver, given_back_of_another, outside::paid, registered, transferred},
    harness::{World, yuan},
};

/// A debt that has changed hands, and of which each side has collected a part.
struct Story {
    debt: DebtId,
    subjects: [Subject; 5],
}

async fn told(world: &World, network: &TestNetwork) -> Story {
    let binding = bound(world, network).await;
    let debt = registered(world, binding.id, "D-1", "10000").await;
    debited(world, &treasurer(world), debt, "1000").await.unwrap();
    follow(world, network, JobKind::FollowDebit).await;
    let transfer = transferred(world, network, &[debt], false).await;
    let debit = debited(world, &collector(world), debt, "4000").await.unwrap().debit;
    follow(world, network, JobKind::FollowDebit).await;
    let share = binding.share.unwrap().0;
    let subjects = [
        Subject::Binding(binding.id),
        Subject::Share(share),
        Subject::Debt(debt),
        Subject::Transfer(transfer),
        Subject::Debit(debit),
    ];
    Story { debt, subjects }
}

fn auditor(world: &World) -> Context {
    world.operator(Role::Auditor)
}

async fn read(world: &World, context: &Context, subject: Subject) -> Evidence {
    evidence(&world.db, context, subject).await.unwrap()
}

async fn packed(world: &World, context: &Context, subject: Subject) -> Pack {
    let evidence = read(world, context, subject).await;
    make_pack(&world.db, context, &evidence, "<p>甲</p>".to_owned()).await.unwrap()
}

fn whats(evidence: &Evidence) -> Vec<What> {
    evidence.steps.iter().map(|step| step.what).collect()
}

fn has(evidence: &Evidence, what: What) -> bool {
    whats(evidence).contains(&what)
}

const EFFECTIVE: What = What::Transfer { state: TransferState::Effective, back: false };

fn debit_of(amount: &str) -> What {
    What::Debit { state: DebitState::Succeeded, amount: yuan(amount) }
}

#[tokio::test]
async fn one_timeline_tells_of_all_parties_and_each_party_sees_its_own() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let story = told(&world, &network).await;
    let debt = Subject::Debt(story.debt);

    let all = read(&world, &auditor(&world), debt).await;
    let kinds = [
        What::Consented { shares: true },
        What::Signing(SigningState::Succeeded),
        What::Share(ShareState::Shared),
        What::Registered,
        What::Debt(Holder::Facilitator),
        EFFECTIVE,
        debit_of("1000"),
        debit_of("4000"),
    ];
    for what in kinds {
        assert!(has(&all, what), "{what:?} in {:?}", whats(&all));
    }
    let notified = all.steps.iter().find(|step| matches!(step.what, What::Notified { .. })).unwrap();
    assert!(matches!(&notified.reason, Some(StepReason::Written(text)) if text.contains("EMS")));
    assert!(all.steps.is_sorted_by_key(|step| step.at));
    assert_eq!(all.steps[0].by, By::Payer, "what the payer agreed to comes first");

    let funder = read(&world, &treasurer(&world), debt).await;
    assert!(has(&funder, debit_of("1000")) && !has(&funder, debit_of("4000")), "a debit is its holder's");
    assert!(has(&funder, What::Signing(SigningState::Succeeded)) && has(&funder, EFFECTIVE));
    assert_eq!(funder.agreements[0].share.as_ref().unwrap().1, "", "the facilitator's alias is the facilitator's");

    let facilitator = read(&world, &collector(&world), debt).await;
    assert!(!has(&facilitator, debit_of("1000")) && has(&facilitator, debit_of("4000")));
    let agreement = &facilitator.agreements[0];
    assert!(agreement.signing.is_none() && agreement.binding.is_none(), "the signing and the binding are the funder's");
    assert!(agreement.consent.as_ref().unwrap().text.contains(&agreement.facilitator_name));
    let by = |what: What| facilitator.steps.iter().find(|step| step.what == what).unwrap().by.clone();
    assert_eq!(by(What::Registered), By::House(agreement.funder_name.clone()));
    let accepted = What::Debit { state: DebitState::Accepted, amount: yuan("4000") };
    assert_eq!(by(accepted), By::Person { name: "facilitator-1-operator".to_owned(), house: None });
    world.finish().await;
}

#[tokio::test]
async fn refunds_and_what_was_paid_elsewhere_stand_in_the_timeline_of_debit_and_debt() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let story = told(&world, &network).await;
    given_back_of_another(&world, &network, story.debt).await;
    paid(&world, story.debt, "50").await;
    let refund = What::Refund { state: DebitState::Succeeded, amount: yuan("30") };
    let elsewhere = |evidence: &Evidence| {
        whats(evidence).iter().any(
            |what| matches!(what, What::Paid { state: OutsidePaymentState::Counted, amount, .. } if *amount == yuan("50")),
        )
    };
    let debt = Subject::Debt(story.debt);
    for (context, knows) in [(auditor(&world), true), (collector(&world), true), (treasurer(&world), false)] {
        let seen = read(&world, &context, debt).await;
        assert_eq!((has(&seen, refund), seen.refunds.len()), (knows, usize::from(knows)), "a debit is its holder's");
        assert!(elsewhere(&seen) && seen.payments.len() == 1, "either side knows what was paid");
    }
    let seen = read(&world, &collector(&world), debt).await;
    let reasons: Vec<&str> = seen.steps.iter().filter_map(|step| step.reason.as_ref()).map(StepReason::kept).collect();
    assert!(reasons.contains(&"重复扣款") && reasons.contains(&"银行回单 20261119-0007"), "{reasons:?}");

    let debit = seen.debits.iter().find(|debit| debit.reference == seen.refunds[0].debit).unwrap().id;
    let Debited::Debt(debit) = debit else { panic!("it is of a debt") };
    let of_debit = read(&world, &collector(&world), Subject::Debit(debit)).await;
    assert!(has(&of_debit, refund) && !elsewhere(&of_debit));
    let pack = packed(&world, &collector(&world), Subject::Debit(debit)).await;
    let text = String::from_utf8_lossy(&pack.bytes).into_owned();
    assert!(text.contains(seen.refunds[0].reference.as_str()) && text.contains("重复扣款"));
    world.finish().await;
}

#[tokio::test]
async fn nobody_sees_what_was_never_named_to_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let story = told(&world, &network).await;
    let strangers = [
        world.funder_person('b', Role::FunderTreasurer),
        world.facilitator(2, Role::FacilitatorApprover),
        world.partner('b'),
    ];
    for subject in story.subjects {
        for stranger in &strangers {
            let seen = evidence(&world.db, stranger, subject).await;
            assert!(matches!(seen, Err(Error::NotFound)), "{subject} to {}", stranger.actor_name());
        }
        assert!(matches!(evidence(&world.db, &world.agent(1), subject).await, Err(Error::Forbidden)));
        assert_eq!(read(&world, &auditor(&world), subject).await.subject, subject);
    }
    let sees = async |context: Context| {
        let mut seen = Vec::new();
        for subject in story.subjects {
            seen.push(evidence(&world.db, &context, subject).await.is_ok());
        }
        seen
    };
    assert_eq!(sees(treasurer(&world)).await, [true, true, true, true, false]);
    assert_eq!(sees(facilitator_approver(&world)).await, [false, true, true, true, true]);
    let absent = Subject::Transfer(DebtTransferId(Uuid::from_u128(7)));
    assert!(matches!(evidence(&world.db, &auditor(&world), absent).await, Err(Error::NotFound)));

    // What was read for one party is not given out to another.
    let own = read(&world, &treasurer(&world), Subject::Debt(story.debt)).await;
    let given = make_pack(&world.db, &collector(&world), &own, String::new()).await;
    assert!(matches!(given, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn a_pack_is_the_same_until_something_happens_and_is_known_again() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let story = told(&world, &network).await;
    for subject in story.subjects {
        let (one, other) =
            (packed(&world, &auditor(&world), subject).await, packed(&world, &auditor(&world), subject).await);
        assert_eq!(one, other, "{subject}");
    }
    let debt = Subject::Debt(story.debt);
    let pack = packed(&world, &collector(&world), debt).await;
    assert_ne!(pack, packed(&world, &auditor(&world), debt).await, "who may know more is told more");
    let seen = verify_pack(&world.db, &world.system(), pack.bytes.clone()).await.unwrap();
    let PackVerdict::Issued(issued) = seen else { panic!("{seen:?}") };
    let said = (issued.subject.as_str(), issued.made_by.as_str());
    assert_eq!(said, (story.debt.to_string().as_str(), "user:facilitator-1-operator"));
    assert!(matches!(verify_pack(&world.db, &auditor(&world), pack.bytes.clone()).await, Ok(PackVerdict::Issued(_))));
    assert!(matches!(verify_pack(&world.db, &collector(&world), pack.bytes.clone()).await, Err(Error::Forbidden)));

    debited(&world, &collector(&world), story.debt, "1").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_ne!(packed(&world, &collector(&world), debt).await.digest, pack.digest);
    assert_eq!(
        world.as_application("update evidence_packs set party = ''").await.as_deref(),
        Some("42501"),
        "what was given out stays written down"
    );
    world.finish().await;
}

#[tokio::test]
async fn a_changed_byte_is_found_and_a_pack_of_another_s_making_too() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let story = told(&world, &network).await;
    let context = treasurer(&world);
    let own = read(&world, &context, Subject::Debt(story.debt)).await;
    let pack = make_pack(&world.db, &context, &own, "<p>甲</p>".to_owned()).await.unwrap();
    let system = world.system();
    for place in (0..pack.bytes.len()).step_by(pack.bytes.len() / 40) {
        let mut bytes = pack.bytes.clone();
        bytes[place] ^= 1;
        let verdict = verify_pack(&world.db, &system, bytes).await.unwrap();
        assert!(!matches!(verdict, PackVerdict::Issued(_)), "a byte at {place}");
    }
    for strange in [&b""[..], b"PK", &pack.bytes[..pack.bytes.len() / 2]] {
        assert_eq!(verify_pack(&world.db, &system, strange.to_vec()).await.unwrap(), PackVerdict::Unreadable);
    }
    // As it is made, but written down nowhere.
    world.as_owner("alter table evidence_packs disable trigger user; delete from evidence_packs; alter table evidence_packs enable trigger user").await;
    assert_eq!(verify_pack(&world.db, &system, pack.bytes.clone()).await.unwrap(), PackVerdict::NotIssued);
    world.finish().await;
}

#[tokio::test]
async fn a_pack_says_nothing_of_the_payer_in_clear_and_which_close_has_fixed_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let story = told(&world, &network).await;
    let debt = Subject::Debt(story.debt);
    assert_eq!(read(&world, &auditor(&world), debt).await.fixed, None, "the day is open");
    // What was asked for just before a close may have waited for it, and is then of the next date.
    world.set_now(world.now() + time::Duration::seconds(30));
    let open = services::business_day::business_date(&world.db, &world.system()).await.unwrap();
    world.turn_to(open.next_day().unwrap()).await;
    assert_eq!(read(&world, &auditor(&world), debt).await.fixed, None);
    let pack = packed(&world, &auditor(&world), debt).await;
    // Nothing in it is compressed.
    let text = String::from_utf8_lossy(&pack.bytes).into_owned();
    for secret in PAYER {
        assert!(!text.contains(secret), "{secret}");
    }
    for part in ["\"sha256\":", "+08:00\"", "\"amount\":\"10000.00\"", "EMS 1234567890123", "manifest.txt"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    world.set_now(world.now() + time::Duration::days(1));
    let open = services::business_day::business_date(&world.db, &world.system()).await.unwrap();
    world.turn_to(open.next_day().unwrap()).await;
    let fixed = read(&world, &auditor(&world), debt).await.fixed.unwrap();
    assert_eq!((fixed.on, fixed.chain.len()), (open, 64));
    let later = packed(&world, &auditor(&world), debt).await;
    assert_ne!(later.digest, pack.digest);
    world.finish().await;
}
