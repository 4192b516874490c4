-- A statement and those of the same day that it goes on from.
create function statement_chain(statement uuid) returns table (id uuid, from_on date, opening_fen bigint)
language sql stable as $$
    with recursive chain as (
        select s.id, s.follows_id, s.from_on, s.opening_fen from bank_statements s where s.id = statement
        union
        select s.id, s.follows_id, s.from_on, s.opening_fen from bank_statements s join chain c on c.follows_id = s.id)
    select c.id, c.from_on, c.opening_fen from chain c
$$;

-- The movements that these statements tell: what was found to be told again, and an entry in parts, are one.
create function told_in(statement uuid) returns table (movement_id uuid)
language sql stable as $$
    with told as (
        select m.id, m.like_id, m.entry_id, m.state from statement_chain(statement) c
        join statement_lines l on l.statement_id = c.id join bank_movements m on m.id = l.movement_id)
    select t.id from told t
    union
    select t.like_id from told t where t.state = 'told_again'
    union
    select m.id from told t join bank_movements m on m.entry_id = t.entry_id
$$;

create index bank_movements_of_entry on bank_movements (entry_id) where entry_id is not null;

-- The last balance of an account that its bank told: by a confirmed statement that is no part of a day, or by the feed. The
-- feed is the later where it tells of all that the statement tells, and of more, and its balance is that much another.
-- `contradicted`: it tells of more, and yet this is not so.
drop function bank_balance(uuid);
create function bank_balance(account uuid)
returns table (statement_id uuid, balance_fen bigint, known_on date, known_time time, movement_id uuid,
               contradicted boolean)
language sql stable as $$
    with by_statement as (
        select s.id, s.closing_fen, s.to_on, coalesce(s.last_time, '23:59:59') as last_time
        from bank_statements s join imports i on i.id = s.import_id
        where s.reserve_account_id = account and i.state = 'confirmed' and s.closing_fen is not null
          and s.link in ('start', 'follows', 'gap')
        order by s.to_on desc, 4 desc, i.decided_at desc, s.place desc limit 1),
    by_feed as (
        select m.id, m.balance_after_fen, m.booked_on, coalesce(m.booked_time, '00:00') as booked_time, m.feed_place
        from bank_movements m where m.reserve_account_id = account and m.fed and m.balance_after_fen is not null
        order by m.feed_place desc nulls last limit 1),
    of_feed as (
        select count(*) > 0 as more,
               s.closing_fen + coalesce(sum(case m.direction when 'credit' then m.amount_fen else -m.amount_fen end)
                                        filter (where coalesce(m.feed_place, 0) <= f.feed_place), 0) as balance_fen
        from by_statement s left join by_feed f on true
        join bank_movements m on m.reserve_account_id = account and m.fed and m.state not in ('doubtful', 'told_again')
         and m.booked_on >= (select min(c.from_on) from statement_chain(s.id) c)
        left join told_in(s.id) t on t.movement_id = m.id
        where t.movement_id is null
        group by s.closing_fen),
    of_statement as (
        select case when exists (select from of_feed) then
               exists (select from told_in(s.id) t join bank_movements m on m.id = t.movement_id
                       where not m.fed and m.state not in ('doubtful', 'told_again')
                         and m.booked_on >= (select min(f.booked_on) from bank_movements f
                                             where f.reserve_account_id = account and f.fed)) end as more
        from by_statement s),
    state as (
        select coalesce(o.more, false) as more,
               coalesce(o.more and not s.more and o.balance_fen = f.balance_after_fen, false) as feed_is_later
        from of_statement s left join of_feed o on true left join by_feed f on true)
    select b.statement_id, b.balance_fen, b.known_on, b.known_time, b.movement_id, b.contradicted from (
        select s.id as statement_id, s.closing_fen as balance_fen, s.to_on as known_on, s.last_time as known_time,
               null::uuid as movement_id, state.more and not state.feed_is_later as contradicted, not state.more as later
        from by_statement s, state
        union all
        select null, f.balance_after_fen, f.booked_on, f.booked_time, f.id,
               coalesce(state.more and not state.feed_is_later, false), coalesce(state.feed_is_later, true)
        from by_feed f left join state on true) b
    order by b.later desc, b.known_on desc, b.known_time desc, b.statement_id nulls last limit 1
$$;

-- Why our books of an account differ from that balance, line by line; each amount is ours less the bank's. What one source
-- tells and the other contradicts is no movement that only comes later.
create or replace function bank_difference(account uuid) returns table (reason text, movement_id uuid, amount_fen bigint)
language sql stable as $$
    with known as (select * from bank_balance(account)),
    told as (select t.movement_id as id from known k cross join told_in(k.statement_id) t),
    -- In our books, and not in the balance that a statement tells.
    not_in_statement as (
        select m.id, m.direction, m.amount_fen from known k join bank_movements m on m.reserve_account_id = account
        left join told t on t.id = m.id
        where k.statement_id is not null and m.state not in ('doubtful', 'told_again') and t.id is null
          and m.booked_on >= (select min(c.from_on) from statement_chain(k.statement_id) c)),
    -- In our books, and not in the balance that the feed tells: what only files have told since the feed began, and
    -- what came after the balance.
    not_in_feed as (
        select m.id, m.direction, m.amount_fen from known k join bank_movements m on not m.fed
        where k.movement_id is not null and m.reserve_account_id = account
          and m.booked_on >= (select min(f.booked_on) from bank_movements f
                              where f.reserve_account_id = account and f.fed)
          and m.state not in ('doubtful', 'told_again')
        union all
        select m.id, m.direction, m.amount_fen from known k join bank_movements e on e.id = k.movement_id
        join bank_movements m on m.feed_place > e.feed_place
        where m.reserve_account_id = account and m.state not in ('doubtful', 'told_again')),
    -- In the bank's balance, and a possible duplicate here.
    doubtful as (
        select m.id, m.direction, m.amount_fen from known k join bank_movements m on m.state = 'doubtful'
        left join told t on t.id = m.id
        where m.reserve_account_id = account
          and case when k.statement_id is null then m.fed else t.id is not null end)
    select case when k.contradicted then 'contradicted' else 'not_told' end, n.id,
           case n.direction when 'credit' then n.amount_fen else -n.amount_fen end
    from known k, (select * from not_in_statement union all select * from not_in_feed) n
    union all
    select 'doubtful', id, case direction when 'credit' then -amount_fen else amount_fen end from doubtful
    union all
    select 'before', null, -r.before_fen from reserve_accounts r, known where r.id = account and r.before_fen <> 0
$$;

-- Whether the same file was brought before.
create index imports_by_content on imports (kind, sha256);
