-- What goes back to a payer's card of a debit, as whoever had debited has ordered.
create sequence refund_numbers;
create table refunds (
    id           uuid primary key,
    reference    text not null unique,
    debit_id     uuid not null references debits,
    debt_id      uuid not null references debts,
    -- Who had debited.
    holder_id    uuid not null references partners,
    amount_fen   bigint not null check (amount_fen > 0),
    reason       text not null,
    state        text not null check (state in ('accepted', 'unknown', 'succeeded', 'failed')),
    -- The network's reason.
    failure      text,
    -- Whether a payout had the money already, so that its holder owes it back.
    owed_back    boolean not null default false,
    accepted_at  timestamptz not null,
    sent_at      timestamptz,
    -- Since when the network has known nothing of it, whenever it was asked.
    absent_since timestamptz,
    decided_at   timestamptz,
    constraint refund_fails_for_a_reason check ((failure is not null) = (state = 'failed')),
    constraint refund_is_decided_once check ((decided_at is not null) = (state in ('succeeded', 'failed'))),
    constraint refund_is_owed_back_once_it_is_made check (not owed_back or state = 'succeeded')
);
create index refunds_of_debit on refunds (debit_id);
create index refunds_of_debt_in_flight on refunds (debt_id) where state in ('accepted', 'unknown');
alter table refunds enable row level security;
create policy refunds_by_party on refunds
    using ((select acting_kind()) = 'institution' or holder_id = any ((select acting_parties())::uuid[]));
grant usage on sequence refund_numbers to lianrong_app;
grant select, insert on refunds to lianrong_app;
grant update (state, failure, owed_back, sent_at, absent_since, decided_at) on refunds to lianrong_app;

-- While one is on its way, the debt neither changes hands nor is debited.
create or replace function debit_in_flight(debt uuid, but_for uuid) returns boolean language sql stable security definer
begin atomic
    select exists (select from debits where debt_id = debt and state in ('accepted', 'unknown')
                   and id is distinct from but_for)
        or exists (select from refunds where debt_id = debt and state in ('accepted', 'unknown'));
end;

create or replace view network_debits with (security_invoker = true) as
    select id, reference, amount_fen, state, sent_at, false as is_top_up,
           exists (select from returned_debits r where r.debit_id = debits.id) as is_returned,
           exists (select from refunds r where r.debit_id = debits.id and r.state <> 'failed') as is_refunded from debits
    union all
    select id, reference, amount_fen, state, sent_at, true,
           exists (select from returned_top_ups r where r.top_up_id = top_ups.id), false from top_ups;

alter table settled_debits drop constraint settled_debits_kind_check,
    add constraint settled_debits_kind_check check (kind in ('payment', 'refund', 'return'));
