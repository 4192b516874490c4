-- Agents by the day on which they joined, as the institution sorts them.
create index agents_by_joining on agents (joined_on, id);
