-- A proposal has an opinion beside its decision: what was a note to a rejection is one. The steps keep what each opinion was.
update applications
set proposal = jsonb_build_object('decision', proposal #- '{reject,note}',
                                  'opinion', coalesce(proposal #>> '{reject,note}', ''))
where proposal is not null;
