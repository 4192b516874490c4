//! What the network settles: its files against our debits, and its money against its files.

#[path = "settlement/late.rs"]
mod late;

use domain::{
    Amount,
    agreement_debit::{DebitFailure, DebitState},
    bank_movement::MovementState,
    debt::day_of,
    id::DebtId,
    job::JobKind,
    matching::{BreakKind, Direction},
    network::{Meaning, Reason},
    role::Role,
    search::Sought,
    settlement::{SettlementBreak, SettlementState},
};
use services::{
    Error,
    badge::operator_badges,
    bank_movement::{self, MovementFacts, MovementFilter},
    job::Outcome,
    page::{Narrow, Narrowed, Sort},
    settlement::{
        DifferenceFilter, LineFilter, SettleBreakCommand, SettlementBreakRow, SettlementFilter, SettlementRow,
        settle_break, settlement, settlement_breaks, settlement_lines, settlements,
    },
};
use time::{Date, Duration, macros::date};

use crate::{
    bank_movement::{fed, feed},
    binding::{bound, follow, network::TestNetwork, treasurer},
    debt::{debited, newest_debit, registered, seen},
    harness::{FIRST, World, yuan},
};

/// The date of the first debits, and what the network calls its settlement.
const DAY: Date = date!(2026 - 11 - 20);
const NUMBER: &str = "STL2026112000000001";
/// From where the network pays.
const ACCOUNT: &str = "31050161364000005678";
const OK: &str = "00000000";
const NO_MONEY: &str = "PB012001";

/// A file as the network writes it: our number, the amount and the result of each line.
pub fn file(on: Date, lines: &[(&str, &str, &str)]) -> String {
    let day = on.to_string().replace('-', "");
    let sum: Amount = lines.iter().filter(|line| line.2 == OK).map(|line| yuan(line.1)).sum();
    let rows: String = lines
        .iter()
        .enumerate()
        .map(|(place, (order, amount, result))| format!("D|N{day}{place}|{order}|payment|{}|{result}\n", yuan(amount)))
        .collect();
    format!("H|STL{day}00000001|{on}|{ACCOUNT}\n{rows}T|{}|{sum}|0.00|{sum}\n", lines.len())
}

/// Money of the network's on the reserve account.
pub fn paid(number: &str, amount: &str, text: &str) -> MovementFacts {
    MovementFacts { counterparty_account: ACCOUNT.to_owned(), ..fed(number, Direction::Credit, amount, text) }
}

/// The worker asks for files, a while after it has asked last.
pub async fn fetched(world: &World, network: &TestNetwork) -> Vec<Outcome> {
    world.set_now(world.now() + Duration::minutes(1));
    follow(world, network, JobKind::FetchSettlements).await
}

/// The day ends, and the file of it comes, with all that the network has taken but for so many payments of earlier days.
pub async fn turned(world: &World, network: &TestNetwork, earlier: usize) {
    let (day, paid) = (day_of(world.now()), network.paid());
    let told: Vec<(String, String)> =
        paid.into_iter().skip(earlier).map(|(order, amount)| (order, amount.to_string())).collect();
    let lines: Vec<(&str, &str, &str)> =
        told.iter().map(|(order, amount)| (order.as_str(), amount.as_str(), OK)).collect();
    network.settle(day, &file(day, &lines));
    world.set_now(world.now() + Duration::DAY);
    world.turn_to(day_of(world.now())).await;
    assert_eq!(fetched(world, network).await, [Outcome::Done]);
}

/// A debt of 10,000 of which the funder has collected so much, in one debit each. Gives their numbers.
pub async fn collected(world: &World, network: &TestNetwork, amounts: &[&str]) -> (DebtId, Vec<String>) {
    let binding = bound(world, network).await;
    let mut numbers = Vec::new();
    let debt = registered(world, binding.id, "D-1", "10000").await;
    for amount in amounts {
        numbers.push(one_more(world, network, debt, amount).await);
    }
    (debt, numbers)
}

async fn one_more(world: &World, network: &TestNetwork, debt: DebtId, amount: &str) -> String {
    world.set_now(world.now() + Duration::minutes(1));
    let reference = debited(world, &treasurer(world), debt, amount).await.unwrap().reference;
    follow(world, network, JobKind::FollowDebit).await;
    reference.to_string()
}

async fn all(world: &World) -> Vec<SettlementRow> {
    settlements(&world.db, &world.operator(Role::Auditor), SettlementFilter::All, FIRST).await.unwrap().rows
}

async fn differences(world: &World) -> Vec<SettlementBreakRow> {
    settlement_breaks(&world.db, &world.operator(Role::Auditor), DifferenceFilter::All, FIRST).await.unwrap().rows
}

async fn kinds(world: &World) -> Vec<SettlementBreak> {
    differences(world).await.into_iter().map(|row| row.kind).collect()
}

async fn owed(world: &World) -> i64 {
    world.number("select account_balance(id) from accounts where kind = 'channel_receivable'").await
}

async fn movement_states(world: &World) -> Vec<(MovementState, Option<BreakKind>)> {
    let listed = bank_movement::movements(&world.db, &world.operator(Role::Auditor), MovementFilter::default()).await;
    let mut rows = listed.unwrap().rows;
    rows.sort_by(|one, other| one.bank_reference.cmp(&other.bank_reference));
    rows.into_iter().map(|row| (row.state, row.break_kind)).collect()
}

#[tokio::test]
async fn a_file_settles_what_it_names_and_its_money_is_what_the_network_owed() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, numbers) = collected(&world, &network, &["3000", "500.50"]).await;
    network.settle(DAY, &file(DAY, &[(&numbers[0], "3000", OK), (&numbers[1], "500.50", OK)]));
    assert_eq!(fetched(&world, &network).await, [Outcome::Done]);
    assert!(all(&world).await.is_empty(), "the date is not over");
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let row = all(&world).await.remove(0);
    assert_eq!((row.settled_on, row.state, row.reference.as_str()), (DAY, SettlementState::Compared, NUMBER));
    assert_eq!((row.lines, row.settled, row.open_breaks), (2, 2, 0));
    assert_eq!((row.net, row.arrived, owed(&world).await), (Some(yuan("3500.50")), Amount::ZERO, 350_050));

    feed(&world, vec![paid("B1", "3500.50", &format!("清算款 {NUMBER}"))]).await;
    let row = all(&world).await.remove(0);
    assert_eq!((row.arrived, row.arrived_on), (yuan("3500.50"), Some(date!(2026 - 11 - 21))));
    assert_eq!(owed(&world).await, 0);
    let auditor = world.operator(Role::Auditor);
    let lines = settlement_lines(&world.db, &auditor, row.id, LineFilter::All, None).await.unwrap().rows;
    assert!(lines.iter().all(|line| line.settles && line.debit == Some(DebitState::Succeeded)), "{lines:?}");
    let detail = settlement(&world.db, &auditor, row.id).await.unwrap();
    assert_eq!((detail.debited, detail.refunded, detail.files.len()), (yuan("3500.50"), Amount::ZERO, 1));
    world.finish().await;
}

#[tokio::test]
async fn what_was_unknown_here_is_filed_as_the_file_says_and_settled() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, _) = collected(&world, &network, &[]).await;
    network.answer_payment(Meaning::Unknown);
    let number = one_more(&world, &network, debt, "3000").await;
    assert_eq!(newest_debit(&world, &treasurer(&world)).await.state, DebitState::Unknown);
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    assert_eq!(newest_debit(&world, &treasurer(&world)).await.state, DebitState::Succeeded);
    assert_eq!(seen(&world, &treasurer(&world), debt).await.outstanding, Some(yuan("7000")));
    assert_eq!((all(&world).await[0].settled, kinds(&world).await), (1, vec![]));
    // And where it says that the bank has refused, the debt can be collected again.
    network.answer_payment(Meaning::Unknown);
    let number = one_more(&world, &network, debt, "1000").await;
    let next = date!(2026 - 11 - 21);
    network.settle(next, &file(next, &[(&number, "1000", NO_MONEY)]));
    world.turn_to(date!(2026 - 11 - 22)).await;
    fetched(&world, &network).await;
    let row = newest_debit(&world, &treasurer(&world)).await;
    assert_eq!((row.state, row.failure.map(DebitFailure::code)), (DebitState::Failed, Some("insufficient_funds")));
    assert_eq!(
        (seen(&world, &treasurer(&world), debt).await.outstanding, owed(&world).await),
        (Some(yuan("7000")), 300_000)
    );
    world.finish().await;
}

#[tokio::test]
async fn each_way_in_which_a_file_differs_is_a_break_that_people_see_and_nothing_is_rewritten() {
    use SettlementBreak::{AmountDiffers, Contradicted, LateSuccess, OnlyOurs, OnlyTheirs, Repeated};
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, numbers) = collected(&world, &network, &["100", "200", "300"]).await;
    // A card is tried three times a day.
    world.set_now(world.now() + Duration::DAY);
    let denied = one_more(&world, &network, debt, "400").await;
    network.answer_payment(Meaning::Refused(Reason::InsufficientFunds));
    let failed = one_more(&world, &network, debt, "500").await;
    let [agreed, other, missing] = &numbers[..] else { panic!("{numbers:?}") };
    network.settle(
        DAY,
        &file(
            DAY,
            &[
                (agreed, "100", OK),
                (agreed, "100", OK),
                (other, "200.01", OK),
                (&denied, "400", NO_MONEY),
                (&failed, "500", OK),
                ("DBT2026112099999999", "7", OK),
                ("DBT2026112099999998", "8", NO_MONEY),
            ],
        ),
    );
    world.turn_to(date!(2026 - 11 - 21)).await;
    assert_eq!(fetched(&world, &network).await, [Outcome::Done]);
    assert_eq!(
        kinds(&world).await,
        [Repeated, AmountDiffers, Contradicted, LateSuccess, OnlyTheirs, OnlyOurs],
        "in the order of the file, and what is not in it last"
    );
    let told = differences(&world).await;
    assert_eq!((told[1].theirs, told[1].ours), (Some(yuan("200.01")), Some(yuan("200"))));
    assert_eq!((told[5].order_no.as_str(), told[5].theirs), (missing.as_str(), None));
    let row = newest_debit(&world, &treasurer(&world)).await;
    assert_eq!(row.state, DebitState::Failed, "the answer that was given stays");
    assert_eq!((all(&world).await[0].settled, owed(&world).await), (1, 100_000));
    // The file of the next date has what was missing.
    let next = date!(2026 - 11 - 21);
    network.settle(next, &file(next, &[(missing, "300", OK)]));
    world.turn_to(date!(2026 - 11 - 22)).await;
    fetched(&world, &network).await;
    assert!(!kinds(&world).await.contains(&OnlyOurs), "it is settled by itself");
    assert_eq!((all(&world).await[0].settled, kinds(&world).await.len()), (1, 5));
    world.finish().await;
}

#[tokio::test]
async fn differences_are_narrowed_by_kind_number_and_amount_and_sorted() {
    use SettlementBreak::{AmountDiffers, OnlyOurs, OnlyTheirs};
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, numbers) = collected(&world, &network, &["100", "200"]).await;
    network.settle(DAY, &file(DAY, &[(&numbers[0], "100.01", OK), ("DBT2026112099999999", "7", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let auditor = world.operator(Role::Auditor);
    let none = Narrow::default;
    let text = |typed: &str| Narrow { text: Sought::of(typed), ..none() };
    let least = |amount| Narrow { least: Some(yuan(amount)), ..none() };
    let of = DifferenceFilter::Of(all(&world).await[0].id);
    let cases: [(DifferenceFilter, Narrow, Option<Sort>, &[SettlementBreak]); 8] = [
        (DifferenceFilter::All, none(), Some(Sort::Largest), &[OnlyOurs, AmountDiffers, OnlyTheirs]),
        (DifferenceFilter::All, none(), Some(Sort::Smallest), &[OnlyTheirs, AmountDiffers, OnlyOurs]),
        (DifferenceFilter::In(OnlyTheirs), none(), None, &[OnlyTheirs]),
        (DifferenceFilter::All, text(&numbers[1].to_lowercase()), None, &[OnlyOurs]),
        (DifferenceFilter::All, text("%"), None, &[]),
        (of, least("100.01"), Some(Sort::Largest), &[OnlyOurs, AmountDiffers]),
        (DifferenceFilter::In(OnlyTheirs), least("100"), None, &[]),
        (DifferenceFilter::All, Narrow { to: Some(date!(2026 - 11 - 19)), ..none() }, None, &[]),
    ];
    for (part, narrow, sort, expected) in cases {
        let list = Narrowed { part, narrow: narrow.clone(), sort };
        let page = settlement_breaks(&world.db, &auditor, list, FIRST).await.unwrap();
        let kinds: Vec<_> = page.rows.iter().map(|row| row.kind).collect();
        assert_eq!(kinds, expected, "{part:?} {narrow:?}");
        let count = narrow.is_given().then(|| i64::try_from(expected.len()).unwrap());
        assert_eq!(page.total.map(|total| total.count), count, "{part:?} {narrow:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn settlements_are_narrowed_by_date_state_number_and_amount_and_sorted() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, numbers) = collected(&world, &network, &["100"]).await;
    let next = date!(2026 - 11 - 21);
    network.settle(DAY, &file(DAY, &[(&numbers[0], "100", OK)]));
    world.turn_to(next).await;
    fetched(&world, &network).await;
    network.settle(next, &file(next, &[]));
    world.turn_to(date!(2026 - 11 - 22)).await;
    fetched(&world, &network).await;
    let auditor = world.operator(Role::Auditor);
    let compared = SettlementFilter::In(SettlementState::Compared);
    let text = |typed: &str| Narrow { text: Sought::of(typed), ..Narrow::default() };
    let most = Narrow { most: Some(yuan("99.99")), ..Narrow::default() };
    let first = Narrow { to: Some(DAY), ..Narrow::default() };
    let cases: [(SettlementFilter, Narrow, Option<Sort>, &[Date]); 7] = [
        (compared, Narrow::default(), None, &[next, DAY]),
        (SettlementFilter::All, Narrow::default(), Some(Sort::Oldest), &[DAY, next]),
        (SettlementFilter::All, Narrow::default(), Some(Sort::Smallest), &[next, DAY]),
        (SettlementFilter::All, text("2026-11-21"), None, &[next]),
        (compared, most, Some(Sort::Largest), &[next]),
        (compared, first.clone(), None, &[DAY]),
        (SettlementFilter::In(SettlementState::Awaited), first, None, &[]),
    ];
    for (part, narrow, sort, expected) in cases {
        let list = Narrowed { part, narrow: narrow.clone(), sort };
        let page = settlements(&world.db, &auditor, list, FIRST).await.unwrap();
        let dates: Vec<_> = page.rows.iter().map(|row| row.settled_on).collect();
        assert_eq!(dates, expected, "{part:?} {narrow:?}");
        let count = narrow.is_given().then(|| i64::try_from(expected.len()).unwrap());
        assert_eq!(page.total.map(|total| total.count), count, "{part:?} {narrow:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn a_late_file_is_awaited_the_same_changes_nothing_and_another_is_a_break() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, numbers) = collected(&world, &network, &["100"]).await;
    world.turn_to(date!(2026 - 11 - 21)).await;
    for _ in 0..2 {
        assert_eq!(fetched(&world, &network).await, [Outcome::Done]);
        assert_eq!(all(&world).await[0].state, SettlementState::Awaited);
    }
    let right = file(DAY, &[(&numbers[0], "100", OK)]);
    let cut = right.lines().take(2).collect::<Vec<_>>().join("\n");
    for wrong in [cut.as_str(), &file(date!(2026 - 11 - 19), &[])] {
        network.settle(DAY, wrong);
        let outcomes = fetched(&world, &network).await;
        assert!(matches!(&outcomes[..], [Outcome::Failed(_)]), "{outcomes:?}");
        // What fails rests for a while.
        world.set_now(world.now() + Duration::minutes(20));
    }
    network.settle(DAY, &right);
    fetched(&world, &network).await;
    assert_eq!(all(&world).await[0].state, SettlementState::Compared);
    // It is asked for again on the next date, and tells another thing.
    for (text, on) in [(right, date!(2026 - 11 - 22)), (file(DAY, &[]), date!(2026 - 11 - 23))] {
        let before = kinds(&world).await.len();
        assert_eq!(before, 0);
        network.settle(DAY, &text);
        world.turn_to(on).await;
        fetched(&world, &network).await;
        fetched(&world, &network).await;
    }
    assert_eq!(kinds(&world).await, [SettlementBreak::FileChanged]);
    let rows = all(&world).await;
    let first = rows.iter().find(|row| row.settled_on == DAY).unwrap();
    assert_eq!((first.lines, first.settled, first.net), (1, 1, Some(yuan("100"))), "the first file counts");
    world.finish().await;
}

#[tokio::test]
async fn files_of_one_date_are_seen_beside_each_other_with_the_lines_in_which_they_differ() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, numbers) = collected(&world, &network, &["100", "200"]).await;
    let [same, other] = &numbers[..] else { panic!("{numbers:?}") };
    network.settle(DAY, &file(DAY, &[(same, "100", OK), (other, "200", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let id = all(&world).await[0].id;
    let auditor = world.operator(Role::Auditor);
    assert!(settlement(&world.db, &auditor, id).await.unwrap().differing.is_empty());
    network.settle(DAY, &file(DAY, &[(same, "100", OK), (other, "201", OK), (other, "201", OK)]));
    world.turn_to(date!(2026 - 11 - 22)).await;
    fetched(&world, &network).await;
    let detail = settlement(&world.db, &auditor, id).await.unwrap();
    let nets: Vec<Amount> = detail.files.iter().map(|file| file.net).collect();
    assert_eq!(nets, [yuan("300"), yuan("502")], "the first counts");
    assert_eq!(detail.debited, yuan("300"));
    let differing: Vec<_> = detail.differing.iter().map(|line| (line.file, line.in_first, line.amount)).collect();
    assert_eq!(differing, [(2, true, yuan("200")), (2, false, yuan("201")), (2, false, yuan("201"))]);
    assert!(detail.differing.iter().all(|line| line.order_no == *other));
    world.finish().await;
}

#[tokio::test]
async fn what_the_file_of_its_own_date_may_have_is_not_missing_before_that_has_come() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, numbers) = collected(&world, &network, &["100"]).await;
    world.set_now(world.now() + Duration::DAY);
    let later = one_more(&world, &network, debt, "200").await;
    let next = date!(2026 - 11 - 21);
    network.settle(next, &file(next, &[(&later, "200", OK)]));
    world.turn_to(date!(2026 - 11 - 22)).await;
    fetched(&world, &network).await;
    assert_eq!(all(&world).await[0].settled, 1);
    assert_eq!(kinds(&world).await, vec![], "its own file is awaited");
    network.settle(DAY, &file(DAY, &[]));
    fetched(&world, &network).await;
    let missing = differences(&world).await;
    assert_eq!((missing[0].kind, &missing[0].order_no), (SettlementBreak::OnlyOurs, &numbers[0]));
    world.finish().await;
}

#[tokio::test]
async fn dates_whose_files_never_come_keep_no_later_one_waiting() {
    let world = World::new().await;
    let network = TestNetwork::default();
    collected(&world, &network, &["100"]).await;
    // Files are awaited for the first of these dates for ever.
    world.as_owner("update business_day set open_on = '2027-02-01'").await;
    let last = date!(2027 - 01 - 31);
    network.settle(last, &file(last, &[]));
    fetched(&world, &network).await;
    let rows = all(&world).await;
    assert_eq!((rows[0].settled_on, rows[0].state), (last, SettlementState::Compared));
    assert!(rows[1..].iter().all(|row| row.state == SettlementState::Awaited));
    world.finish().await;
}

#[tokio::test]
async fn money_is_the_network_s_when_number_amount_and_account_are_its_file_s() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, numbers) = collected(&world, &network, &["100"]).await;
    let stranger = fed("B2", Direction::Credit, "100", NUMBER);
    // Nobody knows the number before the file comes.
    feed(&world, vec![paid("B1", "99.99", NUMBER), stranger, paid("B3", "100", NUMBER), paid("B4", "100", NUMBER)])
        .await;
    assert_eq!(movement_states(&world).await, [(MovementState::Unmatched, None); 4]);
    network.settle(DAY, &file(DAY, &[(&numbers[0], "100", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let broken = |kind| (MovementState::Broken, Some(kind));
    let mut states = movement_states(&world).await;
    // Which of two that are alike came first, nothing says.
    states[2..].sort_by_key(|(state, _)| *state != MovementState::Matched);
    assert_eq!(
        states,
        [
            broken(BreakKind::AmountDiffers),
            broken(BreakKind::PayerDiffers),
            (MovementState::Matched, None),
            broken(BreakKind::DuplicateFunds),
        ]
    );
    assert_eq!((owed(&world).await, all(&world).await[0].arrived), (0, yuan("100")));
    world.finish().await;
}

#[tokio::test]
async fn a_person_says_what_became_of_a_difference_once_and_why() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, numbers) = collected(&world, &network, &["100"]).await;
    network.settle(DAY, &file(DAY, &[]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let difference = differences(&world).await.remove(0);
    assert_eq!((difference.kind, &difference.order_no), (SettlementBreak::OnlyOurs, &numbers[0]));
    let said = async |role, note: &str| {
        let command = SettleBreakCommand { difference: difference.id, note: note.to_owned() };
        settle_break(&world.db, &world.operator(role), command).await
    };
    let badges = async || operator_badges(&world.db, &world.operator(Role::OperatorMaker)).await.unwrap();
    assert_eq!(badges().await.breaks, 1);
    assert!(matches!(said(Role::Auditor, "已核对").await, Err(Error::Forbidden)));
    let refused = said(Role::OperatorMaker, " ").await;
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.code() == "approval.note_missing"));
    said(Role::OperatorMaker, "网络确认次日补发").await.unwrap();
    assert_eq!(badges().await.breaks, 0);
    let again = said(Role::OperatorMaker, "再次").await;
    assert!(matches!(again, Err(Error::Refused(refusal)) if refusal.code() == "approval.already_decided"));
    world.turn_to(date!(2026 - 11 - 22)).await;
    let next = date!(2026 - 11 - 21);
    network.settle(next, &file(next, &[]));
    fetched(&world, &network).await;
    assert!(differences(&world).await.is_empty(), "it is not found anew");
    let outsider = settlements(&world.db, &treasurer(&world), SettlementFilter::All, FIRST).await;
    assert!(matches!(outsider, Err(Error::Forbidden)));
    world.finish().await;
}
