//! What partners are told, and where.

use domain::{
    endpoint::{EndReason, EndpointState},
    event::PartnerEventKind as Kind,
    notice::{DeadReason, DeliveryState},
};
use parts::bilingual;

bilingual! {
    pub fn notice() -> NoticeTexts {
        note:
            "发给贵司系统的每一条通知，编号连续。",
            "Every notice sent to your system, numbered without gaps.";
        one(number: i64): "通知 {number}", "Notice {number}";
        none_text: "业务有进展时，通知会出现在这里。", "Notices appear here when something happens.";
        undelivered: "未送达", "Not delivered";
        all_delivered: "没有未送达的通知", "No undelivered notices";
        all_delivered_text: "每一条通知都已确认。", "Every notice was acknowledged.";
        delivery: "送达", "Delivery";
        states(state: DeliveryState) {
            DeliveryState::Waiting => "待送达", "Pending";
            DeliveryState::Delivered => "已送达", "Delivered";
            DeliveryState::Dead => "未送达", "Undelivered";
        }
        reasons(reason: DeadReason) {
            DeadReason::Exhausted => "多次发送均未获确认", "Not acknowledged after repeated attempts";
            DeadReason::NoEndpoint => "当时没有接收地址", "No endpoint at the time";
            DeadReason::EndpointDisabled => "接收地址已停用", "Endpoint disabled";
        }
        tries(tries: u32, outcome: &str): "已发送 {tries} 次，上次结果：{outcome}", "Sent {tries} times, last result: {outcome}";
        next_at: "下次发送", "Next attempt";
        body: "通知内容", "Content";
        attempts: "发送记录", "Attempts";
        no_attempts: "尚未发送。", "Not sent yet.";
        took: "用时（毫秒）", "Duration (ms)";
        send_again: "重新发送", "Send again";
        send_again_text:
            "内容和编号不变，发往当前启用的接收地址。已送达的，贵司系统会再收到一次。",
            "Sent with the same content and number to the active endpoint. If it was already delivered, your system receives it again.";
        send_dead_again(count: i64): "重新发送 {count} 条未送达的通知", "Send undelivered notices again ({count})";
        endpoint: "接收地址", "Endpoint";
        endpoint_note:
            "每条通知即时发往这个地址；未获确认的，约四天内再发九次。",
            "Every notice is sent to this address immediately. If not acknowledged, it is sent up to nine more times over about four days.";
        endpoint_none: "没有启用的接收地址，贵司系统须自行查询。", "No active endpoint: your system must query for changes.";
        endpoint_in_force(host: &str): "正在发往 {host}", "Sending to {host}";
        endpoint_states(state: EndpointState) {
            EndpointState::Registered => "待启用", "Awaiting activation";
            EndpointState::InForce => "使用中", "Active";
            EndpointState::Replaced => "已被替换", "Replaced";
            EndpointState::Disabled => "已停用", "Disabled";
            EndpointState::Withdrawn => "已撤回", "Withdrawn";
        }
        end_reasons(reason: EndReason) {
            EndReason::Gone => "贵司系统返回 410，已停用", "Your system answered 410";
        }
        set_up: "设置接收地址", "Set up an endpoint";
        register: "登记新地址", "Register a new address";
        register_now: "登记", "Register";
        register_text:
            "通过测试并由另一位审批人启用后才会使用；在此之前，通知仍发往原地址。",
            "It is used once a test has passed and another approver has activated it. Until then, notices go to the previous address.";
        url_hint: "以 https 开头，可从互联网访问", "Starts with https, reachable from the internet";
        wants_success: "仅响应内容为 SUCCESS 时视为确认", "Acknowledge only if the response body is SUCCESS";
        acknowledges: "确认方式", "Acknowledgement";
        any_success: "任意 2xx 响应", "Any 2xx response";
        registered: "登记", "Registered";
        tested: "最近一次通过测试", "Last test passed";
        approved: "启用", "Activate";
        ended: "停用", "Ended";
        test: "发送测试通知", "Send a test";
        approve: "启用这个地址", "Activate";
        approve_text:
            "启用后，所有通知发往这个地址，原地址不再使用。",
            "All notices go to this address from then on. The previous address is no longer used.";
        not_tested: "须先发送测试通知并通过。", "It must pass a test first.";
        other_approver: "须由登记人以外的审批人启用。", "It must be activated by an approver other than the person who registered it.";
        withdraw: "撤回", "Withdraw";
        disable: "停用", "Disable";
        disable_text:
            "停用后不再发送；待送达的通知可在重新启用后再发。",
            "Nothing is sent any more. Pending notices can be sent again once an endpoint is active.";
        secret: "签名密钥", "Signing secret";
        secret_text:
            "贵司系统用它验证 webhook-signature 中的 v1。请像密码一样保管。",
            "Your system uses it to verify v1 in webhook-signature. Keep it as safe as a password.";
        show_secret: "显示密钥（15 分钟，将记入审计记录）", "Show secret (15 minutes, recorded in the audit trail)";
        previous_secret: "更换前的密钥", "Previous secret";
        previous_until: "更换前的密钥仍可用至", "Previous secret valid until";
        rotate: "更换密钥", "Change secret";
        rotate_text:
            "更换后 24 小时内，每条通知同时用新旧两个密钥签名。",
            "For 24 hours, each notice is signed with both the old and the new secret.";
        public_key: "公钥（Ed25519，用于验证 v1a）", "Public key (Ed25519, for v1a)";
        sm2_public_key: "公钥（SM2，用于验证 v1sm2）", "Public key (SM2, for v1sm2)";
        history: "以前的地址", "Previous endpoints";
        number: "编号", "Number";
        content: "内容", "Content";
        /// What a fact of an event is called; empty where its value says it.
        fact(name: &str) {
            "alias" => "协议别名", "Alias";
            "settlement_id" => "结算编号", "Settlement ID";
            "failure" | "reason" => "原因", "Reason";
            "amount" => "金额", "Amount";
            "debts" => "债权笔数", "Number of debts";
            "number" => "债权编号", "Debt number";
            "key" => "密钥", "Key";
            "lines" => "笔数", "Lines";
            "sha256" => "校验值", "SHA-256";
            "notified_on" => "通知日期", "Notified";
            "deadline_at" => "截止", "Deadline";
            "offer" => "预授信", "Offer";
            "pseudonym" => "代号", "Pseudonym";
            "limit" => "额度", "Limit";
            "purpose" => "用途", "Purpose";
            "fee" => "费用", "Fee";
            "penalty" => "罚息", "Penalty interest";
            "interest" => "利息", "Interest";
            "principal" => "本金", "Principal";
            "revenue_share" => "扣收分润", "Share withheld";
            "due_on" => "到期日", "Due";
            "from" => "从", "From";
            "to" => "到", "To";
            "correction" => "更正", "Correction";
            "month" => "月份", "Month";
            "credited_on" => "入账日", "Credited";
            "booked_on" => "记账日", "Posted";
            "freed_on" => "日期", "Date";
            "business_date" => "会计日", "Business date";
            _ => "", "";
        }
        happened(kind: Kind) -> &'static str =
            match kind {
                Kind::ApplicationMoreInformation => "待补充资料",
                Kind::ApplicationCounterOffered => "批准额度高于申请",
                Kind::BusinessDateMoved => "会计日切换",
                Kind::EndpointTest => "接收地址测试",
                Kind::ReconciliationFileReady => "对账文件已生成",
                Kind::KeyApproved => "接口密钥已启用",
                Kind::KeyEnded => "接口密钥已停用",
                Kind::SigningSucceeded => "签约成功",
                Kind::SigningFailed => "签约失败",
                Kind::SigningExpired => "签约超时",
                Kind::ShareVoid => "签约成功，没有共享",
                Kind::ShareRevoked => "共享已收回",
                Kind::ShareReleased => "共享已退还",
                Kind::BindingUnsigned => "协议已解约",
                Kind::BindingUnsignRefused => "支付网络未解约，协议继续有效",
                Kind::BindingInvalid => "协议已失效",
                Kind::BindingSuspended => "协议已中止，暂停扣款",
                Kind::MappingDebitsBlocked => "已暂停助贷机构按结算编号扣款",
                Kind::MappingDebitsResumed => "助贷机构可按结算编号恢复扣款",
                Kind::BindingResumed => "协议已恢复，可以扣款",
                Kind::DebtMoved => "未清偿债权改用新签的协议",
                Kind::DebtRegistered => "债权已登记",
                Kind::TransferSubmitted => "转让待确认",
                Kind::TransferConfirmed => "转让已确认",
                Kind::TransferApproved => "转让已复核，债权冻结",
                Kind::TransferNotified => "已登记通知凭证",
                Kind::TransferEffective => "转让已生效",
                Kind::TransferFollowedUp => "有扣款处理中的债权另行转让",
                Kind::TransferCancelled => "转让已撤销",
                Kind::TransferRejected => "转让被拒绝",
                Kind::DebitSucceeded => "扣款成功",
                Kind::DebitFailed => "扣款失败",
                Kind::DebitReturned => "扣款被银行退回",
                Kind::DebitRefunded => "已退款给客户",
                Kind::DebitRefundFailed => "退款失败",
                Kind::DebitLateSuccess => "失败的扣款后来成功，待处理",
                Kind::DebitCorrected => "后来成功的扣款已入账",
                Kind::DebtPaidOutside => "平台外收款已计入",
                Kind::DebtPaymentReported => "平台外收款待确认",
                Kind::DebtPaymentDeclined => "平台外收款未获认可",
                Kind::DebtPaymentUndone => "平台外收款已撤销",
                Kind::PassOnDue => "代收款待付",
                Kind::PassOnPaid => "代收款已付",
                Kind::DebtComplained => "客户有异议，暂停扣款",
                Kind::DebtComplaintSettled => "客户异议已核实，可以扣款",
                Kind::DrawRequested => "新的支用",
                Kind::DrawInstructed => "付款已登记",
                Kind::DrawCancelled => "支用已取消",
                Kind::DrawLapsed => "支用已失效",
                Kind::LoanCredited => "借款已入账",
                Kind::LoanRepaid => "收到还款",
                Kind::LoanDueSoon => "借款即将到期",
                Kind::LoanOverdue => "借款逾期，账户已冻结",
                Kind::LoanStillOverdue => "借款逾期仍未还清",
                Kind::LoanDueDateMoved => "到期日顺延",
                Kind::LoanCorrected => "借款更正",
                Kind::LoanDebitsPaused => "借款有争议或诉讼，暂停银行卡扣款",
                Kind::LoanDebitsResumed => "争议或诉讼已了结，可以扣款",
                Kind::AgentDeparted => "代理商退出或变更佣金收款账户",
                Kind::AgentCameBack => "代理商已恢复业务",
                Kind::RevenueShareInvoiced => "月度分润账单",
                Kind::ReceivableSettled => "应退款项已结清",
                Kind::WalletFreed => "逾期还清，账户已解冻",
                Kind::PayoutConfirmed => "代付已到账",
                Kind::PayoutSentBack => "代付被银行退回",
                Kind::ApplicationSubmitted => "新的授信申请",
                Kind::ApplicationApproved => "授信已通过",
                Kind::ApplicationAnswered => "申请人已补充",
                Kind::ApplicationWithdrawn => "申请已撤回",
                Kind::ApplicationLapsed => "申请已失效",
                Kind::ApplicationRejected => "授信未通过",
                Kind::CreditLineOpened => "额度已开通",
                Kind::CreditLineClosing => "代理商申请终止额度，结清后终止",
                Kind::CreditLineClosed => "额度已终止",
                Kind::ConsentWithdrawn => "授权已撤回",
                Kind::OfferRequested => "新的预授信请求",
                Kind::OfferSelected => "预授信结果被选中",
            },
            match kind {
                Kind::ApplicationMoreInformation => "More information requested",
                Kind::ApplicationCounterOffered => "Higher limit approved",
                Kind::BusinessDateMoved => "Business date changed",
                Kind::EndpointTest => "Endpoint test",
                Kind::ReconciliationFileReady => "Reconciliation file ready",
                Kind::KeyApproved => "API key approved",
                Kind::KeyEnded => "API key ended",
                Kind::SigningSucceeded => "Signing succeeded",
                Kind::SigningFailed => "Signing failed",
                Kind::SigningExpired => "Signing expired",
                Kind::ShareVoid => "Signing succeeded, not shared",
                Kind::ShareRevoked => "Share revoked",
                Kind::ShareReleased => "Share released",
                Kind::BindingUnsigned => "Binding ended",
                Kind::BindingUnsignRefused => "Not ended by the network, binding remains active",
                Kind::BindingInvalid => "Binding invalid",
                Kind::BindingSuspended => "Binding suspended, debits paused",
                Kind::BindingResumed => "Binding resumed, debits can resume",
                Kind::MappingDebitsBlocked => "Debits by the facilitator of a settlement ID blocked",
                Kind::MappingDebitsResumed => "Debits by the facilitator of a settlement ID can resume",
                Kind::DebtMoved => "Outstanding debts moved to the new binding",
                Kind::DebtRegistered => "Debt registered",
                Kind::TransferSubmitted => "Transfer to confirm",
                Kind::TransferConfirmed => "Transfer confirmed",
                Kind::TransferApproved => "Transfer approved, debts frozen",
                Kind::TransferNotified => "Debtor notified",
                Kind::TransferEffective => "Transfer effective",
                Kind::TransferFollowedUp => "Debts with debits in progress transferred separately",
                Kind::TransferCancelled => "Transfer cancelled",
                Kind::TransferRejected => "Transfer rejected",
                Kind::DebitSucceeded => "Debit succeeded",
                Kind::DebitFailed => "Debit failed",
                Kind::DebitReturned => "Debit returned by the customer's bank",
                Kind::DebitRefunded => "Refunded to the customer",
                Kind::DebitRefundFailed => "Refund failed",
                Kind::DebitLateSuccess => "Failed debit later succeeded, to be resolved",
                Kind::DebitCorrected => "Late success booked",
                Kind::DebtPaidOutside => "Payment outside the platform counted",
                Kind::DebtPaymentReported => "Payment outside the platform to confirm",
                Kind::DebtPaymentDeclined => "Payment outside the platform rejected",
                Kind::DebtPaymentUndone => "Payment outside the platform reversed",
                Kind::PassOnDue => "To be passed on",
                Kind::PassOnPaid => "Passed on",
                Kind::DebtComplained => "Disputed by the customer, debits paused",
                Kind::DebtComplaintSettled => "Dispute resolved, debits can resume",
                Kind::DrawRequested => "New draw",
                Kind::DrawInstructed => "Payment reported",
                Kind::DrawCancelled => "Draw cancelled",
                Kind::DrawLapsed => "Draw lapsed",
                Kind::LoanCredited => "Loan credited",
                Kind::LoanRepaid => "Repayment",
                Kind::LoanDueSoon => "Loan due soon",
                Kind::LoanOverdue => "Loan overdue, wallet frozen",
                Kind::LoanStillOverdue => "Loan still overdue",
                Kind::LoanDueDateMoved => "Due date extended",
                Kind::LoanCorrected => "Loan corrected",
                Kind::LoanDebitsPaused => "Loan disputed or in litigation, card debits paused",
                Kind::LoanDebitsResumed => "Dispute or litigation over, debits can resume",
                Kind::AgentDeparted => "Agent left, or its commissions are paid elsewhere",
                Kind::AgentCameBack => "Agent is back",
                Kind::RevenueShareInvoiced => "Monthly share invoice issued",
                Kind::ReceivableSettled => "Amount owed back settled",
                Kind::WalletFreed => "Overdue amount cleared, wallet unfrozen",
                Kind::PayoutConfirmed => "Payout confirmed",
                Kind::PayoutSentBack => "Payout sent back by the bank",
                Kind::ApplicationSubmitted => "New application",
                Kind::ApplicationApproved => "Application approved",
                Kind::ApplicationAnswered => "Applicant answered",
                Kind::ApplicationWithdrawn => "Application withdrawn",
                Kind::ApplicationLapsed => "Application lapsed",
                Kind::ApplicationRejected => "Application rejected",
                Kind::CreditLineOpened => "Credit line opened",
                Kind::CreditLineClosing => "Agent asked to close its credit line, closing once repaid",
                Kind::CreditLineClosed => "Credit line closed",
                Kind::ConsentWithdrawn => "Consent withdrawn",
                Kind::OfferRequested => "New pre-credit request",
                Kind::OfferSelected => "Offer selected",
            };
    }
}
