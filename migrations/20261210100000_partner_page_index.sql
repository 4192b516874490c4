-- A partner's page has its latest payouts, whose ids sort as they were requested, and what it has not given back.
create index payouts_of_partner on payouts (partner_id, id) where partner_id is not null;
create index receivables_open on receivables (payer_id, recorded_at) where settled_fen < amount_fen;
