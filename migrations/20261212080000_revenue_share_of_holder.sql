-- What was received elsewhere is the interest of whoever held the loan then, too: it goes there and back again, so that the number of
-- its ways by that date says whose it was.
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
      and (select count(*) from journals j
           where j.event_kind = 'debt.transferred' and j.event_id = c.loan_id and j.posted_on <= f.value_on) % 2 = 0
$$;
