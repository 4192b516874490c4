-- What a partner was told on some days is found without walking all that it was told.
create index outbox_of_partner_by_time on outbox (partner_id, recorded_at);
