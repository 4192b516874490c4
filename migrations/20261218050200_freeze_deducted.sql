-- What a court held has ended because all of it was paid to the court, and not because it was let go.
alter table freezes add column deducted boolean not null default false;
update freezes f set deducted = true from payouts p where p.freeze_id = f.id and p.requested_at = f.lifted_at;
alter table freezes add constraint what_is_deducted_was_a_court_s
    check (not deducted or (reason = 'court' and lifted_on is not null));
