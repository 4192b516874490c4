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
use domain::{actor::SystemPart, event::PartnerEvent, id::PartnerId};
use serde_json::Value;
use services::{
    Context, Db,
    bank::Banks,
    error::Never,
    machine,
    notice::{Outbound, Reach},
    sealed::MasterKeys,
    server_key,
    worker::Worker,
};
use sqlx::{AssertSqlSafe, PgPool};
use tokio::{net::TcpListener, task::JoinSet, time::interval};

use crate::{
    Outcome, Samples,
    book::{Book, Size, id},
    measure::high,
    note,
    payout::SlowBank,
};

const PARTNERS: usize = 100;
/// So many of them fail: every other one accepts a connection and answers nothing, and the rest say that they cannot.
const FAILING: usize = 30;
const EVENTS_PER_S: u32 = 200;
const LASTS: Duration = Duration::from_secs(15);
/// What is sent as fast as it goes.
const RUSH: usize = 20_000;

/// The partners' endpoints.
#[derive(Default)]
struct Receivers {
    /// When the operation began that causes an event, by its subject.
    begun: Mutex<HashMap<String, Instant>>,
    /// How long it was until the event came, in milliseconds.
    took: Mutex<Vec<f64>>,
    received: AtomicUsize,
}

impl Receivers {
    fn begin(&self, subject: &str, at: Instant) {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).insert(subject.to_owned(), at);
    }

    async fn receive(&self, partner: usize, notice: &Value) -> StatusCode {
        if partner <= FAILING {
            return if partner.is_multiple_of(2) {
                StatusCode::SERVICE_UNAVAILABLE
            } else {
                std::future::pending().await
            };
        }
        let subject = notice["subject"].as_str().unwrap_or_default();
        if let Some(begun) = self.begun.lock().unwrap_or_else(PoisonError::into_inner).remove(subject) {
            let took = begun.elapsed().as_secs_f64() * 1_000.0;
            self.took.lock().unwrap_or_else(PoisonError::into_inner).push(took);
        }
        self.received.fetch_add(1, Ordering::Relaxed);
        StatusCode::NO_CONTENT
    }
}

/// Something happens that a partner is told of.
async fn happen(db: &Db, receivers: &Receivers, place: usize) -> Result<(), String> {
    let partner = 1 + place % PARTNERS;
    let context = Context::system(SystemPart::Operator, format!("happen-{place}"));
    if partner > FAILING {
        receivers.begin(&place.to_string(), Instant::now());
    }
    let told = db.write(&context, "bench.happen", &place, move |write| {
        let id = PartnerId(id("funder", partner));
        Box::pin(async move { write.envelope.tell::<Never>(id, place, &PartnerEvent::TransferApproved {}) })
    });
    told.await.map_err(|error| format!("{error:?}"))
}

/// Measures both.
pub async fn measure(admin: &str, samples: &mut Samples) -> Outcome<()> {
    let book = Book::set_up(admin, "bench_notices", Size { agents: PARTNERS, draws: 1 }, PARTNERS).await?;
    let owner = PgPool::connect(&book.url).await?;
    let keys = format!("key {0}\nindex {0}\n", "5a".repeat(32));
    let db = book.db.clone().with_master_keys(MasterKeys::read(&keys)?);
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
    let key = server_key::load_or_create(&folder.join("platform.pem"))?;
    std::fs::remove_dir_all(&folder)?;
    let reach = Reach { loopback: true, own: Vec::new() };
    let outbound = Outbound::new(reach, machine::lookup(), key, machine::clock())?;
    let banks = Banks::one(&SlowBank);
    let worker = Worker { outbound: &outbound, ..Worker::new(&db, &banks) };
    let asked = usize::try_from(u64::from(EVENTS_PER_S) * LASTS.as_secs())?;
    let steadily = async {
        let mut clock = interval(Duration::from_secs(1) / EVENTS_PER_S);
        let mut running = JoinSet::new();
        for place in 0..asked {
            clock.tick().await;
            let (db, receivers) = (db.clone(), receivers.clone());
            running.spawn(async move { happen(&db, &receivers, place).await });
        }
        for outcome in running.join_all().await {
            outcome?;
        }
        until(&receivers, asked * (PARTNERS - FAILING) / PARTNERS).await;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
    };
    let mut outcome = Ok(());
    worker.work(|_, _| {}, async { outcome = steadily.await }).await;
    outcome?;
    let took = std::mem::take(&mut *receivers.took.lock().unwrap_or_else(PoisonError::into_inner));
    note(samples, "notice_p99_ms_with_failing".to_owned(), high(&took));
    let rush = format!(
        "insert into outbox (id, recorded_at, event, partner_id, subject, payload, version)
         select gen_random_uuid(), now(), 'transfer.approved', bench_id('funder', {FAILING} + 1 + n % {}), 'x', '{{}}', 1
         from generate_series(1, {RUSH}) n",
        PARTNERS - FAILING
    );
    sqlx::query(AssertSqlSafe(rush)).execute(&owner).await?;
    receivers.received.store(0, Ordering::Relaxed);
    let began = Instant::now();
    worker.work(|_, _| {}, until(&receivers, RUSH)).await;
    note(samples, "notices_per_s".to_owned(), f64::from(u32::try_from(RUSH)?) / began.elapsed().as_secs_f64());
    served.abort();
    owner.close().await;
    drop(db);
    book.verify_and_drop().await
}

async fn until(receivers: &Receivers, count: usize) {
    while receivers.received.load(Ordering::Relaxed) < count {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
