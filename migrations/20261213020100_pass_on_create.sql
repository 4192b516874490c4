-- What a former holder passes on to the holder of a date, with no money of ours: kept with every report that counts or is undone.
create table pass_ons (
    id                 uuid primary key,
    -- Of this date, on which the reports counted or were undone.
    on_date            date not null,
    -- Who was paid, having held the debts before, and who held them when it counted.
    payer_id           uuid not null references partners,
    payee_id           uuid not null references partners,
    payments           bigint not null check (payments > 0),
    -- Less what was found to be none on that date; below zero it goes the other way.
    amount_fen         bigint not null,
    -- As whoever owes it says: when, and by which bank transfer.
    paid_at            timestamptz,
    transfer_reference text check (length(transfer_reference) between 1 and 64),
    constraint a_pass_on_is_of_a_date_and_two_partners unique (on_date, payer_id, payee_id),
    constraint a_pass_on_is_between_two check (payer_id <> payee_id),
    constraint a_pass_on_is_paid_by_a_transfer check ((paid_at is null) = (transfer_reference is null))
);
create index pass_ons_by_payer on pass_ons (payer_id, on_date, id);
create index pass_ons_by_payee on pass_ons (payee_id, on_date, id);
create index pass_ons_by_date on pass_ons (on_date, id);
insert into pass_ons (id, on_date, payer_id, payee_id, payments, amount_fen)
    select gen_random_uuid(), v.on_date, q.reporter_id, q.holder_id, count(*), sum(v.fen)
    from outside_payments q
    cross join lateral (values (q.counted_on, q.amount_fen), (q.undone_on, -q.amount_fen)) as v (on_date, fen)
    where q.holder_id <> q.reporter_id and v.on_date is not null
    group by v.on_date, q.reporter_id, q.holder_id;
drop index outside_payments_to_pass_on;
alter table pass_ons enable row level security;
create policy pass_ons_by_party on pass_ons
    using ((select acting_kind()) = 'institution' or payer_id = any ((select acting_parties())::uuid[])
           or payee_id = any ((select acting_parties())::uuid[]));
grant select, insert on pass_ons to lianrong_app;
grant update (payments, amount_fen, paid_at, transfer_reference) on pass_ons to lianrong_app;
