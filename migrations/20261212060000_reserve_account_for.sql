-- The reserve account that an agent's own money leaves: the default one, but where it holds too little and another holds enough, that which
-- holds the most. What an account holds is its cash in our books, less what is to leave it and has not. It runs as its owner, and
-- tells one identifier: agents see neither. Where there is one account, nothing is added up.
create function reserve_account_for(wanted bigint) returns uuid language sql stable security definer
begin atomic
    select r.id from reserve_accounts r
    left join lateral (
        select account_balance(a.id) - coalesce((select sum(p.amount_fen) from payouts p
                                                 where p.reserve_account_id = r.id
                                                   and p.state in ('requested', 'sent', 'unknown')), 0) as free_fen
        from accounts a
        where a.kind = 'reserve_cash' and a.owner_id = r.id
          and exists (select from reserve_accounts o where not o.is_default and o.ended_on is null)) held on true
    where r.ended_on is null and (r.is_default or held.free_fen >= wanted)
    order by (r.is_default and coalesce(held.free_fen >= wanted, true)) desc, r.is_default, held.free_fen desc, r.id
    limit 1;
end;
