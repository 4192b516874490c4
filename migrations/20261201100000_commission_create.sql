-- Carriers, and what they pay their agents every month: files of commissions, which two people release and which are
-- distributed as soon as the carrier's money covers them.
create table carriers (
    id              uuid primary key,
    -- What its payments name.
    reference       text not null unique,
    name            text not null unique,
    -- Where its commissions come from; none while it is not known.
    bank_account_no text unique,
    bank_name       text not null default ''
);
create sequence carrier_numbers;

insert into carriers (id, reference, name)
select gen_random_uuid(), 'CAR' || lpad(nextval('carrier_numbers')::text, 10, '0'), carrier
from (select distinct carrier from agents order by carrier) known;
alter table agents add column carrier_id uuid references carriers;
update agents a set carrier_id = c.id from carriers c where c.name = a.carrier;
alter table agents alter column carrier_id set not null, drop column carrier;
-- The account of each, as `ledger::account` names it.
insert into accounts (id, book, kind, owner_id)
select encode(set_byte(set_byte(d, 6, get_byte(d, 6) & 15 | 128), 8, get_byte(d, 8) & 63 | 128), 'hex')::uuid,
       'custody', 'commission_pool', id
from (select id, substr(sha256(convert_to('commission_pool' || chr(10), 'UTF8') || uuid_send(id)), 1, 16) as d
      from carriers) named;
create index agents_of_carrier on agents (carrier_id);

create table commission_files (
    id           uuid primary key,
    carrier_id   uuid not null references carriers,
    -- The first day of the month for which it pays.
    month        date not null check (extract(day from month) = 1),
    -- Counts the files of a month that were released, from 1; none before.
    revision     integer check (revision > 0),
    -- When the carrier's money is expected.
    expected_on  date not null,
    state        text not null check (state in ('draft', 'released', 'distributing', 'distributed')),
    file_name    text not null,
    sha256       bytea not null,
    content      bytea not null,
    -- What was found when it was read.
    report       jsonb not null,
    -- What it gives in all, and what it takes back.
    give_fen     bigint not null default 0 check (give_fen >= 0),
    take_fen     bigint not null default 0 check (take_fen >= 0),
    uploaded_by  uuid not null references users,
    uploaded_at  timestamptz not null,
    -- The date on which the last of it was given.
    distributed_on date,
    unique (carrier_id, month, revision),
    constraint a_released_file_has_a_revision check ((state = 'draft') = (revision is null))
);
create index commission_files_by_time on commission_files (uploaded_at, id);
create index commission_files_to_pay on commission_files (expected_on) where state in ('released', 'distributing');
create index commission_files_of_carrier on commission_files (carrier_id, state);

-- What a file tells: an agent's commission of its month. Nothing is kept of a file that has wrong cells.
create table commission_lines (
    file_id  uuid not null references commission_files,
    agent_id uuid not null references agents,
    -- Of the file.
    line     integer not null,
    told_fen bigint not null,
    primary key (file_id, agent_id)
);

-- What a file gives an agent, or takes back from it: by how much the month's commission differs from what was told before.
create table commissions (
    id         uuid primary key,
    file_id    uuid not null references commission_files,
    carrier_id uuid not null references carriers,
    month      date not null,
    revision   integer not null,
    agent_id   uuid not null references agents,
    -- Negative: it is taken back.
    amount_fen bigint not null check (amount_fen <> 0),
    state      text not null check (state in ('waiting', 'given', 'open', 'taken')),
    -- So much of what is taken back was there, and in how many takings.
    taken_fen  bigint not null default 0,
    takings    smallint not null default 0,
    given_on   date,
    -- As its file says: agents see what is theirs, and no file.
    expected_on date not null,
    unique (carrier_id, month, agent_id, revision),
    constraint a_commission_is_given_or_taken_back check (
        case when amount_fen > 0 then state in ('waiting', 'given') and taken_fen = 0
             else state in ('waiting', 'open', 'taken') and taken_fen between 0 and -amount_fen
                  and (state = 'taken') = (taken_fen = -amount_fen) end)
);
create index commissions_of_file on commissions (file_id, id);
create index commissions_waiting on commissions (file_id, id) where state = 'waiting';
create index commissions_of_agent on commissions (agent_id, month);
create index commissions_to_take on commissions (agent_id) where state = 'open';

alter table commission_files enable row level security;
create policy commission_files_by_party on commission_files using ((select acting_kind()) = 'institution');
alter table commission_lines enable row level security;
create policy commission_lines_by_party on commission_lines using ((select acting_kind()) = 'institution');
alter table commissions enable row level security;
create policy commissions_by_party on commissions
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]));

-- A file's release may be taken back while nothing of it was given.
grant select, insert on commission_lines to lianrong_app;
grant delete on commissions to lianrong_app;
-- Updating is what locking a row takes.
grant select, insert, update on carriers to lianrong_app;
grant usage on sequence carrier_numbers to lianrong_app;
grant select, insert, update on commission_files, commissions to lianrong_app;

alter table bank_movements drop constraint movement_is_matched_with_what_it_may,
    add constraint movement_is_matched_with_what_it_may check (
        matched_kind in ('draw', 'wallet', 'payout', 'receivable', 'commission'));
alter table statement_lines drop constraint line_becomes_what_it_may,
    add constraint line_becomes_what_it_may check (outcome in (
        'known', 'draw', 'wallet', 'payout', 'receivable', 'commission', 'break', 'unmatched', 'doubtful', 'refused', 'passed_over'));
alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall'));

create or replace function account_owner_name(kind text, owner uuid) returns text language sql stable
begin atomic
    select coalesce(case kind
        when 'wallet' then (select a.shop_name from wallets w join agents a on a.id = w.agent_id where w.id = owner)
        when 'debt_principal' then (select reference from loans where id = owner)
        when 'reserve_cash' then (select account_no from reserve_accounts where id = owner)
        when 'unmatched_receipts' then (select account_no from reserve_accounts where id = owner)
        when 'commission_pool' then (select name from carriers where id = owner)
        else (select name from partners where id = owner) end, '');
end;
