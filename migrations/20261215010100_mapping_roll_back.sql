-- Which mapping this one is to give way to what counted before it, if it was drafted for that.
alter table mappings add column rolls_back uuid references mappings;
create index mappings_by_rolled_back on mappings (rolls_back, added_at, id) where rolls_back is not null;
