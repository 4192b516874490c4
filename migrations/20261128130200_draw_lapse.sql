-- A draw that waits too long, or cannot be credited any more, ends by itself.
alter table draws
    drop constraint draws_state_check,
    add constraint draws_state_check
        check (state in ('requested', 'awaiting', 'refused', 'cancelled', 'lapsed', 'credited')),
    add constraint draw_ended_without_money check (state not in ('refused', 'cancelled', 'lapsed') or funds_fen = 0);

-- The draws whose time may be over.
create index draws_waiting on draws (requested_at) where state in ('requested', 'awaiting');
