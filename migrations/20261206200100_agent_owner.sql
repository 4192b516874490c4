-- Shops of one owner: by the licence number, which is an enterprise's own, and by the legal person's name, which others may have.
create index agents_by_licence on agents (licence_no);
create index agents_by_legal_person on agents (legal_person);
