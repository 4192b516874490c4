-- What the network has given back to a payer after it had taken it. The debit has succeeded and stays so; this stands beside it.
create table returned_debits (
    debit_id    uuid primary key references debits,
    debt_id     uuid not null references debts,
    -- Who had debited.
    holder_id   uuid not null references partners,
    amount_fen  bigint not null check (amount_fen > 0),
    reason      text not null check (reason in ('unauthorised', 'duplicate', 'other')),
    -- Whether a payout had it already, so that its holder owes it back.
    owed_back   boolean not null,
    returned_at timestamptz not null
);
create index returned_debits_of_debt on returned_debits (debt_id, returned_at);
create index returned_debits_by_time on returned_debits (returned_at, debit_id);
create trigger returned_debits_are_append_only before update or delete or truncate on returned_debits
    for each statement execute function forbid_change();
alter table returned_debits enable row level security;
create policy returned_debits_by_party on returned_debits
    using ((select acting_kind()) = 'institution' or holder_id = any ((select acting_parties())::uuid[]));
grant select, insert on returned_debits to lianrong_app;

-- And of what had filled an agent's wallet: it is taken back as far as the wallet's free money reaches, and the rest when money comes.
create table returned_top_ups (
    top_up_id   uuid primary key references top_ups,
    agent_id    uuid not null references agents,
    amount_fen  bigint not null check (amount_fen > 0),
    reason      text not null check (reason in ('unauthorised', 'duplicate', 'other')),
    taken_fen   bigint not null default 0 check (taken_fen between 0 and amount_fen),
    -- How often something was taken.
    takings     smallint not null default 0 check (takings >= 0),
    returned_at timestamptz not null
);
create index returned_top_ups_open on returned_top_ups (agent_id) where taken_fen < amount_fen;
alter table returned_top_ups enable row level security;
create policy returned_top_ups_by_party on returned_top_ups
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]));
grant select, insert on returned_top_ups to lianrong_app;
grant update (taken_fen, takings) on returned_top_ups to lianrong_app;

-- Since when a payer's complaint keeps everybody from debiting for a debt.
alter table debts add column complaint_at timestamptz;
grant update (complaint_at) on debts to lianrong_app;

create or replace view network_debits with (security_invoker = true) as
    select id, reference, amount_fen, state, sent_at, false as is_top_up,
           exists (select from returned_debits r where r.debit_id = debits.id) as is_returned from debits
    union all
    select id, reference, amount_fen, state, sent_at, true,
           exists (select from returned_top_ups r where r.top_up_id = top_ups.id) from top_ups;

-- A file tells of a debit, and may tell of its return.
alter table settlement_lines drop constraint settlement_lines_kind_check,
    add constraint settlement_lines_kind_check check (kind in ('payment', 'refund', 'return'));
alter table settled_debits add column kind text not null default 'payment' check (kind in ('payment', 'return')),
    drop constraint settled_debits_pkey;
alter table settled_debits alter column kind drop default, add primary key (debit_id, kind);

-- What a partner owes back is of what made something payable to it: a repayment or a debit.
alter table receivables drop constraint receivables_id_fkey, drop constraint receivables_repayment_id_fkey;
alter table receivables rename column repayment_id to payable_id;
alter table receivables add foreign key (payable_id) references payables;
alter index receivables_of_repayment rename to receivables_of_payable;

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint'));
