//! What a stranger sends leaves nothing behind that grows.

use reqwest::Method;

use crate::house::House;

#[tokio::test]
async fn made_up_methods_and_paths_are_counted_together() {
    let house = House::open().await;
    let made_up = async |number: usize| {
        let method = Method::from_bytes(format!("MADE-UP-{number}").as_bytes()).unwrap();
        for path in ["/healthz", "/agent", &format!("/made/up/{number}"), &format!("/api/v1/{number}")] {
            let answer = house.ask(method.clone(), path).send().await.unwrap();
            assert!(answer.status().is_client_error() || answer.status().is_redirection(), "{path}: {answer:?}");
        }
    };
    let lines = async || house.ask(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap().lines().count();
    // The first time also counts what asks for the metrics.
    lines().await;
    made_up(0).await;
    let before = lines().await;
    for number in 1..=500 {
        made_up(number).await;
    }
    assert_eq!(lines().await, before);
    let counted = "lianrong_request_seconds_count{method=\"other\",route=\"/healthz\",status=\"405\"}";
    assert_eq!(house.counted(counted).await, 501);
    house.close().await;
}
