use time::macros::{date, time};

use super::*;
use crate::bank_movement::Entry;

mod days;

fn recognise(lines: &[MovementFacts], stored: &[Stored]) -> Vec<Identity> {
    super::recognise(&lines.iter().collect::<Vec<_>>(), stored, Source::File, &|_, _| false)
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
        remittance: "放款 DRW2026112000000021".to_owned(),
        end_to_end_reference: None,
        bank_reference: None,
        reversal: false,
        entry: None,
    }
}

fn balanced(yuan: i64) -> MovementFacts {
    MovementFacts { balance_after: Some(Amount::from_fen(yuan * 100)), ..plain() }
}

fn numbered(number: &str, line: MovementFacts) -> MovementFacts {
    MovementFacts { bank_reference: Some(number.to_owned()), ..line }
}

/// A part of 50.00 of an entry of 100.00.
fn part(number: Option<&str>, text: &str) -> MovementFacts {
    let entry = Entry { place: 1, number: number.map(str::to_owned), amount: Amount::from_fen(10_000) };
    MovementFacts { entry: Some(entry), remittance: text.to_owned(), counterparty_account: String::new(), ..plain() }
}

/// 100.00 in one line.
fn whole(number: Option<&str>) -> MovementFacts {
    let bank_reference = number.map(str::to_owned);
    MovementFacts { amount: Amount::from_fen(10_000), bank_reference, remittance: "批量".to_owned(), ..plain() }
}

fn id(place: usize) -> Uuid {
    Uuid::from_u128(u128::try_from(place).unwrap())
}

/// What is stored once all lines of a file were recorded as new, in order.
fn recorded(lines: &[MovementFacts]) -> Vec<Stored> {
    let stored = |(place, line): (usize, &MovementFacts)| Stored {
        id: id(place),
        facts: line.clone(),
        also: Vec::new(),
        fed: false,
        entry: line.entry.as_ref().map(|entry| Uuid::from_u128(1_000 + u128::from(entry.place))),
        unmatched: false,
    };
    lines.iter().enumerate().map(stored).collect()
}

fn fed(lines: &[MovementFacts]) -> Vec<Stored> {
    recorded(lines).into_iter().map(|stored| Stored { fed: true, ..stored }).collect()
}

fn known(place: usize) -> Identity {
    Identity::Known { movement: id(place), adds: true }
}

fn perhaps(place: usize) -> Identity {
    Identity::Doubtful { like: id(place) }
}

fn is_known(identity: &Identity) -> bool {
    matches!(identity, Identity::Known { .. })
}

#[test]
fn equal_lines_of_one_file_are_as_many_movements_and_are_all_known_the_next_time() {
    let file = [plain(), balanced(70), plain()];
    assert_eq!(recognise(&file, &[]), [Identity::New; 3]);
    assert!(recognise(&file, &recorded(&file)).iter().all(is_known));
    let reordered = [balanced(70), plain(), plain()];
    assert!(recognise(&reordered, &recorded(&file)).iter().all(is_known));
    let longer = [plain(), plain(), balanced(70), plain()];
    let identities = recognise(&longer, &recorded(&file));
    assert_eq!(identities.iter().filter(|identity| **identity == Identity::New).count(), 1, "{identities:?}");
}

#[test]
fn what_both_readings_state_tells_them_apart_and_what_one_omits_does_not() {
    let firm = || numbered("A1", balanced(70));
    let others = [
        MovementFacts { booked_on: date!(2026 - 11 - 21), ..firm() },
        MovementFacts { direction: Direction::Debit, ..firm() },
        MovementFacts { amount: Amount::from_fen(5_001), ..firm() },
        numbered("A1", balanced(71)),
        numbered("A2", MovementFacts { remittance: "别的".to_owned(), ..balanced(70) }),
        MovementFacts { counterparty_account: "1".to_owned(), ..firm() },
    ];
    for other in others {
        assert_eq!(recognise(std::slice::from_ref(&other), &recorded(&[firm()])), [Identity::New], "{other:?}");
    }
    let omitting = [
        MovementFacts { booked_time: None, ..firm() },
        MovementFacts { counterparty_account: String::new(), ..firm() },
        MovementFacts { counterparty_name: String::new(), ..plain() },
        MovementFacts { remittance: String::new(), booked_time: None, ..plain() },
        balanced(70),
        numbered("A1", plain()),
    ];
    for other in omitting {
        assert!(is_known(&recognise(std::slice::from_ref(&other), &recorded(&[firm()]))[0]), "{other:?}");
        assert!(is_known(&recognise(&[firm()], &recorded(std::slice::from_ref(&other)))[0]), "{other:?}");
    }
}

#[test]
fn dress_tells_nothing_apart() {
    let dressed = MovementFacts {
        counterparty_name: "恒信商业保理 有限公司".to_owned(),
        remittance: "放款　ＤＲＷ2026112000000021".to_owned(),
        booked_time: Some(time!(09:15:00)),
        ..plain()
    };
    assert_eq!(recognise(&[dressed], &recorded(&[plain()])), [known(0)]);
    let midnight = MovementFacts { booked_time: Some(time!(00:00:00)), ..plain() };
    assert_eq!(recognise(&[midnight], &recorded(&[plain()])), [known(0)]);
}

#[test]
fn what_is_alike_and_reads_otherwise_waits_for_people() {
    let retold = |line: MovementFacts| MovementFacts { remittance: "网银转账".to_owned(), ..line };
    // The bank's number or the balance says that they are one, the text that they are not.
    assert_eq!(recognise(&[retold(numbered("A1", plain()))], &recorded(&[numbered("A1", plain())])), [perhaps(0)]);
    assert_eq!(recognise(&[retold(balanced(70))], &recorded(&[balanced(70)])), [perhaps(0)]);
    assert_eq!(recognise(&[numbered("B1", balanced(70))], &recorded(&[numbered("A1", balanced(70))])), [perhaps(0)]);
    // Each source may number a movement in its own way, or tell another moment of it; not both.
    let later = |line: MovementFacts| MovementFacts { booked_time: Some(time!(09:15:09)), ..line };
    let silent = MovementFacts { counterparty_account: String::new(), counterparty_name: String::new(), ..plain() };
    assert_eq!(recognise(&[numbered("B1", plain())], &recorded(&[numbered("A1", plain())])), [perhaps(0)]);
    assert_eq!(recognise(&[later(plain())], &recorded(&[plain()])), [perhaps(0)]);
    assert_eq!(recognise(&[later(silent.clone())], &recorded(&[plain()])), [perhaps(0)]);
    let both_ways = later(numbered("B1", plain()));
    assert_eq!(recognise(&[both_ways], &recorded(&[numbered("A1", plain())])), [Identity::New]);
    assert_eq!(recognise(&[later(retold(plain()))], &recorded(&[plain()])), [Identity::New]);
    // A source that tells of both has two.
    assert_eq!(recognise(&[plain(), later(plain())], &recorded(&[plain()])), [known(0), Identity::New]);
    // Nothing firm is there at all.
    assert_eq!(recognise(&[retold(plain())], &recorded(&[plain()])), [perhaps(0)]);
    // A text that the bank has cut off is the same where something firm says so, and else perhaps.
    let cut = |line: MovementFacts| MovementFacts { remittance: "放款 DRW20261120000".to_owned(), ..line };
    assert_eq!(recognise(&[cut(balanced(70))], &recorded(&[balanced(70)])), [known(0)]);
    assert_eq!(recognise(&[cut(plain())], &recorded(&[plain()])), [perhaps(0)]);
}

#[test]
fn a_doubtful_reading_is_known_the_next_time_and_people_s_word_is_kept() {
    let retold = MovementFacts { remittance: "网银转账".to_owned(), ..balanced(70) };
    let both = recorded(&[balanced(70), retold.clone()]);
    assert_eq!(recognise(std::slice::from_ref(&retold), &both), [known(1)]);
    let mut found_same = recorded(&[balanced(70)]);
    found_same[0].also.push(retold.clone());
    assert!(is_known(&recognise(std::slice::from_ref(&retold), &found_same)[0]));
    // Two lines of one file are two movements, also when each reads as one of two readings of the first.
    assert_eq!(recognise(&[retold, balanced(70)], &found_same), [perhaps(0); 2]);
}

#[test]
fn a_statement_that_begins_where_another_ends_tells_of_other_movements() {
    let stored = recorded(&[plain()]);
    let after = |lines: &[&MovementFacts]| super::recognise(lines, &stored, Source::File, &|_, id| id == stored[0].id);
    assert_eq!(after(&[&plain()]), [Identity::New]);
    let whole = recorded(&[MovementFacts { amount: Amount::from_fen(10_000), ..plain() }]);
    let entry = |place| Some(crate::bank_movement::Entry { place, number: None, amount: Amount::from_fen(10_000) });
    let part = MovementFacts { entry: entry(0), ..plain() };
    let parts = [&part, &part];
    assert_eq!(super::recognise(&parts, &whole, Source::File, &|_, _| true), [Identity::New; 2]);
    let recorded_parts = recorded(&[part.clone(), part.clone()]);
    let told = MovementFacts { amount: Amount::from_fen(10_000), ..plain() };
    assert_eq!(super::recognise(&[&told], &recorded_parts, Source::File, &|_, _| true), [Identity::New]);
}

#[test]
fn a_number_that_two_lines_share_makes_them_no_less_two() {
    let file = [numbered("R1", plain()), numbered("R1", plain())];
    assert_eq!(recognise(&file, &[]), [Identity::New; 2]);
    assert!(recognise(&file, &recorded(&file)).iter().all(is_known));
    let fee = MovementFacts { direction: Direction::Debit, amount: Amount::from_fen(200), ..plain() };
    assert_eq!(recognise(&[numbered("A1", plain()), numbered("A1", fee)], &[]), [Identity::New; 2]);
}

#[test]
fn the_feed_tells_of_a_movement_again_only_under_its_number() {
    let feed = |line: &MovementFacts, stored: &[Stored]| super::recognise(&[line], stored, Source::Feed, &|_, _| false);
    let one = numbered("A1", plain());
    assert!(is_known(&feed(&one, &fed(std::slice::from_ref(&one)))[0]));
    assert_eq!(feed(&numbered("A2", plain()), &fed(std::slice::from_ref(&one))), [Identity::New]);
    assert_eq!(feed(&plain(), &fed(&[plain()])), [Identity::New]);
    // What a file has told, the feed tells for the first time.
    assert!(is_known(&feed(&one, &recorded(&[plain()]))[0]));
}

#[test]
fn which_of_two_is_the_new_one_is_not_guessed() {
    // One of the two is the movement without a payer; which, nothing says, and they would go to different places.
    let bare = MovementFacts {
        counterparty_name: String::new(),
        counterparty_account: String::new(),
        remittance: String::new(),
        booked_time: None,
        ..plain()
    };
    let of = |name: &str| MovementFacts {
        counterparty_name: name.to_owned(),
        counterparty_account: String::new(),
        ..plain()
    };
    assert_eq!(recognise(&[of("甲"), of("乙")], &recorded(std::slice::from_ref(&bare))), [perhaps(0); 2]);
    // Where one agrees on more, it is the one.
    let named = MovementFacts { remittance: String::new(), booked_time: None, ..of("甲") };
    let identities = recognise(&[bare, of("甲")], &recorded(&[named]));
    assert!(is_known(&identities[1]) && identities[0] == Identity::New, "{identities:?}");
}

#[test]
fn an_early_choice_is_given_up_where_it_would_make_a_movement_of_nothing() {
    let silent = MovementFacts { booked_time: None, ..plain() };
    let stored = recorded(&[plain(), MovementFacts { booked_time: Some(time!(10:00:00)), ..plain() }]);
    assert!(recognise(&[silent, plain()], &stored).iter().all(is_known));
}

#[test]
fn an_entry_told_whole_and_told_in_parts_is_one_sum() {
    let parts = [part(Some("B1"), "一"), part(Some("B1"), "二")];
    let sum = Identity::Known { movement: id(0), adds: false };
    assert_eq!(recognise(&parts, &[]), [Identity::New; 2]);
    assert_eq!(recognise(&parts, &recorded(&[whole(Some("B1"))])), [sum; 2]);
    assert_eq!(recognise(&[whole(Some("B1"))], &recorded(&parts)), [sum]);
    assert!(recognise(&parts, &recorded(&parts)).iter().all(is_known));
    assert_eq!(recognise(&[whole(Some("B2"))], &recorded(&parts)), [perhaps(0)]);
    // Equal sums alone may be chance.
    assert_eq!(recognise(&parts, &recorded(&[whole(None)])), [perhaps(0); 2]);
    assert_eq!(recognise(&[whole(None)], &recorded(&parts)), [perhaps(0)]);
}
