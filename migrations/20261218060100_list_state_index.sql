-- Debits for loans, and what the network has told, are listed by how they stand, however rare that is.
create index top_ups_of_holder_by_state on top_ups (holder_id, state, accepted_at, id) where holder_id is not null;
create index callbacks_by_outcome on callbacks (coalesce(outcome, ''), received_at, id);
