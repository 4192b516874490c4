-- A shop's home tells for a week what its wallet has paid by itself; there was no way to that but by all repayments.
create index repayments_by_themselves_of_agent on repayments (agent_id, debited_on) where cause in ('due', 'swept');
