-- Shared bindings: which facilitator a funder's settlement id stands for, the cards that funders have bound, and what
-- facilitators share of them.
create extension if not exists btree_gist;

alter table users drop constraint users_role_check, drop constraint users_check1,
    add constraint user_has_a_role check (role in (
        'agent', 'funder_reviewer', 'funder_approver', 'funder_treasurer', 'facilitator_operator', 'facilitator_approver',
        'operator_maker', 'operator_checker', 'auditor')),
    add constraint user_works_for_a_partner
        check ((role like 'funder%' or role like 'facilitator%') = (partner_id is not null));

alter table approvals drop constraint if exists approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable'));

create table mappings (
    id             uuid primary key,
    funder_id      uuid not null references partners,
    settlement_id  text not null check (settlement_id ~ '^[A-Za-z0-9_-]{1,32}$'),
    facilitator_id uuid not null references partners,
    -- From when it is to count; at once where it says nothing.
    asked_from     timestamptz,
    -- When it counts; none until two people have published it.
    valid          tstzrange,
    added_by       uuid not null references users,
    added_at       timestamptz not null,
    constraint one_mapping_at_a_time exclude using gist (funder_id with =, settlement_id with =, valid with &&)
);
create index mappings_by_time on mappings (added_at, id);

create sequence signing_numbers;
create table signings (
    id             uuid primary key,
    reference      text not null unique,
    funder_id      uuid not null references partners,
    settlement_id  text not null,
    -- The mapping that was in force when it was ordered, and whom it named.
    mapping_id     uuid not null references mappings,
    facilitator_id uuid not null references partners,
    -- Sealed; who it is, for people, and a keyed digest by which the same card is found.
    payer          bytea not null,
    payer_masked   text not null,
    card_masked    text not null,
    card_index     bytea not null,
    -- By which the network knows the payer: one of its own for each funder and person.
    payer_no       text not null,
    -- What the payer agreed to, and whether it names the facilitator.
    consent        text not null,
    consent_shares boolean not null,
    state          text not null check (state in ('created', 'code_sent', 'confirming', 'succeeded', 'failed', 'expired')),
    sendings       smallint not null check (sendings > 0),
    tries          smallint not null check (tries >= 0),
    asked_at       timestamptz not null,
    failure        text,
    created_at     timestamptz not null,
    decided_at     timestamptz,
    constraint signing_is_decided_once check ((decided_at is not null) = (state in ('succeeded', 'failed', 'expired'))),
    constraint signing_fails_for_a_reason check ((failure is not null) = (state = 'failed'))
);
create unique index one_signing_of_a_card on signings (funder_id, settlement_id, card_index)
    where state in ('created', 'code_sent', 'confirming');
create index signings_by_funder on signings (funder_id, created_at, id);
create index signings_by_mapping on signings (mapping_id);

create table bindings (
    id             uuid primary key,
    signing_id     uuid not null unique references signings,
    funder_id      uuid not null references partners,
    settlement_id  text not null,
    -- The number by which the funder knows it.
    alias          text not null unique,
    -- The network's own, sealed: it never leaves us.
    agreement_no   bytea not null,
    -- A keyed digest of it: the network may give one number to several bindings of a card.
    agreement_index bytea not null,
    card_index     bytea not null,
    state          text not null check (state in ('active', 'unsigning', 'unsigned', 'invalid')),
    signed_at      timestamptz not null,
    ended_at       timestamptz,
    end_reason     text not null default '',
    constraint binding_ends_once check ((ended_at is not null) = (state in ('unsigned', 'invalid')))
);
create unique index one_binding_of_a_card on bindings (funder_id, settlement_id, card_index)
    where state in ('active', 'unsigning');
create index bindings_by_agreement on bindings (agreement_index) where state = 'active';
create index bindings_by_funder on bindings (funder_id, signed_at, id);

create table shares (
    id             uuid primary key,
    signing_id     uuid not null unique references signings,
    binding_id     uuid unique references bindings,
    funder_id      uuid not null references partners,
    facilitator_id uuid not null references partners,
    settlement_id  text not null,
    -- The number by which the facilitator knows the binding.
    alias          text unique,
    payer_masked   text not null default '',
    card_masked    text not null default '',
    state          text not null check (state in ('pending', 'shared', 'void', 'released', 'revoked')),
    created_at     timestamptz not null,
    ended_at       timestamptz,
    end_reason     text not null default '',
    -- Nothing is known of it before there is a binding to share.
    constraint share_has_what_is_shared check ((alias is not null) = (binding_id is not null)
        and (state in ('pending', 'void')) = (alias is null) and (alias is not null or payer_masked || card_masked = ''))
);
create index shares_by_facilitator on shares (facilitator_id, created_at, id);

-- What partners are told is numbered for each of them without a gap, once it is committed.
-- `place` orders what one transaction or one after another has written.
alter table outbox add column place bigint generated always as identity, add column number bigint;
create unique index outbox_by_partner on outbox (partner_id, number) where number is not null;
create index outbox_unnumbered on outbox (place) where partner_id is not null and number is null;
insert into jobs (kind, recorded_at, due_at) values ('events.number', now(), 'epoch');

alter table mappings enable row level security;
create policy mappings_by_party on mappings
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[])
           or facilitator_id = any ((select acting_parties())::uuid[]));
alter table signings enable row level security;
create policy signings_by_party on signings
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[]));
alter table bindings enable row level security;
create policy bindings_by_party on bindings
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[]));
alter table shares enable row level security;
create policy shares_by_party on shares
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[])
           or facilitator_id = any ((select acting_parties())::uuid[]));
-- Whoever causes it writes it; only whom it is for reads it.
alter table outbox enable row level security;
create policy outbox_is_written on outbox for insert with check (true);
create policy outbox_by_party on outbox for select
    using ((select acting_kind()) = 'institution' or partner_id = any ((select acting_parties())::uuid[]));
create policy outbox_is_numbered on outbox for update using ((select acting_kind()) = 'institution');

grant usage on sequence signing_numbers to lianrong_app;
grant select, insert on mappings, signings, bindings, shares to lianrong_app;
grant update (valid) on mappings to lianrong_app;
grant update (payer, state, sendings, tries, asked_at, failure, decided_at) on signings to lianrong_app;
grant update (agreement_no, state, ended_at, end_reason) on bindings to lianrong_app;
grant update (binding_id, alias, payer_masked, card_masked, state, ended_at, end_reason) on shares to lianrong_app;
grant update (number) on outbox to lianrong_app;
-- Partners have jobs done: the network is asked about what it did not answer.
alter policy jobs_by_party on jobs using ((select acting_kind()) in ('institution', 'funder', 'facilitator'));
