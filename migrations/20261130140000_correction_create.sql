-- By how much what a payment pays differs from what was posted, because a fact of its loan was found out, was not so, or was
-- waived. What nobody owed goes back to the wallet. The payment is a repayment, or a fact of the kind `received`.
create table corrections (
    id            uuid primary key,
    loan_id       uuid not null,
    agent_id      uuid not null,
    funder_id     uuid not null,
    fact_id       uuid not null references loan_facts,
    payment_id    uuid not null,
    fee_fen       bigint not null,
    penalty_fen   bigint not null,
    interest_fen  bigint not null,
    principal_fen bigint not null,
    excess_fen    bigint not null check (excess_fen >= 0),
    recorded_on   date not null,
    recorded_at   timestamptz not null
);
create index corrections_of_payment on corrections (payment_id);
create index corrections_of_loan on corrections (loan_id);
create trigger corrections_are_append_only before update or delete or truncate on corrections
    for each statement execute function forbid_change();
alter table corrections enable row level security;
create policy corrections_by_party on corrections
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[]));
grant select, insert on corrections to lianrong_app;

-- What had posted that which a journal corrects: the repayment or the fact.
alter table journals add column corrects uuid;

-- So much of a payable went back to its wallet before a payout took it.
alter table payables add column returned_fen bigint not null default 0,
    add constraint payable_returns_no_more_than_it_is check (returned_fen between 0 and amount_fen);
drop index payables_to_pay;
create index payables_to_pay on payables (payee_id, recorded_at, id) where payout_id is null and returned_fen < amount_fen;

-- What a partner owes back: it went to a wallet after it had been paid out.
create table receivables (
    id            uuid primary key references corrections,
    payer_id      uuid not null references partners,
    repayment_id  uuid not null references repayments,
    amount_fen    bigint not null check (amount_fen > 0),
    -- So much of it was given back.
    settled_fen   bigint not null default 0 check (settled_fen between 0 and amount_fen),
    recorded_at   timestamptz not null
);
create index receivables_of_repayment on receivables (repayment_id);
alter table receivables enable row level security;
create policy receivables_by_party on receivables
    using ((select acting_kind()) = 'institution' or payer_id = any ((select acting_parties())::uuid[]));
grant select, insert, update on receivables to lianrong_app;

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct'));

-- By how much a payment's split differs from what was posted, in all, and what its holder owes back.
create function corrected(payment uuid)
    returns table (fee_fen bigint, penalty_fen bigint, interest_fen bigint, principal_fen bigint, excess_fen bigint,
                   owed_back_fen bigint)
    language sql stable as $$
    select coalesce(sum(c.fee_fen), 0)::bigint, coalesce(sum(c.penalty_fen), 0)::bigint, coalesce(sum(c.interest_fen), 0)::bigint,
           coalesce(sum(c.principal_fen), 0)::bigint, coalesce(sum(c.excess_fen), 0)::bigint,
           coalesce(sum(o.amount_fen - o.settled_fen), 0)::bigint
    from corrections c left join receivables o on o.id = c.id where c.payment_id = payment
$$;

alter table bank_movements drop constraint bank_movements_matched_kind_check,
    add constraint movement_is_matched_with_what_it_may check (matched_kind in ('draw', 'wallet', 'payout', 'receivable'));
alter table statement_lines drop constraint statement_lines_outcome_check,
    add constraint line_becomes_what_it_may check (outcome in (
        'known', 'draw', 'wallet', 'payout', 'receivable', 'break', 'unmatched', 'doubtful', 'refused', 'passed_over'));
