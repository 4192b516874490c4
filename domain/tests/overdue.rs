//! Overdue loans, penalty interest and sweeps against 600 lives that another program has worked out: `oracle/overdue.py`.

use domain::{
    Amount,
    id::PartnerId,
    loan::Loan,
    schedule::DueDates,
    sweep::{Claimed, share_out},
    terms::LoanTerms,
};
use serde::Deserialize;
use time::{Date, macros::format_description};
use uuid::Uuid;

#[derive(Deserialize)]
struct Life {
    case: u32,
    loans: Vec<Borrowed>,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Borrowed {
    principal: Amount,
    credited_on: String,
    terms: LoanTerms,
}

#[derive(Deserialize)]
struct Event {
    on: String,
    kind: String,
    money: Amount,
    /// Of each loan: penalty, interest, principal.
    paid: Vec<[Amount; 3]>,
    overdue_since: Vec<Option<String>>,
    owed: Vec<Amount>,
}

fn date(text: &str) -> Date {
    Date::parse(text, format_description!("[year]-[month]-[day]")).unwrap()
}

#[test]
fn overdue_loans_penalties_and_sweeps_come_out_to_the_fen() {
    let (mut events, mut swept, mut late) = (0, 0, 0);
    for line in include_str!("data/overdue.jsonl").lines() {
        let life: Life = serde_json::from_str(line).unwrap();
        let open = |loan: &Borrowed| {
            let dates = DueDates::unmoved(&loan.terms, date(&loan.credited_on)).unwrap();
            Loan::open(loan.principal, &loan.terms, &dates, PartnerId(Uuid::nil())).unwrap()
        };
        let mut loans: Vec<Loan> = life.loans.iter().map(open).collect();
        for event in &life.events {
            let told = format!("case {} on {}", life.case, event.on);
            let on = date(&event.on);
            let what = if event.kind == "due" { Claimed::Due } else { Claimed::Overdue };
            let shares = share_out(&loans.iter().map(|loan| &loan.position).collect::<Vec<_>>(), on, event.money, what);
            for (place, share) in shares.into_iter().enumerate() {
                let mut paid = [Amount::ZERO; 3];
                if share.is_positive() {
                    let (after, split) = loans[place].pay(on, share).unwrap();
                    loans[place] = after;
                    paid = [split.penalty, split.interest, split.principal];
                    swept += i32::from(event.kind == "swept");
                }
                let loan = &loans[place];
                let tomorrow = loan.state(on.next_day().unwrap()).overdue_since().map(|since| since.to_string());
                assert_eq!(paid, event.paid[place], "{told}, loan {place}");
                assert_eq!(tomorrow, event.overdue_since[place], "{told}, loan {place}");
                assert_eq!(loan.position.quote(on).due_total(), event.owed[place], "{told}, loan {place}");
                late += i32::from(tomorrow.is_some());
            }
            events += 1;
        }
    }
    assert!(events > 3_000 && swept > 300 && late > 1_000, "{events} {swept} {late}");
}
