-- What was written apart took each other's away: a binding is suspended and resumed by two people, whatever else they may.
alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions', 'carrier', 'reserve_account', 'settle_complaint', 'adopt_late', 'give_back_late',
        'undo_payment', 'refund_made', 'refund_failed', 'suspend_for_risk', 'suspend', 'resume', 'beyond_charged',
        'beyond_made_good'));
