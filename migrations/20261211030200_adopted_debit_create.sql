-- Debits that succeeded after they had failed here, and that two people have booked after all. The old answer stays.
create table adopted_debits (
    debit_id      uuid primary key references debits,
    difference_id uuid not null unique references settlement_breaks,
    debt_id       uuid not null references debts,
    -- Who held the debt then, and is paid.
    holder_id     uuid not null references partners,
    amount_fen    bigint not null check (amount_fen > 0),
    adopted_at    timestamptz not null
);
create index adopted_debits_of_debt on adopted_debits (debt_id);
create trigger adopted_debits_are_append_only before update or delete or truncate on adopted_debits
    for each statement execute function forbid_change();
alter table adopted_debits enable row level security;
create policy adopted_debits_by_party on adopted_debits
    using ((select acting_kind()) = 'institution' or holder_id = any ((select acting_parties())::uuid[]));
grant select, insert on adopted_debits to lianrong_app;

-- What two people give back of such a debit was nobody's: no debt owes again, and no partner owes it back.
alter table refunds add column late boolean not null default false,
    add constraint what_was_nobody_s_is_not_owed_back check (not (late and owed_back));

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint', 'adopt_late', 'give_back_late'));
