-- What is unpaid of a loan's instalments, as `domain::Position::unpaid` has it.
create function unpaid_instalments(loan_position jsonb) returns table (due_on date, fen bigint) language sql stable as $$
    select u.due_on, u.fen
    from jsonb_array_elements(loan_position -> 'instalments') as i (part)
    cross join lateral (
        select (part -> 'planned' ->> 'due_on')::date as due_on,
               (100 * ((part -> 'planned' ->> 'principal')::numeric - (part ->> 'principal_paid')::numeric
                       + (part -> 'planned' ->> 'interest')::numeric - (part ->> 'interest_paid')::numeric
                       - coalesce((part ->> 'interest_waived')::numeric, 0)))::bigint as fen) u
    where u.fen > 0
$$;

-- Of each funder: what was to fall due on a date as it began, and what was repaid on it. What is expected is compared with it.
create table cash_days (
    business_date date not null,
    funder_id     uuid not null,
    figure        text not null check (figure in ('due', 'received')),
    fen           bigint not null check (fen > 0),
    primary key (business_date, funder_id, figure)
);
-- The open date began without it.
insert into cash_days
select l.due_on, l.funder_id, 'due', sum(l.due_fen)::bigint from loans l
where l.state <> 'settled' and l.due_on = (select open_on from business_day) group by l.due_on, l.funder_id;

create trigger cash_days_are_append_only before update or delete or truncate on cash_days
    for each statement execute function forbid_change();
alter table cash_days enable row level security;
create policy cash_days_by_party on cash_days
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[]));
grant select, insert on cash_days to lianrong_app;
