create table reserve_accounts (
    id         uuid primary key,
    account_no text not null unique,
    name       text not null,
    currency   text not null
);

-- The funds flow: every line of the reserve account, once, wherever it was read.
create table bank_movements (
    id                   uuid primary key,
    reserve_account_id   uuid not null references reserve_accounts,
    -- What makes a line itself: the bank's own number, or else its whole content and its place among equal lines.
    fingerprint          bytea not null,
    source               text not null check (source in ('feed', 'statement')),
    import_id            uuid references imports,
    direction            text not null check (direction in ('credit', 'debit')),
    amount_fen           bigint not null check (amount_fen > 0),
    booked_on            date not null,
    booked_time          time,
    balance_after_fen    bigint,
    counterparty_name    text not null,
    counterparty_account text not null,
    counterparty_bank    text not null,
    remittance           text not null,
    -- The reference that the payer gave beside the text.
    end_to_end_reference text,
    bank_reference       text,
    state                text not null check (state in ('unmatched', 'matched', 'broken', 'returned')),
    -- What it was matched with: a draw, a wallet or a payout.
    matched_kind         text check (matched_kind in ('draw', 'wallet', 'payout')),
    matched_id           uuid,
    recorded_at          timestamptz not null,
    constraint bank_movement_once unique (reserve_account_id, fingerprint),
    check ((state = 'matched') = (matched_id is not null))
);
create index bank_movements_by_state on bank_movements (state, booked_on);
create index bank_movements_by_content on bank_movements (reserve_account_id, booked_on, amount_fen);
create index bank_movements_by_match on bank_movements (matched_id) where matched_id is not null;

create table breaks (
    id          uuid primary key,
    kind        text not null check (kind in ('funds_only', 'amount_differs', 'payer_differs', 'duplicate_funds',
                                              'late_after_cancel', 'unknown_payout')),
    movement_id uuid not null unique references bank_movements,
    draw_id     uuid references draws,
    state       text not null check (state in ('open', 'resolved')),
    opened_at   timestamptz not null
);
create index breaks_open on breaks (opened_at) where state = 'open';

-- How far the bank's own feed was read.
create table bank_feeds (
    reserve_account_id uuid primary key references reserve_accounts,
    cursor             text not null
);

grant select, insert on reserve_accounts to lianrong_app;
grant select, insert, update on bank_movements, breaks, bank_feeds to lianrong_app;
