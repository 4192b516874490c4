-- Whoever holds an overdue loan collects it with the card that its borrower has bound: what the card gives fills the borrower's wallet
-- and pays the loan at once. Beside a top-up, which is from the agent's own card.
alter table top_ups
    alter column card_id drop not null,
    add column loan_id uuid references loans,
    add column binding_id uuid references bindings,
    -- Who debits.
    add column holder_id uuid references partners,
    add constraint top_up_is_of_a_card_or_for_a_loan check (
        num_nonnulls(card_id, loan_id) = 1 and num_nonnulls(loan_id, binding_id, holder_id) in (0, 3));
create unique index one_loan_debit_in_flight on top_ups (loan_id) where state in ('accepted', 'unknown');
create index top_ups_by_loan on top_ups (loan_id, accepted_at, id) where loan_id is not null;
alter policy top_ups_by_party on top_ups
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or holder_id = any ((select acting_parties())::uuid[]));

-- Whether a debit for a loan is on its way, whoever sent it, but for one.
create function loan_debit_in_flight(loan uuid, but_for uuid) returns boolean language sql stable security definer
begin atomic
    select exists (select from top_ups where loan_id = loan and state in ('accepted', 'unknown') and id is distinct from but_for);
end;
-- The binding with which a loan's holder collects it: the one that its borrower signed last, if that is shared with the holder.
create function binding_of_loan(loan uuid) returns uuid language sql stable security definer
begin atomic
    select b.id from loans l join bindings b on b.agent_id = l.agent_id and b.funder_id = l.funder_id and b.state = 'active'
        left join shares s on s.binding_id = b.id
    where l.id = loan and (l.holder_id = l.funder_id or (s.state = 'shared' and s.facilitator_id = l.holder_id))
    order by b.signed_at desc, b.id desc limit 1;
end;
-- Why a binding is of no use any more, whatever it was tried for.
create or replace function card_refusal(card bytea, binding uuid) returns text language sql stable security definer
begin atomic
    select failure from debits where card_index = card and binding_id = binding
        and failure in ('payer_mismatch', 'card_invalid', 'card_expired', 'not_supported')
    union all
    select failure from top_ups where card_index = card and binding_id = binding
        and failure in ('payer_mismatch', 'card_invalid', 'card_expired', 'not_supported')
    limit 1;
end;

alter table repayments drop constraint repayment_cause,
    add constraint repayment_cause check (cause in ('asked', 'due', 'swept', 'commission', 'debited'));
