//! Operating data: files are previewed, then imported whole or not at all.

use domain::{
    Amount,
    id::{AgentId, ImportId},
    import::ImportState,
    operating_data::ImportRefusal,
    role::Role,
    search::Sought,
};
use services::{
    Context, Error,
    error::Never,
    operating_data::{self, ImportFilter, ImportReport, confirm_import, discard_import, preview_import},
    page::{Narrow, Narrowed, Sort, Total},
};

use crate::harness::{FIRST, World, yuan};

const HEADING: &str = "代理商编号,月份,预存款,销售额,佣金（元）\n";

async fn preview(world: &World, rows: &str) -> ImportReport {
    let file = format!("{HEADING}{rows}").into_bytes();
    preview_import(&world.db, &world.operator(Role::OperatorMaker), "十月.csv", file).await.unwrap()
}

async fn confirm(world: &World, import: ImportId) -> Result<ImportReport, Error<ImportRefusal>> {
    confirm_import(&world.db, &world.operator(Role::OperatorMaker), import).await
}

fn refusal<T>(answer: Result<T, Error<ImportRefusal>>) -> ImportRefusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("it was not refused"),
    }
}

/// The months and commissions of an agent, newest first.
async fn commissions(world: &World, agent: usize) -> Vec<(String, Amount)> {
    let history = operating_data::history(&world.db, &world.agent(agent), world.agents[agent - 1].agent).await;
    history.unwrap().rows.iter().map(|row| (row.month.to_string(), row.commissions)).collect()
}

fn counts(report: &ImportReport) -> [usize; 5] {
    [report.rows_total, report.rows_new, report.rows_same, report.rows_changed, report.errors_total]
}

#[tokio::test]
async fn a_file_counts_only_once_it_is_confirmed() {
    let world = World::new().await;
    let rows = "A0001,2026年9月,\"120,000.00\",98000,800.50\nA0001,2026/10,130000,99000,900\nA0002,2026-10-01,1,2,3\n";
    let report = preview(&world, rows).await;
    assert_eq!(counts(&report), [3, 3, 0, 0, 0]);
    assert_eq!((report.file_name.as_str(), report.same_file_as), ("十月.csv", None));
    assert_eq!(commissions(&world, 1).await, []);
    let stored = operating_data::import(&world.db, &world.operator(Role::Auditor), report.import_id).await.unwrap();
    assert_eq!(
        (&stored.report, stored.state, stored.uploaded_by.as_str()),
        (&report, ImportState::Previewed, "operator-maker")
    );

    assert_eq!(confirm(&world, report.import_id).await.unwrap(), report);
    let expected = [("2026-10".to_owned(), yuan("900")), ("2026-09".to_owned(), yuan("800.50"))];
    assert_eq!(commissions(&world, 1).await, expected);
    let history = operating_data::history(&world.db, &world.operator(Role::Auditor), world.agents[0].agent).await;
    let summary = history.unwrap().summary;
    assert_eq!((summary.months, summary.average_commission), (2, yuan("850.25")));
    let listed = operating_data::imports(&world.db, &world.operator(Role::OperatorChecker), ImportFilter::All, FIRST)
        .await
        .unwrap()
        .rows;
    assert_eq!(listed.iter().map(|import| import.state).collect::<Vec<_>>(), [ImportState::Confirmed]);
    world.finish().await;
}

#[tokio::test]
async fn files_are_narrowed_by_state_day_and_by_their_own_and_their_uploader_s_names() {
    let world = World::new().await;
    let auditor = world.operator(Role::Auditor);
    let first = preview(&world, "A0001,2026-10,1,2,3\n").await;
    confirm(&world, first.import_id).await.unwrap();
    world.set_now(world.now() + time::Duration::MINUTE);
    let second = preview(&world, "A0002,2026-10,1,2,3\n").await;
    let (first, second) = (first.import_id, second.import_id);
    let text = |typed: &str| Narrow { text: Sought::of(typed), ..Narrow::default() };
    let day = |from, to| Narrow { from, to, ..Narrow::default() };
    let today = world.now().date();
    let of = ImportFilter::Of;
    let cases: [(ImportFilter, Narrow, &[ImportId]); 9] = [
        (ImportFilter::All, Narrow::default(), &[second, first]),
        (of(ImportState::Previewed), Narrow::default(), &[second]),
        (of(ImportState::Confirmed), text("CSV"), &[first]),
        (ImportFilter::All, text("十月"), &[second, first]),
        (ImportFilter::All, text("nobody"), &[]),
        (ImportFilter::All, text("%"), &[]),
        (ImportFilter::All, day(Some(today), Some(today)), &[second, first]),
        (ImportFilter::All, day(None, today.previous_day()), &[]),
        (of(ImportState::Discarded), Narrow::default(), &[]),
    ];
    for (part, narrow, expected) in cases {
        for sort in [None, Some(Sort::Oldest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let page = operating_data::imports(&world.db, &auditor, list, FIRST).await.unwrap();
            let mut listed: Vec<ImportId> = page.rows.iter().map(|row| row.report.import_id).collect();
            if sort.is_some() {
                listed.reverse();
            }
            assert_eq!(listed, expected, "{part:?} {narrow:?} {sort:?}");
            let count = i64::try_from(expected.len()).unwrap();
            let total = narrow.is_given().then_some(Total { count, sum: None, outgo: None });
            assert_eq!(page.total, total, "{part:?} {narrow:?}");
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn what_was_discarded_is_not_imported_and_what_was_imported_is_not_discarded() {
    let world = World::new().await;
    let maker = world.operator(Role::OperatorMaker);
    let (first, second) =
        (preview(&world, "A0001,2026-10,1,2,3\n").await, preview(&world, "A0002,2026-10,1,2,3\n").await);
    for stranger in [world.operator(Role::OperatorChecker), world.operator(Role::Auditor), world.agent(1)] {
        let outcome = discard_import(&world.db, &stranger, first.import_id).await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
    }
    discard_import(&world.db, &maker, first.import_id).await.unwrap();
    let again = discard_import(&world.db, &world.operator(Role::OperatorMaker), first.import_id).await;
    assert_eq!(refusal(again), ImportRefusal::Discarded);
    assert_eq!(refusal(confirm(&world, first.import_id).await), ImportRefusal::Discarded);
    assert_eq!(commissions(&world, 1).await, []);
    let stored = operating_data::import(&world.db, &world.operator(Role::Auditor), first.import_id).await.unwrap();
    assert_eq!((stored.state, stored.report.rows_total), (ImportState::Discarded, 1));

    confirm(&world, second.import_id).await.unwrap();
    let late = discard_import(&world.db, &world.operator(Role::OperatorMaker), second.import_id).await;
    assert_eq!(refusal(late), ImportRefusal::AlreadyImported);
    world.finish().await;
}

#[tokio::test]
async fn the_same_file_again_adds_nothing_and_says_so() {
    let world = World::new().await;
    let rows = "A0001,2026-10,1,2,3\nA0002,2026-10,4,5,6\n";
    let first = preview(&world, rows).await;
    confirm(&world, first.import_id).await.unwrap();
    assert_eq!(refusal(confirm(&world, first.import_id).await), ImportRefusal::AlreadyImported);
    let second = preview(&world, rows).await;
    assert_eq!((counts(&second), second.same_file_as), ([2, 0, 2, 0, 0], Some(first.import_id)));
    assert_eq!(second.sha256, first.sha256);
    confirm(&world, second.import_id).await.unwrap();
    assert_eq!(world.number("select count(*) from operating_data").await, 2);
    world.finish().await;
}

#[tokio::test]
async fn a_correction_changes_what_it_corrects() {
    let world = World::new().await;
    let report = preview(&world, "A0001,2026-09,1,2,3\nA0001,2026-10,1,2,3\n").await;
    confirm(&world, report.import_id).await.unwrap();
    let report = preview(&world, "A0001,2026-11,0,0,0\nA0001,2026-10,1,2,4\nA0001,2026-09,1,2,3.00\n").await;
    assert_eq!(counts(&report), [3, 1, 1, 1, 0]);
    // What is replaced is shown first, what stays as it is not at all.
    let shown: Vec<_> = report.rows.iter().map(|row| (row.row, row.before.map(|before| before.commissions))).collect();
    assert_eq!(shown, [(3, Some(yuan("3"))), (2, None)]);
    confirm(&world, report.import_id).await.unwrap();
    let fen: Vec<_> = commissions(&world, 1).await.iter().map(|(_, amount)| amount.fen()).collect();
    assert_eq!(fen, [0, 400, 300]);
    world.finish().await;
}

#[tokio::test]
async fn wrong_cells_are_all_named_and_stop_the_whole_file() {
    let world = World::new().await;
    let rows = "A0001,2026-10,1,2,3\n\
                X9,2026-10,1,2,3\n\
                A0001,十月,1,2,3\n\
                A0001,2026-12,1,2,3\n\
                A0002,2026-10,-1,abc,\n\
                A0001,2026年10月,1,2,3\n\
                ,2026-10,1,2,3\n";
    let report = preview(&world, rows).await;
    let errors: Vec<_> = report
        .errors
        .iter()
        .map(|error| (error.row, error.column.as_str(), error.code.as_str(), error.text.as_str()))
        .collect();
    assert_eq!(
        errors,
        [
            (3, "agent_no", "operating_data.agent_unknown", "X9"),
            (4, "month", "operating_data.month_unreadable", "十月"),
            (5, "month", "operating_data.month_in_future", "2026-12"),
            (6, "prepayments", "operating_data.negative", "-1"),
            (6, "sales", "amount.not_a_number", "abc"),
            (6, "commissions", "operating_data.empty", ""),
            (7, "month", "operating_data.duplicate", "2"),
            (8, "agent_no", "operating_data.empty", ""),
        ]
    );
    assert_eq!(counts(&report), [7, 1, 0, 0, 8]);
    assert_eq!(refusal(confirm(&world, report.import_id).await), ImportRefusal::HasErrors { errors: 8 });
    assert_eq!(world.number("select count(*) from operating_data").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_report_lists_the_first_errors_and_counts_all() {
    let world = World::new().await;
    let report = preview(&world, &"X9,2026-10,1,2,3\n".repeat(300)).await;
    assert_eq!((report.errors_total, report.errors.len()), (300, 200));
    world.finish().await;
}

#[tokio::test]
async fn a_missing_column_is_named() {
    let world = World::new().await;
    let file = b"agent_no,month,sales,commissions\nA0001,2026-10,1,2\n".to_vec();
    let maker = world.operator(Role::OperatorMaker);
    let report = preview_import(&world.db, &maker, "a.csv", file).await.unwrap();
    let [error] = report.errors.as_slice() else { panic!("{:?}", report.errors) };
    assert_eq!((error.column.as_str(), error.code.as_str()), ("prepayments", "operating_data.column_missing"));
    assert!(matches!(refusal(confirm(&world, report.import_id).await), ImportRefusal::HasErrors { errors: 1 }));
    world.finish().await;
}

#[tokio::test]
async fn what_is_no_table_is_refused_and_recorded() {
    let world = World::new().await;
    for (content, code) in [
        (Vec::new(), "file.empty"),
        (b"%PDF-1.7 and so on".to_vec(), "file.unsupported"),
        (HEADING.as_bytes().to_vec(), "import.no_rows"),
        ((HEADING.to_owned() + &"A0001,2026-10,1,2,3\n".repeat(20_001)).into_bytes(), "import.too_many_rows"),
        (vec![b'a'; files::sheet::MAX_FILE_BYTES + 1], "file.too_large"),
    ] {
        let context = world.operator(Role::OperatorMaker);
        let first = refusal(preview_import(&world.db, &context, "x.csv", content.clone()).await);
        assert_eq!(first.code(), code);
        assert_eq!(refusal(preview_import(&world.db, &context, "x.csv", content).await), first);
    }
    assert_eq!(world.number("select count(*) from imports").await, 0);
    assert_eq!(world.number("select count(*) from audit where outcome = 'refused'").await, 5);
    world.finish().await;
}

#[tokio::test]
async fn strange_bytes_are_errors_and_never_failures() {
    let world = World::new().await;
    let rows = format!(
        "\"A\n0001\",2026-10,1,2,3\n{},2026-10,1,2,3\n'; drop table agents; --,\u{202e},1,2,3\n",
        "长".repeat(9_000)
    );
    let file = format!("{HEADING}{rows}").into_bytes();
    let name = format!("\u{0}\u{7}{}.csv", "n".repeat(1_000));
    let maker = world.operator(Role::OperatorMaker);
    let report = preview_import(&world.db, &maker, &name, file).await.unwrap();
    assert_eq!(report.file_name, "n".repeat(60));
    assert_eq!(counts(&report)[0], 3);
    assert!(report.errors_total >= 3 && report.errors.iter().all(|error| error.text.chars().count() <= 60));
    world.finish().await;
}

#[tokio::test]
async fn a_replayed_request_is_answered_the_same_and_two_at_once_import_once() {
    let world = World::new().await;
    let rows = "A0001,2026-10,1,2,3\n";
    let maker = world.operator(Role::OperatorMaker);
    let file = format!("{HEADING}{rows}").into_bytes();
    let first = preview_import(&world.db, &maker, "a.csv", file.clone()).await.unwrap();
    assert_eq!(preview_import(&world.db, &maker, "a.csv", file).await.unwrap(), first);
    assert_eq!(world.number("select count(*) from imports").await, 1);

    let mut tasks = world.race().await;
    for _ in 0..6 {
        let (db, context) = (world.db.clone(), world.operator(Role::OperatorMaker));
        tasks.spawn(async move { (confirm_import(&db, &context, first.import_id).await, context) });
    }
    let (won, lost): (Vec<_>, Vec<_>) = tasks.join_all().await.into_iter().partition(|(answer, _)| answer.is_ok());
    assert_eq!((won.len(), lost.len()), (1, 5));
    for (answer, _) in lost {
        assert_eq!(refusal(answer), ImportRefusal::AlreadyImported);
    }
    for (answer, context) in won {
        let again = confirm_import(&world.db, &context, first.import_id).await.unwrap();
        assert_eq!(again, answer.unwrap());
    }
    assert_eq!(commissions(&world, 1).await, [("2026-10".to_owned(), yuan("3"))]);
    world.finish().await;
}

#[tokio::test]
async fn a_preview_that_no_longer_holds_is_not_imported() {
    let world = World::new().await;
    let one = preview(&world, "A0001,2026-10,1,2,3\n").await;
    let other = preview(&world, "A0001,2026-10,1,2,4\n").await;
    confirm(&world, one.import_id).await.unwrap();
    assert_eq!(refusal(confirm(&world, other.import_id).await), ImportRefusal::PreviewStale);
    assert_eq!(commissions(&world, 1).await, [("2026-10".to_owned(), yuan("3"))]);
    let seen = preview(&world, "A0001,2026-10,1,2,4\n").await;
    confirm(&world, seen.import_id).await.unwrap();
    assert_eq!(commissions(&world, 1).await, [("2026-10".to_owned(), yuan("4"))]);
    world.finish().await;
}

#[tokio::test]
async fn only_the_maker_imports_and_only_the_institution_looks() {
    let world = World::new().await;
    let report = preview(&world, "A0001,2026-10,1,2,3\n").await;
    let file = format!("{HEADING}A0002,2026-10,1,2,3\n").into_bytes();
    for context in [
        world.operator(Role::OperatorChecker),
        world.operator(Role::Auditor),
        world.agent(1),
        world.funder_person('a', Role::FunderApprover),
        world.partner('a'),
        world.system(),
    ] {
        let previewed = preview_import(&world.db, &context, "a.csv", file.clone()).await;
        assert!(matches!(previewed, Err(Error::Forbidden)), "{}", context.actor_name());
        let confirmed = confirm_import(&world.db, &context, report.import_id).await;
        assert!(matches!(confirmed, Err(Error::Forbidden)), "{}", context.actor_name());
    }
    for context in [world.agent(1), world.funder_person('a', Role::FunderApprover), world.partner('a')] {
        let seen = operating_data::import(&world.db, &context, report.import_id).await;
        assert!(matches!(seen, Err(Error::Forbidden)));
        assert!(matches!(
            operating_data::imports(&world.db, &context, ImportFilter::All, FIRST).await,
            Err(Error::Forbidden)
        ));
    }
    world.finish().await;
}

#[tokio::test]
async fn an_import_of_another_kind_or_of_none_is_not_found() {
    let world = World::new().await;
    let report = preview(&world, "A0001,2026-10,1,2,3\n").await;
    sqlx::query("update imports set kind = 'bank_statement'").execute(&world.owner).await.unwrap();
    for import in [report.import_id, ImportId(uuid::Uuid::nil())] {
        assert!(matches!(confirm(&world, import).await, Err(Error::NotFound)));
        let seen = operating_data::import(&world.db, &world.operator(Role::Auditor), import).await;
        assert!(matches!(seen, Err(Error::NotFound)));
    }
    world.finish().await;
}

#[tokio::test]
async fn a_history_is_the_agents_own_and_the_institutions() {
    let world = World::new().await;
    let report = preview(&world, "A0001,2026-10,1,2,3\n").await;
    confirm(&world, report.import_id).await.unwrap();
    let agent = world.agents[0].agent;
    let history = |context: Context, agent| {
        let db = world.db.clone();
        async move { operating_data::history(&db, &context, agent).await.map(|history| history.rows.len()) }
    };
    assert_eq!(history(world.agent(1), agent).await.unwrap(), 1);
    assert_eq!(history(world.operator(Role::OperatorChecker), agent).await.unwrap(), 1);
    assert!(matches!(history(world.agent(2), agent).await, Err(Error::NotFound)));
    let unknown = AgentId(uuid::Uuid::nil());
    assert!(matches!(history(world.operator(Role::Auditor), unknown).await, Err(Error::NotFound)));
    for context in [world.funder_person('a', Role::FunderReviewer), world.partner('a'), world.system()] {
        assert!(matches!(history(context, agent).await, Err(Error::Forbidden)));
    }
    world.finish().await;
}

/// The second wall: what the database itself shows to a party, whatever a statement asks for.
#[tokio::test]
async fn the_database_shows_a_funder_only_the_agents_whom_it_was_asked_about() {
    let world = World::new().await;
    let report = preview(&world, "A0001,2026-10,1,2,3\nA0002,2026-10,1,2,3\n").await;
    confirm(&world, report.import_id).await.unwrap();
    world.open_line(1, yuan("1000"), crate::harness::bullet_terms(), &["30d"]).await;
    for (context, visible) in [
        (world.partner('a'), vec![world.agents[0].agent.0]),
        (world.partner('b'), vec![]),
        (world.agent(2), vec![world.agents[1].agent.0]),
        (world.agent(3), vec![]),
    ] {
        let seen = world
            .db
            .read::<_, Never, _>(&context, |connection| {
                Box::pin(async move {
                    let agents = sqlx::query_scalar::<_, uuid::Uuid>("select agent_id from operating_data");
                    Ok(agents.fetch_all(connection).await?)
                })
            })
            .await
            .unwrap();
        assert_eq!(seen, visible, "{}", context.actor_name());
    }
    world.finish().await;
}
