-- Marks beside a loan's state: while one of them holds, nobody debits a card for the loan. Two people of the institution set and lift them.
create table loan_marks (
    loan_id   uuid not null references loans,
    mark      text not null,
    marked_on date not null,
    marked_at timestamptz not null,
    -- Not while it holds.
    lifted_on date,
    primary key (loan_id, mark, marked_at),
    constraint loan_mark_is_one check (mark in ('disputed', 'in_litigation'))
);
create unique index loan_mark_once on loan_marks (loan_id, mark) where lifted_on is null;
alter table loan_marks enable row level security;
create policy loan_marks_by_party on loan_marks using (exists (select from loans l where l.id = loan_id));
grant select, insert, update on loan_marks to lianrong_app;

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint', 'adopt_late', 'give_back_late',
        'undo_payment', 'refund_made', 'refund_failed', 'suspend_for_risk', 'suspend', 'resume', 'beyond_charged',
        'beyond_made_good', 'debit_rules', 'mark_disputed', 'mark_in_litigation', 'unmark_disputed',
        'unmark_in_litigation'));
