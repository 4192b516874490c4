//! Where a line of a reserve account's statement belongs: one pure decision over what its text names.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Amount, account_no,
    approval::ApprovalRefusal,
    draw::{Draw, DrawState},
    id::{CarrierId, DrawId, NetworkSettlementId, PayoutId, WalletId},
    payout::{Payout, Whose},
    width,
};

/// Money in or out of a reserve account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Credit,
    Debit,
}

codes!(Direction {
    Credit => "credit",
    Debit => "debit",
});

/// A line of the statement, as far as the decision needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement<'a> {
    pub direction: Direction,
    pub amount: Amount,
    pub counterparty_account: &'a str,
    pub counterparty_name: &'a str,
}

/// What the money of a movement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    Draw(DrawId),
    /// A top-up.
    Wallet(WalletId),
    /// The bank has paid.
    Payout(PayoutId),
    /// A partner gives back what it was paid for a repayment or a debit that went back to its payer: the id of either.
    Receivable(Uuid),
    /// What a carrier pays for its agents' commissions.
    Commission(CarrierId),
    /// The network pays what it has debited on a date.
    Settlement(NetworkSettlementId),
}

impl Destination {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draw(_) => "draw",
            Self::Wallet(_) => "wallet",
            Self::Payout(_) => "payout",
            Self::Receivable(_) => "receivable",
            Self::Commission(_) => "commission",
            Self::Settlement(_) => "settlement",
        }
    }

    #[must_use]
    pub const fn id(self) -> Uuid {
        match self {
            Self::Draw(id) => id.0,
            Self::Wallet(id) => id.0,
            Self::Payout(id) => id.0,
            Self::Receivable(id) => id,
            Self::Commission(id) => id.0,
            Self::Settlement(id) => id.0,
        }
    }

    /// Reads a code and an identifier as the database writes them.
    #[must_use]
    pub fn of(code: &str, id: Uuid) -> Option<Self> {
        let all = [
            Self::Draw(DrawId(id)),
            Self::Wallet(WalletId(id)),
            Self::Payout(PayoutId(id)),
            Self::Receivable(id),
            Self::Commission(CarrierId(id)),
            Self::Settlement(NetworkSettlementId(id)),
        ];
        all.into_iter().find(|destination| destination.code() == code)
    }
}

/// What a reference in the line's text turned out to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Draw {
        draw: Draw,
        payer_account: String,
    },
    Wallet {
        owner_account: String,
        owner_name: String,
    },
    Payout {
        payout: Payout,
        amount: Amount,
        account: String,
        whose: Whose,
    },
    /// What a partner owes back, and its account.
    Receivable {
        owed: Amount,
        account: String,
    },
    /// A carrier, with its account; empty where that is not known.
    Carrier {
        account: String,
    },
    /// What the network pays for a date by its file, how much of that has come, and the account that the file says.
    Settlement {
        net: Amount,
        arrived: Amount,
        account: String,
    },
}

/// Money and what was said of it do not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakKind {
    /// Money for a draw that its funder has not accepted: it is matched as soon as it is.
    FundsOnly,
    AmountDiffers,
    PayerDiffers,
    DuplicateFunds,
    LateAfterCancel,
    /// A debit names a payout that is not on its way, or another amount.
    UnknownPayout,
}

codes!(BreakKind {
    FundsOnly => "funds_only",
    AmountDiffers => "amount_differs",
    PayerDiffers => "payer_differs",
    DuplicateFunds => "duplicate_funds",
    LateAfterCancel => "late_after_cancel",
    UnknownPayout => "unknown_payout",
});

/// What people are advised to do with a movement that nothing fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Nothing yet: it is matched by itself as soon as the funder answers.
    Wait,
    /// To give it to what it is for, once that was found out.
    Match,
    /// To send it back to its payer.
    Return,
}

impl Advice {
    /// Of a movement that is broken so, or names nothing. Only what came can go back.
    #[must_use]
    pub const fn of(broken: Option<BreakKind>, direction: Direction) -> Self {
        match (direction, broken) {
            (Direction::Debit, _) | (_, None | Some(BreakKind::PayerDiffers | BreakKind::UnknownPayout)) => Self::Match,
            (_, Some(BreakKind::FundsOnly)) => Self::Wait,
            (_, Some(BreakKind::AmountDiffers | BreakKind::DuplicateFunds | BreakKind::LateAfterCancel)) => {
                Self::Return
            }
        }
    }
}

/// What becomes of a line that names one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Its money is for that.
    Matched,
    /// It names that, and differs.
    Break(BreakKind),
    /// It is not for that: a person looks.
    Unmatched,
}

/// Decides whether a line belongs to what it names.
#[must_use]
pub fn decide(movement: &Movement<'_>, named: &Named) -> Decision {
    match (movement.direction, named) {
        (Direction::Credit, Named::Draw { draw, payer_account }) => decide_draw(movement, draw, payer_account),
        // A top-up comes from an account of the same name, or from the account that is registered.
        (Direction::Credit, Named::Wallet { owner_account, owner_name }) => {
            let same_name = !owner_name.is_empty() && width::same(movement.counterparty_name, owner_name);
            if same_name || account_no::same(movement.counterparty_account, owner_account) {
                Decision::Matched
            } else {
                Decision::Break(BreakKind::PayerDiffers)
            }
        }
        (Direction::Debit, Named::Payout { payout, amount, account, .. }) => {
            let same = movement.amount == *amount && account_no::same(movement.counterparty_account, account);
            if same && payout.state.is_on_its_way() {
                Decision::Matched
            } else {
                Decision::Break(BreakKind::UnknownPayout)
            }
        }
        // The bank of whoever was to have it has sent it back.
        (Direction::Credit, Named::Payout { payout, amount, account, whose })
            if movement.amount == *amount
                && account_no::same(movement.counterparty_account, account)
                && payout.come_back(*whose).is_ok() =>
        {
            Decision::Matched
        }
        (Direction::Credit, Named::Receivable { account, .. })
            if !account_no::same(movement.counterparty_account, account) =>
        {
            Decision::Break(BreakKind::PayerDiffers)
        }
        (Direction::Credit, Named::Receivable { owed, .. }) if movement.amount > *owed => {
            Decision::Break(BreakKind::AmountDiffers)
        }
        (Direction::Credit, Named::Receivable { .. }) => Decision::Matched,
        (Direction::Credit, Named::Carrier { account }) => {
            if !account.is_empty() && account_no::same(movement.counterparty_account, account) {
                Decision::Matched
            } else {
                Decision::Break(BreakKind::PayerDiffers)
            }
        }
        (Direction::Credit, Named::Settlement { account, .. })
            if !account_no::same(movement.counterparty_account, account) =>
        {
            Decision::Break(BreakKind::PayerDiffers)
        }
        (Direction::Credit, Named::Settlement { arrived, .. }) if !arrived.is_zero() => {
            Decision::Break(BreakKind::DuplicateFunds)
        }
        (Direction::Credit, Named::Settlement { net, .. }) if movement.amount != *net => {
            Decision::Break(BreakKind::AmountDiffers)
        }
        (Direction::Credit, Named::Settlement { .. }) => Decision::Matched,
        (Direction::Credit, Named::Payout { .. }) | (Direction::Debit, _) => Decision::Unmatched,
    }
}

fn decide_draw(movement: &Movement<'_>, draw: &Draw, payer_account: &str) -> Decision {
    Decision::Break(match &draw.state {
        DrawState::Credited => BreakKind::DuplicateFunds,
        DrawState::Cancelled | DrawState::Lapsed | DrawState::Refused { .. } => BreakKind::LateAfterCancel,
        DrawState::Requested => BreakKind::FundsOnly,
        DrawState::Awaiting { .. } if !account_no::same(movement.counterparty_account, payer_account) => {
            BreakKind::PayerDiffers
        }
        DrawState::Awaiting { funds, .. } if *funds == draw.amount => BreakKind::DuplicateFunds,
        DrawState::Awaiting { funds, .. } if funds.plus(movement.amount) > draw.amount => BreakKind::AmountDiffers,
        DrawState::Awaiting { .. } => return Decision::Matched,
    })
}

/// Whether two people may give the line to what they name, after nothing else could: who paid is their judgement, how much
/// is not.
///
/// # Errors
/// When it is not for such a line, awaits nothing, or the amounts do not fit.
pub fn match_by_hand(movement: &Movement<'_>, named: &Named) -> Result<(), ApprovalRefusal> {
    let differs = |missing| Err(ApprovalRefusal::AmountDiffers { moved: movement.amount, missing });
    match (movement.direction, named) {
        (Direction::Credit, Named::Draw { draw: Draw { amount, state }, .. }) => {
            let DrawState::Awaiting { funds, .. } = state else {
                return Err(ApprovalRefusal::DrawNotAwaiting { state: state.code().to_owned() });
            };
            let missing = amount.less(*funds);
            if movement.amount > missing { differs(missing) } else { Ok(()) }
        }
        (Direction::Credit, Named::Receivable { owed, .. }) if movement.amount > *owed => differs(*owed),
        (Direction::Credit, Named::Settlement { net, arrived, .. }) if movement.amount != net.less(*arrived) => {
            differs(net.less(*arrived))
        }
        (
            Direction::Credit,
            Named::Wallet { .. } | Named::Receivable { .. } | Named::Carrier { .. } | Named::Settlement { .. },
        ) => Ok(()),
        (Direction::Credit, Named::Payout { payout, amount, whose, .. }) if payout.come_back(*whose).is_ok() => {
            if movement.amount == *amount {
                Ok(())
            } else {
                differs(*amount)
            }
        }
        (Direction::Debit, Named::Payout { amount, .. }) if movement.amount != *amount => differs(*amount),
        (Direction::Debit, Named::Payout { payout, whose, .. }) => {
            payout.explain(*whose).map(|_| ()).map_err(|_| ApprovalRefusal::PayoutNotSent)
        }
        (Direction::Credit, Named::Payout { .. }) | (Direction::Debit, _) => Err(ApprovalRefusal::WrongDirection),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payout::PayoutState;

    #[test]
    fn what_is_too_much_or_too_late_goes_back_and_nothing_that_left_does() {
        use BreakKind::{AmountDiffers, DuplicateFunds, FundsOnly, LateAfterCancel, PayerDiffers, UnknownPayout};
        for (broken, advised) in [
            (None, Advice::Match),
            (Some(FundsOnly), Advice::Wait),
            (Some(AmountDiffers), Advice::Return),
            (Some(PayerDiffers), Advice::Match),
            (Some(DuplicateFunds), Advice::Return),
            (Some(LateAfterCancel), Advice::Return),
            (Some(UnknownPayout), Advice::Match),
        ] {
            assert_eq!(Advice::of(broken, Direction::Credit), advised, "{broken:?}");
            assert_eq!(Advice::of(broken, Direction::Debit), Advice::Match, "{broken:?}");
        }
    }

    fn movement(direction: Direction, fen: i64) -> Movement<'static> {
        Movement {
            direction,
            amount: Amount::from_fen(fen),
            counterparty_account: "6222020200112233445",
            counterparty_name: "嘉禾小额贷款有限公司",
        }
    }

    fn draw(state: DrawState) -> Named {
        let draw = Draw { amount: Amount::from_fen(100), state };
        Named::Draw { draw, payer_account: "6222020200112233445".to_owned() }
    }

    #[test]
    fn money_for_a_draw_is_judged_by_its_state_payer_and_amount() {
        let awaiting = |funds| DrawState::Awaiting { instructed: true, funds: Amount::from_fen(funds) };
        let table = [
            (awaiting(0), 100, Decision::Matched),
            (awaiting(60), 40, Decision::Matched),
            (awaiting(0), 40, Decision::Matched),
            (awaiting(60), 41, Decision::Break(BreakKind::AmountDiffers)),
            (awaiting(0), 101, Decision::Break(BreakKind::AmountDiffers)),
            (awaiting(100), 100, Decision::Break(BreakKind::DuplicateFunds)),
            (DrawState::Credited, 100, Decision::Break(BreakKind::DuplicateFunds)),
            (DrawState::Cancelled, 100, Decision::Break(BreakKind::LateAfterCancel)),
            (DrawState::Requested, 100, Decision::Break(BreakKind::FundsOnly)),
        ];
        for (state, fen, decision) in table {
            let told = format!("{state:?} {fen}");
            assert_eq!(decide(&movement(Direction::Credit, fen), &draw(state)), decision, "{told}");
        }
        let stranger = Movement { counterparty_account: "1", ..movement(Direction::Credit, 100) };
        assert_eq!(decide(&stranger, &draw(awaiting(0))), Decision::Break(BreakKind::PayerDiffers));
    }

    #[test]
    fn a_top_up_comes_from_its_owner() {
        let wallet = |account: &str, name: &str| Named::Wallet {
            owner_account: account.to_owned(),
            owner_name: name.to_owned(),
        };
        let credit = movement(Direction::Credit, 100);
        for name in ["嘉禾小额贷款有限公司", "嘉禾小额贷款 有限公司\u{3000}"] {
            assert_eq!(decide(&credit, &wallet("1", name)), Decision::Matched);
        }
        assert_eq!(decide(&credit, &wallet("1", "别人")), Decision::Break(BreakKind::PayerDiffers));
        let from = |account| Movement { counterparty_account: account, counterparty_name: "", ..credit.clone() };
        assert_eq!(decide(&from("6222 0202"), &wallet("62220202", "")), Decision::Matched);
        assert_eq!(decide(&from(""), &wallet("", "")), Decision::Break(BreakKind::PayerDiffers));
    }

    #[test]
    fn a_payout_is_confirmed_by_an_equal_debit_once() {
        let payout = |fen, confirmable| {
            let state = if confirmable { PayoutState::Sent } else { PayoutState::Failed };
            let payout = Payout { state, attempt: 1 };
            let account = "6222020200112233445".to_owned();
            Named::Payout { amount: Amount::from_fen(fen), account, payout, whose: Whose::Partner }
        };
        let debit = movement(Direction::Debit, 100);
        assert_eq!(decide(&debit, &payout(100, true)), Decision::Matched);
        assert_eq!(decide(&debit, &payout(100, false)), Decision::Break(BreakKind::UnknownPayout));
        assert_eq!(decide(&debit, &payout(101, true)), Decision::Break(BreakKind::UnknownPayout));
    }

    #[test]
    fn an_agent_s_own_money_and_a_partner_s_come_back_once_they_were_paid() {
        let payout = |state, whose| {
            let account = "6222020200112233445".to_owned();
            Named::Payout { amount: Amount::from_fen(100), account, payout: Payout { state, attempt: 1 }, whose }
        };
        let credit = movement(Direction::Credit, 100);
        let stranger = Movement { counterparty_account: "1", ..credit.clone() };
        for whose in [Whose::Agent, Whose::Partner] {
            let paid = payout(PayoutState::Confirmed, whose);
            assert_eq!(decide(&credit, &paid), Decision::Matched);
            // Who sent it is for people to judge, and how much is not.
            assert_eq!((decide(&stranger, &paid), match_by_hand(&stranger, &paid)), (Decision::Unmatched, Ok(())));
            let less = movement(Direction::Credit, 99);
            assert_eq!((decide(&less, &paid), match_by_hand(&less, &paid).is_err()), (Decision::Unmatched, true));
        }
        for other in [
            payout(PayoutState::Confirmed, Whose::Payer),
            payout(PayoutState::Sent, Whose::Agent),
            payout(PayoutState::Returned, Whose::Agent),
            payout(PayoutState::Requested, Whose::Partner),
            payout(PayoutState::SentBack, Whose::Partner),
        ] {
            let told = (decide(&credit, &other), match_by_hand(&credit, &other));
            assert_eq!(told, (Decision::Unmatched, Err(ApprovalRefusal::WrongDirection)), "{other:?}");
        }
    }

    #[test]
    fn what_a_partner_owes_back_comes_from_its_account_whole_or_in_parts() {
        let owed = |account: &str| Named::Receivable { owed: Amount::from_fen(100), account: account.to_owned() };
        let own = owed("6222020200112233445");
        for (fen, named, decision) in [
            (100, &own, Decision::Matched),
            (99, &own, Decision::Matched),
            (101, &own, Decision::Break(BreakKind::AmountDiffers)),
            (100, &owed("1"), Decision::Break(BreakKind::PayerDiffers)),
        ] {
            assert_eq!(decide(&movement(Direction::Credit, fen), named), decision, "{fen} {named:?}");
        }
        assert_eq!(decide(&movement(Direction::Debit, 100), &own), Decision::Unmatched);
        assert_eq!(match_by_hand(&movement(Direction::Credit, 100), &owed("1")), Ok(()));
        assert_eq!(match_by_hand(&movement(Direction::Credit, 99), &own), Ok(()));
        assert!(match_by_hand(&movement(Direction::Credit, 101), &own).is_err());
        assert!(match_by_hand(&movement(Direction::Debit, 100), &own).is_err());
    }

    #[test]
    fn the_network_pays_what_its_file_says_from_its_account_once() {
        let settlement = |arrived, account: &str| Named::Settlement {
            net: Amount::from_fen(100),
            arrived: Amount::from_fen(arrived),
            account: account.to_owned(),
        };
        let own = "6222020200112233445";
        for (fen, named, decision) in [
            (100, settlement(0, own), Decision::Matched),
            (99, settlement(0, own), Decision::Break(BreakKind::AmountDiffers)),
            (101, settlement(0, own), Decision::Break(BreakKind::AmountDiffers)),
            (100, settlement(100, own), Decision::Break(BreakKind::DuplicateFunds)),
            (100, settlement(0, "1"), Decision::Break(BreakKind::PayerDiffers)),
        ] {
            assert_eq!(decide(&movement(Direction::Credit, fen), &named), decision, "{fen} {named:?}");
        }
        assert_eq!(decide(&movement(Direction::Debit, 100), &settlement(0, own)), Decision::Unmatched);
        assert_eq!(match_by_hand(&movement(Direction::Credit, 100), &settlement(0, "1")), Ok(()));
        for (direction, fen, arrived) in
            [(Direction::Credit, 99, 0), (Direction::Credit, 100, 100), (Direction::Debit, 100, 0)]
        {
            assert!(match_by_hand(&movement(direction, fen), &settlement(arrived, own)).is_err());
        }
    }

    #[test]
    fn people_judge_who_paid_and_never_how_much() {
        let awaiting = |funds| draw(DrawState::Awaiting { instructed: true, funds: Amount::from_fen(funds) });
        let payout = |state, attempt| Named::Payout {
            amount: Amount::from_fen(100),
            account: "another".to_owned(),
            payout: Payout { state, attempt },
            whose: Whose::Partner,
        };
        let wallet = || Named::Wallet { owner_account: "1".to_owned(), owner_name: "别人".to_owned() };
        let (credit, debit) = (movement(Direction::Credit, 100), movement(Direction::Debit, 100));
        let stranger = Movement { counterparty_account: "1", ..credit.clone() };
        for (movement, named, expected) in [
            (&stranger, awaiting(0), None),
            (&credit, awaiting(1), Some("match.amount_differs")),
            (&credit, draw(DrawState::Requested), Some("match.draw_not_awaiting")),
            (&credit, draw(DrawState::Credited), Some("match.draw_not_awaiting")),
            (&credit, wallet(), None),
            (&debit, wallet(), Some("match.wrong_direction")),
            (&debit, awaiting(0), Some("match.wrong_direction")),
            (&credit, payout(PayoutState::Sent, 1), Some("match.wrong_direction")),
            (&debit, payout(PayoutState::Sent, 1), None),
            (&debit, payout(PayoutState::Failed, 1), None),
            (&debit, payout(PayoutState::Requested, 0), Some("match.payout_not_sent")),
            (&debit, payout(PayoutState::Confirmed, 1), Some("match.payout_not_sent")),
        ] {
            let refused = match_by_hand(movement, &named).err();
            assert_eq!(refused.map(|refusal| refusal.code()), expected, "{movement:?} {named:?}");
        }
        assert!(match_by_hand(&movement(Direction::Debit, 99), &payout(PayoutState::Sent, 1)).is_err());
    }
}
