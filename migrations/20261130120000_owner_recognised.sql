-- Money that names nothing and comes from an agent's own account, in its own name, is a top-up of its wallet; on a reserve account
-- where that is not wanted, people look at it.
alter table reserve_accounts add column recognises_owners boolean not null default true;
create index agents_by_bank_account on agents (bank_account_no);
