-- What was posted for a partner on a date that is closed, as a file: once, and never otherwise.
create table partner_files (
    id                uuid primary key,
    partner_id        uuid not null references partners,
    business_date     date not null references closed_days,
    -- Journals, and what they come to: payable to it, owed back by it, principal owed to it, and withheld of what was paid.
    lines             bigint not null check (lines >= 0),
    payable_fen       bigint not null,
    receivable_fen    bigint not null,
    claim_fen         bigint not null,
    revenue_share_fen bigint not null,
    content           bytea not null,
    digest            bytea not null,
    made_at           timestamptz not null,
    constraint partner_file_of_a_date unique (partner_id, business_date),
    constraint partner_file_is_what_its_digest_says check (digest = sha256(content))
);
create trigger partner_files_are_append_only before update or delete or truncate on partner_files
    for each statement execute function forbid_change();

alter table partner_files enable row level security;
create policy partner_files_by_party on partner_files
    using ((select acting_kind()) = 'institution' or partner_id = any ((select acting_parties())::uuid[]));
grant select, insert on partner_files to lianrong_app;
