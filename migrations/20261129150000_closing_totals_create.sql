-- The agent's home asks for its newest application.
create index applications_by_agent on applications (agent_id);

-- A loan has its draw's reference, of which there is one.
alter table loans drop constraint loans_reference_key;

-- The entries of a day, which lie together: what a close and the balances of all accounts read instead of every entry.
create index entries_by_day on entries using brin (business_date) with (pages_per_range = 16, autosummarize = on);

-- The balances of all accounts of a kind when a day was closed, so that nobody has to add up every account.
create table closing_totals (
    business_date date not null,
    kind          text not null,
    -- How many accounts had a balance.
    accounts      bigint not null check (accounts >= 0),
    -- What stood on the debit side, and what on the credit side.
    debit_fen     bigint not null check (debit_fen >= 0),
    credit_fen    bigint not null check (credit_fen >= 0),
    primary key (business_date, kind)
);
create trigger closing_totals_are_append_only before update or delete or truncate on closing_totals
    for each statement execute function forbid_change();
grant select, insert on closing_totals to lianrong_app;

insert into closing_totals
select day, kind, count(*), sum(greatest(balance_fen, 0)), sum(greatest(-balance_fen, 0))
from (select max(business_date) as day from closed_days) last
cross join (select distinct on (account_id) account_id, balance_fen from closing_balances
            order by account_id, business_date desc) newest
join accounts on id = account_id
where balance_fen <> 0 group by day, kind;

-- The balances of all accounts by kind: the totals of the last close, and what the accounts that moved since have changed.
-- Nothing is posted but on the open date.
create function kind_balances() returns table (kind text, accounts bigint, debit_fen bigint, credit_fen bigint)
    language sql stable
begin atomic
    select part.kind, sum(part.accounts)::bigint, sum(part.debit_fen)::bigint, sum(part.credit_fen)::bigint from (
        select t.kind, t.accounts, t.debit_fen, t.credit_fen from closing_totals t
        where t.business_date = (select max(business_date) from closed_days)
        union all
        select a.kind, (moved.after <> 0)::int - (moved.before <> 0)::int,
               greatest(moved.after, 0) - greatest(moved.before, 0), greatest(-moved.after, 0) - greatest(-moved.before, 0)
        from (select e.account_id, coalesce(c.balance_fen, 0) as before, coalesce(c.balance_fen, 0) + e.fen as after
              from (select account_id, sum(amount_fen)::bigint as fen from entries
                    where business_date = (select open_on from business_day) group by account_id) e
              left join lateral (select balance_fen from closing_balances where account_id = e.account_id
                                 order by business_date desc limit 1) c on true) moved
        join accounts a on a.id = moved.account_id
    ) part group by part.kind;
end;
