-- What was asked for when it was refused, without what a person wrote.
alter table audit add column command jsonb;
