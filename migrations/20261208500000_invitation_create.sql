-- Several people of one shop: its owner, and clerks, who only look.
alter table users drop constraint user_has_a_role, drop constraint users_check, drop constraint only_agents_sign_in_by_mobile,
    add constraint user_has_a_role check (role in (
        'agent', 'agent_clerk', 'funder_reviewer', 'funder_approver', 'funder_treasurer', 'facilitator_operator',
        'facilitator_approver', 'operator_maker', 'operator_checker', 'auditor')),
    add constraint user_works_for_an_agent check ((role in ('agent', 'agent_clerk')) = (agent_id is not null)),
    add constraint only_agents_sign_in_by_mobile check (mobile_index is null or role in ('agent', 'agent_clerk')),
    -- When the account was opened; of older ones it was not written down.
    add column opened_at timestamptz;
drop index users_listed;
create index users_listed on users ((agent_id is not null), username);

-- By a link that is good once, the owner of a shop lets somebody in. The link's secret is nowhere: only its digest.
create table invitations (
    id            uuid primary key,
    agent_id      uuid not null references agents,
    token_hash    bytea not null unique,
    display_name  text not null,
    -- To tell the invited apart: nobody signs in with it before its holder has registered it.
    mobile_masked text,
    made_by       uuid not null references users,
    made_at       timestamptz not null,
    revoked_at    timestamptz,
    used_at       timestamptz,
    -- Who joined by it.
    user_id       uuid references users,
    constraint an_invitation_ends_once check (revoked_at is null or used_at is null),
    constraint whoever_joined_is_named check ((used_at is null) = (user_id is null))
);
create index invitations_of_agent on invitations (agent_id, made_at) where revoked_at is null and used_at is null;
grant select, insert, update on invitations to lianrong_app;
