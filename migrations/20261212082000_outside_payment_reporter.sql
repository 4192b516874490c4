-- Who has held a debt reads it still, whoever it has been offered to since: it has debited for it, and may have been paid elsewhere.
alter policy debts_by_party on debts
    using ((select acting_kind()) = 'institution' or funder_id = any ((select acting_parties())::uuid[])
           or facilitator_id = any ((select acting_parties())::uuid[])
           or exists (select from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                      where i.debt_id = debts.id and i.state = 'effective'
                        and t.facilitator_id = any ((select acting_parties())::uuid[])));

-- Who held the debt when it was answered: who has declined a report keeps reading it too.
alter table outside_payments drop constraint outside_payment_counts_for_a_holder;
update outside_payments q set holder_id = d.holder_id from debts d where d.id = q.debt_id and q.state = 'declined';
alter table outside_payments add constraint outside_payment_is_answered_by_a_holder
    check ((holder_id is not null) = (state <> 'reported'));

-- What was paid elsewhere is known to whoever reports it and whoever held the debt then, not to whom it is offered later; to its
-- funder, and to the holder whose word is waited for.
alter policy outside_payments_by_party on outside_payments
    using ((select acting_kind()) = 'institution' or reporter_id = any ((select acting_parties())::uuid[])
           or holder_id = any ((select acting_parties())::uuid[])
           or exists (select from debts d where d.id = debt_id
                      and (d.funder_id = any ((select acting_parties())::uuid[])
                           or (state = 'reported' and d.holder_id = any ((select acting_parties())::uuid[])))));
