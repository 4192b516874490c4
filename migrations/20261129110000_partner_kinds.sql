-- Funders and facilitators are parties of two kinds: what is the one's by its kind alone is not the other's.
create or replace function acting_parties() returns uuid[] language sql stable
    return case when acting_kind() in ('agent', 'funder', 'facilitator')
                then string_to_array(nullif(acting(), ''), ',')::uuid[] else '{}' end;
-- A funder's own report of a payment credits a wallet.
alter policy wallets_by_party on wallets
    using ((select acting_kind()) in ('institution', 'funder') or agent_id = any ((select acting_parties())::uuid[]));

-- A person works for a partner of the kind that the role is for.
create function partner_fits_role() returns trigger language plpgsql as $$
begin
    if new.partner_id is not null
       and (select kind from partners where id = new.partner_id) is distinct from split_part(new.role, '_', 1) then
        raise exception 'a % works for a partner of another kind', new.role using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger partner_fits_role before insert or update of role, partner_id on users
    for each row execute function partner_fits_role();
