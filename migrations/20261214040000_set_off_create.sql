-- What a partner owes back of a payment whose payout has failed or come back is set off against it: so much of the one, so much of the other.
create table set_offs (
    id            uuid primary key,
    receivable_id uuid not null references receivables,
    payout_id     uuid not null references payouts,
    payer_id      uuid not null references partners,
    amount_fen    bigint not null check (amount_fen > 0),
    set_off_at    timestamptz not null
);
create index set_offs_of_receivable on set_offs (receivable_id);
create index set_offs_of_payout on set_offs (payout_id);
create trigger set_offs_are_append_only before update or delete or truncate on set_offs
    for each statement execute function forbid_change();
alter table set_offs enable row level security;
create policy set_offs_by_party on set_offs
    using ((select acting_kind()) = 'institution' or payer_id = any ((select acting_parties())::uuid[]));
grant select, insert on set_offs to lianrong_app;
