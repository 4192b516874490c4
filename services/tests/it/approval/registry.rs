//! Carriers and reserve accounts, which two people register, change and end.

use domain::{
    Amount,
    approval::{Action, Subject},
    carrier::{CarrierChange, CarrierFacts},
    id::{CarrierId, ReserveAccountId},
    reserve_account::{ReserveAccountChange, ReserveAccountFacts},
    role::Role,
};
use services::{Error, approval, commission, party};

use super::{approve, give_back, propose, refusal, two_people};
use crate::{
    commission::fund,
    harness::{World, yuan},
};

fn register(world: &World, name: &str, account_no: &str) -> Action {
    let carrier = CarrierId(party::registering(&world.operator(Role::OperatorMaker)));
    let facts = CarrierFacts::read(name, account_no, "中国银行").unwrap();
    Action::Carrier { carrier, change: CarrierChange::Register(facts) }
}

fn reserve(world: &World, account_no: &str) -> (ReserveAccountId, Action) {
    let account = ReserveAccountId(party::registering(&world.operator(Role::OperatorMaker)));
    let facts = ReserveAccountFacts::read(account_no, "联融支付客户备付金", "main", "建行重庆分行").unwrap();
    (account, Action::ReserveAccount { account, change: ReserveAccountChange::Register(facts) })
}

#[tokio::test]
async fn a_carrier_is_registered_by_two_people_and_no_name_or_account_twice() {
    let world = World::new().await;
    let auditor = world.operator(Role::Auditor);
    let action = register(&world, "远通通信有限公司", "11001045300053007777");
    let proposed = propose(&world, action.clone()).await.unwrap();
    assert_eq!(commission::carriers(&world.db, &auditor).await.unwrap().len(), 1, "one person has proposed it");
    give_back(&world, proposed, "户名不符").await.unwrap();
    two_people(&world, action.clone()).await;
    let carriers = commission::carriers(&world.db, &auditor).await.unwrap();
    let new = carriers.iter().find(|row| row.name == "远通通信有限公司").unwrap();
    assert_eq!((new.bank_account_no.as_str(), new.pool, new.agents), ("11001045300053007777", Amount::ZERO, 0));
    assert_eq!(approval::approvals_of(&world.db, &auditor, action.subject()).await.unwrap().len(), 2);
    for (name, account_no, code) in [
        ("远通通信有限公司", "11001045300053008888", "carrier.name_taken"),
        ("别的公司", "11001045300053007777", "carrier.account_taken"),
    ] {
        assert_eq!(refusal(propose(&world, register(&world, name, account_no)).await), code);
    }
    let facts = CarrierFacts { name: " ".to_owned(), account_no: "1".to_owned(), bank_name: String::new() };
    let carrier = CarrierId(party::registering(&world.operator(Role::OperatorMaker)));
    let wrong = Action::Carrier { carrier, change: CarrierChange::Register(facts) };
    assert_eq!(refusal(propose(&world, wrong).await), "carrier.invalid");
    world.finish().await;
}

#[tokio::test]
async fn a_carrier_s_money_is_known_by_what_was_approved_last() {
    let world = World::new().await;
    let (auditor, carrier) = (world.operator(Role::Auditor), world.carrier);
    let known = commission::carriers(&world.db, &auditor).await.unwrap().remove(0);
    let facts = CarrierFacts { name: known.name, account_no: known.bank_account_no, bank_name: known.bank_name };
    let change = |facts: CarrierFacts| Action::Carrier { carrier, change: CarrierChange::Change(facts) };
    assert_eq!(refusal(propose(&world, change(facts.clone())).await), "carrier.unchanged");
    fund(&world, "C1", "10").await;
    let moved = CarrierFacts { account_no: "11001045300053009999".to_owned(), ..facts };
    two_people(&world, change(moved.clone())).await;
    // The old account is nobody's any more.
    fund(&world, "C2", "20").await;
    let now = commission::carriers(&world.db, &auditor).await.unwrap().remove(0);
    assert_eq!((now.pool, now.bank_account_no), (yuan("10"), moved.account_no.clone()));
    let stranger = CarrierId(uuid::Uuid::nil());
    let wrong = Action::Carrier { carrier: stranger, change: CarrierChange::Change(moved) };
    assert!(matches!(propose(&world, wrong).await, Err(Error::NotFound)));
    world.finish().await;
}

#[tokio::test]
async fn a_reserve_account_is_registered_read_and_ended_by_two_people() {
    let world = World::new().await;
    let auditor = world.operator(Role::Auditor);
    let (account, action) = reserve(&world, "4000021029200999999");
    two_people(&world, action).await;
    let rows = party::reserve_accounts(&world.db, &auditor).await.unwrap();
    let new = rows.iter().find(|row| row.id == account).unwrap();
    assert_eq!((new.is_default, new.partners, new.books, new.ended_on), (false, 0, Amount::ZERO, None));
    assert_eq!(world.number("select count(*) from jobs where kind = 'feed.read'").await, 2);
    let (_, again) = reserve(&world, "4000021029200999999");
    assert_eq!(refusal(propose(&world, again).await), "reserve_account.taken");
    let recognise = |wanted| Action::ReserveAccount { account, change: ReserveAccountChange::Recognise(wanted) };
    assert_eq!(refusal(propose(&world, recognise(true)).await), "reserve_account.unchanged");
    two_people(&world, recognise(false)).await;
    let rows = party::reserve_accounts(&world.db, &auditor).await.unwrap();
    assert!(rows.iter().all(|row| row.recognises != (row.id == account)), "{rows:?}");
    let end = |account| Action::ReserveAccount { account, change: ReserveAccountChange::End };
    let default = ReserveAccountId(world.reserve_account);
    assert_eq!(refusal(propose(&world, end(default)).await), "reserve_account.default");
    let uses = "update partners set reserve_account_id = (select id from reserve_accounts where not is_default)
                where code = 'funder-c'";
    assert_eq!(world.as_owner(uses).await, None);
    assert_eq!(refusal(propose(&world, end(account)).await), "reserve_account.in_use");
    assert_eq!(world.as_owner("update partners set reserve_account_id = null").await, None);
    let proposed = propose(&world, end(account)).await.unwrap();
    approve(&world, proposed).await.unwrap();
    let rows = party::reserve_accounts(&world.db, &auditor).await.unwrap();
    assert!(rows.last().is_some_and(|row| row.id == account && row.ended_on.is_some()), "{rows:?}");
    assert_eq!(refusal(propose(&world, end(account)).await), "reserve_account.ended");
    let subject = Subject::ReserveAccount(account);
    assert_eq!(approval::approvals_of(&world.db, &auditor, subject).await.unwrap().len(), 3);
    world.finish().await;
}

#[tokio::test]
async fn nobody_else_registers_anything_and_the_same_request_is_the_same_thing() {
    let world = World::new().await;
    for stranger in [world.agent(1), world.funder_person('a', Role::FunderTreasurer), world.partner('a')] {
        assert!(matches!(party::reserve_accounts(&world.db, &stranger).await, Err(Error::Forbidden)));
    }
    let maker = world.operator(Role::OperatorMaker);
    assert_eq!(party::registering(&maker), party::registering(&maker));
    assert_ne!(party::registering(&maker), party::registering(&world.operator(Role::OperatorMaker)));
    let (_, action) = reserve(&world, "4000021029200888888");
    for stranger in [world.operator(Role::OperatorChecker), world.operator(Role::Auditor), world.agent(1)] {
        let command = approval::ProposeCommand { action: action.clone(), note: "新开账户".to_owned() };
        assert!(matches!(approval::propose(&world.db, &stranger, command).await, Err(Error::Forbidden)));
    }
    world.finish().await;
}
