-- An account's entries in the order of its statement. It takes the place of an index that ended with the day.
create index entries_of_account on entries (account_id, business_date, journal_id) include (amount_fen);
drop index entries_by_account;
