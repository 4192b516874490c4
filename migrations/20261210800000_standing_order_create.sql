-- What an agent has its coming commissions repay of a loan, before they are free in its wallet.
create table standing_orders (
    id         uuid primary key,
    loan_id    uuid not null references loans,
    agent_id   uuid not null references agents,
    -- In all, and up to which instalment: none where the agent has named the amount.
    amount_fen bigint not null check (amount_fen > 0),
    instalment integer check (instalment > 0),
    -- What commissions have paid of it: the repayments that it caused.
    paid_fen   bigint not null default 0,
    state      text not null check (state in ('standing', 'revoked', 'paid', 'settled')),
    -- As the audit trail names them.
    set_by     text not null,
    set_at     timestamptz not null,
    ended_by   text,
    ended_at   timestamptz,
    constraint standing_order_pays_no_more_than_it_says check (paid_fen between 0 and amount_fen),
    constraint standing_order_ends_once check (
        (state = 'standing') = (ended_at is null) and (ended_at is null) = (ended_by is null))
);
create unique index one_standing_order_of_a_loan on standing_orders (loan_id) where state = 'standing';
create index standing_orders_of_agent on standing_orders (agent_id, set_at, id) where state = 'standing';

alter table standing_orders enable row level security;
create policy standing_orders_by_party on standing_orders
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]));
grant select, insert, update (paid_fen, state, ended_by, ended_at) on standing_orders to lianrong_app;

alter table repayments drop constraint repayment_cause,
    add constraint repayment_cause check (cause in ('asked', 'due', 'swept', 'commission'));
-- The day's figures count what wallets pay without having been asked.
drop index repayments_by_themselves;
create index repayments_by_themselves on repayments (debited_on, cause) where cause in ('due', 'swept');
