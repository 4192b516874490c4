-- A file that was brought and that nobody adopted can be discarded. What it told stays to be seen.
alter table imports drop constraint imports_state_check,
    add constraint imports_state_check check (state in ('previewed', 'confirmed', 'given_back', 'discarded'));
alter table commission_files drop constraint commission_files_state_check,
    add constraint commission_files_state_check
        check (state in ('draft', 'released', 'distributing', 'distributed', 'discarded')),
    drop constraint a_released_file_has_a_revision,
    add constraint a_released_file_has_a_revision check ((state in ('draft', 'discarded')) = (revision is null));
-- Where two people adopt a file, two people discard it.
alter table approvals drop constraint approval_does_what_it_may,
    add constraint approval_does_what_it_may check (action in (
        'match', 'return', 'resend', 'duplicate', 'distinct', 'adopt', 'retire', 'schedule', 'publish', 'disable',
        'transfer', 'freeze', 'unfreeze', 'correct', 'distribute', 'recall', 'share_revenue', 'discard_statement',
        'discard_commissions'));
