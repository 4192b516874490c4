-- Nothing wrote it: the documents of a transfer are known by digests of their own.
alter table debt_transfers drop column document_hash;
