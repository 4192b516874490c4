//! What was typed into a refused form: shown again to who typed it, once, and told nowhere else.

use domain::role::{Party, Role};
use reqwest::{Method, Response};
use server::{serve::Limits, state::AppState};
use time::Duration;

use crate::{
    harness::{START, World},
    house::{House, cookies, location, open_account},
};

const PHONE: &str = "138 0013 8000";

/// A house with two agents and an operator.
async fn house() -> House {
    let house = House::open().await;
    for number in [1, 2] {
        let party = Party::Agent(house.world.agents[number - 1].agent);
        open_account(&house.world, &format!("shop-{number}"), Role::Agent, party, false).await;
    }
    house
}

/// Sends a form that is refused, because nothing of the kind exists, from a page of the agent's portal.
async fn refused(house: &House, cookies: &str, phone: &str) -> Response {
    let fields = [
        ("request_no", "12345678"),
        ("application", "application_x"),
        ("version", "1"),
        ("contact_name", "赵晓红"),
        ("contact_phone", phone),
        ("business_address", "渝北区"),
        ("purpose", ""),
    ];
    let page = "/agent/sessions?after=7";
    house.post("/api/application/save_shop", page, &fields).header("cookie", cookies).send().await.unwrap()
}

async fn page(house: &House, cookies: &str, address: &str) -> String {
    let answer = house.get(address).header("cookie", cookies).send().await.unwrap();
    answer.text().await.unwrap()
}

#[tokio::test]
async fn an_address_carries_nothing_of_what_was_typed_or_wrong_and_the_page_tells_it_once() {
    let house = house().await;
    let cookies = house.enter("shop-1").await;
    let answer = refused(&house, &cookies, PHONE).await;
    let back = location(&answer).to_owned();
    let (own, marker) = back.rsplit_once("&sent_back=").unwrap();
    assert_eq!(own, "/agent/sessions?after=7");
    assert!(marker.len() == 64 && marker.bytes().all(|byte| byte.is_ascii_hexdigit()), "{marker}");
    let stored = "select count(*) from kept_forms where position('138 0013' in encode(content, 'escape')) > 0
                      or position($1 in encode(marker_hash, 'hex')) > 0";
    let clear: i64 = sqlx::query_scalar(stored).bind(marker).fetch_one(&house.world.owner).await.unwrap();
    assert_eq!((clear, house.world.number("select count(*) from kept_forms").await), (0, 1));

    assert!(page(&house, &cookies, &back).await.contains("data-code=\"not_found\""));
    assert!(!page(&house, &cookies, &back).await.contains("data-code=\"not_found\""), "once");
    assert_eq!(house.world.number("select count(*) from kept_forms").await, 0);
    house.close().await;
}

#[tokio::test]
async fn nobody_else_reads_it_not_even_the_same_person_elsewhere() {
    let house = house().await;
    let (own, elsewhere, other) =
        (house.enter("shop-1").await, house.enter("shop-1").await, house.enter("shop-2").await);
    let back = location(&refused(&house, &own, PHONE).await).to_owned();
    for cookies in [&elsewhere, &other, ""] {
        let shown = page(&house, cookies, &back).await;
        assert!(!shown.contains("not_found") && !shown.contains(PHONE), "{shown}");
    }
    assert!(page(&house, &own, &back).await.contains("data-code=\"not_found\""), "and it is still there");
    house.close().await;
}

#[tokio::test]
async fn what_was_typed_beside_a_file_that_is_refused_comes_back() {
    let world = World::new().await;
    open_account(&world, "trial-operator", Role::OperatorMaker, Party::Institution, true).await;
    let house = House::of(world, Limits::default(), |state| AppState { demonstration: true, ..state }).await;
    let (cookies, carrier) = (house.enter("trial-operator").await, house.world.carrier.to_string());
    let fields = [
        ("request_no", "12345678"),
        ("carrier", carrier.as_str()),
        ("month", "2026-10"),
        ("expected_on", "2026-12-01"),
    ];
    let head = |name: &str| format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"");
    let typed = fields.map(|(name, typed)| format!("{}\r\n\r\n{typed}\r\n", head(name))).concat();
    let body = format!("{typed}{}; filename=\"a.csv\"\r\n\r\n%PDF-1.7\r\n--part--\r\n", head("file"));
    let sent = house
        .ask(Method::POST, "/admin/files/commissions")
        .header("accept", "text/html")
        .header("content-type", "multipart/form-data; boundary=part")
        .header("origin", format!("http://{}", house.address))
        .header("cookie", &cookies)
        .body(body);
    let back = location(&sent.send().await.unwrap()).to_owned();
    assert!(back.starts_with("/admin/commissions?sent_back="), "{back}");
    let shown = page(&house, &cookies, &back).await;
    for typed in ["value=\"2026-10\"", "value=\"2026-12-01\""] {
        assert!(shown.contains(typed), "{typed} {shown}");
    }
    house.close().await;
}

#[tokio::test]
async fn every_tab_has_its_own_and_a_session_ten_for_a_quarter_of_an_hour() {
    let house = house().await;
    let cookies = house.enter("shop-1").await;
    let mut tabs = Vec::new();
    for tab in 0..12 {
        house.world.set_now(START + Duration::seconds(tab));
        tabs.push(location(&refused(&house, &cookies, &format!("phone {tab}")).await).to_owned());
    }
    assert_eq!(house.world.number("select count(*) from kept_forms").await, 10);
    let mut shown = Vec::new();
    for tab in tabs.iter().take(4) {
        shown.push(page(&house, &cookies, tab).await.contains("data-code=\"not_found\""));
    }
    assert_eq!(shown, [false, false, true, true]);
    house.world.set_now(START + Duration::minutes(16));
    assert!(!page(&house, &cookies, &tabs[11]).await.contains("not_found"), "too late");
    services::forget::forget(&house.world.db).await.unwrap();
    assert_eq!(house.world.number("select count(*) from kept_forms").await, 0);
    let large = location(&refused(&house, &cookies, &"长".repeat(5_000)).await).to_owned();
    let kept = house.world.number("select octet_length(content)::bigint from kept_forms").await;
    assert!(kept < 20_000, "{kept}");
    assert!(page(&house, &cookies, &large).await.contains("data-code="));
    house.close().await;
}

#[tokio::test]
async fn a_form_that_came_too_late_waits_for_its_person_to_sign_in_again() {
    let house = house().await;
    let cookies = house.enter("shop-1").await;
    house.world.set_now(START + Duration::days(8));
    let answer = refused(&house, &cookies, PHONE).await;
    let back = location(&answer).to_owned();
    assert!(back.starts_with("/agent/sessions?after=7&sent_back="), "{back}");
    let at_the_door = house.get(&back).header("cookie", &cookies).send().await.unwrap();
    let door = location(&at_the_door).to_owned();
    assert!(door.starts_with("/sign-in?next=/agent/sessions%3Fafter%3D7%26sent_back%3D"), "{door}");
    for (username, finds) in [("shop-2", false), ("shop-1", true)] {
        let fields =
            [("username", username), ("password", crate::house::PASSWORD), ("code", ""), ("next", back.as_str())];
        let entered =
            house.post("/api/session/sign_in", &door, &fields).header("cookie", &cookies).send().await.unwrap();
        assert_eq!(location(&entered), back);
        let shown = page(&house, &self::cookies(&entered), &back).await;
        assert_eq!(shown.contains("data-code=\"not_found\""), finds, "{username}");
    }
    house.close().await;
}

#[tokio::test]
async fn at_the_door_only_the_name_is_kept_by_the_browser_for_one_look() {
    let house = house().await;
    let fields = [("username", "shop-1"), ("password", "guess"), ("code", "123456"), ("next", "/agent/loans")];
    let answer = house.post("/api/session/sign_in", "/sign-in?next=/agent/loans", &fields).send().await.unwrap();
    assert_eq!(location(&answer), "/sign-in?next=/agent/loans");
    let set = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(set.starts_with("__Host-kept=") && set.contains("HttpOnly") && set.contains("Max-Age=120"), "{set}");
    assert_eq!(house.world.number("select count(*) from kept_forms").await, 0);
    let cookies = cookies(&answer);
    let shown = house.get("/sign-in?next=/agent/loans").header("cookie", &cookies).send().await.unwrap();
    assert!(shown.headers()["set-cookie"].to_str().unwrap().starts_with("__Host-kept=;"), "it is forgotten");
    let shown = shown.text().await.unwrap();
    assert!(
        shown.contains("data-code=\"identity.wrong_credentials\"") && shown.contains("value=\"shop-1\""),
        "{shown}"
    );
    assert!(!shown.contains("guess") && !shown.contains("123456"), "{shown}");
    house.close().await;
}

#[tokio::test]
async fn a_link_fills_no_form_and_tells_no_error() {
    let house = house().await;
    let cookies = house.enter("shop-1").await;
    let made_up =
        "/agent/sessions?__path=%2Fapi%2Fsession%2Frevoke&__err=eyJjb2RlIjoiZmFpbGVkIn0&typed.session=x&sent_back=0a";
    let shown = page(&house, &cookies, made_up).await;
    assert!(shown.contains("<h1") && !shown.contains("data-code="), "{shown}");
    let door = page(&house, "", "/sign-in?__path=%2Fapi%2Fsession%2Fsign_in&typed.username=somebody").await;
    assert!(!door.contains("somebody"), "{door}");
    house.close().await;
}
