-- The days that are not as their weekday: holidays, and weekend days that are worked. Past days stay as they were.
create table calendar_days (
    on_date    date primary key,
    kind       text not null check (kind in ('off', 'worked')),
    name       text not null check (length(name) <= 20),
    changed_by text not null,
    changed_at timestamptz not null,
    constraint only_weekend_days_are_made_worked check (kind = 'off' or extract(isodow from on_date) >= 6)
);
grant select, insert, update, delete on calendar_days to lianrong_app;

-- When the periods of a loan end, as it was agreed on the day of its credit; null where its terms alone say it.
alter table loans add column due_dates date[];
-- Those whose due dates move with the calendar: terms that say nothing of holidays move nothing.
create index loans_that_move on loans (id) where state <> 'settled' and due_dates is not null;

-- What happened to a loan beside what its agent paid. With the repayments, these are the facts of which its position is the pure
-- function; a version counts both.
create table loan_facts (
    id          uuid primary key,
    loan_id     uuid not null,
    agent_id    uuid not null,
    funder_id   uuid not null,
    version     bigint not null,
    kind        text not null check (kind in ('due_date_moved', 'received', 'waived', 'undone')),
    -- The date for which it counts, and the one on which it was recorded.
    value_on    date not null,
    recorded_on date not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    evidence    text not null default '',
    amount_fen  bigint check (amount_fen > 0),
    -- Of what is waived.
    part        text check (part in ('penalty', 'interest', 'fee')),
    moved_from  date,
    moved_to    date,
    -- The repayment or the fact that was not so, or is taken back. Nothing is undone twice.
    undoes      uuid unique,
    unique (loan_id, version),
    constraint fact_counts_when_it_was_known_or_before check (value_on <= recorded_on),
    constraint fact_is_of_its_kind check (case kind
        when 'due_date_moved' then moved_from < moved_to and num_nonnulls(moved_from, moved_to) = 2
                               and num_nonnulls(amount_fen, part, undoes) = 0
        when 'received' then amount_fen is not null and num_nonnulls(part, moved_from, moved_to, undoes) = 0
        when 'waived' then amount_fen is not null and part is not null and num_nonnulls(moved_from, moved_to, undoes) = 0
        else undoes is not null and num_nonnulls(amount_fen, part, moved_from, moved_to) = 0 end)
);
create trigger loan_facts_are_append_only before update or delete or truncate on loan_facts
    for each statement execute function forbid_change();
alter table loan_facts enable row level security;
create policy loan_facts_by_party on loan_facts
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[]));
grant select, insert on loan_facts to lianrong_app;
