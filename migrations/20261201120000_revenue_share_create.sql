-- The institution's share of interest: what was agreed with a funder, and what was invoiced of each month.
create table revenue_share_contracts (
    id        uuid primary key,
    funder_id uuid not null references partners,
    -- A fraction of the interest.
    rate      numeric(7, 6) not null check (rate > 0 and rate <= 1),
    -- Whether penalty interest counts, and interest that was received outside of the platform.
    penalty   boolean not null,
    elsewhere boolean not null,
    -- It holds for every month that ends on this date or later, until another does.
    agreed_on date not null,
    agreed_at timestamptz not null
);
create index revenue_share_contracts_of_funder on revenue_share_contracts (funder_id, agreed_on, agreed_at);

create table revenue_share_invoices (
    id           uuid primary key,
    funder_id    uuid not null references partners,
    month        date not null check (extract(day from month) = 1),
    rate         numeric(7, 6) not null,
    penalty      boolean not null,
    elsewhere    boolean not null,
    lines        bigint not null check (lines >= 0),
    -- What counts of the lines, and the share of it; less than zero where more was taken back than paid.
    counted_fen  bigint not null,
    share_fen    bigint not null,
    issued_on    date not null,
    issued_at    timestamptz not null,
    unique (funder_id, month)
);

-- A payment that was posted in the month, or by how much a correction that was posted in it differs.
create table revenue_share_lines (
    invoice_id   uuid not null references revenue_share_invoices,
    -- The repayment, or the correction.
    source_id    uuid not null,
    kind         text not null check (kind in ('repaid', 'corrected', 'elsewhere')),
    loan_id      uuid not null references loans,
    posted_on    date not null,
    value_on     date not null,
    interest_fen bigint not null,
    penalty_fen  bigint not null,
    primary key (invoice_id, source_id)
);
create index corrections_of_funder on corrections (funder_id, recorded_on);

create trigger revenue_share_invoices_are_append_only before update or delete or truncate on revenue_share_invoices
    for each statement execute function forbid_change();
create trigger revenue_share_lines_are_append_only before update or delete or truncate on revenue_share_lines
    for each statement execute function forbid_change();
create trigger revenue_share_contracts_are_append_only before update or delete or truncate on revenue_share_contracts
    for each statement execute function forbid_change();

alter table revenue_share_contracts enable row level security;
create policy revenue_share_contracts_by_party on revenue_share_contracts
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[]));
alter table revenue_share_invoices enable row level security;
create policy revenue_share_invoices_by_party on revenue_share_invoices
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[]));
alter table revenue_share_lines enable row level security;
create policy revenue_share_lines_by_party on revenue_share_lines
    using (exists (select from revenue_share_invoices i where i.id = invoice_id));
grant select, insert on revenue_share_contracts, revenue_share_invoices, revenue_share_lines to lianrong_app;

alter table day_steps drop constraint day_steps_step_check,
    add constraint day_step_is_one check (step in ('debit', 'cut_off', 'remind', 'invoice'));
alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue'));

-- What was posted for a funder from a date until another: repayments of loans that it held, what corrections have changed of
-- them, and, if that counts, what it has received outside of the platform.
create function revenue_share_posted(funder uuid, from_day date, until_day date, with_elsewhere boolean)
    returns table (source_id uuid, kind text, loan_id uuid, posted_on date, value_on date, interest_fen bigint, penalty_fen bigint)
    language sql stable as $$
    select r.id, 'repaid', r.loan_id, r.debited_on, r.debited_on, r.interest_fen, r.penalty_fen
    from repayments r join payables p on p.id = r.id and p.payee_id = funder
    where r.funder_id = funder and r.debited_on >= from_day and r.debited_on < until_day
      and (r.interest_fen <> 0 or r.penalty_fen <> 0)
    union all
    select c.id, 'corrected', c.loan_id, c.recorded_on, r.debited_on, c.interest_fen, c.penalty_fen
    from corrections c join repayments r on r.id = c.payment_id join payables p on p.id = r.id and p.payee_id = funder
    where c.funder_id = funder and c.recorded_on >= from_day and c.recorded_on < until_day
      and (c.interest_fen <> 0 or c.penalty_fen <> 0)
    union all
    select c.id, 'elsewhere', c.loan_id, c.recorded_on, f.value_on, c.interest_fen, c.penalty_fen
    from corrections c join loan_facts f on f.id = c.payment_id and f.kind = 'received'
    where with_elsewhere and c.funder_id = funder and c.recorded_on >= from_day and c.recorded_on < until_day
      and (c.interest_fen <> 0 or c.penalty_fen <> 0)
$$;
