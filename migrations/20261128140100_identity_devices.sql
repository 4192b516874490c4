-- A failure is of a name that was tried and of where the attempt came from: a device that signed in under the name before,
-- or the network of a stranger. Of whom the name is, if of anybody, for the audit row that is written when it is swept.
alter table sign_in_failures
    add column origin_hash  bytea not null default '',
    add column known_device boolean not null default false,
    add column user_id      uuid references users;
create index sign_in_failures_by_time on sign_in_failures (failed_at);
create index sign_in_failures_by_user on sign_in_failures (user_id, failed_at);

-- From where somebody signed in: whoever guesses the name elsewhere does not lock these out.
create table known_devices (
    user_id    uuid not null references users,
    token_hash bytea not null,
    seen_at    timestamptz not null,
    primary key (user_id, token_hash)
);
create index known_devices_by_token on known_devices (token_hash);
create index known_devices_by_time on known_devices (seen_at);
grant select, insert, update, delete on known_devices to lianrong_app;

create index partner_nonces_by_time on partner_nonces (seen_at);
