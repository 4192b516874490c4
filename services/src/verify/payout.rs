//! Of money received, paid out and sent back, and of what is under way.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
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
        name: "what goes on by itself has a job: what is under way, feeds, and what is done again and again",
        examined: "select count(*) from jobs",
        offending: "with wanted as (
                        select case state when 'requested' then 'payout.send' else 'payout.query' end as kind, id as subject
                        from payouts where state in ('requested', 'unknown', 'sent')
                        union all select 'feed.read', id from reserve_accounts
                        union all select 'statement.record', id from imports where state = 'recording'
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
];
