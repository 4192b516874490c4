//! Paying draws by a file for the funder's bank, its results read back, and a second person who releases.

use domain::{
    Amount,
    draw::{DrawRefusal, DrawState},
    id::{DrawId, PaymentFileId},
    payment_file::PaymentFileRefusal,
    role::Role,
    search::Sought,
};
use services::{
    Context, Error,
    draw::{
        self, AnswerDrawCommand, DrawAnswer, InstructDrawCommand, Registered, RequestedDraw, prepared, release_payment,
        report_payment, require_release,
    },
    loan,
    page::{Narrow, Narrowed, PageRequest, Sort},
    payment_file::{
        MakePaymentFileCommand, PaymentImport, PaymentStanding, draws_to_pay, import_payments, make_payment_file,
        payment_file, payment_files,
    },
    timeline::{Doer, Event},
};
use time::{Duration, macros::date};

use crate::{
    draw::{instruct, request},
    harness::{FIRST, World, bullet_terms, yuan},
};

const HEADING: &str = "收款户名,金额（元）,附言,交易结果,银行流水号\n";

fn treasurer(world: &World) -> Context {
    world.funder_person('a', Role::FunderTreasurer)
}

fn approver(world: &World) -> Context {
    world.funder_person('a', Role::FunderApprover)
}

/// Draws of different agents that the funder has accepted.
async fn accepted(world: &World, amounts: &[&str]) -> Vec<RequestedDraw> {
    let mut draws = Vec::new();
    for (place, amount) in amounts.iter().enumerate() {
        world.open_line(place + 1, yuan("500000"), bullet_terms(), &["30d"]).await;
        let requested = request(world, place + 1, amount).await.unwrap();
        let command = AnswerDrawCommand { draw: requested.draw, answer: DrawAnswer::Accept };
        draw::answer_draw(&world.db, &treasurer(world), command).await.unwrap();
        draws.push(requested);
    }
    draws
}

async fn made(
    world: &World,
    draws: &[&RequestedDraw],
    earlier_unused: bool,
) -> Result<PaymentFileId, Error<PaymentFileRefusal>> {
    let draws = draws.iter().map(|requested| requested.draw).collect();
    make_payment_file(&world.db, &treasurer(world), MakePaymentFileCommand { draws, earlier_unused }).await
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<PaymentFileRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

async fn sent(world: &World, context: &Context, rows: &str) -> PaymentImport {
    let file = format!("{HEADING}{rows}").into_bytes();
    import_payments(&world.db, context, "结果.csv", file).await.unwrap()
}

/// How many were reported, had been, and were not reached.
fn counts(import: &PaymentImport) -> [usize; 3] {
    [import.reported, import.already, import.left]
}

/// Rows and codes of all that is wrong.
fn faults(import: &PaymentImport) -> Vec<(usize, &str)> {
    let cells = import.errors.iter().map(|error| (error.row, error.code.as_str()));
    let rows = import.refused.iter().map(|refused| match &refused.error {
        Error::Refused(refusal) => (refused.row, refusal.code()),
        other => panic!("{other:?} is no refusal"),
    });
    cells.chain(rows).collect()
}

/// What is registered of a draw, as the approver sees it; nothing is where nothing waits.
async fn seen(world: &World, draw: DrawId) -> Registered {
    let waits = prepared(&world.db, &approver(world), draw).await.unwrap();
    Registered::new(draw, waits.map_or(world.now(), |waits| waits.at))
}

async fn state(world: &World, draw: DrawId) -> DrawState {
    draw::draw(&world.db, &treasurer(world), draw).await.unwrap().state
}

fn is_instructed(state: &DrawState) -> bool {
    matches!(state, DrawState::Awaiting { instructed: true, .. })
}

async fn to_pay(world: &World, prepared: bool) -> usize {
    draws_to_pay(&world.db, &treasurer(world), prepared, FIRST).await.unwrap().rows.len()
}

#[tokio::test]
async fn a_file_pays_what_was_accepted_and_a_draw_twice_only_if_somebody_says_so() {
    let world = World::new().await;
    let draws = accepted(&world, &["50000", "20000"]).await;
    assert_eq!(to_pay(&world, false).await, 2);
    let first = made(&world, &[&draws[0], &draws[1]], false).await.unwrap();
    let detail = payment_file(&world.db, &treasurer(&world), first).await.unwrap();
    assert_eq!(detail.payee.account_no, "4000021029200123456");
    let mut paid: Vec<_> = detail.draws.iter().map(|paid| (paid.reference.clone(), paid.amount)).collect();
    paid.sort();
    assert_eq!(paid, [(draws[0].reference.clone(), yuan("50000")), (draws[1].reference.clone(), yuan("20000"))]);

    assert_eq!(refusal(made(&world, &[&draws[1]], false).await), "payment_file.in_earlier_file");
    world.set_now(world.now() + Duration::minutes(1));
    let second = made(&world, &[&draws[1]], true).await.unwrap();
    let files = payment_files(&world.db, &treasurer(&world), (), FIRST).await.unwrap().rows;
    assert_eq!(files.iter().map(|file| (file.id, file.draws)).collect::<Vec<_>>(), [(second, 1), (first, 2)]);
    let rows = draws_to_pay(&world.db, &treasurer(&world), false, FIRST).await.unwrap().rows;
    let of_second = rows.iter().find(|row| row.id == draws[1].draw).unwrap();
    assert_eq!(of_second.file.as_ref().map(|(id, _)| *id), Some(second), "the newest is told");
    assert_eq!(
        world.number("select count(*) from audit where operation = 'payment_file.make' and outcome = 'done'").await,
        2
    );

    // What is paid already, was not accepted or is nobody's is in no file, and then none is made.
    instruct(&world, draws[0].draw, "50000").await.unwrap();
    assert_eq!(refusal(made(&world, &[&draws[0], &draws[1]], true).await), "payment_file.not_to_pay");
    world.open_line(3, yuan("500000"), bullet_terms(), &["30d"]).await;
    let requested = request(&world, 3, "1000").await.unwrap();
    assert_eq!(refusal(made(&world, &[&requested], true).await), "payment_file.not_to_pay");
    assert_eq!(refusal(made(&world, &[], true).await), "payment_file.count");
    assert_eq!(world.number("select count(*) from payment_files").await, 2);
    world.finish().await;
}

#[tokio::test]
async fn what_is_to_be_paid_and_the_files_are_narrowed_sorted_and_added_up() {
    let world = World::new().await;
    let draws = accepted(&world, &["50000", "20000", "30000"]).await;
    let first = made(&world, &[&draws[0], &draws[1]], false).await.unwrap();
    world.set_now(world.now() + Duration::minutes(1));
    let second = made(&world, &[&draws[2]], false).await.unwrap();
    let person = treasurer(&world);
    let files = payment_files(&world.db, &person, (), FIRST).await.unwrap().rows;
    let number = files.iter().find(|file| file.id == first).unwrap().number.clone();
    let text = |text: &str| Narrow { text: Sought::of(text), ..Narrow::default() };
    let least = |amount: &str| Narrow { least: Some(yuan(amount)), ..Narrow::default() };
    let before = || Narrow { to: Some(date!(2026 - 11 - 19)), ..Narrow::default() };
    let reference = draws[1].reference.to_string();

    for (narrow, sort, expected) in [
        (Narrow::default(), Some(Sort::Largest), vec!["50000", "30000", "20000"]),
        (Narrow::default(), Some(Sort::Smallest), vec!["20000", "30000", "50000"]),
        (least("20000.01"), Some(Sort::Largest), vec!["50000", "30000"]),
        (text("第1通讯"), None, vec!["50000"]),
        (text(&reference), None, vec!["20000"]),
        (text(&number), Some(Sort::Largest), vec!["50000", "20000"]),
        (before(), None, vec![]),
    ] {
        let list = Narrowed { part: false, narrow, sort };
        let page = draws_to_pay(&world.db, &person, list.clone(), FIRST).await.unwrap();
        let expected: Vec<Amount> = expected.into_iter().map(yuan).collect();
        assert_eq!(page.rows.iter().map(|row| row.amount).collect::<Vec<_>>(), expected, "{list:?}");
        let total = page.total.map(|total| (total.count, total.sum));
        let all = (i64::try_from(expected.len()).unwrap(), Some(expected.into_iter().sum::<Amount>()));
        assert_eq!(total, list.narrow.is_given().then_some(all), "{list:?}");
    }
    for (narrow, sort, expected) in [
        (Narrow::default(), None, vec![second, first]),
        (Narrow::default(), Some(Sort::Largest), vec![first, second]),
        (least("30000.01"), None, vec![first]),
        (text(&number), None, vec![first]),
        (text(&reference), None, vec![first]),
        (before(), None, vec![]),
    ] {
        let list = Narrowed { part: (), narrow, sort };
        let rows = payment_files(&world.db, &person, list.clone(), FIRST).await.unwrap().rows;
        assert_eq!(rows.iter().map(|file| file.id).collect::<Vec<_>>(), expected, "{list:?}");
    }
    // Page by page it is the same, by amount too.
    let page = PageRequest::new(None, 1);
    let largest = || Narrowed { part: (), narrow: Narrow::default(), sort: Some(Sort::Largest) };
    let next = payment_files(&world.db, &person, largest(), page).await.unwrap().next;
    let rest = payment_files(&world.db, &person, largest(), PageRequest::new(next, 1)).await.unwrap();
    assert_eq!((rest.rows[0].id, rest.next), (second, None));
    world.finish().await;
}

#[tokio::test]
async fn two_files_at_once_do_not_pay_the_same_draw() {
    let world = World::new().await;
    let draws = accepted(&world, &["50000"]).await;
    let first = [&draws[0]];
    let (one, other) = tokio::join!(made(&world, &first, false), made(&world, &first, false));
    assert_eq!([&one, &other].iter().filter(|outcome| outcome.is_ok()).count(), 1, "{one:?} {other:?}");
    assert_eq!(world.number("select count(*) from payment_files").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_stranger_s_files_do_not_exist_and_only_the_treasurer_makes_one() {
    let world = World::new().await;
    let draws = accepted(&world, &["50000"]).await;
    let file = made(&world, &[&draws[0]], false).await.unwrap();
    let stranger = world.funder_person('b', Role::FunderTreasurer);
    assert!(matches!(payment_file(&world.db, &stranger, file).await, Err(Error::NotFound)));
    assert!(payment_files(&world.db, &stranger, (), FIRST).await.unwrap().rows.is_empty());
    let command = MakePaymentFileCommand { draws: vec![draws[0].draw], earlier_unused: true };
    let strange = make_payment_file(&world.db, &stranger, command.clone()).await;
    assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
    for context in [approver(&world), world.agent(1), world.operator(Role::OperatorMaker)] {
        let refused = make_payment_file(&world.db, &context, command.clone()).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        let refused = import_payments(&world.db, &context, "结果.csv", HEADING.into()).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn what_the_bank_says_was_paid_is_reported_row_by_row_and_nothing_twice() {
    let world = World::new().await;
    let draws = accepted(&world, &["50000", "20000", "1000"]).await;
    let [one, two, three] = [0, 1, 2].map(|place| draws[place].reference.clone());
    let rows = format!(
        "联融,\"50,000.00\",{one},成功,B-1\n联融,20000.01,{two},交易成功,B-2\n联融,1000,{three},失败,B-3\n\
         联融,5,DRW2026112000009999,成功,B-4\n合计,71005.01,,,\n"
    );
    let first = sent(&world, &treasurer(&world), &rows).await;
    assert_eq!(counts(&first), [1, 0, 0]);
    let wrong = [(4, "payment.not_paid"), (5, "payment.draw_unknown"), (3, "draw.amount_differs")];
    assert_eq!(faults(&first), wrong);
    assert!(is_instructed(&state(&world, draws[0].draw).await));
    assert!(!is_instructed(&state(&world, draws[1].draw).await));
    let row = draw::draw(&world.db, &treasurer(&world), draws[0].draw).await.unwrap();
    assert_eq!(row.instruction_reference.as_deref(), Some("B-1"));

    // The mended file reports the rest; a draw that was reported under another number is told.
    let rows = format!("联融,50000,{one},成功,B-9\n联融,20000,{two},成功,B-2\n联融,1000,{three},成功,B-3\n");
    let second = sent(&world, &treasurer(&world), &rows).await;
    assert_eq!((counts(&second), faults(&second)), ([2, 0, 0], vec![(2, "draw.wrong_state")]));
    let rows = format!("联融,20000,{two},成功,B-2\n联融,1000,{three},成功,B-3\n");
    let again = sent(&world, &treasurer(&world), &rows).await;
    assert_eq!((counts(&again), faults(&again)), ([0, 2, 0], vec![]));

    // Another funder knows none of them.
    let strange = sent(&world, &world.funder_person('b', Role::FunderTreasurer), &rows).await;
    assert_eq!(faults(&strange), [(2, "payment.draw_unknown"), (3, "payment.draw_unknown")]);
    world.finish().await;
}

#[tokio::test]
async fn a_payment_counts_when_a_second_person_has_released_it() {
    let world = World::new().await;
    let draws = accepted(&world, &["50000", "20000"]).await;
    let treasurer_alone = require_release(&world.db, &treasurer(&world), true).await;
    assert!(matches!(treasurer_alone, Err(Error::Forbidden)), "{treasurer_alone:?}");
    require_release(&world.db, &approver(&world), true).await.unwrap();

    let alone = instruct(&world, draws[0].draw, "50000").await;
    assert!(matches!(alone, Err(Error::Refused(DrawRefusal::ReleaseNeeded))), "{alone:?}");
    let early = release_payment(&world.db, &approver(&world), seen(&world, draws[0].draw).await).await;
    assert!(matches!(early, Err(Error::Refused(DrawRefusal::NothingToRelease))), "{early:?}");
    let rows = format!("联融,50000,{},成功,B-1\n", draws[0].reference);
    assert_eq!(counts(&sent(&world, &treasurer(&world), &rows).await), [1, 0, 0]);
    assert_eq!(counts(&sent(&world, &treasurer(&world), &rows).await), [0, 1, 0]);
    assert!(!is_instructed(&state(&world, draws[0].draw).await));
    let waits = prepared(&world.db, &approver(&world), draws[0].draw).await.unwrap().unwrap();
    assert_eq!((waits.by.as_str(), waits.payment_reference.as_str()), ("user:funder-a-treasurer", "B-1"));
    assert_eq!((to_pay(&world, false).await, to_pay(&world, true).await), (1, 1));
    assert_eq!(refusal(made(&world, &[&draws[0]], true).await), "payment_file.not_to_pay");

    let registered = seen(&world, draws[0].draw).await;
    let treasurer_releases = release_payment(&world.db, &treasurer(&world), registered).await;
    assert!(matches!(treasurer_releases, Err(Error::Forbidden)), "{treasurer_releases:?}");
    let stranger = world.funder_person('b', Role::FunderApprover);
    let strange = release_payment(&world.db, &stranger, registered).await;
    assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
    release_payment(&world.db, &approver(&world), registered).await.unwrap();
    assert!(is_instructed(&state(&world, draws[0].draw).await));
    assert_eq!(world.number("select count(*) from draws where released_by = 'user:funder-a-approver'").await, 1);

    // What the funder's own system signs counts by itself.
    let command =
        InstructDrawCommand { draw: draws[1].draw, amount: yuan("20000"), payment_reference: "JH-2".to_owned() };
    draw::instruct_draw(&world.db, &world.partner('a'), command).await.unwrap();
    assert!(is_instructed(&state(&world, draws[1].draw).await));
    world.finish().await;
}

#[tokio::test]
async fn a_file_says_of_each_payment_how_far_it_is() {
    let world = World::new().await;
    let draws = accepted(&world, &["50000", "20000", "10000", "5000"]).await;
    let file = made(&world, &draws.iter().collect::<Vec<_>>(), false).await.unwrap();
    draw::cancel_draw(&world.db, &world.agent(1), draws[0].draw).await.unwrap();
    instruct(&world, draws[1].draw, "20000").await.unwrap();
    require_release(&world.db, &approver(&world), true).await.unwrap();
    let rows = format!("联融,10000,{},成功,B-1\n", draws[2].reference);
    sent(&world, &treasurer(&world), &rows).await;
    let detail = payment_file(&world.db, &treasurer(&world), file).await.unwrap();
    let standing = |of: &RequestedDraw| detail.draws.iter().find(|paid| paid.draw == of.draw).unwrap().standing;
    assert_eq!(
        draws.iter().map(standing).collect::<Vec<_>>(),
        [PaymentStanding::Ended, PaymentStanding::Reported, PaymentStanding::ToRelease, PaymentStanding::NotReported]
    );
    world.finish().await;
}

#[tokio::test]
async fn a_release_accepts_what_nobody_had_accepted_and_credits_what_is_there() {
    let world = World::new().await;
    require_release(&world.db, &approver(&world), true).await.unwrap();
    world.open_line(1, yuan("500000"), bullet_terms(), &["30d"]).await;
    let requested = request(&world, 1, "50000").await.unwrap();
    let report = |amount: &str, number: &str| InstructDrawCommand {
        draw: requested.draw,
        amount: yuan(amount),
        payment_reference: number.to_owned(),
    };
    let other = report_payment(&world.db, &treasurer(&world), report("1", "B-1")).await;
    assert!(matches!(other, Err(Error::Refused(DrawRefusal::AmountDiffers { .. }))), "{other:?}");
    report_payment(&world.db, &treasurer(&world), report("50000", "B-1")).await.unwrap();
    let first = seen(&world, requested.draw).await;
    world.set_now(world.now() + Duration::minutes(1));
    report_payment(&world.db, &treasurer(&world), report("50000", "B-2")).await.unwrap();
    assert_eq!(state(&world, requested.draw).await, DrawState::Requested);
    let unseen = release_payment(&world.db, &approver(&world), first).await;
    assert!(matches!(unseen, Err(Error::Refused(DrawRefusal::NothingToRelease))), "{unseen:?}");
    let last = seen(&world, requested.draw).await;
    release_payment(&world.db, &approver(&world), last).await.unwrap();
    let row = draw::draw(&world.db, &treasurer(&world), requested.draw).await.unwrap();
    assert_eq!(row.instruction_reference.as_deref(), Some("B-2"), "what was registered last");
    world.record_receipt(requested.draw, yuan("50000")).await;
    assert_eq!(state(&world, requested.draw).await, DrawState::Credited);
    let loan = draw::draw(&world.db, &treasurer(&world), requested.draw).await.unwrap().loan.unwrap();
    let told = loan::timeline(&world.db, &treasurer(&world), loan).await.unwrap();
    let instructed = told.iter().find(|step| step.event == Event::Instructed).map(|step| &step.doer);
    assert_eq!(instructed, Some(&Doer::Person("funder-a-approver".to_owned())), "{told:?}");
    let late = release_payment(&world.db, &approver(&world), last).await;
    assert!(matches!(late, Err(Error::Refused(DrawRefusal::WrongState { .. }))), "{late:?}");
    world.finish().await;
}
