-- What waits for the word of whoever holds the debt is little, and counted on every page of its people.
create index outside_payments_reported on outside_payments (debt_id) where state = 'reported';
