-- Two people change when a partner is paid.
alter table approvals drop constraint if exists approval_does_what_it_may,
    add constraint approval_does_what_it_may
        check (action in ('match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule'));
grant update (payout_at) on partners to lianrong_app;
