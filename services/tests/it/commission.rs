//! Commissions: a file counts once two people have released it and its carrier's money covers all of it; what is less than
//! before is taken back, as far as there is anything.

use domain::{
    Amount,
    approval::Action,
    commission::{CommissionFileState, CommissionState},
    freeze::{FreezeOrder, FreezeReason},
    id::CommissionFileId,
    job::JobKind,
    matching::Direction,
    operating_data::{ImportRefusal, Month},
    repayment::RepaymentCause,
    role::Role,
};
use serde::Deserialize;
use services::{
    Context, Error,
    bank::{Banks, PayAnswer},
    commission::{self, ItemFilter, UploadCommissionsCommand, upload_commissions},
    job::Outcome,
    payout,
    worker::Worker,
};
use time::{Date, macros::date};

use crate::{
    approval::{approve, propose, refusal, two_people},
    bank::{FakeBank, query_payouts, send_payouts},
    bank_movement::{fed, feed},
    harness::{FIRST, World, yuan},
    repayment::sweep::{LATE, balance, late, overdue, paid, top_up},
};

const CARRIER: (&str, &str) = ("华信通信有限公司", "11001045300053001234");
const OCTOBER: &str = "2026-10";

async fn try_upload(
    world: &World,
    who: Context,
    (month, expected_on): (&str, Date),
    rows: &str,
) -> Result<CommissionFileId, Error<ImportRefusal>> {
    let bytes = format!("代理商编号,佣金（元）\n{rows}").into_bytes();
    let (carrier, month) = (world.carrier, month.parse().unwrap());
    let command = UploadCommissionsCommand { carrier, month, expected_on, file_name: "佣金.csv".to_owned(), bytes };
    upload_commissions(&world.db, &who, command).await
}

pub async fn upload(world: &World, month: &str, rows: &str) -> CommissionFileId {
    let expected_on = services::business_day::business_date(&world.db, &world.system()).await.unwrap();
    try_upload(world, world.operator(Role::OperatorMaker), (month, expected_on), rows).await.unwrap()
}

/// Uploaded and released by two people, and looked at by the worker.
pub async fn released(world: &World, month: &str, rows: &str) -> CommissionFileId {
    let file = upload(world, month, rows).await;
    two_people(world, Action::Distribute { file }).await;
    distribute(world).await;
    file
}

/// The carrier's money comes.
pub async fn fund(world: &World, number: &str, amount: &str) {
    let mut line = fed(number, Direction::Credit, amount, "十月佣金");
    (line.counterparty_name, line.counterparty_account) = (CARRIER.0.to_owned(), CARRIER.1.to_owned());
    feed(world, vec![line]).await;
    distribute(world).await;
}

pub async fn distribute(world: &World) -> Vec<Outcome> {
    let bank = FakeBank::accepting();
    let banks = Banks::one(&bank);
    Worker::new(&world.db, &banks).work_off(JobKind::DistributeCommissions).await.unwrap()
}

async fn state(world: &World, file: CommissionFileId) -> (CommissionFileState, Amount) {
    let detail = commission::commission_file(&world.db, &world.operator(Role::Auditor), file).await.unwrap();
    (detail.row.state, detail.missing)
}

async fn pool(world: &World) -> Amount {
    commission::carriers(&world.db, &world.operator(Role::Auditor)).await.unwrap()[0].pool
}

/// What wallets hold, by their numbers.
async fn balances(world: &World) -> Vec<i64> {
    sqlx::query_scalar("select balance_fen from wallets order by reference").fetch_all(&world.owner).await.unwrap()
}

async fn journals(world: &World) -> Vec<(String, i64)> {
    sqlx::query_as(
        "select j.event_kind, abs(e.amount_fen) from journals j join entries e on e.journal_id = j.id
         join wallets w on w.account_id = e.account_id order by w.reference, e.wallet_version",
    )
    .fetch_all(&world.owner)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_file_waits_for_all_of_its_money_and_is_given_as_a_whole() {
    #[derive(Deserialize)]
    struct Case {
        expected: Vec<Expected>,
    }
    #[derive(Deserialize)]
    struct Expected {
        pool: String,
        file_total: String,
        posted: String,
        short: Option<String>,
        pool_after: Option<String>,
    }
    let text = include_str!("../data/cases-commission/40-pool-smaller-than-the-file.json");
    let case: Case = serde_json::from_str(text).unwrap();
    let world = World::new().await;
    let file = released(&world, OCTOBER, "A0001,400\nA0002,300\nA0003,200\nA0004,100\n").await;
    let mut came = Amount::ZERO;
    for (number, asked) in case.expected.iter().enumerate() {
        assert_eq!(asked.file_total, "1000.00");
        fund(&world, &format!("C{number}"), &yuan(&asked.pool).less(came).to_string()).await;
        came = yuan(&asked.pool);
        let posted: i64 = balances(&world).await.iter().sum();
        assert_eq!(Amount::from_fen(posted), yuan(&asked.posted));
        let short = asked.short.as_deref().map_or(Amount::ZERO, yuan);
        assert_eq!(state(&world, file).await.1, short);
        if let Some(after) = &asked.pool_after {
            assert_eq!(pool(&world).await, yuan(after));
        }
    }
    assert_eq!(state(&world, file).await.0, CommissionFileState::Distributed);
    assert_eq!(balances(&world).await, [40_000, 30_000, 20_000, 10_000, 0]);
    assert_eq!(world.number("select count(*) from journals where event_kind = 'commission.distributed'").await, 4);
    let rows = commission::commissions_of_file(&world.db, &world.operator(Role::Auditor), file, ItemFilter::All, None)
        .await
        .unwrap()
        .rows;
    assert!(rows.iter().all(|row| row.state == CommissionState::Given && row.given_on.is_some()), "{rows:?}");
    world.finish().await;
}

/// Each scenario of what a carrier takes back in a world of its own; the last two go on after the first.
#[tokio::test]
async fn what_is_taken_back_is_what_is_free_and_the_rest_stays_open() {
    #[derive(Deserialize)]
    struct Case {
        expected: Vec<Expected>,
    }
    #[derive(Deserialize)]
    struct Expected {
        name: String,
        wallet: String,
        court: Option<String>,
        frozen: Option<String>,
        commission: Option<String>,
        overdue: Option<String>,
        taken: String,
        open: String,
        wallet_after: Option<String>,
    }
    let text = include_str!("../data/cases-commission/37-clawback-with-less-free-money.json");
    let case: Case = serde_json::from_str(text).unwrap();
    for asked in &case.expected {
        let world = World::new().await;
        if asked.overdue.is_some() {
            late(&world).await;
        }
        let goes_on = asked.commission.is_some();
        // Cases d and e begin where a ended: 380.00 are open.
        let before = if goes_on { "0" } else { asked.wallet.as_str() };
        if yuan(before).is_positive() {
            world.fill_wallet(1, yuan(before)).await;
        }
        let wallet = world.agents[0].wallet;
        let freeze = |reason, amount: Option<Amount>| {
            let expires_on = amount.map(|_| date!(2027 - 05 - 20));
            let asked_by = amount.map(|_| "（2026）川01执188号".to_owned()).unwrap_or_default();
            Action::Freeze { wallet, order: FreezeOrder { reason, amount, expires_on, asked_by } }
        };
        if let Some(court) = &asked.court {
            two_people(&world, freeze(FreezeReason::Court, Some(yuan(court)))).await;
        }
        if asked.frozen.is_some() {
            two_people(&world, freeze(FreezeReason::Risk, None)).await;
        }
        let takes = if goes_on { "-380" } else { "-500" };
        released(&world, OCTOBER, &format!("A0001,{takes}\n")).await;
        if let Some(commission) = &asked.commission {
            let owed = asked.overdue.as_deref().map(yuan);
            // As much is overdue as the case says.
            let commission = match owed {
                Some(owed) => {
                    let loan = domain::id::LoanId(
                        sqlx::query_scalar("select id from loans").fetch_one(&world.owner).await.unwrap(),
                    );
                    overdue(&world, loan, LATE).await.plus(yuan(commission)).less(owed)
                }
                None => yuan(commission),
            };
            released(&world, "2026-11", &format!("A0001,{commission}\n")).await;
            fund(&world, "C1", &commission.to_string()).await;
        }
        let told: (i64, i64) =
            sqlx::query_as("select taken_fen, -amount_fen - taken_fen from commissions where amount_fen < 0")
                .fetch_one(&world.owner)
                .await
                .unwrap();
        assert_eq!(told, (yuan(&asked.taken).fen(), yuan(&asked.open).fen()), "{}", asked.name);
        let after = asked.wallet_after.as_deref().map_or(yuan(&asked.wallet).less(yuan(&asked.taken)), yuan);
        assert_eq!(Amount::from_fen(balance(&world).await), after, "{}", asked.name);
        world.finish().await;
    }
}

#[tokio::test]
async fn what_is_open_is_tried_after_each_credit_and_never_twice() {
    let world = World::new().await;
    released(&world, OCTOBER, "A0001,-100\nA0002,-5\n").await;
    top_up(&world, "T1", "30").await;
    assert_eq!(balance(&world).await, 0);
    // A withdrawal that the bank refuses is money that comes in.
    world.fill_wallet(1, yuan("50")).await;
    payout::withdraw(&world.db, &world.agent(1), yuan("50")).await.unwrap();
    send_payouts(&world.db, &FakeBank::paying([PayAnswer::Rejected { reason: "户名不符".to_owned() }])).await;
    query_payouts(&world.db, &FakeBank::accepting()).await;
    assert_eq!(balance(&world).await, 0);
    top_up(&world, "T2", "100").await;
    assert_eq!(balance(&world).await, 8_000);
    top_up(&world, "T3", "1").await;
    assert_eq!((balance(&world).await, pool(&world).await), (8_100, yuan("100")));
    let takings = "select takings from commissions where taken_fen > 0 and state = 'taken'";
    let takings: i16 = sqlx::query_scalar(takings).fetch_one(&world.owner).await.unwrap();
    assert_eq!(takings, 3);
    // The same file tells nothing new.
    let again = upload(&world, OCTOBER, "A0001,-100\nA0002,-5\n").await;
    assert_eq!(refusal(propose(&world, Action::Distribute { file: again }).await), "commission.nothing_new");
    let own = commission::own_commissions(&world.db, &world.agent(2)).await.unwrap();
    assert_eq!((own.len(), own[0].open), (1, yuan("5")));
    assert_eq!(commission::own_commissions(&world.db, &world.agent(1)).await.unwrap(), []);
    world.finish().await;
}

/// What the carrier takes back leaves the proceeds of the day's draw alone.
#[tokio::test]
async fn what_is_lent_today_is_not_taken_back() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), crate::harness::bullet_terms(), &["30d"]).await;
    crate::repayment::lend(&world, 1, "1000").await;
    released(&world, OCTOBER, "A0001,-100\n").await;
    assert_eq!(balance(&world).await, 100_000);
    top_up(&world, "T1", "30").await;
    assert_eq!(balance(&world).await, 100_000);
    // Nor at the close of its day; at that of the next it is the agent's own, and nothing has to come in for that.
    world.turn_to(date!(2026 - 11 - 21)).await;
    assert_eq!(balance(&world).await, 100_000);
    world.turn_to(date!(2026 - 11 - 22)).await;
    assert_eq!(balance(&world).await, 93_000);
    world.finish().await;
}

#[tokio::test]
async fn a_distribution_that_was_cut_short_gives_the_rest_and_sweeps_who_is_late() {
    let world = World::new().await;
    let loan = late(&world).await;
    let owed = overdue(&world, loan, LATE).await;
    let file = released(&world, OCTOBER, "A0001,1200\nA0002,1000\nA0003,800\n").await;
    // Agent 3's wallet cannot be written.
    let broken = "create function break_it() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
                  create trigger broken before update on wallets for each row
                  when (new.reference = 'WLT0000000003') execute function break_it()";
    assert_eq!(world.as_owner(broken).await, None);
    fund(&world, "C1", "3000").await;
    assert_eq!(state(&world, file).await.0, CommissionFileState::Distributing);
    assert_eq!(balances(&world).await[..3], [0, 100_000, 0]);
    assert_eq!(paid(&world, loan).await, [(yuan("1200"), RepaymentCause::Swept)]);
    assert_eq!(overdue(&world, loan, LATE).await, owed.less(yuan("1200")));
    assert_eq!(world.as_owner("drop trigger broken on wallets").await, None);
    world.set_now(world.now() + time::Duration::minutes(1));
    distribute(&world).await;
    assert_eq!(state(&world, file).await.0, CommissionFileState::Distributed);
    assert_eq!(balances(&world).await[..3], [0, 100_000, 80_000]);
    assert_eq!(pool(&world).await, Amount::ZERO);
    let given = "select count(*) from journals where event_kind = 'commission.distributed'";
    assert_eq!(world.number(given).await, 3);
    world.finish().await;
}

#[tokio::test]
async fn two_files_do_not_share_the_same_money() {
    let world = World::new().await;
    let first = released(&world, "2026-09", "A0001,600\n").await;
    let second = released(&world, OCTOBER, "A0001,500\n").await;
    fund(&world, "C1", "1000").await;
    assert_eq!(state(&world, first).await.0, CommissionFileState::Distributed);
    assert_eq!(state(&world, second).await, (CommissionFileState::Released, yuan("100")));
    fund(&world, "C2", "100").await;
    assert_eq!(state(&world, second).await.0, CommissionFileState::Distributed);
    assert_eq!((balance(&world).await, pool(&world).await), (110_000, Amount::ZERO));
    // Done again, by two at once, nothing happens.
    world.as_owner("update jobs set due_at = due_at").await;
    tokio::join!(distribute(&world), distribute(&world));
    assert_eq!(balance(&world).await, 110_000);
    world.finish().await;
}

#[tokio::test]
async fn a_corrected_file_brings_the_difference_and_a_stale_one_is_refused() {
    let world = World::new().await;
    released(&world, OCTOBER, "A0001,1000\nA0002,500\nA0003,7\n").await;
    fund(&world, "C1", "1507").await;
    let other = upload(&world, OCTOBER, "A0001,1\n").await;
    let corrected = upload(&world, OCTOBER, "A0001,1200\nA0002,450\nA0004,0\n").await;
    let auditor = world.operator(Role::Auditor);
    let report = commission::commission_file(&world.db, &auditor, corrected).await.unwrap().row.report;
    assert_eq!((report.gives, report.give, report.takes, report.take), (1, yuan("200"), 1, yuan("50")));
    assert_eq!((report.same, report.unlisted, report.released_before), (1, 1, 1));
    assert_eq!(report.rows[0].agent_no, "A0002", "what is taken back stands first");
    two_people(&world, Action::Distribute { file: corrected }).await;
    assert_eq!(refusal(propose(&world, Action::Distribute { file: other }).await), "commission.earlier_open");
    assert_eq!(refusal(propose(&world, Action::Distribute { file: corrected }).await), "commission.already_released");
    // What it gives has to come; what it takes back only after that.
    distribute(&world).await;
    assert_eq!(balances(&world).await[..3], [100_000, 50_000, 700]);
    fund(&world, "C2", "200").await;
    assert_eq!(balances(&world).await[..3], [120_000, 45_000, 700]);
    assert_eq!(refusal(propose(&world, Action::Distribute { file: other }).await), "commission.stale");
    let expected = [
        ("commission.distributed", 100_000),
        ("commission.distributed", 20_000),
        ("commission.distributed", 50_000),
        ("commission.taken_back", 5_000),
        ("commission.distributed", 700),
    ];
    assert_eq!(journals(&world).await, expected.map(|(kind, fen)| (kind.to_owned(), fen)));
    assert_eq!(pool(&world).await, yuan("50"), "it covers what comes next");
    world.finish().await;
}

#[tokio::test]
async fn two_people_release_a_file_and_nobody_else_sees_it() {
    let world = World::new().await;
    let file = upload(&world, OCTOBER, "A0001,10\n").await;
    for stranger in [world.agent(1), world.funder_person('a', Role::FunderTreasurer), world.partner('a')] {
        assert!(matches!(commission::carriers(&world.db, &stranger).await, Err(Error::Forbidden)));
        assert!(matches!(commission::commission_file(&world.db, &stranger, file).await, Err(Error::Forbidden)));
        assert!(matches!(
            commission::commission_files(&world.db, &stranger, commission::CommissionFilter::All, FIRST).await,
            Err(Error::Forbidden)
        ));
        let rows = commission::commissions_of_file(&world.db, &stranger, file, ItemFilter::All, None).await;
        assert!(matches!(rows, Err(Error::Forbidden)));
    }
    for stranger in [world.agent(1), world.operator(Role::OperatorChecker), world.operator(Role::Auditor)] {
        let outcome = try_upload(&world, stranger, (OCTOBER, date!(2026 - 11 - 25)), "A0001,1\n").await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
    }
    distribute(&world).await;
    fund(&world, "C1", "10").await;
    assert_eq!(balance(&world).await, 0, "nobody has released it");
    let proposed = propose(&world, Action::Distribute { file }).await.unwrap();
    distribute(&world).await;
    assert_eq!(balance(&world).await, 0, "one person has");
    approve(&world, proposed).await.unwrap();
    distribute(&world).await;
    assert_eq!(balance(&world).await, 1_000);
    world.finish().await;
}

#[tokio::test]
async fn wrong_files_are_told_and_none_of_them_counts() {
    let world = World::new().await;
    let maker = || world.operator(Role::OperatorMaker);
    let soon = date!(2026 - 11 - 25);
    for ((month, expected_on), rows, code) in [
        ((OCTOBER, soon), "", "import.no_rows"),
        (("2026-12", soon), "A0001,1\n", "import.month_in_future"),
        ((OCTOBER, date!(2026 - 11 - 19)), "A0001,1\n", "import.expected_in_past"),
    ] {
        match try_upload(&world, maker(), (month, expected_on), rows).await {
            Err(Error::Refused(refusal)) => assert_eq!(refusal.code(), code),
            other => panic!("{code}: {other:?}"),
        }
    }
    let file = upload(&world, OCTOBER, "A0001,1\nA0001,2\nA9999,3\nA0002,1.001\n,1\n").await;
    let report = commission::commission_file(&world.db, &world.operator(Role::Auditor), file).await.unwrap().row.report;
    let codes: Vec<_> = report.errors.iter().map(|error| (error.row, error.code.as_str())).collect();
    let unknown = "operating_data.agent_unknown";
    let expected =
        [(3, "operating_data.duplicate"), (4, unknown), (5, "amount.finer_than_fen"), (6, "operating_data.empty")];
    assert_eq!(codes, expected);
    assert_eq!(refusal(propose(&world, Action::Distribute { file }).await), "commission.has_errors");
    let unknown = domain::id::CarrierId(uuid::Uuid::nil());
    let month: Month = OCTOBER.parse().unwrap();
    let bytes = "agent_no,commissions\nA0001,1\n".as_bytes().to_vec();
    let command =
        UploadCommissionsCommand { carrier: unknown, month, expected_on: soon, file_name: String::new(), bytes };
    assert!(matches!(upload_commissions(&world.db, &maker(), command).await, Err(Error::NotFound)));
    world.finish().await;
}

#[tokio::test]
async fn a_carrier_s_money_is_known_by_its_account_and_name_or_by_its_number() {
    let world = World::new().await;
    let line = |number: &str, (name, account): (&str, &str), text: &str| {
        let mut line = fed(number, Direction::Credit, "10", text);
        (line.counterparty_name, line.counterparty_account) = (name.to_owned(), account.to_owned());
        line
    };
    feed(&world, vec![line("C1", CARRIER, "佣金")]).await;
    feed(&world, vec![line("C2", ("华信通信有限公司", "6222"), "佣金 CAR0000000001")]).await;
    feed(&world, vec![line("C3", ("别的公司", CARRIER.1), "佣金")]).await;
    feed(&world, vec![line("C4", CARRIER, "佣金car0000000001")]).await;
    let states: Vec<(String, String)> =
        sqlx::query_as("select bank_reference, state from bank_movements order by bank_reference")
            .fetch_all(&world.owner)
            .await
            .unwrap();
    let expected = [("C1", "matched"), ("C2", "broken"), ("C3", "unmatched"), ("C4", "matched")];
    assert_eq!(states, expected.map(|(number, state)| (number.to_owned(), state.to_owned())));
    let movement = crate::approval::numbered(&world, "C2").await;
    let reference = "CAR0000000001".parse().unwrap();
    two_people(&world, Action::Match { movement, reference }).await;
    assert_eq!(pool(&world).await, yuan("30"));
    world.finish().await;
}

#[tokio::test]
async fn a_file_that_waits_is_recalled_by_two_people_and_nothing_of_it_is_left() {
    let world = World::new().await;
    let wrong = released(&world, OCTOBER, "A0001,9000\nA0002,10\n").await;
    let right = upload(&world, OCTOBER, "A0001,900\nA0002,10\n").await;
    assert_eq!(refusal(propose(&world, Action::Distribute { file: right }).await), "commission.earlier_open");
    two_people(&world, Action::Recall { file: wrong }).await;
    assert_eq!(refusal(propose(&world, Action::Recall { file: wrong }).await), "commission.not_recallable");
    fund(&world, "C1", "910").await;
    assert_eq!(balances(&world).await, [0; 5], "nothing waits");
    // What was read before the release that is no more still holds only for those who saw it: it is read anew.
    assert_eq!(refusal(propose(&world, Action::Distribute { file: right }).await), "commission.stale");
    released(&world, OCTOBER, "A0001,900\nA0002,10\n").await;
    assert_eq!(balances(&world).await[..2], [90_000, 1_000]);
    assert_eq!(refusal(propose(&world, Action::Recall { file: wrong }).await), "commission.not_recallable");
    world.finish().await;
}

/// What we have paid to the carrier and comes back is no commission, and a prepayment says nothing of who fills a wallet.
#[tokio::test]
async fn a_prepayment_that_comes_back_is_left_to_people() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("500")).await;
    payout::prepay(&world.db, &world.agent(1), yuan("500")).await.unwrap();
    send_payouts(&world.db, &FakeBank::accepting()).await;
    fund(&world, "C1", "500").await;
    assert_eq!(pool(&world).await, Amount::ZERO);
    fund(&world, "C2", "499").await;
    assert_eq!(pool(&world).await, yuan("499"));
    let mut own = fed("T1", Direction::Credit, "500", "货款");
    (own.counterparty_name, own.counterparty_account) =
        ("第1通讯器材经营部".to_owned(), "6217003760000000001".to_owned());
    feed(&world, vec![own]).await;
    assert_eq!(balance(&world).await, 50_000);
    world.finish().await;
}

#[tokio::test]
async fn what_a_lifted_freeze_leaves_free_is_taken_back() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("700")).await;
    let wallet = world.agents[0].wallet;
    let order = FreezeOrder { reason: FreezeReason::Risk, amount: None, expires_on: None, asked_by: String::new() };
    two_people(&world, Action::Freeze { wallet, order }).await;
    released(&world, OCTOBER, "A0001,-500\n").await;
    assert_eq!(balance(&world).await, 70_000);
    let standing = services::freeze::own_freezes(&world.db, &world.agent(1)).await.unwrap();
    two_people(&world, Action::Unfreeze { freeze: standing[0].id }).await;
    assert_eq!(balance(&world).await, 20_000);
    world.finish().await;
}

/// What others took back covers what is missing, without another payment of the carrier.
#[tokio::test]
async fn a_file_is_looked_at_again_by_itself() {
    let world = World::new().await;
    world.fill_wallet(2, yuan("100")).await;
    let file = released(&world, "2026-09", "A0001,1000\n").await;
    fund(&world, "C1", "900").await;
    assert_eq!(state(&world, file).await, (CommissionFileState::Released, yuan("100")));
    released(&world, OCTOBER, "A0002,-100\n").await;
    world.set_now(world.now() + time::Duration::minutes(2));
    distribute(&world).await;
    assert_eq!(state(&world, file).await.0, CommissionFileState::Distributed);
    assert_eq!(balances(&world).await[..2], [100_000, 0]);
    world.finish().await;
}
