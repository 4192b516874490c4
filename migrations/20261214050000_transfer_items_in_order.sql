-- Where an item stood among those that its transfer was submitted with.
alter table debt_transfer_items add column place integer not null default 0;

-- What a transfer was submitted with that is no debt or loan of its funder's: told to nobody else, and alike whether it is another's or
-- nothing.
create table debt_transfer_strange_items (
    transfer_id uuid not null references debt_transfers,
    place       integer not null,
    debt_id     uuid,
    loan_id     uuid,
    primary key (transfer_id, place),
    constraint strange_item_is_named_as_one check (num_nonnulls(debt_id, loan_id) = 1)
);
alter table debt_transfer_strange_items enable row level security;
create policy debt_transfer_strange_items_by_party on debt_transfer_strange_items
    using ((select acting_kind()) = 'institution'
           or exists (select from debt_transfers t where t.id = transfer_id
                      and t.funder_id = any ((select acting_parties())::uuid[])));
grant select, insert on debt_transfer_strange_items to lianrong_app;
