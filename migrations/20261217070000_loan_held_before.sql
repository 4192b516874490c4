-- Whoever held a loan once sees it. A statement that reads loans is planned with what its policies say: this part, for facilitators
-- alone, is asked of a row that nothing else shows, and is no part of the plan.
create function loan_was_held(loan uuid) returns boolean language sql stable security definer set search_path = public
begin atomic
    select exists (select from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                   where i.loan_id = loan and i.state = 'effective' and t.facilitator_id = any (acting_parties()));
end;

alter policy loans_by_party on loans
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[]) or facilitator_id = any ((select acting_parties())::uuid[])
           or (select acting_kind()) = 'facilitator' and loan_was_held(id));
