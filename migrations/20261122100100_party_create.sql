create table partners (
    id                 uuid primary key,
    code               text not null unique,
    kind               text not null check (kind in ('funder', 'facilitator')),
    name               text not null,
    licence_no         text not null,
    licence_expires_on date not null,
    regions            text[] not null,
    bank_account_no    text not null,
    bank_name          text not null,
    status             text not null default 'active' check (status in ('active', 'suspended'))
);

create table partner_keys (
    key_id      text primary key,
    partner_id  uuid not null references partners,
    public_key  bytea not null check (length(public_key) = 32),
    active_from timestamptz not null,
    revoked_at  timestamptz
);

-- A nonce is accepted once, across processes and restarts. Rows older than the clock tolerance may be deleted.
create table partner_nonces (
    partner_id uuid not null,
    nonce      text not null,
    seen_at    timestamptz not null,
    primary key (partner_id, nonce)
);

create table agents (
    id                 uuid primary key,
    number             text not null unique,
    shop_name          text not null,
    legal_person       text not null,
    licence_no         text not null,
    licence_expires_on date not null,
    region             text not null,
    carrier            text not null,
    phone_masked       text not null,
    bank_account_no    text not null,
    bank_account_name  text not null,
    joined_on          date not null
);

create table users (
    id            uuid primary key,
    username      text not null unique check (username = lower(username)),
    display_name  text not null,
    password_hash text not null,
    role          text not null check (role in ('agent', 'funder_reviewer', 'funder_approver', 'funder_treasurer',
                                                'operator_maker', 'operator_checker', 'auditor')),
    agent_id      uuid references agents,
    partner_id    uuid references partners,
    totp_secret   bytea,
    totp_step     bigint not null default 0,
    -- A new second factor until its first code has confirmed it.
    totp_pending  bytea,
    demonstration boolean not null default false,
    disabled_at   timestamptz,
    check ((role = 'agent') = (agent_id is not null)),
    check ((role like 'funder%') = (partner_id is not null))
);

create table sessions (
    id         uuid primary key,
    user_id    uuid not null references users,
    token_hash bytea not null unique,
    created_at timestamptz not null,
    seen_at    timestamptz not null,
    ends_at    timestamptz not null,
    revoked_at timestamptz,
    address    text not null,
    device     text not null
);
create index sessions_by_user on sessions (user_id, created_at);

-- By the digest of the name that was tried, whether it exists or not: people also type passwords where names belong.
create table sign_in_failures (
    name_hash bytea not null,
    failed_at timestamptz not null
);
create index sign_in_failures_by_name on sign_in_failures (name_hash, failed_at);

create table imports (
    id          uuid primary key,
    kind        text not null check (kind in ('operating_data', 'bank_statement')),
    file_name   text not null,
    sha256      bytea not null,
    state       text not null check (state in ('previewed', 'confirmed')),
    report      jsonb not null,
    content     bytea not null,
    uploaded_by uuid not null references users,
    uploaded_at timestamptz not null
);
create index imports_by_time on imports (kind, uploaded_at);

create table operating_data (
    agent_id        uuid not null references agents,
    month           date not null check (extract(day from month) = 1),
    prepayments_fen bigint not null check (prepayments_fen >= 0),
    sales_fen       bigint not null check (sales_fen >= 0),
    commissions_fen bigint not null check (commissions_fen >= 0),
    primary key (agent_id, month)
);

grant select on partners, partner_keys, agents to lianrong_app;
grant insert on partners, partner_keys, agents, users to lianrong_app;
grant select, insert, delete on partner_nonces, sign_in_failures to lianrong_app;
grant select, update on users to lianrong_app;
grant select, insert, update on sessions, imports, operating_data to lianrong_app;
