-- What has ended, or was asked for and never ended, by that time: under a row policy no index serves what is asked with `coalesce`.
drop index exports_by_time;
create index exports_by_time on exports ((case when ended_at is null then requested_at else ended_at end));
