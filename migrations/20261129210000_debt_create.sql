-- Debts that bound cards pay: who holds them, how they change hands, and what is debited for them.
alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer'));

create table debts (
    id              uuid primary key,
    funder_id       uuid not null references partners,
    -- The funder's own.
    number          text not null,
    binding_id      uuid not null references bindings,
    amount_fen      bigint not null check (amount_fen > 0),
    outstanding_fen bigint not null,
    due_on          date not null,
    holder          text not null check (holder in ('funder', 'in_transfer', 'facilitator', 'being_bought_back')),
    holder_id       uuid not null references partners,
    -- The facilitator whose share of the binding it would be, from the first transfer on.
    facilitator_id  uuid references partners,
    -- How often it has changed hands.
    transfers       smallint not null default 0,
    registered_at   timestamptz not null,
    constraint debt_number_is_taken unique (funder_id, number),
    constraint debt_is_never_paid_twice check (outstanding_fen between 0 and amount_fen),
    constraint debt_has_the_holder_it_says check ((holder_id = funder_id) = (holder in ('funder', 'in_transfer')))
);
create index debts_by_funder on debts (funder_id, registered_at, id);
create index debts_by_facilitator on debts (facilitator_id, registered_at, id) where facilitator_id is not null;
create index debts_by_binding on debts (binding_id);

create table debt_transfers (
    id             uuid primary key,
    funder_id      uuid not null references partners,
    facilitator_id uuid not null references partners,
    -- From the facilitator to the funder.
    back           boolean not null,
    state          text not null
        check (state in ('submitted', 'confirmed', 'approved', 'effective', 'cancelled', 'rejected')),
    legal_basis    text not null,
    -- The document on which it rests, and the digest of its file where the partner gave one.
    document       text not null,
    document_hash  bytea check (length(document_hash) = 32),
    effective_from timestamptz,
    notified_on    date,
    evidence       text,
    evidence_by    text,
    submitted_at   timestamptz not null,
    approved_at    timestamptz,
    effective_at   timestamptz,
    end_reason     text not null default '',
    constraint transfer_is_evident_before_it_counts check (state <> 'effective' or evidence is not null),
    constraint evidence_says_when check ((notified_on is not null) = (evidence is not null)),
    constraint transfer_counts_from_when_it_did check ((effective_at is not null) = (state = 'effective'))
);
create index debt_transfers_by_funder on debt_transfers (funder_id, submitted_at, id);
create index debt_transfers_by_facilitator on debt_transfers (facilitator_id, submitted_at, id);

create table debt_transfer_items (
    transfer_id uuid not null references debt_transfers,
    debt_id     uuid not null references debts,
    state       text not null check (state in ('pending', 'frozen', 'effective', 'declined')),
    -- What was outstanding when it changed hands.
    amount_fen  bigint,
    reason      text,
    primary key (transfer_id, debt_id),
    constraint declined_for_a_reason check ((reason is not null) = (state = 'declined')),
    constraint effective_of_an_amount check ((amount_fen is not null) = (state = 'effective'))
);
create unique index one_open_transfer_of_a_debt on debt_transfer_items (debt_id) where state in ('pending', 'frozen');

create sequence debit_numbers;
create table debits (
    id          uuid primary key,
    reference   text not null unique,
    debt_id     uuid not null references debts,
    binding_id  uuid not null references bindings,
    -- Who debits, and is paid: the holder when it was accepted.
    holder_id   uuid not null references partners,
    -- What the card is found by, whatever the debt.
    card_index  bytea not null,
    amount_fen  bigint not null check (amount_fen > 0),
    state       text not null check (state in ('accepted', 'unknown', 'succeeded', 'failed')),
    -- The network's reason, or the code of our own refusal before it was asked.
    failure     text,
    accepted_at timestamptz not null,
    accepted_on date not null,
    sent_at     timestamptz,
    -- Since when the network has known nothing of it, whenever it was asked.
    absent_since timestamptz,
    decided_at  timestamptz,
    constraint debit_fails_for_a_reason check ((failure is not null) = (state = 'failed')),
    constraint debit_is_decided_once check ((decided_at is not null) = (state in ('succeeded', 'failed')))
);
create unique index one_debit_in_flight on debits (debt_id) where state in ('accepted', 'unknown');
create index debits_by_card on debits (card_index, accepted_on);
create index debits_by_holder on debits (holder_id, accepted_at, id);
create index debits_by_debt on debits (debt_id, accepted_at);

-- What a card paid is payable without an agent's having paid it.
alter table payables alter column agent_id drop not null;

alter table debts enable row level security;
create policy debts_by_party on debts
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[])
           or facilitator_id = any ((select acting_parties())::uuid[]));
alter table debt_transfers enable row level security;
create policy debt_transfers_by_party on debt_transfers
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[])
           or facilitator_id = any ((select acting_parties())::uuid[]));
alter table debt_transfer_items enable row level security;
create policy debt_transfer_items_by_party on debt_transfer_items
    using ((select acting_kind()) = 'institution'
           or exists (select from debt_transfers t where t.id = transfer_id
                      and (t.funder_id = any ((select acting_parties())::uuid[])
                           or t.facilitator_id = any ((select acting_parties())::uuid[]))));
-- A debit is its holder's. That a card was tried is the institution's to know.
alter table debits enable row level security;
create policy debits_by_party on debits
    using ((select acting_kind()) = 'institution' or holder_id = any ((select acting_parties())::uuid[]));

-- How often a card was tried on a day, whoever tried, and whether its bank lets nothing more be taken: two figures and no rows,
-- for those who may not see each other's debits.
create function card_tries(card bytea, day date, out tries bigint, out limit_reached boolean)
    language sql stable security definer
begin atomic
    select count(*) filter (where sent_at is not null), coalesce(bool_or(failure = 'limit_exceeded'), false)
    from debits where card_index = card and accepted_on = day;
end;
-- Whether a debit of a debt is on its way, whoever sent it, but for one.
create function debit_in_flight(debt uuid, but_for uuid) returns boolean language sql stable security definer
begin atomic
    select exists (select from debits where debt_id = debt and state in ('accepted', 'unknown')
                   and id is distinct from but_for);
end;
-- What a facilitator's debit needs of a binding that is the funder's.
create function binding_of_debt(binding uuid, out state text, out card_index bytea, out share_state text)
    language sql stable security definer
begin atomic
    select b.state, b.card_index, s.state from bindings b left join shares s on s.binding_id = b.id where b.id = binding;
end;

grant usage on sequence debit_numbers to lianrong_app;
grant select, insert on debts, debt_transfers, debt_transfer_items, debits to lianrong_app;
grant update (outstanding_fen, holder, holder_id, facilitator_id, transfers, binding_id) on debts to lianrong_app;
grant update (state, notified_on, evidence, evidence_by, approved_at, effective_at, end_reason) on debt_transfers to lianrong_app;
grant update (state, amount_fen, reason) on debt_transfer_items to lianrong_app;
grant update (state, failure, sent_at, absent_since, decided_at) on debits to lianrong_app;
