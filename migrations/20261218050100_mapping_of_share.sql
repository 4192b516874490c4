-- By which mapping a binding is shared, for the facilitator too: the signing is the funder's.
create function mapping_of_share(share uuid) returns uuid language sql stable security definer
begin atomic
    select s.mapping_id from shares h join signings s on s.id = h.signing_id where h.id = share and h.binding_id is not null;
end;
