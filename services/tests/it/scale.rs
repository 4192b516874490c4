//! A page costs the same in a book a hundred times as large: every page of a list is asked for in both. The program must send as many
//! statements and get as many rows back, and the database must not read more to find them. What sums up a whole book, for a funder's
//! workbench or the trial balance, is summed up by the database: there only what comes back is counted.

mod bound_cards;
mod copies;
mod files;
mod given_back;
mod meter;

use std::{
    collections::BTreeMap,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use domain::{
    approval::ApprovalState,
    bank_movement::MovementState,
    id::{AccountId, AgentId, BankMovementId, ImportId},
    import::ImportKind,
    ledger::AccountKind,
    role::Role,
};
use services::{
    Db, Error,
    application::{self, ApplicationFilter},
    approval::{self, ApprovalFilter},
    audit::audit_trail,
    badge,
    bank_movement::{self, BreakFilter, ImportFilter, MovementFilter},
    credit_line::{self, CreditLineFilter},
    draw::{self, DrawFilter},
    error::Never,
    freeze,
    home::home,
    identity::{self, UserFilter},
    ledger,
    loan::{self, FoundFilter, LoanFilter},
    offer,
    page::{Cursor, Narrowed, PageRequest},
    party,
    payout::{self, PayoutFilter},
    repayment,
    search::search,
    wallet, worklist,
};
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

use self::copies::{COPIES, SEARCHES, narrows, trails};
pub use self::meter::{Cost, Meter};
use crate::{
    bank_movement::{fed, feed, requested_payout},
    harness::{START, World, bullet_terms, master_keys, yuan},
};

/// More than a page, so that every page is full.
const ROWS: i32 = 60;
const PAGE: u16 = 10;

/// A book with `rows` of everything that is listed, made of copies of one thing each.
async fn book(rows: i32) -> World {
    let mut world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 1, "1000").await;
    feed(&world, vec![fed("B1", domain::matching::Direction::Credit, "1", "测试")]).await;
    bound_cards::first(&world).await;
    // What its owner looks for between the pages is read by one connection too, which can be told to tell of it at once.
    world.owner.close().await;
    world.owner = PgPoolOptions::new().max_connections(1).connect_lazy(&world.url).unwrap();
    let copies = COPIES.join(";\n").replace("numbers n", &format!("generate_series(1, {rows}) n"));
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "create function copy_id(n int, kind text) returns uuid language sql immutable
             return overlay(md5(kind || n) placing lpad(to_hex(n), 8, '0') from 1 for 8)::uuid;
         set session_replication_role = replica;
         {copies};
         set session_replication_role = default;
         analyze"
    )))
    .execute(&world.owner)
    .await
    .unwrap();
    world
}

/// What each page costs: its name, what the program sent and got back, and how many rows the database read.
async fn costs(rows: i32) -> Told {
    let world = book(rows).await;
    // One connection, so that its counters tell of everything.
    let db = Db::connect(&world.url, 1, Arc::new(|| START), Arc::new(|_| ())).await.unwrap();
    let meter = Meter::default();
    let _listening = tracing::subscriber::set_default(meter.clone());
    let book = Book { world: &world, db: &db, meter: &meter };
    let mut told = Vec::new();
    book.of_a_funder(&mut told).await;
    book.narrowed_of_a_funder(&mut told).await;
    book.of_an_agent(&mut told).await;
    book.of_the_institution(&mut told).await;
    book.movements_of_the_institution(&mut told).await;
    book.far_on(&mut told).await;
    book.narrowed_of_the_institution(&mut told).await;
    book.of_bound_cards(&mut told).await;
    book.given_back(&mut told).await;
    book.of_notices(&mut told).await;
    book.of_files(&mut told).await;
    let writes = writing(&world).await;
    Book { db: &writes, ..book }.of_a_signing(&mut told).await;
    drop(_listening);
    db.drain().await;
    writes.drain().await;
    world.drop_database().await;
    told
}

/// One connection, whose numbers differ.
async fn writing(world: &World) -> Db {
    let drawn = AtomicU64::new(0);
    let randomness = move |buffer: &mut [u8]| {
        for (byte, drawn) in buffer.iter_mut().rev().zip(drawn.fetch_add(1, Ordering::Relaxed).to_le_bytes()) {
            *byte = drawn;
        }
    };
    let db = Db::connect(&world.url, 1, Arc::new(|| START), Arc::new(randomness)).await.unwrap();
    db.with_master_keys(master_keys(&["0"]))
}

struct Book<'a> {
    world: &'a World,
    db: &'a Db,
    meter: &'a Meter,
}

type Told = Vec<(&'static str, Cost, BTreeMap<String, i64>)>;

impl Book<'_> {
    /// How many rows the database has read by now, of each table.
    async fn read_by_now(&self) -> BTreeMap<String, i64> {
        self.db
            .read::<_, Never, _>(&self.world.system(), |connection| {
                Box::pin(async move {
                    sqlx::query("select pg_stat_force_next_flush()").execute(connection).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        sqlx::query("select pg_stat_force_next_flush()").execute(&self.world.owner).await.unwrap();
        let read = "select t.relname::text, (t.seq_tup_read + coalesce((select sum(i.idx_tup_read) from pg_stat_user_indexes i
                                                                        where i.relid = t.relid), 0))::bigint from pg_stat_user_tables t";
        sqlx::query_as(read).fetch_all(&self.world.owner).await.unwrap().into_iter().collect()
    }

    async fn measure<T>(
        &self,
        told: &mut Told,
        name: &'static str,
        page: impl Future<Output = Result<T, Error<Never>>>,
    ) {
        let before = self.read_by_now().await;
        self.meter.take();
        if let Err(error) = page.await {
            panic!("{name}: {error:?}");
        }
        let (cost, mut read) = (self.meter.take(), self.read_by_now().await);
        read.iter_mut().for_each(|(table, rows)| *rows -= before.get(table).copied().unwrap_or_default());
        read.retain(|_, rows| *rows > 0);
        told.push((name, cost, read));
    }

    async fn of_a_funder(&self, told: &mut Told) {
        let (db, page) = (self.db, PageRequest::new(None, PAGE));
        let who = &self.world.funder_person('a', Role::FunderReviewer);
        self.measure(told, "sum: queue", application::queue(db, who)).await;
        self.measure(told, "sum: portfolio", loan::portfolio(db, who)).await;
        self.measure(told, "sum: ageing", loan::ageing_at(db, who, START.date() - time::Duration::days(1))).await;
        self.measure(told, "sum: expected", loan::expected(db, who)).await;
        self.measure(told, "sum: roll rates", loan::roll_rates(db, who)).await;
        self.measure(told, "sum: vintages", loan::vintages(db, who)).await;
        self.measure(told, "sum: exposure", credit_line::exposure(db, who)).await;
        self.measure(told, "sum: open draws", draw::count_open_draws(db, who)).await;
        self.measure(told, "draws to answer", draw::draws_to_answer(db, who, page)).await;
        self.measure(told, "capped: a reviewer's badges", badge::funder_badges(db, who)).await;
        let treasurer = &self.world.funder_person('a', Role::FunderTreasurer);
        self.measure(told, "capped: a treasurer's badges", badge::funder_badges(db, treasurer)).await;
        let approver = &self.world.funder_person('a', Role::FunderApprover);
        self.measure(told, "products that wait", offer::product_proposals(db, approver)).await;
        for (name, filter) in
            [("open loans", LoanFilter::Open), ("overdue", LoanFilter::Overdue), ("settled", LoanFilter::Settled)]
        {
            self.measure(told, name, loan::book(db, who, filter, page)).await;
        }
        for (name, filter) in [("all draws", DrawFilter::All), ("credited", DrawFilter::Credited)] {
            self.measure(told, name, draw::draws(db, who, filter, page)).await;
        }
        for (name, filter) in [
            ("repayments", repayment::RepaymentFilter::All),
            ("repayments unconfirmed", repayment::RepaymentFilter::Unconfirmed),
        ] {
            self.measure(told, name, repayment::repayments(db, who, filter, page)).await;
        }
        for (name, text) in SEARCHES {
            self.measure(told, name, search(db, who, text)).await;
        }
        self.measure(told, "lines", credit_line::credit_lines(db, who, CreditLineFilter::Open, page)).await;
        self.measure(told, "applications", application::applications(db, who, ApplicationFilter::default(), page))
            .await;
        let (shop, loan) = (self.one_of_many().await, self.first_loan().await);
        // A shop applies a few times, and not as often as the book has rows.
        let few = "select agent_id from applications group by agent_id having count(*) = 1 limit 1";
        let few = sqlx::query_scalar(few).fetch_one(&self.world.owner).await;
        self.measure(told, "a shop", application::shop(db, who, AgentId(few.unwrap()))).await;
        self.measure(told, "a shop's lines", credit_line::lines_of_shop(db, who, shop, PAGE)).await;
        self.measure(told, "a shop's draws", draw::draws_of_shop(db, who, shop, PAGE)).await;
        self.measure(told, "a shop's loans", loan::loans_of_shop(db, who, shop, PAGE)).await;
        self.measure(told, "a shop's repayments", repayment::repayments_of_shop(db, who, shop, PAGE)).await;
        self.measure(told, "a loan's timeline for its funder", loan::timeline(db, who, loan)).await;
    }

    /// Repayments and applications have no index on amounts, which every one of them would pay for: they are walked.
    async fn narrowed_of_a_funder(&self, told: &mut Told) {
        let (db, page) = (self.db, PageRequest::new(None, PAGE));
        let who = &self.world.funder_person('a', Role::FunderReviewer);
        for (narrow, sort) in narrows() {
            let list = Narrowed { part: DrawFilter::All, narrow: narrow.clone(), sort };
            self.measure(told, "draws narrowed", draw::draws(db, who, list, page)).await;
            for part in [LoanFilter::Open, LoanFilter::Settled] {
                let list = Narrowed { part, narrow: narrow.clone(), sort };
                self.measure(told, "loans narrowed", loan::book(db, who, list, page)).await;
            }
            let list = Narrowed { part: CreditLineFilter::Open, narrow: narrow.clone(), sort };
            self.measure(told, "lines narrowed", credit_line::credit_lines(db, who, list, page)).await;
            if narrow.least.is_none() {
                let list = Narrowed { part: repayment::RepaymentFilter::All, narrow: narrow.clone(), sort };
                self.measure(told, "repayments narrowed", repayment::repayments(db, who, list, page)).await;
                let list = Narrowed { part: ApplicationFilter::default(), narrow, sort };
                self.measure(told, "applications narrowed", application::applications(db, who, list, page)).await;
            }
        }
    }

    async fn narrowed_of_the_institution(&self, told: &mut Told) {
        let (db, page, who) = (self.db, PageRequest::new(None, PAGE), &self.world.operator(Role::Auditor));
        for (narrow, sort) in narrows() {
            let list = Narrowed { part: FoundFilter::All, narrow: narrow.clone(), sort };
            self.measure(told, "all loans narrowed", loan::find_loans(db, who, list, page)).await;
            let list = Narrowed { part: PayoutFilter::All, narrow: narrow.clone(), sort };
            self.measure(told, "payouts narrowed", payout::payouts(db, who, list, page)).await;
            let list = Narrowed { part: MovementFilter::default(), narrow, sort };
            self.measure(told, "movements narrowed", bank_movement::movements(db, who, list)).await;
        }
    }

    async fn of_an_agent(&self, told: &mut Told) {
        let (db, page, who) = (self.db, PageRequest::new(None, PAGE), &self.world.agent(1));
        let loan = sqlx::query_scalar("select id from loans where version > 0").fetch_one(&self.world.owner).await;
        let filter = repayment::RepaymentFilter::Loan(domain::id::LoanId(loan.unwrap()));
        self.measure(told, "an agent's loans", loan::book(db, who, LoanFilter::Open, page)).await;
        self.measure(told, "an agent's settled loans", loan::book(db, who, LoanFilter::Settled, page)).await;
        self.measure(told, "an agent's draws", draw::draws(db, who, DrawFilter::All, page)).await;
        self.measure(told, "a loan's repayments", repayment::repayments(db, who, filter, page)).await;
        self.measure(told, "a wallet", wallet::wallet(db, who, None)).await;
        self.measure(told, "a shop's home", home(db, who)).await;
    }

    async fn movements_of_the_institution(&self, told: &mut Told) {
        let (db, who) = (self.db, &self.world.operator(Role::Auditor));
        // A plan that is kept is chosen after it was made anew a few times: what is rare, or far on, must not be walked to by it.
        for _ in 0..6 {
            self.measure(told, "movements", bank_movement::movements(db, who, MovementFilter::default())).await;
        }
        let far_on =
            "select id from bank_movements order by booked_on, coalesce(booked_time, '00:00'), id offset 54 limit 1";
        let far_on = Some(BankMovementId(sqlx::query_scalar(far_on).fetch_one(&self.world.owner).await.unwrap()));
        for filter in [
            MovementFilter { state: Some(MovementState::Returned), ..MovementFilter::default() },
            MovementFilter { import: Some(ImportId(Uuid::nil())), ..MovementFilter::default() },
            MovementFilter { after: far_on, ..MovementFilter::default() },
        ] {
            self.measure(told, "part of the movements", bank_movement::movements(db, who, filter)).await;
        }
    }

    /// A page behind a row of a list, which is asked for as `at` and `id`.
    async fn behind(&self, row: &'static str) -> PageRequest {
        let (at, id) = sqlx::query_as(row).fetch_one(&self.world.owner).await.unwrap();
        PageRequest::new(Some(Cursor { at, id }), PAGE)
    }

    /// What is rare, or far on, once plans are kept.
    async fn far_on(&self, told: &mut Told) {
        let (db, first, who) = (self.db, PageRequest::new(None, PAGE), &self.world.operator(Role::Auditor));
        let funder = &self.world.funder_person('a', Role::FunderReviewer);
        for _ in 0..6 {
            self.measure(told, "approvals", approval::approvals(db, who, ApprovalFilter::All, first)).await;
            self.measure(told, "breaks", bank_movement::breaks(db, who, BreakFilter::All, first)).await;
            let imports = bank_movement::imports(db, who, ImportKind::BankStatement, ImportFilter::All, first);
            self.measure(told, "imports", imports).await;
            self.measure(told, "draws to answer", draw::draws_to_answer(db, funder, first)).await;
        }
        let waiting = approval::approvals(db, who, ApprovalFilter::Of(ApprovalState::Proposed), first);
        self.measure(told, "rare approvals", waiting).await;
        let page = self.behind("select proposed_at, id from approvals order by 1, 2 offset 11 limit 1").await;
        self.measure(told, "approvals far on", approval::approvals(db, who, ApprovalFilter::All, page)).await;
        let page = self.behind("select opened_at, id from breaks order by 1 desc, 2 desc offset 11 limit 1").await;
        self.measure(told, "breaks far on", bank_movement::breaks(db, who, BreakFilter::All, page)).await;
        let page = self.behind("select uploaded_at, id from imports order by 1, 2 offset 11 limit 1").await;
        let imports = bank_movement::imports(db, who, ImportKind::BankStatement, ImportFilter::All, page);
        self.measure(told, "imports far on", imports).await;
        let requested =
            "select requested_at, id from draws where state = 'requested' order by 1 desc, 2 desc offset 11 limit 1";
        let page = self.behind(requested).await;
        self.measure(told, "draws to answer far on", draw::draws_to_answer(db, funder, page)).await;
    }

    async fn of_the_institution(&self, told: &mut Told) {
        let (db, page, who) = (self.db, PageRequest::new(None, PAGE), &self.world.operator(Role::Auditor));
        let cash: Uuid = sqlx::query_scalar("select id from accounts where kind = 'reserve_cash'")
            .fetch_one(&self.world.owner)
            .await
            .unwrap();
        self.measure(told, "capped: worklist", worklist::worklist(db, who)).await;
        for (name, role) in
            [("capped: a maker's badges", Role::OperatorMaker), ("capped: a checker's badges", Role::OperatorChecker)]
        {
            self.measure(told, name, badge::operator_badges(db, &self.world.operator(role))).await;
        }
        self.measure(told, "sum: trial balance", ledger::trial_balance(db, who)).await;
        self.measure(told, "feeds", worklist::feeds(db, who)).await;
        let wallets = ledger::accounts_of_kind(db, who, AccountKind::Wallet, page);
        self.measure(told, "wallets in the ledger", wallets).await;
        self.measure(told, "an account's statement", ledger::account_statement(db, who, cash, page)).await;
        let day = bank_movement::reserve_day(db, who, AccountId(cash), None);
        self.measure(told, "sum: a reserve account's day", day).await;
        self.measure(told, "breaks", bank_movement::breaks(db, who, BreakFilter::All, page)).await;
        self.measure(told, "unread lines", bank_movement::unread_lines(db, who, page)).await;
        let imports = bank_movement::imports(db, who, ImportKind::BankStatement, ImportFilter::All, page);
        self.measure(told, "imports", imports).await;
        self.measure(told, "open payouts", payout::payouts(db, who, PayoutFilter::Open, page)).await;
        self.measure(told, "payouts", payout::payouts(db, who, PayoutFilter::All, page)).await;
        let waiting = approval::approvals(db, who, ApprovalFilter::Of(ApprovalState::Proposed), page);
        self.measure(told, "open approvals", waiting).await;
        self.measure(told, "approvals", approval::approvals(db, who, ApprovalFilter::All, page)).await;
        for (name, text) in SEARCHES {
            self.measure(told, name, search(db, who, text)).await;
        }
        let (agent, loan, funder) = (self.one_of_many().await, self.first_loan().await, self.world.funders[0]);
        self.measure(told, "one agent", party::agent(db, who, agent)).await;
        self.measure(told, "an agent's draws for the institution", draw::draws_of_shop(db, who, agent, PAGE)).await;
        self.measure(told, "an agent's freezes", freeze::freezes_of_agent(db, who, agent)).await;
        self.measure(told, "a loan's timeline", loan::timeline(db, who, loan)).await;
        self.measure(told, "a loan's documents", loan::documents(db, who, loan)).await;
        let (drawn, line) = (self.first_draw().await, self.one_line().await);
        self.measure(told, "a draw", draw::draw_detail(db, who, drawn)).await;
        self.measure(told, "a line", credit_line::credit_line(db, who, line)).await;
        self.measure(told, "a partner", party::partner_detail(db, who, funder)).await;
        self.measure(told, "a partner's products", offer::products_of(db, who, funder)).await;
        self.measure(told, "sum: partners", party::partner_sums(db, who)).await;
        for (name, filter) in trails() {
            self.measure(told, name, audit_trail(db, who, filter, page)).await;
        }
        self.measure(told, "people", identity::users(db, who, UserFilter::default())).await;
        self.measure(told, "agents", party::agents(db, who, (), page)).await;
        self.measure(told, "loans", loan::find_loans(db, who, FoundFilter::All, page)).await;
    }
}

#[test]
fn a_page_costs_the_same_in_a_book_a_hundred_times_as_large() {
    // All that is asked in one function, each page's future of its own, outgrows the stack of a test's thread.
    let compared = std::thread::Builder::new().stack_size(32 << 20).spawn(|| {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(compare());
    });
    compared.unwrap().join().unwrap();
}

async fn compare() {
    let small = costs(ROWS).await;
    let dearer = dearer(&small, &costs(ROWS * 100).await);
    assert!(dearer.is_empty(), "{dearer:#?}");
    assert!(small.iter().all(|(_, cost, _)| cost.statements > 0 && cost.rows > 0), "{small:#?}");
}

/// What costs more in the larger book.
fn dearer(small: &Told, large: &Told) -> Vec<String> {
    let mut dearer = Vec::new();
    for ((name, cost, in_small), (_, cost_large, in_large)) in small.iter().zip(large) {
        let sums_up = name.starts_with("sum: ");
        let (read, read_large): (i64, i64) = (in_small.values().sum(), in_large.values().sum());
        // What is counted up to a hundred of each finds a hundred of each in the larger book.
        let most = match name.split_once(": ") {
            Some(("capped", _)) => 1_000,
            // A text is looked for among the latest thousand notices: for where they begin, for a page and for a count.
            Some(("latest thousand", _)) => 12_000,
            // There is one a day, some with a file: those of sixteen years are read whole.
            Some(("one a day", _)) => 13_000,
            // Whom a policy shows something is thought few, so that thousands are read whole and a hundred thousand by the index.
            Some(("by policy", _)) => 7_000,
            // What one file tells is of one day or month: it is read whole, a few times, where it is narrowed or sorted by amount.
            Some(("one file", _)) => 150_000,
            // Freezes that stand are few: a text is looked for in all of them, their wallets and shops.
            Some(("what stands", _)) => 20_000,
            _ => read * 2 + 100,
        };
        if cost != cost_large || (!sums_up && read_large > most) {
            let of = |(table, rows): &(&String, &i64)| **rows > in_small.get(*table).unwrap_or(&0) * 2 + 100;
            let more: Vec<_> = in_large.iter().filter(of).collect();
            dearer.push(format!(
                "{name}: {cost:?} reading {read}, then {cost_large:?} reading {read_large}, of {more:?}"
            ));
        }
    }
    dearer
}

/// The plan is kept from when the trail was empty. What a request needs of it is looked up by its number all the same.
#[tokio::test]
async fn a_write_reads_no_more_of_a_longer_trail() {
    let world = World::new().await;
    let db = writing(&world).await;
    let meter = Meter::default();
    let book = Book { world: &world, db: &db, meter: &meter };
    let mut read = Vec::new();
    for _ in 0..4 {
        let before: i64 = book.read_by_now().await.values().sum();
        for _ in 0..100 {
            let context = world.system();
            let nothing = db.write(&context, "test.nothing", &(), |_| Box::pin(async { Ok::<_, Error<Never>>(()) }));
            nothing.await.unwrap();
        }
        read.push(book.read_by_now().await.values().sum::<i64>() - before);
    }
    assert!(read[3] <= read[0] + 100, "{read:?}");
    db.drain().await;
    world.finish().await;
}
