-- Lines whose last day comes, and those that have had it and close once nothing is owed: the turn of a day reads these alone.
create index lines_to_mature on credit_lines (matures_on) where state in ('active', 'suspended');
create index lines_to_close on credit_lines (id) where state = 'matured';
