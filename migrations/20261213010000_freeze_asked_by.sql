-- Who asked for a freeze, as the shop is told: a court with its case number, or a funder. Of what courts had ordered before, only
-- the evidence says it, which the shop does not read.
alter table freezes add column asked_by text not null default '',
    add constraint freeze_for_a_risk_is_asked_for_by_nobody check (reason in ('funder', 'court') or asked_by = '');
update freezes f set asked_by = p.name
from approvals a join users u on u.id = a.proposed_by join partners p on p.id = u.partner_id
where a.action = 'freeze' and a.state = 'approved' and a.subject_id = f.wallet_id and a.note = f.evidence and f.reason = 'funder';
-- What a funder has proposed and nobody has decided names it, too.
update approvals a set details = jsonb_set(a.details, '{freeze,asked_by}', to_jsonb(p.name))
from users u join partners p on p.id = u.partner_id
where u.id = a.proposed_by and a.action = 'freeze' and a.state = 'proposed';
