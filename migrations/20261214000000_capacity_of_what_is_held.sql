-- What a line owes to a facilitator leaves its product's capacity for as long as the facilitator holds it.
create or replace function granted_limits(product uuid) returns bigint
    language sql stable security definer
begin atomic
    select (select coalesce(sum(limit_fen), 0)::bigint from credit_lines where product_id = product and state <> 'closed')
           - (select coalesce(sum(l.outstanding_fen), 0)::bigint from loans l join credit_lines c on c.id = l.credit_line_id
              where l.holder_id <> l.funder_id and c.product_id = product and c.state <> 'closed');
end;
