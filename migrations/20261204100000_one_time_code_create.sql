-- Agents sign in with their mobile numbers and codes that are sent to these.
alter table users
    -- A keyed digest of the number: by it the person is found. The number itself is nowhere.
    add column mobile_index  bytea unique,
    add column mobile_masked text,
    add constraint only_agents_sign_in_by_mobile check (mobile_index is null or role = 'agent'),
    add constraint a_number_has_its_digest check ((mobile_index is null) = (mobile_masked is null));

-- Kept for as long as they are counted. Numbers that nobody has leave rows too, so that nothing tells them apart.
create table one_time_codes (
    id           uuid primary key,
    mobile_index bytea not null,
    -- A digest of the network that asked.
    network_hash bytea not null,
    -- Whose number it is.
    user_id      uuid references users,
    -- Keyed, of the code and of this row.
    code_hash    bytea not null,
    -- Sealed, until it is on its way.
    message      bytea,
    tries        smallint not null default 0,
    sent_at      timestamptz not null,
    used_at      timestamptz
);
create index one_time_codes_of_number on one_time_codes (mobile_index, sent_at desc);
create index one_time_codes_of_network on one_time_codes (network_hash, sent_at desc);
create index one_time_codes_by_time on one_time_codes (sent_at);
grant select, insert, update, delete on one_time_codes to lianrong_app;
