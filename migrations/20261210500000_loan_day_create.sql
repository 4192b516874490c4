-- What a loan was at the close of each date on which something happened to it: what is told of past months is made of these rows. A
-- fact that is recorded later changes no date that was closed.
create table loan_days (
    loan_id         uuid not null,
    business_date   date not null,
    agent_id        uuid not null,
    funder_id       uuid not null,
    -- Whom it was owed to.
    holder_id       uuid not null,
    -- Of the loan: counts its facts.
    version         bigint not null,
    outstanding_fen bigint not null check (outstanding_fen >= 0),
    overdue_since   date,
    primary key (loan_id, business_date),
    constraint loan_day_is_overdue_since_then_or_before check (overdue_since <= business_date)
);
create index loan_days_of_funder on loan_days (funder_id, loan_id, business_date);
-- The close of a date looks for what was recorded on it.
create index loan_facts_by_day on loan_facts (recorded_on);

-- Of the loans that are there already only the last close is known.
insert into loan_days
select l.id, d.open_on - 1, l.agent_id, l.funder_id, l.holder_id, k.version, account_balance_on(l.debt_account_id, d.open_on - 1),
       case when k.version = l.version then l.overdue_since end
from loans l cross join business_day d
cross join lateral (
    select coalesce(max(f.version), 0) as version from (
        select r.version from repayments r where r.loan_id = l.id and r.debited_on < d.open_on
        union all select f.version from loan_facts f where f.loan_id = l.id and f.recorded_on < d.open_on) f) k
where l.credited_on < d.open_on;

create trigger loan_days_are_append_only before update or delete or truncate on loan_days
    for each statement execute function forbid_change();
alter table loan_days enable row level security;
create policy loan_days_by_party on loan_days
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[]));
grant select, insert on loan_days to lianrong_app;
