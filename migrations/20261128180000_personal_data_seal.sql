-- Personal data and secrets are sealed with keys that are not in the database: `lianrong migrate` seals what lies in clear.
-- From here on `form` holds what is asked for and nothing of who asks.
alter table applications add column contact bytea;
-- A keyed digest of the mobile number, by which a funder finds its other applications with the same one.
alter table applications add column contact_phone_index bytea;
create index applications_by_contact_phone on applications (funder_id, contact_phone_index)
    where contact_phone_index is not null;

-- Who saw a contact unmasked, why, and until when.
create table unmaskings (
    id             uuid primary key,
    application_id uuid not null references applications,
    funder_id      uuid not null references partners,
    user_id        uuid not null references users,
    reason         text not null check (reason <> ''),
    ends_at        timestamptz not null
);
create index unmaskings_by_application on unmaskings (application_id, user_id);
create trigger unmaskings_are_append_only before update or delete or truncate on unmaskings
    for each statement execute function forbid_change();
alter table unmaskings enable row level security;
create policy unmaskings_by_party on unmaskings using (acting() in ('institution', funder_id::text));
grant select, insert on unmaskings to lianrong_app;

-- The words that were agreed to. Consents from before have their digest only.
alter table consents add column text text;
revoke update on consents from lianrong_app;
grant update (withdrawn_at) on consents to lianrong_app;
