-- Files that an agent has attached to an application. Its funder's people read them once it is submitted.
create table attachments (
    id             uuid primary key,
    -- Orders them: several may be of one instant.
    number         bigint not null generated always as identity,
    application_id uuid not null references applications,
    agent_id       uuid not null references agents,
    funder_id      uuid not null references partners,
    -- Made of the one that it was sent under.
    file_name      text not null check (length(file_name) between 1 and 100),
    -- What its content says that it is.
    media          text not null check (media in ('pdf', 'jpeg', 'png')),
    size           integer not null check (size between 1 and 10485760),
    -- Of the content in clear.
    sha256         bytea not null check (octet_length(sha256) = 32),
    -- Sealed.
    content        bytea not null,
    uploaded_by    uuid not null references users,
    uploaded_at    timestamptz not null,
    constraint an_application_has_a_file_once unique (application_id, sha256)
);
-- What is enciphered does not get smaller.
alter table attachments alter column content set storage external;
alter table attachments enable row level security;
create policy attachments_by_party on attachments
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[]));
-- What is attached to a draft is removed with it, or goes to the one that takes its place; what is sealed is wrapped anew.
grant select, insert, delete, update (application_id, funder_id, content) on attachments to lianrong_app;
