-- A funder's lines by their limits, which never change: by them they are narrowed and sorted.
create index credit_lines_by_limit on credit_lines (funder_id, limit_fen, id);
