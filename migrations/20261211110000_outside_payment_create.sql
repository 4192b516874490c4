-- What a payer has paid on a debt elsewhere, as one of the debt's sides reports it.
create table outside_payments (
    id          uuid primary key,
    debt_id     uuid not null references debts,
    -- Who reports it, and was paid.
    reporter_id uuid not null references partners,
    -- The reporter's own.
    number      text not null,
    amount_fen  bigint not null check (amount_fen > 0),
    paid_on     date not null,
    evidence    text not null,
    state       text not null check (state in ('reported', 'counted', 'declined', 'undone')),
    -- Who held the debt when it counted: where that is another, the reporter owes it.
    holder_id   uuid references partners,
    reported_at timestamptz not null,
    -- When the holder answered, or two people found it wrong.
    decided_at  timestamptz,
    constraint outside_payment_number_is_taken unique (reporter_id, number),
    constraint outside_payment_counts_for_a_holder check ((holder_id is not null) = (state in ('counted', 'undone')))
);
create index outside_payments_of_debt on outside_payments (debt_id, reported_at, id);
create index outside_payments_by_time on outside_payments (reported_at, id);
alter table outside_payments enable row level security;
create policy outside_payments_by_party on outside_payments
    using ((select acting_kind()) = 'institution'
           or exists (select from debts d where d.id = debt_id
                      and (d.funder_id = any ((select acting_parties())::uuid[])
                           or d.facilitator_id = any ((select acting_parties())::uuid[]))));
grant select, insert on outside_payments to lianrong_app;
grant update (state, holder_id, decided_at) on outside_payments to lianrong_app;

-- What a debit may have taken of a debt, whoever sent it, for which the network has not answered: a figure and no row.
create function debit_unknown(debt uuid) returns bigint language sql stable security definer
begin atomic
    select coalesce(sum(amount_fen), 0)::bigint from debits where debt_id = debt and state = 'unknown';
end;

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint', 'adopt_late', 'give_back_late',
        'undo_payment'));
