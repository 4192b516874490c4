create table accounts (
    id       uuid primary key,
    book     text not null check (book in ('custody', 'claims')),
    kind     text not null,
    owner_id uuid not null,
    unique (kind, owner_id)
);

create table wallets (
    id          uuid primary key,
    reference   text not null unique,
    agent_id    uuid not null unique references agents,
    account_id  uuid not null unique references accounts,
    balance_fen bigint not null check (balance_fen >= 0),
    -- Counts the wallet's entries, without gaps: it orders the statement.
    version     bigint not null
) with (fillfactor = 80);

create table journals (
    id          uuid primary key,
    event_kind  text not null,
    event_id    uuid not null,
    leg         smallint not null,
    -- The open business date when it was written; a closed date gains nothing.
    posted_on   date not null,
    -- The date from which it counts.
    value_on    date not null,
    recorded_at timestamptz not null,
    -- The debt that it concerns, where there is one: all journals of one loan.
    loan_id     uuid,
    unique (event_kind, event_id, leg)
);
create index journals_by_loan on journals (loan_id, recorded_at) where loan_id is not null;

-- Debits are positive, credits negative. No foreign keys: the one writer is `services::ledger`, and `verify` checks
-- what they would.
create table entries (
    journal_id     uuid not null,
    line           smallint not null,
    book           text not null,
    account_id     uuid not null,
    business_date  date not null,
    amount_fen     bigint not null check (amount_fen <> 0),
    wallet_version bigint,
    primary key (journal_id, line)
);
create index entries_by_account on entries (account_id, business_date) include (amount_fen);

create table closing_balances (
    account_id    uuid not null,
    business_date date not null,
    balance_fen   bigint not null,
    primary key (account_id, business_date)
);

create table closed_days (
    business_date date primary key,
    closed_at     timestamptz not null,
    -- SHA-256 over the day's trial balance, so that a closed day can be shown not to have changed.
    digest        bytea not null
);

create trigger journals_are_append_only before update or delete or truncate on journals
    for each statement execute function forbid_change();
create trigger entries_are_append_only before update or delete or truncate on entries
    for each statement execute function forbid_change();
create trigger closing_balances_are_append_only before update or delete or truncate on closing_balances
    for each statement execute function forbid_change();
create trigger closed_days_are_append_only before update or delete or truncate on closed_days
    for each statement execute function forbid_change();

alter table wallets enable row level security;
create policy wallets_by_party on wallets
    using (acting_kind() in ('institution', 'partner') or acting() = agent_id::text);

grant select, insert on accounts, journals, entries, closing_balances, closed_days to lianrong_app;
grant select, insert, update on wallets to lianrong_app;
