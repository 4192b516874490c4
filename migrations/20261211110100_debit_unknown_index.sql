-- The end of a binding waits for what the network has not answered.
create index debits_unknown on debits (binding_id) where state = 'unknown';
