-- An invoice's lines are read page by page in the order in which they were posted, however many payments a month has.
create index revenue_share_lines_in_order on revenue_share_lines (invoice_id, posted_on, source_id);
