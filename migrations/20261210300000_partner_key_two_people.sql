-- A partner's own people register keys and end them: two of them let one count. What the institution registers counts at once.
alter table partner_keys
    add column id            uuid,
    -- As audit rows name actors.
    add column registered_by text,
    add column registered_at timestamptz,
    -- Nobody where the institution registered it.
    add column approved_by   text,
    add column approved_at   timestamptz,
    add column ended_by      text,
    add column ended_at      timestamptz,
    -- When a signed request last came with it, to the minute.
    add column last_used_at  timestamptz,
    -- None while it waits for its second person.
    alter column active_from drop not null;

update partner_keys set id = gen_random_uuid(), registered_by = 'system:registrar', registered_at = active_from,
                        approved_at = active_from, ended_at = revoked_at;

alter table partner_keys
    alter column id set not null,
    alter column registered_by set not null,
    alter column registered_at set not null,
    add constraint partner_key_id unique (id),
    -- One that has ended does not come back under another name.
    add constraint partner_key_once unique (partner_id, public_key),
    add constraint key_registrar_is_not_approver check (approved_by is distinct from registered_by),
    add constraint key_that_counts_was_approved
        check (active_from is null or approved_by is not null or registered_by like 'system:%');
create unique index one_key_registered on partner_keys (partner_id) where active_from is null and revoked_at is null;

grant update (active_from, approved_by, approved_at, revoked_at, ended_by, ended_at, last_used_at) on partner_keys to lianrong_app;
