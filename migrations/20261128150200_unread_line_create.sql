-- What the bank's feed told and could not be read or recorded: put aside for people, so that the rest is read on.
create table unread_lines (
    id                 uuid primary key,
    reserve_account_id uuid not null references reserve_accounts,
    -- As the bank told it.
    text               text not null,
    reason             text not null,
    state              text not null check (state in ('open', 'settled')),
    recorded_at        timestamptz not null,
    -- What became of it.
    note               text not null default '',
    settled_by         uuid references users,
    settled_at         timestamptz,
    check ((state = 'settled') = (settled_by is not null) and (state = 'settled') = (settled_at is not null))
);
-- A line that is told again is the same line.
create unique index unread_line_once on unread_lines (reserve_account_id, md5(text));
create index unread_lines_open on unread_lines (recorded_at, id) where state = 'open';
grant select, insert, update on unread_lines to lianrong_app;

-- When the feed was last read to its end; nothing where it never was.
alter table bank_feeds add column read_at timestamptz;
