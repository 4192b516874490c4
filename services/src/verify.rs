//! `lianrong verify`: every invariant is one query that returns no rows when it holds.

mod binding;
mod card;
mod cash_day;
mod commission;
mod correction;
mod freeze;
mod judge;
mod ledger;
mod loan_day;
mod partner_file;
mod revenue_share;
mod settlement;

use sqlx::PgConnection;

use judge::judge;

pub use crate::verdict::Verdict;
use crate::{
    Context, Db, Error,
    error::Never,
    loan::{verify_cost, verify_positions},
    transition::verify_transitions,
};

/// An invariant: its name, how many rows it examines, and the query of the rows that offend.
struct Invariant {
    name: &'static str,
    examined: &'static str,
    offending: &'static str,
}

const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "a movement moves the reserve account's cash once, by its amount",
        examined: "select count(*) from bank_movements",
        offending: "with cash as (
                        select j.event_kind, j.event_id, j.leg, a.owner_id, e.amount_fen from accounts a
                        join entries e on e.account_id = a.id join journals j on j.id = e.journal_id
                        where a.kind = 'reserve_cash'
                    ), moved as (
                        select event_id as movement_id, owner_id, amount_fen from cash
                        where event_kind in ('receipt.recorded', 'debit.unexplained')
                        union all
                        select m.id, c.owner_id, c.amount_fen from (
                            select *, row_number() over (partition by event_id order by leg) as place from cash
                            where event_kind = 'payout.confirmed') c
                        join (select id, matched_id, row_number() over (partition by matched_id order by id) as place
                              from bank_movements where matched_kind = 'payout' and direction = 'debit'
                                and id not in (select event_id from cash where event_kind = 'debit.unexplained')) m
                          on (m.matched_id, m.place) = (c.event_id, c.place)
                    )
                    select id, amount_fen, sum(told) as told, sum(booked) as booked from (
                        select id, reserve_account_id, 1 as told, 0 as booked,
                               case direction when 'credit' then amount_fen else -amount_fen end as amount_fen
                        from bank_movements where state not in ('doubtful', 'told_again')
                        union all
                        select movement_id, owner_id, 0, 1, amount_fen from moved) m
                    group by id, reserve_account_id, amount_fen having sum(told) <> sum(booked)",
    },
    Invariant {
        name: "a reserve account holds in the books what its movements make",
        examined: "select count(*) from reserve_accounts",
        offending: "select r.id, account_balance(a.id) as ledger from reserve_accounts r
                    join accounts a on a.kind = 'reserve_cash' and a.owner_id = r.id
                    where account_balance(a.id) <> coalesce((
                        select sum(case m.direction when 'credit' then m.amount_fen else -m.amount_fen end)
                        from bank_movements m
                        where m.reserve_account_id = r.id and m.state not in ('doubtful', 'told_again')), 0)",
    },
    Invariant {
        name: "a reserve account holds what its bank told last, but for what is listed",
        examined: "select count(*) from reserve_accounts r cross join lateral bank_balance(r.id)",
        offending: "select r.id, account_balance(a.id) as books, b.balance_fen as bank from reserve_accounts r
                    join accounts a on a.kind = 'reserve_cash' and a.owner_id = r.id
                    cross join lateral bank_balance(r.id) b
                    where account_balance(a.id) - b.balance_fen
                          <> coalesce((select sum(d.amount_fen) from bank_difference(r.id) d), 0)",
    },
    Invariant {
        name: "a credited draw and a matched top-up have one journal of their amount",
        examined: "select count(*) from bank_movements where matched_kind in ('draw', 'wallet')",
        offending: "select t.kind, t.id, t.amount_fen from (
                        select 'draw.credited' as kind, d.id, d.agent_id, d.amount_fen from draws d
                        where d.state = 'credited'
                        union all
                        select 'top_up.matched', m.id, w.agent_id, m.amount_fen from bank_movements m
                        join wallets w on w.id = m.matched_id) t
                    where 1 <> (select count(*) from journals j join entries e on e.journal_id = j.id
                                join wallets w on w.account_id = e.account_id and w.agent_id = t.agent_id
                                where j.event_kind = t.kind and j.event_id = t.id and e.amount_fen = -t.amount_fen)",
    },
    Invariant {
        name: "each attempt of a payout is sent once, and only the last one may not have failed",
        examined: "select count(*) from payouts where attempt > 0 and agent_id is null",
        offending: "select p.id, p.state, p.attempt, s.* from payouts p cross join lateral (
                        select count(*) filter (where j.event_kind = 'payout.sent') as sent,
                               count(*) filter (where j.event_kind = 'payout.failed') as failed,
                               count(*) filter (where j.event_kind = 'payout.confirmed') as confirmed,
                               count(*) filter (where j.event_kind = 'payout.sent_back') as back
                        from journals j
                        where j.event_kind in ('payout.sent', 'payout.failed', 'payout.confirmed', 'payout.sent_back')
                          and j.event_id = p.id) s
                    where p.agent_id is null
                      and (s.sent <> p.attempt or s.confirmed - s.back <> (p.state = 'confirmed')::int
                           or s.failed > p.attempt - (p.state in ('unknown', 'sent'))::int
                           or s.failed + s.back < p.attempt - (p.state in ('unknown', 'sent', 'confirmed'))::int)",
    },
    Invariant {
        name: "a wallet's versions have no gaps",
        examined: "select count(*) from entries where wallet_version is not null",
        offending: "select w.id, w.version, count(e.*), max(e.wallet_version) from wallets w
                    left join entries e on e.account_id = w.account_id
                    group by w.id having w.version <> count(e.*) or w.version <> coalesce(max(e.wallet_version), 0)
                        or count(e.*) <> count(distinct e.wallet_version)",
    },
    Invariant {
        name: "a closed day has gained no entry",
        examined: "select count(*) from closing_balances",
        // Each entry is added once, however many dates were closed since.
        offending: "select account_id, business_date, c.balance_fen, e.balance_fen as entries from closing_balances c
                    full join (
                        select account_id, business_date,
                               sum(sum(amount_fen)) over (partition by account_id order by business_date) as balance_fen
                        from entries where business_date < (select open_on from business_day)
                        group by account_id, business_date) e using (account_id, business_date)
                    where c.balance_fen is distinct from e.balance_fen
                      and (c.balance_fen is not null or business_date in (select business_date from closed_days))",
    },
    Invariant {
        name: "a closed day's digest has not changed",
        examined: "select count(*) from closed_days",
        offending: "select d.business_date from closed_days d
                    left join (
                        select business_date, sha256(string_agg(convert_to(account_id::text || ' ' || balance_fen || chr(10), 'UTF8'),
                                                                ''::bytea order by account_id::text collate \"C\")) as digest
                        from closing_balances group by business_date) c using (business_date)
                    where d.digest <> coalesce(c.digest, sha256(''::bytea))",
    },
    Invariant {
        name: "principal owed is the same in the ledger and on the loans",
        examined: "select count(*) from loans",
        offending: "select l.id, l.outstanding_fen, account_balance(l.debt_account_id) as ledger from loans l
                    where l.outstanding_fen <> account_balance(l.debt_account_id)",
    },
    Invariant {
        name: "a holder's claims are what the loans and debts that it holds owe",
        examined: "select count(*) from partners",
        offending: "select p.id, p.code from partners p join accounts a on a.kind = 'claim' and a.owner_id = p.id
                    where -account_balance(a.id)
                          <> coalesce((select sum(outstanding_fen) from loans l where l.holder_id = p.id), 0)
                             + coalesce((select sum(outstanding_fen) from debts d where d.holder_id = p.id), 0)",
    },
    Invariant {
        name: "outstanding and earmarked stay within the limit",
        examined: "select count(*) from credit_lines",
        offending: "select id from credit_lines where outstanding_fen + earmarked_fen > limit_fen",
    },
    Invariant {
        name: "no product has granted more than its capacity",
        examined: "select count(*) from products",
        // What was sold before a limit was granted, or the bound set, did not count then, and may have come back since.
        offending: "with sold as (
                        select l.credit_line_id, l.principal_fen, min(j.posted_on) as sold_on
                        from journals j join loans l on l.id = j.event_id where j.event_kind = 'debt.transferred' group by l.id
                    ), bound as (select max(business_date) as set_on from audit where operation = 'product.set_capacity')
                    select p.id, p.capacity_fen, sum(c.fen) as granted_fen from products p cross join lateral (
                        select greatest(c.limit_fen - coalesce(sum(s.principal_fen), 0), 0) as fen
                        from credit_lines c left join sold s on s.credit_line_id = c.id and s.sold_on <= greatest(
                            (select set_on from bound), (select max(opened_on) from credit_lines where product_id = p.id))
                        where c.product_id = p.id and c.state <> 'closed' group by c.id) c
                    group by p.id having sum(c.fen) > p.capacity_fen",
    },
    Invariant {
        name: "a line is of the product of its offer",
        examined: "select count(*) from credit_lines",
        offending: "select c.id, c.product_id, v.product_id as offered from credit_lines c
                    join applications a on a.id = c.application_id join offers o on o.id = a.offer_id
                    left join product_versions v on v.id = o.product_version_id
                    where c.product_id is distinct from v.product_id",
    },
    Invariant {
        name: "what a line has outstanding is what its loans owe",
        examined: "select count(*) from credit_lines",
        offending: "select c.id, c.outstanding_fen, l.owed from credit_lines c
                    left join (select credit_line_id, sum(outstanding_fen) as owed from loans group by 1) l
                        on l.credit_line_id = c.id
                    where c.outstanding_fen <> coalesce(l.owed, 0)",
    },
    Invariant {
        name: "what a line has earmarked is what its open draws ask",
        examined: "select count(*) from credit_lines",
        offending: "select c.id, c.earmarked_fen, d.asked from credit_lines c
                    left join (select credit_line_id, sum(amount_fen) as asked from draws
                               where state in ('requested', 'awaiting') group by 1) d on d.credit_line_id = c.id
                    where c.earmarked_fen <> coalesce(d.asked, 0)",
    },
    Invariant {
        name: "draws, loans, quotes, payouts and repayments name what exists, of the same agent and funder",
        examined: "select (select count(*) from draws) + (select count(*) from loans) + (select count(*) from quotes)
                        + (select count(*) from payouts) + (select count(*) from repayments)",
        offending: "select 'draw' as kind, d.id from draws d left join credit_lines c on c.id = d.credit_line_id
                        and (c.agent_id, c.funder_id) = (d.agent_id, d.funder_id) where c.id is null
                    union all
                    select 'loan', l.id from loans l left join accounts a on a.id = l.debt_account_id
                    left join draws d on d.id = l.draw_id
                        and (d.credit_line_id, d.agent_id, d.funder_id) = (l.credit_line_id, l.agent_id, l.funder_id)
                    where a.id is null or d.id is null
                    union all
                    select 'quote', q.id from quotes q
                    left join loans l on l.id = q.loan_id and l.agent_id = q.agent_id where l.id is null
                    union all
                    select 'payout', p.id from payouts p left join partners f on f.id = p.partner_id
                    where p.partner_id is not null and f.id is null
                    union all
                    select 'repayment', r.id from repayments r
                    left join loans l on l.id = r.loan_id and (l.agent_id, l.funder_id) = (r.agent_id, r.funder_id)
                    left join payables p on p.id = r.id and (p.agent_id, p.payee_id) = (r.agent_id, r.holder_id)
                    left join quotes q on q.id = r.quote_id and q.loan_id = r.loan_id
                    where l.id is null or p.id is null or (r.quote_id is not null and q.id is null)",
    },
    Invariant {
        name: "a draw is credited once, with both flows, as a loan of its amount",
        examined: "select count(*) from draws",
        offending: "select d.id, d.state from draws d left join loans l on l.draw_id = d.id
                    where (d.state = 'credited') <> (l.id is not null)
                       or (l.id is not null and (l.principal_fen <> d.amount_fen or d.funds_fen <> d.amount_fen
                                                 or d.instruction_at is null))",
    },
    Invariant {
        name: "the money received for a draw is the movements matched with it",
        examined: "select count(*) from draws",
        offending: "select d.id, d.funds_fen, m.received from draws d
                    left join (select matched_id, sum(amount_fen) as received from bank_movements group by 1) m
                        on m.matched_id = d.id
                    where d.funds_fen <> coalesce(m.received, 0)",
    },
    Invariant {
        name: "the terms of a draw and its loan are those of the offer chosen",
        examined: "select count(*) from draws",
        offending: "select d.id from draws d join credit_lines c on c.id = d.credit_line_id
                    join applications a on a.id = c.application_id join offers o on o.id = a.offer_id
                    left join loans l on l.draw_id = d.id
                    where c.terms <> o.terms or d.terms - 'tenor' <> o.terms - 'tenor'
                       or not (d.tenor = any (o.tenors)) or (l.id is not null and l.terms <> d.terms)",
    },
    Invariant {
        name: "a loan's principal is what is outstanding and what was repaid",
        examined: "select count(*) from repayments",
        offending: "select l.id, r.repaid from loans l
                    left join (select loan_id, sum(principal_fen) as repaid from (
                                   select loan_id, principal_fen from repayments
                                   union all select loan_id, principal_fen from corrections) p group by 1) r
                        on r.loan_id = l.id
                    where l.principal_fen - l.outstanding_fen <> coalesce(r.repaid, 0)",
    },
    Invariant {
        name: "a repayment is its parts, has one journal of its amount, and is payable once",
        examined: "select count(*) from repayments",
        offending: "select r.id from repayments r left join payables p on p.id = r.id
                    where p.amount_fen is distinct from r.amount_fen - r.share_fen
                       or r.amount_fen <> r.fee_fen + r.penalty_fen + r.interest_fen + r.principal_fen or 1 <> (
                        select count(*) from journals j join entries e on e.journal_id = j.id
                        join wallets w on w.account_id = e.account_id and w.agent_id = r.agent_id
                        where j.event_kind = 'loan.repaid' and j.event_id = r.id and e.amount_fen = r.amount_fen)
                    union all
                    select p.id from payables p left join repayments r on r.id = p.id left join debits d on d.id = p.id
                    where r.id is null and d.id is null",
    },
    Invariant {
        name: "a payout to a partner pays what was payable to it, once and whole",
        examined: "select count(*) from payouts where partner_id is not null",
        offending: "select o.id, o.amount_fen, p.amount_fen as payable from payouts o
                    left join (select payout_id, sum(amount_fen - returned_fen) as amount_fen, min(payee_id::text) as payee,
                                      max(payee_id::text) as last_payee
                               from payables where payout_id is not null group by 1) p on p.payout_id = o.id
                    where o.partner_id is not null
                      and (p.amount_fen is distinct from case o.state when 'returned' then 0 else o.amount_fen end or p.payee <> o.partner_id::text
                           or p.last_payee <> o.partner_id::text)
                    union all
                    select p.id, null, p.amount_fen from payables p left join payouts o on o.id = p.payout_id
                    where p.payout_id is not null and o.partner_id is null",
    },
    Invariant {
        name: "one live slot per agent, and one live line",
        examined: "select count(*) from applications",
        offending: "select agent_id from applications where slot_held group by agent_id having count(*) > 1
                    union all
                    select agent_id from credit_lines where state <> 'closed' group by agent_id having count(*) > 1",
    },
    Invariant {
        name: "received is matched, unmatched, broken or returned",
        examined: "select count(*) from bank_movements",
        offending: "select r.id, -account_balance(a.id) as ledger from reserve_accounts r
                    join accounts a on a.kind = 'unmatched_receipts' and a.owner_id = r.id
                    where -account_balance(a.id) <> coalesce((
                        select sum(case m.direction when 'credit' then m.amount_fen else -m.amount_fen end)
                        from bank_movements m
                        where m.reserve_account_id = r.id
                          and (m.state in ('unmatched', 'broken')
                               or m.matched_id in (select id from draws where state <> 'credited')
                               or m.id in (select movement_id from payouts where state in ('requested', 'failed')))), 0)",
    },
    Invariant {
        name: "a payout is confirmed by one movement, or not yet, or another one has brought it back",
        examined: "select count(*) from payouts",
        offending: "select p.id, p.state, m.* from payouts p cross join lateral (
                        select count(*) filter (where direction = 'debit') as paid,
                               count(*) filter (where direction = 'credit') as back
                        from bank_movements where matched_id = p.id and state = 'matched') m
                    where m.paid - m.back <> (p.state = 'confirmed')::int or m.paid > 1 and p.partner_id is null
                       or p.partner_id is not null and m.back <> (select count(*) from journals j
                                                                  where j.event_kind = 'payout.sent_back' and j.event_id = p.id)",
    },
    Invariant {
        name: "payouts in transit are the payouts sent and not confirmed",
        examined: "select count(*) from payouts",
        offending: "select account_balance(a.id) as ledger from accounts a where a.kind = 'payouts_in_transit'
                    and -account_balance(a.id) <> coalesce((select sum(amount_fen) from payouts
                                                            where state in ('sent', 'unknown')
                                                               or agent_id is not null and state = 'requested'), 0)",
    },
    Invariant {
        name: "what goes on by itself has a job: what is under way outside, feeds, and what is done again and again",
        examined: "select count(*) from jobs",
        offending: "with wanted as (
                        select case state when 'requested' then 'payout.send' else 'payout.query' end as kind, id as subject
                        from payouts where state in ('requested', 'unknown', 'sent')
                        union all select 'feed.read', id from reserve_accounts
                        union all select kind, null
                        from unnest(array['payables.drain', 'applications.lapse', 'draws.lapse', 'events.number', 'day.end', 'forget']) as kind
                        union all select 'signing.follow', id from signings
                        where state in ('created', 'code_sent', 'confirming')
                        union all select 'binding.follow', id from bindings where state = 'unsigning'
                        union all select 'export.make', id from exports where state = 'making'
                        union all select 'debit.follow', id from debits where state in ('accepted', 'unknown')
                        union all select 'card.follow', id from cards
                        where state in ('created', 'code_sent', 'confirming', 'unsigning')
                        union all select 'refund.follow', id from refunds where state in ('accepted', 'unknown')
                        union all select 'top_up.follow', id from top_ups where state in ('accepted', 'unknown')
                        union all select distinct 'notices.deliver', partner_id from deliveries where state = 'waiting')
                    select w.kind, w.subject from wanted w
                    where not exists (select from jobs j where j.kind = w.kind and j.subject is not distinct from w.subject)",
    },
    Invariant {
        name: "what is payable to a partner waits, or is in a payout that is not under way",
        examined: "select count(*) from partners",
        offending: "select p.id, -account_balance(a.id) as ledger from partners p
                    join accounts a on a.kind = 'partner_payable' and a.owner_id = p.id
                    where -account_balance(a.id) <> coalesce((
                        select sum(o.amount_fen - o.returned_fen) from payables o left join payouts t on t.id = o.payout_id
                        where o.payee_id = p.id and (t.id is null or t.state in ('requested', 'failed', 'sent_back'))), 0)",
    },
    Invariant {
        name: "money that goes back is a movement's, in one payout of its amount",
        examined: "select count(*) from bank_movements where state in ('returning', 'returned')",
        offending: "select m.id, m.state, p.state as payout from bank_movements m
                    full join (select * from payouts where movement_id is not null) p on p.movement_id = m.id
                    where (m.state in ('returning', 'returned')) is distinct from (p.id is not null)
                       or p.amount_fen <> m.amount_fen or m.direction = 'debit' and p.id is not null
                       or (m.state = 'returned') <> (p.state = 'confirmed')",
    },
    Invariant {
        name: "a broken movement has one open break, and no other movement has one",
        examined: "select count(*) from bank_movements where state = 'broken'",
        offending: "select m.id, m.state from bank_movements m
                    where (m.state = 'broken') <> exists (
                        select from breaks b where b.movement_id = m.id and b.state = 'open')",
    },
    Invariant {
        name: "the slot is held exactly while an application or its line lives",
        examined: "select count(*) from applications",
        offending: "select a.id, a.state, a.slot_held from applications a
                    left join credit_lines c on c.application_id = a.id
                    where a.slot_held <> (a.state in ('submitted', 'in_review', 'more_information', 'counter_offered', 'approved')
                                          or (a.state = 'agreed' and c.state <> 'closed'))",
    },
    Invariant {
        name: "a line has the limit that was approved, and no more than was offered",
        examined: "select count(*) from credit_lines",
        offending: "select c.id, c.limit_fen from credit_lines c join applications a on a.id = c.application_id
                    join offers o on o.id = a.offer_id
                    where c.limit_fen is distinct from a.approved_limit_fen or c.limit_fen > o.limit_fen
                       or a.state <> 'agreed'",
    },
    Invariant {
        name: "no line has more than was asked for, unless its agent accepted that",
        examined: "select count(*) from credit_lines",
        offending: "select c.id, c.limit_fen, a.form->>'requested_limit' as asked from credit_lines c
                    join applications a on a.id = c.application_id
                    where a.accepted_at is null and c.limit_fen > (a.form->>'requested_limit')::numeric * 100",
    },
    Invariant {
        name: "a consent's digest is that of the words that are kept",
        examined: "select count(*) from consents where text is not null",
        offending: "select id from consents where sha256(convert_to(text, 'UTF8')) <> text_hash",
    },
    Invariant {
        name: "nothing personal and no secret lies in clear",
        examined: "select (select count(*) from applications) + (select count(*) from users)",
        offending: "select id from applications
                    where form ?| array['contact_name', 'contact_phone', 'business_address']
                       or get_byte(contact, 0) <> 1 or octet_length(contact) <= 81
                       or (contact is null and contact_phone_index is not null)
                    union all
                    select id from attachments where get_byte(content, 0) <> 1 or octet_length(content) <= 81
                    union all
                    select id from transfer_documents where get_byte(content, 0) <> 1 or octet_length(content) <= 81
                    union all
                    select id from signings where get_byte(payer, 0) <> 1 or octet_length(payer) <= 81
                    union all
                    select id from bindings where get_byte(agreement_no, 0) <> 1 or octet_length(agreement_no) <= 81
                    union all
                    select id from cards where get_byte(payer, 0) <> 1 or octet_length(payer) <= 81
                                            or get_byte(agreement_no, 0) <> 1 or octet_length(agreement_no) <= 81
                    union all
                    select id from partner_keys where get_byte(secret, 0) <> 1 or octet_length(secret) <= 81
                    union all
                    select id from users where octet_length(totp_secret) <= 81 or octet_length(totp_pending) <= 81",
    },
    Invariant {
        name: "who proposed a decision did not confirm it",
        examined: "select (select count(*) from applications where confirmed_by is not null)
                        + (select count(*) from approvals where decided_by is not null)
                        + (select count(*) from imports where decided_by is not null)",
        offending: "select id from applications where confirmed_by = proposed_by
                    union all
                    select id from approvals where decided_by = proposed_by
                    union all
                    select id from imports where kind = 'bank_statement' and decided_by = uploaded_by",
    },
    Invariant {
        name: "what is only inserted cannot be changed",
        examined: "select 27::bigint",
        offending: "select t.name from unnest(array['journals', 'entries', 'closing_balances', 'closing_totals', 'closed_days', 'audit',
                                                    'transitions', 'unmaskings', 'comments', 'loan_facts', 'corrections',
                                                    'settlement_files', 'settlement_lines', 'settled_debits', 'returned_debits', 'adopted_debits', 'charged_differences', 'set_offs', 'partner_files',
                                                    'loan_days', 'cash_days', 'day_figures', 'evidence_packs', 'revenue_share_contracts',
                                                    'revenue_share_invoices', 'revenue_share_lines', 'debit_rules']) as t (name)
                    where has_table_privilege('lianrong_app', t.name, 'update')
                       or has_table_privilege('lianrong_app', t.name, 'delete')
                       or has_table_privilege('lianrong_app', t.name, 'truncate')
                       or not exists (select from pg_trigger g where g.tgrelid = t.name::regclass
                                      and g.tgfoid = 'forbid_change'::regproc and g.tgenabled = 'O')",
    },
    Invariant {
        name: "a quote is paid once, while its loan is what it was computed from",
        examined: "select count(*) from repayments where quote_id is not null",
        offending: "select r.id from repayments r join quotes q on q.id = r.quote_id
                    where r.version <> q.version + 1 or r.amount_fen <> q.amount_fen",
    },
];

/// All that are queries, in the order in which they are told.
fn invariants() -> impl Iterator<Item = &'static Invariant> {
    let others = [
        binding::INVARIANTS,
        freeze::INVARIANTS,
        correction::INVARIANTS,
        commission::INVARIANTS,
        revenue_share::INVARIANTS,
        card::INVARIANTS,
        settlement::INVARIANTS,
        partner_file::INVARIANTS,
        loan_day::INVARIANTS,
        cash_day::INVARIANTS,
    ];
    ledger::INVARIANTS.iter().chain(INVARIANTS).chain(others.into_iter().flatten())
}

/// Runs every invariant.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself, or a technical failure. A broken invariant is not an error but a verdict.
pub async fn verify(db: &Db, context: &Context) -> Result<Vec<Verdict>, Error<Never>> {
    context.system_only()?;
    let queries: Vec<&'static Invariant> = invariants().collect();
    let mut verdicts =
        db.read(context, move |connection| Box::pin(async move { judge(connection, &queries).await })).await?;
    verdicts.push(db.read(context, |connection| Box::pin(verify_positions(connection))).await?);
    verdicts.push(db.read(context, |connection| Box::pin(verify_cost(connection))).await?);
    verdicts.push(db.read(context, |connection| Box::pin(verify_transitions(connection))).await?);
    Ok(verdicts)
}

/// What one invariant comes to in the transaction that the connection is in, with what nobody else sees yet; none has another name.
///
/// # Errors
/// When the database fails.
pub async fn verify_one(connection: &mut PgConnection, name: &str) -> Result<Option<Verdict>, Error<Never>> {
    if let Some(query) = invariants().find(|invariant| invariant.name == name) {
        return Ok(judge(connection, &[query]).await?.pop());
    }
    let reckoned =
        [verify_positions(connection).await?, verify_cost(connection).await?, verify_transitions(connection).await?];
    Ok(reckoned.into_iter().find(|verdict| verdict.name == name))
}
