-- A court has so much of what it holds of a wallet paid to its own account: a payout of the agent's money that two people of the institution order.
alter table payouts add column freeze_id uuid references freezes,
    add constraint a_court_s_deduction_is_an_agent_s check (freeze_id is null or agent_id is not null and carrier_id is null);

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'deduct', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint', 'adopt_late', 'give_back_late',
        'undo_payment', 'refund_made', 'refund_failed', 'suspend_for_risk', 'suspend', 'resume', 'beyond_charged',
        'beyond_made_good', 'debit_rules', 'mark_disputed', 'mark_in_litigation', 'unmark_disputed',
        'unmark_in_litigation', 'agent_leaves', 'commissions_elsewhere', 'agent_comes_back'));
