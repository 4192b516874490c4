//! How soon partners' systems are told while others hang, and how many notices a second they can be told.

use std::{
    collections::HashMap,
    net::Ipv4Addr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Json, Router, extract::Path, http::StatusCode, routing::post};
use domain::Amount;
use serde_json::Value;
use services::{
    bank::Banks,
    draw::{self, RequestDrawCommand},
    machine,
    notice::{Outbound, Reach},
    worker::Worker,
};
use sqlx::{AssertSqlSafe, PgPool};
use tokio::{net::TcpListener, task::JoinSet, time::interval};

use crate::{
    Outcome, Samples,
    book::{Book, Size},
    measure::high,
    note,
    payout::SlowBank,
};

const PARTNERS: usize = 100;
/// So many of them accept a connection and answer nothing.
const HANGING: usize = 30;
/// Two events for each.
const DRAWS_PER_S: u32 = 100;
const LASTS: Duration = Duration::from_secs(15);
/// What is sent as fast as it goes.
const RUSH: usize = 20_000;

/// The partners' endpoints.
#[derive(Default)]
struct Receivers {
    /// When the operation began that causes an event, by subject and kind.
    begun: Mutex<HashMap<String, Instant>>,
    /// How long it was until the event came, in milliseconds.
    took: Mutex<Vec<f64>>,
    received: AtomicUsize,
}

impl Receivers {
    fn begin(&self, subject: &str, kind: &str, at: Instant) {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).insert(format!("{subject} {kind}"), at);
    }

    async fn receive(&self, partner: usize, notice: &Value) -> StatusCode {
        if partner <= HANGING {
            return std::future::pending().await;
        }
        let text = |name: &str| notice[name].as_str().unwrap_or_default();
        let key = format!("{} {}", text("subject"), text("type"));
        if let Some(begun) = self.begun.lock().unwrap_or_else(PoisonError::into_inner).remove(&key) {
            let took = begun.elapsed().as_secs_f64() * 1_000.0;
            self.took.lock().unwrap_or_else(PoisonError::into_inner).push(took);
        }
        self.received.fetch_add(1, Ordering::Relaxed);
        StatusCode::NO_CONTENT
    }
}

/// An agent asks for a draw and takes it back, so that its funder is told twice.
async fn happen(book: &Arc<Book>, receivers: &Receivers, agent: usize) -> Result<(), String> {
    let (amount, tenor) = (Amount::from_fen(100_000), "30d".parse().map_err(|_| "no tenor")?);
    let failed = |error: &dyn std::fmt::Debug| format!("{error:?}");
    let preview = draw::preview_draw(&book.db, &book.agent(agent), amount, tenor).await.map_err(|e| failed(&e))?;
    let command = RequestDrawCommand { amount, tenor, purpose: "备货".to_owned(), disclosure_hash: preview.hash };
    let began = Instant::now();
    let requested = draw::request_draw(&book.db, &book.agent(agent), command).await.map_err(|e| failed(&e))?;
    if 1 + agent % PARTNERS > HANGING {
        let subject = requested.draw.to_string();
        receivers.begin(&subject, "draw.requested", began);
        receivers.begin(&subject, "draw.cancelled", Instant::now());
    }
    draw::cancel_draw(&book.db, &book.agent(agent), requested.draw).await.map_err(|e| failed(&e))
}

/// Measures both.
pub async fn measure(admin: &str, samples: &mut Samples) -> Outcome<()> {
    let book = Book::set_up(admin, "bench_notices", Size { agents: PARTNERS, draws: 1 }, PARTNERS).await?;
    let owner = PgPool::connect(&book.url).await?;
    let book = Arc::new(book);
    let receivers = Arc::new(Receivers::default());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let at = receivers.clone();
    let router = Router::new().route(
        "/{partner}",
        post(async move |Path(partner): Path<usize>, Json(notice): Json<Value>| at.receive(partner, &notice).await),
    );
    let served = tokio::spawn(async move { axum::serve(listener, router).await });
    let endpoints = format!(
        "insert into endpoints (id, partner_id, url, wants_success, state, registered_by, registered_at, tested_at, approved_by,
                                approved_at)
         select gen_random_uuid(), bench_id('funder', f), '{url}/' || f, false, 'in_force', 'user:one', now(), now(), 'user:two', now()
         from generate_series(1, {PARTNERS}) f"
    );
    sqlx::query(AssertSqlSafe(endpoints)).execute(&owner).await?;
    let folder = std::env::temp_dir().join(format!("lianrong-notices-{}", std::process::id()));
    let key = server::partner::server_key::load_or_create(&folder.join("platform.pem"))?;
    std::fs::remove_dir_all(&folder)?;
    let reach = Reach { loopback: true, own: Vec::new() };
    let outbound = Outbound::new(reach, machine::lookup(), key, machine::clock())?;
    let banks = Banks::one(&SlowBank);
    let worker = Worker { outbound: &outbound, ..Worker::new(&book.db, &banks) };
    let asked = usize::try_from(u64::from(DRAWS_PER_S) * LASTS.as_secs())?;
    let steadily = async {
        let mut clock = interval(Duration::from_secs(1) / DRAWS_PER_S);
        let mut running = JoinSet::new();
        for agent in (1..=PARTNERS).cycle().take(asked) {
            clock.tick().await;
            let (book, receivers) = (book.clone(), receivers.clone());
            running.spawn(async move { happen(&book, &receivers, agent).await });
        }
        for outcome in running.join_all().await {
            outcome?;
        }
        until(&receivers, asked * 2 * (PARTNERS - HANGING) / PARTNERS).await;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
    };
    let mut outcome = Ok(());
    worker.work(|_, _| {}, async { outcome = steadily.await }).await;
    outcome?;
    let took = std::mem::take(&mut *receivers.took.lock().unwrap_or_else(PoisonError::into_inner));
    note(samples, "notice_p99_ms_with_failing".to_owned(), high(&took));
    let rush = format!(
        "insert into outbox (id, recorded_at, event, partner_id, subject, payload, version)
         select gen_random_uuid(), now(), 'transfer.approved', bench_id('funder', {HANGING} + 1 + n % {}), 'x', '{{}}', 1
         from generate_series(1, {RUSH}) n",
        PARTNERS - HANGING
    );
    sqlx::query(AssertSqlSafe(rush)).execute(&owner).await?;
    receivers.received.store(0, Ordering::Relaxed);
    let began = Instant::now();
    worker.work(|_, _| {}, until(&receivers, RUSH)).await;
    note(samples, "notices_per_s".to_owned(), f64::from(u32::try_from(RUSH)?) / began.elapsed().as_secs_f64());
    served.abort();
    owner.close().await;
    Arc::into_inner(book).ok_or("somebody still has the book")?.verify_and_drop().await
}

async fn until(receivers: &Receivers, count: usize) {
    while receivers.received.load(Ordering::Relaxed) < count {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
