-- Files on which a transfer rests, or that show that its debtors were notified, as either side has brought them.
create table transfer_documents (
    id          uuid primary key,
    -- Orders them: several may be of one instant.
    number      bigint not null generated always as identity,
    transfer_id uuid not null references debt_transfers,
    -- Whose they are.
    partner_id  uuid not null references partners,
    -- Made of the one that it was sent under.
    file_name   text not null check (length(file_name) between 1 and 100),
    -- What its content says that it is.
    media       text not null check (media in ('pdf', 'jpeg', 'png')),
    -- Of the content in clear.
    sha256      bytea not null check (octet_length(sha256) = 32),
    -- Sealed.
    content     bytea not null,
    added_at    timestamptz not null,
    constraint a_transfer_has_a_document_once unique (transfer_id, sha256)
);
-- What is enciphered does not get smaller.
alter table transfer_documents alter column content set storage external;
alter table transfer_documents enable row level security;
create policy transfer_documents_by_party on transfer_documents
    using ((select acting_kind()) = 'institution'
           or exists (select from debt_transfers t where t.id = transfer_id
                      and (t.funder_id = any ((select acting_parties())::uuid[])
                           or t.facilitator_id = any ((select acting_parties())::uuid[]))));
-- What is sealed is wrapped anew.
grant select, insert, update (content) on transfer_documents to lianrong_app;
