-- Numbers count within their date: what gives them may begin again on another.
grant update on application_numbers, credit_line_numbers, draw_numbers, repayment_numbers, payout_numbers, wallet_numbers
    to lianrong_app;
