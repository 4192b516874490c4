//! Lists as files that are made in the background: part by part, for their person alone, and no longer than that person may.

use domain::{
    export::{ExportFormat, ExportReason, ExportRefusal, ExportState},
    id::ExportId,
    job::JobKind,
    role::Role,
};
use services::{
    Context, Error,
    error::Never,
    export::{
        self, NewRows, NextStep, RequestExportCommand, RowsToRead, cancel_export, export_file, exports, keep_file,
        keep_rows, next_step, request_export,
    },
    forget::forget,
    reseal::reseal,
};
use time::Duration;

use crate::harness::{World, master_keys};

const LIST: &str = "/funder/notices?state=undelivered";

fn command(list: &str) -> RequestExportCommand {
    RequestExportCommand { list: list.to_owned(), format: ExportFormat::Csv, language: "zh".to_owned() }
}

async fn requested(world: &World) -> (Context, ExportId) {
    let context = world.funder_person('a', Role::FunderTreasurer);
    let id = request_export(&world.db, &context, command(LIST)).await.unwrap();
    (context, id)
}

async fn wanted(world: &World, id: ExportId) -> RowsToRead {
    match next_step(&world.db, id, true).await.unwrap() {
        NextStep::Rows(wanted) => *wanted,
        other => panic!("{other:?}"),
    }
}

async fn read(world: &World, id: ExportId, (part, rows): (i32, usize), after: Option<&str>) {
    let content = format!("part {part}").into_bytes();
    let new = NewRows { part, rows, whole: (part == 0).then_some(100_000), content, after: after.map(str::to_owned) };
    keep_rows(&world.db, id, new).await.unwrap();
}

async fn standing(world: &World, context: &Context) -> (ExportState, Option<ExportReason>, i32) {
    let row = exports(&world.db, context).await.unwrap().remove(0);
    (row.state, row.reason, row.rows)
}

async fn jobs(world: &World) -> i64 {
    sqlx::query_scalar("select count(*) from jobs where kind = $1")
        .bind(JobKind::MakeExport.code())
        .fetch_one(&world.owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_file_is_made_of_its_parts_by_whoever_goes_on_and_read_by_its_person_alone() {
    let world = World::new().await;
    let (context, id) = requested(&world).await;
    assert_eq!(jobs(&world).await, 1);
    let told = "select count(*) from audit where operation = 'export.request' and after::text like '%/funder/notices%'
                  and after::text not like '%undelivered%'";
    assert_eq!(world.number(told).await, 1, "the trail says which list, and not by what it was narrowed");
    let first = wanted(&world, id).await;
    assert_eq!((first.list.as_str(), first.after, first.part), (LIST, None, 0));
    assert_eq!(first.person.user, context.person::<Never>().unwrap().user);
    read(&world, id, (0, 2_000), Some("b")).await;
    // Another server that had begun the same part is too late.
    read(&world, id, (0, 2_000), Some("b")).await;
    let second = wanted(&world, id).await;
    assert_eq!((second.after.as_deref(), second.part), (Some("b"), 1));
    assert_eq!(standing(&world, &context).await, (ExportState::Making, None, 2_000));
    read(&world, id, (1, 5), None).await;
    let NextStep::File { format, parts } = next_step(&world.db, id, true).await.unwrap() else { panic!("all is read") };
    assert_eq!((format, parts), (ExportFormat::Csv, vec![b"part 0".to_vec(), b"part 1".to_vec()]));
    let stored: Vec<u8> =
        sqlx::query_scalar("select content from export_parts limit 1").fetch_one(&world.owner).await.unwrap();
    assert!(!stored.windows(4).any(|bytes| bytes == b"part"), "it is sealed");

    assert!(matches!(export_file(&world.db, &context, id).await, Err(Error::NotFound)), "it is not ready");
    let content = vec![7; 3_000_000];
    keep_file(&world.db, id, content.clone()).await.unwrap();
    assert!(matches!(next_step(&world.db, id, true).await.unwrap(), NextStep::Nothing));
    let (row, file) = export_file(&world.db, &context, id).await.unwrap();
    assert_eq!((row.state, row.rows, file == content), (ExportState::Ready, 2_005, true));
    for stranger in [
        world.funder_person('a', Role::FunderReviewer),
        world.funder_person('b', Role::FunderTreasurer),
        world.operator(Role::Auditor),
    ] {
        assert!(matches!(export_file(&world.db, &stranger, id).await, Err(Error::NotFound)));
        assert!(exports(&world.db, &stranger).await.unwrap().is_empty());
        assert!(matches!(cancel_export(&world.db, &stranger, id).await, Err(Error::NotFound)));
    }
    for other in [world.agent(1), world.partner('a')] {
        assert!(matches!(export_file(&world.db, &other, id).await, Err(Error::Forbidden)));
        assert!(matches!(request_export(&world.db, &other, command(LIST)).await, Err(Error::Forbidden)));
    }
    world.finish().await;
}

#[tokio::test]
async fn by_what_a_list_is_narrowed_is_sealed_and_goes_to_the_next_master_key() {
    let world = World::new().await;
    let (context, _) = requested(&world).await;
    let clear = "select count(*) from exports where list = '/funder/notices' and position('undelivered'::bytea in narrowed) = 0";
    assert_eq!(world.number(clear).await, 1, "by what it was narrowed is sealed");
    let rotated = world.db.clone().with_master_keys(master_keys(&["1", "0"]));
    assert_eq!(reseal(&rotated, &world.system()).await.unwrap(), 1);
    assert_eq!(reseal(&rotated, &world.system()).await.unwrap(), 0);
    assert_eq!(exports(&rotated, &context).await.unwrap()[0].list, LIST);
    world.finish().await;
}

#[tokio::test]
async fn a_hundred_thousand_rows_are_one_file_and_how_far_it_is_is_known_after_every_part() {
    let world = World::new().await;
    let (context, id) = requested(&world).await;
    for part in 0..50 {
        let next = wanted(&world, id).await;
        assert_eq!((next.part, next.after), (part, (part > 0).then(|| part.to_string())), "it goes on where it was");
        let after = (part < 49).then(|| (part + 1).to_string());
        read(&world, id, (part, 2_000), after.as_deref()).await;
        assert_eq!(standing(&world, &context).await, (ExportState::Making, None, (part + 1) * 2_000));
        assert_eq!(exports(&world.db, &context).await.unwrap()[0].whole, Some(100_000), "as the first part said");
    }
    let NextStep::File { parts, .. } = next_step(&world.db, id, true).await.unwrap() else { panic!("all is read") };
    assert_eq!(parts.len(), 50);
    keep_file(&world.db, id, parts.concat()).await.unwrap();
    assert_eq!(standing(&world, &context).await, (ExportState::Ready, None, 100_000));
    world.finish().await;
}

#[tokio::test]
async fn five_files_are_made_at_once_and_one_that_is_cancelled_makes_room() {
    let world = World::new().await;
    let mut last = requested(&world).await;
    for _ in 1..5 {
        last = requested(&world).await;
    }
    let more = || world.funder_person('a', Role::FunderTreasurer);
    let refused = request_export(&world.db, &more(), command(LIST)).await;
    assert!(matches!(refused, Err(Error::Refused(ExportRefusal::TooManyOpen { most: 5 }))), "{refused:?}");
    read(&world, last.1, (0, 10), Some("b")).await;
    cancel_export(&world.db, &more(), last.1).await.unwrap();
    assert!(matches!(next_step(&world.db, last.1, true).await.unwrap(), NextStep::Nothing));
    read(&world, last.1, (1, 10), None).await;
    assert!(matches!(cancel_export(&world.db, &more(), last.1).await, Err(Error::NotFound)));
    request_export(&world.db, &more(), command(LIST)).await.unwrap();
    let long = "/funder/x".repeat(300);
    for list in ["/admin/agents", "/funder", "/funders/x", "https://example.com/funder/x", long.as_str()] {
        let refused = request_export(&world.db, &more(), command(list)).await;
        assert!(matches!(refused, Err(Error::Refused(ExportRefusal::NoList))), "{list}: {refused:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn who_may_no_longer_gets_no_file_and_neither_does_who_wants_too_much() {
    let world = World::new().await;
    for (change, back) in [
        ("update users set disabled_at = now()", "update users set disabled_at = null"),
        ("update users set role = 'funder_reviewer'", "update users set role = 'funder_treasurer'"),
    ] {
        let (context, id) = requested(&world).await;
        let of = " where username = 'funder-a-treasurer'";
        for (statement, expected) in [(change, NextStep::Nothing), (back, NextStep::Nothing)] {
            sqlx::query(sqlx::AssertSqlSafe(format!("{statement}{of}"))).execute(&world.owner).await.unwrap();
            let next = next_step(&world.db, id, true).await.unwrap();
            assert_eq!(format!("{next:?}"), format!("{expected:?}"), "{statement}");
        }
        assert_eq!(standing(&world, &context).await, (ExportState::Refused, Some(ExportReason::NotAllowed), 0));
        world.set_now(world.now() + Duration::minutes(1));
    }
    let (context, id) = requested(&world).await;
    read(&world, id, (0, 200_000), Some("b")).await;
    wanted(&world, id).await;
    read(&world, id, (1, 1), Some("c")).await;
    assert!(matches!(next_step(&world.db, id, true).await.unwrap(), NextStep::Nothing));
    assert_eq!(standing(&world, &context).await, (ExportState::Refused, Some(ExportReason::TooLarge), 200_001));

    let kept = || async { exports(&world.db, &context).await.unwrap().len() };
    world.set_now(world.now() + Duration::days(7) - Duration::seconds(1));
    forget(&world.db).await.unwrap();
    assert!(kept().await >= 1);
    world.set_now(world.now() + Duration::seconds(1));
    forget(&world.db).await.unwrap();
    assert_eq!(kept().await, 0);
    let stranger = export::forget(&world.db, &context).await;
    assert!(matches!(stranger, Err(Error::Forbidden)), "{stranger:?}");
    world.finish().await;
}
