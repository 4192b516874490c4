-- A partner signs with Ed25519, or with SM2 and SM3 (国密): a point of its curve, 04, x and y.
alter table partner_keys
    add column algorithm text not null default 'ed25519' check (algorithm in ('ed25519', 'sm2')),
    drop constraint partner_keys_public_key_check,
    add constraint key_of_its_algorithm check (length(public_key) = case algorithm when 'sm2' then 65 else 32 end);

-- Whether one of a partner's keys that count is of SM2: such a partner is told so too.
create function signs_with_sm2(partner uuid) returns boolean language sql stable as $$
    select exists (select from partner_keys
                   where partner_id = partner and algorithm = 'sm2' and active_from is not null and revoked_at is null)
$$;
