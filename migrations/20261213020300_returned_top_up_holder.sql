-- Whoever has debited for a loan reads that the network has given it back.
alter policy returned_top_ups_by_party on returned_top_ups
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or exists (select from top_ups t where t.id = top_up_id and t.holder_id = any ((select acting_parties())::uuid[])));
