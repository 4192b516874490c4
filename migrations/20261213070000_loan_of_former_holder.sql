-- Who has held a loan reads its row still, whoever it has been offered to since: what it was paid stands with it.
alter policy loans_by_party on loans
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[]) or facilitator_id = any ((select acting_parties())::uuid[])
           or exists (select from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                      where i.loan_id = loans.id and i.state = 'effective'
                        and t.facilitator_id = any ((select acting_parties())::uuid[])));
-- And what became of that: whoever sees the loan sees what was recorded of it.
alter policy loan_facts_by_party on loan_facts
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[])
           or exists (select from loans l where l.id = loan_id));
alter policy corrections_by_party on corrections
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or funder_id = any ((select acting_parties())::uuid[])
           or exists (select from loans l where l.id = loan_id));
-- What was repaid is its agent's and whoever's was paid.
alter policy repayments_by_party on repayments
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or holder_id = any ((select acting_parties())::uuid[]));
