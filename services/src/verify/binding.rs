//! Of bindings, debts and what partners are told.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "a settlement id stands for one facilitator at a time",
        examined: "select count(*) from mappings where valid is not null",
        offending: "select a.id, b.id as other from mappings a join mappings b
                    on a.funder_id = b.funder_id and a.settlement_id = b.settlement_id and a.id < b.id and a.valid && b.valid",
    },
    Invariant {
        name: "a signing that succeeded is one binding, and no other signing is any",
        examined: "select count(*) from signings",
        offending: "select s.id, b.id as binding from signings s left join bindings b on b.signing_id = s.id
                    where (s.state = 'succeeded') <> (b.id is not null)",
    },
    Invariant {
        name: "each side of a signing is told once how it ended",
        examined: "select count(*) from signings where state in ('succeeded', 'failed', 'expired')",
        // The facilitator only where the payer agreed to it; that nothing is shared with it after all is told it so.
        offending: "select p.id, n.told, n.decided from partners p cross join lateral (
                        select (select count(*) from outbox o
                                where o.partner_id = p.id
                                  and o.event in ('signing.succeeded', 'signing.failed', 'signing.expired', 'share.void')) as told,
                               (select count(*) from signings s
                                where s.state in ('succeeded', 'failed', 'expired')
                                  and (s.funder_id = p.id or s.facilitator_id = p.id and s.consent_shares)) as decided) n
                    where n.told <> n.decided",
    },
    Invariant {
        name: "a binding is shared with the facilitator of its mapping, as its payer agreed, and with nobody else",
        examined: "select count(*) from shares",
        offending: "select h.id from shares h join signings s on s.id = h.signing_id join mappings m on m.id = s.mapping_id
                    left join bindings b on b.id = h.binding_id
                    where not s.consent_shares or h.facilitator_id <> m.facilitator_id
                       or h.facilitator_id <> s.facilitator_id or h.funder_id <> s.funder_id
                       or (h.binding_id is not null and b.signing_id is distinct from h.signing_id)
                       or (h.state = 'pending') <> (s.state in ('created', 'code_sent', 'confirming'))",
    },
    Invariant {
        name: "each party knows a binding by a number of its own",
        examined: "select count(*) from bindings",
        offending: "select b.id from bindings b join shares h on h.binding_id = b.id where b.alias = h.alias",
    },
    Invariant {
        name: "a debt owes what was registered and not debited, or was given back, here and in the ledger",
        examined: "select count(*) from debts",
        offending: "select d.id, d.outstanding_fen from debts d
                    left join accounts a on a.kind = 'debt_principal' and a.owner_id = d.id
                    where d.outstanding_fen <> d.amount_fen - coalesce((
                              select sum(amount_fen) from debits t where t.debt_id = d.id and t.state = 'succeeded'), 0)
                              + coalesce((select sum(amount_fen) from returned_debits r where r.debt_id = d.id), 0)
                              + coalesce((select sum(amount_fen - beyond_fen) from refunds f
                                          where f.debt_id = d.id and f.state = 'succeeded' and not f.late), 0)
                              - coalesce((select sum(amount_fen) from adopted_debits a where a.debt_id = d.id), 0)
                              - coalesce((select sum(amount_fen) from outside_payments q
                                          where q.debt_id = d.id and q.state = 'counted'), 0)
                       or a.id is null or account_balance(a.id) <> d.outstanding_fen",
    },
    Invariant {
        name: "what was paid on a debt elsewhere has a journal of its amount and date, and another once it is taken back",
        examined: "select count(*) from outside_payments",
        offending: "select q.id, q.state from outside_payments q
                    cross join lateral (
                        select count(*) filter (where j.event_kind = 'debt.received' and e.amount_fen = -q.amount_fen
                                                and j.posted_on = q.counted_on) as received,
                               count(*) filter (where j.event_kind = 'debt.reversed' and e.amount_fen = q.amount_fen
                                                and j.posted_on = q.undone_on) as reversed
                        from journals j join entries e on e.journal_id = j.id
                        join accounts a on a.id = e.account_id and a.kind = 'debt_principal' and a.owner_id = q.debt_id
                        where j.event_id = q.id) p
                    where p.received <> (q.state in ('counted', 'undone'))::int or p.reversed <> (q.state = 'undone')::int",
    },
    Invariant {
        name: "what is passed on of a date is what counted on it for another than was paid, less what was undone",
        examined: "select count(*) from outside_payments",
        offending: "select on_date, payer_id, payee_id, p.amount_fen, q.amount_fen as counted from pass_ons p
                    full join (
                        select v.on_date, q.reporter_id as payer_id, q.holder_id as payee_id, count(*) as payments,
                               sum(v.fen) as amount_fen
                        from outside_payments q
                        cross join lateral (values (q.counted_on, q.amount_fen), (q.undone_on, -q.amount_fen)) as v (on_date, fen)
                        where q.holder_id <> q.reporter_id and v.on_date is not null
                        group by v.on_date, q.reporter_id, q.holder_id) q using (on_date, payer_id, payee_id)
                    where p.amount_fen is distinct from q.amount_fen or p.payments is distinct from q.payments",
    },
    Invariant {
        name: "a debt is held by whom its transfers have given it to",
        examined: "select count(*) from debts",
        // It goes there and back again, so that the number of its ways says where it is.
        offending: "select d.id, d.holder from debts d
                    cross join lateral (
                        select count(*) as there, count(*) filter (where t.back) as back
                        from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                        where i.debt_id = d.id and i.state = 'effective') w
                    where d.holder_id <> case when d.transfers % 2 = 0 then d.funder_id else d.facilitator_id end
                       or d.transfers <> w.there or w.back <> d.transfers / 2
                       or (d.holder in ('in_transfer', 'being_bought_back'))
                          <> exists (select from debt_transfer_items i where i.debt_id = d.id and i.state = 'frozen')",
    },
    Invariant {
        name: "a loan is owed to whom its transfers have given it to",
        examined: "select count(*) from loans",
        offending: "select l.id, l.holder_id from loans l
                    cross join lateral (
                        select count(*) as there, count(*) filter (where t.back) as back
                        from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                        where i.loan_id = l.id and i.state = 'effective') w
                    where l.holder_id is distinct from case when w.there % 2 = 0 then l.funder_id else l.facilitator_id end
                       or w.back <> w.there / 2 or (l.held_since is not null) <> (w.there > 0)",
    },
    Invariant {
        name: "a facilitator holds only debts whose card was shared with it",
        examined: "select (select count(*) from debts where holder_id <> funder_id)
                        + (select count(*) from loans where holder_id <> funder_id)",
        offending: "select d.id, d.holder_id from debts d
                    where d.holder_id <> d.funder_id
                      and not exists (select from shares h where h.binding_id = d.binding_id and h.facilitator_id = d.holder_id)
                    union all
                    select l.id, l.holder_id from loans l
                    where l.holder_id <> l.funder_id
                      and not exists (select from bindings b join shares h on h.binding_id = b.id
                                      where (b.agent_id, b.funder_id, h.facilitator_id) = (l.agent_id, l.funder_id, l.holder_id))",
    },
    Invariant {
        name: "what is owed is collected with the binding in force of its card, where its holder has one",
        examined: "select count(*) from debts where outstanding_fen > 0",
        offending: "select d.id, n.id as binding from debts d join bindings b on b.id = d.binding_id
                    join bindings n on n.funder_id = b.funder_id and n.settlement_id = b.settlement_id
                         and n.card_index = b.card_index and n.state in ('active', 'unsigning')
                    left join shares h on h.binding_id = n.id and h.state = 'shared'
                    where d.outstanding_fen > 0 and b.state in ('unsigned', 'invalid')
                      and d.holder_id in (d.funder_id, h.facilitator_id)",
    },
    Invariant {
        name: "no debt changed hands before its debtor was notified",
        examined: "select count(*) from debt_transfers where state = 'effective'",
        offending: "select id from debt_transfers where state = 'effective'
                    and (evidence is null or notified_on is null or effective_at < effective_from
                         or notified_on > (effective_at at time zone 'Asia/Shanghai')::date)",
    },
    Invariant {
        name: "no debt changed hands while a debit or a refund of it was on its way",
        examined: "select count(*) from debt_transfer_items where state = 'effective' and debt_id is not null",
        // Whoever waited for the other's lock had begun before it: a minute is left for that.
        offending: "select w.id, i.transfer_id from (
                        select id, debt_id, accepted_at, decided_at from debits
                        union all select id, debt_id, accepted_at, decided_at from refunds) w
                    join debt_transfer_items i on i.debt_id = w.debt_id and i.state = 'effective'
                    join debt_transfers t on t.id = i.transfer_id
                    where t.effective_at > w.accepted_at + interval '1 minute'
                      and t.effective_at < coalesce(w.decided_at - interval '1 minute', 'infinity')",
    },
    Invariant {
        name: "a debit is paid to whoever made it, once, with one journal",
        examined: "select count(*) from debits",
        // One that succeeded late may have been booked for whoever held the debt then.
        offending: "select d.id from debits d left join payables p on p.id = d.id left join adopted_debits a on a.debit_id = d.id
                    where (d.state = 'succeeded' or a.debit_id is not null) <> (p.id is not null)
                       or (d.state = 'succeeded' and a.debit_id is not null)
                       or (p.id is not null and (p.payee_id, p.amount_fen)
                                                <> (coalesce(a.holder_id, d.holder_id), coalesce(a.amount_fen, d.amount_fen)))
                       or (a.debit_id is not null) <> exists (
                           select from journals j where j.event_kind = 'agreement.adopted' and j.event_id = d.id)
                       or (d.state = 'succeeded') <> exists (
                           select from journals j where j.event_kind = 'agreement.debited' and j.event_id = d.id)",
    },
    Invariant {
        name: "a debit was made by whoever held its debt when it was accepted",
        examined: "select count(*) from debits",
        // Of what happened at the instant of a transfer nothing says which was first.
        offending: "select t.id, t.holder_id, d.transfers, w.before from debits t join debts d on d.id = t.debt_id
                    cross join lateral (
                        select count(*) filter (where x.effective_at < t.accepted_at) as before,
                               count(*) filter (where x.effective_at <= t.accepted_at) as by_then
                        from debt_transfer_items i join debt_transfers x on x.id = i.transfer_id
                        where i.debt_id = d.id and i.state = 'effective') w
                    where t.state in ('unknown', 'succeeded') and w.before = w.by_then
                      and t.holder_id is distinct from case when w.before % 2 = 0 then d.funder_id else d.facilitator_id end",
    },
    Invariant {
        name: "what may have been debited of a debt without an answer is no more than it owes",
        examined: "select count(*) from debits",
        offending: "select d.id, d.outstanding_fen, sum(t.amount_fen) as unknown_fen from debts d
                    join debits t on t.debt_id = d.id and t.state = 'unknown'
                    group by d.id having sum(t.amount_fen) > d.outstanding_fen",
    },
    Invariant {
        name: "a debit that was given back had brought something, and what was left of it is taken back, once, with one journal",
        examined: "select count(*) from returned_debits",
        offending: "select r.debit_id, d.state, r.amount_fen, p.returned_fen from returned_debits r
                    left join debits d on d.id = r.debit_id left join adopted_debits a on a.debit_id = r.debit_id
                    left join payables p on p.id = r.debit_id
                    cross join lateral (
                        select coalesce(sum(amount_fen - beyond_fen), 0) as fen,
                               coalesce(sum(amount_fen - beyond_fen) filter (where not owed_back), 0) as unpaid_fen
                        from refunds f where f.debit_id = r.debit_id and f.state = 'succeeded' and not f.late) f
                    where d.state is distinct from 'succeeded' and a.debit_id is null
                       or (d.debt_id, coalesce(a.holder_id, d.holder_id), coalesce(a.amount_fen, d.amount_fen))
                          is distinct from (r.debt_id, r.holder_id, (r.amount_fen + f.fen)::bigint)
                       or p.returned_fen is null
                       or p.returned_fen > f.unpaid_fen + case when r.owed_back then 0 else r.amount_fen end
                                           + (select coalesce(sum(s.amount_fen), 0) from receivables o
                                              join set_offs s on s.receivable_id = o.id where o.payable_id = r.debit_id)
                       or r.owed_back <> exists (
                           select from receivables o where o.id = r.debit_id and o.payable_id = r.debit_id and o.amount_fen = r.amount_fen)
                       or 1 <> (select count(*) from journals j join entries e on e.journal_id = j.id
                                join accounts a on a.id = e.account_id and a.kind = 'channel_receivable'
                                where j.event_kind = 'agreement.returned' and j.event_id = r.debit_id
                                  and e.amount_fen = -r.amount_fen)",
    },
    Invariant {
        name: "refunds come to no more than their debit, and each that was made has one journal of its amount",
        examined: "select count(*) from refunds",
        // What goes beyond is charged to nobody by itself.
        offending: "select d.id, d.amount_fen, s.spoken_fen from (
                        select debit_id, late, sum(amount_fen - beyond_fen) as spoken_fen,
                               sum(amount_fen - beyond_fen) filter (where state = 'succeeded') as made_fen
                        from refunds where state <> 'failed' group by 1, 2) s
                    join debits d on d.id = s.debit_id left join adopted_debits a on a.debit_id = d.id
                    left join returned_debits r on r.debit_id = d.id
                    where case when s.late then d.state <> 'failed' or a.debit_id is not null
                               else (d.state <> 'succeeded' and a.debit_id is null)
                                    or greatest(s.spoken_fen, coalesce(s.made_fen, 0) + coalesce(r.amount_fen, 0))
                                       > coalesce(a.amount_fen, d.amount_fen) end
                    union all
                    select f.id, f.amount_fen, null from refunds f join debits d on d.id = f.debit_id
                    left join adopted_debits a on a.debit_id = d.id
                    where (f.holder_id, f.debt_id) <> (case when f.late then d.holder_id else coalesce(a.holder_id, d.holder_id) end, d.debt_id)
                       or (f.state = 'succeeded' and not f.late and f.beyond_fen < f.amount_fen)::int <> (
                        select count(*) from journals j join entries e on e.journal_id = j.id
                        join accounts a on a.id = e.account_id and a.kind = 'channel_receivable'
                        where j.event_kind = 'agreement.refunded' and j.event_id = f.id
                          and e.amount_fen = f.beyond_fen - f.amount_fen)",
    },
    Invariant {
        name: "what went back beyond what a debit had brought is owed once two people say so, with one journal",
        examined: "select count(*) from charged_differences",
        offending: "select c.difference_id, c.amount_fen, b.state from charged_differences c
                    left join settlement_breaks b on b.id = c.difference_id
                    left join receivables o on o.id = c.difference_id
                    where b.state is distinct from 'settled' or b.kind not in ('beyond_taken', 'late_success')
                       or (o.payable_id, o.payer_id, o.amount_fen) is distinct from (c.debit_id, c.holder_id, c.amount_fen)
                       or not exists (select from approvals a where a.subject_id = c.difference_id and a.state = 'approved')
                       or 1 <> (select count(*) from journals j join entries e on e.journal_id = j.id
                                join accounts a on a.id = e.account_id and a.kind = 'channel_receivable'
                                where j.event_kind = 'agreement.charged' and j.event_id = c.difference_id
                                  and e.amount_fen = -c.amount_fen)",
    },
    Invariant {
        name: "what a partner is told is numbered without a gap",
        examined: "select count(*) from outbox where number is not null",
        offending: "select partner_id, count(*), max(number) from outbox where number is not null group by partner_id
                    having count(*) <> max(number) or min(number) <> 1",
    },
    Invariant {
        name: "each notice is delivered, waits, or is dead, and what is delivered was acknowledged",
        examined: "select count(*) from deliveries",
        offending: "select coalesce(o.id, d.event_id) as id, d.state from (select * from outbox where number is not null) o
                    full join deliveries d on d.event_id = o.id
                    where o.id is null or d.event_id is null or d.partner_id <> o.partner_id or d.number <> o.number
                       or (d.state = 'delivered' and not exists (
                           select from delivery_attempts a where a.event_id = d.event_id and a.outcome like '2__'))",
    },
    Invariant {
        name: "an endpoint that was in force was registered by one and approved by another of its partner",
        examined: "select count(*) from endpoints",
        offending: "select id from endpoints
                    where state in ('in_force', 'replaced', 'disabled')
                      and (approved_by is null or approved_by = registered_by or approved_by not like 'user:%')",
    },
    Invariant {
        name: "a key that counts was registered by one and approved by another of its partner, or is the institution's doing",
        examined: "select count(*) from partner_keys",
        offending: "select key_id, registered_by, approved_by from partner_keys
                    where active_from is not null and registered_by not like 'system:%'
                      and (approved_by is null or approved_by = registered_by or approved_by not like 'user:%')",
    },
];
