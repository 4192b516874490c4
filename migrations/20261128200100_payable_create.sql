-- What is payable to a partner: posted by the operation that received the money, paid by one payout, which pays one or
-- many of them.
create table payables (
    -- That of what made it payable: the repayment.
    id          uuid primary key,
    payee_id    uuid not null,
    -- Whose money it was.
    agent_id    uuid not null,
    amount_fen  bigint not null check (amount_fen > 0),
    recorded_at timestamptz not null,
    payout_id   uuid
);
insert into payables (id, payee_id, agent_id, amount_fen, recorded_at, payout_id)
select id, funder_id, agent_id, amount_fen, debited_at, payout_id from repayments;
create index payables_to_pay on payables (payee_id, recorded_at, id) where payout_id is null;
create index payables_by_payout on payables (payout_id) where payout_id is not null;
alter table repayments drop column payout_id;

-- When what is payable to a partner is paid out: each at once, or all of a day together.
alter table partners add column payout_at time;

alter table payables enable row level security;
create policy payables_by_party on payables
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or payee_id = any ((select acting_parties())::uuid[]));
drop policy payouts_by_party on payouts;
create policy payouts_by_party on payouts
    using ((select acting_kind()) = 'institution' or partner_id = any ((select acting_parties())::uuid[])
           or exists (select from payables p
                      where p.payout_id = payouts.id and p.agent_id = any ((select acting_parties())::uuid[])));
grant select, insert, update on payables to lianrong_app;
