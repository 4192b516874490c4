-- What waits is counted for every page: found without what is done already.
create index imports_open on imports (kind, uploaded_at) where state = 'previewed';
create index payouts_failed on payouts (requested_at) where state = 'failed';
create index applications_of_reviewer on applications (claimed_by) where state = 'in_review' and proposal is null;
create index debt_transfers_to_confirm on debt_transfers (facilitator_id) where state = 'submitted';
create index debt_transfers_to_approve on debt_transfers (submitted_at) where state = 'confirmed';
