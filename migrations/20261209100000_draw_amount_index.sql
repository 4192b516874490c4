-- A funder narrows and sorts its draws by amount. (Loans and movements are found by the indexes of the search; repayments by what
-- else narrows them: each of their indexes is paid for by every repayment.)
create index draws_of_funder_by_amount on draws (funder_id, amount_fen, id);
