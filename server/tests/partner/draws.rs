//! Draws over the API: from the request to the credit, and in pages.

use domain::id::DrawId;
use reqwest::StatusCode;
use serde_json::{Value, json};
use services::draw::{self, RequestDrawCommand};
use time::Duration;

use crate::{
    client::Served,
    harness::{START, World, bullet_terms, yuan},
};

pub async fn requested(world: &World, agent: usize, amount: &str) -> DrawId {
    let (amount, tenor) = (yuan(amount), "30d".parse().unwrap());
    let preview = draw::preview_draw(&world.db, &world.agent(agent), amount, tenor).await.unwrap();
    let command = RequestDrawCommand { amount, tenor, purpose: "备货".to_owned(), disclosure_hash: preview.hash };
    draw::request_draw(&world.db, &world.agent(agent), command).await.unwrap().draw
}

/// A world in which agent 1 may draw from funder A.
pub async fn with_line() -> Served {
    let served = Served::new().await;
    served.world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    served
}

pub fn instruction(amount: &str) -> Value {
    json!({ "amount": amount, "payment_reference": "JH-1" })
}

#[tokio::test]
async fn a_draw_is_accepted_instructed_and_credited() {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await;
    let branch = "update reserve_accounts set branch = '中国工商银行北京海淀支行'";
    sqlx::query(branch).execute(&served.world.owner).await.unwrap();
    let asked = served.ok(served.get('a', "/draws?state=requested")).await;
    let view = &asked["draws"][0];
    assert_eq!(view["id"], draw.to_string());
    assert_eq!((&view["amount"], &view["funds"]), (&json!("50000.00"), &json!("0.00")));
    assert_eq!((&view["tenor"], &view["terms"]["annual_rate"]), (&json!("30d"), &json!("0.144")));
    let pay_to = json!({
        "account_no": "4000021029200123456", "account_name": "联融支付有限公司客户备付金", "branch": "中国工商银行北京海淀支行",
        "remittance": view["reference"],
    });
    assert_eq!(view["pay_to"], pay_to, "as the funder's own page shows it");
    assert_eq!(view["payer"]["account_no"], "6222020200112233445");
    assert_eq!(view["requested_at"], "2026-11-20T02:00:00Z");
    assert_eq!(asked["next"], Value::Null);

    let accepted = served.ok(served.post('a', &format!("/draws/{draw}/acceptance"), &json!({}))).await;
    assert_eq!(accepted, json!({ "id": draw.to_string(), "done": "accepted" }));
    served.ok(served.post('a', &format!("/draws/{draw}/instruction"), &instruction("50000.00"))).await;
    let awaiting = served.ok(served.get('a', "/draws?state=awaiting")).await;
    assert_eq!(awaiting["draws"][0]["payment_reference"], "JH-1");
    assert_eq!(awaiting["draws"][0]["instruction_at"], "2026-11-20T02:00:00Z");
    assert_eq!(served.ok(served.get('a', "/draws?state=credited")).await["draws"], json!([]));

    served.world.record_receipt(draw, yuan("50000")).await;
    let credited = served.ok(served.get('a', "/draws?state=credited")).await;
    let lent = served.ok(served.get('a', "/loans")).await["loans"][0].clone();
    assert!(lent["id"].as_str().unwrap().starts_with("loan_"), "{lent}");
    assert_eq!(lent["id"], credited["draws"][0]["loan"]);
    assert_eq!((&lent["holder"], &lent["state"]), (&json!("funder"), &json!("active")));
    assert_eq!((&lent["outstanding"], &lent["due"]), (&json!("50000.00"), &json!("0.00")));
    assert!(lent["due_on"].is_string() && lent.get("overdue_since").is_none(), "{lent}");
    for stranger in ['b', '1'] {
        assert_eq!(served.ok(served.get(stranger, "/loans")).await, json!({ "loans": [] }));
    }
    assert_eq!(served.ok(served.get('a', "/draws?state=awaiting")).await["draws"], json!([]));
    let strangers = served.ok(served.get('b', "/draws")).await;
    assert_eq!(strangers, json!({ "draws": [] }));
    served.world.finish().await;
}

#[tokio::test]
async fn a_refused_draw_tells_why_and_a_rule_that_is_broken_names_its_facts() {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await;
    let wrong = served.send(&served.post('a', &format!("/draws/{draw}/instruction"), &instruction("50000.01"))).await;
    assert_eq!(wrong.problem(), (422, "draw.amount_differs".to_owned()));
    assert_eq!(wrong.json()["facts"], json!({ "instructed": "50000.01", "requested": "50000.00" }));
    assert_eq!(wrong.json()["final"], true);
    let refusal = format!("/draws/{draw}/refusal");
    let empty = served.post('a', &refusal, &json!({ "reason": " " }));
    assert_eq!(served.problem(empty).await, (422, "reason.missing".to_owned()));
    served.world.set_now(START + Duration::SECOND);
    let refused = served.ok(served.post('a', &refusal, &json!({ "reason": "额度已用尽" }))).await;
    assert_eq!(refused["done"], "refused");
    let row = draw::draw(&served.world.db, &served.world.agent(1), draw).await.unwrap();
    assert_eq!(row.state, domain::draw::DrawState::Refused { reason: "额度已用尽".to_owned() });
    assert_eq!(row.timeline.last().unwrap().actor, "key:funder-a-1");
    let late = served.post('a', &format!("/draws/{draw}/acceptance"), &json!({}));
    assert_eq!(served.problem(late).await, (422, "draw.wrong_state".to_owned()));
    served.world.finish().await;
}

#[tokio::test]
async fn absent_and_foreign_are_told_alike_to_the_byte() {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await;
    for (operation, body) in [
        ("acceptance", json!({})),
        ("refusal", json!({ "reason": "额度已用尽" })),
        ("instruction", instruction("50000.00")),
    ] {
        let mut answers = Vec::new();
        for id in
            [draw.to_string(), "draw_00000000000000000000000007".to_owned(), "loan_1".to_owned(), "%FF".to_owned()]
        {
            let mut call = served.post('b', &format!("/draws/{id}/{operation}"), &body);
            call.request_no = Some("the-same-number".to_owned());
            let answer = served.send(&call).await;
            assert_eq!(answer.problem(), (404, "not_found".to_owned()), "{id}");
            let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            answers.push((names, answer.body));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
    }
    served.world.finish().await;
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let served = with_line().await;
    let mut ids = Vec::new();
    for minute in 0..5 {
        // Two of them at one instant: the cursor has to tell them apart.
        served.world.set_now(START + Duration::minutes(minute / 2));
        ids.push(requested(&served.world, 1, "1000").await.to_string());
    }
    let mut seen = Vec::new();
    let mut target = "/draws?limit=2&state=requested".to_owned();
    loop {
        let page = served.ok(served.get('a', &target)).await;
        let rows: Vec<String> =
            page["draws"].as_array().unwrap().iter().map(|draw| draw["id"].as_str().unwrap().to_owned()).collect();
        assert!(!rows.is_empty() && rows.len() <= 2, "{page}");
        seen.extend(rows);
        let Some(next) = page["next"].as_str() else { break };
        target = format!("/draws?state=requested&limit=2&cursor={next}");
    }
    ids.sort_unstable();
    seen.sort_unstable();
    assert_eq!(seen, ids);
    served.world.finish().await;
}

#[tokio::test]
async fn a_query_is_read_strictly() {
    let served = Served::new().await;
    for query in [
        "state=refunded",
        "state=",
        "limit=-1",
        "limit=many",
        "limit=70000",
        "cursor=1",
        "cursor=",
        "page=2",
        "state=awaiting&state=credited",
    ] {
        let answer = served.send(&served.get('a', &format!("/draws?{query}"))).await;
        assert_eq!(answer.problem(), (400, "query.invalid".to_owned()), "{query}");
    }
    for query in ["unconfirmed=maybe", "unconfirmed=", "all=true"] {
        let answer = served.send(&served.get('a', &format!("/repayments?{query}"))).await;
        assert_eq!(answer.problem(), (400, "query.invalid".to_owned()), "{query}");
    }
    assert_eq!(served.send(&served.get('a', "/draws?limit=60000")).await.status, StatusCode::OK);
    served.world.finish().await;
}
