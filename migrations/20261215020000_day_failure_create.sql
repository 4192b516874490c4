-- How far a step of a close has come while it goes on, of what it does one by one, and what has cut it short the last time.
alter table day_steps
    add column items bigint not null default 0 check (items >= 0),
    add column tried bigint not null default 0 check (tried >= 0),
    add column failure text;

-- Wallets that a close could not debit for what fell due: where and why it last failed, how often, and whether it was done after that.
create table day_failures (
    business_date date not null,
    wallet_id     uuid not null references wallets,
    step          text not null,
    kind          text not null,
    failure       text not null,
    failed_at     timestamptz not null,
    tries         integer not null default 1 check (tries > 0),
    mended        boolean not null default false,
    primary key (business_date, wallet_id),
    constraint day_failure_is_of_a_step check (step in ('debit', 'cut_off')),
    constraint day_failure_has_a_kind check (kind in ('changed', 'unknown', 'database', 'contradiction'))
);
alter table day_failures enable row level security;
create policy day_failures_by_party on day_failures using ((select acting_kind()) = 'institution');
grant select, insert, update on day_failures to lianrong_app;
