-- When a card is tried again depends on why it was refused. Where its bank suspects a risk it is not asked again on that day, as
-- where its limit is reached.
create or replace function card_tries(card bytea, day date, out tries bigint, out limit_reached boolean)
    language sql stable security definer
begin atomic
    select count(*) filter (where t.sent_at is not null), coalesce(bool_or(t.failure in ('limit_exceeded', 'risk')), false)
    from (select sent_at, failure from debits where card_index = card and accepted_on = day
          union all
          select sent_at, failure from top_ups where card_index = card and accepted_on = day) t;
end;
-- And why a binding is of no use any more, whoever had tried it: until its card is bound anew, which is another binding.
create function card_refusal(card bytea, binding uuid) returns text language sql stable security definer
begin atomic
    select failure from debits where card_index = card and binding_id = binding
        and failure in ('payer_mismatch', 'card_invalid', 'card_expired', 'not_supported') limit 1;
end;
