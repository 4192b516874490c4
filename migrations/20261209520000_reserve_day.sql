-- A ledger account at the end of a business date.
create function account_balance_on(account uuid, day date) returns bigint language sql stable
begin atomic
    select coalesce(sum(part), 0)::bigint from (
        (select balance_fen as part from closing_balances
         where account_id = account and business_date <= day order by business_date desc limit 1)
        union all
        select sum(amount_fen)::bigint from entries
        where account_id = account and business_date <= day
          and business_date > coalesce((select max(business_date) from closing_balances
                                        where account_id = account and business_date <= day), '-infinity')
    ) parts;
end;

-- What the bank told of an account at the end of a day: by a confirmed statement that ends there and is no part of the day, or
-- else by the last line of that day in its feed.
create function bank_closing(account uuid, day date) returns table (statement_id uuid, balance_fen bigint, movement_id uuid)
language sql stable as $$
    select b.statement_id, b.balance_fen, b.movement_id from (
        (select s.id as statement_id, s.closing_fen as balance_fen, null::uuid as movement_id, 1 as place
         from bank_statements s join imports i on i.id = s.import_id
         where s.reserve_account_id = account and i.state = 'confirmed' and s.closing_fen is not null
           and s.link in ('start', 'follows', 'gap') and s.to_on = day
         order by coalesce(s.last_time, '23:59:59') desc, i.decided_at desc, s.place desc limit 1)
        union all
        (select null, m.balance_after_fen, m.id, 2 from bank_movements m
         where m.reserve_account_id = account and m.fed and m.balance_after_fen is not null and m.booked_on = day
         order by m.feed_place desc nulls last limit 1)) b
    order by b.place limit 1
$$;

-- Why our books of an account at the end of a business date differ from that balance, line by line; each amount is ours less the
-- bank's. What is in our cash says itself on which date the bank booked it.
create function day_difference(account uuid, day date) returns table (reason text, movement_id uuid, amount_fen bigint)
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
        select j.event_kind, j.event_id, j.value_on <= day as later, e.amount_fen
        from known k join accounts a on a.kind = 'reserve_cash' and a.owner_id = account
        join entries e on e.account_id = a.id and e.business_date > day - 31 join journals j on j.id = e.journal_id
        where (e.business_date > day) = (j.value_on <= day))
    select 'not_told', n.id, case n.direction when 'credit' then n.amount_fen else -n.amount_fen end from not_told n
    union all
    select 'doubtful', d.id, case d.direction when 'credit' then -d.amount_fen else d.amount_fen end from doubtful d
    union all
    select case when p.later then 'booked_later' else 'booked_ahead' end,
           case p.event_kind when 'payout.confirmed'
                then (select m.id from bank_movements m where m.matched_id = p.event_id limit 1) else p.event_id end,
           case when p.later then -p.amount_fen else p.amount_fen end
    from apart p
    union all
    select 'before', null, -r.before_fen from reserve_accounts r, known where r.id = account and r.before_fen <> 0
$$;
