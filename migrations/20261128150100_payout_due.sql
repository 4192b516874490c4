alter table payouts
    -- When the worker looks at it next, and how often in a row it has looked in vain.
    add column due_at timestamptz not null default 'epoch',
    add column tries integer not null default 0 check (tries >= 0),
    -- Every account that it was sent to: a debit to one of them may be it.
    add column sent_to text[] not null default '{}';
update payouts set sent_to = array[account_no] where attempt > 0;

drop index payouts_open;
create index payouts_open on payouts (requested_at) where state <> 'confirmed';
create index payouts_due on payouts (due_at) where state in ('requested', 'unknown', 'sent');

-- The debits of which one may be a payout that the bank says it has not paid.
create index bank_movements_open_debits on bank_movements (amount_fen)
    where direction = 'debit' and state in ('unmatched', 'broken');
