-- The movements that a statement has told first are listed by themselves, whatever has come after them.
create index bank_movements_by_import on bank_movements (import_id, booked_on) where import_id is not null;
