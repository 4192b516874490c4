-- Debts of which a debit was still on its way when the others of their transfer changed hands go on in another: whose files are its own, too.
alter table debt_transfers add column follows uuid references debt_transfers;
