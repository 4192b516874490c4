//! What a large book is made of, and what is asked of its lists.

use domain::{
    id::{AgentId, CreditLineId, DrawId, LoanId},
    search::Sought,
};
use services::{
    audit::AuditFilter,
    page::{Narrow, Sort},
};

use super::Book;
use crate::harness::yuan;

/// Copies of one thing of each kind. The eighth of what a shop has is the only thing of the eighth shop.
pub const COPIES: [&str; 51] = [
    "insert into loans select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'l'), 'draw_id', copy_id(n, 'd'),
             'agent_id', case n when 8 then copy_id(n, 'g') else t.agent_id end,
             'reference', 'DRW20261121' || lpad(n::text, 8, '0'), 'debt_account_id', copy_id(n, 'a'),
             'due_on', case when n % 4 > 0 then t.due_on - n % 50 end, 'due_fen', case when n % 4 > 0 then t.due_fen end,
             'state', case n % 4 when 0 then 'settled' when 1 then 'overdue' else 'active' end,
             'overdue_since', case when n % 4 = 1 then t.due_on - n % 50 end))).* from loans t, numbers n",
    // Of every class at the ends of two months.
    "insert into loan_days
             select copy_id(n, 'l'), d.on_date, l.agent_id, l.funder_id, l.funder_id, 0, l.principal_fen,
                    case when n % 2 = 0 then date '2026-09-01' - 10 * (n % 20) end
             from (select * from loans limit 1) l, (values (date '2026-09-01'), (date '2026-10-31')) d (on_date), numbers n",
    "insert into cash_days
             select distinct date '2026-11-19' - n % 50, l.funder_id, f.figure, 1
             from (select * from loans limit 1) l, (values ('due'), ('received')) f (figure), numbers n",
    "insert into draws select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'd'),
             'agent_id', case n when 8 then copy_id(n, 'g') else t.agent_id end,
             'reference', 'DRW20261121' || lpad(n::text, 8, '0'), 'requested_at', t.requested_at + n * interval '1 second',
             'state', case n % 4 when 0 then 'credited' when 1 then 'requested' when 2 then 'awaiting' else 'refused' end,
             'instruction_at', case n % 4 when 0 then t.instruction_at end, 'funds_fen', case n % 4 when 0 then t.amount_fen else 0 end,
             'refusal_reason', case n % 4 when 3 then 'x' end))).* from draws t, numbers n",
    "insert into payouts select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'p'),
             'reference', 'PAY20261121' || lpad(n::text, 8, '0'),
             'state', case n % 2 when 0 then 'confirmed' else 'failed' end))).* from payouts t, numbers n",
    "insert into repayments select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'r'),
             'reference', 'REP20261121' || lpad(n::text, 8, '0'), 'loan_id', copy_id(n, 'l'), 'debited_at', t.debited_at + n * interval '1 second',
             'partner_confirmed_at', case when n % 2 = 0 then t.debited_at end))).* from repayments t, numbers n",
    "insert into payables select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'r'), 'payout_id', copy_id(n, 'p'),
             'recorded_at', t.recorded_at + n * interval '1 second'))).* from payables t, numbers n",
    "insert into bank_movements select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'm'),
             'fingerprint', '\\x' || md5(n::text), 'booked_on', t.booked_on - n % 90, 'state', case n % 2 when 0 then 'unmatched' else 'broken' end))).*
             from bank_movements t, numbers n where t.state = 'unmatched'",
    "insert into breaks (id, kind, movement_id, state, opened_at)
             select copy_id(n, 'b'), 'payer_differs', copy_id(n, 'm'), 'open', now() - n * interval '1 minute' from numbers n where n % 2 = 1",
    "insert into credit_lines select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'c'), 'application_id', copy_id(n, 'y'), 'agent_id', copy_id(n, 'g'),
             'reference', 'LIN20261121' || lpad(n::text, 8, '0')))).* from credit_lines t, numbers n",
    "insert into applications select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'y'), 'slot_held', false,
             'agent_id', case n when 8 then copy_id(n, 'g') else t.agent_id end,
             'reference', 'APP20261121' || lpad(n::text, 8, '0'), 'form', jsonb_build_object('requested_limit', '1.00'),
             'submitted_at', t.created_at + n * interval '1 second',
             'state', case n % 3 when 0 then 'rejected' when 1 then 'submitted' else 'in_review' end))).* from applications t, numbers n",
    // Those that wait are few, and older than all that were decided.
    "insert into product_proposals (id, product_id, funder_id, after_version, name, contract_kind, terms, tenors, limit_min_fen,
                                    limit_max_fen, state, proposed_by, proposed_at, decided_by, decided_at)
             select copy_id(n, 'o'), copy_id(n, 'o'), l.funder_id, 0, 'x', 'loan', l.terms, '{30d}', 1, 2,
                    case when n <= 12 then 'proposed' else 'withdrawn' end, 'user:x', now() + n * interval '1 minute',
                    case when n > 12 then 'user:x' end, case when n > 12 then now() + n * interval '1 minute' end
             from (select * from loans limit 1) l, numbers n",
    "insert into approvals (id, action, subject_id, note, state, proposed_by, proposed_at, decided_by, decided_at)
             select copy_id(n, 'v'), 'return', copy_id(n, 'm'), 'x', case when n <= 12 then 'proposed' else 'approved' end,
                    (select id from users where username = 'operator-maker'), now() + n * interval '1 minute',
                    (select id from users where username = 'operator-checker' and n > 12), case when n > 12 then now() end from numbers n",
    "insert into agents select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'g'), 'number', 'N' || lpad(n::text, 8, '0'),
             'shop_name', case n when 8 then '独此一家' else t.shop_name end))).* from agents t, numbers n where t.id = (select min(id::text)::uuid from agents)",
    "insert into users (id, username, display_name, password_hash, role, agent_id, demonstration)
             select copy_id(n, 's'), 'shop-' || n, 'x', 'x', 'agent', copy_id(n, 'g'), false from numbers n",
    "insert into accounts (id, book, kind, owner_id) select copy_id(n, 'w'), 'custody', 'wallet', copy_id(n, 'q') from numbers n",
    "insert into wallets (id, reference, agent_id, account_id, balance_fen, version)
             select copy_id(n, 'q'), 'WLT' || lpad((n + 900)::text, 10, '0'), copy_id(n, 'g'), copy_id(n, 'w'), 1, 1 from numbers n",
    "insert into journals (id, event_kind, event_id, leg, posted_on, value_on, recorded_at)
             select copy_id(n, 'j'), 'top_up.matched', copy_id(n, 'm'), 1, date '2026-11-19' - n / 5, '2026-11-19', now() from numbers n",
    "insert into entries (journal_id, line, book, account_id, business_date, amount_fen, wallet_version)
             select copy_id(n, 'j'), 0, 'custody', copy_id(n, 'w'), date '2026-11-19' - n / 5, -1, 1 from numbers n
             union all select copy_id(n, 'j'), 1, 'custody', id, date '2026-11-19' - n / 5, 1, null from accounts, numbers n where kind = 'reserve_cash'
             union all select copy_id(n, 'j'), 2, 'custody', account_id, date '2026-11-19' - n / 5, -1, -n
             from wallets w, numbers n where w.reference = (select min(reference) from wallets)",
    "insert into closing_balances (account_id, business_date, balance_fen)
             select account_id, '2026-11-19', sum(amount_fen) from entries where business_date < '2026-11-20' group by account_id",
    "insert into unread_lines (id, reserve_account_id, text, reason, state, recorded_at)
             select copy_id(n, 'u'), r.id, n::text, 'feed.text_unreadable', 'open', now() from reserve_accounts r, numbers n",
    "insert into imports (id, kind, file_name, sha256, state, report, content, uploaded_by, uploaded_at)
             select copy_id(n, 'i'), 'bank_statement', 'x', sha256(n::text::bytea), 'confirmed', '{}', '', u.id, now() - n * interval '1 minute'
             from users u, numbers n where u.username = 'operator-maker'",
    "insert into audit (id, recorded_at, actor, operation, subject, outcome, party, request_no, content_hash, answer)
             select copy_id(n, 't'), now(), 'system:test', 'test', 'x', 'done', 'institution', n::text, '', '{}' from numbers n",
    "insert into signings select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'signing'),
             'reference', 'SGN20261121' || lpad(n::text, 8, '0'), 'card_index', '\\x' || md5(n::text),
             'created_at', t.created_at + n * interval '1 second'))).* from signings t, numbers n",
    "insert into bindings select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'binding'), 'signing_id', copy_id(n, 'signing'),
             'alias', 'AL-' || n, 'card_index', '\\x' || md5(n::text), 'signed_at', t.signed_at + n * interval '1 second'))).* from bindings t, numbers n",
    "insert into shares select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'share'), 'signing_id', copy_id(n, 'signing'),
             'binding_id', copy_id(n, 'binding'), 'alias', 'SH-' || n, 'created_at', t.created_at + n * interval '1 second'))).* from shares t, numbers n",
    // Those that are owed are few, and older than all that were paid.
    "insert into debts select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'debt'), 'number', 'X-' || n,
             'binding_id', copy_id(n, 'binding'), 'facilitator_id', f.id, 'outstanding_fen', case when n <= 48 then t.amount_fen else 0 end,
             'holder', case n % 2 when 0 then 'funder' else 'facilitator' end, 'holder_id', case n % 2 when 0 then t.funder_id else f.id end,
             'registered_at', t.registered_at + n * interval '1 second'))).*
             from debts t, (select facilitator_id as id from shares limit 1) f, numbers n where t.number = 'D-2'",
    "insert into debits select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'debit'),
             'reference', 'DBT20261121' || lpad(n::text, 8, '0'), 'debt_id', copy_id(n, 'debt'), 'binding_id', copy_id(n, 'binding'),
             'holder_id', d.holder_id, 'card_index', '\\x' || md5(n::text), 'state', 'succeeded', 'decided_at', t.accepted_at,
             'accepted_at', t.accepted_at + n * interval '1 second'))).*
             from debits t, numbers n cross join lateral (select holder_id from debts where id = copy_id(n, 'debt')) d",
    // However many debts there are, transfers are few.
    "insert into debt_transfers select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'transfer'), 'state', 'cancelled',
             'submitted_at', t.submitted_at + n * interval '1 second'))).* from debt_transfers t, numbers n where n <= 60",
    "insert into debt_transfer_items (transfer_id, debt_id, state, reason)
             select copy_id(n, 'transfer'), copy_id(n, 'debt'), 'declined', 'transfer.cancelled' from numbers n where n <= 60",
    "insert into callbacks (id, number, kind, serial, result, received_at)
             select copy_id(n, 'callback'), 'CB' || n, 'payment', 'DBT' || n, '00000000', now() - n * interval '1 minute' from numbers n",
    "insert into refunds (id, reference, debit_id, debt_id, holder_id, amount_fen, reason, state, accepted_at, decided_at)
             select copy_id(n, 'refund'), 'RFD20261121' || lpad(n::text, 8, '0'), d.id, d.debt_id, d.holder_id, 1, 'x', 'succeeded',
                    d.accepted_at, d.accepted_at from numbers n join debits d on d.id = copy_id(n, 'debit')",
    "insert into returned_debits (debit_id, debt_id, holder_id, amount_fen, reason, owed_back, returned_at)
             select d.id, d.debt_id, d.holder_id, 1, 'other', false, d.accepted_at from numbers n join debits d on d.id = copy_id(n, 'debit')",
    "insert into outside_payments (id, debt_id, reporter_id, number, amount_fen, paid_on, evidence, state, holder_id, reported_at, decided_at,
                                        counted_on)
             select copy_id(n, 'outside'), d.id, d.funder_id, 'HK-' || n, 1, '2026-11-19', 'x', 'counted', d.holder_id,
                    d.registered_at, d.registered_at, '2026-11-20' from numbers n join debts d on d.id = copy_id(n, 'debt')",
    "insert into mappings (id, funder_id, settlement_id, facilitator_id, added_by, added_at)
             select copy_id(n, 'mapping'), s.funder_id, 'M-' || n, s.facilitator_id, u.id, s.created_at + n * interval '1 second'
             from numbers n, (select * from shares order by id limit 1) s, users u where u.username = 'operator-maker'",
    "insert into outbox (id, recorded_at, event, partner_id, subject, payload, version, number)
             select copy_id(n, 'event'), now() + n * interval '1 second', 'transfer.approved', p.id, 'x', '{}', 1, 1000 + n
             from numbers n, partners p where p.code = 'funder-a'",
    "insert into deliveries (event_id, partner_id, number, state, due_at, settled_at)
             select o.id, o.partner_id, o.number, 'delivered', o.recorded_at, o.recorded_at
             from numbers n join outbox o on o.id = copy_id(n, 'event')",
    "insert into settlements (id, settled_on, state, expected_at)
             select copy_id(n, 'settlement'), date '2000-01-01' + n, 'awaited', now() from numbers n",
    "insert into settlement_breaks (id, settlement_id, kind, debit_id, state, opened_at)
             select copy_id(n, 'difference'), copy_id(n, 'settlement'), 'only_ours', copy_id(n, 'debit'), 'open',
                    now() + n * interval '1 second' from numbers n",
    "insert into pass_ons (id, on_date, payer_id, payee_id, payments, amount_fen)
             select copy_id(n, 'passon'), date '2026-11-20' - n, a.id, b.id, 1, 100 from partners a, partners b, numbers n
             where a.code = 'funder-a' and b.code = 'facilitator-1'",
    "insert into freezes (id, wallet_id, agent_id, reason, evidence, ordered_by, ordered_on, ordered_at, wallet_version)
             select copy_id(n, 'freeze'), copy_id(n, 'q'), copy_id(n, 'g'), 'risk', 'x', 'user:operator-maker', '2026-11-20',
                    now() + n * interval '1 second', 1 from numbers n",
    "insert into jobs (id, kind, subject, recorded_at, due_at, failures, failure, dead_at)
             select copy_id(n, 'job'), 'payout.query', copy_id(n, 'p'), now(), now(), 12, 'x', now() + n * interval '1 second' from numbers n",
    "insert into top_ups (id, reference, agent_id, loan_id, binding_id, holder_id, card_index, amount_fen, state, accepted_at, accepted_on,
                               decided_at)
             select copy_id(n, 'topup'), 'DBT20261122' || lpad(n::text, 8, '0'), l.agent_id, l.id, b.id, l.funder_id, b.card_index, 1,
                    'succeeded', now() + n * interval '1 second', '2026-11-20', now()
             from numbers n join loans l on l.id = copy_id(n, 'l') join bindings b on b.id = copy_id(n, 'binding')",
    // One file, one settlement and one invoice, of which the lines are many; the first two have pages of their own length.
    "insert into commission_files (id, carrier_id, month, revision, expected_on, state, file_name, sha256, content, report, give_fen,
                                        uploaded_by, uploaded_at)
             select copy_id(0, 'file'), c.id, '2026-10-01', 1, '2026-11-20', 'distributed', 'x', '', '', '{}', 1, u.id, now()
             from (select id from carriers limit 1) c, users u where u.username = 'operator-maker'",
    "insert into commissions (id, file_id, carrier_id, month, revision, agent_id, amount_fen, state, given_on, expected_on)
             select copy_id(2 * n + k, 'commission'), f.id, f.carrier_id, f.month, 1 + k, copy_id(n, 'g'), 100 + n, 'given', '2026-11-20',
                    '2026-11-20'
             from commission_files f, generate_series(0, 1) k, numbers n where f.id = copy_id(0, 'file')",
    "insert into settlement_files (id, settlement_id, sha256, content, lines, debited_fen, refunded_fen, net_fen, received_at)
             values (copy_id(0, 'sfile'), copy_id(0, 'settlement'), sha256('x'::bytea), 'x', 1, 1, 0, 1, now())",
    "insert into settlements (id, settled_on, state, reference, payer_account, net_fen, file_id, expected_at)
             values (copy_id(0, 'settlement'), '1999-12-31', 'compared', 'STL0', 'x', 1, copy_id(0, 'sfile'), now())",
    "insert into settlement_lines (id, file_id, place, network_serial, order_no, kind, amount_fen, result)
             select copy_id(2 * n + k, 'sline'), copy_id(0, 'sfile'), 2 * n + k, 'N' || n, 'DBT20261121' || lpad(n::text, 8, '0'), 'payment',
                    100 + n, '00000000'
             from generate_series(0, 1) k, numbers n",
    "insert into revenue_share_invoices (id, funder_id, month, rate, penalty, elsewhere, lines, counted_fen, share_fen, issued_on, issued_at)
             select copy_id(0, 'invoice'), p.id, '2026-10-01', 0.2, true, false, 1, 1, 1, '2026-11-01', now()
             from partners p where p.code = 'funder-a'",
    "insert into revenue_share_lines (invoice_id, source_id, kind, loan_id, posted_on, value_on, interest_fen, penalty_fen)
             select copy_id(0, 'invoice'), copy_id(n, 'r'), 'repaid', copy_id(n, 'l'), date '2026-10-01' + n % 30, '2026-10-01', 100 + n, 0
             from numbers n",
    "insert into closed_days (business_date, closed_at, digest, chain)
             select date '2000-01-01' + n, now(), '', '' from numbers n",
];

/// What lists are narrowed to: one shop's, by its name, a number, days of which there is nothing, and an amount that nothing has,
/// in the list's own order and by amount.
pub fn narrows() -> Vec<(Narrow, Option<Sort>)> {
    let text = |typed| Narrow { text: Sought::of(typed), ..Narrow::default() };
    let day = Some(time::macros::date!(2027 - 01 - 01));
    let amount = Narrow { least: Some(yuan("500000")), ..Narrow::default() };
    let narrows = [
        text("独此一家"),
        text("DRW2026112100000008"),
        text("查无此店"),
        Narrow { from: day, ..Narrow::default() },
        amount,
    ];
    let narrows = narrows.into_iter().flat_map(|narrow| [(narrow.clone(), None), (narrow, Some(Sort::Largest))]);
    narrows.collect()
}

/// What is looked for: a number, an amount that every loan and payout has, an account that every movement has, and a name and a
/// licence that nobody has.
pub const SEARCHES: [(&str, &str); 5] = [
    ("search by number", "DRW2026112100000001"),
    ("search by amount", "1000.00"),
    ("search by account", "6222020200112233445"),
    ("search by name", "查无此店"),
    ("search by licence", "91500000NOBODYHAS9"),
];

/// The trail by each of its filters alone, and by a name that nobody has.
pub fn trails() -> [(&'static str, AuditFilter); 8] {
    let (all, some) = (AuditFilter::default(), |text: &str| Some(text.to_owned()));
    let day = Some(time::macros::date!(2026 - 11 - 20));
    [
        ("audit", all.clone()),
        ("audit by actor", AuditFilter { actor: some("test"), ..all.clone() }),
        ("audit by operation", AuditFilter { operation: some("test"), ..all.clone() }),
        ("audit by actor and operation", AuditFilter { actor: some("test"), operation: some("test"), ..all.clone() }),
        ("audit by thing", AuditFilter { subject: some("x"), ..all.clone() }),
        ("audit by number", AuditFilter { subject: some("DRW2026112100000001"), ..all.clone() }),
        ("audit by nobody's name", AuditFilter { actor: some("查无此店"), subject: some("查无此店"), ..all.clone() }),
        ("audit of a day", AuditFilter { from: day, to: day, ..all }),
    ]
}

impl Book<'_> {
    /// One of the many agents, of whom nothing but a line is copied.
    pub async fn one_of_many(&self) -> AgentId {
        let agent = sqlx::query_scalar("select id from agents where number = 'N00000001'");
        AgentId(agent.fetch_one(&self.world.owner).await.unwrap())
    }

    /// The loan of which the others are copies.
    pub async fn first_loan(&self) -> LoanId {
        let loan = sqlx::query_scalar("select id from loans where reference like 'DRW20261120%'");
        LoanId(loan.fetch_one(&self.world.owner).await.unwrap())
    }

    /// The draw of that loan.
    pub async fn first_draw(&self) -> DrawId {
        let draw = sqlx::query_scalar("select draw_id from loans where reference like 'DRW20261120%'");
        DrawId(draw.fetch_one(&self.world.owner).await.unwrap())
    }

    /// Of one of the many agents.
    pub async fn one_line(&self) -> CreditLineId {
        let line = sqlx::query_scalar("select id from credit_lines where reference = 'LIN2026112100000001'");
        CreditLineId(line.fetch_one(&self.world.owner).await.unwrap())
    }
}
