-- An agent prepays its carrier: a payout of its own money, to the carrier's account.
alter table payouts add column carrier_id uuid references carriers,
    add constraint a_prepayment_is_an_agents check (carrier_id is null or agent_id is not null);
