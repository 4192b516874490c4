-- What was given out as evidence of a binding, a share, a debt, a transfer or a debit: enough of each pack to know it again.
create table evidence_packs (
    id          uuid primary key,
    subject     text not null check (subject ~ '^(binding|share|debt|transfer|debit)_[0-9a-z]{26}$'),
    -- Over the lines of its manifest, and over the whole file.
    digest      bytea not null check (length(digest) = 32),
    file_digest bytea not null check (length(file_digest) = 32),
    made_by     text not null,
    made_at     timestamptz not null,
    -- For whom: another party sees less or more of the same thing.
    party       text not null
);
create index evidence_packs_by_digest on evidence_packs (digest, made_at);
create trigger evidence_packs_are_append_only before update or delete or truncate on evidence_packs
    for each statement execute function forbid_change();

-- Whoever makes one writes it; only the institution looks one up.
alter table evidence_packs enable row level security;
create policy evidence_packs_are_made on evidence_packs for insert with check (true);
create policy evidence_packs_by_institution on evidence_packs for select
    using ((select acting_kind()) = 'institution');
grant select, insert on evidence_packs to lianrong_app;

-- A debt's transfers, over or not.
create index debt_transfer_items_by_debt on debt_transfer_items (debt_id);

-- What the payer agreed to, for the facilitator that it names: the signing is the funder's.
create function consent_of_share(share uuid, out consent text, out agreed_at timestamptz)
    language sql stable security definer
begin atomic
    select s.consent, s.created_at from shares h join signings s on s.id = h.signing_id
    where h.id = share and h.binding_id is not null;
end;
