-- One box in which everything is looked for.

-- Every two characters of these texts that stand next to each other, in lower case. Whatever contains a text has all of its
-- pairs: an index on them finds the few rows in which the text itself may stand. A single character has none.
create function pairs(variadic texts text[]) returns text[] language sql immutable parallel safe
begin atomic
    select array_agg(distinct substr(lower(text), place, 2))
    from unnest(texts) as text, generate_series(1, length(text) - 1) as place;
end;

create index agents_by_pairs on agents using gin (pairs(shop_name, legal_person));
-- Of an account people know how it ends.
create index agents_by_ending on agents (right(bank_account_no, 4));
create index bank_movements_by_ending on bank_movements (right(counterparty_account, 4), booked_on);
create index bank_movements_by_amount on bank_movements (amount_fen, booked_on);
create index payouts_by_amount on payouts (amount_fen, requested_at);
create index loans_by_principal on loans (principal_fen, credited_on);
create index bank_movements_by_number on bank_movements (bank_reference) where bank_reference is not null;
-- Who signs in for a shop.
create index users_of_agent on users (agent_id) where agent_id is not null;
