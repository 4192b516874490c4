-- A funder's payments of its draws: files for its bank, and, where the funder wants it, a second person who releases what one
-- has registered.
create sequence payment_file_numbers;
create table payment_files (
    id               uuid primary key,
    funder_id        uuid not null references partners,
    -- By which people know it.
    number           text not null unique,
    -- Where to, as it stood when the file was made: a file that is fetched again is the same file.
    payee_name       text not null,
    payee_account_no text not null,
    payee_branch     text not null,
    made_by          text not null,
    made_at          timestamptz not null
);
create index payment_files_of_funder on payment_files (funder_id, made_at, id);

-- What a file pays. A draw can be in several, if its person says that the earlier ones were not used.
create table payment_file_draws (
    file_id uuid not null references payment_files,
    draw_id uuid not null references draws,
    place   integer not null,
    primary key (file_id, draw_id)
);
create index payment_files_by_draw on payment_file_draws (draw_id);

alter table payment_files enable row level security;
create policy payment_files_by_party on payment_files
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[]));
alter table payment_file_draws enable row level security;
create policy payment_file_draws_by_party on payment_file_draws
    using (exists (select from payment_files f where f.id = payment_file_draws.file_id));
grant usage on sequence payment_file_numbers to lianrong_app;
grant select, insert on payment_files, payment_file_draws to lianrong_app;

-- Whether a person's payments are released by a second one. What a funder's system signs stands for itself.
alter table partners add column releases_payments boolean not null default false;
grant update (releases_payments) on partners to lianrong_app;

-- A payment that one person has registered, until another one releases it: only then is it the instruction.
alter table draws
    add column prepared_by text,
    add column prepared_at timestamptz,
    add column prepared_reference text,
    add column released_by text,
    add constraint draw_is_prepared_whole
        check ((prepared_by is null) = (prepared_at is null) and (prepared_by is null) = (prepared_reference is null)),
    add constraint draw_preparer_does_not_release
        check (released_by is null or (prepared_by is not null and prepared_by <> released_by));
