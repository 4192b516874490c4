-- The first date of which a partner has a file: the first that was closed while it was a partner, however late the file is made.
-- Who is a partner already has none of the dates before its first file, or before the date that was closed last.
alter table partners add column files_from date;
update partners p set files_from = coalesce(
    (select min(business_date) from partner_files where partner_id = p.id), (select max(business_date) from closed_days));
grant update (files_from) on partners to lianrong_app;
