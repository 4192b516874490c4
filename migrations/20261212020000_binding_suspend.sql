-- A binding is suspended and resumed by two people of the institution; what shares are good for follows.
alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint', 'adopt_late', 'give_back_late',
        'undo_payment', 'refund_made', 'refund_failed', 'suspend_for_risk', 'suspend', 'resume'));

-- For what nobody debits with it; null where it is not suspended.
alter table bindings add column suspended_for text check (suspended_for in ('risk', 'operations'));
grant update (suspended_for) on bindings to lianrong_app;

-- What a facilitator's debit, and its share, need of a binding that is the funder's.
drop function binding_of_debt(uuid);
create function binding_of_debt(binding uuid, out state text, out card_index bytea, out share_state text, out suspended_for text)
    language sql stable security definer
begin atomic
    select b.state, b.card_index, s.state, b.suspended_for
    from bindings b left join shares s on s.binding_id = b.id where b.id = binding;
end;
