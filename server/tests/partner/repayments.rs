//! Repayments over the API: on their way, and confirmed.

use domain::{id::RepaymentId, repayment::RepaymentChoice};
use serde_json::{Value, json};
use services::repayment::{QuoteCommand, quote, repay};

use crate::{
    client::Served,
    draws::{instruction, requested, with_line},
    harness::yuan,
};

/// Agent 1 has borrowed 50,000.00 of funder A and pays 10,000.00 of it back.
async fn repaid() -> (Served, RepaymentId) {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await;
    served.ok(served.post('a', &format!("/draws/{draw}/instruction"), &instruction("50000.00"))).await;
    served.world.record_receipt(draw, yuan("50000")).await;
    let world = &served.world;
    let loan = services::draw::draw(&world.db, &world.agent(1), draw).await.unwrap().loan.unwrap();
    let command = QuoteCommand { loan, choice: RepaymentChoice::Part(yuan("10000")) };
    let quoted = quote(&world.db, &world.agent(1), command).await.unwrap();
    let paid = repay(&world.db, &world.agent(1), quoted.id).await.unwrap();
    (served, paid.repayment)
}

/// What the bank's acceptance of the payout does to it.
async fn set_payouts(served: &Served, state: &str) {
    services::payout::drain_payables(&served.world.db).await.unwrap();
    sqlx::query("update payouts set state = $1").bind(state).execute(&served.world.owner).await.unwrap();
}

#[tokio::test]
async fn a_repayment_is_listed_until_it_is_confirmed() {
    let (served, repayment) = repaid().await;
    let list = served.ok(served.get('a', "/repayments?unconfirmed=true")).await;
    let view = &list["repayments"][0];
    assert_eq!(view["id"], repayment.to_string());
    assert_eq!((&view["amount"], &view["interest"]), (&json!("10000.00"), &json!("20.00")));
    assert_eq!((&view["principal"], &view["debited_on"]), (&json!("9980.00"), &json!("2026-11-20")));
    assert_eq!((&view["payout_state"], &view["confirmed_at"]), (&Value::Null, &Value::Null));
    assert_eq!(view["revenue_share"], "0.00", "what is invoiced is not withheld");
    assert_eq!((&view["owed_back"], &view["pay_back_to"]), (&json!("0.00"), &Value::Null));

    let target = format!("/repayments/{repayment}/confirmation");
    let confirmation = json!({ "payment_reference": "JH-IN-1" });
    let early = served.post('a', &target, &confirmation);
    assert_eq!(served.problem(early).await, (422, "repayment.not_paid_out".to_owned()));
    set_payouts(&served, "sent").await;
    let confirmed = served.ok(served.post('a', &target, &confirmation)).await;
    assert_eq!(confirmed, json!({ "id": repayment.to_string(), "done": "confirmed" }));
    let twice = served.post('a', &target, &confirmation);
    assert_eq!(served.problem(twice).await, (422, "repayment.already_confirmed".to_owned()));
    let left = served.ok(served.get('a', "/repayments?unconfirmed=true")).await;
    assert_eq!(left, json!({ "repayments": [], "next": null }));
    let all = served.ok(served.get('a', "/repayments")).await;
    assert_eq!(all["repayments"][0]["confirmed_at"], "2026-11-20T02:00:00Z");
    set_payouts(&served, "requested").await;
    served.world.finish().await;
}

#[tokio::test]
async fn a_stranger_s_repayment_does_not_exist() {
    let (served, repayment) = repaid().await;
    assert_eq!(served.ok(served.get('b', "/repayments")).await["repayments"], json!([]));
    let mut answers = Vec::new();
    for id in [repayment.to_string(), "repayment_00000000000000000000000007".to_owned(), "repayment".to_owned()] {
        let body = json!({ "payment_reference": "HX-1" });
        let mut call = served.post('b', &format!("/repayments/{id}/confirmation"), &body);
        call.request_no = Some("the-same-number".to_owned());
        let answer = served.send(&call).await;
        assert_eq!(answer.problem(), (404, "not_found".to_owned()), "{id}");
        answers.push(answer.body);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    served.world.finish().await;
}
