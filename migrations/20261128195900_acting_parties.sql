-- A transaction may act for several parties of one kind at once, as when operations of many agents ride together: what
-- belongs to none of them is not there. The policies ask once per statement, not once per row.
create function acting_parties() returns uuid[] language sql stable
    return case when acting_kind() in ('agent', 'partner') then string_to_array(nullif(acting(), ''), ',')::uuid[]
                else '{}' end;
alter policy offers_by_party on offers
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]) or funder_id = any ((select acting_parties())::uuid[]));
alter policy consents_by_party on consents
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]) or funder_id = any ((select acting_parties())::uuid[]));
alter policy applications_by_party on applications
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]) or funder_id = any ((select acting_parties())::uuid[]));
alter policy credit_lines_by_party on credit_lines
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]) or funder_id = any ((select acting_parties())::uuid[]));
alter policy draws_by_party on draws
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]) or funder_id = any ((select acting_parties())::uuid[]));
alter policy loans_by_party on loans
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]) or funder_id = any ((select acting_parties())::uuid[]));
alter policy repayments_by_party on repayments
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]) or funder_id = any ((select acting_parties())::uuid[]));
alter policy quotes_by_party on quotes
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[]));
alter policy unmaskings_by_party on unmaskings
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[]));
alter policy operating_data_by_party on operating_data
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or agent_id in (select o.agent_id from offers o where o.funder_id = any ((select acting_parties())::uuid[])));
alter policy wallets_by_party on wallets
    using ((select acting_kind()) in ('institution', 'partner') or agent_id = any ((select acting_parties())::uuid[]));
drop function acting_partner();
