use time::macros::date;

use super::*;

const TODAY: Date = date!(2026 - 11 - 20);

fn fen(fen: i64) -> Amount {
    Amount::from_fen(fen)
}

fn told() -> Told {
    Told { opening: Some(fen(100)), closing: Some(fen(130)), moved: fen(30), dates: vec![TODAY], unread: 0 }
}

fn found(told: &Told) -> Vec<Finding> {
    told.findings(TODAY)
}

#[test]
fn only_what_came_in_from_somebody_known_and_is_for_nobody_goes_back() {
    let payer = ("路人甲", "6222");
    for state in MovementState::ALL {
        let open = matches!(state, MovementState::Unmatched | MovementState::Broken);
        assert_eq!(may_return(state, Direction::Credit, payer).is_ok(), open, "{state:?}");
    }
    let unmatched = |direction, payer| may_return(MovementState::Unmatched, direction, payer);
    assert_eq!(unmatched(Direction::Debit, payer), Err(ApprovalRefusal::NotReceived));
    for unknown in [("", "6222"), ("路人甲", "")] {
        assert_eq!(unmatched(Direction::Credit, unknown), Err(ApprovalRefusal::PayerUnknown));
    }
}

#[test]
fn balances_that_do_not_explain_the_lines_say_what_is_missing() {
    assert_eq!(found(&told()), []);
    let less = Told { moved: fen(20), ..told() };
    assert_eq!(found(&less), [Finding::Unexplained { missing: fen(10) }]);
    // What was read as a debit came in: each such line is wrong by twice its amount.
    let turned = Told { moved: fen(-30), ..told() };
    assert_eq!(found(&turned), [Finding::Unexplained { missing: fen(60) }]);
    // A closing balance in debit.
    let debit = Told { opening: Some(fen(1_815)), moved: fen(885), closing: Some(fen(-2_700)), ..told() };
    assert_eq!(found(&debit), [Finding::Unexplained { missing: fen(-5_400) }]);
    assert_eq!(found(&Told { closing: None, opening: None, ..told() }), [Finding::NoBalances]);
}

#[test]
fn one_balance_gives_the_other_and_proves_nothing() {
    for (opening, closing) in [(Some(fen(100)), None), (None, Some(fen(130)))] {
        let told = Told { opening, closing, ..told() };
        assert_eq!(found(&told), [Finding::OneBalance]);
        assert_eq!(told.ends(), (Some(fen(100)), Some(fen(130))));
        assert!(!told.is_explained());
    }
    let unread = Told { opening: None, unread: 1, ..told() };
    assert_eq!(unread.ends(), (None, Some(fen(130))));
    assert_eq!(Told { opening: None, closing: None, ..told() }.ends(), (None, None));
    assert!(told().is_explained());
}

#[test]
fn dates_far_away_and_unread_lines_are_told() {
    let dates = vec![TODAY, date!(2016 - 11 - 20), date!(2026 - 11 - 21), date!(2025 - 11 - 19)];
    let far = Finding::FarAway { lines: 2, first: date!(2016 - 11 - 20), last: date!(2026 - 11 - 21) };
    assert_eq!(found(&Told { dates, ..told() }), [far]);
    assert_eq!(found(&Told { unread: 3, ..told() }), [Finding::Unread { lines: 3 }]);
}

#[test]
fn a_statement_joins_what_was_known_before_or_leaves_a_gap() {
    for (before, within, joined, link) in [
        (None, None, false, Link::Start),
        (Some(1), Some(false), false, Link::Follows),
        (Some(2), None, false, Link::Gap),
        (Some(2), Some(false), true, Link::Gap),
        (Some(2), Some(true), true, Link::Part),
        // What another source has told of the day begins behind the same gap.
        (Some(2), Some(true), false, Link::Gap),
        (None, Some(false), false, Link::Part),
        (None, Some(true), false, Link::Part),
    ] {
        assert_eq!(Link::of(fen(1), before.map(fen), within, joined), link, "{before:?} {within:?} {joined}");
    }
}

#[test]
fn who_confirms_what_is_grave_says_why_and_so_does_who_gives_back() {
    let light = [Finding::NoBalances];
    let grave = [Finding::NoBalances, Finding::Unread { lines: 1 }];
    assert_eq!(check_decision(true, "", light.iter()), Ok(()));
    assert_eq!(check_decision(true, " ", grave.iter()), Err(StatementRefusal::NoteMissing));
    assert_eq!(check_decision(false, "", light.iter()), Err(StatementRefusal::NoteMissing));
    assert_eq!(check_decision(true, "与银行核对", grave.iter()), Ok(()));
    assert_eq!(check_decision(true, &"长".repeat(501), light.iter()), Err(StatementRefusal::NoteTooLong));
}

#[test]
fn what_begins_behind_a_gap_is_given_back_or_waits_whatever_is_said_of_it() {
    let less = [Finding::Unread { lines: 1 }, Finding::Gap { known: fen(112), opening: fen(100) }];
    let missing = StatementRefusal::PredecessorMissing { gap: fen(-12) };
    assert_eq!(check_decision(true, "与银行核对", less.iter()), Err(missing));
    assert_eq!(check_decision(false, "与银行核对", less.iter()), Ok(()));
    let behind = [Finding::GapAfter { closing: fen(100), known: fen(112) }];
    assert_eq!(check_decision(true, "与银行核对", behind.iter()), Ok(()));
}
