use super::*;
use crate::calendar::{CalendarDay, DayKind};
use time::{
    Duration,
    macros::{date, datetime},
};

const TODAY: Date = date!(2026 - 11 - 20);
const AT: OffsetDateTime = datetime!(2026-11-20 10:00 +8);

#[test]
fn a_loan_goes_to_who_shares_its_card_while_it_is_overdue_and_back_while_anything_is_owed() {
    let late = LoanStanding {
        holder: Holder::Funder,
        state: LoanState::Overdue { since: TODAY },
        due_on: Some(TODAY),
        shared: true,
    };
    let code = |outcome: Result<(), DebtRefusal>| outcome.err().map(|refusal| refusal.code());
    assert_eq!(code(late.may_transfer(false)), None);
    assert_eq!(code(late.may_transfer(true)), Some("debt.not_held"));
    for (standing, refusal) in [
        (LoanStanding { state: LoanState::Active, ..late }, "debt.not_overdue"),
        (LoanStanding { state: LoanState::Settled, due_on: None, ..late }, "debt.settled"),
        (LoanStanding { shared: false, ..late }, "debt.not_shared"),
    ] {
        assert_eq!(code(standing.may_transfer(false)), Some(refusal));
        assert_eq!(Declined::from_code(refusal).map(Declined::code), Some(refusal));
        assert_eq!(code(standing.may_change_hands(false)), Some(refusal));
    }
    let frozen = LoanStanding { holder: Holder::InTransfer, ..late };
    assert_eq!(code(frozen.may_transfer(false)), Some("debt.in_other_transfer"));
    assert_eq!(code(frozen.may_change_hands(false)), None);
    let held = LoanStanding { holder: Holder::Facilitator, state: LoanState::Active, shared: false, ..late };
    assert_eq!(code(held.may_transfer(true)), None, "bought back whatever has become of the card");
}

#[test]
fn an_item_is_known_by_its_text() {
    for item in [Item::Debt(DebtId(Uuid::nil())), Item::Loan(LoanId(Uuid::max()))] {
        assert_eq!(item.to_string().parse(), Ok(item));
    }
    assert!("draw_00000000000000000000000000".parse::<Item>().is_err());
}

fn transfer(state: TransferState) -> DebtTransfer {
    DebtTransfer { state, back: false, notified_on: None, effective_from: None, approved_at: Some(AT) }
}

#[test]
fn each_state_allows_its_steps() {
    use TransferState::{Approved, Cancelled, Confirmed, Effective, Rejected, Submitted};
    for (state, steps) in [
        (Submitted, [Some(Confirmed), Some(Rejected), Some(Cancelled), None]),
        (Confirmed, [None, Some(Rejected), Some(Cancelled), Some(Approved)]),
        (Approved, [None, None, Some(Cancelled), None]),
        (Effective, [None; 4]),
        (Cancelled, [None; 4]),
        (Rejected, [None; 4]),
    ] {
        let now = transfer(state);
        let done = [now.confirm(), now.reject(), now.cancel(), now.approve(1)];
        assert_eq!(done.map(|step| step.ok().map(|after| after.state)), steps, "{state:?}");
        assert!(now.approve(0).is_err(), "{state:?}");
        assert_eq!(now.may_add_document(0).is_ok(), !matches!(state, Cancelled | Rejected), "{state:?}");
        assert!(now.may_add_document(DOCUMENTS_LIMIT).is_err(), "{state:?}");
        let open = matches!(state, Submitted | Confirmed | Approved);
        assert_eq!(now.notify(TODAY, TODAY).is_ok(), open, "{state:?}");
    }
}

#[test]
fn who_holds_what_is_frozen_can_leave_and_without_a_notice_it_thaws() {
    let approved = transfer(TransferState::Approved);
    assert!(approved.reject().is_err());
    let back = DebtTransfer { back: true, ..approved };
    assert_eq!(back.reject().unwrap().state, TransferState::Rejected);
    let plain = Calendar::default();
    assert_eq!(approved.thaws_at(&plain), Some(AT + Duration::days(14)));
    let off = CalendarDay { on: TODAY + Duration::days(3), kind: DayKind::Off, name: String::new() };
    assert_eq!(approved.thaws_at(&[off].into_iter().collect()), Some(AT + Duration::days(17)), "over a weekend");
    assert_eq!(approved.notify(TODAY, TODAY).unwrap().thaws_at(&plain), None);
    assert_eq!(transfer(TransferState::Confirmed).thaws_at(&plain), None);
}

#[test]
fn it_waits_for_the_notice_the_debits_and_its_time() {
    let approved = transfer(TransferState::Approved);
    assert_eq!(approved.waits_for(Draining::Nothing, true, AT), Some(Waiting::Notice));
    assert_eq!(approved.notify(TODAY + Duration::DAY, TODAY), Err(TransferRefusal::NotifiedInTheFuture));
    let notified = approved.notify(TODAY, TODAY).unwrap();
    assert_eq!(notified.notify(TODAY, TODAY), Err(TransferRefusal::NotifiedAlready));
    assert_eq!(notified.waits_for(Draining::All, true, AT), Some(Waiting::Partners));
    assert_eq!(notified.waits_for(Draining::All, false, AT), Some(Waiting::Debits));
    assert_eq!(notified.waits_for(Draining::Nothing, false, AT), None);
    let until = AT + Duration::HOUR;
    let later = DebtTransfer { effective_from: Some(until), ..notified };
    assert_eq!(later.waits_for(Draining::Nothing, false, AT), Some(Waiting::Time { until }));
    assert_eq!(later.waits_for(Draining::Nothing, false, until), None);
}

#[test]
fn what_drains_keeps_the_others_to_their_time_and_ten_minutes_at_least() {
    let of = |any, all| Draining::of(any, all);
    assert_eq!([of(false, true), of(true, false), of(true, true)], [Draining::Nothing, Draining::Part, Draining::All]);
    let notified = transfer(TransferState::Approved).notify(TODAY, TODAY).unwrap();
    let from = |effective_from| DebtTransfer { effective_from, ..notified };
    let (soon, late) = (AT + Duration::minutes(10), AT + Duration::HOUR);
    for (transfer, until) in [(from(None), soon), (from(Some(AT - Duration::DAY)), soon), (from(Some(late)), late)] {
        let waits = |draining, at| transfer.waits_for(draining, false, at);
        assert_eq!(waits(Draining::Part, until - Duration::SECOND), Some(Waiting::Debits));
        assert_eq!(waits(Draining::Part, until), None);
        assert_eq!(
            waits(Draining::All, until + Duration::DAY),
            Some(Waiting::Debits),
            "nothing could go on without them"
        );
    }
}
