-- How a partner's system is told: each event that it is told of has one delivery, to the endpoint that is in force when it is sent.

-- Everything that is told has a form since; what was told before is of version 0.
alter table outbox add column version smallint not null default 0;
delete from outbox where partner_id is null;
alter table outbox alter column partner_id set not null, alter column version drop default;

create table endpoints (
    id             uuid primary key,
    partner_id     uuid not null references partners (id),
    url            text not null check (length(url) between 1 and 500),
    -- Whether only the body SUCCESS acknowledges.
    wants_success  boolean not null,
    state          text not null check (state in ('registered', 'in_force', 'replaced', 'disabled', 'withdrawn')),
    -- As audit rows name actors: a person, or the partner's system.
    registered_by  text not null,
    registered_at  timestamptz not null,
    -- When it last acknowledged a test.
    tested_at      timestamptz,
    approved_by    text,
    approved_at    timestamptz,
    ended_at       timestamptz,
    end_reason     text not null default '',
    -- Counts its secrets, of which none is kept: each is made of the master keys. The one before signs too, for a while.
    secret_no      integer not null default 1 check (secret_no > 0),
    previous_until timestamptz,
    -- Who may see its secrets, and until when.
    revealed_to    text,
    revealed_until timestamptz,
    constraint endpoint_registrar_is_not_approver check (approved_by is distinct from registered_by),
    constraint endpoint_in_force_was_tested_and_approved
        check (state not in ('in_force', 'replaced', 'disabled') or (tested_at is not null and approved_by is not null)),
    constraint endpoint_has_ended check ((state in ('replaced', 'disabled', 'withdrawn')) = (ended_at is not null))
);
create unique index one_endpoint_in_force on endpoints (partner_id) where state = 'in_force';
create unique index one_endpoint_registered on endpoints (partner_id) where state = 'registered';
create index endpoints_by_partner on endpoints (partner_id, registered_at);

create table deliveries (
    event_id      uuid primary key references outbox (id),
    partner_id    uuid not null references partners (id),
    number        bigint not null,
    state         text not null check (state in ('waiting', 'delivered', 'dead')),
    -- Why it is dead.
    reason        text not null default '' check (reason in ('', 'exhausted', 'no_endpoint', 'endpoint_disabled')),
    -- How often it was tried since it was last to be sent, what came of the last time, and when it is to be tried.
    tries         integer not null default 0 check (tries >= 0),
    outcome       text not null default '',
    due_at        timestamptz not null,
    -- Until when whoever tries it has it.
    claimed_until timestamptz,
    -- Since when it is delivered or dead.
    settled_at    timestamptz,
    constraint delivery_by_number unique (partner_id, number),
    constraint delivery_is_dead_for_a_reason check ((state = 'dead') = (reason <> '')),
    constraint delivery_is_settled check ((state = 'waiting') = (settled_at is null))
);
create index deliveries_waiting on deliveries (partner_id, number) where state = 'waiting';
create index deliveries_undelivered on deliveries (partner_id, number) where state <> 'delivered';

-- Every time that a notice was sent to an endpoint.
create table delivery_attempts (
    place       bigint generated always as identity primary key,
    event_id    uuid not null references deliveries (event_id),
    endpoint_id uuid not null references endpoints (id),
    at          timestamptz not null,
    took_ms     integer not null check (took_ms >= 0),
    -- The status of the answer, or why there was none.
    outcome     text not null
);
create index delivery_attempts_by_event on delivery_attempts (event_id, place);

insert into deliveries (event_id, partner_id, number, state, reason, due_at, settled_at)
select id, partner_id, number, 'dead', 'no_endpoint', recorded_at, recorded_at from outbox where number is not null;

alter table endpoints enable row level security;
create policy endpoints_by_party on endpoints
    using ((select acting_kind()) = 'institution' or partner_id = any ((select acting_parties())::uuid[]));
alter table deliveries enable row level security;
create policy deliveries_by_party on deliveries
    using ((select acting_kind()) = 'institution' or partner_id = any ((select acting_parties())::uuid[]));
alter table delivery_attempts enable row level security;
create policy delivery_attempts_by_party on delivery_attempts
    using ((select acting_kind()) = 'institution'
           or exists (select from deliveries d where d.event_id = delivery_attempts.event_id));

grant select, insert on endpoints, deliveries, delivery_attempts to lianrong_app;
grant update (state, tested_at, approved_by, approved_at, ended_at, end_reason, secret_no, previous_until, revealed_to,
              revealed_until) on endpoints to lianrong_app;
grant update (state, reason, tries, outcome, due_at, claimed_until, settled_at) on deliveries to lianrong_app;
