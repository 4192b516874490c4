-- What the worker has to do. A job is enqueued by the operation that makes it necessary, taken by one worker for a while,
-- and gone when it is done.
create table jobs (
    id          uuid primary key default gen_random_uuid(),
    kind        text not null,
    -- What it is about; nothing for what is about everything.
    subject     uuid,
    recorded_at timestamptz not null,
    -- When a worker may take it. Whoever takes it puts this off, again and again while it works.
    due_at      timestamptz not null,
    -- Counts who took it: whoever comes back with another number has lost it.
    lease       bigint not null default 0,
    -- Since when a worker has it.
    taken_at    timestamptz,
    -- How often in a row it came to nothing, and how often it failed.
    tries       integer not null default 0 check (tries >= 0),
    failures    integer not null default 0 check (failures >= 0),
    failure     text,
    -- Since when it is given up, and waits for people.
    dead_at     timestamptz,
    constraint one_job_of_a_kind_about_a_subject unique nulls not distinct (kind, subject)
);
create index jobs_due on jobs (kind, due_at) where dead_at is null;
create index jobs_dead on jobs (dead_at, id) where dead_at is not null;

insert into jobs (kind, recorded_at, due_at)
select kind, now(), 'epoch'
from unnest(array['payables.drain', 'applications.lapse', 'draws.lapse', 'sweep']) as kind;
insert into jobs (kind, subject, recorded_at, due_at)
select 'feed.read', id, now(), 'epoch' from reserve_accounts;
insert into jobs (kind, subject, recorded_at, due_at, tries)
select case state when 'requested' then 'payout.send' else 'payout.query' end, id, requested_at, due_at, tries
from payouts where state in ('requested', 'unknown', 'sent');
drop index payouts_due;
alter table payouts drop column due_at, drop column tries;

alter table jobs enable row level security;
create policy jobs_by_party on jobs using ((select acting_kind()) = 'institution');
grant select, insert, update, delete on jobs to lianrong_app;
