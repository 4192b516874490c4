-- A wallet is frozen whole, or courts hold an amount of it. What stands on the wallet follows from its freezes.
alter table wallets
    add column frozen boolean not null default false,
    add column held_fen bigint not null default 0 check (held_fen >= 0);

create table freezes (
    id         uuid primary key,
    wallet_id  uuid not null,
    agent_id   uuid not null,
    reason     text not null check (reason in ('overdue', 'funder', 'risk', 'court')),
    -- What a court has frozen.
    amount_fen bigint check (amount_fen > 0),
    -- What it was ordered on.
    evidence   text not null,
    ordered_by text not null,
    ordered_on date not null,
    ordered_at timestamptz not null,
    -- The wallet's when it was ordered, and when it was lifted: no entry between them but the debt's took money out.
    wallet_version bigint not null,
    lifted_version bigint,
    -- The last day of it.
    expires_on date,
    lifted_by  text,
    lifted_on  date,
    lifted_at  timestamptz,
    constraint freeze_of_a_court_has_an_amount check ((reason = 'court') = (amount_fen is not null)),
    constraint freeze_of_a_court_expires check (reason <> 'court' or expires_on is not null),
    constraint freeze_is_lifted_whole check (num_nonnulls(lifted_on, lifted_at, lifted_by, lifted_version) in (0, 4))
);
create unique index one_freeze_for_what_is_overdue on freezes (wallet_id) where reason = 'overdue' and lifted_on is null;
create index wallets_frozen on wallets (agent_id) where frozen;
create index freezes_of_wallet on freezes (wallet_id, ordered_at, id);
create index freezes_standing on freezes (ordered_at, id) where lifted_on is null;
create index freezes_expiring on freezes (expires_on) where lifted_on is null and expires_on is not null;
create index freezes_by_day on freezes (ordered_on);
create index freezes_by_last_day on freezes (lifted_on) where lifted_on is not null;
alter table freezes enable row level security;
create policy freezes_by_party on freezes
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]));
grant select, insert, update on freezes to lianrong_app;

-- What a payment came from.
alter table repayments add column cause text;
update repayments set cause = case when quote_id is null then 'swept' else 'asked' end;
alter table repayments alter column cause set not null,
    add constraint repayment_cause check (cause in ('asked', 'due', 'swept')),
    add constraint repayment_is_asked_for_by_a_quote check ((cause = 'asked') = (quote_id is not null));
create index repayments_by_themselves on repayments (debited_on, cause) where cause <> 'asked';

-- A payout takes an agent's own money to its own bank account, too: a withdrawal. It is `returned` when the money is in the
-- wallet again.
alter table payouts add column agent_id uuid;
alter table payouts drop constraint payouts_state_check,
    add constraint payouts_state_check check (state in ('requested', 'sent', 'unknown', 'confirmed', 'failed', 'returned')),
    drop constraint payout_has_one_source,
    add constraint payout_has_one_source check (num_nonnulls(partner_id, movement_id, agent_id) = 1),
    add constraint payout_comes_back_to_a_wallet check (state <> 'returned' or agent_id is not null);
create index payouts_of_agent on payouts (agent_id, requested_at, id) where agent_id is not null;
drop policy payouts_by_party on payouts;
create policy payouts_by_party on payouts
    using ((select acting_kind()) = 'institution' or partner_id = any ((select acting_parties())::uuid[])
           or agent_id = any ((select acting_parties())::uuid[])
           or exists (select from payables p
                      where p.payout_id = payouts.id and p.agent_id = any ((select acting_parties())::uuid[])));

-- An agent has its withdrawal sent.
alter policy jobs_by_party on jobs using ((select acting_kind()) in ('institution', 'funder', 'facilitator')
                                          or ((select acting_kind()) = 'agent' and kind = 'payout.send'));

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze'));

-- What terms did not say yet they say now, everywhere alike, so that those of a loan stay those of its offer.
create function pg_temp.say(terms jsonb) returns jsonb language sql as $$
    select '{"grace_days": 0, "minimum_overdue": "1.00", "unfreeze_when": "overdue_cleared"}' || terms
$$;
update product_versions set terms = pg_temp.say(terms);
update offers set terms = pg_temp.say(terms) where terms is not null;
update applications set terms = pg_temp.say(terms);
update credit_lines set terms = pg_temp.say(terms);
update draws set terms = pg_temp.say(terms);
update loans set terms = pg_temp.say(terms);

-- By these, less than one yuan unpaid is not overdue.
create function pg_temp.loan_name(id uuid) returns text language plpgsql as $$
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
with borne as (
    update loans l set state = 'active', overdue_since = null from business_day d
    where l.state = 'overdue' and 1 > (
        select sum((part -> 'planned' ->> 'principal')::numeric - (part ->> 'principal_paid')::numeric
                   + (part -> 'planned' ->> 'interest')::numeric - (part ->> 'interest_paid')::numeric)
        from jsonb_array_elements(l.position -> 'instalments') part
        where (part -> 'planned' ->> 'due_on')::date < d.open_on)
    returning l.id)
insert into transitions (id, subject, from_state, to_state, actor, reason, recorded_at)
select gen_random_uuid(), pg_temp.loan_name(id), 'overdue', 'active', 'system:migration', '', now() from borne;

-- Who is overdue already is frozen from now on, and borrows nothing.
insert into freezes (id, wallet_id, agent_id, reason, evidence, ordered_by, ordered_on, ordered_at, wallet_version)
select gen_random_uuid(), w.id, w.agent_id, 'overdue', '', 'system:migration', d.open_on, now(), w.version
from wallets w cross join business_day d
where exists (select from loans l where l.agent_id = w.agent_id and l.state = 'overdue');
update wallets w set frozen = true where exists (select from freezes f where f.wallet_id = w.id);
update credit_lines c set state = 'suspended'
where state = 'active' and exists (select from loans l where l.credit_line_id = c.id and l.state = 'overdue');
