//! Movements, breaks and payouts.

use domain::{
    bank_movement::MovementState,
    matching::{BreakKind, Destination},
    payout::PayoutState,
};
use parts::bilingual;

bilingual! {
    pub fn reconcile() -> ReconcileTexts {
        movements_note:
            "备付金账户的每一笔流水，只记一次；全部流水的合计不含疑似重复和重复的",
            "Every movement of the reserve accounts, recorded once; possible duplicates are in no total of all";
        import_statement: "导入流水", "Import a statement";
        booked: "入账时间 · 对方", "Booked · counterparty";
        remittance: "附言", "Remittance";
        income: "收（元）", "In (yuan)";
        outgo: "付（元）", "Out (yuan)";
        source_feed: "银行推送", "Bank feed";
        source_statement: "流水文件", "Statement";
        only_import: "只看一份流水文件", "One statement only";
        no_movements_title: "还没有流水", "No movements yet";
        no_movements_text: "导入银行流水，或等待银行推送。", "Import a bank statement, or wait for the bank's feed.";
        movement_states(state: MovementState) {
            MovementState::Doubtful => "疑似重复", "Possible duplicate";
            MovementState::ToldAgain => "重复，不记账", "Told again";
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
            Destination::Receivable(_) => "合作机构退款", "Given back by a partner";
            Destination::Commission(_) => "佣金资金", "A carrier's commissions";
            Destination::Settlement(_) => "网络清算", "The network's settlement";
        }
        break_kinds(kind: BreakKind) {
            BreakKind::FundsOnly => "只有资金，资金方还没受理支用", "Money before the funder accepted the draw";
            BreakKind::AmountDiffers => "金额与应到不符", "Another amount than is due";
            BreakKind::PayerDiffers => "付款账户不符", "Another payer";
            BreakKind::DuplicateFunds => "重复到账", "Paid twice";
            BreakKind::LateAfterCancel => "支用已取消或未受理", "Draw cancelled or refused";
            BreakKind::UnknownPayout => "与代付不符", "Fits no payout";
        }
        breaks_note:
            "资金与指令对不上的流水，经办、复核双人处理：匹配或退回",
            "Movements whose money and instruction do not meet; two people resolve each by match or return";
        no_breaks_title: "没有未结差异", "No open breaks";
        no_breaks_text: "每笔流水的资金与指令都对得上。", "Money and instruction meet on every movement.";
        kind: "类型", "Kind";
        age: "账龄", "Age";
        movement_amount: "流水金额（元）", "Moved (yuan)";
        draw_amount: "支用金额（元）", "Draw (yuan)";
        difference: "相差（元）", "Difference (yuan)";
        draw: "支用编号", "Draw";
        counterparty: "对方", "Counterparty";
        incoming: "收", "in";
        outgoing: "付", "out";
        payouts_note:
            "从备付金付出的款项：先记账、后发送，结果以银行流水为准",
            "Money out of the reserve: written down before it is sent, and confirmed only by the bank's statement";
        open_payouts: "未确认", "Open";
        no_payouts_title: "没有代付", "No payouts";
        no_open_payouts_title: "没有未确认的代付", "No open payouts";
        no_payouts_text:
            "代理商还款后，款项会自动代付给资金方。",
            "When an agent repays, the money is paid out to the funder.";
        payout: "代付编号", "Payout";
        payee: "收款方", "Payee";
        attempts(attempt: i16): "第 {attempt} 次发送", "attempt {attempt}";
        requested_at: "提出 · 发送", "Requested · sent";
        repayment: "还款", "Repayment";
        repayments_paid(count: i64): "{count} 笔还款", "{count} repayments";
        payout_states(state: PayoutState) {
            PayoutState::Requested => "待发送", "To be sent";
            PayoutState::Unknown => "已发送，待银行受理", "Sent, result unknown";
            PayoutState::Sent => "银行已受理", "Taken by the bank";
            PayoutState::Confirmed => "已确认", "Confirmed";
            PayoutState::Failed => "失败", "Failed";
            PayoutState::Returned => "已退回支付账户", "Back in the wallet";
        }
    }
}
