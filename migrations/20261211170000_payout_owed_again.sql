-- A partner's payout may be paid and come back: then it is owed again, and two people have it sent once more.
alter table payouts drop constraint payouts_state_check,
    add constraint payouts_state_check check (state in ('requested', 'sent', 'unknown', 'confirmed', 'failed', 'sent_back', 'returned')),
    add constraint payout_is_owed_again_to_a_partner check (state <> 'sent_back' or partner_id is not null);
drop index payouts_failed;
create index payouts_failed on payouts (requested_at) where state in ('failed', 'sent_back');

-- Each time that it is paid another debit is matched with it: the one of that day.
create or replace function day_difference(account uuid, day date) returns table (reason text, movement_id uuid, amount_fen bigint)
language sql stable as $$
    with known as (select * from bank_closing(account, day)),
    told as (select t.movement_id as id from known k cross join told_in(k.statement_id) t),
    -- Booked by that day, and not in the balance that the statement or the feed tells.
    not_told as (
        select m.id, m.direction, m.amount_fen from known k join bank_movements m on m.reserve_account_id = account
        left join told t on t.id = m.id
        where k.statement_id is not null and t.id is null and m.booked_on <= day
          and m.booked_on >= (select min(c.from_on) from statement_chain(k.statement_id) c)
          and m.state not in ('doubtful', 'told_again')
        union all
        select m.id, m.direction, m.amount_fen from known k join bank_movements m on not m.fed
        where k.movement_id is not null and m.reserve_account_id = account and m.booked_on <= day
          and m.booked_on >= (select min(f.booked_on) from bank_movements f
                              where f.reserve_account_id = account and f.fed)
          and m.state not in ('doubtful', 'told_again')
        union all
        select m.id, m.direction, m.amount_fen from known k join bank_movements e on e.id = k.movement_id
        join bank_movements m on m.feed_place > e.feed_place
        where m.reserve_account_id = account and m.booked_on <= day and m.state not in ('doubtful', 'told_again')),
    -- In the bank's balance, and a possible duplicate here.
    doubtful as (
        select m.id, m.direction, m.amount_fen from known k join bank_movements m on m.state = 'doubtful'
        left join told t on t.id = m.id
        where m.reserve_account_id = account and m.booked_on <= day
          and case when k.statement_id is null then m.fed else t.id is not null end),
    -- Posted on the other side of the day's end than the bank booked it. No business date runs a month behind.
    apart as (
        select j.event_kind, j.event_id, j.value_on, j.value_on <= day as later, e.amount_fen
        from known k join accounts a on a.kind = 'reserve_cash' and a.owner_id = account
        join entries e on e.account_id = a.id and e.business_date > day - 31 join journals j on j.id = e.journal_id
        where (e.business_date > day) = (j.value_on <= day))
    select 'not_told', n.id, case n.direction when 'credit' then n.amount_fen else -n.amount_fen end from not_told n
    union all
    select 'doubtful', d.id, case d.direction when 'credit' then -d.amount_fen else d.amount_fen end from doubtful d
    union all
    select case when p.later then 'booked_later' else 'booked_ahead' end,
           case p.event_kind when 'payout.confirmed'
                then (select m.id from bank_movements m where m.matched_id = p.event_id and m.direction = 'debit'
                      order by m.booked_on <> p.value_on, m.id limit 1) else p.event_id end,
           case when p.later then -p.amount_fen else p.amount_fen end
    from apart p
    union all
    select 'before', null, -r.before_fen from reserve_accounts r, known where r.id = account and r.before_fen <> 0
$$;
