-- A loan's state follows from its position and the open business date: what fell due before it and is unpaid makes it
-- overdue, since then. Kept beside the position for lists and for the close of a day, and replayed by `verify`.
alter table loans
    add column overdue_since date,
    -- Whom it is owed to: its funder, until the debt is transferred.
    add column holder_id uuid;
update loans set holder_id = funder_id;
alter table loans alter column holder_id set not null;

-- An identifier as text: 128 bits in 26 characters of five.
create function pg_temp.loan_text(id uuid) returns text language plpgsql as $$
declare
    alphabet constant text := '0123456789abcdefghjkmnpqrstvwxyz';
    bits bit(130) := (b'00' || ('x' || replace(id::text, '-', ''))::bit(128));
    written text := 'loan_';
begin
    for place in 0..25 loop
        written := written || substr(alphabet, substring(bits from place * 5 + 1 for 5)::bit(5)::int + 1, 1);
    end loop;
    return written;
end $$;
with fallen as (
    update loans l set state = 'overdue', overdue_since = l.due_on from business_day d
    where l.state = 'active' and l.due_on < d.open_on
    returning l.id)
insert into transitions (id, subject, from_state, to_state, actor, reason, recorded_at)
select gen_random_uuid(), pg_temp.loan_text(id), 'active', 'overdue', 'system:migration', '', now() from fallen;

alter table loans
    add constraint loan_overdue_since check ((state = 'overdue') = (overdue_since is not null)),
    add constraint loan_settled_owes_nothing check ((state = 'settled') = (due_on is null) and (due_on is null) = (due_fen is null));
create index loans_falling_due on loans (due_on, id) where state = 'active';
create index loans_overdue_of_funder on loans (funder_id, overdue_since, id) where state = 'overdue';
