//! Movements, breaks and payouts.

use domain::{
    bank_movement::MovementState,
    matching::{BreakKind, Destination},
    payout::{GivenBack, PayoutState},
};
use parts::bilingual;

bilingual! {
    pub fn reconcile() -> ReconcileTexts {
        movements_note:
            "备付金账户的每笔流水只记一次；合计不含疑似重复和重复的流水",
            "Every movement of the reserve accounts, booked once. Totals exclude duplicates and possible duplicates";
        import_statement: "导入流水", "Import a statement";
        source_statement: "流水文件", "Statement";
        only_import: "只看一份流水文件", "One statement only";
        no_movements_title: "还没有流水", "No movements yet";
        no_movements_text: "导入银行流水，或等待银行推送。", "Import a bank statement, or wait for the bank's feed.";
        movement_states(state: MovementState) {
            MovementState::Doubtful => "疑似重复", "Possible duplicate";
            MovementState::ToldAgain => "重复，不记账", "Duplicate, not booked";
            MovementState::Unmatched => "未匹配", "Unmatched";
            MovementState::Matched => "已匹配", "Matched";
            MovementState::Broken => "有差异", "Break";
            MovementState::Returning => "退回中", "Being returned";
            MovementState::Returned => "已退回", "Returned";
        }
        matched(destination: Destination) {
            Destination::Draw(_) => "支用", "Draw";
            Destination::Wallet(_) => "充值", "Top-up";
            Destination::Payout(_) => "代付", "Payout";
            Destination::Receivable(_) => "合作机构退款", "Refund from partner";
            Destination::Commission(_) => "佣金资金", "Commission funds";
            Destination::Settlement(_) => "网络清算", "Network settlement";
        }
        break_kinds(kind: BreakKind) {
            BreakKind::FundsOnly => "资金已到，资金方未受理支用", "Funds arrived before the funder accepted";
            BreakKind::AmountDiffers => "金额与应到不符", "Amount does not match";
            BreakKind::PayerDiffers => "付款账户不符", "Payer does not match";
            BreakKind::DuplicateFunds => "重复到账", "Duplicate payment";
            BreakKind::LateAfterCancel => "支用已取消或未受理", "Draw cancelled or not accepted";
            BreakKind::UnknownPayout => "与代付不符", "Does not match the payout";
        }
        breaks_note:
            "资金与业务信息不一致的流水，由经办、复核双人处理：匹配或退回。",
            "Movements that do not match their business information, resolved by two people: match or return.";
        no_breaks_title: "没有未结差异", "No open breaks";
        no_breaks_text: "每笔流水均与业务信息一致。", "Every movement matches its business information.";
        age: "挂账时间", "Open for";
        movement_amount: "流水金额（元）", "Movement (yuan)";
        draw_amount: "支用金额（元）", "Draw (yuan)";
        difference: "相差（元）", "Difference (yuan)";
        draw: "支用编号", "Draw";
        incoming: "收", "In";
        outgoing: "付", "Out";
        payouts_note:
            "从备付金账户付出的款项：先记账、后发送，结果以银行流水为准",
            "Payments out of the reserve accounts: booked before sending, confirmed only by the bank statement";
        open_payouts: "未确认", "Unconfirmed";
        no_payouts_title: "没有代付", "No payouts";
        no_open_payouts_title: "没有未确认的代付", "No unconfirmed payouts";
        no_payouts_text:
            "代理商还款后，款项会自动代付给资金方。",
            "Money repaid by agents is automatically paid out to the funder.";
        payout: "代付编号", "Payout";
        payee: "收款方", "Payee";
        attempts(attempt: i16): "第 {attempt} 次发送", "Attempt {attempt}";
        requested_at: "提出 · 发送", "Requested · sent";
        repayment: "还款", "Repayment";
        repayments_paid(count: i64): "{count} 笔还款", "{count} repayments";
        payout_states(state: PayoutState) {
            PayoutState::Requested => "待发送", "To be sent";
            PayoutState::Unknown => "已发送，待银行受理", "Sent, awaiting the bank";
            PayoutState::Sent => "银行已受理", "Accepted by the bank";
            PayoutState::Confirmed => "已确认", "Confirmed";
            PayoutState::Failed => "失败", "Failed";
            PayoutState::SentBack => "付款后被银行退回", "Paid, then sent back by the bank";
            PayoutState::Returned => "已退回，不再付款", "Returned, not paid out";
        }
        given_back(why: GivenBack) {
            GivenBack::WalletFrozen => "支付账户已冻结", "The wallet was frozen";
        }
    }
}
