-- What two readings share says whether they are one movement, not a digest of what one of them states.
alter table bank_movements drop constraint bank_movement_once, drop column fingerprint;

-- A reading that may be a movement which is recorded already stands beside it, outside the books, until two people have
-- said whether it is (told_again) or is one of its own.
alter table bank_movements
    add column like_id          uuid references bank_movements,
    add column fed              boolean not null default false,
    -- Whether the bank takes back an earlier movement.
    add column reversal         boolean not null default false,
    -- The entry that the bank booked as one sum and told in parts: its parts share the id.
    add column entry_id         uuid,
    add column entry_number     text,
    add column entry_amount_fen bigint check (entry_amount_fen > 0),
    drop constraint bank_movements_state_check,
    add constraint bank_movements_state_check check (state in ('doubtful', 'told_again', 'unmatched', 'matched', 'broken',
                                                               'returning', 'returned')),
    add constraint movement_is_like_another check (state not in ('doubtful', 'told_again') or like_id is not null),
    add constraint movement_entry_is_whole
        check ((entry_id is null) = (entry_amount_fen is null) and (entry_id is not null or entry_number is null));
update bank_movements set fed = true where source = 'feed';
create index bank_movements_by_entry on bank_movements (reserve_account_id, booked_on, entry_amount_fen)
    where entry_id is not null;

alter table approvals drop constraint approvals_action_check,
    add constraint approvals_action_check check (action in ('match', 'return', 'resend', 'duplicate', 'distinct'));
