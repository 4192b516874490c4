-- The institution may keep several reserve accounts at several banks. One takes what names no partner: top-ups.
alter table reserve_accounts
    -- Whose interface is asked about it.
    add column bank text not null default 'main' check (bank ~ '^[a-z][a-z0-9_-]{0,31}$'),
    add column is_default boolean not null default false;
update reserve_accounts set is_default = true where id = (select id from reserve_accounts order by account_no limit 1);
create unique index one_default_reserve_account on reserve_accounts (is_default) where is_default;

-- Where a partner pays to and is paid from, if that is another account.
alter table partners add column reserve_account_id uuid references reserve_accounts;
create function reserve_account_of(partner uuid) returns uuid language sql stable
    return coalesce((select reserve_account_id from partners where id = partner),
                    (select id from reserve_accounts where is_default));

-- The account that a payout leaves.
alter table payouts add column reserve_account_id uuid references reserve_accounts;
update payouts o set reserve_account_id = coalesce(
    (select reserve_account_id from bank_movements m where m.id = o.movement_id), reserve_account_of(o.partner_id));
alter table payouts alter column reserve_account_id set not null;
