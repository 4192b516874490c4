-- A long file is confirmed by one short transaction, and recorded in parts after it.
alter table imports drop constraint imports_state_check,
    add constraint imports_state_check check (state in ('previewed', 'recording', 'confirmed', 'given_back', 'discarded'));
create index imports_recording on imports (id) where state = 'recording';

-- Lines of a statement that are not recorded yet, so many as one transaction records: what each is was found out before the first
-- line of their file was recorded. A part is gone once it is recorded.
create table statement_parts (
    statement_id uuid not null references bank_statements,
    -- Of its first line.
    place        integer not null,
    lines        integer not null check (lines > 0),
    recognised   jsonb not null,
    primary key (statement_id, place)
);
grant select, insert, delete on statement_parts to lianrong_app;
