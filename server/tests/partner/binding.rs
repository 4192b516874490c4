//! The second half by API: both partners' systems, from the order of a signing to the debit of what was transferred.

use std::sync::{Arc, Mutex};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Reference, approval::Action, id::DebtTransferId, job::JobKind, role::Role};
use serde_json::{Value, json};
use services::{
    approval::{DecideCommand, ProposeCommand, decide, propose},
    bank::{Bank, Banks, FeedPage, Order, PayAnswer, QueryAnswer},
    db::Work,
    mapping::{AddMappingCommand, add_mapping},
    signed_line::LineError,
    worker::Worker,
};
use sha2::{Digest, Sha256};

use crate::{
    client::{Call, Served},
    harness::World,
};

#[path = "../../../services/tests/it/binding/network.rs"]
#[expect(dead_code, reason = "the network misbehaves in other tests")]
pub mod network;

use network::TestNetwork;

/// Whose card is bound.
const PAYER: [&str; 4] = ["诸葛亮", "11010519491231002X", "6222020200112233446", "13800001402"];

/// A bank that takes every order, and is asked nothing.
#[derive(Default)]
pub struct TakingBank(pub Mutex<Vec<Order>>);

impl Bank for TakingBank {
    fn pay<'a>(&'a self, order: &'a Order) -> Work<'a, PayAnswer> {
        self.0.lock().unwrap().push(order.clone());
        Box::pin(std::future::ready(PayAnswer::Accepted))
    }

    fn query<'a>(&'a self, _: &'a Reference, _: i16) -> Work<'a, QueryAnswer> {
        Box::pin(std::future::ready(QueryAnswer::NotFound))
    }

    fn movements<'a>(&'a self, _: &'a str, _: &'a str) -> Work<'a, Result<FeedPage, LineError>> {
        Box::pin(std::future::ready(Err(LineError::Status(404))))
    }
}

pub async fn work_off(served: &Served, network: &TestNetwork, kind: JobKind) {
    work_off_with(served, (network, &TakingBank::default()), kind).await;
}

pub async fn work_off_with(served: &Served, (network, bank): (&TestNetwork, &TakingBank), kind: JobKind) {
    let (db, banks) = (&served.world.db, Banks::one(bank));
    let worker = Worker { network, ..Worker::new(db, &banks) };
    worker.work_off(kind).await.unwrap();
}

pub async fn two_people(world: &World, action: Action) {
    let command = ProposeCommand { action, note: "与协议核对".to_owned() };
    let approval = propose(&world.db, &world.operator(Role::OperatorMaker), command).await.unwrap();
    let command = DecideCommand { approval, agree: true, note: String::new() };
    decide(&world.db, &world.operator(Role::OperatorChecker), command).await.unwrap();
}

pub async fn mapped(world: &World) {
    let command = AddMappingCommand {
        funder: world.funders[0],
        settlement_id: "JH-01".to_owned(),
        facilitator: world.facilitators[0],
        from: None,
    };
    let mapping = add_mapping(&world.db, &world.operator(Role::OperatorMaker), command).await.unwrap();
    two_people(world, Action::Publish { mapping }).await;
}

/// Posts, and gives status and body.
pub async fn post(served: &Served, partner: char, target: &str, body: Value) -> (u16, Value) {
    let answer = served.send(&served.post(partner, target, &body)).await;
    (answer.status.as_u16(), answer.json())
}

async fn get(served: &Served, partner: char, target: &str) -> Value {
    served.ok(served.get(partner, target)).await
}

pub fn order(settlement_id: &str) -> Value {
    let [name, id_number, card_number, mobile] = PAYER;
    json!({
        "settlement_id": settlement_id,
        "payer": { "name": name, "id_number": id_number, "card_number": card_number, "mobile": mobile },
        "consents": true,
        "consents_to_share": true,
    })
}

/// A signing that is refused, mistyped and then succeeds.
async fn signed(served: &Served) -> Value {
    let (status, told) = post(served, 'a', "/signings", order("ＪＨ01")).await;
    assert_eq!((status, told["code"].as_str()), (422, Some("mapping.settlement_id_invalid")));
    let (status, told) = post(served, '1', "/signings", order("JH-01")).await;
    assert_eq!((status, told["code"].as_str()), (403, Some("forbidden")));
    let (status, ordered) = post(served, 'a', "/signings", order("JH-01")).await;
    assert_eq!(status, 200, "{ordered}");
    let signing = format!("/signings/{}", ordered["id"].as_str().unwrap());
    assert_eq!(get(served, 'a', &signing).await["state"], "code_sent");
    assert_eq!(served.problem(served.get('b', &signing)).await, (404, "not_found".to_owned()));
    let (_, wrong) = post(served, 'a', &format!("{signing}/confirmation"), json!({ "code": "000000" })).await;
    assert_eq!(wrong["state"], "code_sent");
    let (_, signed) = post(served, 'a', &format!("{signing}/confirmation"), json!({ "code": "824613" })).await;
    assert_eq!(signed["state"], "succeeded", "{signed}");
    signed
}

/// The funder was paid before and after the debtor was notified; of 60.00 the debt owes 40.00 then.
async fn paid_elsewhere(served: &Served, debt: &str) {
    let payments = format!("/debts/{debt}/payments");
    let paid =
        |number: &str, on: &str| json!({ "number": number, "amount": "10.00", "paid_on": on, "evidence": "银行回单" });
    let (_, counted) = post(served, 'a', &payments, paid("HK-1", "2026-11-19")).await;
    assert_eq!(counted["state"], "counted", "{counted}");
    let (_, again) = post(served, 'a', &payments, paid("HK-1", "2026-11-19")).await;
    assert_eq!(again, counted, "its own number counts once");
    let (_, reported) = post(served, 'a', &payments, paid("HK-2", "2026-11-20")).await;
    assert_eq!(reported["state"], "reported", "{reported}");
    let confirmation = format!("/outside-payments/{}/confirmation", reported["id"].as_str().unwrap());
    assert_eq!(post(served, '1', &confirmation, json!({})).await.1["state"], "counted");
    assert_eq!(get(served, '1', "/debts").await["debts"][0]["outstanding"], "40.00");
    assert_eq!(get(served, '1', &payments).await["payments"].as_array().unwrap().len(), 2);
    assert_eq!(served.problem(served.get('b', &payments)).await, (404, "not_found".to_owned()));
}

/// The facilitator holds a debt that it collects with its share: only its payer's word ends that.
async fn share_ends(served: &Served, share: &Value) {
    let (alias, share) = (share["alias"].as_str().unwrap(), share["id"].as_str().unwrap());
    assert_eq!(get(served, '1', &format!("/shares?alias={alias}")).await["shares"][0]["id"], share);
    for other in ["AL0", "3446"] {
        assert_eq!(get(served, '1', &format!("/shares?alias={other}")).await, json!({ "shares": [] }), "{other}");
    }
    for (partner, act) in [('1', "release"), ('a', "revocation")] {
        let (status, told) =
            post(served, partner, &format!("/shares/{share}/{act}"), json!({ "reason": "到期" })).await;
        assert_eq!((status, told["code"].as_str()), (422, Some("share.debts_held")), "{act}");
    }
    let wish = json!({ "reason": "客户撤回共享同意", "at_payers_wish": true });
    let (_, told) = post(served, 'a', &format!("/shares/{share}/revocation"), wish).await;
    assert_eq!(told["done"], "revoked", "{told}");
    assert_eq!(get(served, '1', "/shares").await["shares"], json!([]));
    assert_eq!(get(served, '1', "/shares?all=true").await["shares"][0]["usable"], "over");
    assert_eq!(get(served, '1', "/debts").await["debts"][0]["why_not"], "debt.not_shared");
}

/// The facilitator confirms a transfer, the funder brings what it rests on, and both sides see that.
pub async fn confirmed_with_a_document(served: &Served, transfer: &str) {
    let (_, confirmed) = post(served, '1', &format!("{transfer}/confirmation"), json!({})).await;
    assert_eq!(confirmed, json!({ "id": transfer.rsplit('/').next(), "done": "confirmed" }));
    let documents = format!("{transfer}/documents");
    let form = |content: &str| json!({ "file_name": "协议.pdf", "content": content });
    let (status, told) = post(served, 'a', &documents, form("no base 64!")).await;
    assert_eq!((status, told["code"].as_str()), (400, Some("body.invalid")));
    let (status, told) = post(served, 'a', &documents, form(&STANDARD.encode("agreed"))).await;
    assert_eq!((status, told["code"].as_str()), (422, Some("attachment.unknown")));
    let content = b"%PDF-1.7 agreed %%EOF";
    let agreement = form(&STANDARD.encode(content));
    assert_eq!(post(served, 'b', &documents, agreement.clone()).await.0, 404);
    let (status, added) = post(served, 'a', &documents, agreement.clone()).await;
    assert_eq!(status, 200, "{added}");
    let (status, told) = post(served, '1', &documents, agreement).await;
    assert_eq!((status, told["code"].as_str()), (422, Some("attachment.twice")));
    let sha256 = domain::hexadecimal::text(&Sha256::digest(content));
    assert_eq!(added["sha256"], json!(sha256));
    for partner in ['a', '1'] {
        let listed = get(served, partner, transfer).await["documents"].clone();
        assert_eq!((&listed[0]["file_name"], &listed[0]["sha256"]), (&json!("协议.pdf"), &json!(sha256)));
    }
}

#[tokio::test]
async fn from_a_signing_to_what_the_facilitator_collects() {
    let network = Arc::new(TestNetwork::default());
    let served = Served::with(network.clone()).await;
    mapped(&served.world).await;
    let signed = signed(&served).await;

    // Both are told, by numbers of their own.
    services::event::number_events(&served.world.db).await.unwrap();
    for partner in ['a', '1'] {
        let told = get(&served, partner, "/events?after=0").await;
        assert_eq!(
            (&told["events"][0]["number"], &told["events"][0]["type"]),
            (&json!(1), &json!("signing.succeeded"))
        );
    }
    assert_eq!(get(&served, '2', "/events").await["events"], json!([]));
    let share = get(&served, '1', "/shares").await["shares"][0].clone();
    assert_eq!(
        (&share["state"], &share["usable"], &share["payer_masked"]),
        (&json!("shared"), &json!("locked"), &json!("诸*"))
    );

    let debt = json!({ "number": "D-1", "binding": signed["binding"], "amount": "100.00", "due_on": "2026-11-10" });
    let (_, registered) = post(&served, 'a', "/debts", debt.clone()).await;
    let (status, again) = post(&served, 'a', "/debts", debt).await;
    assert_eq!((status, again["code"].as_str()), (422, Some("debt.number_taken")));
    let debit = |amount: &str| json!({ "debt": registered["id"], "amount": amount });
    let (status, never_named) = post(&served, '1', "/agreement-debits", debit("1.00")).await;
    assert_eq!((status, never_named["code"].as_str()), (404, Some("not_found")));
    // Who is paid is no field.
    let mut named = debit("1.00");
    named["payee"] = json!("6222");
    assert_eq!(post(&served, 'a', "/agreement-debits", named).await.0, 400);

    let form = json!({ "debts": [registered["id"]], "legal_basis": "assignment", "document": "协议 018" });
    let submit = served.post('a', "/debt-transfers", &form);
    let first = served.send(&submit).await;
    let submitted = first.json();
    assert_eq!(first.status.as_u16(), 200, "{submitted}");
    let id: DebtTransferId = submitted["id"].as_str().unwrap().parse().unwrap();
    let transfer = format!("/debt-transfers/{id}");
    confirmed_with_a_document(&served, &transfer).await;
    two_people(&served.world, Action::Transfer { transfer: id }).await;
    let notice = json!({ "notified_on": "2026-11-19", "evidence": "EMS 签收" });
    post(&served, '1', &format!("{transfer}/notice"), notice).await;
    work_off(&served, &network, JobKind::FollowTransfer).await;
    assert_eq!(get(&served, 'a', &transfer).await["state"], "effective");
    let listed = get(&served, '1', "/debt-transfers").await["transfers"].clone();
    assert_eq!(
        (&listed[0]["id"], &listed[0]["amount"], &listed[0]["debts"]),
        (&submitted["id"], &json!("100.00"), &json!(1))
    );
    let again = served.send(&Call { nonce: served.get('a', "").nonce, ..submit }).await;
    assert!(again.is_replay());
    assert_eq!(again.body, first.body, "whatever has become of it since");

    let (_, refused) = post(&served, 'a', "/agreement-debits", debit("1.00")).await;
    assert_eq!(refused["code"], "debt.not_held");
    let (_, too_much) = post(&served, '1', "/agreement-debits", debit("100.01")).await;
    assert_eq!(
        (&too_much["code"], &too_much["facts"]["outstanding"]),
        (&json!("debt.more_than_outstanding"), &json!("100.00"))
    );
    let (status, _) = post(&served, '1', "/agreement-debits", debit("40.00")).await;
    assert_eq!(status, 200);
    work_off(&served, &network, JobKind::FollowDebit).await;
    assert_eq!(get(&served, '1', "/agreement-debits").await["debits"][0]["state"], "succeeded");
    assert_eq!(get(&served, '1', "/shares").await["shares"][0]["usable"], "enabled");
    let held = get(&served, '1', "/debts").await["debts"][0].clone();
    assert_eq!((&held["outstanding"], &held["may_debit"]), (&json!("60.00"), &json!(true)));
    assert_eq!(get(&served, 'a', "/debts?all=true").await["debts"][0]["why_not"], "debt.not_held");
    paid_elsewhere(&served, registered["id"].as_str().unwrap()).await;
    share_ends(&served, &share).await;
    for partner in ['a', '1'] {
        assert!(crate::webhooks::told(&served, partner).await.len() > 3);
    }
    served.world.finish().await;
}

#[tokio::test]
async fn a_loan_is_debited_by_nobody_to_whom_it_was_never_named() {
    let served = Served::new().await;
    let debit = json!({ "loan": "loan_00000000000000000000000007", "amount": "1.00" });
    for partner in ['a', '1'] {
        assert_eq!(get(&served, partner, "/loan-debits").await["debits"], json!([]));
        assert_eq!(post(&served, partner, "/loan-debits", debit.clone()).await.0, 404);
        // Who is paid is no field.
        let mut named = debit.clone();
        named["payee"] = json!("6222");
        assert_eq!(post(&served, partner, "/loan-debits", named).await.0, 400);
        assert_eq!(get(&served, partner, "/pass-ons").await["pass_ons"], json!([]));
        let paid = json!({ "transfer_reference": "JH-1" });
        assert_eq!(post(&served, partner, "/pass-ons/passon_00000000000000000000000007/payment", paid).await.0, 404);
    }
    served.world.finish().await;
}

#[tokio::test]
async fn what_would_be_ordered_is_told_before_and_the_payer_s_wish_ends_a_binding() {
    let network = Arc::new(TestNetwork::default());
    let served = Served::with(network.clone()).await;
    mapped(&served.world).await;
    let precheck = |settlement_id: &str| {
        let mut form = order(settlement_id);
        let fields = form.as_object_mut().unwrap();
        fields.retain(|name, _| !name.starts_with("consents"));
        form
    };
    let (status, told) = post(&served, 'a', "/signings/precheck", precheck("JH-01")).await;
    assert_eq!(status, 200, "{told}");
    let facilitator = told["facilitator_name"].as_str().unwrap();
    assert!(told["consent_to_share"].as_str().unwrap().contains(facilitator), "{told}");
    assert!(!told["consent"].as_str().unwrap().contains(facilitator), "{told}");
    assert_eq!((network.sent(), get(&served, 'a', "/bindings").await["bindings"].clone()), (0, json!([])));
    let (status, told) = post(&served, 'a', "/signings/precheck", precheck("JH-02")).await;
    assert_eq!((status, told["code"].as_str()), (422, Some("mapping.not_in_force")));

    let (_, ordered) = post(&served, 'a', "/signings", order("JH-01")).await;
    let (_, told) = post(&served, 'a', "/signings/precheck", precheck("JH-01")).await;
    assert_eq!(told["code"], "signing.already_bound", "a code waits for it");
    let confirmation = format!("/signings/{}/confirmation", ordered["id"].as_str().unwrap());
    let (_, signed) = post(&served, 'a', &confirmation, json!({ "code": "824613" })).await;
    let row = get(&served, 'a', "/bindings").await["bindings"][0].clone();
    assert_eq!(
        (&row["id"], &row["state"], &row["share_state"]),
        (&signed["binding"], &json!("active"), &json!("shared"))
    );
    let binding = format!("/bindings/{}", row["id"].as_str().unwrap());
    assert_eq!(get(&served, 'a', &binding).await, row);
    assert_eq!(served.problem(served.get('b', &binding)).await, (404, "not_found".to_owned()));
    assert_eq!(served.problem(served.get('1', &binding)).await, (403, "forbidden".to_owned()));

    let wish = json!({ "at_payers_wish": true, "reason": "客户要求解约" });
    let (status, told) = post(&served, 'a', &format!("{binding}/unsigning"), wish.clone()).await;
    assert_eq!((status, &told["done"]), (200, &json!("unsigning")));
    let (_, told) = post(&served, 'a', &format!("{binding}/unsigning"), wish).await;
    assert_eq!(told["code"], "binding.state");
    work_off(&served, &network, JobKind::FollowBinding).await;
    let row = get(&served, 'a', &binding).await;
    assert_eq!((&row["state"], &row["share_state"]), (&json!("unsigned"), &json!("revoked")));
    served.world.finish().await;
}
