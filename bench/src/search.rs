//! One box in a large book: how long all but a hundredth of the searches take at most, by number, name, amount and account.

use std::time::Instant;

use domain::role::{Party, Role};
use services::search;

use crate::{
    Outcome, Samples,
    book::{Book, Size},
    day::{OTHERS, run},
    measure::high,
    note,
};

const AGENTS: usize = 10_000;
const LOANS: usize = 1_000_000;
const MOVEMENTS: usize = 10_000_000;
/// So many searches of each kind.
const EACH: usize = 100;

/// Nine shops more for each that there is, with names like those of shops.
const SHOPS: &str = "
    insert into agents (id, number, shop_name, legal_person, licence_no, licence_expires_on, region, carrier_id, phone_masked,
                        bank_account_no, bank_account_name, joined_on)
    select gen_random_uuid(), 'N' || n, c[1 + n % 12] || c[1 + n / 12 % 12] || (n / 144) || d[1 + n % 4] || '手机店', c[1 + n / 7 % 12] || '先生',
           'L' || n, '2030-12-31', '重庆市', bench_id('carrier', 1), '138', (6222020000000000000 + n * 7919)::text, 'Shop', '2023-01-01'
    from generate_series(1, :shops::bigint) n,
         (select string_to_array('万 佳 鸿 运 信 诚 盛 世 迅 捷 众 合', ' ') c, string_to_array('智能 通讯 数码 大卖场', ' ') d) w;
    analyze agents;";

/// As a bank tells them. Their indexes are made once they are there, which is sooner than one by one.
const TOLD: &str = "
    set session_replication_role = replica;
    create temp table made as select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index i where indrelid = 'bank_movements'::regclass
      and not exists (select from pg_constraint where conindid = i.indexrelid);
    select 'drop index ' || name from made \\gexec
    insert into bank_movements (id, reserve_account_id, fed, source, direction, amount_fen, booked_on, counterparty_name,
                                counterparty_account, counterparty_bank, remittance, bank_reference, state, recorded_at)
    select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, bench_id('reserve', 1), true, 'feed', 'credit', 1 + n * 7919 % 20000000, date '2026-01-01' + (n % 300)::int, 'Shop',
           (6222020000000000000 + n * 104729)::text, 'Bank', '', 'B' || n, 'unmatched', '2026-11-20 09:00+08'
    from generate_series(1, :movements::bigint) n;
    select definition from made \\gexec
    vacuum analyze;";

/// The text of a search, by its place.
type Text = fn(usize) -> String;

/// # Errors
/// When the database fails.
pub async fn measure(admin: &str, samples: &mut Samples) -> Outcome<()> {
    let book = Book::set_up(admin, "bench_search", Size { agents: AGENTS, draws: 1 }, 1).await?;
    book.credit(0, 0..AGENTS, 32).await?;
    run(&book.url, OTHERS, "others", LOANS - AGENTS)?;
    run(&book.url, SHOPS, "shops", LOANS / 10)?;
    run(&book.url, TOLD, "movements", MOVEMENTS)?;
    let kinds: [(&str, Text); 5] = [
        ("number", |n| format!("B{}", n * 99_991 % MOVEMENTS)),
        ("name", |n| format!("佳{}", n % 70 + 500)),
        ("common_name", |_| "手机".to_owned()),
        ("amount", |n| format!("{}.{:02}", n * 1_987 % 200_000, n % 100)),
        ("account", |n| (6_222_020_000_000_000_000 + n * 104_729).to_string()),
    ];
    let mut all = Vec::new();
    for (kind, text) in kinds {
        let mut took = Vec::with_capacity(EACH);
        for place in 0..EACH {
            let context = book.person(Role::OperatorMaker, Party::Institution);
            let began = Instant::now();
            search::search(&book.db, &context, &text(place)).await.map_err(|error| format!("{error:?}"))?;
            took.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        note(samples, format!("search_{kind}_p99_ms"), high(&took));
        all.append(&mut took);
    }
    note(samples, "search_p99_ms".to_owned(), high(&all));
    book.drop_unverified().await
}
