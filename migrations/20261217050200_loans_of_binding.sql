-- The loans that a binding pays: so many of them are collected by the funder, by the facilitator, and by nobody, because they change hands or a mark
-- holds; and so many are held by the facilitator, or on their way to it.
create function loans_of_binding(binding uuid, out by_funder bigint, out by_facilitator bigint, out by_nobody bigint, out held bigint)
    language sql stable security definer
begin atomic
    select count(*) filter (where not s.frozen and not s.marked and l.holder_id = l.funder_id),
           count(*) filter (where not s.frozen and not s.marked and l.holder_id <> l.funder_id),
           count(*) filter (where s.frozen or s.marked),
           count(*) filter (where s.frozen or l.holder_id <> l.funder_id)
    from bindings b join loans l on l.agent_id = b.agent_id and l.funder_id = b.funder_id and l.state <> 'settled'
        cross join lateral (
            select exists (select from debt_transfer_items i where i.loan_id = l.id and i.state = 'frozen') as frozen,
                   exists (select from loan_marks m where m.loan_id = l.id and m.lifted_on is null) as marked) s
    where b.id = binding and binding_of_loan(l.id) = b.id;
end;

-- How many loans the facilitator of a mapping holds that are collected with what was signed by it.
create function loans_held_by(mapping uuid) returns bigint language sql stable security definer
begin atomic
    select count(*) from loans l
        join bindings b on b.agent_id = l.agent_id and b.funder_id = l.funder_id join signings s on s.id = b.signing_id
    where s.mapping_id = mapping and l.holder_id <> l.funder_id and l.state <> 'settled' and binding_of_loan(l.id) = b.id;
end;
