//! What the agreement payment network settles: the lines of a day's file held against our debits.

use serde::{Deserialize, Serialize};

use crate::{Amount, agreement_debit::DebitState, network::Meaning};

/// How far the settlement of a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettlementState {
    /// Its file has not come.
    Awaited,
    /// The file is there, and not held against our debits yet.
    Received,
    Compared,
}

codes!(SettlementState {
    Awaited => "awaited",
    Received => "received",
    Compared => "compared",
});

/// Which way the money of a line went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// From a payer's card.
    Payment,
    /// Back to it, as somebody has ordered.
    Refund,
    /// Back to it, as the payer or its bank has demanded.
    Return,
}

codes!(LineKind {
    Payment => "payment",
    Refund => "refund",
    Return => "return",
});

/// How a line of a file stands beside what we have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStanding {
    /// It is not as we have it, also where that is settled.
    Differs,
    /// It settles what it names.
    Settles,
    /// No money moved.
    Nothing,
}

codes!(LineStanding {
    Differs => "differs",
    Settles => "settles",
    Nothing => "nothing",
});

/// A line of a file, as far as the comparison needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TheirLine {
    pub kind: LineKind,
    pub amount: Amount,
    /// Of its result.
    pub meaning: Meaning,
}

/// The debit that a line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OurDebit {
    pub state: DebitState,
    pub amount: Amount,
    /// Another line of the same kind has settled it already, or is a difference that people decide as the one of its kind.
    pub settled: bool,
    /// What it has brought: its amount once it has succeeded, or what two people have booked of it although it had failed.
    pub taken: Option<Amount>,
    /// What of that went back as was ordered.
    pub refunded: Amount,
    /// What of it the network has given back by itself: all that was left then.
    pub returned: Option<Amount>,
    /// It is itself a refund.
    pub is_refund: bool,
    /// It is a refund, and gives back what had gone back before.
    pub beyond: bool,
}

impl OurDebit {
    /// What a line that gives it back comes to: all that was taken, or all that is left of it, is given back once.
    fn give_back(&self, taken: Amount, told: Amount) -> Comparison {
        let left = taken.less(self.refunded);
        match self.returned {
            _ if self.settled => Comparison::Differs(SettlementBreak::Repeated),
            Some(counted) if counted == told => Comparison::Agreed,
            None if left.is_positive() && (told == taken || told == left) => Comparison::Return,
            _ if told == taken => Comparison::Differs(SettlementBreak::BeyondTaken),
            _ => Comparison::Differs(SettlementBreak::AmountDiffers),
        }
    }
}

/// What the network and we do not say alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettlementBreak {
    /// It names no debit of ours.
    OnlyTheirs,
    /// A debit that has succeeded here is in no file.
    OnlyOurs,
    AmountDiffers,
    /// It settles what another line has settled.
    Repeated,
    /// It settles what we have never sent.
    NeverSent,
    /// It settles what has failed here: the network has said so before.
    LateSuccess,
    /// It says that a debit failed which has succeeded here.
    Contradicted,
    /// It gives back what nobody has ordered to be given back.
    UnorderedRefund,
    /// It gives back more than was left of what was taken.
    BeyondTaken,
    /// Another file of a date whose file had come.
    FileChanged,
}

codes!(SettlementBreak {
    OnlyTheirs => "only_theirs",
    OnlyOurs => "only_ours",
    AmountDiffers => "amount_differs",
    Repeated => "repeated",
    NeverSent => "never_sent",
    LateSuccess => "late_success",
    Contradicted => "contradicted",
    UnorderedRefund => "unordered_refund",
    BeyondTaken => "beyond_taken",
    FileChanged => "file_changed",
});

/// Where something stands that people look into: a break, a difference of a settlement, a line that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakState {
    Open,
    Settled,
}

codes!(BreakState {
    Open => "open",
    Settled => "settled",
});

/// What a line comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It settles the debit.
    Agreed,
    /// No money moved, and nobody says that any did.
    Nothing,
    /// It is the network's word on a debit of which we knew nothing yet: that is filed first, as an answer of the network is.
    Tell(Meaning),
    /// It is the first word of the network's having given a debit back: that too is filed first.
    Return,
    Differs(SettlementBreak),
}

/// Holds a line against the debit that it names, if there is one.
#[must_use]
pub fn compare(line: TheirLine, ours: Option<OurDebit>) -> Comparison {
    use Comparison::{Agreed, Differs, Nothing, Tell};
    let refused = matches!(line.meaning, Meaning::Refused(_));
    let Some(ours) = ours else {
        return if refused { Nothing } else { Differs(SettlementBreak::OnlyTheirs) };
    };
    if ours.is_refund != (line.kind == LineKind::Refund) {
        return if refused { Nothing } else { Differs(SettlementBreak::UnorderedRefund) };
    }
    let same = line.amount == ours.amount;
    if line.kind == LineKind::Return {
        return match (ours.state, ours.taken, line.meaning) {
            (_, _, Meaning::Refused(_)) => Nothing,
            // What is given back was taken.
            (DebitState::Unknown, _, Meaning::Done) if same => Tell(Meaning::Done),
            (_, Some(taken), Meaning::Done) => ours.give_back(taken, line.amount),
            _ => Differs(SettlementBreak::UnorderedRefund),
        };
    }
    match (ours.state, line.meaning) {
        (DebitState::Accepted, _) => Differs(SettlementBreak::NeverSent),
        (DebitState::Unknown, Meaning::Done) if same => Tell(Meaning::Done),
        (DebitState::Unknown, refusal @ Meaning::Refused(_)) => Tell(refusal),
        (DebitState::Succeeded, Meaning::Done) if ours.settled => Differs(SettlementBreak::Repeated),
        (DebitState::Succeeded, Meaning::Done) if same && ours.beyond => Differs(SettlementBreak::BeyondTaken),
        (DebitState::Succeeded, Meaning::Done) if same => Agreed,
        (DebitState::Unknown | DebitState::Succeeded, Meaning::Done) => Differs(SettlementBreak::AmountDiffers),
        (DebitState::Succeeded, _) => Differs(SettlementBreak::Contradicted),
        // What was taken once is given back or booked once.
        (DebitState::Failed, Meaning::Done) if ours.settled => Differs(SettlementBreak::Repeated),
        (DebitState::Failed, Meaning::Done) => Differs(SettlementBreak::LateSuccess),
        (DebitState::Unknown | DebitState::Failed, _) => Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Reason;

    const REFUSED: Meaning = Meaning::Refused(Reason::InsufficientFunds);
    /// A code that nobody has told us of.
    const ODD: Meaning = Meaning::Unknown;

    fn line(kind: LineKind, fen: i64, meaning: Meaning) -> TheirLine {
        TheirLine { kind, amount: Amount::from_fen(fen), meaning }
    }

    /// A debit of 1.00, of which nothing went back.
    fn ours(state: DebitState, settled: bool) -> OurDebit {
        let amount = Amount::from_fen(100);
        OurDebit {
            state,
            amount,
            settled,
            taken: (state == DebitState::Succeeded).then_some(amount),
            refunded: Amount::ZERO,
            returned: None,
            is_refund: false,
            beyond: false,
        }
    }

    #[test]
    fn every_state_of_ours_meets_every_word_of_theirs() {
        use Comparison::{Agreed, Differs, Nothing, Tell};
        use SettlementBreak::{
            AmountDiffers, Contradicted, LateSuccess, NeverSent, OnlyTheirs, Repeated, UnorderedRefund,
        };
        let lines = [
            line(LineKind::Payment, 100, Meaning::Done),
            line(LineKind::Payment, 101, Meaning::Done),
            line(LineKind::Payment, 100, REFUSED),
            line(LineKind::Payment, 100, ODD),
            line(LineKind::Refund, 100, Meaning::Done),
            line(LineKind::Refund, 100, REFUSED),
        ];
        let refund = Differs(UnorderedRefund);
        for (state, settled, expected) in [
            (
                None,
                false,
                [Differs(OnlyTheirs), Differs(OnlyTheirs), Nothing, Differs(OnlyTheirs), Differs(OnlyTheirs), Nothing],
            ),
            (
                Some(DebitState::Accepted),
                false,
                [Differs(NeverSent), Differs(NeverSent), Differs(NeverSent), Differs(NeverSent), refund, Nothing],
            ),
            (
                Some(DebitState::Unknown),
                false,
                [Tell(Meaning::Done), Differs(AmountDiffers), Tell(REFUSED), Nothing, refund, Nothing],
            ),
            (
                Some(DebitState::Succeeded),
                false,
                [Agreed, Differs(AmountDiffers), Differs(Contradicted), Differs(Contradicted), refund, Nothing],
            ),
            (
                Some(DebitState::Succeeded),
                true,
                [Differs(Repeated), Differs(Repeated), Differs(Contradicted), Differs(Contradicted), refund, Nothing],
            ),
            (
                Some(DebitState::Failed),
                false,
                [Differs(LateSuccess), Differs(LateSuccess), Nothing, Nothing, refund, Nothing],
            ),
            (Some(DebitState::Failed), true, [Differs(Repeated), Differs(Repeated), Nothing, Nothing, refund, Nothing]),
        ] {
            let ours = state.map(|state| ours(state, settled));
            let told = lines.map(|line| compare(line, ours));
            assert_eq!(told, expected, "{state:?} {settled}");
        }
    }

    #[test]
    fn what_is_given_back_was_taken_and_is_given_back_once() {
        use Comparison::{Agreed, Differs, Nothing, Return, Tell};
        use SettlementBreak::{AmountDiffers, OnlyTheirs, Repeated, UnorderedRefund};
        let lines = [
            line(LineKind::Return, 100, Meaning::Done),
            line(LineKind::Return, 101, Meaning::Done),
            line(LineKind::Return, 100, REFUSED),
            line(LineKind::Return, 100, ODD),
        ];
        let odd = Differs(UnorderedRefund);
        assert_eq!(
            lines.map(|line| compare(line, None)),
            [Differs(OnlyTheirs), Differs(OnlyTheirs), Nothing, Differs(OnlyTheirs)]
        );
        let (accepted, unknown, failed) = (DebitState::Accepted, DebitState::Unknown, DebitState::Failed);
        let differs = Differs(AmountDiffers);
        for (state, settled, returned, expected) in [
            (accepted, false, None, [odd, odd, Nothing, odd]),
            (unknown, false, None, [Tell(Meaning::Done), odd, Nothing, odd]),
            (failed, false, None, [odd, odd, Nothing, odd]),
            (DebitState::Succeeded, false, None, [Return, differs, Nothing, odd]),
            (DebitState::Succeeded, false, Some(100), [Agreed, differs, Nothing, odd]),
            (DebitState::Succeeded, true, Some(100), [Differs(Repeated), Differs(Repeated), Nothing, odd]),
        ] {
            let ours = OurDebit { returned: returned.map(Amount::from_fen), ..ours(state, settled) };
            assert_eq!(lines.map(|line| compare(line, Some(ours))), expected, "{ours:?}");
        }
    }

    #[test]
    fn of_what_has_gone_back_in_part_the_network_gives_back_the_rest_and_more_than_that_is_beyond() {
        use Comparison::{Agreed, Differs, Return};
        use SettlementBreak::{AmountDiffers, BeyondTaken};
        let (beyond, differs) = (Differs(BeyondTaken), Differs(AmountDiffers));
        let told = [100, 60, 40].map(|fen| line(LineKind::Return, fen, Meaning::Done));
        for (refunded, returned, expected) in [
            (40, None, [Return, Return, differs]),
            (40, Some(60), [beyond, Agreed, differs]),
            // All of it went back before.
            (100, None, [beyond, differs, differs]),
        ] {
            let (refunded, returned) = (Amount::from_fen(refunded), returned.map(Amount::from_fen));
            let ours = OurDebit { refunded, returned, ..ours(DebitState::Succeeded, false) };
            assert_eq!(told.map(|line| compare(line, Some(ours))), expected, "{ours:?}");
        }
        // And what two people have booked of a debit that had failed.
        let adopted = OurDebit { taken: Some(Amount::from_fen(60)), ..ours(DebitState::Failed, false) };
        assert_eq!(told.map(|line| compare(line, Some(adopted))), [differs, Return, differs]);
    }

    #[test]
    fn a_refund_is_held_against_the_line_of_a_refund_as_a_debit_against_that_of_a_payment() {
        use Comparison::{Agreed, Differs, Tell};
        use SettlementBreak::{LateSuccess, NeverSent, Repeated, UnorderedRefund};
        let done = |kind| line(kind, 100, Meaning::Done);
        for (state, settled, expected) in [
            (DebitState::Accepted, false, Differs(NeverSent)),
            (DebitState::Unknown, false, Tell(Meaning::Done)),
            (DebitState::Succeeded, false, Agreed),
            (DebitState::Succeeded, true, Differs(Repeated)),
            (DebitState::Failed, false, Differs(LateSuccess)),
            (DebitState::Failed, true, Differs(Repeated)),
        ] {
            let ours = OurDebit { is_refund: true, ..ours(state, settled) };
            assert_eq!(compare(done(LineKind::Refund), Some(ours)), expected, "{ours:?}");
            for kind in [LineKind::Payment, LineKind::Return] {
                assert_eq!(compare(done(kind), Some(ours)), Differs(UnorderedRefund), "{kind:?}");
            }
        }
        let beyond = OurDebit { is_refund: true, beyond: true, ..ours(DebitState::Succeeded, false) };
        assert_eq!(compare(done(LineKind::Refund), Some(beyond)), Differs(SettlementBreak::BeyondTaken));
    }
}
