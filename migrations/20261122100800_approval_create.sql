-- What two people of the institution decide: one proposes, another one approves or gives it back.
create table approvals (
    id           uuid primary key,
    action       text not null check (action in ('match', 'return', 'resend')),
    movement_id  uuid references bank_movements,
    payout_id    uuid references payouts,
    -- Of a match: the number of the draw, wallet or payout.
    reference    text,
    -- Of a payout that is sent again: where to.
    account_no   text,
    account_name text,
    note         text not null,
    state        text not null check (state in ('proposed', 'approved', 'given_back')),
    proposed_by  uuid not null references users,
    proposed_at  timestamptz not null,
    decided_by   uuid references users,
    decided_at   timestamptz,
    decision_note text not null default '',
    constraint approval_maker_is_not_checker check (decided_by <> proposed_by),
    check ((state = 'proposed') = (decided_by is null)),
    check ((action = 'resend') = (payout_id is not null) and (action = 'resend') = (movement_id is null)),
    check ((action = 'match') = (reference is not null)),
    check ((action = 'resend') = (account_no is not null) and (action = 'resend') = (account_name is not null))
);
create unique index one_proposal_per_movement on approvals (movement_id) where state = 'proposed';
create unique index one_proposal_per_payout on approvals (payout_id) where state = 'proposed';
create index approvals_by_time on approvals (proposed_at);
grant select, insert, update on approvals to lianrong_app;

-- A payout pays a partner what is owed to it, or sends money back that came.
alter table payouts alter column partner_id drop not null,
    add column movement_id uuid references bank_movements,
    add constraint payout_has_one_source check ((partner_id is null) <> (movement_id is null));
create unique index one_payout_per_movement on payouts (movement_id) where movement_id is not null;

alter table bank_movements drop constraint bank_movements_state_check,
    add constraint bank_movements_state_check
        check (state in ('unmatched', 'matched', 'broken', 'returning', 'returned'));

-- The applications whose time may be over.
create index applications_waiting on applications (submitted_at)
    where state in ('submitted', 'in_review', 'more_information', 'approved');

-- The payout that a debit names and does not fit: it is not sent again before that is explained.
alter table breaks add column payout_id uuid references payouts;
create index breaks_open_by_payout on breaks (payout_id) where state = 'open' and payout_id is not null;
