-- What a transfer names again is kept as what is nothing is: the earlier row counts, and this is its place.
alter table debt_transfer_strange_items
    add column twin_of integer,
    add constraint twin_stands_behind check (twin_of < place);
