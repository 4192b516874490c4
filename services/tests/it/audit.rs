//! Reading the audit trail.

use domain::role::Role;
use serde_json::json;
use services::{
    Error,
    audit::{AuditFilter, AuditRow, audit_trail},
    error::Never,
    page::{Page, PageRequest},
};

use crate::harness::{FIRST, World};

/// Notes something about a subject.
async fn note(world: &World, operation: &'static str, subject: &'static str, value: i64) {
    world
        .db
        .write::<_, _, Never, _>(&world.operator(Role::OperatorMaker), operation, &value, move |write| {
            Box::pin(async move {
                write.envelope.about(subject);
                write.envelope.changed(&json!({ "value": value - 1 }), &json!({ "value": value }))
            })
        })
        .await
        .unwrap();
}

async fn page(world: &World, filter: AuditFilter, page: PageRequest) -> Page<AuditRow> {
    audit_trail(&world.db, &world.operator(Role::Auditor), filter, page).await.unwrap()
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let world = World::new().await;
    for value in 0..60 {
        note(&world, "test.note", "shelf-1", value).await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = page(&world, AuditFilter::default(), PageRequest::new(after, 50)).await;
        assert!(page.rows.len() <= 50 && !page.rows.is_empty());
        seen.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(i64::try_from(seen.len()).unwrap(), world.number("select count(*) from audit").await);
    assert!(seen.is_sorted_by(|one, next| (one.recorded_at, one.id) > (next.recorded_at, next.id)));

    let of_subject = AuditFilter { subject: Some("shelf-1".to_owned()), ..AuditFilter::default() };
    let first = page(&world, of_subject.clone(), PageRequest::new(None, 50)).await;
    assert_eq!(first.rows.len(), 50);
    let rest = page(&world, of_subject, PageRequest::new(first.next, 50)).await;
    assert_eq!((rest.rows.len(), rest.next), (10, None));
    world.finish().await;
}

#[tokio::test]
async fn a_row_says_who_did_what_with_the_state_before_and_after() {
    let world = World::new().await;
    note(&world, "test.note", "shelf-1", 7).await;
    let filter = AuditFilter { subject: Some("shelf-1".to_owned()), ..AuditFilter::default() };
    let [row] = page(&world, filter, FIRST).await.rows.try_into().unwrap();
    assert_eq!((row.actor.as_str(), row.operation.as_str()), ("user:operator-maker", "test.note"));
    assert_eq!((row.outcome.as_str(), row.recorded_at), ("done", world.now()));
    assert_eq!(row.session, world.operator(Role::OperatorMaker).session());
    assert_eq!((row.before, row.after), (Some(json!({ "value": 6 })), Some(json!({ "value": 7 }))));
    world.finish().await;
}

#[tokio::test]
async fn every_filter_narrows() {
    let world = World::new().await;
    note(&world, "test.note", "shelf-1", 1).await;
    note(&world, "test.note_again", "shelf-1", 2).await;
    note(&world, "other.note", "shelf-2", 3).await;
    note(&world, "identity.touch_session", "shelf-3", 4).await;
    let count = |subject: Option<&str>, actor: Option<&str>, operation: Option<&str>| {
        let filter = AuditFilter {
            subject: subject.map(str::to_owned),
            actor: actor.map(str::to_owned),
            operation: operation.map(str::to_owned),
        };
        let world = &world;
        async move { page(world, filter, FIRST).await.rows.len() }
    };
    let maker = Some("user:operator-maker");
    assert_eq!(count(None, maker, None).await, 3);
    assert_eq!(count(None, maker, Some("test.")).await, 2);
    assert_eq!(count(None, maker, Some("test.note_again")).await, 1);
    assert_eq!(count(None, None, Some("identity.touch_session")).await, 1);
    assert_eq!(count(Some("shelf-1"), None, None).await, 2);
    assert_eq!(count(Some("shelf-1"), maker, Some("other.")).await, 0);
    assert_eq!(count(Some("shelf-1"), Some("user:auditor"), None).await, 0);
    assert_eq!(count(Some("shelf-3"), None, None).await, 1);
    assert_eq!(count(Some("shelf-3\0"), None, None).await, 0);
    assert_eq!(count(Some("%"), None, None).await + count(None, None, Some("%")).await, 0);
    world.finish().await;
}

#[tokio::test]
async fn only_the_institution_reads_the_trail() {
    let world = World::new().await;
    for role in [Role::OperatorMaker, Role::OperatorChecker, Role::Auditor] {
        assert!(audit_trail(&world.db, &world.operator(role), AuditFilter::default(), FIRST).await.is_ok());
    }
    for context in [world.agent(1), world.funder_person('a', Role::FunderApprover), world.partner('a'), world.system()]
    {
        let answer = audit_trail(&world.db, &context, AuditFilter::default(), FIRST).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{}", context.actor_name());
    }
    world.finish().await;
}
