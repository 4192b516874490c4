//! A fresh database per test, made from a template that is migrated once per state of the migrations; a fixed clock and
//! seeded randomness; and the smallest world in which something can happen.

#[path = "harness/kept.rs"]
mod kept;
#[path = "harness/people.rs"]
mod people;
#[path = "harness/race.rs"]
mod race;
#[path = "harness/spoilt.rs"]
mod spoilt;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use domain::{
    Amount, Rate,
    actor::SystemPart,
    draw::DrawRefusal,
    id::{CarrierId, DrawId, PartnerId},
    ledger::{AccountKind, EventKind, Journal},
    role::{PartnerKind, Role},
    terms::{DayCount, LoanTerms, RepaymentMethod, Tenor},
    wallet::Wallet,
};
use services::{
    Actor, Context, Db, Error, Write,
    db::Work,
    ledger,
    page::PageRequest,
    party::{self, NewAgent, NewCarrier, NewPartner, NewReserveAccount, RegisteredAgent},
    sealed::MasterKeys,
};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool, postgres::PgConnectOptions};
use time::{
    OffsetDateTime,
    macros::{date, datetime},
};
use uuid::Uuid;

/// What a list is asked for where the test is not about its pages.
pub const FIRST: PageRequest = PageRequest::FIRST;
/// How many operations of a test can be under way at once.
const CONNECTIONS: usize = 20;
/// Where a test begins: ten in the morning of the first business date.
pub const START: OffsetDateTime = datetime!(2026-11-20 10:00 +8);

pub struct World {
    pub db: Db,
    /// The owner's connection: sees everything, for assertions only.
    pub owner: PgPool,
    pub agents: Vec<RegisteredAgent>,
    pub funders: Vec<PartnerId>,
    pub facilitators: Vec<PartnerId>,
    pub carrier: CarrierId,
    pub reserve_account: Uuid,
    pub url: String,
    name: String,
    admin_url: String,
    clock: Arc<Mutex<OffsetDateTime>>,
    requests: AtomicU64,
}

fn admin_url() -> String {
    std::env::var("LIANRONG_TEST_DATABASE_URL").expect("LIANRONG_TEST_DATABASE_URL names the cluster to test on")
}

/// Master keys that a digit tells apart, the first of them the one that seals.
pub fn master_keys(digits: &[&str]) -> MasterKeys {
    let keys: String = digits.iter().map(|digit| format!("key {}\n", digit.repeat(64))).collect();
    MasterKeys::read(&format!("index {}\n{keys}", "f".repeat(64))).unwrap()
}

fn with_database(url: &str, name: &str) -> String {
    let (front, query) = url.split_once('?').map_or((url, String::new()), |(front, rest)| (front, format!("?{rest}")));
    let (server, _) = front.rsplit_once('/').expect("a database url ends with a name");
    format!("{server}/{name}{query}")
}

async fn connect(url: &str) -> PgConnection {
    url.parse::<PgConnectOptions>().unwrap().connect().await.unwrap()
}

/// The name of the template for the present migrations, made by whoever comes first.
async fn template(admin: &mut PgConnection, url: &str) -> String {
    let digest = Sha256::digest(services::migrate::checksums());
    let name = format!("it_template_{:02x}{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2], digest[3]);
    sqlx::query("select pg_advisory_lock(4051, 2)").execute(&mut *admin).await.unwrap();
    let exists: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(&name)
        .fetch_one(&mut *admin)
        .await
        .unwrap();
    if !exists {
        let building = format!("{name}_building");
        execute(admin, format!("drop database if exists {building}")).await;
        execute(admin, format!("create database {building}")).await;
        services::migrate::migrate(&with_database(url, &building)).await.unwrap();
        execute(admin, format!("alter database {building} rename to {name}")).await;
    }
    sqlx::query("select pg_advisory_unlock(4051, 2)").execute(&mut *admin).await.unwrap();
    name
}

async fn execute(connection: &mut PgConnection, statement: String) {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await.unwrap();
}

impl World {
    pub async fn new() -> Self {
        let admin_url = admin_url();
        let mut admin = connect(&admin_url).await;
        let template = template(&mut admin, &admin_url).await;
        // The one random thing in a test: the name of its database, which nothing depends on.
        let name: String = sqlx::query_scalar("select 'it_' || replace(gen_random_uuid()::text, '-', '')")
            .fetch_one(&mut admin)
            .await
            .unwrap();
        execute(&mut admin, format!("create database {name} template {template}")).await;
        let url = with_database(&admin_url, &name);
        let clock = Arc::new(Mutex::new(START));
        let db = {
            let clock = clock.clone();
            let drawn = AtomicU64::new(0);
            Db::connect(
                &url,
                CONNECTIONS,
                Arc::new(move || *clock.lock().unwrap()),
                Arc::new(move |buffer: &mut [u8]| {
                    for chunk in buffer.chunks_mut(32) {
                        let block = Sha256::digest(drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes());
                        chunk.copy_from_slice(&block[..chunk.len()]);
                    }
                }),
            )
            .await
            .unwrap()
            .with_master_keys(master_keys(&["0"]))
        };
        let owner = PgPool::connect_lazy(&url).unwrap();
        let mut world = Self {
            db,
            owner,
            agents: Vec::new(),
            funders: Vec::new(),
            facilitators: Vec::new(),
            carrier: CarrierId(Uuid::nil()),
            reserve_account: Uuid::nil(),
            url,
            name,
            admin_url,
            clock,
            requests: AtomicU64::new(0),
        };
        world.populate().await;
        world
    }

    async fn populate(&mut self) {
        for (code, name, account) in [
            ("funder-a", "嘉禾小额贷款有限公司", "6222020200112233445"),
            ("funder-b", "恒信商业保理有限公司", "31050161364000001234"),
            ("funder-c", "云启小额贷款有限公司", "6230580000098765432"),
            ("facilitator-1", "顺联助贷服务有限公司", "6214830000012345678"),
            ("facilitator-2", "通汇信息服务有限公司", "6217000000087654321"),
        ] {
            let partner = NewPartner {
                kind: code.split_once('-').and_then(|(kind, _)| kind.parse().ok()).unwrap(),
                code: code.to_owned(),
                name: name.to_owned(),
                licence_no: format!("licence-{code}"),
                licence_expires_on: date!(2030 - 12 - 31),
                regions: vec!["全国".to_owned()],
                bank_account_no: account.to_owned(),
                bank_name: "中国建设银行重庆分行".to_owned(),
            };
            let kind = partner.kind;
            let id = party::register_partner(&self.db, &self.system(), partner).await.unwrap();
            if kind == PartnerKind::Funder { self.funders.push(id) } else { self.facilitators.push(id) }
        }
        let carrier = NewCarrier {
            name: "华信通信有限公司".to_owned(),
            bank_account_no: "11001045300053001234".to_owned(),
            bank_name: "中国工商银行北京分行".to_owned(),
        };
        self.carrier = party::register_carrier(&self.db, &self.system(), carrier).await.unwrap();
        for number in 1..=5 {
            self.add_agent(number).await;
        }
        let reserve = NewReserveAccount {
            account_no: "4000021029200123456".to_owned(),
            name: "联融支付有限公司客户备付金".to_owned(),
            currency: "CNY".to_owned(),
            bank: "main".to_owned(),
            branch: String::new(),
        };
        self.reserve_account = party::register_reserve_account(&self.db, &self.system(), reserve).await.unwrap();
        self.insert_people().await;
    }

    /// The agent with the next number.
    pub async fn add_agent(&mut self, number: usize) {
        let agent = NewAgent {
            number: format!("A{number:04}"),
            shop_name: format!("第{number}通讯"),
            legal_person: "张三".to_owned(),
            licence_no: format!("9150011200000{number:04}"),
            licence_expires_on: date!(2029 - 12 - 31),
            region: "重庆市".to_owned(),
            carrier: self.carrier,
            phone_masked: "138 **** 1402".to_owned(),
            bank_account_no: format!("621700376000{number:07}"),
            bank_account_name: format!("第{number}通讯器材经营部"),
            joined_on: date!(2023 - 01 - 01),
            wallet_number: None,
        };
        self.agents.push(party::register_agent(&self.db, &self.system(), agent).await.unwrap());
    }

    pub fn request_no(&self) -> String {
        format!("request-{}", self.requests.fetch_add(1, Ordering::Relaxed))
    }

    /// Lianrong itself, with a fresh request number, as every context here.
    pub fn system(&self) -> Context {
        Context::system(SystemPart::Operator, self.request_no())
    }

    /// The agent with this number, from 1.
    pub fn agent(&self, number: usize) -> Context {
        Context::new(Actor::User(self.person(&format!("agent-{number}"), Role::Agent)), self.request_no())
    }

    /// Somebody who works in the shop of the agent with this number; of whom no row tells.
    pub fn clerk(&self, number: usize) -> Context {
        Context::new(Actor::User(self.person(&format!("agent-{number}-clerk"), Role::AgentClerk)), self.request_no())
    }

    /// Somebody of funder `a`, `b` or `c`.
    pub fn funder_person(&self, funder: char, role: Role) -> Context {
        let username = format!("funder-{funder}-{}", role.code().trim_start_matches("funder_"));
        Context::new(Actor::User(self.person(&username, role)), self.request_no())
    }

    pub fn operator(&self, role: Role) -> Context {
        let username = match role {
            Role::OperatorMaker => "operator-maker",
            Role::OperatorChecker => "operator-checker",
            _ => "auditor",
        };
        Context::new(Actor::User(self.person(username, role)), self.request_no())
    }

    /// Somebody of facilitator 1 or 2.
    pub fn facilitator(&self, number: usize, role: Role) -> Context {
        let username = format!("facilitator-{number}-{}", role.code().trim_start_matches("facilitator_"));
        Context::new(Actor::User(self.person(&username, role)), self.request_no())
    }

    /// The system of funder `a`, `b` or `c`.
    pub fn partner(&self, funder: char) -> Context {
        let id = self.funders[usize::from(funder as u8 - b'a')];
        Context::new(
            Actor::Partner { kind: PartnerKind::Funder, id, key_id: format!("funder-{funder}-1") },
            self.request_no(),
        )
    }

    pub fn now(&self) -> OffsetDateTime {
        *self.clock.lock().unwrap()
    }

    pub fn set_now(&self, now: OffsetDateTime) {
        *self.clock.lock().unwrap() = now;
    }

    /// Gives an agent an open line with funder `a`, without the way there: offer and application have their own tests.
    pub async fn open_line(&self, agent: usize, limit: Amount, terms: LoanTerms, tenors: &[&str]) -> Uuid {
        let (agent, funder) = (self.agents[agent - 1].agent.0, self.funders[0].0);
        let id = |what: &str| {
            let digest = Sha256::digest(format!("{what}:{agent}"));
            Uuid::from_slice(&digest[..16]).unwrap()
        };
        let tenors: Vec<String> = tenors.iter().map(|tenor| (*tenor).to_owned()).collect();
        let terms = serde_json::to_value(terms).unwrap();
        let statements = [
            "insert into rounds (id, agent_id, opened_at, deadline_at) values ($1, $2, $3, $3)",
            "insert into offers (id, round_id, agent_id, funder_id, pseudonym, state, limit_fen, terms, tenors, asked_at,
                                 valid_until)
             values ($1, $1, $2, $4, $1, 'selected', $5, $6, $7, $3, $3)",
            "insert into applications (id, reference, agent_id, funder_id, offer_id, state, slot_held, form,
                                       offered_limit_fen, approved_limit_fen, terms, tenors, created_at)
             values ($1, 'APP-' || $1, $2, $4, $1, 'agreed', true, '{}', $5, $5, $6, $7, $3)",
            "insert into credit_lines (id, reference, agent_id, funder_id, application_id, state, limit_fen,
                                       outstanding_fen, earmarked_fen, terms, tenors, opened_on, matures_on)
             values ($1, 'LIN20261120' || lpad((select count(*) from credit_lines)::text, 8, '0'), $2, $4, $1, 'active', $5, 0, 0, $6, $7, '2026-11-20', '2027-11-20')",
        ];
        for statement in statements {
            // Every statement takes all seven parameters; those that it does not need are only typed.
            let typed = format!(
                "with unused as (select $1::uuid, $2::uuid, $3::timestamptz, $4::uuid, $5::bigint, $6::jsonb, $7::text[]) {statement}"
            );
            sqlx::query(AssertSqlSafe(typed))
                .bind(id("line"))
                .bind(agent)
                .bind(START)
                .bind(funder)
                .bind(limit.fen())
                .bind(&terms)
                .bind(&tenors)
                .execute(&self.owner)
                .await
                .unwrap();
        }
        id("line")
    }

    /// Money for a draw on the reserve account: what a matched movement does, without the bank.
    pub async fn record_receipt(&self, draw: DrawId, amount: Amount) {
        let reserve = self.reserve_account;
        self.receive(draw.0, "draw", amount, move |write, movement| {
            Box::pin(async move {
                let locked = services::draw::lock::<DrawRefusal>(write, draw).await?.unwrap();
                write.envelope.post(receipt(movement, reserve, amount));
                services::draw::receive(write, locked, reserve, amount, "test").await
            })
        })
        .await;
    }

    /// Closes days until `date` is open.
    pub async fn turn_to(&self, date: time::Date) {
        let mut open = services::business_day::business_date(&self.db, &self.system()).await.unwrap();
        while open < date {
            open = services::end_of_day::close(&self.db, open).await.unwrap();
        }
    }

    /// Money in a wallet, as a top-up brings it.
    pub async fn fill_wallet(&self, agent: usize, amount: Amount) {
        let (reserve, wallet) = (self.reserve_account, self.agents[agent - 1].wallet.0);
        self.receive(wallet, "wallet", amount, move |write, movement| {
            Box::pin(async move {
                let row = sqlx::query_as::<_, (i64, i64)>(
                    "update wallets set balance_fen = balance_fen + $2, version = version + 1
                     where id = $1 returning balance_fen, version",
                )
                .bind(wallet)
                .bind(amount.fen())
                .fetch_one(write.connection())
                .await?;
                let (balance, version, held) = (Amount::from_fen(row.0), row.1, Amount::ZERO);
                let after = Wallet { balance, version, frozen: false, held };
                let journal = Journal::of(EventKind::TopUpMatched.of(movement), write.business_date)
                    .transfer(
                        ledger::account(AccountKind::UnmatchedReceipts, reserve),
                        ledger::wallet_account(wallet, after),
                        amount,
                    )
                    .unwrap();
                write.envelope.post(receipt(movement, reserve, amount));
                write.envelope.post(journal);
                Ok(())
            })
        })
        .await;
    }

    async fn receive<F>(&self, matched: Uuid, kind: &'static str, amount: Amount, work: F)
    where
        F: for<'w> FnOnce(&'w mut Write, Uuid) -> Work<'w, Result<(), Error<DrawRefusal>>> + Send + 'static,
    {
        let reserve = self.reserve_account;
        let number = self.request_no();
        self.db
            .write(&self.system(), "test.receive", &number.clone(), move |write| {
                Box::pin(async move {
                    let movement = write.id();
                    sqlx::query(
                        "insert into bank_movements (id, reserve_account_id, bank_reference, source, fed, direction,
                             amount_fen, booked_on, counterparty_name, counterparty_account, counterparty_bank, remittance,
                             state, matched_kind, matched_id, recorded_at)
                         values ($1, $2, $3, 'feed', true, 'credit', $4, $5, '', $3, '', '', 'matched', $6, $7, $8)",
                    )
                    .bind(movement)
                    .bind(reserve)
                    .bind(number)
                    .bind(amount.fen())
                    .bind(write.business_date)
                    .bind(kind)
                    .bind(matched)
                    .bind(write.at)
                    .execute(write.connection())
                    .await?;
                    work(write, movement).await
                })
            })
            .await
            .unwrap();
    }

    /// One number from the database, as its owner.
    pub async fn number(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&self.owner).await.unwrap()
    }

    /// Runs every invariant, and drops the database only when they hold.
    pub async fn finish(self) {
        self.finish_but_for(&[]).await;
    }

    /// All that the database holds, with bytes in hexadecimal.
    pub async fn dump(&self) -> String {
        let mut connection = connect(&self.url).await;
        sqlx::query("set xmlbinary = hex").execute(&mut connection).await.unwrap();
        let all =
            "select string_agg(query_to_xml('select * from ' || quote_ident(tablename), true, false, '')::text, '')
                   from pg_tables where schemaname = 'public'";
        sqlx::query_scalar(all).fetch_one(&mut connection).await.unwrap()
    }

    /// As [`finish`](Self::finish), where the outside world itself breaks these invariants.
    pub async fn finish_but_for(self, broken: &[&str]) {
        for verdict in services::verify::verify(&self.db, &self.system()).await.unwrap() {
            let holds = verdict.offending.is_empty();
            assert!(holds != broken.contains(&verdict.name), "{}: {:#?}", verdict.name, verdict.offending);
        }
        self.db.drain().await;
        self.drop_database().await;
    }

    pub async fn drop_database(self) {
        self.owner.close().await;
        let mut admin = connect(&self.admin_url).await;
        execute(&mut admin, format!("drop database {} with (force)", self.name)).await;
        admin.close().await.unwrap();
    }

    /// The SQLSTATE with which the application's role is turned away, if it is.
    pub async fn as_application(&self, statement: &str) -> Option<String> {
        self.as_owner(&format!("set role lianrong_app; {statement}")).await
    }

    /// The SQLSTATE with which the tables' owner is turned away, if it is.
    pub async fn as_owner(&self, statements: &str) -> Option<String> {
        let mut connection = connect(&self.url).await;
        let outcome = sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await;
        connection.close().await.unwrap();
        outcome.err()?.as_database_error()?.code().map(std::borrow::Cow::into_owned)
    }
}

/// 14.4 % a year by actual days of 360, everything at the end: 50,000.00 for 30 days costs 600.00.
pub fn bullet_terms() -> LoanTerms {
    LoanTerms::new("0.144".parse::<Rate>().unwrap(), DayCount::Act360, RepaymentMethod::Bullet, Tenor::Days(30))
}

fn receipt(movement: Uuid, reserve: Uuid, amount: Amount) -> Journal {
    Journal::of(EventKind::ReceiptRecorded.of(movement), START.date())
        .transfer(
            ledger::account(AccountKind::ReserveCash, reserve),
            ledger::account(AccountKind::UnmatchedReceipts, reserve),
            amount,
        )
        .unwrap()
}

pub fn yuan(text: &str) -> Amount {
    text.parse().unwrap()
}
