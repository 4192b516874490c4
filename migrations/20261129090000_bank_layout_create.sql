-- How banks lay out their tables, beside the layouts that come with the product. What a layout says never changes: who
-- wants another adds one. It counts once it was tried on a file and two people have adopted it, until two retire it.
create table bank_layouts (
    id       uuid primary key,
    name     text not null,
    layout   jsonb not null,
    state    text not null check (state in ('draft', 'adopted', 'retired')),
    -- The last file that it was tried on, and what was read of it.
    trial    jsonb,
    added_by uuid not null references users,
    added_at timestamptz not null,
    constraint adopted_layout_was_tried check (state = 'draft' or trial is not null)
);
create unique index one_adopted_layout_per_name on bank_layouts (name) where state = 'adopted';
grant select, insert on bank_layouts to lianrong_app;
grant update (state, trial) on bank_layouts to lianrong_app;

alter table approvals add column layout_id uuid references bank_layouts;
do $$ declare name text; begin
    for name in select conname from pg_constraint
        where conrelid = 'approvals'::regclass and contype = 'c' and conname <> 'approval_maker_is_not_checker'
          and pg_get_constraintdef(oid) like '%action%'
    loop
        execute format('alter table approvals drop constraint %I', name);
    end loop;
end $$;
alter table approvals
    add constraint approval_does_what_it_may check (action in ('match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire')),
    add constraint approval_is_about_one_thing check (num_nonnulls(movement_id, payout_id, layout_id) = 1),
    add constraint approval_is_about_its_kind
        check ((action = 'resend') = (payout_id is not null) and (action in ('adopt', 'retire')) = (layout_id is not null)),
    add constraint approval_says_what_is_matched check ((action = 'match') = (reference is not null)),
    add constraint approval_says_where_it_pays
        check ((action = 'resend') = (account_no is not null) and (action = 'resend') = (account_name is not null));
create unique index one_proposal_per_layout on approvals (layout_id) where state = 'proposed';
