-- The institution narrows payouts by the partner that is paid, as it does by the shop.
create index payouts_of_partner on payouts (partner_id, id) where partner_id is not null;
