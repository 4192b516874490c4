-- How fast a funder decides, beside how fast it answers. Whoever reads by name is told what it was told before.
drop function funder_record(uuid);
create function funder_record(funder uuid, out median_answer_seconds bigint, out median_decision_seconds bigint,
                              out decided bigint, out approved bigint)
    language sql stable security definer
begin atomic
    select (select percentile_disc(0.5) within group (order by answer.seconds)
            from (select extract(epoch from answered_at - asked_at)::bigint as seconds
                  from offers where funder_id = funder and answered_at is not null
                  order by answered_at desc limit 500) answer),
           percentile_disc(0.5) within group (order by decision.seconds),
           count(*), count(decision.approved_limit_fen)
    from (select approved_limit_fen, extract(epoch from decided_at - submitted_at)::bigint as seconds
          from applications where funder_id = funder and decided_at is not null
          order by decided_at desc limit 500) decision;
end;
