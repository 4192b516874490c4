-- Who is acting in this transaction. An undeclared party is nobody and sees nothing.
create function acting_for_institution() returns boolean language sql stable
    return coalesce(current_setting('app.party_kind', true), '') = 'institution';
create function acting_agent() returns uuid language sql stable
    return case when current_setting('app.party_kind', true) = 'agent'
                then nullif(current_setting('app.party_id', true), '')::uuid end;
create function acting_partner() returns uuid language sql stable
    return case when current_setting('app.party_kind', true) = 'partner'
                then nullif(current_setting('app.party_id', true), '')::uuid end;

create function forbid_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are only ever inserted', tg_table_name using errcode = 'restrict_violation';
end $$;

-- The open business date. Every write holds the advisory lock of `open_write` in shared mode when it reads this row;
-- the cut-off holds it exclusively to advance the date.
create table business_day (
    only_row boolean primary key default true check (only_row),
    open_on  date not null
);
insert into business_day (open_on) values ('2026-11-20');

-- One answer per party, operation and request number, for ever.
create table requests (
    party        text not null,
    operation    text not null,
    request_no   text not null,
    content_hash bytea not null,
    answer       jsonb not null,
    recorded_at  timestamptz not null,
    primary key (party, operation, request_no)
);

-- What every write begins with: declares the acting party, claims the request number without waiting, and takes the
-- barrier in shared mode. Each statement of a function has a snapshot of its own, so that the date is read after the
-- barrier was taken. Writes look things up by key, so their plans are made once and kept: planning anew for each set of
-- values cost more than running them. A kept plan outlives the size that it was made for: made over an empty table, it
-- would read that table from end to end long after it has grown, so writes use indexes whatever the size.
create function open_write(
    party_kind text, party_id text, request_hash bigint, request_party text, request_operation text, request_number text,
    out claimed boolean, out business_date date, out answered_hash bytea, out answered jsonb
) language plpgsql as $$
begin
    perform set_config('app.party_kind', party_kind, true),
            set_config('app.party_id', party_id, true),
            set_config('plan_cache_mode', 'force_generic_plan', true),
            set_config('enable_seqscan', 'off', true);
    claimed := pg_try_advisory_xact_lock(request_hash);
    perform pg_advisory_xact_lock_shared(4051, 0);
    select open_on into business_date from business_day;
    select content_hash, answer into answered_hash, answered from requests
    where party = request_party and operation = request_operation and request_no = request_number;
end $$;

create table audit (
    id          uuid primary key,
    recorded_at timestamptz not null,
    actor       text not null,
    session_id  uuid,
    operation   text not null,
    subject     text not null,
    outcome     text not null,
    before      jsonb,
    after       jsonb
);
create index audit_by_subject on audit (subject, recorded_at);
create index audit_by_time on audit (recorded_at, id);
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
grant select, insert on requests, audit, outbox to lianrong_app;
grant select, update on business_day to lianrong_app;
