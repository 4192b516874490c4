//! Who may collect a debt, asked in a book of few debts and in one of a hundred times as many; and how many cards are bound, and
//! debited, a second.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

use domain::{
    Amount,
    debt::DebitLimits,
    id::{DebtId, PartnerId, SigningId},
    job::JobKind,
    network::{AgreementStanding, Meaning},
    payer::Payer,
    role::{Party, Role},
};
use services::{
    Context, Db,
    agreement_debit::{DebitCommand, debit},
    bank::Banks,
    db::Work,
    debt::{RegisterDebtCommand, debt, register_debt},
    job::Outcome as JobOutcome,
    network::{Network, PayOrder, RefundOrder, ReturnedPayment, SignOrder, Signed, SigningStanding},
    sealed::MasterKeys,
    signing::{ConfirmSigningCommand, OrderSigningCommand, confirm_signing, order_signing, signing},
    worker::Worker,
};
use time::{Date, macros::date};
use tokio::sync::Notify;

use crate::{
    Outcome, Samples,
    book::{Book, Size, do_all, id},
    day::run,
    measure::{median, psql, tell},
    note,
    payout::SlowBank,
};

const FUNDERS: usize = 50;
const FACILITATORS: usize = 10;
const FEW: usize = 10_000;
const MANY: usize = 1_000_000;
/// How many debits each debt has had. Where the disk has no room for ten of each, fewer: the results say how many there were.
const DEBITS: usize = 10;
/// How often it is asked in a repetition, and how many debits are accepted; the first repetition only makes plans.
const ASKED: usize = 20_000;
const ACCEPTED: usize = 2_000;
const REPETITIONS: usize = 3;
/// How many cards are bound, and then debited.
const CARDS: usize = 4_000;
const TASKS: usize = 32;
const CODE: &str = "824613";

/// What a book needs for bindings: facilitators, and a settlement id of each funder. Payouts rest meanwhile.
const SIDES: &str = "
    update partners set payout_at = '16:00';
    insert into partners (id, code, kind, name, licence_no, licence_expires_on, regions, bank_account_no, bank_name, payout_at)
    select bench_id('facilitator', f), 'facilitator-' || f, 'facilitator', 'Facilitator ' || f, 'F' || f, '2030-12-31', '{全国}', '63' || f,
           'Bank', '16:00'
    from generate_series(1, :facilitators) f;
    insert into users (id, username, display_name, password_hash, role)
    values (gen_random_uuid(), 'operator-maker', '', '', 'operator_maker');
    insert into mappings (id, funder_id, settlement_id, facilitator_id, valid, added_by, added_at)
    select bench_id('mapping', f), bench_id('funder', f), 'S-1', bench_id('facilitator', 1 + f % :facilitators),
           tstzrange('2026-01-01', null), u.id, '2026-01-01'
    from generate_series(1, :funders) f, users u;";

/// Four debts of each binding: the facilitator holds two, and had the others; and so many debits of each, on earlier days, the half of
/// which succeeded. Without looking up the rows that each names, and with the indexes made at the end: ten millions take long enough.
const DEBTS: &str = "
    set session_replication_role = replica;
    set maintenance_work_mem = '256MB';
    insert into signings (id, reference, funder_id, settlement_id, mapping_id, facilitator_id, payer, payer_masked, card_masked, card_index,
                          payer_no, consent, consent_shares, state, sendings, tries, asked_at, created_at, decided_at)
    select bench_id('signing', b), 'SGN20260101' || lpad(b::text, 8, '0'), bench_id('funder', f), 'S-1', bench_id('mapping', f),
           bench_id('facilitator', 1 + f % :facilitators), 'x', '张*', '**** 3446', sha256(b::text::bytea), b::text, '', true, 'succeeded', 1, 1,
           t, t, t
    from generate_series(1, :debts / 4) b, lateral (select 1 + b % :funders, timestamptz '2026-01-01 09:00+08') s (f, t);
    insert into bindings (id, signing_id, funder_id, settlement_id, alias, agreement_no, agreement_index, card_index, state, signed_at)
    select bench_id('binding', b), s.id, s.funder_id, s.settlement_id, 'AL' || b, 'x', s.card_index, s.card_index, 'active', s.decided_at
    from generate_series(1, :debts / 4) b join signings s on s.id = bench_id('signing', b);
    insert into shares (id, signing_id, binding_id, funder_id, facilitator_id, settlement_id, alias, payer_masked, card_masked, state,
                        created_at)
    select bench_id('share', b), s.id, bench_id('binding', b), s.funder_id, s.facilitator_id, s.settlement_id, 'SH' || b, s.payer_masked,
           s.card_masked, 'shared', s.created_at
    from generate_series(1, :debts / 4) b join signings s on s.id = bench_id('signing', b);
    insert into debts (id, funder_id, number, binding_id, amount_fen, outstanding_fen, due_on, holder, holder_id, facilitator_id, transfers,
                       registered_at)
    select bench_id('debt', n), h.funder_id, n::text, h.binding_id, 1000000, 1000000 - :each / 2 * 10000, '2026-11-10',
           case when theirs then 'facilitator' else 'funder' end, case when theirs then h.facilitator_id else h.funder_id end,
           h.facilitator_id, 2 - theirs::int, timestamptz '2026-01-02 09:00+08' + n * interval '1 second'
    from generate_series(1, :debts) n, lateral (select (n - 1) / (:debts / 4) % 2 = 1) s (theirs),
         shares h where h.binding_id = bench_id('binding', 1 + (n - 1) % (:debts / 4));
    insert into debt_transfers (id, funder_id, facilitator_id, back, state, legal_basis, document, effective_from, notified_on, evidence,
                                evidence_by, submitted_at, approved_at, effective_at)
    select bench_id('transfer', f), bench_id('funder', f), bench_id('facilitator', 1 + f % :facilitators), false, 'effective', 'x', 'x', t, t::date,
           'x', 'x', t, t, t
    from generate_series(1, :funders) f, (values (timestamptz '2026-01-02 09:00+08')) s (t);
    insert into debt_transfer_items (transfer_id, debt_id, state, amount_fen)
    select t.id, d.id, 'effective', d.amount_fen from debts d join debt_transfers t on t.funder_id = d.funder_id;
    create temporary table taken_away as
    select indexname, indexdef from pg_indexes where tablename = 'debits' and indexname not in ('debits_pkey', 'debits_reference_key');
    select format('drop index %I', indexname) from taken_away \\gexec
    insert into debits (id, reference, debt_id, binding_id, holder_id, card_index, amount_fen, state, failure, accepted_at, accepted_on,
                        sent_at, decided_at)
    select bench_id('taken', place), 'DBT20260101' || lpad(place::text, 8, '0'), d.id, d.binding_id, d.holder_id, b.card_index, 10000,
           case when k % 2 = 0 then 'succeeded' else 'failed' end, case when k % 2 = 1 then 'insufficient_funds' end, t, t::date, t, t
    from debts d join bindings b on b.id = d.binding_id, generate_series(1, :each) k,
         lateral (select (d.number::bigint - 1) * :each + k, timestamptz '2026-11-20 09:00+08' - k * interval '3 days') s (place, t);
    select indexdef from taken_away \\gexec
    vacuum analyze signings, bindings, shares, debts, debt_transfers, debt_transfer_items, debits;";

/// Measures all of it.
pub async fn measure(admin: &str, samples: &mut Samples) -> Outcome<()> {
    let few = among(admin, FEW, "10k", samples).await?;
    let many = among(admin, MANY, "1m", samples).await?;
    for (place, what) in ["may_collect", "signings", "agreement_debits"].into_iter().enumerate() {
        note(samples, format!("{what}_growth"), few[place] / many[place]);
    }
    let book = Book::set_up(admin, "bench_cards", Size { agents: 1, draws: 1 }, FUNDERS).await?;
    run(&book.url, &prepared(""), "debts", 0)?;
    let [signings, debits] = cards(&book).await?;
    note(samples, "signings_per_s".to_owned(), signings);
    note(samples, "agreement_debits_per_s".to_owned(), debits);
    book.verify_and_drop().await
}

/// What is done a second in a book of so many debts: questions who may collect, signings, and debits.
async fn among(admin: &str, debts: usize, name: &str, samples: &mut Samples) -> Outcome<[f64; 3]> {
    let book = Book::set_up(admin, "bench_debts", Size { agents: 1, draws: 1 }, FUNDERS).await?;
    run(&book.url, &prepared(DEBTS), "debts", debts)?;
    note(samples, format!("may_collect_debits_{name}"), f64::from(u32::try_from(debts * DEBITS)?));
    let asked = may_collect(&book, debts, name, samples).await?;
    // The debits of these were accepted, and no more: their agreements are made up.
    psql(&book.url, "delete from jobs where kind = 'debit.follow'")?;
    let [signings, debits] = cards(&book).await?;
    note(samples, format!("signings_per_s_{name}"), signings);
    note(samples, format!("agreement_debits_per_s_{name}"), debits);
    book.drop_unverified().await?;
    Ok([asked, signings, debits])
}

fn prepared(statements: &str) -> String {
    format!("\\set funders {FUNDERS}\n\\set facilitators {FACILITATORS}\n\\set each {DEBITS}\n{SIDES}{statements}")
}

fn told<E: std::fmt::Debug>(error: E) -> String {
    format!("{error:?}")
}

/// Somebody of one side of a debt, by its number; whether that side holds it; and the debt.
fn side(book: &Book, debts: usize, number: usize, theirs: bool) -> (Context, bool, DebtId) {
    let (place, bindings) = (number - 1, debts / 4);
    let funder = 1 + (1 + place % bindings) % FUNDERS;
    let holds = (place / bindings % 2 == 1) == theirs;
    let context = if theirs {
        let facilitator = PartnerId(id("facilitator", 1 + funder % FACILITATORS));
        book.person(Role::FacilitatorOperator, Party::Facilitator(facilitator))
    } else {
        book.person(Role::FunderTreasurer, Party::Funder(PartnerId(id("funder", funder))))
    };
    (context, holds, DebtId(id("debt", number)))
}

/// How often a second it is answered whether the asker may collect one of so many debts, to either side; and how many debits of their
/// holders are accepted, which is decided under locks.
async fn may_collect(book: &Book, debts: usize, name: &str, samples: &mut Samples) -> Outcome<f64> {
    let (mut asked, mut accepted) = (Vec::new(), Vec::new());
    // None is met again before all were.
    let number = |place: usize| 1 + place * 7_919 % debts;
    for repetition in 0..=REPETITIONS {
        let work: Vec<_> = (0..ASKED)
            .map(|place| repetition * ASKED + place)
            .map(|place| side(book, debts, number(place), place % 2 == 1))
            .collect();
        let (_, per_second, _) = do_all(&book.db, work, TASKS, |db, (context, holds, id)| async move {
            let row = debt(&db, &context, id).await.map_err(told)?;
            if row.may_collect.is_ok() == holds { Ok(()) } else { Err(format!("{id}: {:?}", row.may_collect)) }
        })
        .await?;
        asked.push(per_second);
        let work: Vec<_> = (0..ACCEPTED)
            .map(|place| number(repetition * ACCEPTED + place))
            .map(|number| {
                let (context, holds, id) = side(book, debts, number, false);
                if holds { (context, id) } else { (side(book, debts, number, true).0, id) }
            })
            .collect();
        let (_, per_second, _) = do_all(&book.db, work, TASKS, |db, (context, debt)| async move {
            let command = DebitCommand { debt, amount: Amount::from_fen(100) };
            debit(&db, &context, DebitLimits::default(), command).await.map_err(told)
        })
        .await?;
        accepted.push(per_second);
    }
    note(samples, format!("debits_accepted_per_s_{name}"), median(&accepted[1..]));
    let per_second = median(&asked[1..]);
    note(samples, format!("may_collect_per_s_{name}"), per_second);
    Ok(per_second)
}

/// A network that has done at once whatever it is asked.
struct Ready;

impl Network for Ready {
    fn apply<'a>(&'a self, _: &'a SignOrder) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Done))
    }

    fn sign<'a>(&'a self, serial: &'a str, _: &'a str) -> Work<'a, Signed> {
        Box::pin(std::future::ready(Signed { meaning: Meaning::Done, agreement_no: format!("NET-{serial}") }))
    }

    fn query<'a>(&'a self, _: &'a str) -> Work<'a, SigningStanding> {
        Box::pin(std::future::ready(SigningStanding::Unknown))
    }

    fn unsign<'a>(&'a self, _: &'a str) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Done))
    }

    fn query_agreement<'a>(&'a self, _: &'a str) -> Work<'a, AgreementStanding> {
        Box::pin(std::future::ready(AgreementStanding::Unknown))
    }

    fn pay<'a>(&'a self, _: &'a PayOrder) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Done))
    }

    fn query_pay<'a>(&'a self, _: &'a str) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Unknown))
    }

    fn refund<'a>(&'a self, _: &'a RefundOrder) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Unknown))
    }

    fn query_refund<'a>(&'a self, _: &'a str) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Unknown))
    }

    fn settlement(&self, _: Date) -> Work<'_, Option<String>> {
        Box::pin(std::future::ready(None))
    }

    fn returned(&self, _: Date) -> Work<'_, Vec<ReturnedPayment>> {
        Box::pin(std::future::ready(Vec::new()))
    }
}

/// A payer's order: a card of its own, whose last digit checks the others.
fn order(place: usize) -> OrderSigningCommand {
    let [name, id_number, mobile] = ["张三", "11010519491231002X", "13800001402"].map(str::to_owned);
    let card_number = (0..10)
        .map(|check| format!("{}{check}", 62_220_200_000_000_000 + place))
        .find(|number| Payer::read(&name, &id_number, number, &mobile).is_ok())
        .unwrap_or_default();
    let settlement_id = "S-1".to_owned();
    OrderSigningCommand {
        settlement_id,
        name,
        id_number,
        card_number,
        mobile,
        consents: true,
        consents_to_share: true,
        line: None,
    }
}

/// Binds cards, and debits each. So many of both a second.
async fn cards(book: &Book) -> Outcome<[f64; 2]> {
    let query = "select count(*) from debits where state = 'succeeded'";
    let before: usize = tell(&book.url, query)?.parse()?;
    let keys = format!("key {0}\nindex {0}\n", "5a".repeat(32));
    let db = book.db.clone().with_master_keys(MasterKeys::read(&keys)?);
    let treasurer =
        |place: usize| book.person(Role::FunderTreasurer, Party::Funder(PartnerId(id("funder", 1 + place % FUNDERS))));
    let work: Vec<_> = (0..CARDS).map(|place| (place, [treasurer(place), treasurer(place)], order(place))).collect();
    let (signed, signings, _) = do_all(&db, work, TASKS, |db, (place, [orders, confirms], command)| async move {
        let signing = order_signing(&db, &Ready, &orders, command).await.map_err(told)?.signing;
        let command = ConfirmSigningCommand { signing, code: CODE.to_owned() };
        confirm_signing(&db, &Ready, &confirms, command).await.map_err(told)?;
        Ok((place, signing))
    })
    .await?;
    let work: Vec<_> =
        signed.into_iter().map(|(place, signed)| ([treasurer(place), treasurer(place)], (place, signed))).collect();
    let (debts, ..) = do_all(&db, work, TASKS, owed).await?;
    let work: Vec<_> = debts.into_iter().map(|(place, debt)| (treasurer(place), debt)).collect();
    let debits = debited(&db, work).await?;
    let succeeded = tell(&book.url, query)?.parse::<usize>()? - before;
    if succeeded != CARDS {
        return Err(format!("{succeeded} of {CARDS} debits have succeeded").into());
    }
    Ok([signings, debits])
}

/// A debt that a new binding pays. Not measured.
async fn owed(
    db: Db,
    ([reads, registers], (place, signed)): ([Context; 2], (usize, SigningId)),
) -> Result<(usize, DebtId), String> {
    let binding = signing(&db, &reads, signed).await.map_err(told)?.row.binding.ok_or("the card is not bound")?;
    let (amount, due_on) = (Amount::from_fen(10_000), date!(2026 - 11 - 10));
    let command = RegisterDebtCommand { number: format!("D-{place}"), binding, amount, due_on };
    Ok((place, register_debt(&db, &registers, command).await.map_err(told)?))
}

/// Debits so many debts in full. Debits a second, from when the first is asked for until the money of the last is on file.
async fn debited(db: &Db, work: Vec<(Context, DebtId)>) -> Outcome<f64> {
    let count = work.len();
    let (done, all) = (AtomicUsize::new(0), Notify::new());
    let tell = |kind, outcome: &JobOutcome| {
        let one = kind == JobKind::FollowDebit && *outcome == JobOutcome::Done;
        if one && done.fetch_add(1, Ordering::Relaxed) + 1 == count {
            all.notify_one();
        }
    };
    let began = Instant::now();
    let debited = async {
        do_all(db, work, TASKS, |db, (context, debt)| async move {
            let command = DebitCommand { debt, amount: Amount::from_fen(10_000) };
            debit(&db, &context, DebitLimits::default(), command).await.map_err(told)
        })
        .await?;
        all.notified().await;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(began.elapsed().as_secs_f64())
    };
    let mut seconds = Ok(0.0);
    let banks = Banks::one(&SlowBank);
    let worker = Worker { network: &Ready, ..Worker::new(db, &banks) };
    worker.work(tell, async { seconds = debited.await }).await;
    Ok(f64::from(u32::try_from(count)?) / seconds?)
}
