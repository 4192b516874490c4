-- What a loan rests on, by name and hash: the contract of its line and the disclosure of its draw. Whoever may know the loan may know of
-- them; line and draw themselves stay their funder's.
create function documents_of_loan(loan uuid)
    returns table (kind text, thing uuid, line_id uuid, partner_id uuid, name text, sha256 bytea, at timestamptz)
    language sql stable security definer
begin atomic
    select d.kind, d.thing, d.line_id, d.funder_id, d.name, d.sha256, d.at
    from (select l.id as loan_id, l.agent_id, l.funder_id, l.facilitator_id, 'contract'::text as kind, a.id as thing, c.id as line_id,
                 c.reference as name, a.contract_hash as sha256, c.opened_on::timestamp at time zone 'Asia/Shanghai' as at
          from loans l join credit_lines c on c.id = l.credit_line_id join applications a on a.id = c.application_id
          where l.id = loan and a.contract_hash is not null
          union all
          select l.id, l.agent_id, l.funder_id, l.facilitator_id, 'disclosure', w.id, null, w.reference, w.disclosure_hash, w.requested_at
          from loans l join draws w on w.id = l.draw_id where l.id = loan) d
    where (select acting_kind()) = 'institution' or d.agent_id = any ((select acting_parties())::uuid[])
          or d.funder_id = any ((select acting_parties())::uuid[]) or d.facilitator_id = any ((select acting_parties())::uuid[]);
end;
