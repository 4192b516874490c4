-- What searches look up: a mapping by its settlement id in whatever case it was typed, and a facilitator's debts and loans by
-- their number. (An index on an expression is no use under row policies, a column is.)
alter table mappings add column sought_as text generated always as (lower(settlement_id)) stored;
create index mappings_sought on mappings (sought_as, id);
create index debts_named_by_number on debts (facilitator_id, number) where facilitator_id is not null;
create index loans_held_by_reference on loans (holder_id, reference) where holder_id <> funder_id;
