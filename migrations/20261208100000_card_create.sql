-- Agents' own bank cards, bound for agreement payment, and the top-ups that are taken from them.
create table cards (
    id              uuid primary key,
    reference       text not null unique,
    agent_id        uuid not null references agents,
    -- Sealed; who it is, for people, and a keyed digest by which the same card is found.
    payer           bytea not null,
    payer_masked    text not null,
    card_masked     text not null,
    bank            text not null,
    card_index      bytea not null,
    -- By which the network knows the payer: one of its own for each agent and person.
    payer_no        text not null,
    -- What the agent agreed to, and where it sat.
    consent         text not null,
    consent_address text not null,
    consent_device  text not null,
    state           text not null check (state in (
        'created', 'code_sent', 'confirming', 'failed', 'expired', 'active', 'paused', 'unsigning', 'unsigned', 'invalid')),
    sendings        smallint not null check (sendings > 0),
    tries           smallint not null check (tries >= 0),
    asked_at        timestamptz not null,
    failure         text,
    created_at      timestamptz not null,
    -- The network's own number of the agreement, sealed, and a keyed digest of it.
    agreement_no    bytea,
    agreement_index bytea,
    signed_at       timestamptz,
    -- On which business date the agent ended it.
    revoked_on      date,
    ended_at        timestamptz,
    constraint card_fails_for_a_reason check ((failure is not null) = (state = 'failed')),
    constraint card_is_bound_by_an_agreement check (
        num_nonnulls(agreement_no, agreement_index, signed_at)
        = case when state in ('active', 'paused', 'unsigning', 'unsigned', 'invalid') then 3 else 0 end),
    constraint card_ends_once check ((ended_at is not null) = (state in ('failed', 'expired', 'unsigned', 'invalid')))
);
create unique index one_card_of_an_agent on cards (agent_id, card_index)
    where state in ('created', 'code_sent', 'confirming', 'active', 'paused', 'unsigning');
create index cards_by_agent on cards (agent_id, created_at, id);
create index cards_by_agreement on cards (agreement_index) where state in ('active', 'paused');

create table top_ups (
    id           uuid primary key,
    reference    text not null unique,
    agent_id     uuid not null references agents,
    card_id      uuid not null references cards,
    -- What the card is found by, whoever takes from it.
    card_index   bytea not null,
    amount_fen   bigint not null check (amount_fen > 0),
    state        text not null check (state in ('accepted', 'unknown', 'succeeded', 'failed')),
    -- The network's reason, or the code of our own refusal before it was asked.
    failure      text,
    accepted_at  timestamptz not null,
    accepted_on  date not null,
    sent_at      timestamptz,
    -- Since when the network has known nothing of it, whenever it was asked.
    absent_since timestamptz,
    decided_at   timestamptz,
    constraint top_up_fails_for_a_reason check ((failure is not null) = (state = 'failed')),
    constraint top_up_is_decided_once check ((decided_at is not null) = (state in ('succeeded', 'failed')))
);
create unique index one_top_up_in_flight on top_ups (card_id) where state in ('accepted', 'unknown');
create index top_ups_by_card on top_ups (card_index, accepted_on);
create index top_ups_by_agent on top_ups (agent_id, accepted_at, id);
create index top_ups_of_card on top_ups (card_id, accepted_at, id);

alter table cards enable row level security;
create policy cards_by_party on cards
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]));
alter table top_ups enable row level security;
create policy top_ups_by_party on top_ups
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]));

-- How often a card was tried on a day counts its top-ups too: what a bank bears is the card's, whoever tries.
create or replace function card_tries(card bytea, day date, out tries bigint, out limit_reached boolean)
    language sql stable security definer
begin atomic
    select count(*) filter (where t.sent_at is not null), coalesce(bool_or(t.failure = 'limit_exceeded'), false)
    from (select sent_at, failure from debits where card_index = card and accepted_on = day
          union all
          select sent_at, failure from top_ups where card_index = card and accepted_on = day) t;
end;

-- Agents have their cards and top-ups followed.
alter policy jobs_by_party on jobs using ((select acting_kind()) in ('institution', 'funder', 'facilitator')
    or ((select acting_kind()) = 'agent' and kind in ('payout.send', 'card.follow', 'top_up.follow')));

grant select, insert on cards, top_ups to lianrong_app;
grant update (payer, state, sendings, tries, asked_at, failure, agreement_no, agreement_index, signed_at, revoked_on, ended_at)
    on cards to lianrong_app;
grant update (state, failure, sent_at, absent_since, decided_at) on top_ups to lianrong_app;
