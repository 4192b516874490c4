-- Whoever pays into a reserve account is asked by the bank which of its branches keeps it.
alter table reserve_accounts add column branch text not null default '';
