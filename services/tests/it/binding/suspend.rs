//! A binding is suspended by two people of the institution, and its share with it.

use domain::{
    agreement_debit::{DebitFailure, DebitState},
    approval::Action,
    binding::{ShareUse, Suspension},
    evidence::Subject,
    job::JobKind,
    network::{Meaning, Reason},
    role::Role,
    search::Found,
};
use services::{
    binding::{Collectors, RevokeShareCommand, revoke_share},
    evidence::What,
    mapping::{MappingFilter, MappingUsage, mapping, mappings},
    search::search,
};
use time::Duration;

use super::{TestNetwork, bound, follow, shares_of, told_codes, treasurer};
use crate::{
    approval::{propose, refusal as refused, two_people},
    debt::{collector, debited, newest_debit, refusal, registered, seen, transferred},
    harness::{FIRST, World},
};

#[tokio::test]
async fn nobody_debits_with_a_suspended_binding_until_two_people_resume_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let row = bound(&world, &network).await;
    let binding = row.id;
    let owed = registered(&world, binding, "D-1", "100").await;
    let kept = registered(&world, binding, "D-2", "100").await;
    transferred(&world, &network, &[owed], false).await;
    assert_eq!(shares_of(&world, 1).await[0].usable, ShareUse::Enabled);
    // Accepted before, and not sent any more.
    debited(&world, &collector(&world), owed, "10").await.unwrap();
    world.set_now(world.now() + Duration::SECOND);
    two_people(&world, Action::SuspendBinding { binding, risk: true }).await;
    follow(&world, &network, JobKind::FollowDebit).await;
    let debit = newest_debit(&world, &collector(&world)).await;
    assert_eq!(
        (debit.state, debit.failure.map(DebitFailure::code)),
        (DebitState::Failed, Some("debt.binding_suspended"))
    );
    assert!(network.paid().is_empty());
    assert_eq!(refusal(debited(&world, &collector(&world), owed, "10").await), "debt.binding_suspended");
    assert_eq!(refusal(debited(&world, &treasurer(&world), kept, "10").await), "debt.binding_suspended");
    let may = seen(&world, &treasurer(&world), kept).await.may_collect;
    assert_eq!(may.unwrap_err().code(), "debt.binding_suspended");
    let share = shares_of(&world, 1).await.remove(0);
    assert_eq!((share.usable, share.suspension), (ShareUse::Suspended, Some(Suspension::Risk)));
    let own = services::binding::binding(&world.db, &treasurer(&world), binding).await.unwrap();
    assert_eq!(own.suspension, Some(Suspension::Risk));
    let again = propose(&world, Action::SuspendBinding { binding, risk: false }).await;
    assert_eq!(refused(again), "binding.suspended");

    world.set_now(world.now() + Duration::SECOND);
    two_people(&world, Action::ResumeBinding { binding }).await;
    assert_eq!(refused(propose(&world, Action::ResumeBinding { binding }).await), "binding.not_suspended");
    debited(&world, &collector(&world), owed, "10").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(network.paid().len(), 1);
    assert_eq!(shares_of(&world, 1).await[0].usable, ShareUse::Enabled);
    for partner in [collector(&world), world.partner('a')] {
        let told = told_codes(&world, &partner).await;
        let told: Vec<&str> = told.into_iter().filter(|code| code.starts_with("binding.")).collect();
        assert_eq!(told, ["binding.suspended", "binding.resumed"]);
    }
    for (context, subject) in
        [(collector(&world), Subject::Share(share.id)), (world.operator(Role::Auditor), Subject::Binding(binding))]
    {
        let evidence = services::evidence::evidence(&world.db, &context, subject).await.unwrap();
        let steps = evidence.steps.into_iter().map(|step| step.what);
        let steps: Vec<What> = steps.filter(|what| matches!(what, What::Suspended(_) | What::Resumed)).collect();
        assert_eq!(steps, [What::Suspended(Suspension::Risk), What::Resumed]);
    }
    world.finish().await;
}

#[tokio::test]
async fn a_mapping_whose_debits_are_blocked_stops_its_facilitator_and_nobody_else() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let row = bound(&world, &network).await;
    let owed = registered(&world, row.id, "D-1", "100").await;
    let kept = registered(&world, row.id, "D-2", "100").await;
    transferred(&world, &network, &[owed], false).await;
    let auditor = || world.operator(Role::Auditor);
    let id = mappings(&world.db, &auditor(), MappingFilter::All, FIRST).await.unwrap().rows[0].id;
    let used = mapping(&world.db, &auditor(), id).await.unwrap().usage;
    assert_eq!(used, MappingUsage { signings_open: 0, shares: 1, debts_held: 1 });
    // It is disabled: the share stays, and what was transferred is collected.
    world.set_now(world.now() + Duration::SECOND);
    two_people(&world, Action::Disable { mapping: id }).await;
    debited(&world, &collector(&world), owed, "10").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(network.paid().len(), 1);

    // Accepted before, and not sent any more.
    world.set_now(world.now() + Duration::SECOND);
    debited(&world, &collector(&world), owed, "10").await.unwrap();
    two_people(&world, Action::BlockMapping { mapping: id, blocked: true }).await;
    follow(&world, &network, JobKind::FollowDebit).await;
    let failure = newest_debit(&world, &collector(&world)).await.failure;
    assert_eq!(failure.map(DebitFailure::code), Some("debt.binding_suspended"));
    assert_eq!(refusal(debited(&world, &collector(&world), owed, "10").await), "debt.binding_suspended");
    let share = shares_of(&world, 1).await.remove(0);
    assert_eq!((share.usable, share.suspension), (ShareUse::Suspended, Some(Suspension::MappingBlocked)));
    let own = services::binding::binding(&world.db, &treasurer(&world), row.id).await.unwrap();
    assert_eq!((own.suspension, own.collectors), (None, Collectors { funder: 1, facilitator: 0, nobody: 1 }));
    debited(&world, &treasurer(&world), kept, "10").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(network.paid().len(), 2);
    let again = propose(&world, Action::BlockMapping { mapping: id, blocked: true }).await;
    assert_eq!(refused(again), "mapping.blocked");

    world.set_now(world.now() + Duration::SECOND);
    two_people(&world, Action::BlockMapping { mapping: id, blocked: false }).await;
    let again = propose(&world, Action::BlockMapping { mapping: id, blocked: false }).await;
    assert_eq!(refused(again), "mapping.not_blocked");
    debited(&world, &collector(&world), owed, "10").await.unwrap();
    assert_eq!(shares_of(&world, 1).await[0].usable, ShareUse::Enabled);
    for partner in [collector(&world), world.partner('a')] {
        let told = told_codes(&world, &partner).await;
        let told: Vec<&str> = told.into_iter().filter(|code| code.starts_with("mapping.")).collect();
        assert_eq!(told, ["mapping.debits_blocked", "mapping.debits_resumed"]);
    }
    // What is decided once the share is over does not concern it.
    world.set_now(world.now() + Duration::SECOND);
    let command = RevokeShareCommand { share: share.id, at_payers_wish: true, reason: "客户要求".to_owned() };
    revoke_share(&world.db, &treasurer(&world), command).await.unwrap();
    world.set_now(world.now() + Duration::SECOND);
    two_people(&world, Action::BlockMapping { mapping: id, blocked: true }).await;
    for (context, subject) in [
        (collector(&world), Subject::Share(share.id)),
        (treasurer(&world), Subject::Binding(row.id)),
        (auditor(), Subject::Debt(owed)),
    ] {
        let evidence = services::evidence::evidence(&world.db, &context, subject).await.unwrap();
        let steps = evidence.steps.into_iter().map(|step| (step.what, step.of));
        let steps: Vec<(What, String)> =
            steps.filter(|(what, _)| matches!(what, What::DebitsBlocked | What::DebitsResumed)).collect();
        let of = "JH-01".to_owned();
        assert_eq!(steps, [(What::DebitsBlocked, of.clone()), (What::DebitsResumed, of)]);
    }
    world.finish().await;
}

#[tokio::test]
async fn a_card_that_was_refused_for_good_suspends_its_share_by_itself() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await.id;
    let owed = registered(&world, binding, "D-1", "100").await;
    transferred(&world, &network, &[owed], false).await;
    network.answer_payment(Meaning::Refused(Reason::CardExpired));
    debited(&world, &collector(&world), owed, "10").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    let share = shares_of(&world, 1).await.remove(0);
    assert_eq!((share.usable, share.suspension), (ShareUse::Suspended, Some(Suspension::CardRefused)));
    assert_eq!(refusal(debited(&world, &collector(&world), owed, "10").await), "debt.card_refused");
    world.finish().await;
}

#[tokio::test]
async fn the_institution_finds_a_binding_by_either_alias() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let row = bound(&world, &network).await;
    let operator = world.operator(Role::OperatorMaker);
    let other = shares_of(&world, 1).await.remove(0).alias;
    for alias in [row.alias.to_lowercase(), other] {
        let hits = search(&world.db, &operator, &alias).await.unwrap();
        let hits: Vec<(Found, String)> = hits.into_iter().map(|hit| (hit.found, hit.id)).collect();
        assert_eq!(hits, [(Found::Binding, row.id.to_string())], "{alias}");
    }
    world.finish().await;
}
