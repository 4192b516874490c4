-- The institution's share, withheld of each payment instead of being invoiced.
alter table revenue_share_contracts add column settlement text not null default 'invoiced'
    check (settlement in ('invoiced', 'withheld'));

-- What was withheld of all that a funder's borrowers have paid. Locked by every payment of which something is withheld, after its loan,
-- and by nobody else's: the shares of all of a funder's loans are summed before they are rounded.
create table revenue_share_withholdings (
    funder_id    uuid primary key references partners,
    -- What was agreed last, as payments read it: it is withheld only while that is agreed.
    contract_id  uuid not null references revenue_share_contracts,
    active       boolean not null,
    rate         numeric(7, 6) not null,
    penalty      boolean not null,
    -- The shares of all payments, not rounded, and what was withheld of them, less what went back.
    exact_fen    numeric(30, 6) not null default 0,
    withheld_fen bigint not null default 0 check (withheld_fen >= 0)
) with (fillfactor = 50);
alter table revenue_share_withholdings enable row level security;
-- Who pays has to know what is withheld of it.
create policy revenue_share_withholdings_by_party on revenue_share_withholdings
    using ((select acting_kind()) in ('institution', 'agent') or funder_id = any ((select acting_parties())::uuid[]));
grant select, insert, update on revenue_share_withholdings to lianrong_app;

-- What was withheld of a repayment, and by which agreement; none where its share is invoiced.
alter table repayments add column share_contract_id uuid,
    add column share_fen bigint not null default 0,
    add constraint repayment_share_is_of_its_interest check (share_fen between 0 and penalty_fen + interest_fen),
    add constraint repayment_share_is_agreed check (share_fen = 0 or share_contract_id is not null);
-- What of it went back to the wallet with the payment: less than nothing.
alter table corrections add column share_fen bigint not null default 0 check (share_fen <= 0);

-- A fen of interest may be withheld whole.
alter table payables drop constraint payables_amount_fen_check,
    add constraint payable_is_not_negative check (amount_fen >= 0);

drop function corrected(uuid);
create function corrected(payment uuid)
    returns table (fee_fen bigint, penalty_fen bigint, interest_fen bigint, principal_fen bigint, excess_fen bigint,
                   share_fen bigint, owed_back_fen bigint)
    language sql stable as $$
    select coalesce(sum(c.fee_fen), 0)::bigint, coalesce(sum(c.penalty_fen), 0)::bigint, coalesce(sum(c.interest_fen), 0)::bigint,
           coalesce(sum(c.principal_fen), 0)::bigint, coalesce(sum(c.excess_fen), 0)::bigint,
           coalesce(sum(c.share_fen), 0)::bigint, coalesce(sum(o.amount_fen - o.settled_fen), 0)::bigint
    from corrections c left join receivables o on o.id = c.id where c.payment_id = payment
$$;

-- What was withheld in a month is told with its invoice, and is no part of what that asks for.
alter table revenue_share_invoices add column withheld_fen bigint not null default 0;
create function revenue_share_withheld(funder uuid, from_day date, until_day date) returns bigint language sql stable as $$
    select coalesce((select sum(share_fen) from repayments
                     where funder_id = funder and debited_on >= from_day and debited_on < until_day), 0)::bigint
           + coalesce((select sum(share_fen) from corrections
                       where funder_id = funder and recorded_on >= from_day and recorded_on < until_day), 0)::bigint
$$;

-- What is to be invoiced: as before, but for what was withheld, and what corrections have changed of that.
create or replace function revenue_share_posted(funder uuid, from_day date, until_day date, with_elsewhere boolean)
    returns table (source_id uuid, kind text, loan_id uuid, posted_on date, value_on date, interest_fen bigint, penalty_fen bigint)
    language sql stable as $$
    select r.id, 'repaid', r.loan_id, r.debited_on, r.debited_on, r.interest_fen, r.penalty_fen
    from repayments r join payables p on p.id = r.id and p.payee_id = funder
    where r.funder_id = funder and r.debited_on >= from_day and r.debited_on < until_day
      and r.share_contract_id is null and (r.interest_fen <> 0 or r.penalty_fen <> 0)
    union all
    select c.id, 'corrected', c.loan_id, c.recorded_on, r.debited_on, c.interest_fen, c.penalty_fen
    from corrections c join repayments r on r.id = c.payment_id join payables p on p.id = r.id and p.payee_id = funder
    where c.funder_id = funder and c.recorded_on >= from_day and c.recorded_on < until_day
      and r.share_contract_id is null and (c.interest_fen <> 0 or c.penalty_fen <> 0)
    union all
    select c.id, 'elsewhere', c.loan_id, c.recorded_on, f.value_on, c.interest_fen, c.penalty_fen
    from corrections c join loan_facts f on f.id = c.payment_id and f.kind = 'received'
    where with_elsewhere and c.funder_id = funder and c.recorded_on >= from_day and c.recorded_on < until_day
      and (c.interest_fen <> 0 or c.penalty_fen <> 0)
$$;
