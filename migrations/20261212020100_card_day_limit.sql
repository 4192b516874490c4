-- How much is taken from a card on a day has a limit: what was taken or may be, and what waits to be sent.
drop function card_tries(bytea, date);
create function card_tries(card bytea, day date, out tries bigint, out limit_reached boolean, out taken_fen bigint,
                           out waiting_fen bigint)
    language sql stable security definer
begin atomic
    select count(*) filter (where t.sent_at is not null), coalesce(bool_or(t.failure in ('limit_exceeded', 'risk')), false),
           coalesce(sum(t.amount_fen) filter (where t.state in ('unknown', 'succeeded')), 0)::bigint,
           coalesce(sum(t.amount_fen) filter (where t.state = 'accepted'), 0)::bigint
    from (select sent_at, failure, amount_fen, state from debits where card_index = card and accepted_on = day
          union all
          select sent_at, failure, amount_fen, state from top_ups where card_index = card and accepted_on = day) t;
end;
