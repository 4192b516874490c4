-- Lists as files that are made in the background, page by page, for the person who asked. The person's role stands here: with
-- another one the file is not made.
create table exports (
    id           uuid primary key,
    user_id      uuid not null references users,
    partner_id   uuid references partners,
    role         text not null,
    -- The address of the list, with what it is filtered by.
    list         text not null check (octet_length(list) <= 2000),
    format       text not null check (format in ('xlsx', 'csv')),
    language     text not null check (language in ('zh', 'en')),
    state        text not null check (state in ('making', 'ready', 'refused', 'cancelled')),
    reason       text check (reason in ('too_large', 'no_list', 'not_allowed')),
    -- Where the next page begins, unless all of them are read.
    after        text,
    complete     boolean not null default false,
    parts        integer not null default 0,
    rows         integer not null default 0,
    requested_at timestamptz not null,
    ended_at     timestamptz,
    constraint an_export_ends_once check ((state = 'making') = (ended_at is null)),
    constraint a_refused_export_says_why check ((state = 'refused') = (reason is not null))
);
create index exports_by_person on exports (user_id, requested_at desc);
create index exports_by_time on exports (coalesce(ended_at, requested_at));

-- Sealed: rows while the file is made, then the file, in pieces.
create table export_parts (
    id        uuid primary key,
    export_id uuid not null references exports on delete cascade,
    file      boolean not null,
    number    integer not null,
    content   bytea not null,
    constraint one_part_of_a_number unique (export_id, file, number)
);

alter table exports enable row level security;
create policy exports_by_party on exports
    using ((select acting_kind()) = 'institution' or partner_id = any ((select acting_parties())::uuid[]));
alter table export_parts enable row level security;
create policy export_parts_by_party on export_parts
    using (exists (select from exports e where e.id = export_parts.export_id));
grant select, insert, delete, update (state, reason, after, complete, parts, rows, ended_at) on exports to lianrong_app;
grant select, insert, delete, update (content) on export_parts to lianrong_app;
