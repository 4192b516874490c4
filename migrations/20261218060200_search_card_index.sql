-- A partner finds the newest of its customers' cards by how they end, however many end so.
drop index signings_by_card;
create index signings_by_card on signings (funder_id, card_masked, created_at, id);
drop index shares_by_card;
create index shares_by_card on shares (facilitator_id, card_masked, created_at, id);
