-- What had waited too long and ended on a date is counted while nobody else writes.
create index audit_of_lapses on audit (business_date)
    where operation in ('draw.lapse', 'application.lapse') and answer = '{"ok": true}';
