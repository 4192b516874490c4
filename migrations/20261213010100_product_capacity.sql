-- How much a funder grants with a product at most, over all its lines that are not closed; null is no bound.
alter table products add column capacity_fen bigint check (capacity_fen >= 0);
grant update (capacity_fen) on products to lianrong_app;

alter table credit_lines add column product_id uuid references products;
update credit_lines c set product_id = v.product_id
from applications a join offers o on o.id = a.offer_id join product_versions v on v.id = o.product_version_id
where a.id = c.application_id;
create index credit_lines_of_product on credit_lines (product_id) include (limit_fen) where state <> 'closed';

-- Whoever opens a line sees no other agent's.
create function granted_limits(product uuid) returns bigint
    language sql stable security definer
begin atomic
    select coalesce(sum(limit_fen), 0)::bigint from credit_lines where product_id = product and state <> 'closed';
end;
