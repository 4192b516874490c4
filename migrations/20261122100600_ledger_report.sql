-- The balance of an account, debit positive: its last closing, and what was posted since.
create function account_balance(account uuid) returns bigint language sql stable
begin atomic
    select coalesce(sum(part), 0)::bigint from (
        (select balance_fen as part from closing_balances
         where account_id = account order by business_date desc limit 1)
        union all
        select sum(amount_fen)::bigint from entries
        where account_id = account
          and business_date > coalesce((select max(business_date) from closing_balances where account_id = account),
                                       '-infinity')
    ) parts;
end;

-- How people call the owner of an account.
create function account_owner_name(kind text, owner uuid) returns text language sql stable
begin atomic
    select coalesce(case kind
        when 'wallet' then (select a.shop_name from wallets w join agents a on a.id = w.agent_id where w.id = owner)
        when 'debt_principal' then (select reference from loans where id = owner)
        when 'reserve_cash' then (select account_no from reserve_accounts where id = owner)
        when 'unmatched_receipts' then (select account_no from reserve_accounts where id = owner)
        else (select name from partners where id = owner) end, '');
end;
