-- Codes also confirm contracts and draws, and each is good for one thing in one browser. Those that are on their way are asked for anew.
delete from one_time_codes;
drop index one_time_codes_of_number, one_time_codes_of_network;
alter table one_time_codes rename column network_hash to asker_hash;
alter table one_time_codes
    -- Whoever asked is a device, or a session, of the number's holder, and is counted by itself.
    add column asker_known boolean not null,
    -- A digest of what it is good for, and where.
    add column bound_to    bytea   not null;
create index one_time_codes_of_number on one_time_codes (mobile_index, sent_at desc);
create index one_time_codes_of_asker on one_time_codes (asker_hash, sent_at desc);
create index one_time_codes_of_purpose on one_time_codes (bound_to, sent_at desc);
create index one_time_codes_missed on one_time_codes (user_id, sent_at) where tries > 0;

-- The number itself, sealed: so that its holder can be asked for a code without typing it.
alter table users
    add column mobile_sealed bytea,
    add constraint what_is_sealed_is_found check (mobile_sealed is null or mobile_index is not null);
