-- What a loan's position says of today's lists, kept beside it: when its oldest unpaid instalment falls due, and how much
-- of that is unpaid. Nothing when it is settled. `verify` replays the position and compares.
alter table loans add column due_on date, add column due_fen bigint;
update loans l set (due_on, due_fen) = (
    select due_on, round(unpaid * 100)::bigint
    from jsonb_array_elements(l.position -> 'instalments') with ordinality as i (part, place)
    cross join lateral (select (part -> 'planned' ->> 'due_on')::date as due_on,
                               (part -> 'planned' ->> 'principal')::numeric - (part ->> 'principal_paid')::numeric
                               + (part -> 'planned' ->> 'interest')::numeric - (part ->> 'interest_paid')::numeric as unpaid) p
    where unpaid > 0 order by place limit 1);
create index loans_by_due on loans (funder_id, due_on, id) where state <> 'settled';
create index loans_of_agent_by_due on loans (agent_id, due_on, id) where state <> 'settled';
create index loans_by_credit on loans (credited_on, id);
-- The indexes of lists end with the row's id, as the order of their pages does.
create index loans_of_funder on loans (funder_id, state, credited_on, id);
drop index loans_by_funder;
create index loans_of_agent on loans (agent_id, state, credited_on, id);
drop index loans_by_agent;
create index draws_of_funder on draws (funder_id, requested_at, id);
create index draws_of_funder_by_state on draws (funder_id, state, requested_at, id);
drop index draws_by_funder;
create index repayments_of_funder on repayments (funder_id, debited_at, id);
drop index repayments_by_funder;
create index repayments_unconfirmed on repayments (funder_id, debited_at, id) where partner_confirmed_at is null;
create index approvals_open on approvals (proposed_at, id) where state = 'proposed';
create index bank_movements_by_time on bank_movements (booked_on, coalesce(booked_time, '00:00'), id);
create index credit_lines_of_funder on credit_lines (funder_id, opened_on, id);
create index applications_of_funder on applications (funder_id, state, submitted_at, id);
create index users_listed on users ((role = 'agent'), username);
