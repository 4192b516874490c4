-- What the network tells by itself: results of what it was asked for, agreements that have ended there, what it has given back.
create table callbacks (
    id          uuid primary key default gen_random_uuid(),
    -- The network's. Told again, it is the same callback.
    number      text not null constraint a_callback_is_kept_once unique,
    kind        text not null check (kind in ('signing', 'ending', 'payment', 'refund', 'return')),
    -- Ours, of the order; empty of an agreement that has ended.
    serial      text not null,
    -- The network's code.
    result      text not null,
    amount_fen  bigint,
    -- None until it is filed.
    outcome     text check (outcome in ('filed', 'known', 'contradicts', 'not_ours', 'undecided')),
    -- How often it was told.
    times       integer not null default 1 check (times > 0),
    received_at timestamptz not null
);
create index callbacks_by_time on callbacks (received_at, id);
alter table callbacks enable row level security;
create policy callbacks_by_party on callbacks using ((select acting_kind()) = 'institution');
grant select, insert on callbacks to lianrong_app;
grant update (outcome, times) on callbacks to lianrong_app;

-- What has ended there is looked for wherever it stands here.
drop index bindings_by_agreement;
create index bindings_by_agreement on bindings (agreement_index);
drop index cards_by_agreement;
create index cards_by_agreement on cards (agreement_index);
