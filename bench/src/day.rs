//! The close of a day on which a hundredth of a book of live loans falls due: its seconds, beside streaming the rows that it reads
//! and copying the rows that it writes, and how they grow with the book when the same loans fall due.

use std::{process::Command, time::Instant};

use services::end_of_day;
use time::macros::date;

use crate::{
    Outcome, Samples,
    book::{Book, Size},
    measure::{output, psql, tell},
    note,
};

/// How many loans fall due; one of a hundred cannot pay.
const DUE: usize = 10_000;
const SMALL_BOOK: usize = 100_000;
const LARGE_BOOK: usize = 1_000_000;

/// What the agents have besides what they borrowed, but for one of a hundred: a top-up of 200.00.
const TOP_UPS: &str = "
    insert into bank_movements (id, reserve_account_id, fed, source, direction, amount_fen, booked_on, counterparty_name,
                                counterparty_account, counterparty_bank, remittance, state, matched_kind, matched_id, recorded_at)
    select bench_id('movement', 50000000 + a), bench_id('reserve', 1), true, 'feed', 'credit', 20000, '2026-11-20', 'Shop', 'B',
           'Bank', '', 'matched', 'wallet', bench_id('wallet', a), '2026-11-20 09:00+08'
    from generate_series(1, :agents) a where a % 100 <> 0;
    insert into journals (id, event_kind, event_id, leg, posted_on, value_on, recorded_at)
    select bench_id('journal', 50000000 + a * 2 + k), kind, bench_id('movement', 50000000 + a), 0, '2026-11-20', '2026-11-20',
           '2026-11-20 09:00+08'
    from generate_series(1, :agents) a, (values (0, 'receipt.recorded'), (1, 'top_up.matched')) j (k, kind)
    where a % 100 <> 0;
    insert into entries (journal_id, line, book, account_id, business_date, amount_fen, wallet_version)
    select bench_id('journal', 50000000 + a * 2 + k), line, 'custody',
           case kind when 'wallet' then bench_account('wallet', bench_id('wallet', a))
                     else bench_account(kind, bench_id('reserve', 1)) end, '2026-11-20', fen, case kind when 'wallet' then 2 end
    from generate_series(1, :agents) a,
         (values (0, 0, 'reserve_cash', 20000), (0, 1, 'unmatched_receipts', -20000),
                 (1, 0, 'unmatched_receipts', 20000), (1, 1, 'wallet', -20000)) l (k, line, kind, fen)
    where a % 100 <> 0;
    update wallets set balance_fen = balance_fen + 20000, version = 2
    where id in (select bench_id('wallet', a) from generate_series(1, :agents) a where a % 100 <> 0);";

/// Live loans of other agents, that fall due half a year later.
pub const OTHERS: &str = "
    insert into loans (id, draw_id, credit_line_id, agent_id, funder_id, reference, principal_fen, outstanding_fen, terms,
                       credited_on, due_dates, state, position, version, debt_account_id, due_on, due_fen, holder_id)
    select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), l.funder_id, l.reference, l.principal_fen,
           l.outstanding_fen, l.terms, l.credited_on, l.due_dates, 'active', l.position, 0, gen_random_uuid(), date '2027-06-01' + (n % 100)::int,
           l.due_fen, l.holder_id
    from (select * from loans limit 1) l, generate_series(1, :others) n;
    vacuum analyze loans;
    checkpoint;";

/// # Errors
/// When the database fails, or a book does not balance.
pub async fn measure(admin: &str, pgbench_tps: f64, samples: &mut Samples) -> Outcome<()> {
    let (small, _) = close(admin, SMALL_BOOK, samples).await?;
    let (large, per_second) = close(admin, LARGE_BOOK, samples).await?;
    note(samples, "end_of_day_1m_s".to_owned(), large);
    note(samples, "end_of_day_growth_10x".to_owned(), large / small);
    note(samples, "ratio_due_debits".to_owned(), per_second / pgbench_tps);
    Ok(())
}

/// Seconds of the whole close, and due debits a second in its first step.
async fn close(admin: &str, loans: usize, samples: &mut Samples) -> Outcome<(f64, f64)> {
    let book = Book::set_up(admin, "bench_day", Size { agents: DUE, draws: 1 }, 50).await?;
    book.credit(0, 0..DUE, 32).await?;
    run(&book.url, TOP_UPS, "agents", DUE)?;
    // The books of the day on which everybody borrowed, and of those until it falls due.
    let mut open = date!(2026 - 11 - 20);
    while open < date!(2026 - 12 - 20) {
        open = end_of_day::close(&book.db, open).await.map_err(|error| format!("{error:?}"))?;
    }
    run(&book.url, OTHERS, "others", loans - DUE)?;
    let began = Instant::now();
    end_of_day::close(&book.db, date!(2026 - 12 - 20)).await.map_err(|error| format!("{error:?}"))?;
    let seconds = began.elapsed().as_secs_f64();
    let debit = step(&book.url, "debit")?;
    let name = loans / 1_000;
    note(samples, format!("end_of_day_{name}k_debit_s"), debit);
    note(samples, format!("end_of_day_{name}k_cut_off_s"), step(&book.url, "cut_off")?);
    note(samples, format!("end_of_day_{name}k_copying_s"), copying(&book.url)?);
    // The others have no draws, accounts or journals, which only a book for show can bear.
    psql(&book.url, "delete from loans where due_on between '2027-06-01' and '2027-12-31' and version = 0")?;
    book.verify_and_drop().await?;
    #[expect(clippy::cast_precision_loss, reason = "a count of ten thousand")]
    Ok((seconds, DUE as f64 / debit))
}

/// Streaming the rows that a close reads, and copying those that it writes.
fn copying(url: &str) -> Outcome<f64> {
    let began = Instant::now();
    output(Command::new("psql").args([
        "--no-psqlrc",
        "--quiet",
        "--command=copy (select * from loans where due_on <= '2026-12-20' or version > 0) to '/dev/null'",
        "--command=create table copied_loans as select * from loans where version > 0",
        "--command=create table copied_repayments as select * from repayments where debited_on = '2026-12-20'",
        "--command=create table copied_payables as select * from payables",
        "--command=create table copied_journals as select * from journals where posted_on = '2026-12-20'",
        "--command=create table copied_entries as select * from entries where business_date = '2026-12-20'",
        "--command=create table copied_audit as select * from audit where operation = 'repayment.collect_due'",
        "--command=create table copied_closings as select * from closing_balances where business_date = '2026-12-20'",
        url,
    ]))?;
    let seconds = began.elapsed().as_secs_f64();
    psql(
        url,
        "drop table copied_loans, copied_repayments, copied_payables, copied_journals, copied_entries, copied_audit, copied_closings",
    )?;
    Ok(seconds)
}

fn step(url: &str, step: &str) -> Outcome<f64> {
    let query = format!(
        "select extract(epoch from ended_at - began_at) from day_steps where step = '{step}' and business_date = '2026-12-20'"
    );
    Ok(tell(url, &query)?.parse()?)
}

pub fn run(url: &str, statements: &str, name: &str, value: usize) -> Outcome<()> {
    let mut child = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", &format!("--set={name}={value}"), url])
        .stdin(std::process::Stdio::piped())
        .spawn()?;
    std::io::Write::write_all(child.stdin.as_mut().ok_or("psql takes nothing")?, statements.as_bytes())?;
    drop(child.stdin.take());
    if child.wait()?.success() { Ok(()) } else { Err("psql failed".into()) }
}
