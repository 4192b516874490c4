create table credit_lines (
    id              uuid primary key,
    reference       text not null unique,
    agent_id        uuid not null references agents,
    funder_id       uuid not null references partners,
    application_id  uuid not null unique references applications,
    state           text not null check (state in ('active', 'suspended', 'matured', 'closing', 'closed')),
    limit_fen       bigint not null check (limit_fen > 0),
    outstanding_fen bigint not null check (outstanding_fen >= 0),
    earmarked_fen   bigint not null check (earmarked_fen >= 0),
    terms           jsonb not null,
    tenors          text[] not null,
    opened_on       date not null,
    matures_on      date not null,
    constraint credit_line_within_limit check (outstanding_fen + earmarked_fen <= limit_fen)
) with (fillfactor = 80);
create index credit_lines_by_agent on credit_lines (agent_id);
create index credit_lines_by_funder on credit_lines (funder_id, state);

-- What follows is written once per operation, by use cases that read its parents under their locks in the same
-- transaction, and nobody may delete a parent. A foreign key would prove that again at every insert, and lock the one row
-- of a funder that all its agents share. `verify` checks what the keys would. Rows that are updated in place leave room
-- for their next version on their page, so that no index changes with them.
create table draws (
    id                uuid primary key,
    reference         text not null unique,
    credit_line_id    uuid not null,
    agent_id          uuid not null,
    funder_id         uuid not null,
    amount_fen        bigint not null check (amount_fen > 0),
    tenor             text not null,
    terms             jsonb not null,
    purpose           text not null,
    disclosure        text not null,
    disclosure_hash   bytea not null,
    state             text not null check (state in ('requested', 'awaiting', 'refused', 'cancelled', 'credited')),
    refusal_reason    text,
    requested_at      timestamptz not null,
    accepted_at       timestamptz,
    -- The two flows. Each stands by itself; only together do they credit.
    instruction_reference text,
    instruction_at    timestamptz,
    funds_fen         bigint not null default 0 check (funds_fen >= 0),
    funds_at          timestamptz,
    -- Where the money stands.
    reserve_account_id uuid,
    credited_at       timestamptz,
    check (state <> 'credited' or (instruction_at is not null and funds_fen = amount_fen))
) with (fillfactor = 80);
create index draws_by_agent on draws (agent_id, requested_at);
create index draws_by_funder on draws (funder_id, state, requested_at);

create table loans (
    id              uuid primary key,
    draw_id         uuid not null unique,
    credit_line_id  uuid not null,
    agent_id        uuid not null,
    funder_id       uuid not null,
    -- The draw's reference: one number follows the money from request to settlement.
    reference       text not null unique,
    principal_fen   bigint not null check (principal_fen > 0),
    outstanding_fen bigint not null check (outstanding_fen >= 0 and outstanding_fen <= principal_fen),
    terms           jsonb not null,
    credited_on     date not null,
    state           text not null check (state in ('active', 'overdue', 'settled')),
    -- `domain::Position`: what was paid of every instalment. A pure function of the terms and the repayments.
    position        jsonb not null,
    version         bigint not null,
    debt_account_id uuid not null
) with (fillfactor = 80);
create index loans_by_agent on loans (agent_id, credited_on);
create index loans_by_funder on loans (funder_id, state, credited_on);

create table quotes (
    id         uuid primary key,
    loan_id    uuid not null,
    agent_id   uuid not null,
    amount_fen bigint not null check (amount_fen > 0),
    as_of      date not null,
    -- The loan's version that it was computed from: a payment in between makes it stale.
    version    bigint not null,
    allocation jsonb not null,
    expires_at timestamptz not null
);

create table payouts (
    id              uuid primary key,
    reference       text not null unique,
    partner_id      uuid not null,
    amount_fen      bigint not null check (amount_fen > 0),
    account_no      text not null,
    account_name    text not null,
    state           text not null check (state in ('requested', 'sent', 'unknown', 'confirmed', 'failed')),
    attempt         integer not null default 0,
    sent_at         timestamptz,
    confirmed_at    timestamptz,
    requested_at    timestamptz not null
);
create index payouts_open on payouts (requested_at) where state in ('requested', 'unknown');

create table repayments (
    id            uuid primary key,
    reference     text not null unique,
    loan_id       uuid not null,
    agent_id      uuid not null,
    funder_id     uuid not null,
    payout_id     uuid not null unique,
    quote_id      uuid,
    amount_fen    bigint not null check (amount_fen > 0),
    fee_fen       bigint not null check (fee_fen >= 0),
    penalty_fen   bigint not null check (penalty_fen >= 0),
    interest_fen  bigint not null check (interest_fen >= 0),
    principal_fen bigint not null check (principal_fen >= 0),
    debited_on    date not null,
    debited_at    timestamptz not null,
    -- Orders the payments of one loan.
    version       bigint not null,
    partner_confirmed_at timestamptz,
    unique (loan_id, version),
    constraint repayment_is_its_parts check (amount_fen = fee_fen + penalty_fen + interest_fen + principal_fen)
);
create index repayments_by_funder on repayments (funder_id, debited_at);

alter table credit_lines enable row level security;
create policy credit_lines_by_party on credit_lines
    using (acting() in ('institution', agent_id::text, funder_id::text));
alter table draws enable row level security;
create policy draws_by_party on draws
    using (acting() in ('institution', agent_id::text, funder_id::text));
alter table loans enable row level security;
create policy loans_by_party on loans
    using (acting() in ('institution', agent_id::text, funder_id::text));
alter table quotes enable row level security;
create policy quotes_by_party on quotes using (acting() in ('institution', agent_id::text));
alter table repayments enable row level security;
create policy repayments_by_party on repayments
    using (acting() in ('institution', agent_id::text, funder_id::text));
alter table payouts enable row level security;
create policy payouts_by_party on payouts
    using (acting_kind() in ('institution', 'agent') or acting() = partner_id::text);

grant select, insert, update on credit_lines, draws, loans, payouts, repayments to lianrong_app;
grant select, insert on quotes to lianrong_app;
