//! What becomes of new lines, decided before anything is written: the preview of a statement and its confirmation make
//! the same plan. Lines of one file see what the lines before them have done.

use std::collections::HashMap;

use domain::{
    Amount, Reference,
    draw::{Draw, DrawState},
    id::{BankMovementId, DrawId, PayoutId, WalletId},
    matching::{BreakKind, Decision, Movement, Named, decide},
    payout::Payout,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::MovementFacts;

/// What a reference names.
#[derive(Clone, Debug)]
pub enum Thing {
    Draw { id: DrawId, draw: Draw, payer_account: String, reserve_account: Option<Uuid> },
    Wallet { id: WalletId, owner_account: String, owner_name: String },
    Payout { id: PayoutId, payout: Payout, amount: Amount, account: String },
}

/// What becomes of a line, as a person is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// It is recorded already: nothing happens.
    Known,
    /// Money for the draw, which is credited by it or awaits its instruction or the rest.
    Draw { reference: Reference, credited: bool },
    /// A top-up.
    Wallet { reference: Reference },
    /// The payout is confirmed.
    Payout { reference: Reference },
    /// It names the thing and differs, or names it too often.
    Break { reason: BreakKind, reference: Option<Reference> },
    /// A person looks.
    Unmatched,
    /// It may be this movement: two people look, and until then it is not in the books.
    Doubtful { like: BankMovementId },
}

impl Outcome {
    /// Of the kind, as files count their lines by it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Draw { .. } => "draw",
            Self::Wallet { .. } => "wallet",
            Self::Payout { .. } => "payout",
            Self::Break { .. } => "break",
            Self::Unmatched => "unmatched",
            Self::Doubtful { .. } => "doubtful",
        }
    }
}

/// Where a line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Draw(DrawId),
    Wallet(WalletId),
    Payout(PayoutId),
    Break { kind: BreakKind, draw: Option<DrawId>, payout: Option<PayoutId> },
    Unmatched,
}

/// A line's place with what is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    pub target: Target,
    pub outcome: Outcome,
}

/// Everything that the lines of one reading name, in its present state.
#[derive(Debug, Default)]
pub struct Things(HashMap<Reference, Thing>);

/// The references in a line's texts, in order, each once.
pub fn references(facts: &MovementFacts) -> Vec<Reference> {
    let given = facts.end_to_end_reference.as_deref().unwrap_or_default();
    Reference::find_all(&format!("{} {given}", facts.remittance))
}

impl Things {
    pub fn get(&self, reference: &Reference) -> Option<&Thing> {
        self.0.get(reference)
    }

    pub fn insert(&mut self, reference: Reference, thing: Thing) {
        self.0.insert(reference, thing);
    }

    /// Places one new line of `reserve_account` and remembers what it changes.
    pub fn place(&mut self, facts: &MovementFacts, reserve_account: Uuid) -> Placement {
        // What the bank takes back belongs to an earlier movement, and only people can tell to which.
        let references = if facts.reversal { Vec::new() } else { references(facts) };
        let named: Vec<(Reference, Named<'_>)> = references
            .into_iter()
            .filter_map(|reference| Some((reference.clone(), self.0.get(&reference)?.named())))
            .collect();
        let decision = decide(&facts.as_movement(), &named);
        let found: Vec<Reference> = named.into_iter().map(|(reference, _)| reference).collect();
        match decision {
            Decision::Draw(place) | Decision::Wallet(place) | Decision::Payout(place) => found
                .get(place)
                .map_or_else(Placement::unmatched, |name| self.take(name, facts.amount, reserve_account)),
            Decision::Break(reason, _) => {
                let reference = found.first().cloned();
                let (draw, payout) = match reference.as_ref().and_then(|name| self.0.get(name)) {
                    Some(Thing::Draw { id, .. }) => (Some(*id), None),
                    Some(Thing::Payout { id, .. }) => (None, Some(*id)),
                    _ => (None, None),
                };
                let target = Target::Break { kind: reason, draw, payout };
                Placement { target, outcome: Outcome::Break { reason, reference } }
            }
            Decision::Unmatched => Placement::unmatched(),
        }
    }

    /// Gives `amount` to what the line names.
    fn take(&mut self, name: &Reference, amount: Amount, here: Uuid) -> Placement {
        let reference = name.clone();
        match self.0.get_mut(name) {
            Some(Thing::Draw { id, draw, reserve_account, .. }) => {
                // A draw is credited from one reserve account; money for it on another is moved there by people.
                if reserve_account.is_some_and(|account| account != here) {
                    return Placement::unmatched();
                }
                let Ok(received) = draw.clone().receive(amount) else { return Placement::unmatched() };
                *reserve_account = Some(here);
                *draw = received.clone().credit().unwrap_or(received);
                let credited = draw.state == DrawState::Credited;
                Placement { target: Target::Draw(*id), outcome: Outcome::Draw { reference, credited } }
            }
            Some(Thing::Wallet { id, .. }) => {
                Placement { target: Target::Wallet(*id), outcome: Outcome::Wallet { reference } }
            }
            Some(Thing::Payout { id, payout, .. }) => {
                let Ok(confirmed) = payout.confirm() else { return Placement::unmatched() };
                *payout = confirmed;
                Placement { target: Target::Payout(*id), outcome: Outcome::Payout { reference } }
            }
            None => Placement::unmatched(),
        }
    }
}

impl Placement {
    const fn unmatched() -> Self {
        Self { target: Target::Unmatched, outcome: Outcome::Unmatched }
    }
}

impl Thing {
    pub fn named(&self) -> Named<'_> {
        match self {
            Self::Draw { draw, payer_account, .. } => {
                Named::Draw { amount: draw.amount, state: draw.state.clone(), payer_account }
            }
            Self::Wallet { owner_account, owner_name, .. } => Named::Wallet { owner_account, owner_name },
            Self::Payout { payout, amount, account, .. } => Named::Payout { amount: *amount, account, payout: *payout },
        }
    }
}

impl MovementFacts {
    /// What the decision needs to know.
    pub(super) fn as_movement(&self) -> Movement<'_> {
        Movement {
            direction: self.direction,
            amount: self.amount,
            counterparty_account: &self.counterparty_account,
            counterparty_name: &self.counterparty_name,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{matching::Direction, payout::PayoutState};
    use time::macros::date;

    use super::*;

    const DRAW: &str = "DRW2026112000000021";
    const PAYOUT: &str = "PAY2026112000000003";
    const HERE: Uuid = Uuid::from_u128(1);

    fn line(direction: Direction, yuan: i64, remittance: &str) -> MovementFacts {
        MovementFacts {
            booked_on: date!(2026 - 11 - 20),
            booked_time: None,
            direction,
            amount: Amount::from_fen(yuan * 100),
            balance_after: None,
            counterparty_name: "恒信商业保理有限公司".to_owned(),
            counterparty_account: "31050161364000001234".to_owned(),
            counterparty_bank: String::new(),
            remittance: remittance.to_owned(),
            end_to_end_reference: None,
            bank_reference: None,
            reversal: false,
            entry: None,
        }
    }

    fn credit(yuan: i64) -> MovementFacts {
        line(Direction::Credit, yuan, &format!("放款 {DRAW} 张三通讯"))
    }

    fn things(instructed: bool) -> Things {
        let mut things = Things::default();
        let state = DrawState::Awaiting { instructed, funds: Amount::ZERO };
        let draw = Draw { amount: Amount::from_fen(5_000_000), state };
        let payer_account = "31050161364000001234".to_owned();
        let (id, account) = (DrawId(Uuid::nil()), payer_account.clone());
        things.insert(DRAW.parse().unwrap(), Thing::Draw { id, draw, payer_account, reserve_account: None });
        let payout = Payout { state: PayoutState::Sent, attempt: 1 };
        let payout = Thing::Payout { id: PayoutId(Uuid::nil()), payout, amount: Amount::from_fen(100), account };
        things.insert(PAYOUT.parse().unwrap(), payout);
        things
    }

    fn told(things: &mut Things, line: &MovementFacts) -> String {
        match things.place(line, HERE).outcome {
            Outcome::Draw { credited, .. } => format!("draw {credited}"),
            Outcome::Break { reason, .. } => reason.code().to_owned(),
            Outcome::Payout { .. } => "payout".to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_second_payment_of_one_file_is_a_duplicate_whether_the_first_credited_or_not() {
        for instructed in [true, false] {
            let mut things = things(instructed);
            assert_eq!(told(&mut things, &credit(50_000)), format!("draw {instructed}"));
            assert_eq!(told(&mut things, &credit(50_000)), "duplicate_funds");
        }
    }

    #[test]
    fn parts_of_one_file_make_a_draw_and_too_much_of_them_does_not() {
        let mut things = things(true);
        assert_eq!(told(&mut things, &credit(20_000)), "draw false");
        assert_eq!(told(&mut things, &credit(40_000)), "amount_differs");
        assert_eq!(told(&mut things, &credit(30_000)), "draw true");
    }

    #[test]
    fn a_payout_is_confirmed_by_the_first_debit_and_not_by_the_second() {
        let (mut things, debit) = (things(true), line(Direction::Debit, 1, &format!("代付 {PAYOUT}")));
        assert_eq!(told(&mut things, &debit), "payout");
        assert_eq!(told(&mut things, &debit), "unknown_payout");
    }

    #[test]
    fn a_reference_beside_the_text_counts_and_a_reversal_s_does_not() {
        let beside =
            MovementFacts { end_to_end_reference: Some(DRAW.to_owned()), ..line(Direction::Credit, 50_000, "") };
        assert_eq!(told(&mut things(true), &beside), "draw true");
        let reversal = MovementFacts { reversal: true, ..beside };
        assert_eq!(told(&mut things(true), &reversal), "Unmatched");
    }

    #[test]
    fn money_on_another_reserve_account_than_the_first_part_is_left_to_people() {
        let mut things = things(true);
        assert_eq!(told(&mut things, &credit(20_000)), "draw false");
        assert_eq!(things.place(&credit(30_000), Uuid::from_u128(2)).target, Target::Unmatched);
    }

    #[test]
    fn references_that_name_nothing_are_passed_over() {
        let mut things = things(true);
        let unknown = line(Direction::Credit, 1, "DRW2026112000000099");
        assert_eq!(told(&mut things, &unknown), "Unmatched");
        let both = line(Direction::Credit, 50_000, &format!("APP2026112000000001 {DRAW}"));
        assert_eq!(told(&mut things, &both), "draw true");
    }
}
