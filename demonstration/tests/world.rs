//! The demonstration world: made once, whole, in order, and exactly what the sample statement speaks of.

use std::{future::Future, pin::pin, sync::Arc, task::Poll};

use demonstration::{PASSWORD, Past, Seeded, seed};
use domain::{actor::SystemPart, matching::BreakKind};
use services::{
    Actor, Context, Db,
    bank_movement::{
        DecideStatementCommand, LineRequest, Outcome, StatementLine, Told, decide_statement, preview_statement,
        statement_file, statement_lines,
    },
    identity::{Credentials, Origin, SignInCommand, session_by_token, sign_in},
    machine,
    sealed::MasterKeys,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use time::{OffsetDateTime, macros::datetime};

fn master_keys() -> MasterKeys {
    MasterKeys::read(&format!("index {0}\nkey {0}", "0".repeat(64))).unwrap()
}

/// When the tests make the world: after everything in it.
const NOW: OffsetDateTime = datetime!(2026-11-22 12:00 +8);
const STATEMENT: &[u8] = include_bytes!("../../files/tests/data/statements/icbc-reserve-2026-11-20.gb18030.csv");

/// A database of its own, dropped when the test has passed.
struct Scratch {
    admin: PgConnection,
    owner: PgConnection,
    name: String,
    url: String,
}

fn with_database(url: &str, name: &str) -> String {
    let (front, query) = url.split_once('?').map_or((url, String::new()), |(front, rest)| (front, format!("?{rest}")));
    let (server, _) = front.rsplit_once('/').expect("a database url ends with a name");
    format!("{server}/{name}{query}")
}

impl Scratch {
    async fn new() -> Self {
        let admin_url = std::env::var("LIANRONG_TEST_DATABASE_URL")
            .expect("LIANRONG_TEST_DATABASE_URL names the cluster to test on");
        let mut admin = PgConnection::connect(&admin_url).await.unwrap();
        let name: String = sqlx::query_scalar("select 'seed_' || replace(gen_random_uuid()::text, '-', '')")
            .fetch_one(&mut admin)
            .await
            .unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!("create database {name}"))).execute(&mut admin).await.unwrap();
        let url = with_database(&admin_url, &name);
        services::migrate::migrate(&url).await.unwrap();
        let owner = PgConnection::connect(&url).await.unwrap();
        Self { admin, owner, name, url }
    }

    async fn seed(&self) -> Seeded {
        seed(&self.url, master_keys(), None, NOW, Past::Story).await.unwrap()
    }

    async fn db(&self) -> Db {
        Db::connect(&self.url, 2, Arc::new(|| NOW), machine::randomness())
            .await
            .unwrap()
            .with_master_keys(master_keys())
    }

    /// One text from the owner's connection, which sees everything.
    async fn tell(&mut self, query: &'static str) -> String {
        sqlx::query_scalar::<_, Option<String>>(query).fetch_one(&mut self.owner).await.unwrap().unwrap_or_default()
    }

    /// How many rows every table has.
    async fn rows(&mut self) -> Vec<(String, i64)> {
        let tables: Vec<String> = sqlx::query_scalar(
            "select table_name::text from information_schema.tables where table_schema = 'public' order by table_name",
        )
        .fetch_all(&mut self.owner)
        .await
        .unwrap();
        let mut counts = Vec::new();
        for table in tables {
            let query = AssertSqlSafe(format!("select count(*) from {table}"));
            counts.push((table, sqlx::query_scalar(query).fetch_one(&mut self.owner).await.unwrap()));
        }
        counts
    }

    /// Waits until no operation of a seed that was dropped is under way.
    async fn settle(&mut self) {
        let mut busy = true;
        while busy {
            busy = sqlx::query_scalar(
                "select exists (select from pg_stat_activity
                                where datname = current_database() and application_name = 'lianrong')",
            )
            .fetch_one(&mut self.owner)
            .await
            .unwrap();
        }
    }

    async fn drop(mut self) {
        self.owner.close().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!("drop database {}", self.name))).execute(&mut self.admin).await.unwrap();
    }
}

/// What has not happened in the demonstration's past; the tests of `services` have it.
const NOT_IN_THE_STORY: &[&str] = &[
    "nothing leaves a wallet that courts hold",
    "every line of a confirmed file is recorded, and what is left of a file is of one under way",
    "money that goes back is a movement's, in one payout of its amount",
    "what commissions have paid of the orders for a loan is what they have repaid",
    "a broken movement has one open break, and no other movement has one",
    "a commission that was given has one journal of its amount, into its agent's wallet",
    "what was taken back of a commission is what its takings took, out of its agent's wallet",
    "an invoice of a share comes to what its lines come to",
    "the lines of an invoice are what was posted in its month",
    "what was taken back of a top-up is what its takings took, out of its agent's wallet",
    "what goes back to a payer was not paid out, or its partner owes it",
    "a partner owes back nothing of what is yet to be paid to it",
    "what went back beyond what a debit had brought is owed once two people say so, with one journal",
    "a share that is withheld is in the journal of its payment, and what goes back of it in that of its correction",
    "a top-up is taken from its agent's own card or one that it has bound, by the number that the card is found by",
    "a top-up that succeeded is in its agent's wallet, once, and no other is",
    "the money of a settlement is what its file says, once",
    "each notice is delivered, waits, or is dead, and what is delivered was acknowledged",
    "an endpoint that was in force was registered by one and approved by another of its partner",
    "a key that counts was registered by one and approved by another of its partner, or is the institution's doing",
];

async fn verify(db: &Db) {
    let verdicts = services::verify::verify(db, &Context::system(SystemPart::Operator, "")).await.unwrap();
    for verdict in &verdicts {
        assert!(verdict.offending.is_empty(), "{}: {:?}", verdict.name, verdict.offending);
    }
    let idle = verdicts.iter().filter(|verdict| verdict.examined == 0 && !NOT_IN_THE_STORY.contains(&verdict.name));
    let idle: Vec<_> = idle.map(|verdict| verdict.name).collect();
    assert!(idle.is_empty(), "these looked at nothing: {idle:#?}");
}

/// Signs in with a demonstration account.
async fn person(db: &Db, username: &str, request_no: &str) -> Context {
    let command = SignInCommand {
        credentials: Credentials {
            username: username.to_owned(),
            password: PASSWORD.to_owned(),
            code: None,
            origin: Origin::default(),
        },
        address: "127.0.0.1".to_owned(),
        device: "test".to_owned(),
        demonstration: true,
    };
    let session = sign_in(db, command).await.unwrap();
    let person = session_by_token(db, &session.token, true).await.unwrap().unwrap();
    Context::new(Actor::User(person), request_no.to_owned())
}

async fn assert_money_in_order(scratch: &mut Scratch) {
    let cash = "select account_balance(id)::text from accounts where kind = 'reserve_cash'";
    assert_eq!(scratch.tell(cash).await, "100000000");
    let last = "select balance_after_fen::text from bank_movements order by right(bank_reference, 8) desc limit 1";
    assert_eq!(scratch.tell(last).await, "100000000", "as the bank tells it");
    let unmatched = "select account_balance(id)::text from accounts where kind = 'unmatched_receipts'";
    assert_eq!(scratch.tell(unmatched).await, "0");
    let payouts =
        "select string_agg(concat_ws(' ', p.reference, p.amount_fen, p.state, p.account_no, r.interest_fen), ',')
                   from payouts p join payables o on o.payout_id = p.id join repayments r on r.id = o.id where p.state <> 'confirmed'";
    assert_eq!(scratch.tell(payouts).await, "PAY2026112000000003 3012000 sent 6222020200112233445 12000");
    let draws = "select string_agg(concat_ws(' ', reference, amount_fen, instruction_at is not null, funds_fen), ','
                                   order by reference) from draws where state in ('requested', 'awaiting')";
    assert_eq!(scratch.tell(draws).await, "DRW2026112000000017 20000000 t 0,DRW2026112000000021 5000000 t 0");
    let next = "select concat_ws(' ', nextval('draw_numbers'), nextval('payout_numbers'), nextval('wallet_numbers'))";
    assert_eq!(scratch.tell(next).await, "22 4 201");
}

async fn assert_agents_as_described(scratch: &mut Scratch) {
    assert_eq!(scratch.tell("select count(*)::text from agents").await, "200");
    let months = "select concat_ws(' ', min(month), max(month), count(distinct month)) from operating_data";
    assert_eq!(scratch.tell(months).await, "2024-11-01 2026-10-01 24");
    let zhang_san = "select concat_ws(' ', a.region, a.bank_account_name, a.shop_name, a.bank_account_no, w.reference)
                     from users u join agents a on a.id = u.agent_id join wallets w on w.agent_id = a.id
                     where u.username = 'agent-3'";
    assert_eq!(
        scratch.tell(zhang_san).await,
        "重庆市 重庆市渝北区张三通讯器材经营部 张三通讯 6217003760001234567 WLT0000000042"
    );
    let offers = "select string_agg(concat_ws(' ', p.code, o.state, o.terms->>'annual_rate'), ',' order by p.code)
                  from offers o join partners p on p.id = o.funder_id join users u on u.agent_id = o.agent_id
                  where u.username = 'agent-1' and o.valid_until > '2026-12-31'";
    assert_eq!(scratch.tell(offers).await, "funder-a offered 0.072,funder-b offered 0.126,funder-c offered 0.156");
    let applied_and_known = "select string_agg(concat_ws(' ', username,
                                     (select count(*) from rounds r where r.agent_id = u.agent_id),
                                     (select count(*) from applications a where a.agent_id = u.agent_id),
                                     (select count(*) from operating_data d where d.agent_id = u.agent_id)), ','
                                     order by username)
                             from users u where u.username in ('agent-1', 'agent-5')";
    assert_eq!(scratch.tell(applied_and_known).await, "agent-1 1 0 24,agent-5 0 0 0");
    let lines = "select string_agg(concat_ws(' ', u.username, p.code, c.state, c.limit_fen), ',' order by u.username)
                 from credit_lines c join partners p on p.id = c.funder_id join users u on u.agent_id = c.agent_id
                 where u.username in ('agent-2', 'agent-3', 'agent-4')";
    assert_eq!(
        scratch.tell(lines).await,
        "agent-2 funder-a active 35000000,agent-3 funder-b active 18000000,agent-4 funder-c active 3000000"
    );
    let loans =
        "select string_agg(concat_ws(' ', u.username, l.state, l.credited_on + rtrim(l.terms->>'tenor', 'd')::int),
                                   ',' order by u.username, l.state, l.credited_on)
                 from loans l join users u on u.agent_id = l.agent_id
                 where u.username in ('agent-2', 'agent-3', 'agent-4')";
    assert_eq!(
        scratch.tell(loans).await,
        "agent-2 active 2027-01-10,agent-2 settled 2026-11-30,\
         agent-3 active 2026-12-04,agent-3 active 2026-11-21,agent-3 active 2026-11-26,agent-3 settled 2026-09-24,\
         agent-4 active 2026-11-21,agent-4 settled 2026-09-30"
    );
    let interest = "select (l.outstanding_fen + 17422 - w.balance_fen)::text from wallets w
                    join loans l on l.agent_id = w.agent_id and l.state = 'active'
                    join users u on u.agent_id = w.agent_id where u.username = 'agent-4'";
    assert_eq!(
        scratch.tell(interest).await,
        "13644",
        "28,000.00 for 14 days at 16 % cost 174.22, more than agent-4 has"
    );
}

async fn assert_mappings_in_every_state(scratch: &mut Scratch) {
    let states = "select string_agg(settlement_id || ' ' || case when valid is null then 'draft'
                                        when upper(valid) <= '2026-11-20 18:00+08' then 'ended'
                                        when lower(valid) > '2026-11-20 18:00+08' then 'scheduled' else 'in_force' end,
                                    ',' order by settlement_id) from mappings";
    assert_eq!(scratch.tell(states).await, "JH-RQ-01 in_force,JH-RQ-02 ended,JH-RQ-03 draft,JH-RQ-04 scheduled");
}

/// What became of the debits, and of what transfers wait for, to be bought back or not.
async fn assert_debts_in_every_state(scratch: &mut Scratch) {
    let debits = "select string_agg(concat_ws(' ', d.state, r.reason, f.state), ',' order by d.reference)
                  from debits d left join returned_debits r on r.debit_id = d.id left join refunds f on f.debit_id = d.id";
    assert_eq!(scratch.tell(debits).await, "succeeded succeeded,succeeded unauthorised,failed");
    let settled =
        "select concat_ws(' ', settled_on, state, net_fen, (select count(*) from settlement_breaks)) from settlements";
    assert_eq!(scratch.tell(settled).await, "2026-11-12 compared 0 0");
    let transfers = "select string_agg(concat_ws(' ', t.state, case when t.back then 'back' end,
                                (select a.state from approvals a where a.subject_id = t.id),
                                case when t.state = 'approved' then t.notified_on end), ',' order by t.state, t.back, t.submitted_at)
                     from debt_transfers t";
    assert_eq!(
        scratch.tell(transfers).await,
        "approved approved 2026-11-19,approved approved,confirmed proposed,confirmed,\
         effective approved,effective approved,submitted,submitted back"
    );
}

async fn import(db: &Db) -> Vec<StatementLine> {
    let name = "icbc-reserve-2026-11-20.gb18030.csv";
    let maker = person(db, "operator-maker", "statement-1").await;
    let import = preview_statement(db, &maker, name, STATEMENT.to_vec(), None).await.unwrap();
    let file = statement_file(db, &maker, import).await.unwrap();
    assert!(file.statements[0].findings.is_empty(), "the day before ended with its opening balance: {file:?}");
    let previewed = statement_lines(db, &maker, import, LineRequest::default()).await.unwrap().lines;
    let checker = person(db, "operator-checker", "statement-2").await;
    let command = DecideStatementCommand { import, agree: true, note: String::new() };
    decide_statement(db, &checker, command).await.unwrap();
    let done = statement_lines(db, &maker, import, LineRequest::default()).await.unwrap().lines;
    assert!(told(&done).eq(told(&previewed)), "what was told is what was done");
    done
}

fn told(lines: &[StatementLine]) -> impl Iterator<Item = (&str, &Outcome)> {
    lines.iter().filter_map(|line| match &line.told {
        Told::Read { facts, outcome } => Some((facts.counterparty_name.as_str(), outcome)),
        Told::Refused { .. } if line.passed_over => None,
        Told::Refused { code, .. } => panic!("{code}"),
    })
}

fn assert_lines_land(lines: &[StatementLine]) {
    let outcomes: Vec<&Outcome> = told(lines).map(|(_, outcome)| outcome).collect();
    let reference = |text: &str| text.parse().unwrap();
    let expected = [
        Outcome::Matched { reference: reference("DRW2026112000000017"), credited: true },
        Outcome::Matched { reference: reference("DRW2026112000000021"), credited: true },
        Outcome::Matched { reference: reference("WLT0000000042"), credited: false },
        Outcome::Matched { reference: reference("PAY2026112000000003"), credited: false },
        Outcome::Break { reason: BreakKind::DuplicateFunds, reference: Some(reference("DRW2026112000000021")) },
        Outcome::Unmatched,
    ];
    assert_eq!(outcomes, expected.iter().collect::<Vec<_>>());
    assert_eq!(told(lines).last().unwrap().0, "𠮷田(重庆)商贸");
}

#[tokio::test]
async fn the_world_is_made_once_and_the_sample_statement_lands_in_it() {
    let mut scratch = Scratch::new().await;
    let first = scratch.seed().await;
    assert!(first.made && first.complaints.len() == 1, "{first:?}");
    let rows = scratch.rows().await;
    assert!(!scratch.seed().await.made);
    assert_eq!(scratch.rows().await, rows);
    assert_agents_as_described(&mut scratch).await;
    assert_mappings_in_every_state(&mut scratch).await;
    assert_debts_in_every_state(&mut scratch).await;
    assert_money_in_order(&mut scratch).await;
    let db = scratch.db().await;
    verify(&db).await;
    assert_lines_land(&import(&db).await);
    verify(&db).await;
    let cash = "select account_balance(id)::text from accounts where kind = 'reserve_cash'";
    assert_eq!(scratch.tell(cash).await, "127876889", "the statement's last balance");
    let owed = "select string_agg(outstanding_fen::text, ',' order by reference) from loans
                where reference in ('DRW2026112000000017', 'DRW2026112000000021')";
    assert_eq!(scratch.tell(owed).await, "20000000,5000000");
    db.drain().await;
    scratch.drop().await;
}

/// Drops a future after it was polled so often.
async fn polled<F: Future>(future: F, times: u32) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = times;
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn a_world_made_before_its_own_days_keeps_its_keys_in_the_past() {
    let mut scratch = Scratch::new().await;
    let early = datetime!(2026-05-02 12:00 +8);
    let keys = std::env::temp_dir().join(&scratch.name);
    std::fs::create_dir(&keys).unwrap();
    std::fs::write(keys.join("funder-a.pub"), "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n").unwrap();
    std::fs::write(keys.join("funder-b.pub"), "AQID\n").unwrap();
    let seeded = seed(&scratch.url, master_keys(), Some(&keys), early, Past::Story).await.unwrap();
    std::fs::remove_dir_all(&keys).unwrap();
    assert_eq!(seeded.complaints.len(), 3, "one key is too short and two are missing: {:?}", seeded.complaints);
    let key = "select concat_ws(' ', k.key_id, p.code, length(k.public_key), k.active_from < '2026-05-02 04:00Z')
               from partner_keys k join partners p on p.id = k.partner_id";
    assert_eq!(scratch.tell(key).await, "funder-a-1 funder-a 32 t");
    let stamped = "select (max(recorded_at) < '2026-11-21 00:00 +8')::text from audit";
    assert_eq!(scratch.tell(stamped).await, "true", "and what happened on its days");
    assert_money_in_order(&mut scratch).await;
    scratch.drop().await;
}

#[tokio::test]
async fn a_making_that_was_interrupted_is_continued_to_the_same_world() {
    let mut whole = Scratch::new().await;
    whole.seed().await;
    let mut scratch = Scratch::new().await;
    // At places that are others each time: how often it is polled depends on what is ready when.
    let (mut times, mut seeded) = (3, None);
    while seeded.is_none() {
        seeded = polled(seed(&scratch.url, master_keys(), None, NOW, Past::Story), times).await;
        times += 53;
        scratch.settle().await;
    }
    assert!(times > 600, "{times} polls make the whole world");
    assert!(seeded.unwrap().unwrap().made);
    // Numbers begin again under a request of their own in every run, which leaves its trail, and whoever waits for an interrupted run's
    // lease may do a job meanwhile that would only have looked again; all else is the same.
    let world = |rows: Vec<(String, i64)>| -> Vec<(String, i64)> {
        rows.into_iter().filter(|(table, _)| !matches!(table.as_str(), "audit" | "requests" | "jobs")).collect()
    };
    assert_eq!(world(scratch.rows().await), world(whole.rows().await));
    assert_agents_as_described(&mut scratch).await;
    assert_money_in_order(&mut scratch).await;
    let db = scratch.db().await;
    verify(&db).await;
    db.drain().await;
    whole.drop().await;
    scratch.drop().await;
}

/// It takes longer than the story alone, so that it is interrupted once and not six times.
#[tokio::test]
async fn a_year_leads_to_the_same_present_and_leaves_its_traces() {
    let mut scratch = Scratch::new().await;
    let begun = polled(seed(&scratch.url, master_keys(), None, NOW, Past::Year), 3_000).await;
    assert!(begun.is_none(), "3,000 polls make the whole year");
    scratch.settle().await;
    assert!(seed(&scratch.url, master_keys(), None, NOW, Past::Year).await.unwrap().made);
    assert_agents_as_described(&mut scratch).await;
    assert_money_in_order(&mut scratch).await;
    for (what, least) in [
        ("select count(*)::text from loans", 200),
        ("select count(*)::text from loans where state = 'overdue'", 3),
        ("select count(distinct date_trunc('month', credited_on))::text from loans", 12),
        ("select count(*)::text from freezes where reason = 'overdue' and lifted_on is not null", 20),
        (
            "select count(*)::text
             from (select overdue_since, lead(business_date) over (partition by loan_id order by business_date) as until from loan_days) d
             where coalesce(until, '2026-11-20') - overdue_since > 30",
            5,
        ),
    ] {
        let told: i64 = scratch.tell(what).await.parse().unwrap();
        assert!(told >= least, "{what}: {told}");
    }
    // Nothing of the year falls due from now on.
    let due = "select count(*)::text from loans l join agents a on a.id = l.agent_id
               where l.state = 'active' and right(a.number, 5)::int > 30";
    assert_eq!(scratch.tell(due).await, "0");
    let db = scratch.db().await;
    verify(&db).await;
    assert_lines_land(&import(&db).await);
    verify(&db).await;
    db.drain().await;
    scratch.drop().await;
}
