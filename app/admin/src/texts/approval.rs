//! What two people decide, and the pages of a movement and a payout.

use domain::{
    approval::{Action, ApprovalState},
    carrier::CarrierChange,
    correction::Correction,
    matching::BreakKind,
    payout::PayoutSchedule,
    position::Waivable,
    reserve_account::ReserveAccountChange,
};
use parts::bilingual;

bilingual! {
    pub fn approval() -> ApprovalTexts {
        note:
            "经办提出，复核通过后才生效；两个环节不能是同一个人",
            "The maker proposes; it is done when the checker, another person, approves";
        open: "待复核", "To be decided";
        no_open_title: "没有待复核的事项", "Nothing waits for a decision";
        no_open_text:
            "经办在流水或代付的页面提出后，会出现在这里。",
            "What the maker proposes on the page of a movement or a payout appears here.";
        no_approvals_title: "还没有复核事项", "Nothing was proposed yet";
        actions(action: &Action) {
            Action::Match { .. } => "手工匹配", "Match by hand";
            Action::Return { .. } => "退回款项", "Return the money";
            Action::Adopt { .. } => "启用银行格式", "Adopt a bank layout";
            Action::Retire { .. } => "停用银行格式", "Retire a bank layout";
            Action::Resend { .. } => "重新代付", "Send again";
            Action::Schedule { payouts: PayoutSchedule::AtOnce, .. } => "改为每笔即时代付", "Pay each at once";
            Action::Schedule { payouts: PayoutSchedule::Daily(_), .. } => "改为每日汇总代付", "Pay all of a day together";
            Action::Publish { .. } => "发布映射", "Publish a mapping";
            Action::Disable { .. } => "停用映射", "Disable a mapping";
            Action::Freeze { .. } => "冻结支付账户", "Freeze a wallet";
            Action::Unfreeze { .. } => "解除冻结", "Lift a freeze";
            Action::Transfer { .. } => "债权转让", "Transfer debts";
            Action::SettleComplaint { .. } => "付款人异议核实完毕", "Settle a complaint";
            Action::AdoptLate { .. } => "迟到的成功：入账", "Late success: book it";
            Action::GiveBackLate { .. } => "迟到的成功：退还付款人", "Late success: give it back";
            Action::Correct { correction: Correction::Reverse { .. }, .. } => "还款冲正", "Reverse a repayment";
            Action::Correct { correction: Correction::Receive { .. }, .. } => "登记平台外收款", "Record a payment received outside";
            Action::Correct { correction: Correction::Redate { .. }, .. } => "更正收款日期", "Correct a date of receipt";
            Action::Correct { correction: Correction::Waive { part: Waivable::Penalty, .. }, .. } => "减免罚息", "Waive penalty interest";
            Action::Correct { correction: Correction::Waive { part: Waivable::Interest, .. }, .. } => "减免利息", "Waive interest";
            Action::Correct { correction: Correction::Waive { part: Waivable::Fee, .. }, .. } => "减免费用", "Waive a fee";
            Action::Correct { correction: Correction::Waive { part: Waivable::Principal, .. }, .. } => "减免本金", "Waive principal";
            Action::Correct { correction: Correction::Undo { .. }, .. } => "撤销登记或减免", "Take back a record or a waiver";
            Action::ShareRevenue { .. } => "约定分润", "Agree a share of the interest";
            Action::Recall { .. } => "撤回佣金文件", "Recall a file of commissions";
            Action::DiscardStatement { .. } => "作废流水文件", "Discard a bank statement";
            Action::DiscardCommissions { .. } => "作废佣金文件", "Discard a file of commissions";
            Action::Carrier { change: CarrierChange::Register(_), .. } => "登记运营商", "Register a carrier";
            Action::Carrier { change: CarrierChange::Change(_), .. } => "变更运营商信息", "Change a carrier";
            Action::ReserveAccount { change: ReserveAccountChange::Register(_), .. } => "登记备付金账户", "Register a reserve account";
            Action::ReserveAccount { change: ReserveAccountChange::End, .. } => "停用备付金账户", "End a reserve account";
            Action::Distribute { .. } => "发放佣金", "Give commissions";
            Action::Duplicate { .. } => "判定：同一笔流水", "Found to be one movement";
            Action::Distinct { .. } => "判定：两笔不同的流水", "Found to be two movements";
        }
        to: "去向", "To";
        reason: "理由", "Reason";
        reason_hint:
            "写明核实的经过和依据，复核人和审计会看到。不超过 500 字。",
            "What was checked, and how: the checker and auditors read it. At most 500 characters.";
        states(state: ApprovalState) {
            ApprovalState::Proposed => "待复核", "To be decided";
            ApprovalState::Approved => "已通过", "Approved";
            ApprovalState::GivenBack => "已退回经办", "Given back";
        }
        proposed_by: "经办", "Maker";
        decided_by: "复核", "Checker";
        history: "提出与复核", "Proposals and decisions";
        what_to_do: "处理方式", "What can be done";
        discard_title: "作废这份文件", "Discard the file";
        discard_text:
            "不再需要这份预览时使用。复核通过后不会记账，也不能恢复；内容仍可查看。",
            "When the preview is not needed. Once approved it is never recorded and does not come back; it can still be read.";
        propose_discard: "提出作废", "Propose to discard it";
        other_ways: "其他处理方式", "What else can be done";
        nothing_to_do: "没有需要处理的事项。", "Nothing is left to do.";
        bank_is_asked:
            "系统会一直向银行查询，直到有明确答复；在此之前谁都不会重新发送。",
            "The bank is asked until it answers; nobody sends it again meanwhile.";
        waits_title: "已提出，等待复核", "Proposed; waits for the checker";
        waits_text:
            "由另一位有复核权限的同事决定；退回后可以重新提出。",
            "Another person decides. When it is given back, something else may be proposed.";
        maker_only: "由经办提出处理意见。", "The maker proposes what is to be done.";
        match_title: "手工匹配", "Match by hand";
        match_text:
            "付款人或附言不符、但经核实确属这笔业务时使用。金额必须相符，不能调整。",
            "When payer or text differ, and it was checked that the money is for this. The amount has to fit as it is.";
        reference: "业务编号", "Business number";
        reference_hint:
            "收款填支用 DRW… 或账户 WLT…；付款填代付 PAY…。",
            "Money in: a draw DRW… or a wallet WLT…; money out: a payout PAY….";
        propose_share: "提出约定", "Propose the share";
        propose_schedule: "提出调整", "Propose the change";
        propose_match: "提出匹配", "Propose the match";
        return_title: "退回款项", "Return the money";
        return_text(name: &str, account: &str):
            "复核通过后，全额退回原付款账户：{name} {account}。",
            "When it is approved, all of it goes back to the payer: {name} {account}.";
        return_impossible:
            "银行没有提供付款账户或户名，不能自动退回。请向银行查询后处理。",
            "The bank does not tell the payer's account or name. Ask the bank first.";
        propose_return: "提出退回", "Propose the return";
        returns_text:
            "每笔全额退回其原付款账户。",
            "Each goes back in full to the account that it came from.";
        propose_returns: "提出退回勾选的款项", "Propose to return those ticked";
        approve_returns: "通过勾选的退回", "Approve the returns ticked";
        resend_title: "重新代付", "Send again";
        resend_text:
            "银行已明确拒付。请核对收款账户；代付编号不变，序号加一，不会重复付款。",
            "The bank has refused it for good. Check the account. The number stays, the serial is the next: nothing is paid twice.";
        account_no: "收款账号", "Payee's account";
        confirmed_at: "银行确认", "Confirmed";
        account_name: "收款户名", "Payee's name";
        propose_resend: "提出重新代付", "Propose to send again";
        decide_title: "复核", "Decide";
        decide_text:
            "请独立核对后再决定。通过后立即生效，不能撤销。",
            "Check it yourself first. What is approved is done at once and cannot be taken back.";
        decision_note: "复核意见", "Note";
        decision_note_hint: "退回经办时必填。", "Needed when it is given back.";
        give_back: "退回经办", "Give back";
        next_to_decide(what: &str): "下一项待复核：{what}", "Next to decide: {what}";
        next_movement: "下一笔待处理流水", "The next movement to be resolved";
        movement: "流水", "Movement";
        facts: "流水内容", "The line";
        booked: "入账时间", "Booked";
        booked_on: "入账日期", "Booking date";
        booked_time: "入账时刻", "Time";
        counterparty: "对方户名 · 账号", "Counterparty · account";
        belongs: "归属", "Belongs to";
        bank_reference: "银行流水号", "Bank's number";
        break_advice(kind: Option<BreakKind>) {
            Some(BreakKind::FundsOnly) =>
                "资金已到，资金方还没有受理这笔支用。受理后自动匹配；拒绝或取消后，请退回。",
                "The money is here, the funder has not taken the draw on. It is matched when it does; when the draw ends, return it.";
            Some(BreakKind::AmountDiffers) =>
                "金额与这笔业务应到的不符。请与付款方核实后退回，由其按正确金额重付。",
                "Not what is due for it. Return it, and have who paid it pay the right amount.";
            Some(BreakKind::PayerDiffers) =>
                "不是登记的付款账户。核实确属这笔业务的可以匹配，否则退回。",
                "Not the registered account. Match it if it was checked to be for this, else return it.";
            Some(BreakKind::DuplicateFunds) =>
                "这笔业务的资金已经到齐。请退回多付的款项。",
                "All its money is there. Return what was paid too much.";
            Some(BreakKind::LateAfterCancel) =>
                "支用已取消或未获受理，不能再入账。请退回。",
                "The draw was cancelled or refused and cannot be credited. Return it.";
            Some(BreakKind::UnknownPayout) =>
                "付款与代付对不上。核实确是这笔代付的可以匹配；在此之前不会重新代付。",
                "It fits no payout. Match it if it was checked to be this one; until then the payout is not sent again.";
            None =>
                "附言里没有能识别的唯一编号。请查明用途后匹配或退回。",
                "Its text has no number that names one thing. Find out what it is for, then match or return it.";
        }
        likeness_advice:
            "它可能与下面已记的流水是同一笔，也可能是两笔不同的流水。两个人判定之前不记账，也不入任何账户。",
            "It may be the movement below, or another one. Until two people have said, it is in no book and no wallet.";
        likeness_title: "是不是同一笔", "One movement or two";
        likeness_text:
            "请对照银行回单判断。同一笔：不再记账；两笔不同：记账，并按附言匹配。",
            "Ask the bank's own receipts. One: nothing more is booked. Two movements: this one is booked, and goes where its text says.";
        propose_duplicate: "提出：同一笔", "Propose: one movement";
        propose_distinct: "提出：两笔不同", "Propose: two movements";
        readings: "两份记录对照", "The two readings";
        fact: "项目", "What";
        this_reading: "这一份", "This reading";
        recorded: "已记的流水", "Recorded movement";
        comparison: "比较", "Compared";
        agrees: "一致", "Agrees";
        differs: "不一致", "Differs";
        one_states: "只有一份写明", "Only one states it";
        cut_off: "一份不完整，其余一致", "One is cut off, else alike";
        source: "来源", "Source";
        balance_after: "余额", "Balance after";
        counterparty_name: "对方户名", "Counterparty";
        counterparty_account: "对方账号", "Account";
        fitting: "金额相符的支用", "Draws of this amount";
        fitting_text: "以下支用正好还缺这个金额，仅供参考。", "These draws miss exactly this amount. A hint, no more.";
        payer_account: "登记的付款账号", "Registered account";
        returned_by: "退回代付编号", "Returned by payout";
        timeline: "经过", "What happened";
        unexplained_title: "有一笔付款可能就是这笔代付，还没有查明", "A debit that may be this payout is not explained";
        unexplained_text:
            "请先在差异、未匹配流水或无法识别的银行推送里查明并处理。在此之前不会重新发送，也不会记为失败。",
            "Resolve it first, among the breaks, the unmatched movements or the unread lines of the feed. Until then the payout is neither sent again nor failed.";
        returns: "退回的流水", "Returns the movement";
        see_movement: "查看流水", "See the movement";
    }
}
