//! The institution's first person, from the account that `lianrong operator` opens to a session, outside demonstration mode.

#[path = "../../services/tests/it/harness.rs"]
#[expect(dead_code, reason = "the harness serves the tests of every concept, and these need a part of it")]
mod harness;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, header},
};
use domain::role::{Party, Role};
use ed25519_dalek::SigningKey;
use harness::{START, World};
use leptos::config::LeptosOptions;
use server::{partner::PartnerApi, router::router, site::Site, state::AppState};
use services::identity::{OpenUserCommand, new_password, open_user};
use time::{Duration, OffsetDateTime};
use totp_rs::{Builder, Secret};
use tower::ServiceExt;

/// What an authenticator shows for a key.
fn code(key: &str, at: OffsetDateTime) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let letters = key.bytes().map(|letter| ALPHABET.bytes().position(|other| other == letter).unwrap());
    let bits: Vec<u8> =
        letters.flat_map(|value| (0..5).rev().map(move |bit| u8::from(value >> bit & 1 == 1))).collect();
    let bytes: Vec<u8> = bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |value, bit| value << 1 | bit)).collect();
    let totp = Builder::new().with_secret(Secret::new_stack(bytes.try_into().unwrap())).build().unwrap();
    totp.generate(u64::try_from(at.unix_timestamp()).unwrap()).to_string()
}

fn served(world: &World) -> Router {
    router(AppState {
        db: world.db.clone(),
        site: Site {
            options: LeptosOptions::builder().output_name("lianrong").build(),
            built: app::BuiltFiles::default(),
        },
        partner_api: PartnerApi::new(world.db.clone(), SigningKey::from_bytes(&[7; 32])),
        network: std::sync::Arc::new(services::network::Nowhere),
        outbound: std::sync::Arc::default(),
        debit_limits: domain::debt::DebitLimits::default(),
        demonstration: false,
        metrics_token: Some("watcher".to_owned()),
        trusted_proxies: Vec::new().into(),
    })
}

async fn get(router: &Router, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
}

/// Posts a form, and tells the code of its error, or the cookie that it sets.
async fn post(router: &Router, path: &str, (password, code): (&str, &str)) -> Result<String, String> {
    let body = format!("username=lin.xiao&password={password}&code={code}&next=");
    let request = Request::post(path)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let cookie = response.headers().get(header::SET_COOKIE).map(|cookie| cookie.to_str().unwrap().to_owned());
    if response.status().is_success() {
        return Ok(cookie.unwrap_or_default());
    }
    let told: serde_json::Value = serde_json::from_str(&text(response).await).unwrap();
    Err(told["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn the_first_operator_sets_up_one_time_codes_and_signs_in_and_who_guesses_on_has_to_wait() {
    let world = World::new().await;
    let password = new_password(&world.db);
    let command = OpenUserCommand {
        username: "lin.xiao".to_owned(),
        display_name: "林晓".to_owned(),
        password: password.clone(),
        role: Role::OperatorMaker,
        party: Party::Institution,
        demonstration: false,
    };
    open_user(&world.db, &world.system(), command).await.unwrap();
    let router = served(&world);
    let sign_in = "/api/session/sign_in";
    assert!(text(get(&router, "/sign-in", &[]).await).await.contains("href=\"/second-factor\""));
    assert_eq!(post(&router, sign_in, (&password, "")).await, Err("identity.second_factor_missing".to_owned()));

    let enrol = "/api/second_factor/enrol";
    assert_eq!(post(&router, enrol, ("wrong", "")).await, Err("identity.wrong_credentials".to_owned()));
    let cookie = post(&router, enrol, (&password, "")).await.unwrap();
    assert!(cookie.starts_with("__Host-enrolment=otpauth://totp/") && cookie.contains("; HttpOnly;"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    let shown = get(&router, "/second-factor", &[("cookie", cookie), ("accept-encoding", "gzip")]).await;
    assert!(shown.headers().get(header::CONTENT_ENCODING).is_none(), "a page with a secret is not compressed");
    assert_eq!(shown.headers()[header::CACHE_CONTROL], "no-store, no-transform", "nor by what stands between");
    let page = text(shown).await;
    assert!(page.contains("<svg viewBox=\"0 0 "), "a picture to be scanned: {page}");
    let key = page.split("data-secret=\"").nth(1).unwrap().split('"').next().unwrap();

    let confirm = "/api/second_factor/confirm";
    assert_eq!(post(&router, confirm, (&password, "000000")).await, Err("identity.code_wrong".to_owned()));
    let forgotten = post(&router, confirm, (&password, &code(key, START))).await.unwrap();
    assert!(forgotten.starts_with("__Host-enrolment=;") && forgotten.contains("Max-Age=0"), "{forgotten}");
    assert_eq!(post(&router, sign_in, (&password, "")).await, Err("identity.code_needed".to_owned()));
    world.set_now(START + Duration::minutes(1));
    let session = post(&router, sign_in, (&password, &code(key, world.now()))).await.unwrap();
    assert!(session.starts_with("__Host-session="), "{session}");
    let session = session.split(';').next().unwrap();
    let portal = get(&router, "/admin", &[("cookie", session), ("accept-encoding", "gzip")]).await;
    assert_eq!(portal.status(), 200);
    assert_eq!(portal.headers()[header::CONTENT_ENCODING], "gzip", "other pages are compressed");
    assert_guesses_are_braked_and_counted(&router).await;
    world.finish().await;
}

/// In the same test, because the whole process counts guesses together.
async fn assert_guesses_are_braked_and_counted(router: &Router) {
    let ask = || {
        let request = Request::post("/api/session/sign_in").header("content-type", "text/plain").body(Body::empty());
        router.clone().oneshot(request.unwrap())
    };
    let mut asked = 0;
    let answer = loop {
        let answer = ask().await.unwrap();
        asked += 1;
        if answer.status() == 429 || asked > 1_000 {
            break answer;
        }
    };
    assert_eq!(answer.status(), 429);
    let seconds: u64 = answer.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert!(text(answer).await.contains(&format!("请 {seconds} 秒后返回再试")));

    assert_eq!(get(router, "/metrics", &[]).await.status(), 404);
    let metrics = text(get(router, "/metrics", &[("authorization", "Bearer watcher")]).await).await;
    let counted = "lianrong_request_seconds_count{method=\"POST\",route=\"/api/session/sign_in\",status=\"429\"} ";
    assert!(metrics.contains(counted), "{metrics}");
    for gauge in ["lianrong_breaks_open 0", "lianrong_payouts_waiting 0", "lianrong_connections_open "] {
        assert!(metrics.contains(gauge), "{gauge}: {metrics}");
    }
}
