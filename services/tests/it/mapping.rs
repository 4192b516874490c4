//! A settlement id stands for one facilitator at a time, from when two people say to when they say.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::{
    approval::{Action, ApprovalRefusal},
    id::{ApprovalId, MappingId},
    mapping::{MappingRefusal, MappingState},
    role::Role,
};
use services::{
    Context, Db, Error,
    approval::{RollBackCommand, roll_back},
    mapping::{
        AddMappingCommand, MappingFilter, MappingImport, Trial, add_mapping, import_mappings, mapping, settlement_ids,
        try_mapping,
    },
    page::PageRequest,
};
use time::{Duration, OffsetDateTime};

use crate::{
    approval::{approve, give_back, propose, refusal},
    harness::{START, World},
};

/// A draft: settlement id of funder `a` → facilitator 1 or 2.
pub async fn draft(
    world: &World,
    settlement_id: &str,
    facilitator: usize,
    from: Option<OffsetDateTime>,
) -> Result<MappingId, Error<MappingRefusal>> {
    let command = AddMappingCommand {
        funder: world.funders[0],
        settlement_id: settlement_id.to_owned(),
        facilitator: world.facilitators[facilitator - 1],
        from,
    };
    add_mapping(&world.db, &world.operator(Role::OperatorMaker), command).await
}

/// One that counts now.
pub async fn published(world: &World, settlement_id: &str, facilitator: usize) -> MappingId {
    let id = draft(world, settlement_id, facilitator, None).await.unwrap();
    let proposed = propose(world, Action::Publish { mapping: id }).await.unwrap();
    approve(world, proposed).await.unwrap();
    id
}

pub async fn disabled(world: &World, id: MappingId) {
    let proposed = propose(world, Action::Disable { mapping: id }).await.unwrap();
    approve(world, proposed).await.unwrap();
}

async fn state(world: &World, id: MappingId) -> MappingState {
    mapping(&world.db, &world.operator(Role::Auditor), id).await.unwrap().row.state
}

async fn stands_for(world: &World) -> Vec<(String, String)> {
    let of_funder = settlement_ids(&world.db, &world.funder_person('a', Role::FunderReviewer)).await.unwrap();
    assert!(of_funder.iter().all(|one| one.consent.contains(&one.facilitator_name)), "{of_funder:?}");
    of_funder.into_iter().map(|one| (one.settlement_id.to_string(), one.facilitator_name)).collect()
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Error<MappingRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

#[tokio::test]
async fn a_mapping_counts_when_two_people_say_and_ends_the_one_before() {
    let world = World::new().await;
    let first = draft(&world, "JH-01", 1, None).await.unwrap();
    assert_eq!((state(&world, first).await, stands_for(&world).await.len()), (MappingState::Draft, 0));
    let proposed = propose(&world, Action::Publish { mapping: first }).await.unwrap();
    assert_eq!(stands_for(&world).await.len(), 0, "a proposal counts for nothing");
    approve(&world, proposed).await.unwrap();
    assert_eq!(state(&world, first).await, MappingState::InForce);
    assert_eq!(stands_for(&world).await, [("JH-01".to_owned(), "顺联助贷服务有限公司".to_owned())]);
    assert_eq!(refusal(propose(&world, Action::Publish { mapping: first }).await), "mapping.state");

    // Another facilitator from tomorrow: the first counts until then.
    let tomorrow = world.now() + Duration::DAY;
    let second = draft(&world, "JH-01", 2, Some(tomorrow)).await.unwrap();
    let detail = mapping(&world.db, &world.operator(Role::Auditor), second).await.unwrap();
    assert_eq!(detail.instead_of.map(|row| row.id), Some(first), "what it would replace");
    let proposed = propose(&world, Action::Publish { mapping: second }).await.unwrap();
    approve(&world, proposed).await.unwrap();
    assert_eq!(
        (state(&world, first).await, state(&world, second).await),
        (MappingState::InForce, MappingState::Scheduled)
    );
    // One more that would count at the same time as the second.
    let third = draft(&world, "JH-01", 1, Some(world.now() + Duration::HOUR)).await.unwrap();
    let proposed = propose(&world, Action::Publish { mapping: third }).await.unwrap();
    assert_eq!(refusal(approve(&world, proposed).await), "mapping.overlaps");
    assert_eq!(state(&world, first).await, MappingState::InForce, "nothing was changed");

    world.set_now(tomorrow);
    assert_eq!((state(&world, first).await, state(&world, second).await), (MappingState::Ended, MappingState::InForce));
    assert_eq!(stands_for(&world).await[0].1, "通汇信息服务有限公司");
    disabled(&world, second).await;
    assert_eq!((state(&world, second).await, stands_for(&world).await.len()), (MappingState::Ended, 0));
    // The place is free again.
    assert_eq!(state(&world, published(&world, "JH-01", 1).await).await, MappingState::InForce);
    world.finish().await;
}

#[tokio::test]
async fn what_is_to_begin_later_can_be_disabled_before_it_has() {
    let world = World::new().await;
    let id = draft(&world, "JH-01", 1, Some(world.now() + Duration::DAY)).await.unwrap();
    let proposed = propose(&world, Action::Publish { mapping: id }).await.unwrap();
    approve(&world, proposed).await.unwrap();
    disabled(&world, id).await;
    world.set_now(world.now() + Duration::days(2));
    assert_eq!((state(&world, id).await, stands_for(&world).await.len()), (MappingState::Ended, 0));
    world.finish().await;
}

#[tokio::test]
async fn what_something_else_was_to_end_goes_on_when_that_never_begins() {
    let world = World::new().await;
    let first = published(&world, "JH-01", 1).await;
    let second = draft(&world, "JH-01", 2, Some(world.now() + Duration::DAY)).await.unwrap();
    let proposed = propose(&world, Action::Publish { mapping: second }).await.unwrap();
    approve(&world, proposed).await.unwrap();
    disabled(&world, second).await;
    world.set_now(world.now() + Duration::days(2));
    assert_eq!((state(&world, first).await, state(&world, second).await), (MappingState::InForce, MappingState::Ended));
    world.finish().await;
}

#[tokio::test]
async fn a_mapping_into_the_past_or_of_what_is_none_is_refused() {
    let world = World::new().await;
    assert_eq!(code(draft(&world, "JH-01", 1, Some(world.now() - Duration::SECOND)).await), "mapping.in_the_past");
    for text in ["", "JH 01", "ＪＨ０１", "JH-01\0", &"9".repeat(33)] {
        assert_eq!(code(draft(&world, text, 1, None).await), "mapping.settlement_id_invalid", "{text:?}");
    }
    let other_way_round = AddMappingCommand {
        funder: world.facilitators[0],
        settlement_id: "JH-01".to_owned(),
        facilitator: world.funders[0],
        from: None,
    };
    let maker = world.operator(Role::OperatorMaker);
    assert_eq!(code(add_mapping(&world.db, &maker, other_way_round).await), "mapping.partner_unknown");
    // The checker came too late: what was to count from ten o'clock is not dated back.
    let from = world.now() + Duration::HOUR;
    let id = draft(&world, "JH-01", 1, Some(from)).await.unwrap();
    let proposed = propose(&world, Action::Publish { mapping: id }).await.unwrap();
    world.set_now(from + Duration::SECOND);
    assert_eq!(refusal(approve(&world, proposed).await), "mapping.in_the_past");
    // Nobody else adds one, or reads them.
    for context in [world.operator(Role::OperatorChecker), world.funder_person('a', Role::FunderApprover)] {
        let command = AddMappingCommand {
            funder: world.funders[0],
            settlement_id: "JH-02".to_owned(),
            facilitator: world.facilitators[0],
            from: None,
        };
        assert!(matches!(add_mapping(&world.db, &context, command).await, Err(Error::Forbidden)));
    }
    let listed = services::mapping::mappings(&world.db, &world.agent(1), MappingFilter::All, PageRequest::FIRST).await;
    assert!(matches!(listed, Err(Error::Forbidden)));
    world.finish().await;
}

async fn rolled_back(
    world: &World,
    context: &Context,
    mapping: MappingId,
    from: Option<OffsetDateTime>,
) -> Result<MappingId, Error<ApprovalRefusal>> {
    let command = RollBackCommand { mapping, from, note: "对应错了机构".to_owned() };
    roll_back(&world.db, context, command).await
}

/// What is proposed about a mapping.
async fn proposed_about(world: &World, id: MappingId) -> ApprovalId {
    let of = sqlx::query_scalar("select id from approvals where subject_id = $1 and state = 'proposed'").bind(id.0);
    ApprovalId(of.fetch_one(&world.owner).await.unwrap())
}

#[tokio::test]
async fn what_counted_before_is_proposed_anew_by_one_press_and_counts_when_a_second_person_says() {
    let world = World::new().await;
    let (maker, auditor) = (world.operator(Role::OperatorMaker), world.operator(Role::Auditor));
    let first = published(&world, "JH-01", 1).await;
    let maker_again = || world.operator(Role::OperatorMaker);
    assert_eq!(refusal(rolled_back(&world, &maker, first, None).await), "mapping.no_former");
    world.set_now(world.now() + Duration::HOUR);
    let second = published(&world, "JH-01", 2).await;
    assert_eq!(refusal(rolled_back(&world, &maker_again(), first, None).await), "mapping.state");
    for stranger in [world.operator(Role::OperatorChecker), world.funder_person('a', Role::FunderApprover)] {
        assert!(matches!(rolled_back(&world, &stranger, second, None).await, Err(Error::Forbidden)));
    }
    let past = Some(world.now() - Duration::SECOND);
    assert_eq!(refusal(rolled_back(&world, &maker_again(), second, past).await), "mapping.in_the_past");

    world.set_now(world.now() + Duration::HOUR);
    let tomorrow = world.now() + Duration::DAY;
    let draft = rolled_back(&world, &maker_again(), second, Some(tomorrow)).await.unwrap();
    let detail = mapping(&world.db, &auditor, draft).await.unwrap();
    assert_eq!((detail.row.state, detail.row.facilitator), (MappingState::Draft, world.facilitators[0]));
    assert_eq!(detail.instead_of.map(|row| row.id), Some(second), "what it would replace");
    assert_eq!(detail.course.rolls_back.map(|row| row.id), Some(second));
    assert_eq!(detail.approvals.len(), 1, "it is proposed with that");
    let course = mapping(&world.db, &auditor, second).await.unwrap().course;
    assert_eq!((course.former.map(|row| row.id), course.rolled_back_by.map(|row| row.id)), (Some(first), Some(draft)));
    assert_eq!(stands_for(&world).await[0].1, "通汇信息服务有限公司", "a proposal counts for nothing");
    assert_eq!(refusal(rolled_back(&world, &maker_again(), second, None).await), "approval.already_proposed");

    // What was given back is proposed anew, at another time.
    give_back(&world, proposed_about(&world, draft).await, "现在就要").await.unwrap();
    world.set_now(world.now() + Duration::SECOND);
    let draft = rolled_back(&world, &maker_again(), second, None).await.unwrap();
    approve(&world, proposed_about(&world, draft).await).await.unwrap();
    assert_eq!((state(&world, draft).await, state(&world, second).await), (MappingState::InForce, MappingState::Ended));
    assert_eq!(stands_for(&world).await[0].1, "顺联助贷服务有限公司");
    // And from there back again.
    world.set_now(world.now() + Duration::HOUR);
    let former = mapping(&world.db, &auditor, draft).await.unwrap().course.former;
    assert_eq!(former.map(|row| row.id), Some(second));
    world.finish().await;
}

/// Rows and codes of what was not drafted.
fn faults(import: &MappingImport) -> Vec<(usize, &'static str)> {
    let told = import.refused.iter().map(|row| match &row.error {
        Error::Refused(refusal) => (row.row, refusal.code()),
        other => panic!("{other:?} is no refusal"),
    });
    told.collect()
}

#[tokio::test]
async fn a_file_drafts_row_by_row_and_nothing_twice() {
    let world = World::new().await;
    published(&world, "JH-01", 1).await;
    let sent = async |text: String| {
        let maker = world.operator(Role::OperatorMaker);
        import_mappings(&world.db, &maker, "映射.csv", text.into_bytes()).await.unwrap()
    };
    let file = || {
        "结算编号,资金方,助贷机构,生效时间\nJH-01,funder-a,facilitator-1,\nＪＨ02,funder-a,facilitator-1,\n\
         JH-02,funder-a,顺联助贷服务有限公司,\nJH-03,funder-z,facilitator-1,\nJH-04,funder-a,facilitator-1,2020-01-01\n\
         JH-05,funder-a,facilitator-2,2027-01-01 09:00\nJH-05,funder-a,facilitator-2,2027-01-01 09:00\n"
            .to_owned()
    };
    let first = sent(file()).await;
    let wrong = [
        (2, "mapping.already_there"),
        (3, "mapping.settlement_id_invalid"),
        (5, "mapping.partner_unknown"),
        (6, "mapping.in_the_past"),
        (8, "mapping.row_repeated"),
    ];
    assert_eq!((first.drafted, faults(&first)), (2, wrong.to_vec()));
    assert_eq!(stands_for(&world).await.len(), 1, "drafts count for nothing");
    let again = sent(file()).await;
    let there: Vec<_> = faults(&again).into_iter().filter(|(_, code)| *code == "mapping.already_there").collect();
    assert_eq!((again.drafted, there.len()), (0, 3));
    assert_eq!(world.number("select count(*) from mappings").await, 3);
    let no_columns = sent("结算编号,备注\nJH-06,x\n".to_owned()).await;
    assert_eq!(faults(&no_columns), [(1, "mapping.columns_missing")]);
    for context in [world.operator(Role::OperatorChecker), world.funder_person('a', Role::FunderApprover)] {
        let refused = import_mappings(&world.db, &context, "映射.csv", file().into_bytes()).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
    world.finish().await;
}

#[tokio::test]
async fn a_file_that_takes_too_long_is_left_and_goes_on_when_it_is_sent_again() {
    let world = World::new().await;
    let rows: String = (0..20).map(|row| format!("SLOW-{row},funder-a,facilitator-1\n")).collect();
    let file = format!("结算编号,资金方,助贷机构\n{rows}").into_bytes();
    // Whenever it is looked at the time, four seconds have passed.
    let looked = AtomicI64::new(0);
    let clock = move || START + Duration::seconds(4 * looked.fetch_add(1, Ordering::Relaxed));
    let slow = Db::connect(&world.url, 1, Arc::new(clock), Arc::new(|_| ())).await.unwrap();
    let first = import_mappings(&slow, &world.operator(Role::OperatorMaker), "映射.csv", file.clone()).await.unwrap();
    assert!(first.left > 10 && first.refused.is_empty(), "{first:?}");
    assert_eq!(first.drafted + first.left, 20);
    slow.drain().await;
    let rest = import_mappings(&world.db, &world.operator(Role::OperatorMaker), "映射.csv", file).await.unwrap();
    assert_eq!((rest.drafted, rest.left), (first.left, 0));
    world.finish().await;
}

#[tokio::test]
async fn a_draft_is_tried_with_a_sample_and_counts_for_nothing_by_that() {
    let world = World::new().await;
    published(&world, "JH-01", 1).await;
    let id = draft(&world, "JH-02", 2, None).await.unwrap();
    let tried = async |sample: &str| {
        try_mapping(&world.db, &world.operator(Role::OperatorMaker), id, sample.to_owned()).await.unwrap()
    };
    let Trial::Shared { consent } = tried("JH-02").await else { panic!("it is the draft's own") };
    assert!(consent.contains("通汇信息服务有限公司"), "{consent}");
    let name = "顺联助贷服务有限公司".to_owned();
    assert_eq!(tried("JH-01").await, Trial::Elsewhere { facilitator_name: Some(name) });
    assert_eq!(tried("jh-02").await, Trial::Elsewhere { facilitator_name: None });
    for sample in ["JH 02", "ＪＨ-02", ""] {
        assert_eq!(tried(sample).await, Trial::Invalid, "{sample:?}");
    }
    assert_eq!((state(&world, id).await, stands_for(&world).await.len()), (MappingState::Draft, 1));
    let stranger = world.funder_person('a', Role::FunderApprover);
    assert!(matches!(try_mapping(&world.db, &stranger, id, "JH-02".to_owned()).await, Err(Error::Forbidden)));
    world.finish().await;
}
