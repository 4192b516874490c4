//! What two people decide, and the pages of a movement and a payout.

use domain::{
    approval::{Action, ApprovalState},
    carrier::CarrierChange,
    correction::Correction,
    loan::LoanMark,
    matching::BreakKind,
    payout::PayoutSchedule,
    position::Waivable,
    reserve_account::ReserveAccountChange,
    standing::Departure,
};
use parts::bilingual;

bilingual! {
    pub fn approval() -> ApprovalTexts {
        note:
            "经办提出，复核通过后生效；经办与复核不能为同一人。",
            "Proposed by a maker, effective once approved by a checker. They cannot be the same person.";
        open: "待复核", "Awaiting decision";
        no_open_title: "没有待复核的事项", "Nothing to decide";
        no_open_text:
            "经办提出的事项会出现在这里。",
            "Proposals by makers appear here.";
        no_approvals_title: "还没有复核事项", "No proposals yet";
        actions(action: &Action) {
            Action::Match { .. } => "手工匹配", "Match by hand";
            Action::Return { .. } => "退回款项", "Return payment";
            Action::Adopt { .. } => "启用银行格式", "Enable a bank layout";
            Action::Retire { .. } => "停用银行格式", "Disable a bank layout";
            Action::Resend { .. } => "重新代付", "Send payout again";
            Action::Schedule { payouts: PayoutSchedule::AtOnce, .. } => "改为每笔即时代付", "Pay out each at once";
            Action::Schedule { payouts: PayoutSchedule::Daily(_), .. } => "改为每日汇总代付", "Pay out once a day";
            Action::Publish { .. } => "发布映射", "Publish a mapping";
            Action::Disable { .. } => "停用映射", "Disable a mapping";
            Action::BlockMapping { blocked: true, .. } => "暂停助贷机构扣款", "Block debits by a facilitator";
            Action::BlockMapping { blocked: false, .. } => "恢复助贷机构扣款", "Resume debits by a facilitator";
            Action::Freeze { .. } => "冻结支付账户", "Freeze a wallet";
            Action::Unfreeze { .. } => "解除冻结", "Lift a freeze";
            Action::Deduct { .. } => "司法扣划", "Deduct for a court";
            Action::Transfer { .. } => "债权转让", "Transfer debts";
            Action::SettleComplaint { .. } => "恢复扣款：客户异议已核实", "Resume debits: dispute resolved";
            Action::SuspendBinding { risk: true, .. } => "中止协议：风险核查", "Suspend a binding: risk review";
            Action::SuspendBinding { risk: false, .. } => "中止协议：运营处理", "Suspend a binding: operational reason";
            Action::ResumeBinding { .. } => "恢复协议", "Resume a binding";
            Action::UndoPayment { .. } => "撤销平台外收款", "Reverse a payment received outside";
            Action::DecideRefund { made: true, .. } => "退款结果：已退款", "Refund result: refunded";
            Action::DecideRefund { made: false, .. } => "退款结果：未退款", "Refund result: not refunded";
            Action::AdoptLate { .. } => "后来成功的款项：入账", "Late success: book";
            Action::GiveBackLate { .. } => "后来成功的扣款：退还客户", "Late success: refund";
            Action::SettleBeyond { charged: true, .. } => "超额退回：由收款机构承担", "Excess given back: charge the partner";
            Action::SettleBeyond { charged: false, .. } => "超额退回：支付网络已补付", "Excess given back: repaid by the network";
            Action::Correct { correction: Correction::Reverse { .. }, .. } => "还款冲正", "Reverse a repayment";
            Action::Correct { correction: Correction::Receive { .. }, .. } => "登记平台外收款", "Record a payment received outside";
            Action::Correct { correction: Correction::Redate { .. }, .. } => "更正收款日期", "Correct a date of receipt";
            Action::Correct { correction: Correction::Waive { part: Waivable::Penalty, .. }, .. } => "减免罚息", "Waive penalty interest";
            Action::Correct { correction: Correction::Waive { part: Waivable::Interest, .. }, .. } => "减免利息", "Waive interest";
            Action::Correct { correction: Correction::Waive { part: Waivable::Fee, .. }, .. } => "减免费用", "Waive a fee";
            Action::Correct { correction: Correction::Waive { part: Waivable::Principal, .. }, .. } => "减免本金", "Waive principal";
            Action::Correct { correction: Correction::Undo { .. }, .. } => "撤销登记或减免", "Undo a record or waiver";
            Action::MarkLoan { mark: LoanMark::Disputed, holds: true, .. } => "标记争议，暂停银行卡扣款", "Mark as disputed, pause card debits";
            Action::MarkLoan { mark: LoanMark::InLitigation, holds: true, .. } => "标记诉讼，暂停银行卡扣款", "Mark as in litigation, pause card debits";
            Action::MarkLoan { mark: LoanMark::Disputed, holds: false, .. } => "解除争议标记", "Remove the dispute mark";
            Action::MarkLoan { mark: LoanMark::InLitigation, holds: false, .. } => "解除诉讼标记", "Remove the litigation mark";
            Action::Depart { departure: Some(Departure::Leaves), .. } => "代理商退出", "Agent leaves";
            Action::Depart { departure: Some(Departure::CommissionsElsewhere), .. } => "变更佣金收款账户", "Commissions paid elsewhere";
            Action::Depart { departure: None, .. } => "恢复代理商业务", "Agent comes back";
            Action::DebitRules { .. } => "调整扣款规则", "Change the debit rules";
            Action::ShareRevenue { .. } => "约定分润", "Agree an interest share";
            Action::Recall { .. } => "撤回佣金文件", "Recall a commission file";
            Action::DiscardStatement { .. } => "作废流水文件", "Discard a bank statement";
            Action::DiscardCommissions { .. } => "作废佣金文件", "Discard a commission file";
            Action::Carrier { change: CarrierChange::Register(_), .. } => "登记运营商", "Register a carrier";
            Action::Carrier { change: CarrierChange::Change(_), .. } => "变更运营商信息", "Change a carrier";
            Action::ReserveAccount { change: ReserveAccountChange::Register(_), .. } => "登记备付金账户", "Register a reserve account";
            Action::ReserveAccount { change: ReserveAccountChange::End, .. } => "停用备付金账户", "Close a reserve account";
            Action::ReserveAccount { change: ReserveAccountChange::Recognise(true), .. } => "开启按账户识别来款", "Recognise payers by account";
            Action::ReserveAccount { change: ReserveAccountChange::Recognise(false), .. } => "关闭按账户识别来款", "Stop recognising payers by account";
            Action::Distribute { .. } => "发放佣金", "Pay out commissions";
            Action::Duplicate { .. } => "判定：同一笔流水", "Decided: same movement";
            Action::Distinct { .. } => "判定：两笔不同的流水", "Decided: two movements";
        }
        to: "去向", "Destination";
        reason: "理由", "Reason";
        reason_hint:
            "写明核实经过和依据，复核人和审计会看到。不超过 500 字。",
            "State what was checked and how. The checker and auditors will see it. Up to 500 characters.";
        states(state: ApprovalState) {
            ApprovalState::Proposed => "待复核", "Awaiting decision";
            ApprovalState::Approved => "已通过", "Approved";
            ApprovalState::GivenBack => "已退回经办", "Sent back";
        }
        proposed_by: "经办", "Maker";
        decided_by: "复核", "Checker";
        history: "提出与复核", "Proposals and decisions";
        discard_title: "作废这份文件", "Discard this file";
        discard_text:
            "不再需要这份文件时使用。复核通过后不再记账，且不能恢复；内容仍可查看。",
            "Use this if the file is no longer needed. Once approved, it will never be recorded and cannot be restored. It can still be viewed.";
        propose_discard: "提出作废", "Propose discarding";
        other_ways: "其他处理方式", "Other actions";
        bank_is_asked:
            "系统会持续向银行查询，直到有明确答复；在此之前不会重新发送。",
            "We keep querying the bank until it answers. Nothing is sent again until then.";
        waits_title: "已提出，等待复核", "Proposed, awaiting a checker";
        waits_text:
            "由另一位有复核权限的同事复核；退回后可以重新提出。",
            "Another person with checker rights decides. If it is sent back, you can propose again.";
        maker_only: "由经办提出处理意见。", "A maker proposes the action.";
        match_title: "手工匹配", "Match by hand";
        match_text:
            "付款人或附言不符，但经核实确属这笔业务时使用。金额须相符，不能调整。",
            "Use this if the payer or remittance text differs but the money has been verified to belong here. The amount must match and cannot be adjusted.";
        reference_hint:
            "收款填写支用编号（DRW…）、账户编号（WLT…），或被退回的代付编号（PAY…）；付款填写代付编号（PAY…）。",
            "Incoming: a draw (DRW…), a wallet (WLT…), or a payout that came back (PAY…). Outgoing: a payout (PAY…).";
        propose_share: "提出约定分润", "Propose share";
        propose_schedule: "提出调整", "Propose change";
        propose_match: "提出匹配", "Propose match";
        return_title: "退回款项", "Return payment";
        return_text(name: &str, account: &str):
            "复核通过后，全额退回原付款账户：{name} {account}。",
            "Once approved, the full amount is returned to the paying account: {name} {account}.";
        return_impossible:
            "银行没有提供付款账户或户名，不能自动退回。请向银行查询后处理。",
            "The bank did not provide the payer's account or name, so it cannot be returned automatically. Check with the bank first.";
        propose_return: "提出退回", "Propose return";
        returns_text:
            "每笔均全额退回原付款账户。",
            "Each is returned in full to its paying account.";
        propose_returns: "对勾选的款项提出退回", "Propose returning selected";
        ticked_text:
            "退回的款项全额退回原付款账户；转让的债权通过后冻结，文件见各笔转让的页面。",
            "Returns go back in full to the paying accounts. Debts of transfers are frozen; their documents are on the transfers' pages.";
        approve_ticked: "通过勾选的事项", "Approve selected";
        resend_title: "重新代付", "Send payout again";
        resend_text:
            "银行已明确拒付。请核对收款账户。代付编号不变、序号加一，不会重复付款。",
            "The bank has definitively refused it. Check the payee account. The payout number stays the same with the next serial, so nothing is paid twice.";
        sent_back_text:
            "款项已付出，又被收款方银行退回，仍待付给收款方。退回原因见下方办理记录。请核对收款账户。代付编号不变、序号加一。",
            "It was paid, and the payee's bank sent it back. The money is still owed to the payee. The reason is in the history below. Check the payee account. The payout number stays the same with the next serial.";
        account_no: "收款账号", "Payee account number";
        confirmed_at: "银行确认", "Confirmed by the bank";
        account_name: "收款户名", "Payee account name";
        propose_resend: "提出重新代付", "Propose sending again";
        decide_title: "复核", "Decide";
        decide_text:
            "请独立核对后再决定。通过后立即生效，不能撤销。",
            "Check independently before deciding. Approval takes effect immediately and cannot be undone.";
        decision_note: "复核意见", "Decision note";
        decision_note_hint: "退回经办时必填。", "Required when sending back.";
        give_back: "退回经办", "Send back";
        next_to_decide(what: &str): "下一项待复核：{what}", "Next to decide: {what}";
        next_movement: "下一笔待处理流水", "Next open movement";
        movement_in(amount: &str): "收款流水 {amount} 元", "Incoming movement of {amount} yuan";
        movement_out(amount: &str): "付款流水 {amount} 元", "Outgoing movement of {amount} yuan";
        facts: "流水内容", "Movement details";
        booked: "入账时间", "Booked";
        booked_on: "入账日期", "Booking date";
        booked_time: "入账时刻", "Booking time";
        counterparty: "对方户名 · 账号", "Counterparty · account";
        belongs: "归属", "Belongs to";
        bank_reference: "银行流水号", "Bank's number";
        break_advice(kind: Option<BreakKind>) {
            Some(BreakKind::FundsOnly) =>
                "资金已到账，资金方尚未受理这笔支用。受理后自动匹配；拒绝或取消的，请退回。",
                "The money has arrived but the funder has not accepted the draw. It is matched automatically once accepted. If the draw is refused or cancelled, return it.";
            Some(BreakKind::AmountDiffers) =>
                "金额与这笔业务的应到金额不符。请与付款方核实后退回，由其按正确金额重新付款。",
                "The amount does not match what is due. Check with the payer and return it, so that they can pay the correct amount.";
            Some(BreakKind::PayerDiffers) =>
                "付款账户与登记的不一致。经核实确属这笔业务的可以匹配，否则请退回。",
                "Not from the registered account. Match it if verified to belong here, otherwise return it.";
            Some(BreakKind::DuplicateFunds) =>
                "这笔业务的资金已经到齐。请退回多付的款项。",
                "The full amount has already arrived. Return the excess.";
            Some(BreakKind::LateAfterCancel) =>
                "支用已取消或未获受理，不能再入账。请退回。",
                "The draw was cancelled or not accepted and cannot be credited. Return the money.";
            Some(BreakKind::UnknownPayout) =>
                "付款与代付不符。经核实确为这笔代付的可以匹配；在此之前不会重新代付。",
                "It matches no payout exactly. Match it if verified to be this payout. Until then the payout is not sent again.";
            None =>
                "附言中没有可识别的唯一编号。请查明用途后匹配或退回。",
                "The remittance text has no unique reference. Find out what it is for, then match or return it.";
        }
        likeness_advice:
            "可能与下面已记账的流水是同一笔，也可能是两笔不同的流水。双人判定之前不记账，也不计入任何账户。",
            "It may be the same as the movement below, or a different one. Until two people decide, it is not booked and credited to no account.";
        likeness_title: "判定是否为同一笔", "Same movement or two";
        likeness_text:
            "请对照银行回单判断。同一笔：不再记账；两笔不同：记账，并按附言匹配。",
            "Check against the bank's receipts. Same movement: not booked again. Two movements: this one is booked and matched by its remittance text.";
        propose_duplicate: "提出：同一笔", "Propose: same movement";
        propose_distinct: "提出：两笔不同", "Propose: two movements";
        readings: "两份记录对照", "Comparison of the two records";
        fact: "项目", "Item";
        this_reading: "本份记录", "This record";
        recorded: "已记账的流水", "Booked movement";
        comparison: "比对结果", "Result";
        agrees: "一致", "Same";
        differs: "不一致", "Different";
        one_states: "只有一份写明", "Stated in only one";
        cut_off: "一份不完整，其余一致", "One is incomplete, otherwise the same";
        source: "来源", "Source";
        balance_after: "余额（元）", "Balance after (yuan)";
        counterparty_name: "对方户名", "Counterparty";
        counterparty_account: "对方账号", "Counterparty account";
        fitting: "金额相符的支用", "Draws of this amount";
        fitting_text: "以下支用的未到金额与此一致，仅供参考。", "These draws are missing exactly this amount. For reference only.";
        fitting_payouts: "可能被退回的代付", "Payouts that may have come back";
        fitting_payouts_text:
            "以下已付出的代付金额和账户与此一致，仅供参考。金额相同的不止一笔时，请向银行核实后再匹配。",
            "These payouts of this amount were paid to this account. For reference only. If there are several, check with the bank before matching.";
        payer_account: "登记的付款账号", "Registered paying account";
        returned_by: "退回代付编号", "Return payout number";
        unexplained_title: "有一笔付款可能就是这笔代付，尚未查明", "An outgoing payment that may be this payout is unexplained";
        unexplained_text:
            "请先在差异、未匹配流水或无法识别的银行推送中查明并处理。在此之前不会重新发送，也不会记为失败。",
            "Resolve it first under breaks, unmatched movements or unreadable feed lines. Until then the payout is neither sent again nor marked as failed.";
        returns: "退回的流水", "Returned movement";
        see_movement: "查看流水", "View movement";
    }
}
