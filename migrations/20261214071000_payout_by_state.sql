-- The institution's first page counts those that are under way by their states, and tells since when they are.
create index payouts_by_state on payouts (state, sent_at) where state <> 'confirmed';
