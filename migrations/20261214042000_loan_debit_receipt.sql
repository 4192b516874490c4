-- With which card a debit for a loan was made, as it is shown: its borrower sees the debit, but nobody's binding.
create function card_of_loan_debit(debit uuid) returns text language sql stable security definer
begin atomic
    select s.card_masked from top_ups t join bindings b on b.id = t.binding_id join signings s on s.id = b.signing_id
    where t.id = debit;
end;
