//! A bank statement of 200,000 lines: how long its preview takes, the decision about it, and that with the recording of its lines
//! by the job, and how much memory the process has had at most. Run by itself (`--only statement`), so that nothing else counts into the memory.

use std::{fmt::Write as _, sync::Arc, time::Instant};

use domain::{
    actor::SystemPart,
    id::{SessionId, UserId},
    role::{Party, Role},
};
use services::{
    Actor, Context, Db,
    bank_movement::{DecideStatementCommand, decide_statement, preview_statement, record_statement},
    context::SignedIn,
    job, machine,
    party::{NewReserveAccount, register_reserve_account},
};
use time::macros::datetime;
use uuid::Uuid;

use crate::{
    Outcome, Samples,
    measure::{fresh_database, psql},
    note,
};

const LINES: usize = 200_000;
const ACCOUNT: &str = "4000021029200123456";
const DATABASE: &str = "bench_statement";
const MAKER: u128 = 1;
const CHECKER: u128 = 2;

pub async fn measure(admin: &str, samples: &mut Samples) -> Outcome<()> {
    let url = fresh_database(admin, DATABASE)?;
    services::migrate::migrate(&url).await?;
    for (id, role) in [(MAKER, "operator_maker"), (CHECKER, "operator_checker")] {
        let id = Uuid::from_u128(id);
        psql(
            &url,
            &format!(
                "insert into users (id, username, display_name, password_hash, role) values ('{id}', '{role}', '', '', '{role}')"
            ),
        )?;
    }
    let clock = Arc::new(|| datetime!(2026-11-20 10:00 +8));
    let db = Db::connect(&url, 4, clock, machine::randomness()).await?;
    let account = NewReserveAccount {
        account_no: ACCOUNT.to_owned(),
        name: "备付金".to_owned(),
        currency: "CNY".to_owned(),
        bank: "main".to_owned(),
        branch: String::new(),
    };
    register_reserve_account(&db, &Context::system(SystemPart::Operator, "account"), account).await.map_err(told)?;
    for part in ["", "_again"] {
        let began = Instant::now();
        let maker = person(MAKER, Role::OperatorMaker, &format!("preview{part}"));
        let import = preview_statement(&db, &maker, "day.csv", table(), None).await.map_err(told)?;
        note(samples, format!("statement_200k_preview{part}_s"), began.elapsed().as_secs_f64());
        note(samples, format!("statement_200k_preview{part}_mb"), peak_memory()?);
        let began = Instant::now();
        let checker = person(CHECKER, Role::OperatorChecker, &format!("decide{part}"));
        let command = DecideStatementCommand { import, agree: true, note: "核对".to_owned() };
        decide_statement(&db, &checker, command).await.map_err(told)?;
        note(samples, format!("statement_200k_decide{part}_s"), began.elapsed().as_secs_f64());
        match record_statement(&db, import).await {
            job::Outcome::Done => {}
            other => return Err(told(other).into()),
        }
        note(samples, format!("statement_200k{part}_s"), began.elapsed().as_secs_f64());
        note(samples, format!("statement_200k{part}_mb"), peak_memory()?);
    }
    db.drain().await;
    psql(admin, &format!("drop database {DATABASE} with (force)"))
}

fn told<E: std::fmt::Debug>(error: E) -> String {
    format!("{error:?}")
}

fn person(id: u128, role: Role, request_no: &str) -> Context {
    let person = SignedIn {
        user: UserId(Uuid::from_u128(id)),
        session: SessionId(Uuid::nil()),
        username: role.code().to_owned(),
        display_name: String::new(),
        role,
        party: Party::Institution,
        address: String::new(),
        device: String::new(),
    };
    Context::new(Actor::User(person), request_no.to_owned())
}

/// A day of as many receipts, of 500 payers and 1,000 amounts, with balances that explain them.
fn table() -> Vec<u8> {
    let mut text = format!(
        "Account: {ACCOUNT}\nCurrency: CNY\nDate,Credit,Debit,Balance,Counterparty,Counterparty account,Description,Reference\n"
    );
    let mut balance = 0;
    for line in 0..LINES {
        let amount = 1 + line % 1_000;
        balance += amount;
        let payer = line % 500;
        let _ = writeln!(
            text,
            "2026-11-20,{amount}.00,,{balance}.00,重庆商户{payer}号,6217003{payer:05}1,货款 第{line}笔,"
        );
    }
    text.into_bytes()
}

/// The most memory that the process has had, in megabytes.
fn peak_memory() -> Outcome<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line =
        status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("this system does not tell its peak memory")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no figure")?.parse()?;
    Ok(kilobytes / 1_024.0)
}
