//! What becomes of new lines, decided before anything is written: the preview of a statement and its confirmation make
//! the same plan. Lines of one file see what the lines before them have done.

use std::collections::HashMap;

use domain::{
    Amount, Reference,
    bank_movement::LineOutcome,
    draw::DrawState,
    id::{BankMovementId, PayoutId},
    matching::{BreakKind, Decision, Destination, Direction, Movement, Named, decide},
    payout::PayoutState,
    reference::ReferenceKind,
    width,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::MovementFacts;

/// What a reference names, and from which reserve account it takes its money if that is decided.
#[derive(Clone, Debug)]
pub struct Thing {
    pub destination: Destination,
    pub named: Named,
    pub reserve_account: Option<Uuid>,
}

/// What becomes of a line, as a person is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// It is recorded already: nothing happens.
    Known,
    /// It is for what has this number: a draw, which is credited by it or awaits its instruction or the rest, a wallet, or a
    /// payout. Reports of before 2026-12 name each of the three for itself.
    #[serde(alias = "draw", alias = "wallet", alias = "payout")]
    Matched {
        reference: Reference,
        #[serde(default)]
        credited: bool,
    },
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
    pub fn kind(&self) -> LineOutcome {
        match self {
            Self::Known => LineOutcome::Known,
            Self::Matched { reference, .. } => match reference.kind() {
                Some(ReferenceKind::Wallet) => LineOutcome::Wallet,
                Some(ReferenceKind::Payout) => LineOutcome::Payout,
                Some(ReferenceKind::Repayment) => LineOutcome::Receivable,
                Some(ReferenceKind::Carrier) => LineOutcome::Commission,
                Some(ReferenceKind::Settlement) => LineOutcome::Settlement,
                _ => LineOutcome::Draw,
            },
            Self::Break { .. } => LineOutcome::Break,
            Self::Unmatched => LineOutcome::Unmatched,
            Self::Doubtful { .. } => LineOutcome::Doubtful,
        }
    }
}

/// Where a line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    To(Destination),
    /// It differs from what it names.
    Break {
        kind: BreakKind,
        named: Destination,
    },
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
pub struct Things {
    named: HashMap<Reference, Thing>,
    owners: Owners,
    /// What partners owe back of what each payout has paid.
    owed_back: HashMap<PayoutId, Vec<Reference>>,
}

/// The numbers of those who pay from accounts of their own, of agents' wallets and of carriers: by reserve account, account
/// number and amount in fen, with the account's name.
#[derive(Debug, Default)]
pub struct Owners(HashMap<(Uuid, String, i64), (Reference, String)>);

impl Owners {
    pub fn insert(&mut self, paid: (Uuid, String, i64), owner: (Reference, String)) {
        self.0.insert(paid, owner);
    }

    pub fn references(&self) -> impl Iterator<Item = String> {
        self.0.values().map(|(reference, _)| reference.to_string())
    }

    /// What a line that names nothing is for: account and name are both its owner's.
    fn paid_by(&self, facts: &MovementFacts, reserve_account: Uuid) -> Option<Reference> {
        let paid = (reserve_account, facts.counterparty_account.clone(), facts.amount.fen());
        let (reference, name) = self.0.get(&paid)?;
        width::same(&facts.counterparty_name, name).then(|| reference.clone())
    }
}

/// The references in a line's texts, in order, each once.
pub fn references(facts: &MovementFacts) -> Vec<Reference> {
    let given = facts.end_to_end_reference.as_deref().unwrap_or_default();
    Reference::find_all(&format!("{} {given}", facts.remittance))
}

impl Things {
    pub fn get(&self, reference: &Reference) -> Option<&Thing> {
        self.named.get(reference)
    }

    pub fn insert(&mut self, reference: Reference, thing: Thing) {
        self.named.insert(reference, thing);
    }

    /// What is owed back under this number was paid by a payout.
    pub fn insert_owed_back(&mut self, paid_by: PayoutId, reference: Reference) {
        self.owed_back.entry(paid_by).or_default().push(reference);
    }

    /// With those who pay without naming anything.
    pub fn with(self, owners: Owners) -> Self {
        Self { owners, ..self }
    }

    /// Places one new line of `reserve_account` and remembers what it changes.
    pub fn place(&mut self, facts: &MovementFacts, reserve_account: Uuid) -> Placement {
        // What the bank takes back belongs to an earlier movement, and only people can tell to which.
        let mut references = if facts.reversal { Vec::new() } else { references(facts) };
        if facts.names_nothing() {
            references.extend(self.owners.paid_by(facts, reserve_account));
        }
        let mut named = references.into_iter().filter_map(|name| self.named.get(&name).map(|thing| (name, thing)));
        // A line that names several things is left to a person.
        let (Some((name, thing)), None) = (named.next(), named.next()) else { return Placement::unmatched() };
        match decide(&facts.as_movement(), &thing.named) {
            Decision::Matched => self.take(&name, facts.amount, reserve_account),
            Decision::Break(kind) => Placement {
                target: Target::Break { kind, named: thing.destination },
                outcome: Outcome::Break { reason: kind, reference: Some(name) },
            },
            Decision::Unmatched => Placement::unmatched(),
        }
    }

    /// Gives `amount` to what the line names.
    fn take(&mut self, name: &Reference, amount: Amount, here: Uuid) -> Placement {
        let Some(thing) = self.named.get_mut(name) else { return Placement::unmatched() };
        // It is paid into or out of one reserve account; people look at what stands on another.
        if thing.reserve_account.is_some_and(|account| account != here) {
            return Placement::unmatched();
        }
        let mut comes_back = false;
        let credited = match &mut thing.named {
            Named::Draw { draw, .. } => {
                let Ok(received) = draw.clone().receive(amount) else { return Placement::unmatched() };
                thing.reserve_account = Some(here);
                *draw = received.clone().credit().unwrap_or(received);
                draw.state == DrawState::Credited
            }
            Named::Wallet { .. } | Named::Carrier { .. } => false,
            Named::Receivable { owed, .. } => {
                *owed = owed.less(amount);
                false
            }
            Named::Settlement { arrived, .. } => {
                *arrived = arrived.plus(amount);
                false
            }
            Named::Payout { payout, whose, .. } => {
                let after = payout.confirm().or_else(|_| payout.come_back(*whose));
                let Ok(after) = after else { return Placement::unmatched() };
                comes_back = after.state == PayoutState::SentBack;
                *payout = after;
                false
            }
        };
        let destination = thing.destination;
        if let (Destination::Payout(id), true) = (destination, comes_back) {
            self.set_off(id);
        }
        let outcome = Outcome::Matched { reference: name.clone(), credited };
        Placement { target: Target::To(destination), outcome }
    }

    /// What its partner owes back of a payout is set off against it when it comes back: what else comes for that people look at.
    fn set_off(&mut self, payout: PayoutId) {
        for reference in self.owed_back.remove(&payout).unwrap_or_default() {
            if let Some(Thing { named: Named::Receivable { owed, .. }, .. }) = self.named.get_mut(&reference) {
                *owed = Amount::ZERO;
            }
        }
    }
}

impl Placement {
    const fn unmatched() -> Self {
        Self { target: Target::Unmatched, outcome: Outcome::Unmatched }
    }
}

impl MovementFacts {
    /// Money in, whose text has no number of ours.
    pub(super) fn names_nothing(&self) -> bool {
        self.direction == Direction::Credit && !self.reversal && references(self).is_empty()
    }

    /// What the decision needs to know.
    fn as_movement(&self) -> Movement<'_> {
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
    use domain::{
        draw::Draw,
        id::DrawId,
        payout::{Payout, Whose},
    };
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
        let (reserve_account, account) = (None, payer_account.clone());
        let (destination, named) = (Destination::Draw(DrawId(Uuid::nil())), Named::Draw { draw, payer_account });
        things.insert(DRAW.parse().unwrap(), Thing { destination, named, reserve_account });
        let payout = Payout { state: PayoutState::Sent, attempt: 1 };
        let named = Named::Payout { payout, amount: Amount::from_fen(100), account, whose: Whose::Partner };
        let destination = Destination::Payout(PayoutId(Uuid::nil()));
        things.insert(PAYOUT.parse().unwrap(), Thing { destination, named, reserve_account });
        things
    }

    fn told(things: &mut Things, line: &MovementFacts) -> String {
        match things.place(line, HERE).outcome {
            Outcome::Break { reason, .. } => reason.code().to_owned(),
            outcome @ Outcome::Matched { credited, .. } if outcome.kind() == LineOutcome::Draw => {
                format!("draw {credited}")
            }
            outcome @ Outcome::Matched { .. } => outcome.kind().code().to_owned(),
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
    fn what_comes_back_leaves_nothing_of_it_owed_back_to_the_lines_after_it() {
        const OWED: &str = "REP2026112000000005";
        for comes_back in [true, false] {
            let mut things = things(true);
            let account = "31050161364000001234".to_owned();
            let named = Named::Receivable { owed: Amount::from_fen(100), account };
            let thing = Thing { destination: Destination::Receivable(Uuid::nil()), named, reserve_account: None };
            things.insert(OWED.parse().unwrap(), thing);
            things.insert_owed_back(PayoutId(Uuid::nil()), OWED.parse().unwrap());
            assert_eq!(told(&mut things, &line(Direction::Debit, 1, &format!("代付 {PAYOUT}"))), "payout");
            if comes_back {
                assert_eq!(told(&mut things, &line(Direction::Credit, 1, &format!("退汇 {PAYOUT}"))), "payout");
            }
            let owed = told(&mut things, &line(Direction::Credit, 1, &format!("归还 {OWED}")));
            assert_eq!(owed, if comes_back { "amount_differs" } else { "receivable" });
        }
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

    #[test]
    fn a_line_that_names_two_things_is_left_to_people() {
        let both = line(Direction::Credit, 50_000, &format!("{DRAW} {PAYOUT}"));
        assert_eq!(told(&mut things(true), &both), "Unmatched");
    }

    #[test]
    fn reports_of_before_are_read() {
        for (kind, reference) in [("draw", DRAW), ("payout", PAYOUT), ("matched", PAYOUT)] {
            let told = serde_json::json!({ "kind": kind, "reference": reference });
            let outcome: Outcome = serde_json::from_value(told).unwrap();
            assert_eq!(outcome, Outcome::Matched { reference: reference.parse().unwrap(), credited: false });
        }
    }
}
