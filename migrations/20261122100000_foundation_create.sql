-- Who is acting in this transaction: an agent's or partner's identifier, or `institution`. Undeclared is nobody, who sees
-- nothing. Policies compare with it as text, which is the cheapest to start a statement with.
create function acting() returns text language sql stable return current_setting('app.party', true);
create function acting_kind() returns text language sql stable return current_setting('app.party_kind', true);
create function acting_partner() returns uuid language sql stable
    return case when acting_kind() = 'partner' then acting()::uuid end;

create function forbid_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are only ever inserted', tg_table_name using errcode = 'restrict_violation';
end $$;

-- The open business date. Every write holds the barrier, the advisory lock (4051, 0), in shared mode when it reads this
-- row; the cut-off holds it exclusively to advance the date.
create table business_day (
    only_row boolean primary key default true check (only_row),
    open_on  date not null
);
insert into business_day (open_on) values ('2026-11-20');

-- One row per operation that was done or refused, with its answer: a party's request number gets the same answer for
-- ever. Identifiers grow with time, so that they order the trail.
create table audit (
    id           uuid primary key,
    recorded_at  timestamptz not null,
    actor        text not null,
    session_id   uuid,
    operation    text not null,
    subject      text not null,
    outcome      text not null,
    before       jsonb,
    after        jsonb,
    party        text not null,
    request_no   text not null,
    content_hash bytea not null,
    answer       jsonb not null,
    constraint one_answer_per_request unique (party, operation, request_no)
);
create index audit_by_subject on audit (subject, id);
create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function forbid_change();

-- Events that other parties are told of, written with the change that they tell of.
create table outbox (
    id          uuid primary key,
    recorded_at timestamptz not null,
    event       text not null,
    partner_id  uuid,
    subject     text not null,
    payload     jsonb not null
);

grant usage on schema public to lianrong_app;
grant select, insert on audit, outbox to lianrong_app;
grant select, update on business_day to lianrong_app;
