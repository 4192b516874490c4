-- What goes back of a debit beyond what it has brought: by a refund after the network had given it back, or by the network after
-- refunds. It is nobody's claim on the debtor; the network owes it, until two people say that whoever had debited does.
alter table refunds add column beyond_fen bigint not null default 0,
    add constraint refund_goes_beyond_by_no_more_than_it_is check (beyond_fen between 0 and amount_fen);
-- What was nobody's when it was ordered may be booked by the time that it turns out to have been made.
grant update (beyond_fen, late) on refunds to lianrong_app;

alter table settlement_breaks drop constraint settlement_breaks_kind_check,
    add constraint settlement_breaks_kind_check check (kind in (
        'only_theirs', 'only_ours', 'amount_differs', 'repeated', 'never_sent', 'late_success', 'contradicted',
        'unordered_refund', 'beyond_taken', 'file_changed'));

create table charged_differences (
    difference_id uuid primary key references settlement_breaks,
    debit_id      uuid not null references debits,
    -- Who was paid of the debit, and owes it.
    holder_id     uuid not null references partners,
    amount_fen    bigint not null check (amount_fen > 0),
    charged_at    timestamptz not null
);
create index charged_differences_of_debit on charged_differences (debit_id);
create trigger charged_differences_are_append_only before update or delete or truncate on charged_differences
    for each statement execute function forbid_change();
alter table charged_differences enable row level security;
create policy charged_differences_by_party on charged_differences
    using ((select acting_kind()) = 'institution' or holder_id = any ((select acting_parties())::uuid[]));
grant select, insert on charged_differences to lianrong_app;

-- What each has brought, what of that went back as was ordered, and what the network has given back of the rest.
drop view network_debits;
create view network_debits with (security_invoker = true) as
    select d.id, d.reference, d.amount_fen, d.state, d.sent_at, false as is_top_up,
           case when d.state = 'succeeded' then d.amount_fen
                else (select a.amount_fen from adopted_debits a where a.debit_id = d.id) end as taken_fen,
           coalesce((select sum(r.amount_fen - r.beyond_fen) from refunds r
                     where r.debit_id = d.id and r.state = 'succeeded' and not r.late), 0)::bigint as refunded_fen,
           (select r.amount_fen from returned_debits r where r.debit_id = d.id) as returned_fen
    from debits d
    union all
    select t.id, t.reference, t.amount_fen, t.state, t.sent_at, true,
           case when t.state = 'succeeded' then t.amount_fen end, 0::bigint,
           (select r.amount_fen from returned_top_ups r where r.top_up_id = t.id)
    from top_ups t;
grant select on network_debits to lianrong_app;

-- What is owed back of a return has the number of its debit, as what is owed back of a refund has the refund's.
update receivables r set id = t.debit_id from returned_debits t where t.debit_id = r.payable_id and t.owed_back;

-- A payout of which nothing is left to pay before it has left is over.
alter table payouts drop constraint payout_comes_back_to_a_wallet,
    add constraint payout_comes_back_to_a_wallet_or_its_payers check (
        state <> 'returned' or agent_id is not null or partner_id is not null);

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint', 'adopt_late', 'give_back_late',
        'undo_payment', 'refund_made', 'refund_failed', 'beyond_charged', 'beyond_made_good'));

-- Whether one person's words do not settle a difference: what succeeded late with its amount, or more went back than was taken.
create function two_people_decide(difference uuid) returns boolean language sql stable as $$
    select coalesce((
        select b.kind = 'beyond_taken'
               or b.kind = 'late_success' and (d.id is not null or l.amount_fen in (t.amount_fen, f.amount_fen))
        from settlement_breaks b left join settlement_lines l on l.id = b.line_id left join debits d on d.id = b.debit_id
        left join top_ups t on t.id = b.debit_id left join refunds f on f.id = b.debit_id
        where b.id = difference), false)
$$;
-- How much a difference that a line tells is about.
create function difference_fen(difference uuid) returns bigint language sql stable as $$
    select case b.kind when 'beyond_taken' then coalesce(f.beyond_fen, l.amount_fen - coalesce(r.amount_fen, 0))
                       else l.amount_fen end
    from settlement_breaks b left join settlement_lines l on l.id = b.line_id left join refunds f on f.id = b.debit_id
    left join returned_debits r on r.debit_id = b.debit_id where b.id = difference
$$;
