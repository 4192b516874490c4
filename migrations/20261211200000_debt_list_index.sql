-- What a side holds and is still owed, the newest first; what of all transfers is newest; and the customers and cards of a partner by
-- what is shown of them. A side narrows, sorts and finds its debits by amount.
create index debts_held on debts (holder_id, registered_at, id) where outstanding_fen > 0;
create index debits_of_holder_by_amount on debits (holder_id, amount_fen, id);
create index debt_transfers_by_time on debt_transfers (submitted_at, id);
create index signings_by_payer on signings (funder_id, payer_masked);
create index signings_by_card on signings (funder_id, card_masked);
create index shares_by_payer on shares (facilitator_id, payer_masked);
create index shares_by_card on shares (facilitator_id, card_masked);
