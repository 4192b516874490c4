//! Reconciliation files over the API.

use domain::hexadecimal;
use reqwest::StatusCode;
use serde_json::json;
use services::{business_day::business_date, end_of_day, partner_file::make};
use sha2::{Digest, Sha256};

use crate::{client::Served, webhooks::told};

#[tokio::test]
async fn a_partner_fetches_its_own_files_and_no_other() {
    let served = Served::new().await;
    let world = &served.world;
    assert_eq!(served.ok(served.get('a', "/reconciliation-files")).await, json!({ "files": [] }));
    let today = business_date(&world.db, &world.system()).await.unwrap();
    end_of_day::close(&world.db, today).await.unwrap();
    make(&world.db, world.funders[0]).await.unwrap();
    let list = served.ok(served.get('a', "/reconciliation-files?limit=1")).await;
    let row = &list["files"][0];
    assert_eq!(
        (&row["business_date"], &row["lines"], &row["payable"]),
        (&json!("2026-11-20"), &json!(0), &json!("0.00"))
    );
    let target = format!("/reconciliation-files/{}", row["id"].as_str().unwrap());
    let answer = served.send(&served.get('a', &target)).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, Some("text/csv; charset=utf-8")));
    assert_eq!(row["sha256"], hexadecimal::text(&Sha256::digest(&answer.body)));
    assert!(answer.body.ends_with(b"\ntotal,,,,0.00,0.00,0.00,0.00\n"));
    for stranger in ['b', '1'] {
        assert_eq!(served.problem(served.get(stranger, &target)).await, (404, "not_found".to_owned()));
    }
    assert!(told(&served, 'a').await.contains(&"reconciliation_file.ready".to_owned()));
    served.world.finish().await;
}
