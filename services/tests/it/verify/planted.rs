//! What breaks each invariant.

/// Each invariant with what breaks it, past every rule of the program.
pub const PLANTED: &[(&str, &str)] = &[
    ("every journal balances in each book", "update entries set amount_fen = amount_fen + 1 where amount_fen > 0"),
    ("all entries sum to zero", "update entries set amount_fen = amount_fen + 1 where line = 0"),
    ("every entry belongs to a journal and an account of its book", "update entries set book = 'claims'"),
    ("every journal has entries", "delete from entries"),
    ("a wallet's balance is the sum of its entries", "update wallets set balance_fen = balance_fen + 1"),
    (
        "no wallet is below zero",
        "alter table wallets drop constraint wallets_balance_fen_check; update wallets set balance_fen = -1",
    ),
    ("a kind's totals at a close are those of its accounts", "update closing_totals set debit_fen = debit_fen + 1"),
    ("every journal records something that happened", "delete from repayments where amount_fen = 30000"),
    (
        "a movement moves the reserve account's cash once, by its amount",
        "insert into bank_movements (id, reserve_account_id, source, direction, amount_fen, booked_on,
             counterparty_name, counterparty_account, counterparty_bank, remittance, state, recorded_at)
         select gen_random_uuid(), reserve_account_id, 'feed', direction, amount_fen, booked_on, '', '', '', '',
                'unmatched', recorded_at from bank_movements limit 1",
    ),
    (
        "a reserve account holds in the books what its movements make",
        "update bank_movements set amount_fen = amount_fen + 1 where state = 'broken'",
    ),
    (
        "a reserve account holds what its bank told last, but for what is listed",
        "update bank_movements set balance_after_fen = balance_after_fen + 1",
    ),
    (
        "every line of a confirmed file is recorded, and what is left of a file is of one under way",
        "update statement_lines set movement_id = null where outcome = 'unmatched'",
    ),
    (
        "a credited draw and a matched top-up have one journal of their amount",
        "delete from journals where event_kind = 'top_up.matched'",
    ),
    (
        "each attempt of a payout is sent once, and only the last one may not have failed",
        "update payouts set attempt = attempt + 1 where state = 'failed'",
    ),
    ("a wallet's versions have no gaps", "update wallets set version = version + 1"),
    (
        "a closed day has gained no entry",
        "insert into entries select journal_id, 10 + line, book, account_id, business_date, 1, null from entries",
    ),
    ("a closed day's digest has not changed", "update closing_balances set balance_fen = balance_fen + 1"),
    (
        "principal owed is the same in the ledger and on the loans",
        "update loans set outstanding_fen = outstanding_fen - 1",
    ),
    (
        "a holder's claims are what the loans and debts that it holds owe",
        "update loans set outstanding_fen = outstanding_fen - 1",
    ),
    (
        "outstanding and earmarked stay within the limit",
        "alter table credit_lines drop constraint credit_line_within_limit;
         update credit_lines set earmarked_fen = limit_fen",
    ),
    (
        "no product has granted more than its capacity",
        "update products set capacity_fen = 1;
         update credit_lines set product_id = (select id from products order by id limit 1)",
    ),
    (
        "a line is of the product of its offer",
        "update credit_lines set product_id = (select id from products order by id limit 1)",
    ),
    ("what a line has outstanding is what its loans owe", "update credit_lines set outstanding_fen = 0"),
    ("what a line has earmarked is what its open draws ask", "update credit_lines set earmarked_fen = 0"),
    (
        "a line that was asked to close owes something, and nothing is drawn on it",
        "update credit_lines set state = 'closing'; update loans set credit_line_id = gen_random_uuid()",
    ),
    (
        "draws, loans, quotes, payouts and repayments name what exists, of the same agent and funder",
        "update repayments set loan_id = gen_random_uuid()",
    ),
    (
        "a draw is credited once, with both flows, as a loan of its amount",
        "update loans set principal_fen = principal_fen + 1",
    ),
    (
        "the money received for a draw is the movements matched with it",
        "update draws set funds_fen = 1 where state = 'awaiting'",
    ),
    (
        "the terms of a draw and its loan are those of the offer chosen",
        "update draws set terms = jsonb_set(terms, '{annual_rate}', '\"0.15\"')",
    ),
    (
        "a loan's principal is what is outstanding and what was repaid",
        "update loans set outstanding_fen = outstanding_fen - 1",
    ),
    (
        "a repayment is its parts, has one journal of its amount, and is payable once",
        "update payables set amount_fen = amount_fen + 1",
    ),
    (
        "a payout to a partner pays what was payable to it, once and whole",
        "update payouts set amount_fen = amount_fen + 1 where partner_id is not null",
    ),
    (
        "one live slot per agent, and one live line",
        "drop index one_live_slot_per_agent;
         insert into applications (id, agent_id, funder_id, offer_id, state, slot_held, form, offered_limit_fen, terms,
                                   tenors, created_at)
         select gen_random_uuid(), agent_id, funder_id, offer_id, 'submitted', true, form, offered_limit_fen, terms,
                tenors, created_at from applications",
    ),
    (
        "received is matched, unmatched, broken or returned",
        "update bank_movements set state = 'returned' where state = 'broken'",
    ),
    (
        "a payout is confirmed by one movement, or not yet, or another one has brought it back",
        "update payouts set state = 'confirmed' where state = 'sent'",
    ),
    (
        "payouts in transit are the payouts sent and not confirmed",
        "update payouts set state = 'requested' where state = 'sent'",
    ),
    (
        "what goes on by itself has a job: what is under way, feeds, and what is done again and again",
        "delete from jobs where kind = 'draws.lapse'",
    ),
    (
        "what is payable to a partner waits, or is in a payout that is not under way",
        "update payouts set state = 'sent' where state = 'failed'",
    ),
    (
        "money that goes back is a movement's, in one payout of its amount",
        "update bank_movements set state = 'returned' where state = 'returning'",
    ),
    ("a broken movement has one open break, and no other movement has one", "update breaks set state = 'settled'"),
    ("the slot is held exactly while an application or its line lives", "update applications set slot_held = false"),
    (
        "a line has the limit that was approved, and no more than was offered",
        "update credit_lines set limit_fen = limit_fen + 1",
    ),
    (
        "no line has more than was asked for, unless its agent accepted that",
        "update applications set form = jsonb_set(form, '{requested_limit}', '\"0.01\"')",
    ),
    ("a consent's digest is that of the words that are kept", "update consents set text = text || '。'"),
    ("nothing personal and no secret lies in clear", "update users set totp_secret = '12345678901234567890'"),
    (
        "who proposed a decision did not confirm it",
        "alter table approvals drop constraint approval_maker_is_not_checker;
         update approvals set decided_by = proposed_by",
    ),
    ("what is only inserted cannot be changed", "alter table transitions disable trigger transitions_are_append_only"),
    ("a quote is paid once and whole, while its loans are what it was computed from", "update quotes set version = version - 1"),
    ("a settlement id stands for one facilitator at a time", "alter table mappings drop constraint one_mapping_at_a_time;
         insert into mappings select gen_random_uuid(), funder_id, settlement_id, facilitator_id, asked_from, valid, added_by,
                added_at from mappings"),
    ("a signing that succeeded is one binding, and no other signing is any", "update signings set state = 'failed', failure = 'other'"),
    ("each side of a signing is told once how it ended", "update outbox set event = 'signing' where event = 'signing.succeeded'"),
    (
        "a binding is shared with the facilitator of its mapping, as its payer agreed, and with nobody else",
        "update signings set consent_shares = false",
    ),
    (
        "each party knows a binding by a number of its own",
        "update shares set alias = (select alias from bindings)",
    ),
    (
        "a debt owes what was registered and not debited, or was given back, here and in the ledger",
        "update debts set outstanding_fen = outstanding_fen - 1",
    ),
    (
        "what was paid on a debt elsewhere has a journal of its amount and date, and another once it is taken back",
        "update outside_payments set amount_fen = amount_fen + 1",
    ),
    (
        "what is passed on of a date is what counted on it for another than was paid, less what was undone",
        "insert into pass_ons (id, on_date, payer_id, payee_id, payments, amount_fen)
         select gen_random_uuid(), '2026-11-20', a.id, b.id, 1, 1 from partners a, partners b
         where a.code = 'funder-a' and b.code = 'facilitator-1'",
    ),
    (
        "a debt is held by whom its transfers have given it to",
        "update debts set holder_id = funder_id, holder = 'funder'",
    ),
    (
        "a loan is owed to whom its transfers have given it to",
        "update loans set (facilitator_id, holder_id, held_since) =
             (select id, id, loans.credited_on from partners where code = 'facilitator-1')",
    ),
    ("a facilitator holds only debts whose card was shared with it", "update shares set facilitator_id = funder_id"),
    (
        "what is owed is collected with the binding in force of its card, where its holder has one",
        "insert into bindings (id, signing_id, funder_id, settlement_id, alias, agreement_no, agreement_index, card_index, state,
                               signed_at, ended_at)
         select gen_random_uuid(), gen_random_uuid(), funder_id, settlement_id, 'over', agreement_no, agreement_index, card_index,
                'unsigned', signed_at, signed_at from bindings;
         update debts set binding_id = (select id from bindings where alias = 'over')",
    ),
    (
        "no debt changed hands before its debtor was notified",
        "update debt_transfers set notified_on = notified_on + 2",
    ),
    ("no debt changed hands while a debit or a refund of it was on its way", "update refunds set accepted_at = '-infinity', decided_at = 'infinity'"),
    (
        "a debit is paid to whoever made it, once, with one journal",
        "update payables set payee_id = (select funder_id from debts) where id in (select id from debits)",
    ),
    (
        "a debit was made by whoever held its debt when it was accepted",
        "update debits set holder_id = (select id from partners where code = 'funder-b'), accepted_at = accepted_at + interval '1 second'",
    ),
    (
        "what may have been debited of a debt without an answer is no more than it owes",
        "update debits set state = 'unknown', decided_at = null, amount_fen = 100000000
         where id = (select id from debits where state = 'succeeded' limit 1)",
    ),
    (
        "a debit that was given back had brought something, and what was left of it is taken back, once, with one journal",
        "delete from journals where event_kind = 'agreement.returned'",
    ),
    (
        "refunds come to no more than their debit, and each that was made has one journal of its amount",
        "update refunds set amount_fen = amount_fen + 1",
    ),
    (
        "what went back beyond what a debit had brought is owed once two people say so, with one journal",
        "delete from journals where event_kind = 'agreement.charged'",
    ),
    ("what a partner is told is numbered without a gap", "update outbox set number = number + 1 where number = (select max(number) from outbox)"),
    (
        "each notice is delivered, waits, or is dead, and what is delivered was acknowledged",
        "update delivery_attempts set outcome = '302'",
    ),
    (
        "an endpoint that was in force was registered by one and approved by another of its partner",
        "update endpoints set approved_by = 'key:funder-a-1'",
    ),
    (
        "a key that counts was registered by one and approved by another of its partner, or is the institution's doing",
        "update partner_keys set approved_by = 'key:funder-a-1'",
    ),
    ("a wallet is frozen, and held, as its freezes say", "update wallets set held_fen = 1"),
    (
        "who has something overdue is frozen for it and borrows nothing, and nobody else is",
        "update credit_lines set state = 'active'",
    ),
    (
        "nothing but the debt leaves a frozen wallet",
        "update freezes set wallet_version = 0",
    ),
    ("nothing leaves a wallet that courts hold", "update freezes set amount_fen = 1000000 where reason = 'court'"),
    (
        "what a draw brings is not swept on its day",
        "update repayments set cause = 'swept', quote_id = null where cause = 'asked'",
    ),
    ("no freeze outlives its last day", "update freezes set expires_on = date '2026-01-01'"),
    (
        "no draw awaits its money while its wallet is frozen",
        "update wallets set frozen = true where agent_id in (select agent_id from draws where state = 'awaiting')",
    ),
    (
        "a withdrawal leaves its wallet once, and is paid out or comes back once",
        "update payouts set state = 'returned' where agent_id is not null",
    ),
    (
        "closed dates follow each other, up to the one that is open",
        "delete from closed_days where business_date = date '2026-11-25'",
    ),
    ("each closed date is chained to the one before", "alter table closed_days disable trigger user; update closed_days set chain = digest"),
    (
        "the audit rows of a closed date are those that it was closed with",
        "alter table audit disable trigger user; update audit set actor = 'user:nobody' where operation = 'approval.decide'",
    ),
    (
        "every fen of a payment is for something, or the wallet's again",
        "alter table corrections disable trigger user; update corrections set interest_fen = interest_fen + 1",
    ),
    (
        "what goes back to a payer was not paid out, or its partner owes it",
        "update receivables set amount_fen = amount_fen + 1",
    ),
    (
        "a partner owes back nothing of what is yet to be paid to it",
        "update payables set payout_id = null, returned_fen = 0; update receivables set settled_fen = 0",
    ),
    (
        "a carrier's pool holds what came, less what was given, and what was taken back",
        "update bank_movements set amount_fen = amount_fen + 1 where matched_kind = 'commission'",
    ),
    (
        "a commission that was given has one journal of its amount, into its agent's wallet",
        "update commissions set amount_fen = amount_fen + 1 where state = 'given'",
    ),
    (
        "what was taken back of a commission is what its takings took, out of its agent's wallet",
        "update commissions set takings = takings + 1 where taken_fen > 0",
    ),
    (
        "an agent's commissions of a month come to what the last file that names it tells",
        "update commission_lines set told_fen = told_fen + 1",
    ),
    (
        "a file is given as a whole, once its carrier's money covers it",
        "update commission_files set state = 'released' where state = 'distributed'",
    ),
    (
        "what commissions have paid of the orders for a loan is what they have repaid",
        "update standing_orders set paid_fen = paid_fen - 1 where paid_fen > 0",
    ),
    (
        "an invoice of a share comes to what its lines come to",
        "alter table revenue_share_invoices disable trigger user; update revenue_share_invoices set share_fen = share_fen + 1",
    ),
    (
        "the lines of an invoice are what was posted in its month",
        "alter table revenue_share_lines disable trigger user; update revenue_share_lines set value_on = value_on, penalty_fen = penalty_fen + 1",
    ),
    (
        "a share that is withheld is in the journal of its payment, and what goes back of it in that of its correction",
        "alter table repayments drop constraint repayment_share_is_of_its_interest;
         update repayments set share_fen = share_fen + 1 where share_contract_id is not null",
    ),
    (
        "what is withheld of a funder's interest is the share of all of it, rounded once, but for what corrections have left",
        "update revenue_share_withholdings set exact_fen = exact_fen + 1",
    ),
    ("what was withheld stands in its account", "update revenue_share_withholdings set withheld_fen = withheld_fen + 1"),
    (
        "a top-up is taken from its agent's own card or one that it has bound, by the number that the card is found by",
        "update top_ups set agent_id = gen_random_uuid()",
    ),
    (
        "a top-up that succeeded is in its agent's wallet, once, and no other is",
        "update top_ups set amount_fen = amount_fen + 1",
    ),
    (
        "what was taken back of a top-up is what its takings took, out of its agent's wallet",
        "update returned_top_ups set takings = takings + 1",
    ),
    (
        "the network owes what was debited and neither given back nor covered by its money",
        "update debits set amount_fen = amount_fen + 1 where state = 'succeeded'",
    ),
    (
        "what is settled has succeeded, with the amount of the one line that settles it",
        "update settlement_lines set result = 'PB012001'",
    ),
    (
        "a settlement file comes to what its lines come to",
        "update settlement_files set debited_fen = debited_fen + 1, net_fen = net_fen + 1",
    ),
    ("each line that moved money settles a debit, or is a difference", "delete from settled_debits"),
    (
        "the money of a settlement is what its file says, once",
        "update settlements set arrived_fen = 0, arrived_on = null",
    ),
    (
        "a partner's file of a date comes to what the ledger has of the partner on that date",
        "alter table partner_files disable trigger user; update partner_files set payable_fen = payable_fen + 1",
    ),
    (
        "what is kept of a loan's day is what its account held at the close",
        "alter table loan_days disable trigger user; update loan_days set outstanding_fen = outstanding_fen + 1",
    ),
    (
        "the last day that is kept of a loan is how it stands, unless something has happened to it today",
        "alter table loan_days disable trigger user; delete from loan_days",
    ),
    (
        "what is kept of a funder's receipts of a date is what was repaid to it on that date",
        "insert into cash_days select date '2026-01-01', id, 'received', 1 from partners",
    ),
    (
        "a loan is the pure function of its terms, its facts and the date",
        "update loans set position = jsonb_set(position, '{prepaid}', '\"0.01\"')",
    ),
    ("no loan costs more than the cap", "update loans set terms = jsonb_set(terms, '{annual_rate}', '\"0.25\"')"),
    ("every state is where the last transition led", "update payouts set state = 'unknown' where state = 'sent'"),
];
