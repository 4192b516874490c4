//! How many pages a second the server answers over real connections, against a request that reads one row.

use std::{
    net::Ipv4Addr,
    path::Path,
    time::{Duration, Instant},
};

use axum::{Router, extract::State, routing::get};
use domain::{
    actor::SystemPart,
    id::{AgentId, PartnerId},
    role::{Party, Role},
};
use server::{
    partner::PartnerApi,
    router::router,
    serve::{Limits, serve},
    site::Site,
    state::AppState,
};
use services::{
    Context, Db,
    identity::{self, Credentials, OpenUserCommand, Origin, SignInCommand},
    server_key,
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::{net::TcpListener, sync::oneshot, task::JoinSet, time::interval};

use crate::{
    Outcome, Samples,
    book::{Book, id},
    measure::high,
    note,
};

/// Visitors at once, each with a session and a connection of its own.
const VISITORS: usize = 32;
/// The home is also asked for so many times a second, whether it keeps up or not.
const ASKED_PER_S: u32 = 200;
const PASSWORD: &str = "bench-password";

/// What is measured, by the name of its key: the page, and whose it is.
const PAGES: [(&str, &str, Role); 3] = [
    ("home_per_s", "/agent", Role::Agent),
    ("workbench_per_s", "/funder", Role::FunderReviewer),
    ("overview_per_s", "/admin", Role::OperatorMaker),
];

/// Asks for each page of a book, and for one row, for so many seconds each, so many times.
pub async fn measure(
    Book { db, url, .. }: &Book,
    (repetitions, seconds): (usize, u32),
    samples: &mut Samples,
) -> Outcome<()> {
    let folder = std::env::temp_dir().join(format!("lianrong-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let key = server_key::load_or_create(&folder.join("platform.pem"))?;
    let state = AppState {
        db: db.clone(),
        site: Site::open(Path::new("target/site"))?,
        partner_api: PartnerApi::new(db.clone(), key),
        network: std::sync::Arc::new(services::network::Nowhere),
        outbound: std::sync::Arc::default(),
        debit_limits: domain::debt::DebitLimits::default(),
        demonstration: true,
        metrics_token: None,
        trusted_proxies: Vec::new().into(),
    };
    std::fs::remove_dir_all(&folder)?;
    let options = PgPoolOptions::new().max_connections(u32::try_from(VISITORS)?).test_before_acquire(false);
    let pool = options.connect(url).await?;
    let one_row = Router::new().route("/one-row", get(one_row)).with_state(pool.clone());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let house = format!("http://{}", listener.local_addr()?);
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(serve(router(state).merge(one_row), listener, Limits::default(), async {
        let _ = stopped.await;
    }));

    let shops = sessions(db, Role::Agent, VISITORS).await?;
    let mut visits = vec![("select_per_s", "/one-row", shops.clone())];
    for (key, path, role) in PAGES {
        visits.push((key, path, if role == Role::Agent { shops.clone() } else { sessions(db, role, 1).await? }));
    }
    for _ in 0..repetitions {
        for (key, path, sessions) in &visits {
            let per_second = crowd(&format!("{house}{path}"), sessions, Duration::from_secs(seconds.into())).await?;
            note(samples, (*key).to_owned(), per_second);
        }
        let asked = ASKED_PER_S * seconds;
        let slow = steadily(&format!("{house}/agent"), &shops, asked).await?;
        note(samples, format!("home_p99_ms_{ASKED_PER_S}"), slow);
    }
    drop(stop);
    served.await?;
    pool.close().await;
    Ok(())
}

async fn one_row(State(pool): State<PgPool>) -> String {
    match sqlx::query_scalar::<_, i64>("select balance_fen from wallets limit 1").fetch_one(&pool).await {
        Ok(balance) => balance.to_string(),
        Err(error) => error.to_string(),
    }
}

/// Opens so many accounts, of as many agents or of the one party that such people belong to, and signs each in. Their
/// cookies.
async fn sessions(db: &Db, role: Role, count: usize) -> Outcome<Vec<String>> {
    let mut cookies = Vec::with_capacity(count);
    for number in 1..=count {
        let party = match role {
            Role::Agent => Party::Agent(AgentId(id("agent", number))),
            Role::FunderReviewer => Party::Funder(PartnerId(id("funder", 1))),
            _ => Party::Institution,
        };
        let username = format!("{}-{number}", role.code());
        let command = OpenUserCommand {
            username: username.clone(),
            display_name: username.clone(),
            password: PASSWORD.to_owned(),
            role,
            party,
            demonstration: true,
        };
        let context = Context::system(SystemPart::Operator, format!("open-{username}"));
        identity::open_user(db, &context, command).await.map_err(|error| format!("{error:?}"))?;
        let origin = Origin { network: "127.0.0.1".to_owned(), device: None, session: None };
        let credentials = Credentials { username, password: PASSWORD.to_owned(), code: None, origin };
        let command = SignInCommand {
            credentials,
            address: "127.0.0.1".to_owned(),
            device: "bench".to_owned(),
            demonstration: true,
        };
        let session = identity::sign_in(db, command).await.map_err(|error| format!("{error:?}"))?;
        cookies.push(format!("__Host-session={}", session.token));
    }
    Ok(cookies)
}

/// Every visitor asks again as soon as it has its answer. Answers a second.
async fn crowd(url: &str, sessions: &[String], lasts: Duration) -> Outcome<f64> {
    let began = Instant::now();
    let mut visitors = JoinSet::new();
    for place in 0..VISITORS {
        let (url, cookie) = (url.to_owned(), sessions[place % sessions.len()].clone());
        let client = services::http_client::builder()?.build()?;
        visitors.spawn(async move {
            let mut answered = 0_u32;
            while began.elapsed() < lasts {
                visit(&client, &url, &cookie).await?;
                answered += 1;
            }
            Ok::<_, String>(answered)
        });
    }
    let mut answered = 0;
    for visitor in visitors.join_all().await {
        answered += visitor?;
    }
    Ok(f64::from(answered) / began.elapsed().as_secs_f64())
}

/// One request after another, at their times and not at the answers'. How long, in milliseconds, all but a hundredth
/// took at most.
async fn steadily(url: &str, sessions: &[String], requests: u32) -> Outcome<f64> {
    let client = services::http_client::builder()?.build()?;
    let mut clock = interval(Duration::from_secs(1) / ASKED_PER_S);
    let mut asked = JoinSet::new();
    for (_, cookie) in (0..requests).zip(sessions.iter().cycle()) {
        let due = clock.tick().await;
        let (client, url, cookie) = (client.clone(), url.to_owned(), cookie.clone());
        asked.spawn(async move {
            visit(&client, &url, &cookie).await?;
            Ok::<_, String>(due.elapsed().as_secs_f64() * 1_000.0)
        });
    }
    let took = asked.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(high(&took))
}

/// A page that is no page is an error, so that no refusal is counted as an answer.
async fn visit(client: &reqwest::Client, url: &str, cookie: &str) -> Result<(), String> {
    let answer = client.get(url).header("cookie", cookie).send().await.map_err(|error| error.to_string())?;
    let (status, at) = (answer.status(), answer.url().path().to_owned());
    let text = answer.text().await.map_err(|error| error.to_string())?;
    if status == 200 && url.ends_with(&at) && !text.is_empty() {
        return Ok(());
    }
    Err(format!("{url}: {status} at {at}: {text:.200}"))
}
