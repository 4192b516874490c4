//! A layout that people add: described, tried on a file, adopted by two people, retired.

use domain::{
    approval::Action,
    bank_layout::{Layout, LayoutRefusal, LayoutState},
    bank_movement::StatementRefusal,
    id::BankLayoutId,
    role::Role,
};
use services::{
    Context, Error,
    bank_layout::{add_layout, layout, layouts, try_layout},
    bank_movement::preview_statement,
};

use crate::{
    approval::{approve, give_back, propose, refusal, two_people},
    bank_movement::{RESERVE, confirm, preview},
    harness::World,
};

const FILE: &str = "Konto;Datum;Betrag;Text\n4000021029200123456;2026-11-20;12.50;hello\nx;2026-11-20;1.00;\n";

fn described(name: &str) -> Layout {
    serde_json::from_value(serde_json::json!({
        "name": name,
        "account": { "column": ["Konto"] },
        "currency": { "fixed": "CNY" },
        "date": ["Datum"],
        "amount": { "signed": { "amount": ["Betrag"] } },
        "remittance": [["Text"]],
    }))
    .unwrap()
}

async fn added(world: &World, layout: Layout) -> Result<BankLayoutId, Error<LayoutRefusal>> {
    add_layout(&world.db, &world.operator(Role::OperatorMaker), layout).await
}

async fn tried(world: &World, id: BankLayoutId, file: &str) -> Result<(), Error<StatementRefusal>> {
    let maker = world.operator(Role::OperatorMaker);
    try_layout(&world.db, &maker, id, ("a.csv", file.into()), None).await
}

async fn state(world: &World, id: BankLayoutId) -> LayoutState {
    layout(&world.db, &world.operator(Role::Auditor), id).await.unwrap().row.state
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Error<LayoutRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

async fn unreadable(world: &World, file: &str) -> String {
    match preview(world, "a.csv", file.as_bytes()).await.map(|report| report.file.format) {
        Err(Error::Refused(refusal)) => refusal.code().to_owned(),
        other => panic!("{other:?} is no refusal"),
    }
}

#[tokio::test]
async fn a_bank_with_another_layout_needs_only_its_description() {
    let world = World::new().await;
    assert_eq!(unreadable(&world, FILE).await, "statement.no_header");
    let id = added(&world, described("konto")).await.unwrap();
    assert_eq!(refusal(propose(&world, Action::Adopt { layout: id }).await), "layout.untried");
    tried(&world, id, FILE).await.unwrap();
    let detail = layout(&world.db, &world.operator(Role::Auditor), id).await.unwrap();
    let trial = detail.row.trial.unwrap();
    assert_eq!((trial.account_no.as_str(), trial.lines_total, trial.refused_total), (RESERVE, 1, 1));
    assert_eq!((trial.lines[0].amount.to_string().as_str(), trial.lines[0].remittance.as_str()), ("12.50", "hello"));
    assert_eq!(trial.refused[0].code, "statement.account_unreadable");
    assert_eq!(unreadable(&world, FILE).await, "statement.no_header", "a trial makes no use of it");

    let proposed = propose(&world, Action::Adopt { layout: id }).await.unwrap();
    assert_eq!(refusal(propose(&world, Action::Adopt { layout: id }).await), "approval.already_proposed");
    assert_eq!(unreadable(&world, FILE).await, "statement.no_header", "nor does a proposal");
    approve(&world, proposed).await.unwrap();
    assert_eq!(state(&world, id).await, LayoutState::Adopted);
    let report = preview(&world, "\u{7}x.csv", FILE.as_bytes()).await.unwrap();
    let report = confirm(&world, report.file.import).await.unwrap();
    assert_eq!((report.file.format.as_str(), report.file.file_name.as_str()), ("konto", "x.csv"));
    assert_eq!((report.told().count(), report.refused().len()), (1, 1));

    two_people(&world, Action::Retire { layout: id }).await;
    assert_eq!(state(&world, id).await, LayoutState::Retired);
    assert_eq!(unreadable(&world, FILE).await, "statement.no_header");
    world.finish().await;
}

#[tokio::test]
async fn only_the_maker_describes_and_tries_and_only_the_institution_sees() {
    let world = World::new().await;
    let id = added(&world, described("konto")).await.unwrap();
    let strangers = [
        world.agent(1),
        world.funder_person('a', Role::FunderTreasurer),
        world.partner('a'),
        world.operator(Role::OperatorChecker),
        world.operator(Role::Auditor),
        world.system(),
    ];
    for stranger in &strangers {
        let added = add_layout(&world.db, stranger, described("other")).await;
        assert!(matches!(added, Err(Error::Forbidden)), "{stranger:?}");
        let tried = try_layout(&world.db, stranger, id, ("a.csv", FILE.into()), None).await;
        assert!(matches!(tried, Err(Error::Forbidden)), "{stranger:?}");
    }
    let outside =
        |context: &Context| !matches!(context.actor, services::Actor::User(_)) || context.agent::<()>().is_ok();
    for stranger in strangers.iter().filter(|stranger| outside(stranger)) {
        assert!(matches!(layouts(&world.db, stranger).await, Err(Error::Forbidden)), "{stranger:?}");
        assert!(matches!(layout(&world.db, stranger, id).await, Err(Error::Forbidden)), "{stranger:?}");
    }
    assert_eq!(layouts(&world.db, &world.operator(Role::OperatorChecker)).await.unwrap().len(), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_name_is_one_layout_s_and_what_is_wrong_with_one_is_named() {
    let world = World::new().await;
    assert_eq!(code(added(&world, described("icbc")).await), "layout.name_taken", "a built-in one has it");
    assert_eq!(code(added(&world, described(" ")).await), "layout.name_invalid");
    // Two drafts of one name: the second cannot be adopted once the first is.
    let (one, two) =
        (added(&world, described("konto")).await.unwrap(), added(&world, described("konto")).await.unwrap());
    for id in [one, two] {
        tried(&world, id, FILE).await.unwrap();
    }
    let waiting = propose(&world, Action::Adopt { layout: two }).await.unwrap();
    two_people(&world, Action::Adopt { layout: one }).await;
    assert_eq!(refusal(approve(&world, waiting).await), "layout.name_taken");
    give_back(&world, waiting, "同名").await.unwrap();
    assert_eq!(code(added(&world, described("konto")).await), "layout.name_taken");
    assert_eq!(refusal(propose(&world, Action::Adopt { layout: one }).await), "layout.state");
    assert_eq!(refusal(propose(&world, Action::Retire { layout: two }).await), "layout.state");
    assert!(matches!(tried(&world, one, FILE).await, Err(Error::NotFound)), "what is adopted stays as it was tried");
    let nobody = BankLayoutId(uuid::Uuid::nil());
    assert!(matches!(propose(&world, Action::Adopt { layout: nobody }).await, Err(Error::NotFound)));
    world.finish().await;
}

#[tokio::test]
async fn a_trial_that_reads_nothing_is_refused_or_counts_for_nothing() {
    let world = World::new().await;
    let id = added(&world, described("konto")).await.unwrap();
    let told = match tried(&world, id, "a;b\n1;2\n").await {
        Err(Error::Refused(refusal)) => refusal.code().to_owned(),
        other => panic!("{other:?} is no refusal"),
    };
    assert_eq!(told, "statement.no_header");
    tried(&world, id, "Konto;Datum;Betrag;Text\n4000021029200123456;2026-11-20;oops;\n").await.unwrap();
    assert_eq!(refusal(propose(&world, Action::Adopt { layout: id }).await), "layout.untried");
    world.finish().await;
}

#[tokio::test]
async fn a_file_that_does_not_say_its_account_is_of_the_one_that_is_given_and_no_other() {
    let world = World::new().await;
    let bill = include_bytes!("../../../files/tests/data/statements/wechat.csv");
    let ccb = include_bytes!("../../../files/tests/data/statements/ccb.gb18030.csv");
    let maker = || world.operator(Role::OperatorMaker);
    let code = |outcome: Result<_, Error<StatementRefusal>>| match outcome {
        Err(Error::Refused(refusal)) => refusal.code().to_owned(),
        other => panic!("{other:?} is no refusal"),
    };
    let given = Some(RESERVE.to_owned());
    assert_eq!(code(preview_statement(&world.db, &maker(), "a.csv", bill.into(), None).await), "statement.no_account");
    assert_eq!(
        code(preview_statement(&world.db, &maker(), "a.csv", ccb.into(), given.clone()).await),
        "statement.other_account"
    );
    preview_statement(&world.db, &maker(), "a.csv", bill.into(), given).await.unwrap();
    world.finish().await;
}
