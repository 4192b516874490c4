-- The close of a business date: when each of its steps began and ended. A step that has no end is done again.
create table day_steps (
    business_date date not null,
    step          text not null check (step in ('debit', 'cut_off', 'remind')),
    began_at      timestamptz not null,
    ended_at      timestamptz,
    -- How many things it has done, and how many of them failed.
    done          bigint not null default 0 check (done >= 0),
    failed        bigint not null default 0 check (failed >= 0),
    primary key (business_date, step)
);
grant select, insert, update on day_steps to lianrong_app;

-- What is told of a date that was closed.
create table day_figures (
    business_date date not null,
    figure        text not null,
    items         bigint not null check (items >= 0),
    amount_fen    bigint not null check (amount_fen >= 0),
    primary key (business_date, figure)
);
create trigger day_figures_are_append_only before update or delete or truncate on day_figures
    for each statement execute function forbid_change();
grant select, insert on day_figures to lianrong_app;

-- Up to which date days are to be closed, whatever the calendar says: what a person has asked for.
alter table business_day add column wanted_on date;

-- Each closed date is chained to the one before, so that none can be changed or left out unseen.
alter table closed_days add column chain bytea;
alter table closed_days disable trigger closed_days_are_append_only;
do $$
declare
    day record;
    last bytea := ''::bytea;
begin
    for day in select business_date, digest from closed_days order by business_date loop
        last := sha256(last || convert_to(day.business_date::text, 'UTF8') || day.digest);
        update closed_days set chain = last where business_date = day.business_date;
    end loop;
end $$;
alter table closed_days enable trigger closed_days_are_append_only;
alter table closed_days alter column chain set not null;

insert into jobs (kind, recorded_at, due_at) values ('day.end', now(), 'epoch');
