//! Loans of this platform change hands too: what their wallet pays goes to whoever holds them.

#[path = "loan/debit.rs"]
mod debit;

use domain::{
    Amount,
    agreement_debit::DebitState,
    approval::Action,
    card::TopUpFailure,
    correction::Correction,
    debt::{DebitLimits, DebtRefusal},
    debt_transfer::{Declined, Item, ItemState, TransferRefusal, TransferState},
    document::DocumentKind,
    evidence::Subject,
    id::{DebtTransferId, LoanId, RepaymentId},
    job::JobKind,
    loan::LoanState,
    network::{Meaning, Reason},
    repayment::RepaymentCause,
    revenue_share::{Billing, RevenueShare},
    role::Role,
    search::{Found, Sought},
    signing::SigningRefusal,
};
use services::{
    Context, Error,
    approval::{RequestFreezeCommand, request_freeze},
    binding::{BindingFilter, RevokeShareCommand, bindings, revoke_share},
    debt_transfer::{
        EndTransferCommand, SubmitTransferCommand, cancel_transfer, reject_transfer, submit_transfer, transfer,
    },
    evidence::{What, evidence},
    loan::{FoundFilter, LoanFilter, LoanRow, documents, held, loan, timeline},
    loan_debit::{DebitLoanCommand, LoanDebitFilter, debit_loan, loan_debits, own_loan_debit, own_loan_debits},
    offer::{SetCapacityCommand, products, set_capacity},
    page::{Narrow, Narrowed},
    repayment::{ConfirmRepaymentCommand, RepaymentFilter, confirm_repayment, repayments},
    revenue_share::invoices,
    search::search,
    signing::{OrderSigningCommand, order_signing},
    timeline::Event,
};
use sqlx::{Connection, PgConnection};
use time::{Duration, macros::date};

use super::{
    approved, balance, collector, edges::ended_by_the_payer, facilitator_approver, notified, refusal, submit_command,
};
use crate::{
    approval::two_people,
    bank::{FakeBank, send_payouts},
    binding::{
        confirmed, follow,
        network::{CODE, TestNetwork},
        order, told, told_codes, treasurer,
    },
    harness::{FIRST, World, bullet_terms, yuan},
    mapping::published,
    narrow::by_text,
    repayment::{
        lend,
        sweep::{LATE, late, overdue, top_up},
    },
};

pub use debit::{debited, wallet};

/// Of agent 1.
const LINE: &str = "LIN2026112000000000";

/// The legal person of agent 1 binds a card.
fn borrower(shares: bool) -> OrderSigningCommand {
    let (name, line) = ("张三".to_owned(), Some(LINE.to_owned()));
    OrderSigningCommand { name, line, consents_to_share: shares, ..order("JH-01") }
}

/// A card of agent 1 is bound, and shared with facilitator 1 if its payer agrees.
pub async fn bind(world: &World, network: &TestNetwork, shares: bool) {
    published(world, "JH-01", 1).await;
    let signing = order_signing(&world.db, network, &treasurer(world), borrower(shares)).await.unwrap().signing;
    confirmed(world, network, signing, CODE).await.unwrap();
}

async fn offered(world: &World, id: LoanId, back: bool) -> Result<DebtTransferId, Error<TransferRefusal>> {
    let command = SubmitTransferCommand { items: vec![Item::Loan(id)], ..submit_command(&[], back) };
    submit_transfer(&world.db, &treasurer(world), command).await
}

/// From the first step to the last.
pub async fn handed_over(world: &World, network: &TestNetwork, id: LoanId, back: bool) -> DebtTransferId {
    let transfer = offered(world, id, back).await.unwrap();
    approved(world, transfer).await;
    notified(world, transfer).await;
    follow(world, network, JobKind::FollowTransfer).await;
    transfer
}

pub async fn stands(world: &World, id: LoanId) -> LoanRow {
    loan(&world.db, &treasurer(world), id).await.unwrap()
}

async fn item(world: &World, id: DebtTransferId) -> (ItemState, Option<Amount>, Option<Declined>) {
    let item = transfer(&world.db, &treasurer(world), id).await.unwrap().items.remove(0);
    (item.state, item.amount, item.reason)
}

/// Why nothing is left of what was offered.
fn declined(outcome: Result<DebtTransferId, Error<TransferRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(TransferRefusal::NoneLeft(refusal))) => refusal.code(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_loan_goes_to_the_facilitator_that_is_paid_from_then_on_and_comes_back() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    assert!(matches!(documents(&world.db, &collector(&world), id).await, Err(Error::NotFound)));
    handed_over(&world, &network, id, false).await;
    let row = stands(&world, id).await;
    assert_eq!((row.holder, row.held_since), (world.facilitators[0], Some(LATE)));
    let rests_on = documents(&world.db, &collector(&world), id).await.unwrap();
    assert_eq!(rests_on.iter().map(|document| document.kind).collect::<Vec<_>>(), [DocumentKind::Disclosure]);
    assert_eq!(balance(&world, "claim", "funder-a").await, 0);
    assert_eq!(balance(&world, "claim", "facilitator-1").await, -5_000_000);
    let row = held(&world.db, &collector(&world), FoundFilter::All, FIRST).await.unwrap().rows.remove(0);
    for (part, count) in [(LoanFilter::Overdue, 1), (LoanFilter::Open, 1), (LoanFilter::Settled, 0)] {
        let rows = held(&world.db, &collector(&world), FoundFilter::Of(part), FIRST).await.unwrap().rows;
        assert_eq!(rows.len(), count, "{part:?}");
    }
    for typed in [row.reference.to_string(), row.agent_name] {
        let found = held(&world.db, &collector(&world), by_text(FoundFilter::All, &typed), FIRST).await.unwrap();
        assert_eq!((found.rows.len(), found.total.and_then(|total| total.sum)), (1, Some(row.principal)), "{typed}");
    }
    let asked = RequestFreezeCommand { loan: id, evidence: "经营地已搬空".to_owned() };
    let asked = request_freeze(&world.db, &treasurer(&world), asked).await;
    assert_eq!(crate::approval::refusal(asked), "freeze.nothing_owed", "it is owed to another by then");

    // The wallet is frozen still, and what comes in pays the new holder.
    top_up(&world, "T1", "10000").await;
    assert_eq!(balance(&world, "partner_payable", "funder-a").await, 0);
    assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, -1_000_000);
    let of_loan =
        async |context: &Context| repayments(&world.db, context, RepaymentFilter::Loan(id), FIRST).await.unwrap().rows;
    assert_eq!(of_loan(&collector(&world)).await.iter().map(|row| row.amount).collect::<Vec<_>>(), [yuan("10000")]);
    assert!(of_loan(&treasurer(&world)).await.is_empty());
    assert!(told_codes(&world, &collector(&world)).await.contains(&"loan.repaid"));
    assert!(!told_codes(&world, &world.partner('a')).await.contains(&"loan.repaid"));

    world.set_now(world.now() + Duration::SECOND);
    handed_over(&world, &network, id, true).await;
    let row = stands(&world, id).await;
    assert_eq!(row.holder, world.funders[0]);
    assert_eq!(balance(&world, "claim", "facilitator-1").await, 0);
    assert_eq!(balance(&world, "claim", "funder-a").await, -row.outstanding.fen());
    world.set_now(world.now() + Duration::SECOND);
    let owed = overdue(&world, id, LATE).await;
    top_up(&world, "T2", "60000").await;
    assert_eq!(stands(&world, id).await.state, LoanState::Settled);
    assert_eq!(balance(&world, "partner_payable", "funder-a").await, -owed.fen());
    world.finish().await;
}

#[tokio::test]
async fn a_transfer_holds_no_loan_while_somebody_pays_with_its_wallet() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    let mut rival = PgConnection::connect(&world.url).await.unwrap();
    sqlx::raw_sql("begin; select from wallets for update").execute(&mut rival).await.unwrap();
    let (db, funder) = (world.db.clone(), treasurer(&world));
    let command = SubmitTransferCommand { items: vec![Item::Loan(id)], ..submit_command(&[], false) };
    let submitting = tokio::spawn(async move { submit_transfer(&db, &funder, command).await });
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while world.number(waiting).await == 0 && !submitting.is_finished() {}
    assert!(!submitting.is_finished(), "it waits for who pays");
    let free = "select count(*) from (select from loans for update skip locked) l";
    let free: i64 = sqlx::query_scalar(free).fetch_one(&mut rival).await.unwrap();
    assert_eq!(free, 1, "whoever pays takes the loan next");
    sqlx::raw_sql("commit").execute(&mut rival).await.unwrap();
    submitting.await.unwrap().unwrap();
    rival.close().await.unwrap();
    world.finish().await;
}

/// What each payment of the one correction that a partner was told of differs by in what is owed back; none if it was told of none.
async fn told_owed_back(world: &World, context: &Context) -> Option<Vec<String>> {
    let told = told(world, context).await.into_iter().find(|event| event.kind.code() == "loan.corrected")?;
    let payments = told.payload["payments"].as_array().unwrap();
    Some(payments.iter().map(|payment| payment["owed_back"].as_str().unwrap().to_owned()).collect())
}

#[tokio::test]
async fn who_was_paid_before_a_loan_changed_hands_owes_back_what_is_reversed_and_is_told() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    top_up(&world, "T1", "10000").await;
    assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
    handed_over(&world, &network, id, false).await;
    let paid = repayments(&world.db, &treasurer(&world), RepaymentFilter::Loan(id), FIRST).await.unwrap().rows;
    let correction = Correction::Reverse { repayment: paid[0].id, right_wallet: None };
    two_people(&world, Action::Correct { loan: id, correction }).await;
    assert_eq!(balance(&world, "partner_receivable", "funder-a").await, 1_000_000);
    assert_eq!(balance(&world, "claim", "facilitator-1").await, -5_000_000);
    assert_eq!(told_owed_back(&world, &world.partner('a')).await, Some(vec!["10000.00".to_owned()]));
    assert_eq!(told_owed_back(&world, &collector(&world)).await, Some(vec!["0.00".to_owned()]));
    world.finish().await;
}

#[tokio::test]
async fn what_the_facilitator_was_paid_elsewhere_is_no_interest_of_the_funder_s() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let billing = Billing::Invoiced;
    let share = RevenueShare { rate: "0.2".parse().unwrap(), penalty: false, elsewhere: true, billing };
    two_people(&world, Action::ShareRevenue { partner: world.funders[0], share }).await;
    let id = late(&world).await;
    bind(&world, &network, true).await;
    let receive = async |amount: &str, on| {
        let correction = Correction::Receive { amount: yuan(amount), on };
        two_people(&world, Action::Correct { loan: id, correction }).await;
    };
    // Behind 60.00 of penalty interest 100.00 are the funder's interest; the other 500.00 are the facilitator's.
    receive("160", LATE).await;
    world.turn_to(date!(2026 - 12 - 23)).await;
    handed_over(&world, &network, id, false).await;
    receive("10000", date!(2026 - 12 - 23)).await;
    world.turn_to(date!(2027 - 01 - 01)).await;
    let rows = invoices(&world.db, &world.operator(Role::Auditor), world.funders[0], FIRST).await.unwrap().rows;
    let december = rows.into_iter().max_by_key(|row| row.month.to_string()).unwrap();
    assert_eq!((december.month.to_string().as_str(), december.counted), ("2026-12", yuan("100")));
    world.finish().await;
}

#[tokio::test]
async fn what_is_paid_while_a_loan_is_in_transfer_is_the_funder_s_and_lowers_what_goes() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    let transfer = offered(&world, id, false).await.unwrap();
    approved(&world, transfer).await;
    assert_eq!(item(&world, transfer).await.0, ItemState::Frozen);
    top_up(&world, "T1", "10000").await;
    assert_eq!(balance(&world, "partner_payable", "funder-a").await, -1_000_000);
    notified(&world, transfer).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    let left = stands(&world, id).await.outstanding;
    assert!(left < yuan("50000"));
    assert_eq!(item(&world, transfer).await, (ItemState::Effective, Some(left), None));
    assert_eq!(balance(&world, "claim", "facilitator-1").await, -left.fen());
    world.finish().await;
}

#[tokio::test]
async fn a_loan_that_is_paid_meanwhile_is_declined() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    let paid = offered(&world, id, false).await.unwrap();
    approved(&world, paid).await;
    top_up(&world, "T1", "60000").await;
    notified(&world, paid).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(item(&world, paid).await, (ItemState::Declined, Some(Amount::ZERO), Some(Declined::Settled)));
    let detail = transfer(&world.db, &treasurer(&world), paid).await.unwrap();
    assert_eq!(detail.row.transfer.state, TransferState::Effective);
    assert_eq!(stands(&world, id).await.holder, world.funders[0]);
    assert_eq!(declined(offered(&world, id, false).await), "debt.settled");
    world.finish().await;
}

#[tokio::test]
async fn only_an_overdue_loan_of_a_borrower_whose_card_is_shared_is_taken_on_and_once() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    assert_eq!(declined(offered(&world, id, false).await), "debt.not_shared", "no card is bound");
    bind(&world, &network, true).await;
    assert_eq!(declined(offered(&world, id, true).await), "debt.not_held");
    let open = offered(&world, id, false).await.unwrap();
    assert_eq!(declined(offered(&world, id, false).await), "debt.in_other_transfer");
    let command = EndTransferCommand { transfer: open, reason: "协议未签".to_owned() };
    cancel_transfer(&world.db, &treasurer(&world), command).await.unwrap();
    let open = offered(&world, id, false).await.unwrap();
    // What is no longer shared is not taken on.
    let share =
        bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows[0].share.unwrap().0;
    let command = RevokeShareCommand { share, at_payers_wish: false, reason: "合作到期".to_owned() };
    revoke_share(&world.db, &treasurer(&world), command).await.unwrap();
    approved(&world, open).await;
    assert_eq!(item(&world, open).await.2, Some(Declined::NotShared));
    world.finish().await;
}

#[tokio::test]
async fn a_loan_that_is_not_overdue_or_whose_payer_agreed_to_no_share_stays() {
    let world = World::new().await;
    let network = TestNetwork::default();
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let running = lend(&world, 1, "10000").await;
    bind(&world, &network, true).await;
    assert_eq!(declined(offered(&world, running, false).await), "debt.not_overdue");
    world.finish().await;

    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, false).await;
    assert_eq!(declined(offered(&world, id, false).await), "debt.not_shared");
    world.finish().await;
}

#[tokio::test]
async fn the_facilitator_reads_a_loan_while_it_is_offered_or_held_and_confirms_what_it_is_paid() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    let reads = async || loan(&world.db, &collector(&world), id).await.is_ok();
    let holds = async || held(&world.db, &collector(&world), FoundFilter::All, FIRST).await.unwrap().rows.len();
    assert!(!reads().await);
    let open = offered(&world, id, false).await.unwrap();
    assert_eq!((reads().await, holds().await), (true, 0));
    let told = async |who: &Context| {
        let item = transfer(&world.db, who, open).await.unwrap().items.remove(0);
        (item.amount.is_some(), item.due_on.is_some())
    };
    assert_eq!(told(&collector(&world)).await, (true, true));
    let other = world.facilitator(2, domain::role::Role::FacilitatorOperator);
    assert!(matches!(loan(&world.db, &other, id).await, Err(Error::NotFound)));
    let command = EndTransferCommand { transfer: open, reason: "资料不全".to_owned() };
    reject_transfer(&world.db, &facilitator_approver(&world), command).await.unwrap();
    assert!(!reads().await);
    assert_eq!(told(&collector(&world)).await, (false, false), "how it stands is no concern of its any more");
    assert_eq!(told(&treasurer(&world)).await, (true, true));

    world.set_now(world.now() + Duration::SECOND);
    handed_over(&world, &network, id, false).await;
    assert_eq!((reads().await, holds().await), (true, 1));
    top_up(&world, "T1", "10000").await;
    let narrow = Narrow { text: Sought::of(stands(&world, id).await.reference.as_str()), ..Narrow::default() };
    let of_its_number = Narrowed { part: RepaymentFilter::All, narrow, sort: None };
    let paid = repayments(&world.db, &collector(&world), of_its_number, FIRST).await.unwrap().rows.remove(0);
    let repayment: RepaymentId = paid.id;
    let finds = async |who: &Context, text: &str| {
        search(&world.db, who, text).await.unwrap().into_iter().map(|hit| hit.found).collect::<Vec<_>>()
    };
    for (text, found) in [(paid.loan_reference.as_str(), Found::Loan), (paid.reference.as_str(), Found::Repayment)] {
        assert_eq!(finds(&collector(&world), text).await, [found]);
        assert!(finds(&other, text).await.is_empty());
    }
    assert_eq!(finds(&collector(&world), &paid.agent_name).await, [Found::Loan]);
    let command = || ConfirmRepaymentCommand { repayment, payment_reference: "RQ-1".to_owned() };
    let of_funder = confirm_repayment(&world.db, &treasurer(&world), command()).await;
    assert!(matches!(of_funder, Err(Error::NotFound)));
    let too_early = confirm_repayment(&world.db, &collector(&world), command()).await;
    assert!(matches!(too_early, Err(Error::Refused(_))), "{too_early:?}");

    // It leaves a buy-back that it does not want, and holds the loan as before.
    let back = offered(&world, id, true).await.unwrap();
    approved(&world, back).await;
    let command = EndTransferCommand { transfer: back, reason: "价款未付".to_owned() };
    reject_transfer(&world.db, &facilitator_approver(&world), command).await.unwrap();
    assert_eq!(stands(&world, id).await.holder, world.facilitators[0]);
    offered(&world, id, true).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn what_a_facilitator_holds_leaves_the_product_s_capacity_until_it_is_repaid_or_bought_back() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    let product = crate::offer::publish(&world, 'a').await;
    let of_product = format!(
        "update offers set product_version_id = '{}'; update credit_lines set product_id = '{}'",
        product.version_id.0, product.product.0
    );
    assert_eq!(world.as_owner(&of_product).await, None);
    let capacity = async || products(&world.db, &treasurer(&world)).await.unwrap()[0].capacity;
    let bound = async |most: &str| {
        let command = SetCapacityCommand { product: product.product, most: Some(yuan(most)) };
        set_capacity(&world.db, &world.partner('a'), command).await.map_err(|error| match error {
            Error::Refused(refusal) => refusal.code(),
            other => panic!("{other:?}"),
        })
    };
    bind(&world, &network, true).await;
    let sold = offered(&world, id, false).await.unwrap();
    approved(&world, sold).await;
    assert_eq!(capacity().await.granted, yuan("100000"), "in transfer it is the funder's still");
    notified(&world, sold).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    // Nobody has granted or bound anything since: it had to fit before.
    world.as_owner("update products set capacity_fen = 5000000").await;
    let verdicts = services::verify::verify(&world.db, &world.system()).await.unwrap();
    let broken: Vec<_> = verdicts.iter().filter(|one| !one.offending.is_empty()).map(|one| one.name).collect();
    assert_eq!(broken, ["no product has granted more than its capacity"]);
    world.as_owner("update products set capacity_fen = null").await;
    assert_eq!(bound("49999.99").await, Err("product.capacity_below_granted"));
    bound("50000").await.unwrap();

    // The line counts for what it may borrow again, and for what is bought back, whether it fits or not.
    top_up(&world, "T1", "10000").await;
    let owed = stands(&world, id).await.outstanding;
    assert!(owed < yuan("50000"));
    assert_eq!(capacity().await.granted, yuan("100000").less(owed));
    assert!(capacity().await.check(yuan("0.01")).is_err());
    world.set_now(world.now() + Duration::SECOND);
    handed_over(&world, &network, id, true).await;
    assert_eq!(capacity().await.granted, yuan("100000"));
    assert_eq!(bound("99999.99").await, Err("product.capacity_below_granted"));
    world.finish().await;
}

#[tokio::test]
async fn what_each_holder_was_repaid_it_alone_reads_and_goes_on_reading() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    handed_over(&world, &network, id, false).await;
    top_up(&world, "T1", "10000").await;
    world.set_now(world.now() + Duration::SECOND);
    handed_over(&world, &network, id, true).await;
    world.set_now(world.now() + Duration::SECOND);
    top_up(&world, "T2", "20000").await;
    let told = async |context: &Context| {
        let steps = timeline(&world.db, context, id).await.unwrap();
        let repaid = steps.into_iter().filter(|step| matches!(step.event, Event::Repaid(_)));
        repaid.filter_map(|step| step.amount).collect::<Vec<_>>()
    };
    assert_eq!(told(&treasurer(&world)).await, [yuan("20000")]);
    assert_eq!(told(&world.operator(Role::Auditor)).await, [yuan("10000"), yuan("20000")]);
    let behind_the_wall = format!(
        "begin; set local role lianrong_app;
         select set_config('app.party_kind', 'funder', true), set_config('app.party', '{}', true);
         select count(*) from repayments; rollback",
        world.funders[0].0
    );
    let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(behind_the_wall)).fetch_all(&world.owner).await.unwrap();
    assert_eq!(sqlx::Row::get::<i64, _>(rows.last().unwrap(), 0), 1);

    // The card is bound anew, for another facilitator, and the loan is offered to that.
    let binding = bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows[0].id;
    ended_by_the_payer(&world, &network, binding).await;
    world.set_now(world.now() + Duration::minutes(1));
    published(&world, "JH-01", 2).await;
    let signing = order_signing(&world.db, &network, &treasurer(&world), borrower(true)).await.unwrap().signing;
    confirmed(&world, &network, signing, CODE).await.unwrap();
    offered(&world, id, false).await.unwrap();
    let paid = repayments(&world.db, &collector(&world), RepaymentFilter::All, FIRST).await.unwrap().rows;
    assert_eq!(paid.iter().map(|row| row.amount).collect::<Vec<_>>(), [yuan("10000")]);
    assert!(matches!(loan(&world.db, &collector(&world), id).await, Err(Error::NotFound)));
    world.finish().await;
}

#[tokio::test]
async fn a_card_is_a_borrower_s_only_if_its_legal_person_binds_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    published(&world, "JH-01", 1).await;
    let refused = async |command| match order_signing(&world.db, &network, &treasurer(&world), command).await {
        Err(Error::Refused(refusal)) => SigningRefusal::code(&refusal),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        refused(OrderSigningCommand { name: "李四".to_owned(), ..borrower(true) }).await,
        "signing.not_the_borrower"
    );
    let elsewhere = Some("LIN2026112000000009".to_owned());
    assert_eq!(refused(OrderSigningCommand { line: elsewhere, ..borrower(true) }).await, "signing.line_unknown");
    world.finish().await;
}
