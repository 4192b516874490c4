-- Whoever locks loans locks the wallets that they are repaid from first, in the order of their ids: also a partner, that sees no wallet.
-- Gives how many they are.
create function hold_wallets_of(repaid uuid[]) returns bigint language sql volatile security definer
begin atomic
    select count(*) from (
        select w.id from wallets w where w.agent_id in (select l.agent_id from loans l where l.id = any (repaid))
        order by w.id for update) held;
end;
