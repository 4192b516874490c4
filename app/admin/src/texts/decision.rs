//! What the second person's button does, in so many words.

use domain::{
    account_no, approval::Action, carrier::CarrierChange, correction::Correction, payout::PayoutSchedule,
    reserve_account::ReserveAccountChange,
};
use parts::bilingual;

use super::{approval::approval, correction::correction as words};

/// What a proposal concerns; a text is empty where there is no such thing.
pub struct Concerned<'a> {
    /// With thousands separators.
    pub amount: &'a str,
    /// Whoever the money is from or for, or the name of a thing.
    pub party: &'a str,
    /// Of the account that money goes to.
    pub account_no: &'a str,
    /// The payment or the fact that is corrected.
    pub fact: &'a str,
}

bilingual! {
    pub fn decision() -> DecisionTexts {
        does(action: &Action, of: &Concerned<'_>) -> String = in_chinese(action, of), in_english(action, of);
        terms: "内容", "Details";
        now: "当前", "Current";
        afterwards: "通过后", "When approved";
    }
}

/// The end of an account's number, by which people tell accounts apart.
fn ending(account_no: &str) -> String {
    format!("…{}", account_no::ending(account_no))
}

fn in_chinese(action: &Action, of: &Concerned<'_>) -> String {
    let Concerned { amount, party, account_no, fact } = of;
    match action {
        Action::Match { reference, .. } => format!("将 {amount} 元匹配至 {reference}"),
        Action::Return { .. } => format!("退回 {amount} 元至 {party} {}", ending(account_no)),
        Action::Duplicate { .. } => format!("判定为同一笔，{amount} 元不再记账"),
        Action::Distinct { .. } => format!("判定为另一笔，{amount} 元记账"),
        Action::Resend { account_no, account_name, .. } => {
            format!("重新代付 {amount} 元至 {account_name} {}", ending(account_no))
        }
        Action::Adopt { .. } => format!("启用银行格式 {party}"),
        Action::Retire { .. } => format!("停用银行格式 {party}"),
        Action::Schedule { payouts: PayoutSchedule::AtOnce, .. } => format!("将 {party} 改为每笔即时代付"),
        Action::Schedule { payouts: daily @ PayoutSchedule::Daily(_), .. } => {
            format!("将 {party} 改为每日 {} 汇总代付", daily.text())
        }
        Action::Publish { .. } => format!("发布映射 {party}"),
        Action::Disable { .. } => format!("停用映射 {party}"),
        Action::BlockMapping { blocked: true, .. } => format!("暂停助贷机构按映射 {party} 扣款"),
        Action::BlockMapping { blocked: false, .. } => format!("恢复助贷机构按映射 {party} 扣款"),
        Action::Transfer { .. } => format!("批准债权转让：{party}"),
        Action::SettleComplaint { .. } => format!("恢复债权 {party} 的扣款"),
        Action::SuspendBinding { .. } => format!("中止协议 {party} 的扣款"),
        Action::ResumeBinding { .. } => format!("恢复协议 {party} 的扣款"),
        Action::UndoPayment { .. } => format!("撤销平台外收款 {party}，未清偿金额恢复 {amount} 元"),
        Action::DecideRefund { made: true, .. } => format!("确认 {party} 的 {amount} 元已退给客户"),
        Action::DecideRefund { made: false, .. } => format!("确认 {party} 的 {amount} 元未退款"),
        Action::AdoptLate { .. } => format!("将后来成功的 {party} {amount} 元入账"),
        Action::GiveBackLate { .. } => format!("将 {party} 的 {amount} 元退还客户"),
        Action::SettleBeyond { charged: true, .. } => format!("{party} 超额退回的 {amount} 元由收款机构承担"),
        Action::SettleBeyond { charged: false, .. } => format!("确认支付网络已补付 {party} 超额退回的 {amount} 元"),
        Action::Freeze { order, .. } => match order.amount {
            Some(held) => format!("冻结 {party} 的 {} 元", held.grouped()),
            None => format!("冻结 {party} 的支付账户"),
        },
        Action::Unfreeze { .. } => format!("解除 {party} 的冻结"),
        Action::Deduct { deduction, .. } => {
            format!("从 {party} 的冻结款中扣划 {} 元，付给 {}", deduction.amount.grouped(), deduction.account_name)
        }
        Action::Correct { correction, .. } => match correction {
            Correction::Reverse { right_wallet: Some(right), .. } => {
                format!("冲正还款 {fact} {amount} 元，转入 {}", right.wallet)
            }
            Correction::Reverse { right_wallet: None, .. } => format!("冲正还款 {fact} {amount} 元，退回支付账户"),
            Correction::Receive { amount, on } => format!("登记 {on} 平台外收款 {} 元", amount.grouped()),
            Correction::Redate { on, .. } => format!("将收款 {amount} 元的日期更正为 {on}"),
            Correction::Waive { part, amount } => format!("减免{} {} 元", words().parts(*part), amount.grouped()),
            Correction::Undo { .. } => format!("撤销{fact} {amount} 元"),
        },
        Action::MarkLoan { .. } | Action::Depart { .. } => format!("{party}：{}", approval().actions(action)),
        Action::ShareRevenue { share, .. } => format!("与 {party} 约定分润 {}", share.rate.percent()),
        Action::Distribute { .. } => format!("发放佣金 {party}，净额 {amount} 元"),
        Action::Recall { .. } => format!("撤回佣金文件 {party}"),
        Action::DiscardStatement { .. } => format!("作废流水文件 {party}"),
        Action::DiscardCommissions { .. } => format!("作废佣金文件 {party}"),
        Action::Carrier { change, .. } => carrier(change, party).0,
        Action::ReserveAccount { change, .. } => reserve_account(change, account_no).0,
        Action::DebitRules { rules } => format!("每张卡每天最多扣款 {} 次", rules.tries),
    }
}

fn in_english(action: &Action, of: &Concerned<'_>) -> String {
    let Concerned { amount, party, account_no, fact } = of;
    match action {
        Action::Match { reference, .. } => format!("Match {amount} yuan with {reference}"),
        Action::Return { .. } => format!("Return {amount} yuan to {party} {}", ending(account_no)),
        Action::Duplicate { .. } => format!("Same movement: do not book {amount} yuan again"),
        Action::Distinct { .. } => format!("Two movements: book {amount} yuan"),
        Action::Resend { account_no, account_name, .. } => {
            format!("Send {amount} yuan again, to {account_name} {}", ending(account_no))
        }
        Action::Adopt { .. } => format!("Enable layout {party}"),
        Action::Retire { .. } => format!("Disable layout {party}"),
        Action::Schedule { payouts: PayoutSchedule::AtOnce, .. } => format!("Pay out to {party} each at once"),
        Action::Schedule { payouts: daily @ PayoutSchedule::Daily(_), .. } => {
            format!("Pay out to {party} once a day at {}", daily.text())
        }
        Action::Publish { .. } => format!("Publish mapping {party}"),
        Action::Disable { .. } => format!("Disable mapping {party}"),
        Action::BlockMapping { blocked: true, .. } => format!("Block debits by the facilitator of mapping {party}"),
        Action::BlockMapping { blocked: false, .. } => format!("Resume debits by the facilitator of mapping {party}"),
        Action::Transfer { .. } => format!("Approve debt transfer: {party}"),
        Action::SettleComplaint { .. } => format!("Resume debits of debt {party}"),
        Action::SuspendBinding { .. } => format!("Suspend debits of binding {party}"),
        Action::ResumeBinding { .. } => format!("Resume debits of binding {party}"),
        Action::UndoPayment { .. } => format!("Reverse {party}: {amount} yuan become outstanding again"),
        Action::DecideRefund { made: true, .. } => format!("Confirm that {amount} yuan of {party} were refunded"),
        Action::DecideRefund { made: false, .. } => format!("Confirm that {amount} yuan of {party} were not refunded"),
        Action::AdoptLate { .. } => format!("Book {amount} yuan of {party}, which succeeded late"),
        Action::GiveBackLate { .. } => format!("Refund {amount} yuan of {party} to the customer"),
        Action::SettleBeyond { charged: true, .. } => {
            format!("Charge the partner with {amount} yuan given back beyond {party}")
        }
        Action::SettleBeyond { charged: false, .. } => {
            format!("Confirm that the network has repaid {amount} yuan given back beyond {party}")
        }
        Action::Freeze { order, .. } => match order.amount {
            Some(held) => format!("Freeze {} yuan of {party}", held.grouped()),
            None => format!("Freeze the wallet of {party}"),
        },
        Action::Unfreeze { .. } => format!("Lift freeze of {party}"),
        Action::Deduct { deduction, .. } => {
            let (amount, court) = (deduction.amount.grouped(), &deduction.account_name);
            format!("Pay {court} {amount} yuan of what is frozen of {party}")
        }
        Action::Correct { correction, .. } => match correction {
            Correction::Reverse { right_wallet: Some(right), .. } => {
                format!("Reverse {fact}, {amount} yuan, and move it to {}", right.wallet)
            }
            Correction::Reverse { right_wallet: None, .. } => format!("Reverse {fact}: {amount} yuan to the wallet"),
            Correction::Receive { amount, on } => {
                format!("Record {} yuan received outside the platform on {on}", amount.grouped())
            }
            Correction::Redate { on, .. } => format!("Change the receipt date of {amount} yuan to {on}"),
            Correction::Waive { part, amount } => {
                format!("Waive {} yuan: {}", amount.grouped(), words().parts(*part))
            }
            Correction::Undo { .. } => format!("Undo {fact}: {amount} yuan"),
        },
        Action::MarkLoan { .. } | Action::Depart { .. } => format!("{}: {party}", approval().actions(action)),
        Action::ShareRevenue { share, .. } => {
            format!("Agree an interest share of {} with {party}", share.rate.percent())
        }
        Action::Distribute { .. } => format!("Pay out commissions of {party}, {amount} yuan net"),
        Action::Recall { .. } => format!("Recall commission file of {party}"),
        Action::DiscardStatement { .. } => format!("Discard bank statement {party}"),
        Action::DiscardCommissions { .. } => format!("Discard commission file of {party}"),
        Action::Carrier { change, .. } => carrier(change, party).1,
        Action::ReserveAccount { change, .. } => reserve_account(change, account_no).1,
        Action::DebitRules { rules } => format!("Allow {} debits a card and day", rules.tries),
    }
}

/// In Chinese and in English.
fn carrier(change: &CarrierChange, party: &str) -> (String, String) {
    let (name, account) = (&change.facts().name, ending(&change.facts().account_no));
    match change {
        CarrierChange::Register(_) => {
            (format!("登记运营商 {name}，账户 {account}"), format!("Register carrier {name}, account {account}"))
        }
        CarrierChange::Change(_) => (
            format!("将 {party} 变更为 {name}，账户 {account}"),
            format!("Change {party} to {name}, account {account}"),
        ),
    }
}

/// In Chinese and in English.
fn reserve_account(change: &ReserveAccountChange, account_no: &str) -> (String, String) {
    match change {
        ReserveAccountChange::Register(facts) => {
            let (branch, account) = (&facts.branch, ending(&facts.account_no));
            (format!("登记备付金账户 {branch} {account}"), format!("Register reserve account {branch} {account}"))
        }
        ReserveAccountChange::End => {
            let account = ending(account_no);
            (format!("停用备付金账户 {account}"), format!("Close reserve account {account}"))
        }
        ReserveAccountChange::Recognise(true) => {
            let account = ending(account_no);
            (format!("开启 {account} 按账户识别来款"), format!("Recognise payers by account on {account}"))
        }
        ReserveAccountChange::Recognise(false) => {
            let account = ending(account_no);
            (format!("关闭 {account} 按账户识别来款"), format!("Stop recognising payers by account on {account}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::BankMovementId;

    use super::*;

    #[test]
    fn a_button_says_how_much_and_to_whom() {
        let movement = format!("{}_{}", BankMovementId::PREFIX, "0".repeat(26)).parse().unwrap();
        let of =
            Concerned { amount: "50,000.00", party: "路人甲商贸", account_no: "6228480000000000001", fact: "" };
        let action = Action::Return { movement };
        assert_eq!(in_chinese(&action, &of), "退回 50,000.00 元至 路人甲商贸 …0001");
        assert_eq!(in_english(&action, &of), "Return 50,000.00 yuan to 路人甲商贸 …0001");
        assert_eq!(ending("12"), "…12");
    }
}
