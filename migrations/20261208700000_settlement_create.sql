-- What the agreement payment network settles of a date: its file, line by line held against our debits, and its money.
create table settlements (
    id            uuid primary key,
    settled_on    date not null unique,
    state         text not null check (state in ('awaited', 'received', 'compared')),
    -- What its file says: the number that its money names, from where it comes, and how much.
    reference     text unique,
    payer_account text,
    net_fen       bigint,
    -- The file that counts: the first that came.
    file_id       uuid,
    -- What has come of it.
    arrived_fen   bigint not null default 0,
    arrived_on    date,
    -- The business date on which the network told its file last.
    asked_on      date,
    expected_at   timestamptz not null,
    constraint a_settlement_is_awaited_without_a_file check (
        (state = 'awaited') = (file_id is null)
        and num_nulls(reference, payer_account, net_fen, file_id) in (0, 4)),
    constraint its_money_comes_whole check (
        (arrived_on is null) = (arrived_fen = 0) and arrived_fen in (0, net_fen))
);
create index settlements_to_compare on settlements (settled_on) where state = 'received';

-- Every file that came for a date, also one that is not the first.
create table settlement_files (
    id            uuid primary key,
    settlement_id uuid not null references settlements,
    sha256        bytea not null check (length(sha256) = 32),
    content       text not null,
    lines         integer not null check (lines >= 0),
    debited_fen   bigint not null,
    refunded_fen  bigint not null,
    net_fen       bigint not null,
    received_at   timestamptz not null,
    constraint the_same_file_is_kept_once unique (settlement_id, sha256),
    constraint its_net_is_what_its_sums_make check (net_fen = debited_fen - refunded_fen)
);
alter table settlements add foreign key (file_id) references settlement_files;

create table settlement_lines (
    id             uuid primary key,
    file_id        uuid not null references settlement_files,
    -- Which line it is of its file, from 1.
    place          integer not null,
    network_serial text not null,
    order_no       text not null,
    kind           text not null check (kind in ('payment', 'refund')),
    amount_fen     bigint not null check (amount_fen > 0),
    -- The network's business code.
    result         text not null,
    unique (file_id, place)
);
create index settlement_lines_by_order on settlement_lines (order_no);

-- Everything that the network takes from cards: debits for debts, and agents' top-ups.
create view network_debits with (security_invoker = true) as
    select id, reference, amount_fen, state, sent_at, false as is_top_up from debits
    union all
    select id, reference, amount_fen, state, sent_at, true from top_ups;
grant select on network_debits to lianrong_app;

-- Which line has settled a debit or a top-up: one, once and for ever.
create table settled_debits (
    debit_id      uuid primary key,
    line_id       uuid not null unique references settlement_lines,
    settlement_id uuid not null references settlements
);
create index settled_debits_of_settlement on settled_debits (settlement_id);

-- What the network and we do not say alike.
create table settlement_breaks (
    id            uuid primary key,
    settlement_id uuid not null references settlements,
    kind          text not null check (kind in (
        'only_theirs', 'only_ours', 'amount_differs', 'repeated', 'never_sent', 'late_success', 'contradicted',
        'unordered_refund', 'file_changed')),
    line_id       uuid unique references settlement_lines,
    debit_id      uuid,
    file_id       uuid references settlement_files,
    state         text not null check (state in ('open', 'settled')),
    opened_at     timestamptz not null,
    note          text,
    -- Nobody where a later file has settled it.
    settled_by    uuid references users,
    settled_at    timestamptz,
    constraint it_is_settled_once check ((settled_at is not null) = (state = 'settled')),
    constraint who_settles_it_says_why check (settled_by is null or note is not null)
);
create index settlement_breaks_open on settlement_breaks (opened_at, id) where state = 'open';
create index settlement_breaks_of_settlement on settlement_breaks (settlement_id);
create index settlement_breaks_of_debit on settlement_breaks (debit_id) where debit_id is not null;

create index debits_by_sending on debits (sent_at) where sent_at is not null;
create index debits_succeeded on debits (sent_at) where state = 'succeeded';
create index top_ups_by_sending on top_ups (sent_at) where sent_at is not null;
create index top_ups_succeeded on top_ups (sent_at) where state = 'succeeded';

create trigger settlement_files_are_append_only before update or delete or truncate on settlement_files
    for each statement execute function forbid_change();
create trigger settlement_lines_are_append_only before update or delete or truncate on settlement_lines
    for each statement execute function forbid_change();
create trigger settled_debits_are_append_only before update or delete or truncate on settled_debits
    for each statement execute function forbid_change();

alter table settlements enable row level security;
create policy settlements_by_party on settlements using ((select acting_kind()) = 'institution');
alter table settlement_files enable row level security;
create policy settlement_files_by_party on settlement_files using ((select acting_kind()) = 'institution');
alter table settlement_lines enable row level security;
create policy settlement_lines_by_party on settlement_lines using ((select acting_kind()) = 'institution');
alter table settled_debits enable row level security;
create policy settled_debits_by_party on settled_debits using ((select acting_kind()) = 'institution');
alter table settlement_breaks enable row level security;
create policy settlement_breaks_by_party on settlement_breaks using ((select acting_kind()) = 'institution');

grant select, insert on settlement_files, settlement_lines, settled_debits to lianrong_app;
grant select, insert on settlements, settlement_breaks to lianrong_app;
grant update (state, reference, payer_account, net_fen, file_id, arrived_fen, arrived_on, asked_on) on settlements
    to lianrong_app;
grant update (state, note, settled_by, settled_at) on settlement_breaks to lianrong_app;

alter table bank_movements drop constraint movement_is_matched_with_what_it_may,
    add constraint movement_is_matched_with_what_it_may check (
        matched_kind in ('draw', 'wallet', 'payout', 'receivable', 'commission', 'settlement'));
alter table statement_lines drop constraint line_becomes_what_it_may,
    add constraint line_becomes_what_it_may check (outcome in (
        'known', 'draw', 'wallet', 'payout', 'receivable', 'commission', 'settlement', 'break', 'unmatched', 'doubtful',
        'refused', 'passed_over'));

insert into jobs (kind, recorded_at, due_at) values ('settlements.fetch', now(), 'epoch');
