-- A partner's page has what it has not given back.
create index receivables_open on receivables (payer_id, recorded_at) where settled_fen < amount_fen;
