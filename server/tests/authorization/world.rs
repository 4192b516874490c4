//! The demonstration world, put back whenever somebody was allowed to change it, and the real router on top of it.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode, header},
    middleware,
};
use demonstration::{Past, seed};
use domain::{actor::SystemPart, hexadecimal, id::PartnerId, partner_key::KeyAlgorithm};
use ed25519_dalek::SigningKey;
use leptos::config::LeptosOptions;
use server::{
    partner::{
        PartnerApi,
        signing::{Signed, sign, target},
    },
    router::{pages, router},
    session::resolve_session,
    site::Site,
    state::AppState,
};
use services::{Context, Db, machine, party, sealed::MasterKeys};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use time::{OffsetDateTime, format_description::well_known::Rfc3339, macros::datetime};
use tower::ServiceExt;
use uuid::Uuid;

/// When everything is asked: after everything in the world.
const NOW: OffsetDateTime = datetime!(2026-11-22 12:00 +8);

/// People beside those of the demonstration: somebody's colleagues, who hold what is not one's own.
const COLLEAGUES: &str = "
    insert into users (id, username, display_name, password_hash, role, agent_id, partner_id, demonstration)
    select gen_random_uuid(), of.username || '-colleague', of.username, '', of.role, of.agent_id, of.partner_id, true
    from users of where of.username like 'agent-_' or of.username like '%-reviewer' or of.username = 'operator-maker'";
/// Somebody works in every shop whose owner signs in.
const CLERKS: &str = "
    insert into users (id, username, display_name, password_hash, role, agent_id, demonstration)
    select gen_random_uuid(), of.username || '-clerk', of.username, '', 'agent_clerk', of.agent_id, true
    from users of where of.username ~ '^agent-[0-9]+$' on conflict (username) do nothing";
/// Everybody is signed in twice: here, and on a device to spare.
const SESSIONS: &str = "
    insert into sessions (id, user_id, token_hash, created_at, seen_at, ends_at, address, device)
    select gen_random_uuid(), id, sha256(convert_to(encode(sha256(convert_to(device || username, 'utf8')), 'hex'), 'utf8')),
           $1, $1, $1 + interval '12 hours', '127.0.0.1', device
    from users, unnest(array['here', 'spare']) device";

/// What is written beside what somebody does, and leaves no audit row: that a session, a nonce, a key or a device was seen, a code that
/// was asked for with the job that sends it, a form that came back, and which columns somebody looks at.
const UNAUDITED: &str =
    "'sessions', 'partner_nonces', 'partner_keys', 'one_time_codes', 'jobs', 'kept_forms', 'list_choices'";
/// Keeps every table beside itself, and which transaction was the last.
const KEEP: &str = "
    create schema kept;
    create function kept.written_since(since bigint, but_for text[]) returns text language plpgsql as $f$
    declare name text; written boolean; names text[] := '{}'; begin
        for name in select tablename from pg_tables where schemaname = 'public' and tablename <> all (but_for) loop
            execute format('select exists (select from public.%I where xmin::text::bigint > $1)', name) into written using since;
            if written then names := names || name; end if;
        end loop;
        return array_to_string(names, ' ');
    end $f$;
    create table kept.since as select pg_current_xact_id()::text::bigint as xact;
    do $$ declare name text; begin
        for name in select tablename from pg_tables where schemaname = 'public' loop
            execute format('create table kept.%1$I as table public.%1$I', name);
        end loop;
    end $$;
    update kept.since set xact = pg_current_xact_id()::text::bigint";
/// Puts back every table in which something was written, past the triggers that forbid it.
const RESTORE: &str = "
    begin;
    set local session_replication_role = replica;
    do $$ declare name text; given text; changed boolean; begin
        for name in select tablename from pg_tables where schemaname = 'public' loop
            execute format('select count(*) <> (select count(*) from kept.%1$I)
                                or bool_or(xmin::text::bigint > (select xact from kept.since)) from public.%1$I', name)
                into changed;
            if changed then
                execute format('delete from public.%1$I', name);
                -- Without what follows from the other columns.
                select string_agg(quote_ident(attname), ', ') into given from pg_attribute
                where attrelid = format('public.%I', name)::regclass and attnum > 0 and not attisdropped and attgenerated = '';
                execute format('insert into public.%1$I (%2$s) overriding system value select %2$s from kept.%1$I', name, given);
            end if;
        end loop;
    end $$;
    update kept.since set xact = pg_current_xact_id()::text::bigint;
    commit";

fn token(username: &str) -> String {
    hexadecimal::text(&Sha256::digest(format!("here{username}")))
}

/// How the partner of a letter or a digit is called.
fn code_of(team: char) -> String {
    if team.is_ascii_digit() { format!("facilitator-{team}") } else { format!("funder-{team}") }
}

fn key_of(team: char) -> SigningKey {
    SigningKey::from_bytes(&Sha256::digest(code_of(team)).into())
}

fn with_database(url: &str, name: &str) -> String {
    let (front, query) = url.split_once('?').map_or((url, String::new()), |(front, rest)| (front, format!("?{rest}")));
    let (server, _) = front.rsplit_once('/').expect("a database url ends with a name");
    format!("{server}/{name}{query}")
}

async fn database(url: &str) -> Db {
    Db::connect(url, 3, Arc::new(|| NOW), machine::randomness()).await.unwrap().with_master_keys(master_keys())
}

fn master_keys() -> MasterKeys {
    MasterKeys::read(&format!("index {0}\nkey {0}", "0".repeat(64))).unwrap()
}

/// The world that is copied.
pub struct Template {
    admin_url: String,
    name: String,
    copies: AtomicU64,
}

impl Template {
    /// Makes the world, with colleagues, sessions and partners' keys.
    pub async fn new() -> Self {
        let admin_url = std::env::var("LIANRONG_TEST_DATABASE_URL")
            .expect("LIANRONG_TEST_DATABASE_URL names the cluster to test on");
        let name = format!("matrix_{}", Uuid::from_bytes(random()).simple());
        let template = Self { admin_url, name, copies: AtomicU64::new(0) };
        fs::create_dir_all(template.site().join("pkg")).unwrap();
        for file in ["favicon.svg", "robots.txt", "pkg/lianrong.css"] {
            fs::write(template.site().join(file), "").unwrap();
        }
        template.admin(format!("create database {}", template.name)).await;
        let url = with_database(&template.admin_url, &template.name);
        services::migrate::migrate(&url).await.unwrap();
        seed(&url, master_keys(), None, NOW, Past::Story).await.unwrap();
        let mut owner = PgConnection::connect(&url).await.unwrap();
        sqlx::query(COLLEAGUES).execute(&mut owner).await.unwrap();
        sqlx::query(CLERKS).execute(&mut owner).await.unwrap();
        sqlx::query(SESSIONS).bind(NOW).execute(&mut owner).await.unwrap();
        let db = database(&url).await;
        for team in ['a', 'b', 'c', '1'] {
            let partner: Uuid = sqlx::query_scalar("select id from partners where code = $1")
                .bind(code_of(team))
                .fetch_one(&mut owner)
                .await
                .unwrap();
            let context = Context::system(SystemPart::Operator, format!("key-of-{team}"));
            let key = key_of(team).verifying_key().to_bytes();
            party::register_key(&db, &context, PartnerId(partner), format!("{}-matrix", code_of(team)), key)
                .await
                .unwrap();
        }
        db.drain().await;
        sqlx::raw_sql(KEEP).execute(&mut owner).await.unwrap();
        owner.close().await.unwrap();
        template
    }

    /// A built site, as far as it is asked for.
    fn site(&self) -> PathBuf {
        std::env::temp_dir().join(&self.name)
    }

    async fn admin(&self, statement: String) {
        let mut admin = PgConnection::connect(&self.admin_url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut admin).await.unwrap();
        admin.close().await.unwrap();
    }

    /// A copy in which things may be done.
    pub async fn copy(&self) -> World {
        let name = format!("{}_{}", self.name, self.copies.fetch_add(1, Ordering::Relaxed));
        self.admin(format!("create database {name} template {}", self.name)).await;
        let url = with_database(&self.admin_url, &name);
        let db = database(&url).await;
        let owner = PgConnection::connect(&url).await.unwrap();
        let options = LeptosOptions::builder()
            .output_name("lianrong")
            .site_root(self.site().to_string_lossy().into_owned())
            .build();
        let state = AppState {
            db: db.clone(),
            site: Site { options, built: app::BuiltFiles::default() },
            partner_api: PartnerApi::new(db.clone(), SigningKey::from_bytes(&[7; 32])),
            network: std::sync::Arc::new(services::network::Nowhere),
            outbound: std::sync::Arc::default(),
            debit_limits: domain::debt::DebitLimits::default(),
            demonstration: true,
            metrics_token: None,
            trusted_proxies: Vec::new().into(),
        };
        let inside = pages(&state)
            .layer(middleware::from_fn_with_state(state.clone(), resolve_session))
            .with_state(state.clone());
        World { name, db, owner, whole: router(state), inside, unaudited: Vec::new() }
    }

    pub async fn discard(&self, world: World) {
        world.owner.close().await.unwrap();
        world.db.drain().await;
        self.admin(format!("drop database {} with (force)", world.name)).await;
    }

    pub async fn drop(self) {
        self.admin(format!("drop database {}", self.name)).await;
        fs::remove_dir_all(self.site()).unwrap();
    }
}

pub fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    machine::randomness()(&mut bytes);
    bytes
}

/// Who asks.
#[derive(Clone, Debug)]
pub enum Asker {
    Nobody,
    Person(String),
    /// The system of funder `a`, `b` or `c`, or of facilitator `1`.
    Partner(char),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: &'static str,
    pub target: String,
    pub content_type: &'static str,
    pub body: Vec<u8>,
    /// Straight to the pages, past the portals' gate.
    pub inside: bool,
}

/// One copy of the world, served.
pub struct World {
    name: String,
    db: Db,
    owner: PgConnection,
    whole: Router,
    inside: Router,
    /// What was done and written, and left no audit row.
    pub unaudited: Vec<String>,
}

/// The last transaction before something is asked, and how many audit rows there were.
#[derive(Clone, Copy)]
pub struct Before(i64, i64);

impl World {
    pub async fn before(&mut self) -> Before {
        let transaction = self.find("select pg_current_xact_id()::text::bigint").await.unwrap();
        Before(transaction, self.find("select count(*) from audit").await.unwrap())
    }

    /// The tables in which something was written since then, if no audit row was.
    pub async fn written_unaudited(&mut self, Before(transaction, audited): Before) -> Option<String> {
        if self.find::<i64>("select count(*) from audit").await? > audited {
            return None;
        }
        let query = format!("select kept.written_since({transaction}, array[{UNAUDITED}])");
        self.find::<String>(&query).await.filter(|tables| !tables.is_empty())
    }

    /// Undoes whatever was done since the copy was made.
    pub async fn restore(&mut self) {
        sqlx::raw_sql(RESTORE).execute(&mut self.owner).await.unwrap();
    }

    /// Runs a statement that arranges something.
    pub async fn arrange(&mut self, statement: &str) {
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut self.owner).await.unwrap();
    }

    /// The first row's first column, if there is a row.
    pub async fn find<T>(&mut self, query: &str) -> Option<T>
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
    {
        sqlx::query_scalar(AssertSqlSafe(query.to_owned())).fetch_optional(&mut self.owner).await.unwrap()
    }

    pub async fn send(&self, asker: &Asker, call: &Call) -> Response<Body> {
        let mut request = Request::builder()
            .method(call.method)
            .uri(&call.target)
            .header(header::HOST, "lianrong.test")
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, "application/json");
        if !call.content_type.is_empty() {
            request = request.header(header::CONTENT_TYPE, call.content_type);
        }
        match asker {
            Asker::Nobody => {}
            Asker::Person(name) => request = request.header(header::COOKIE, format!("__Host-session={}", token(name))),
            Asker::Partner(team) => {
                for (name, value) in signature(*team, call) {
                    request = request.header(name, value);
                }
            }
        }
        let router = if call.inside { &self.inside } else { &self.whole };
        router.clone().oneshot(request.body(Body::from(call.body.clone())).unwrap()).await.unwrap()
    }

    /// What the asker gets, in the matrix' words.
    pub async fn outcome(&self, asker: &Asker, call: &Call) -> String {
        let response = self.send(asker, call).await;
        let (status, location) = (response.status(), response.headers().get(header::LOCATION).cloned());
        let location = location.as_ref().map(|value| value.to_str().unwrap()).unwrap_or_default();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let told = serde_json::from_slice::<serde_json::Value>(&body).ok();
        let code = told.and_then(|told| Some(told.get("code")?.as_str()?.to_owned())).unwrap_or_default();
        word(status, location, &code)
    }
}

fn word(status: StatusCode, location: &str, code: &str) -> String {
    let redirected = status.is_redirection();
    match (status.as_u16(), code) {
        (401, _) | (_, "session.required") => "sign-in".to_owned(),
        _ if redirected && location.starts_with("/sign-in") => "sign-in".to_owned(),
        _ if redirected && ["/agent", "/funder", "/facilitator", "/admin"].contains(&location) => "home".to_owned(),
        (403, _) | (_, "forbidden") => "forbidden".to_owned(),
        (404, _) | (_, "not_found") => "not found".to_owned(),
        (_, "batch.done") => "allowed".to_owned(),
        (_, "") if status.is_success() || redirected => "allowed".to_owned(),
        (number, "") => format!("refused:{number}"),
        (_, code) => format!("refused:{code}"),
    }
}

/// What a partner's system sends beside a call.
fn signature(team: char, call: &Call) -> Vec<(&'static str, String)> {
    let (path, query) = call.target.split_once('?').map_or((&*call.target, None), |(path, query)| (path, Some(query)));
    let unique = Uuid::from_bytes(random()).simple().to_string();
    let signed = Signed {
        method: call.method.to_owned(),
        target: target(path, query),
        partner: code_of(team),
        request_no: if call.method == "GET" { String::new() } else { unique.clone() },
        timestamp: NOW.format(&Rfc3339).unwrap(),
        nonce: unique,
        algorithm: KeyAlgorithm::Ed25519,
    };
    let text = signed.request_text(&call.body);
    let headers = [
        ("x-partner", signed.partner),
        ("x-key-id", format!("{}-matrix", code_of(team))),
        ("x-timestamp", signed.timestamp),
        ("x-nonce", signed.nonce),
        ("x-request-no", signed.request_no),
        ("x-signature", sign(&key_of(team), &text)),
    ];
    headers.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
