-- What the facilitator of a mapping debits is blocked and let go on by two people: shares, debts and the funder's own debits stay as they are.
alter table mappings add column debits_blocked boolean not null default false;
grant update (debits_blocked) on mappings to lianrong_app;

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'deduct', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint', 'adopt_late', 'give_back_late',
        'undo_payment', 'refund_made', 'refund_failed', 'suspend_for_risk', 'suspend', 'resume', 'beyond_charged',
        'beyond_made_good', 'debit_rules', 'mark_disputed', 'mark_in_litigation', 'unmark_disputed',
        'unmark_in_litigation', 'agent_leaves', 'commissions_elsewhere', 'agent_comes_back', 'block_debits',
        'unblock_debits'));

-- What a facilitator's debit, and its share, need of a binding that is the funder's.
create or replace function binding_of_debt(binding uuid, out state text, out card_index bytea, out share_state text,
                                           out suspended_for text)
    language sql stable security definer
begin atomic
    select b.state, b.card_index, s.state, coalesce(b.suspended_for, case when m.debits_blocked then 'mapping_blocked' end)
    from bindings b left join shares s on s.binding_id = b.id
        left join signings g on g.id = s.signing_id left join mappings m on m.id = g.mapping_id
    where b.id = binding;
end;
