-- An approval is about one thing, of the kind that its action says, with what the action needs besides.
alter table approvals add column subject_id uuid, add column details jsonb not null default '{}';
update approvals set subject_id = coalesce(movement_id, payout_id, layout_id),
    details = jsonb_strip_nulls(jsonb_build_object(
        'reference', reference, 'account_no', account_no, 'account_name', account_name));
alter table approvals alter column subject_id set not null,
    drop column movement_id, drop column payout_id, drop column layout_id,
    drop column reference, drop column account_no, drop column account_name;
create unique index one_proposal_per_subject on approvals (subject_id) where state = 'proposed';
create index approvals_by_subject on approvals (subject_id, proposed_at);
