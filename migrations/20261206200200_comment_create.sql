-- What a funder's people write to each other about an application. Nobody else reads it, the institution neither.
create table comments (
    id             uuid primary key,
    -- Orders them: several may be of one instant.
    number         bigint not null generated always as identity,
    application_id uuid not null references applications,
    funder_id      uuid not null references partners,
    user_id        uuid not null references users,
    text           text not null check (length(text) between 1 and 1000),
    commented_at   timestamptz not null
);
create index comments_by_application on comments (application_id, number);
create trigger comments_are_append_only before update or delete or truncate on comments
    for each statement execute function forbid_change();
alter table comments enable row level security;
create policy comments_by_party on comments using (funder_id = any ((select acting_parties())::uuid[]));
grant select, insert on comments to lianrong_app;
