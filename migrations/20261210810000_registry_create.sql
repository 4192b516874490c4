-- Two people register carriers and reserve accounts, change a carrier's account, and end a reserve account.
alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account'));

-- Nothing is paid into it from then on; its feed is still read.
alter table reserve_accounts add column ended_on date,
    add constraint the_default_reserve_account_goes_on check (not is_default or ended_on is null);
grant update (ended_on) on reserve_accounts to lianrong_app;
