//! The audit trail.

use domain::{
    actor::{ActorName, SystemPart},
    id::IdKind,
};
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn audit() -> AuditTexts {
        note:
            "每次操作和每次拒绝各记一条，只增不改。按名称查找时，每类最多匹配 20 个；只匹配到一家店铺时，包含其最近的业务。",
            "One entry for every change and every refusal; entries are never altered. A name matches up to 20 of each kind; if it matches a single shop, its latest business is included.";
        at: "时间 · 结果", "Time · outcome";
        actor: "操作人", "Actor";
        actor_hint: "姓名、用户名、店铺或机构", "A name, a user name, a shop or a partner";
        operation: "操作", "Operation";
        subject_hint: "业务编号、店铺、机构或用户名", "A reference, a shop, a partner or a user name";
        from: "开始日期", "From";
        to: "结束日期", "Until";
        done: "成功", "Done";
        refused: "被拒绝", "Refused";
        changes: "前后对比", "Before and after";
        changes_count(count: usize) -> String = format!("{count} 项变化"), counted(count, "change", "changes");
        asked_count(count: usize) -> String = format!("所请求的 {count} 项"), counted(count, "requested value", "requested values");
        was: "原：", "before: ";
        became: "现：", "after: ";
        none_title: "没有审计记录", "No audit entries";
        none_text: "还没有任何操作。", "No operations yet.";
        /// Empty for an operation without a name of its own.
        operations(code: &str) -> &'static str = words_of(code).0, words_of(code).1;
        /// What operations are about, by the first word of their codes.
        concepts(concept: &str) {
            "identity" => "登录", "Signing in";
            "user" => "用户", "Users";
            "invitation" => "店员邀请", "Invitations";
            "agent" => "代理商", "Agents";
            "carrier" => "运营商", "Carriers";
            "partner" => "合作机构", "Partners";
            "reserve_account" => "备付金账户", "Reserve accounts";
            "evidence" => "证据包", "Evidence";
            "endpoint" => "接收地址", "Endpoints";
            "key" => "接口密钥", "Keys";
            "notice" => "通知", "Notices";
            "operating_data" => "经营数据", "Operating data";
            "product" => "产品", "Products";
            "round" => "预授信", "Pre-credit rounds";
            "offer" => "预授信结果", "Offers";
            "application" => "授信申请", "Applications";
            "attachment" => "申请附件", "Attachments";
            "consent" => "授权书", "Consents";
            "credit_line" => "授信额度", "Credit lines";
            "draw" => "支用", "Draws";
            "loan" => "借据", "Loans";
            "payment_file" => "付款文件", "Payment files";
            "repayment" => "还款", "Repayments";
            "standing_order" => "佣金还款", "Repayment from commissions";
            "withdrawal" => "提现", "Withdrawals";
            "prepayment" => "预存", "Prepayments";
            "freeze" => "冻结", "Freezes";
            "payout" => "代付", "Payouts";
            "bank_movement" => "银行流水", "Bank movements";
            "statement" => "银行流水文件", "Bank statements";
            "layout" => "银行格式", "Bank layouts";
            "approval" => "复核", "Approvals";
            "commission" => "佣金", "Commissions";
            "revenue_share" => "分润", "Interest share";
            "mapping" => "结算映射", "Mappings";
            "signing" => "签约", "Signings";
            "binding" => "协议", "Bindings";
            "share" => "共享", "Shares";
            "debt" => "债权", "Debts";
            "transfer" => "债权转让", "Debt transfers";
            "debit" => "协议扣款", "Agreement debits";
            "refund" => "协议扣款退款", "Debit refunds";
            "outside_payment" => "平台外收款", "Payments outside the platform";
            "pass_on" => "代收转付", "Passing on";
            "card" => "代理商银行卡", "Agents' cards";
            "top_up" => "银行卡充值", "Top-ups from cards";
            "settlement" => "网络清算", "Settlements";
            "day" => "日终", "End of day";
            "calendar" => "工作日历", "Calendar";
            "export" => "导出文件", "Files";
            "job" => "后台任务", "Jobs";
            _ => "系统", "System";
        }
        /// What an identifier names.
        things(kind: IdKind) {
            IdKind::AgentId => "代理商", "Agent";
            IdKind::CarrierId => "运营商", "Carrier";
            IdKind::ReserveAccountId => "备付金账户", "Reserve account";
            IdKind::RevenueShareInvoiceId => "分润账单", "Invoice";
            IdKind::CommissionFileId => "佣金文件", "Commission file";
            IdKind::CommissionId => "佣金", "Commission";
            IdKind::PartnerId => "合作机构", "Partner";
            IdKind::UserId => "用户", "User";
            IdKind::SessionId => "登录设备", "Signed-in device";
            IdKind::InvitationId => "店员邀请", "Invitation";
            IdKind::OneTimeCodeId => "验证码", "One-time code";
            IdKind::AccountId => "账户", "Ledger account";
            IdKind::JournalId => "记账凭证", "Journal";
            IdKind::WalletId => "支付账户", "Wallet";
            IdKind::ProductId => "产品", "Product";
            IdKind::ProductVersionId => "产品版本", "Product version";
            IdKind::RoundId => "预授信", "Pre-credit round";
            IdKind::OfferId => "预授信结果", "Offer";
            IdKind::TransferDocumentId => "转让文件", "Transfer document";
            IdKind::ConsentId => "授权书", "Consent";
            IdKind::ApplicationId => "授信申请", "Application";
            IdKind::AttachmentId => "申请附件", "Attachment";
            IdKind::CreditLineId => "授信额度", "Credit line";
            IdKind::DrawId => "支用", "Draw";
            IdKind::InstructionId => "付款登记", "Payment report";
            IdKind::LoanId => "借据", "Loan";
            IdKind::LoanFactId => "借据变动", "Loan fact";
            IdKind::RepaymentId => "还款", "Repayment";
            IdKind::QuoteId => "还款试算", "Quote";
            IdKind::StandingOrderId => "佣金还款", "Repayment from commissions";
            IdKind::FreezeId => "冻结", "Freeze";
            IdKind::PayoutId => "代付", "Payout";
            IdKind::BankLayoutId => "银行格式", "Bank layout";
            IdKind::BankMovementId => "银行流水", "Bank movement";
            IdKind::BreakId => "对账差异", "Break";
            IdKind::UnreadLineId => "无法识别的推送", "Unreadable feed line";
            IdKind::JobId => "后台任务", "Job";
            IdKind::ApprovalId => "复核事项", "Proposal";
            IdKind::ImportId => "导入的文件", "Imported file";
            IdKind::MappingId => "结算映射", "Mapping";
            IdKind::SigningId => "签约", "Signing";
            IdKind::BindingId => "协议", "Binding";
            IdKind::ShareId => "共享", "Share";
            IdKind::DebtId => "债权", "Debt";
            IdKind::DebtTransferId => "债权转让", "Transfer";
            IdKind::DebitId => "协议扣款", "Agreement debit";
            IdKind::RefundId => "退款", "Refund";
            IdKind::OutsidePaymentId => "平台外收款", "Payment outside the platform";
            IdKind::CardId => "代理商银行卡", "Agent's card";
            IdKind::TopUpId => "银行卡充值", "Top-up";
            IdKind::NetworkSettlementId => "网络清算", "Settlement";
            IdKind::SettlementBreakId => "清算差异", "Settlement difference";
            IdKind::AuditId => "审计记录", "Audit entry";
            IdKind::EventId => "事件", "Event";
            IdKind::EndpointId => "接收地址", "Endpoint";
            IdKind::PartnerFileId => "对账文件", "Reconciliation file";
            IdKind::KeyId => "接口密钥", "Key";
            IdKind::EvidencePackId => "证据包", "Evidence pack";
            IdKind::ExportId => "导出文件", "File";
            IdKind::PaymentFileId => "付款文件", "Payment file";
            IdKind::PassOnId => "代收转付", "Pass-on";
            IdKind::CallbackId => "网络回调", "Callback";
        }
        /// Who acted, by the code that is recorded: `user:agent-1`, `key:…`, `system:payouts`, `nobody`.
        actors(code: &str) -> String = actor_zh(code), actor_en(code);
    }
}

/// The operations with their words, those about one concept beside each other.
pub const OPERATIONS: &[(&str, &str, &str)] = &[
    ("user.open", "开通用户", "Open user"),
    ("user.disable", "停用店员", "Deactivate clerk"),
    ("user.register_mobile", "登记手机号", "Register mobile number"),
    ("invitation.make", "邀请店员", "Invite clerk"),
    ("invitation.revoke", "撤销邀请", "Revoke invitation"),
    ("invitation.use", "店员加入", "Join shop"),
    ("identity.sign_in", "登录", "Sign in"),
    ("identity.sign_out", "退出登录", "Sign out"),
    ("identity.revoke_session", "退出设备", "Sign out device"),
    ("identity.guesses_missed", "登录失败（汇总）", "Failed sign-ins (summary)"),
    ("identity.enrol_second_factor", "设置动态口令", "Set up one-time codes"),
    ("identity.confirm_second_factor", "启用动态口令", "Enable one-time codes"),
    ("agent.register", "登记代理商", "Register agent"),
    ("carrier.register", "登记运营商", "Register carrier"),
    ("partner.register", "登记合作机构", "Register partner"),
    ("partner.register_key", "登记接口密钥", "Register key"),
    ("partner.require_release", "设置放款复核", "Set payment release"),
    ("partner.make_file", "生成对账文件", "Create reconciliation file"),
    ("reserve_account.register", "登记备付金账户", "Register reserve account"),
    ("evidence.make", "生成证据包", "Create evidence pack"),
    ("endpoint.register", "登记接收地址", "Register endpoint"),
    ("endpoint.test", "测试接收地址", "Test endpoint"),
    ("endpoint.approve", "启用接收地址", "Activate endpoint"),
    ("endpoint.end", "停用或撤回接收地址", "End endpoint"),
    ("endpoint.gone", "接收地址拒收，已停用", "Endpoint rejected notices, disabled"),
    ("endpoint.rotate", "更换签名密钥", "Change signing secret"),
    ("endpoint.reveal", "查看签名密钥", "View signing secret"),
    ("key.register", "登记接口密钥", "Register key"),
    ("key.approve", "启用接口密钥", "Approve key"),
    ("key.end", "停用或撤回接口密钥", "End key"),
    ("notice.redeliver", "重新发送通知", "Send notices again"),
    ("operating_data.preview_import", "上传经营数据", "Upload operating data"),
    ("operating_data.confirm_import", "导入经营数据", "Import operating data"),
    ("operating_data.discard_import", "作废经营数据文件", "Discard operating data"),
    ("product.propose", "提出产品版本", "Propose product version"),
    ("product.publish", "发布产品", "Publish product"),
    ("product.set_capacity", "设定授信规模", "Set product capacity"),
    ("product.withdraw", "撤回产品版本", "Withdraw product version"),
    ("round.open", "发起预授信", "Request offers"),
    ("offer.answer", "预授信结果", "Answer offer"),
    ("offer.view", "查看预授信", "View offers"),
    ("offer.select", "选择资金方", "Select offer"),
    ("offer.withdraw", "撤回预授信结果", "Withdraw offer"),
    ("application.save_draft", "保存申请草稿", "Save application"),
    ("application.submit", "提交申请", "Submit application"),
    ("application.claim", "认领申请", "Claim application"),
    ("application.unmask", "查看完整联系方式", "View full contact details"),
    ("application.ask_for_more", "要求补充资料", "Request information"),
    ("application.answer", "补充资料", "Answer question"),
    ("application.propose", "提出审批意见", "Propose decision"),
    ("application.comment", "添加内部备注", "Comment on application"),
    ("application.confirm", "复核审批", "Confirm decision"),
    ("application.accept", "接受调整后的额度", "Accept higher limit"),
    ("application.agree", "签订合同", "Sign contract"),
    ("application.withdraw", "撤回申请", "Withdraw application"),
    ("application.lapse", "申请到期失效", "Application lapsed"),
    ("attachment.add", "上传申请附件", "Upload attachment"),
    ("attachment.remove", "删除申请附件", "Delete attachment"),
    ("attachment.download", "下载申请附件", "Download attachment"),
    ("consent.withdraw", "撤回授权", "Withdraw consent"),
    ("credit_line.close", "申请终止额度", "Ask to close credit line"),
    ("draw.request", "申请支用", "Request draw"),
    ("draw.answer", "受理支用", "Answer draw"),
    ("draw.instruct", "登记付款", "Report payment"),
    ("draw.prepare", "登记付款待放行", "Register payment for release"),
    ("draw.release", "放行付款", "Release payment"),
    ("draw.cancel", "取消支用", "Cancel draw"),
    ("draw.lapse", "支用到期失效", "Draw lapsed"),
    ("payment_file.make", "生成付款文件", "Create payment file"),
    ("repayment.quote", "还款试算", "Quote repayment"),
    ("repayment.repay", "还款", "Repay"),
    ("repayment.collect_due", "到期扣款", "Debit amounts due"),
    ("repayment.confirm", "确认收到还款", "Confirm repayment"),
    ("loan.write_off", "标记核销", "Write off loan"),
    ("loan.take_back_write_off", "取消核销标记", "Take back write-off"),
    ("standing_order.set", "设置佣金还款", "Set up repayment from commissions"),
    ("standing_order.end", "取消佣金还款", "Cancel repayment from commissions"),
    ("withdrawal.request", "申请提现", "Request withdrawal"),
    ("withdrawal.return", "提现退汇入账", "Book returned withdrawal"),
    ("prepayment.request", "预存运营商", "Prepay carrier"),
    ("freeze.request", "申请冻结", "Request freeze"),
    ("payout.drain", "汇总应付，生成代付", "Create payouts of payables"),
    ("payout.send", "发送代付", "Send payout"),
    ("payout.answer", "代付结果", "Payout result"),
    ("payout.send_again", "重新发送代付", "Send payout again"),
    ("bank_movement.record", "银行推送流水", "Record bank feed"),
    ("bank_movement.settle_unread", "处理无法识别的推送", "Resolve unreadable feed line"),
    ("statement.preview", "上传银行流水", "Upload statement"),
    ("statement.decide", "复核银行流水", "Decide on statement"),
    ("statement.record", "银行流水分批记账", "Book batch of statement"),
    ("layout.add", "描述银行格式", "Describe bank layout"),
    ("layout.try", "试读银行格式", "Try bank layout"),
    ("approval.propose", "提出复核事项", "Propose for approval"),
    ("approval.decide", "复核", "Decide on proposal"),
    ("commission.upload", "上传佣金文件", "Upload commissions"),
    ("commission.begin", "开始发放佣金", "Start paying commissions"),
    ("commission.give", "发放佣金", "Pay commission"),
    ("commission.end", "佣金发放完毕", "Commissions fully paid"),
    ("revenue_share.invoice", "开具分润账单", "Invoice interest share"),
    ("mapping.add", "新增结算映射", "Add mapping"),
    ("mapping.roll_back", "提出恢复此前的映射", "Propose rolling back mapping"),
    ("signing.order", "发起签约", "Order signing"),
    ("signing.send_again", "重发签约验证码", "Resend signing code"),
    ("signing.confirm", "提交签约验证码", "Confirm signing"),
    ("signing.file", "签约结果", "Signing result"),
    ("binding.unsign", "解约", "End binding"),
    ("binding.file", "解约结果", "Binding end result"),
    ("share.revoke", "收回共享", "Revoke share"),
    ("share.release", "退还共享", "Release share"),
    ("debt.register", "登记债权", "Register debt"),
    ("transfer.submit", "提交债权转让", "Submit transfer"),
    ("transfer.confirm", "确认债权转让", "Confirm transfer"),
    ("transfer.reject", "拒绝债权转让", "Reject transfer"),
    ("transfer.cancel", "撤销债权转让", "Cancel transfer"),
    ("transfer.notify", "登记通知凭证", "Record evidence of notice"),
    ("transfer.add_document", "上传转让文件", "Upload transfer document"),
    ("transfer.follow", "债权转让生效", "Transfer takes effect"),
    ("debit.accept", "受理协议扣款", "Accept debit"),
    ("debit.send", "发送协议扣款", "Send debit"),
    ("debit.file", "协议扣款结果", "Debit result"),
    ("debit.return", "协议扣款被退回", "Debit returned"),
    ("outside_payment.report", "报告平台外收款", "Report payment outside"),
    ("outside_payment.answer", "答复平台外收款", "Answer payment outside"),
    ("pass_on.record", "登记代收转付", "Record what was passed on"),
    ("refund.accept", "受理退款", "Accept refund"),
    ("refund.send", "发送退款", "Send refund"),
    ("refund.file", "退款结果", "Refund result"),
    ("card.order", "绑定银行卡", "Bind card"),
    ("card.send_again", "重发绑卡验证码", "Resend card code"),
    ("card.confirm", "提交绑卡验证码", "Confirm card"),
    ("card.file", "绑卡或解绑结果", "Card result"),
    ("card.pause", "暂停银行卡", "Pause card"),
    ("card.resume", "恢复银行卡", "Resume card"),
    ("card.revoke", "解绑银行卡", "Remove card"),
    ("top_up.order", "发起银行卡充值", "Order top-up"),
    ("top_up.accept", "受理借据扣款", "Accept debit for loan"),
    ("top_up.send", "发送银行卡充值", "Send top-up"),
    ("top_up.file", "银行卡充值结果", "Top-up result"),
    ("top_up.return", "银行卡充值被退回", "Top-up returned"),
    ("settlement.expect", "等待清算文件", "Await settlement file"),
    ("settlement.receive", "收到清算文件", "Receive settlement file"),
    ("settlement.compare", "核对清算文件", "Compare settlement file"),
    ("settlement.settle_break", "处理清算差异", "Resolve settlement difference"),
    ("day.open_first", "设置首个会计日", "Set the first business date"),
    ("day.close_until", "发起日终", "Start end of day"),
    ("day.close", "日终", "Close day"),
    ("day.remind", "到期提醒", "Send due reminders"),
    ("calendar.change", "调整工作日历", "Change calendar"),
    ("export.request", "申请导出文件", "Request export"),
    ("export.cancel", "取消导出文件", "Cancel export"),
    ("job.retry", "重试后台任务", "Retry job"),
    ("reference.restart", "设置编号起点", "Set starting reference number"),
    ("demonstration.complete", "演示数据就绪", "Demonstration ready"),
];

/// An operation in both languages.
fn words_of(code: &str) -> (&'static str, &'static str) {
    OPERATIONS.iter().find(|(known, ..)| *known == code).map_or(("", ""), |(_, zh, en)| (*zh, *en))
}

fn actor_zh(code: &str) -> String {
    match ActorName::of(code) {
        Some(ActorName::User(name)) => name.to_owned(),
        Some(ActorName::Key(id)) => format!("接口密钥 {id}"),
        Some(ActorName::System(part)) => format!("系统（{}）", part.parse().map_or(part, |part| part_of(part).0)),
        Some(ActorName::Nobody) => "未登录".to_owned(),
        None => code.to_owned(),
    }
}

fn actor_en(code: &str) -> String {
    match ActorName::of(code) {
        Some(ActorName::User(name)) => name.to_owned(),
        Some(ActorName::Key(id)) => format!("Key {id}"),
        Some(ActorName::System(part)) => format!("System ({})", part.parse().map_or(part, |part| part_of(part).1)),
        Some(ActorName::Nobody) => "Not signed in".to_owned(),
        None => code.to_owned(),
    }
}

/// A part of the system in both languages.
const fn part_of(part: SystemPart) -> (&'static str, &'static str) {
    match part {
        SystemPart::Server => ("网站", "website"),
        SystemPart::Worker => ("后台任务", "background jobs"),
        SystemPart::EndOfDay => ("日终", "end of day"),
        SystemPart::Payouts => ("代付", "payouts"),
        SystemPart::Commissions => ("佣金", "commissions"),
        SystemPart::Network => ("支付网络", "payment network"),
        SystemPart::Transfer => ("债权转让", "debt transfers"),
        SystemPart::Feed => ("银行推送", "bank feed"),
        SystemPart::Statements => ("银行流水", "bank statements"),
        SystemPart::Expiry => ("到期处理", "expiry"),
        SystemPart::Operator => ("命令行", "command line"),
        SystemPart::Migration => ("系统升级", "upgrade"),
        SystemPart::Seed => ("演示数据", "demonstration data"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_stands_once_and_beside_those_about_the_same() {
        let codes: BTreeSet<&str> = OPERATIONS.iter().map(|(code, ..)| *code).collect();
        assert_eq!(codes.len(), OPERATIONS.len());
        let of = |code: &'static str| code.split('.').next().unwrap_or_default();
        let concepts: BTreeSet<&str> = codes.iter().map(|code| of(code)).collect();
        assert_eq!(OPERATIONS.chunk_by(|one, next| of(one.0) == of(next.0)).count(), concepts.len());
    }

    #[test]
    fn what_an_operation_is_about_has_words_unless_it_is_the_system() {
        leptos::prelude::Owner::new().with(|| {
            for (code, ..) in OPERATIONS {
                let concept = code.split('.').next().unwrap_or_default();
                let of_the_system = ["reference", "demonstration"].contains(&concept);
                assert_eq!(audit().concepts(concept) == "系统", of_the_system, "{code}");
            }
        });
    }

    #[test]
    fn whoever_acted_is_named_in_both_languages() {
        assert_eq!(
            (actor_zh("system:feed"), actor_en("system:feed")),
            ("系统（银行推送）".into(), "System (bank feed)".into())
        );
        assert_eq!(actor_en("system:end-of-day"), "System (end of day)");
        assert_eq!(actor_en("system:test"), "System (test)", "what is no part any more stands by its code");
        assert_eq!(actor_zh("user:agent-1"), "agent-1");
    }
}
