-- A loan of this platform changes hands too: from its funder to the facilitator that shares a card of its borrower, and back.

-- The borrower whose card it is, where the funder has said so.
alter table signings add column agent_id uuid references agents;
alter table bindings add column agent_id uuid references agents;
create index bindings_of_borrower on bindings (agent_id, funder_id) where agent_id is not null;

alter table loans
    -- The facilitator that may know of it, from the first transfer on.
    add column facilitator_id uuid,
    -- When it changed hands last.
    add column held_since date,
    add constraint loan_is_held_by_one_of_the_two
        check (holder_id = funder_id or (facilitator_id is not null and holder_id = facilitator_id)),
    add constraint loan_held_by_another_says_since_when check (holder_id = funder_id or held_since is not null);
create index loans_of_facilitator on loans (holder_id, credited_on, id) where holder_id <> funder_id;

-- To whom the money went: to whoever held the loan then.
alter table repayments add column holder_id uuid;
update repayments set holder_id = funder_id;
alter table repayments alter column holder_id set not null;
create index repayments_of_holder on repayments (holder_id, debited_at, id);
create index repayments_unconfirmed_of_holder on repayments (holder_id, debited_at, id) where partner_confirmed_at is null;
drop index repayments_of_funder;
drop index repayments_unconfirmed;

alter table debt_transfer_items drop constraint debt_transfer_items_pkey;
alter table debt_transfer_items alter column debt_id drop not null;
alter table debt_transfer_items add column loan_id uuid references loans;
alter table debt_transfer_items add column item_id uuid generated always as (coalesce(debt_id, loan_id)) stored;
alter table debt_transfer_items
    add constraint debt_transfer_items_pkey primary key (transfer_id, item_id),
    add constraint item_is_a_debt_or_a_loan check (num_nonnulls(debt_id, loan_id) = 1);
create unique index one_open_transfer_of_a_loan on debt_transfer_items (loan_id) where state in ('pending', 'frozen');
create index debt_transfer_items_by_loan on debt_transfer_items (loan_id) where loan_id is not null;

-- Whoever holds a loan reads it, what it was paid, and what was recorded of it; so does the facilitator that it was named to.
alter policy loans_by_party on loans
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[]) or facilitator_id = any ((select acting_parties())::uuid[]));
alter policy repayments_by_party on repayments
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[]) or holder_id = any ((select acting_parties())::uuid[]));
alter policy loan_days_by_party on loan_days
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[]) or holder_id = any ((select acting_parties())::uuid[]));
alter policy loan_facts_by_party on loan_facts
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[])
           or exists (select from loans l where l.id = loan_id and l.facilitator_id = any ((select acting_parties())::uuid[])));
alter policy corrections_by_party on corrections
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[])
           or exists (select from loans l where l.id = loan_id and l.facilitator_id = any ((select acting_parties())::uuid[])));

-- A share is of what the funder itself was paid.
create or replace function revenue_share_withheld(funder uuid, from_day date, until_day date) returns bigint language sql stable as $$
    select coalesce((select sum(share_fen) from repayments
                     where holder_id = funder and debited_on >= from_day and debited_on < until_day), 0)::bigint
           + coalesce((select sum(share_fen) from corrections
                       where funder_id = funder and recorded_on >= from_day and recorded_on < until_day), 0)::bigint
$$;
create or replace function revenue_share_posted(funder uuid, from_day date, until_day date, with_elsewhere boolean)
    returns table (source_id uuid, kind text, loan_id uuid, posted_on date, value_on date, interest_fen bigint, penalty_fen bigint)
    language sql stable as $$
    select r.id, 'repaid', r.loan_id, r.debited_on, r.debited_on, r.interest_fen, r.penalty_fen
    from repayments r
    where r.holder_id = funder and r.funder_id = funder and r.debited_on >= from_day and r.debited_on < until_day
      and r.share_contract_id is null and (r.interest_fen <> 0 or r.penalty_fen <> 0)
    union all
    select c.id, 'corrected', c.loan_id, c.recorded_on, r.debited_on, c.interest_fen, c.penalty_fen
    from corrections c join repayments r on r.id = c.payment_id and r.holder_id = funder
    where c.funder_id = funder and c.recorded_on >= from_day and c.recorded_on < until_day
      and r.share_contract_id is null and (c.interest_fen <> 0 or c.penalty_fen <> 0)
    union all
    select c.id, 'elsewhere', c.loan_id, c.recorded_on, f.value_on, c.interest_fen, c.penalty_fen
    from corrections c join loan_facts f on f.id = c.payment_id and f.kind = 'received'
    where with_elsewhere and c.funder_id = funder and c.recorded_on >= from_day and c.recorded_on < until_day
      and (c.interest_fen <> 0 or c.penalty_fen <> 0)
$$;
