use time::macros::{date, time};

use super::*;

fn recognise(lines: &[MovementFacts], stored: &[Stored]) -> Vec<Identity> {
    super::recognise(&lines.iter().collect::<Vec<_>>(), stored)
}

/// A receipt of 50.00 without number and balance.
fn plain() -> MovementFacts {
    MovementFacts {
        booked_on: date!(2026 - 11 - 20),
        booked_time: Some(time!(09:15:42)),
        direction: Direction::Credit,
        amount: Amount::from_fen(5_000),
        balance_after: None,
        counterparty_name: "恒信商业保理有限公司".to_owned(),
        counterparty_account: "31050161364000001234".to_owned(),
        counterparty_bank: String::new(),
        remittance: "放款".to_owned(),
        end_to_end_reference: None,
        bank_reference: None,
        reversal: false,
    }
}

fn balanced(yuan: i64) -> MovementFacts {
    MovementFacts { balance_after: Some(Amount::from_fen(yuan * 100)), ..plain() }
}

fn numbered(number: &str, line: MovementFacts) -> MovementFacts {
    MovementFacts { bank_reference: Some(number.to_owned()), ..line }
}

fn id(place: usize) -> Uuid {
    Uuid::from_u128(u128::try_from(place).unwrap())
}

/// What is stored once all lines were recorded as new, in order.
fn recorded(lines: &[MovementFacts]) -> Vec<Stored> {
    let stored = |(place, (line, fingerprint)): (usize, (&MovementFacts, Fingerprint))| Stored {
        id: id(place),
        fingerprint: fingerprint.to_vec(),
        booked_on: line.booked_on,
        direction: line.direction,
        amount: line.amount,
        balance_after: line.balance_after,
        counterparty_account: line.counterparty_account.clone(),
        remittance: line.remittance.clone(),
        bank_reference: line.bank_reference.clone(),
    };
    lines.iter().zip(fingerprints(&lines.iter().collect::<Vec<_>>())).enumerate().map(stored).collect()
}

fn known(place: usize, numbers_it: bool) -> Identity {
    Identity::Known { movement: id(place), numbers_it }
}

fn is_new(identity: Identity) -> bool {
    matches!(identity, Identity::New(_))
}

#[test]
fn equal_lines_of_one_file_are_as_many_movements_and_are_all_known_the_next_time() {
    let file = [plain(), balanced(70), plain()];
    assert!(recognise(&file, &[]).into_iter().all(is_new));
    assert_eq!(recognise(&file, &recorded(&file)), [known(0, false), known(1, false), known(2, false)]);
    let reordered = [balanced(70), plain(), plain()];
    assert_eq!(recognise(&reordered, &recorded(&file)), [known(1, false), known(0, false), known(2, false)]);
    let longer = [plain(), plain(), plain(), balanced(70)];
    let identities = recognise(&longer, &recorded(&file));
    assert!(is_new(identities[2]) && identities.iter().filter(|identity| is_new(**identity)).count() == 1);
}

#[test]
fn every_part_of_the_content_tells_lines_apart() {
    let others = [
        MovementFacts { booked_on: date!(2026 - 11 - 21), ..plain() },
        MovementFacts { booked_time: None, ..plain() },
        MovementFacts { direction: Direction::Debit, ..plain() },
        MovementFacts { amount: Amount::from_fen(5_001), ..plain() },
        balanced(50),
        MovementFacts { counterparty_name: "别人".to_owned(), ..plain() },
        MovementFacts { counterparty_account: "1".to_owned(), ..plain() },
        MovementFacts { remittance: "放 款".to_owned(), ..plain() },
    ];
    for other in others {
        assert!(is_new(recognise(std::slice::from_ref(&other), &recorded(&[plain()]))[0]), "{other:?}");
    }
}

#[test]
fn a_number_is_one_movement_however_often_it_is_told() {
    let file = [numbered("A1", plain()), numbered("A1", plain()), numbered("A2", plain())];
    let identities = recognise(&file, &[]);
    assert!(is_new(identities[0]) && is_new(identities[2]));
    assert_eq!(identities[1], Identity::Repeats(0));
    let stored = recorded(&file[..1]);
    assert_eq!(recognise(&file, &stored)[..2], [known(0, false), known(0, false)]);
    let retold = MovementFacts { remittance: "另一种写法".to_owned(), ..numbered("A1", balanced(9)) };
    assert_eq!(recognise(&[retold], &stored), [known(0, false)]);
}

#[test]
fn a_payment_and_its_fee_under_one_number_are_two() {
    let fee = MovementFacts { direction: Direction::Debit, amount: Amount::from_fen(200), ..plain() };
    let file = [numbered("A1", plain()), numbered("A1", fee)];
    assert!(recognise(&file, &[]).into_iter().all(is_new));
}

#[test]
fn a_fed_movement_and_the_statement_s_line_of_it_are_one_whichever_comes_first() {
    let fed =
        MovementFacts { remittance: "放款 截断".to_owned(), booked_time: None, ..numbered("A1", balanced(70)) };
    assert_eq!(recognise(&[balanced(70)], &recorded(std::slice::from_ref(&fed))), [known(0, false)]);
    assert_eq!(recognise(std::slice::from_ref(&fed), &recorded(&[balanced(70)])), [known(0, true)]);
    assert!(is_new(recognise(&[balanced(71)], &recorded(&[fed]))[0]));
}

#[test]
fn without_balances_account_and_remittance_decide_and_each_is_taken_once() {
    let fed = recorded(&[numbered("A1", plain())]);
    let identities = recognise(&[plain(), plain()], &fed);
    assert_eq!(identities[0], known(0, false));
    assert!(is_new(identities[1]));
    let other = MovementFacts { remittance: "别的".to_owned(), ..plain() };
    assert!(is_new(recognise(&[other], &fed)[0]));
    let two = recorded(&[numbered("A1", plain()), numbered("A2", plain())]);
    assert_eq!(recognise(&[plain(), plain()], &two), [known(0, false), known(1, false)]);
}

#[test]
fn of_two_that_share_a_balance_the_likeness_is_taken_first() {
    // 50.00 came from two payers and the balance was 70.00 after each, because 50.00 left in between.
    let other = MovementFacts { counterparty_account: "2".to_owned(), ..balanced(70) };
    let fed = recorded(&[numbered("A1", other.clone())]);
    let identities = recognise(&[balanced(70), other], &fed);
    assert!(is_new(identities[0]), "{identities:?}");
    assert_eq!(identities[1], known(0, false));
}

#[test]
fn a_second_fed_movement_is_not_taken_for_a_line_that_has_its_number() {
    let mut stored = recorded(&[balanced(70)]);
    stored[0].bank_reference = Some("A1".to_owned());
    assert!(is_new(recognise(&[numbered("A2", balanced(70))], &stored)[0]));
    assert_eq!(recognise(&[numbered("A1", balanced(70))], &stored), [known(0, false)]);
}
