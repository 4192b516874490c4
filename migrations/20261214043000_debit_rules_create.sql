-- How often a card is tried on a day, and when again after it was refused, as two people have decided; the last counts. Until somebody
-- does, it is what it always was.
create table debit_rules (
    id         uuid primary key,
    tries      bigint not null check (tries between 1 and 10),
    -- Refused for one of these, on another day; for one of those, not before the card is bound anew; for others at once.
    tomorrow   text[] not null,
    never      text[] not null,
    decided_at timestamptz not null,
    constraint a_reason_is_of_one_kind check (not tomorrow && never)
);
insert into debit_rules (id, tries, tomorrow, never, decided_at)
values ('00000000-0000-0000-0000-000000000000', 3, '{limit_exceeded,risk}',
        '{payer_mismatch,card_invalid,card_expired,not_supported}', '2000-01-01 00:00+00');
create index debit_rules_by_time on debit_rules (decided_at, id);
create trigger debit_rules_are_append_only before update or delete or truncate on debit_rules
    for each statement execute function forbid_change();
grant select, insert on debit_rules to lianrong_app;

drop function card_tries(bytea, date);
create function card_tries(card bytea, day date, out tries bigint, out limit_reached boolean, out taken_fen bigint,
                           out waiting_fen bigint, out most_tries bigint)
    language sql stable security definer
begin atomic
    select c.tries, c.limit_reached, c.taken_fen, c.waiting_fen, r.tries
    from (select tries, tomorrow from debit_rules order by decided_at desc, id desc limit 1) r
    cross join lateral (
        select count(*) filter (where t.sent_at is not null) as tries,
               coalesce(bool_or(t.failure = any (r.tomorrow)), false) as limit_reached,
               coalesce(sum(t.amount_fen) filter (where t.state in ('unknown', 'succeeded')), 0)::bigint as taken_fen,
               coalesce(sum(t.amount_fen) filter (where t.state = 'accepted'), 0)::bigint as waiting_fen
        from (select sent_at, failure, amount_fen, state from debits where card_index = card and accepted_on = day
              union all
              select sent_at, failure, amount_fen, state from top_ups where card_index = card and accepted_on = day) t) c;
end;
create or replace function card_refusal(card bytea, binding uuid) returns text language sql stable security definer
begin atomic
    select t.failure
    from (select never from debit_rules order by decided_at desc, id desc limit 1) r
    cross join lateral (
        select failure from debits where card_index = card and binding_id = binding and failure = any (r.never)
        union all
        select failure from top_ups where card_index = card and binding_id = binding and failure = any (r.never)
        limit 1) t;
end;

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint', 'adopt_late', 'give_back_late',
        'undo_payment', 'refund_made', 'refund_failed', 'suspend_for_risk', 'suspend', 'resume', 'beyond_charged',
        'beyond_made_good', 'debit_rules'));
