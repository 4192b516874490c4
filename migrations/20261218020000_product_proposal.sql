-- Two people of a funder publish what its products price: what the first one proposes waits here, and stays once it is decided. A version
-- that was published before this was kept has none.
create table product_proposals (
    -- Its version's, once it is published.
    id            uuid primary key,
    -- Of a new product: the one that it is to have.
    product_id    uuid not null,
    funder_id     uuid not null references partners,
    -- The version that was the newest when it was proposed; 0 of a new product.
    after_version integer not null check (after_version >= 0),
    name          text not null,
    contract_kind text not null check (contract_kind in ('loan', 'factoring_advance')),
    terms         jsonb not null,
    tenors        text[] not null,
    limit_min_fen bigint not null check (limit_min_fen > 0),
    limit_max_fen bigint not null check (limit_max_fen >= limit_min_fen),
    state         text not null default 'proposed' check (state in ('proposed', 'published', 'withdrawn')),
    -- As audit rows name actors.
    proposed_by   text not null,
    proposed_at   timestamptz not null,
    decided_by    text,
    decided_at    timestamptz,
    constraint product_proposal_is_decided_by_somebody
        check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
    constraint product_proposer_is_not_publisher check (state <> 'published' or decided_by <> proposed_by)
);
create unique index one_proposal_per_product on product_proposals (product_id) where state = 'proposed';
create index product_proposals_waiting on product_proposals (funder_id, proposed_at) where state = 'proposed';
alter table product_proposals enable row level security;
create policy product_proposals_by_party on product_proposals
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[]));
grant select, insert, update (state, decided_by, decided_at) on product_proposals to lianrong_app;
