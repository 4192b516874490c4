create table products (
    id            uuid primary key,
    funder_id     uuid not null references partners,
    name          text not null,
    contract_kind text not null check (contract_kind in ('loan', 'factoring_advance'))
);

create table product_versions (
    id           uuid primary key,
    product_id   uuid not null references products,
    funder_id    uuid not null references partners,
    version      integer not null,
    -- Everything that is priced: the terms as `domain::LoanTerms`, with the tenors that may be chosen.
    terms        jsonb not null,
    tenors       text[] not null,
    limit_min_fen bigint not null check (limit_min_fen > 0),
    limit_max_fen bigint not null check (limit_max_fen >= limit_min_fen),
    published_at timestamptz not null,
    unique (product_id, version)
);

create table rounds (
    id          uuid primary key,
    agent_id    uuid not null references agents,
    opened_at   timestamptz not null,
    deadline_at timestamptz not null
);
create index rounds_by_agent on rounds (agent_id, opened_at);

-- One funder asked in one round. It knows the agent by the pseudonym alone.
create table offers (
    id                 uuid primary key,
    round_id           uuid not null references rounds,
    agent_id           uuid not null references agents,
    funder_id          uuid not null references partners,
    pseudonym          uuid not null unique,
    state              text not null check (state in ('pending', 'offered', 'viewed', 'selected', 'declined', 'no_answer',
                                                      'expired', 'superseded', 'not_chosen', 'withdrawn')),
    product_version_id uuid references product_versions,
    limit_fen          bigint check (limit_fen > 0),
    terms              jsonb,
    tenors             text[],
    decline_reason     text,
    asked_at           timestamptz not null,
    answered_at        timestamptz,
    valid_until        timestamptz,
    selected_at        timestamptz,
    unique (round_id, funder_id),
    check ((state in ('pending', 'declined', 'no_answer')) or
           (limit_fen is not null and terms is not null and valid_until is not null))
);
create index offers_by_agent on offers (agent_id, asked_at);
create index offers_pending_by_funder on offers (funder_id, asked_at) where state = 'pending';
create index offers_answered_by_funder on offers (funder_id, answered_at) where answered_at is not null;

create table consents (
    id           uuid primary key,
    agent_id     uuid not null references agents,
    funder_id    uuid not null references partners,
    purpose      text not null check (purpose in ('pre_credit', 'application_data', 'contract', 'wallet_terms')),
    text_version text not null,
    text_hash    bytea not null,
    given_at     timestamptz not null,
    address      text not null,
    device       text not null,
    withdrawn_at timestamptz
);
create index consents_by_agent on consents (agent_id, given_at);

create table applications (
    id              uuid primary key,
    -- Given when it is submitted: a draft is nobody's business.
    reference       text unique,
    agent_id        uuid not null references agents,
    funder_id       uuid not null references partners,
    offer_id        uuid not null references offers,
    state           text not null check (state in ('draft', 'submitted', 'in_review', 'more_information', 'approved',
                                                   'agreed', 'rejected', 'withdrawn', 'lapsed')),
    -- Held from submission until it is rejected, withdrawn or lapsed, or until the line it became is closed.
    slot_held       boolean not null,
    form            jsonb not null,
    offered_limit_fen bigint not null check (offered_limit_fen > 0),
    approved_limit_fen bigint check (approved_limit_fen > 0 and approved_limit_fen <= offered_limit_fen),
    terms           jsonb not null,
    tenors          text[] not null,
    claimed_by      uuid references users,
    -- Two people decide: who proposes never confirms.
    proposed_by     uuid references users,
    proposal        jsonb,
    confirmed_by    uuid references users,
    -- What was agreed to, as it was shown.
    contract        text,
    contract_hash   bytea,
    version         bigint not null default 1,
    created_at      timestamptz not null,
    submitted_at    timestamptz,
    decided_at      timestamptz,
    constraint application_maker_is_not_checker check (confirmed_by is null or confirmed_by <> proposed_by),
    check (submitted_at is null or reference is not null)
);
create unique index one_live_slot_per_agent on applications (agent_id) where slot_held;
create unique index one_draft_per_agent on applications (agent_id) where state = 'draft';
create index applications_by_funder on applications (funder_id, submitted_at);
create index applications_decided_by_funder on applications (funder_id, decided_at) where decided_at is not null;
create index applications_by_offer on applications (offer_id);

-- How fast a funder answers, and how often it approves, over its latest 500 of each. Agents compare by it, who may see
-- no other agent's rows: it runs as its owner, and tells figures of the funder alone.
create function funder_record(funder uuid, out median_answer_seconds bigint, out decided bigint, out approved bigint)
    language sql stable security definer
begin atomic
    select (select percentile_disc(0.5) within group (order by answer.seconds)
            from (select extract(epoch from answered_at - asked_at)::bigint as seconds
                  from offers where funder_id = funder and answered_at is not null
                  order by answered_at desc limit 500) answer),
           count(*), count(decision.approved_limit_fen)
    from (select approved_limit_fen from applications where funder_id = funder and decided_at is not null
          order by decided_at desc limit 500) decision;
end;

-- Every transition leaves a row.
create table transitions (
    id          uuid primary key,
    -- Orders the steps of one subject, which are made one after another under its lock.
    number      bigint not null generated always as identity,
    subject     text not null,
    from_state  text not null,
    to_state    text not null,
    actor       text not null,
    reason      text not null default '',
    recorded_at timestamptz not null
);
create index transitions_by_subject on transitions (subject, number);
create trigger transitions_are_append_only before update or delete or truncate on transitions
    for each statement execute function forbid_change();

alter table offers enable row level security;
create policy offers_by_party on offers
    using (acting() in ('institution', agent_id::text, funder_id::text));
-- A funder sees the data of the agents whom it was asked about.
alter table operating_data enable row level security;
create policy operating_data_by_party on operating_data
    using (acting() in ('institution', agent_id::text)
           or agent_id in (select o.agent_id from offers o where o.funder_id = acting_partner()));
alter table consents enable row level security;
create policy consents_by_party on consents
    using (acting() in ('institution', agent_id::text, funder_id::text));
alter table applications enable row level security;
create policy applications_by_party on applications
    using (acting() in ('institution', agent_id::text, funder_id::text));

create sequence application_numbers;
create sequence credit_line_numbers;
create sequence draw_numbers;
create sequence repayment_numbers;
create sequence payout_numbers;
create sequence wallet_numbers;
grant usage on all sequences in schema public to lianrong_app;

grant select, insert on products, product_versions, rounds, transitions to lianrong_app;
grant select, insert, update on offers, consents, applications to lianrong_app;
