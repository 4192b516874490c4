-- An agent that leaves, or whose carrier pays its commissions elsewhere from now on: two people of the institution record it, and only while
-- nothing is owed. It takes on nothing new.
alter table agents
    add column departed_for text,
    add column departed_on date,
    add constraint agent_departs_for_a_reason check (departed_for in ('leaves', 'commissions_elsewhere')),
    add constraint agent_departs_on_a_date check ((departed_for is null) = (departed_on is null));
grant update (departed_for, departed_on) on agents to lianrong_app;

alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint', 'adopt_late', 'give_back_late',
        'undo_payment', 'refund_made', 'refund_failed', 'suspend_for_risk', 'suspend', 'resume', 'beyond_charged',
        'beyond_made_good', 'debit_rules', 'mark_disputed', 'mark_in_litigation', 'unmark_disputed',
        'unmark_in_litigation', 'agent_leaves', 'commissions_elsewhere', 'agent_comes_back'));
