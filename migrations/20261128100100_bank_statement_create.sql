-- A file of bank statements is evidence until a second person has confirmed it, or given it back.
alter table imports
    add column decided_by    uuid references users,
    add column decided_at    timestamptz,
    add column decision_note text not null default '',
    drop constraint imports_state_check,
    add constraint imports_state_check check (state in ('previewed', 'confirmed', 'given_back')),
    add constraint statement_maker_is_not_checker check (kind <> 'bank_statement' or decided_by <> uploaded_by);

-- One account over one period, as one file tells it.
create table bank_statements (
    id                 uuid primary key,
    import_id          uuid not null references imports,
    place              integer not null,
    -- None: somebody else's account, of which nothing is read.
    reserve_account_id uuid references reserve_accounts,
    account_no         text not null,
    currency           text,
    statement_no       text,
    from_on            date,
    to_on              date,
    -- Of the latest line, where lines tell the time.
    last_time          time,
    opening_fen        bigint,
    closing_fen        bigint,
    -- How the opening balance joined what was known before, when it was confirmed.
    link               text check (link in ('start', 'follows', 'part', 'gap', 'unknown')),
    -- The statement of the same day that this one goes on from.
    follows_id         uuid references bank_statements,
    -- How many lines become what.
    counts             jsonb not null,
    findings           jsonb not null,
    unique (import_id, place)
);
create index bank_statements_by_account on bank_statements (reserve_account_id, to_on);

-- The lines of a statement in the file's order, with what becomes of them.
create table statement_lines (
    statement_id uuid not null references bank_statements,
    place        integer not null,
    -- The row that a person sees in the file.
    number       bigint not null,
    outcome      text not null check (outcome in ('known', 'draw', 'wallet', 'payout', 'break', 'unmatched', 'doubtful',
                                                  'refused', 'passed_over')),
    detail       jsonb not null,
    movement_id  uuid references bank_movements,
    primary key (statement_id, place)
);
create index statement_lines_by_outcome on statement_lines (statement_id, outcome, place);
create index statement_lines_by_movement on statement_lines (movement_id) where movement_id is not null;

grant select, insert, update on bank_statements, statement_lines to lianrong_app;

-- What the bank had on an account before the first movement that we know, beyond what was in our books by then.
alter table reserve_accounts add column before_fen bigint;
grant update (before_fen) on reserve_accounts to lianrong_app;

-- The place of a movement in the bank's feed, which is the only order in which its balances follow from each other: many are
-- booked in one second.
create sequence feed_pages;
grant usage on feed_pages to lianrong_app;
alter table bank_movements add column feed_place bigint;
update bank_movements m set feed_place = f.place
from (select id, row_number() over (order by booked_on, booked_time nulls first, recorded_at, id) as place
      from bank_movements where fed) f where f.id = m.id;

-- The last balance of an account that its bank told: by a confirmed statement that is no part of a day, or by the feed.
create function bank_balance(account uuid)
returns table (statement_id uuid, balance_fen bigint, known_on date, known_time time, movement_id uuid)
language sql stable as $$
    select b.statement_id, b.balance_fen, b.known_on, b.known_time, b.movement_id from (
        (select s.id as statement_id, s.closing_fen as balance_fen, s.to_on as known_on,
                coalesce(s.last_time, '23:59:59') as known_time, null::uuid as movement_id
         from bank_statements s join imports i on i.id = s.import_id
         where s.reserve_account_id = account and i.state = 'confirmed' and s.closing_fen is not null
           and s.link in ('start', 'follows', 'gap')
         order by s.to_on desc, 4 desc, i.decided_at desc, s.place desc limit 1)
        union all
        (select null, m.balance_after_fen, m.booked_on, coalesce(m.booked_time, '00:00'), m.id
         from bank_movements m where m.reserve_account_id = account and m.fed and m.balance_after_fen is not null
         order by m.feed_place desc nulls last limit 1)) b
    order by b.known_on desc, b.known_time desc, b.statement_id nulls last limit 1
$$;

-- Why our books of an account differ from that balance, line by line; each amount is ours less the bank's.
create function bank_difference(account uuid) returns table (reason text, movement_id uuid, amount_fen bigint)
language sql stable as $$
    with recursive known as (select * from bank_balance(account)),
    chain as (
        select s.id, s.follows_id, s.from_on from bank_statements s join known k on k.statement_id = s.id
        union
        select s.id, s.follows_id, s.from_on from bank_statements s join chain c on c.follows_id = s.id),
    told as (
        select m.id, m.like_id, m.entry_id, m.state from statement_lines l join chain c on c.id = l.statement_id
        join bank_movements m on m.id = l.movement_id),
    -- In our books, and not in the balance that a statement tells.
    not_in_statement as (
        select m.id, m.direction, m.amount_fen from bank_movements m
        where m.reserve_account_id = account and m.booked_on >= (select min(from_on) from chain)
          and m.state not in ('doubtful', 'told_again')
          and m.id not in (select t.id from told t)
          and m.id not in (select t.like_id from told t where t.state = 'told_again')
          and (m.entry_id is null or m.entry_id not in (select t.entry_id from told t where t.entry_id is not null))),
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
        where m.reserve_account_id = account
          and case when k.statement_id is null then m.fed else m.id in (select t.id from told t) end)
    select 'not_told', id, case direction when 'credit' then amount_fen else -amount_fen end
    from (select * from not_in_statement union all select * from not_in_feed) n
    union all
    select 'doubtful', id, case direction when 'credit' then -amount_fen else amount_fen end from doubtful
    union all
    select 'before', null, -r.before_fen from reserve_accounts r, known where r.id = account and r.before_fen <> 0
$$;

-- What the functions above look up: each is a small part of all movements, or its latest end.
create index bank_movements_fed on bank_movements (reserve_account_id, booked_on) where fed;
create index bank_movements_in_feed on bank_movements (reserve_account_id, feed_place) where feed_place is not null;
create index bank_movements_not_fed on bank_movements (reserve_account_id, booked_on) where not fed;
create index bank_movements_doubtful on bank_movements (reserve_account_id) where state = 'doubtful';
