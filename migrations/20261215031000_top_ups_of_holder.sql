-- What a partner has debited for loans, as its list has it.
create index top_ups_of_holder on top_ups (holder_id, accepted_at, id) where holder_id is not null;
