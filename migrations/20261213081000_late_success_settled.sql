-- Whether the network says that it has given something back to its payer of which nothing had been booked.
create function went_back_unbooked(taken uuid) returns boolean language sql stable as $$
    select exists (select from settlement_breaks b join settlement_lines l on l.id = b.line_id and l.kind = 'return'
                   where b.debit_id = taken and b.kind = 'unordered_refund')
$$;
-- What succeeded late and has gone back to its payer by itself, or by another refund that two people had ordered, leaves nothing to be
-- booked: one person says what became of it.
create or replace function two_people_decide(difference uuid) returns boolean language sql stable as $$
    select coalesce((
        select b.kind = 'beyond_taken'
               or b.kind = 'late_success' and (d.id is not null or l.amount_fen in (t.amount_fen, f.amount_fen))
                  and not went_back_unbooked(b.debit_id)
                  and not (coalesce(f.late, false)
                           and not exists (select from adopted_debits a where a.debit_id = f.debit_id)
                           and exists (select from refunds o where o.debit_id = f.debit_id and o.late and o.id <> f.id
                                                               and o.state = 'succeeded'))
        from settlement_breaks b left join settlement_lines l on l.id = b.line_id left join debits d on d.id = b.debit_id
        left join top_ups t on t.id = b.debit_id left join refunds f on f.id = b.debit_id
        where b.id = difference), false)
$$;

-- Of what was booked for another than had debited it, that is paid, reads it, and gives back of it.
alter policy debits_by_party on debits
    using ((select acting_kind()) = 'institution' or holder_id = any ((select acting_parties())::uuid[])
           or exists (select from adopted_debits a where a.debit_id = debits.id
                                                     and a.holder_id = any ((select acting_parties())::uuid[])));
-- And a refund that was ordered before is its own from then on.
grant update (holder_id) on refunds to lianrong_app;
