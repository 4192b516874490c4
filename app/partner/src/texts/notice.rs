//! What partners are told, and where.

use domain::{
    endpoint::EndpointState,
    event::PartnerEventKind as Kind,
    notice::{DeadReason, DeliveryState},
};
use parts::bilingual;

bilingual! {
    pub fn notice() -> NoticeTexts {
        title: "通知", "Notices";
        note:
            "我方系统会收到的每一条通知，编号连续。",
            "Everything that our systems are told, numbered without a gap.";
        one(number: i64): "通知 {number}", "Notice {number}";
        none: "还没有通知", "No notices yet";
        none_text: "签约、转让和扣款的结果会出现在这里。", "What comes of signings, transfers and debits appears here.";
        undelivered: "未送达", "Not delivered";
        all_delivered: "没有未送达的通知", "Nothing is undelivered";
        all_delivered_text: "每一条都有确认。", "Every notice was acknowledged.";
        delivery: "送达", "Delivery";
        states(state: DeliveryState) {
            DeliveryState::Waiting => "待送达", "Waiting";
            DeliveryState::Delivered => "已送达", "Delivered";
            DeliveryState::Dead => "未送达", "Undelivered";
        }
        reasons(reason: DeadReason) {
            DeadReason::Exhausted => "多次发送未获确认", "Never acknowledged";
            DeadReason::NoEndpoint => "当时没有接收地址", "There was no endpoint";
            DeadReason::EndpointDisabled => "接收地址已停用", "The endpoint was disabled";
        }
        tries(tries: u32, outcome: &str): "已发送 {tries} 次，上次结果：{outcome}", "Sent {tries} times, lastly: {outcome}";
        /// What came of an attempt: a status of HTTP, or a code.
        outcomes(outcome: &str) -> String =
            match outcome {
                "endpoint_not_public" => "地址不可用".to_owned(),
                "timed_out" => "15 秒内没有回应".to_owned(),
                "no_answer" => "连接失败".to_owned(),
                status => format!("HTTP {status}"),
            },
            match outcome {
                "endpoint_not_public" => "The address cannot be used".to_owned(),
                "timed_out" => "No answer within 15 seconds".to_owned(),
                "no_answer" => "No connection".to_owned(),
                status => format!("HTTP {status}"),
            };
        next_at: "下次发送", "Sent next";
        body: "通知内容", "Body";
        attempts: "发送记录", "Attempts";
        no_attempts: "还没有发送过。", "It was not sent yet.";
        took: "用时（毫秒）", "Took (ms)";
        send_again: "重新发送", "Send again";
        send_again_text:
            "内容和编号与当时相同，发往现在启用的接收地址；已经送达的，我方系统会再收到一次。",
            "With the body and the number of then, to the endpoint in force. One that was delivered arrives a second time.";
        send_dead_again(count: i64): "重新发送 {count} 条未送达的通知", "Send {count} undelivered again";
        endpoint: "接收地址", "Endpoint";
        endpoint_note:
            "发生的每一件事，系统会立即发往这个地址；没有确认的，约四天内再发九次。",
            "Everything that happens is sent there at once; what is not acknowledged, nine times more within about four days.";
        endpoint_none: "没有启用的接收地址，我方系统需自行查询。", "No endpoint is in force: your system has to ask.";
        endpoint_in_force(host: &str): "正在发往 {host}", "Sent to {host}";
        endpoint_states(state: EndpointState) {
            EndpointState::Registered => "待启用", "Not in force yet";
            EndpointState::InForce => "使用中", "In force";
            EndpointState::Replaced => "已被替换", "Replaced";
            EndpointState::Disabled => "已停用", "Disabled";
            EndpointState::Withdrawn => "已撤回", "Withdrawn";
        }
        end_reasons(reason: &str) -> &'static str =
            match reason { "gone" => "我方系统以 410 拒收", _ => "" },
            match reason { "gone" => "It answered 410", _ => "" };
        set_up: "设置接收地址", "Set up an endpoint";
        register: "登记新地址", "Register another address";
        register_now: "登记", "Register";
        register_text:
            "通过测试、并由另一位审批人启用之后才会使用；在此之前，通知仍发往原来的地址。",
            "It is used once it has acknowledged a test and another approver has put it in force. Until then notices go where they went.";
        url: "地址", "Address";
        url_hint: "https 开头，互联网可以访问", "https, on the public internet";
        wants_success: "只有回应内容为 SUCCESS 才算确认", "Only the body SUCCESS acknowledges";
        acknowledges: "确认方式", "Acknowledged by";
        any_success: "任何 2xx 回应", "Any 2xx";
        registered: "登记", "Registered";
        tested: "最近一次通过测试", "Last test passed";
        approved: "启用", "Put in force";
        ended: "结束", "Ended";
        test: "发送测试通知", "Send a test";
        approve: "启用这个地址", "Put in force";
        approve_text:
            "启用后，所有通知发往这个地址，原来的地址不再使用。",
            "All notices go there from then on, and nothing goes to the one before.";
        not_tested: "先发送测试通知并通过。", "It has to acknowledge a test first.";
        other_approver: "登记人以外的审批人可以启用。", "An approver other than who registered it puts it in force.";
        withdraw: "撤回", "Withdraw";
        disable: "停用", "Disable";
        disable_text:
            "停用后不再发送；待送达的通知可以在重新启用之后再发。",
            "Nothing is sent any more; what waits can be sent again once an endpoint is in force.";
        secret: "签名密钥", "Signing secret";
        secret_text:
            "我方系统用它核对 webhook-signature 中的 v1；请像密码一样保管。",
            "Your system checks v1 in webhook-signature with it. Keep it like a password.";
        show_secret: "显示密钥（15 分钟，会留下记录）", "Show it (for 15 minutes, on record)";
        previous_secret: "更换前的密钥", "The one before";
        previous_until: "更换前的密钥仍可用至", "The one before signs until";
        rotate: "更换密钥", "Change it";
        rotate_text:
            "更换后 24 小时内，每条通知同时用新旧两个密钥签名。",
            "For 24 hours each notice is signed with both.";
        public_key: "公钥（Ed25519，核对 v1a）", "Public key (Ed25519, for v1a)";
        sm2_public_key: "公钥（SM2，核对 v1sm2）", "Public key (SM2, for v1sm2)";
        history: "以前的地址", "Endpoints before";
        number: "编号", "Number";
        what: "事项", "What";
        content: "内容", "Content";
        /// What a fact of an event is called; empty where its value says it.
        fact(name: &str) {
            "alias" => "协议别名", "Alias";
            "settlement_id" => "结算编号", "Settlement id";
            "failure" | "reason" => "原因", "Reason";
            "amount" => "金额", "Amount";
            "debts" => "债权（笔）", "Debts";
            "number" => "债权编号", "Debt";
            "key" => "密钥", "Key";
            "lines" => "笔数", "Lines";
            "sha256" => "校验值", "SHA-256";
            "notified_on" => "通知日期", "Notified";
            "deadline_at" => "截止", "Until";
            "offer" => "询价", "Offer";
            "pseudonym" => "代号", "Pseudonym";
            "limit" => "额度", "Limit";
            "purpose" => "用途", "Purpose";
            "fee" => "费用", "Fee";
            "penalty" => "罚息", "Penalty";
            "interest" => "利息", "Interest";
            "principal" => "本金", "Principal";
            "revenue_share" => "扣收分润", "Share withheld";
            "due_on" => "到期日", "Due";
            "from" => "从", "From";
            "to" => "到", "To";
            "correction" => "更正", "Correction";
            "month" => "月份", "Month";
            "credited_on" => "起息日", "Credited";
            "booked_on" => "入账日", "Booked";
            "freed_on" => "日期", "On";
            "business_date" => "营业日", "Business date";
            _ => "", "";
        }
        happened(kind: Kind) -> &'static str =
            match kind {
                Kind::ApplicationMoreInformation => "待补充资料",
                Kind::ApplicationCounterOffered => "授信已调整",
                Kind::BusinessDateMoved => "营业日切换",
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
                Kind::BindingUnsignRefused => "网络未解约，协议继续有效",
                Kind::BindingInvalid => "协议已在银行失效",
                Kind::DebtMoved => "未清偿债权改用新签的协议",
                Kind::DebtRegistered => "债权已登记",
                Kind::TransferSubmitted => "转让待确认",
                Kind::TransferConfirmed => "转让已确认",
                Kind::TransferApproved => "转让已复核，债权冻结",
                Kind::TransferNotified => "已登记通知凭证",
                Kind::TransferEffective => "转让已生效",
                Kind::TransferCancelled => "转让已撤销",
                Kind::TransferRejected => "转让被拒绝",
                Kind::DebitSucceeded => "扣款成功",
                Kind::DebitFailed => "扣款失败",
                Kind::DebitReturned => "扣款被银行退回",
                Kind::DebitRefunded => "已退款给付款人",
                Kind::DebitRefundFailed => "退款失败",
                Kind::DebitLateSuccess => "失败的扣款后来成功，处理中",
                Kind::DebitCorrected => "迟到的成功扣款已入账",
                Kind::DebtComplained => "付款人有异议，暂停扣款",
                Kind::DebtComplaintSettled => "异议已核实，可以扣款",
                Kind::DrawRequested => "新的支用",
                Kind::DrawInstructed => "已报告放款",
                Kind::DrawCancelled => "支用已取消",
                Kind::DrawLapsed => "支用已失效",
                Kind::LoanCredited => "借款已入账",
                Kind::LoanRepaid => "收到还款",
                Kind::LoanDueSoon => "借款即将到期",
                Kind::LoanOverdue => "借款逾期，账户已冻结",
                Kind::LoanStillOverdue => "借款仍未还清逾期",
                Kind::LoanDueDateMoved => "到期日顺延",
                Kind::LoanCorrected => "借款更正",
                Kind::RevenueShareInvoiced => "月度分润账单",
                Kind::ReceivableSettled => "退款已收到",
                Kind::WalletFreed => "逾期还清，账户已解冻",
                Kind::PayoutConfirmed => "代付已到账",
                Kind::ApplicationSubmitted => "新的授信申请",
                Kind::ApplicationApproved => "授信已通过",
                Kind::ApplicationAnswered => "申请人已补充",
                Kind::ApplicationWithdrawn => "申请已撤回",
                Kind::ApplicationLapsed => "申请已失效",
                Kind::ApplicationRejected => "授信未通过",
                Kind::CreditLineOpened => "额度已开立",
                Kind::ConsentWithdrawn => "授权已撤回",
                Kind::OfferRequested => "新的询价",
                Kind::OfferSelected => "报价被选中",
            },
            match kind {
                Kind::ApplicationMoreInformation => "More information is asked for",
                Kind::ApplicationCounterOffered => "Another limit is offered",
                Kind::BusinessDateMoved => "Another business date",
                Kind::EndpointTest => "Endpoint test",
                Kind::ReconciliationFileReady => "A reconciliation file is ready",
                Kind::KeyApproved => "Another key counts",
                Kind::KeyEnded => "A key counts no more",
                Kind::SigningSucceeded => "Signed",
                Kind::SigningFailed => "Signing failed",
                Kind::SigningExpired => "Signing expired",
                Kind::ShareVoid => "Signed, not shared",
                Kind::ShareRevoked => "Share revoked",
                Kind::ShareReleased => "Share released",
                Kind::BindingUnsigned => "Binding ended",
                Kind::BindingUnsignRefused => "Not ended by the network: the binding goes on",
                Kind::BindingInvalid => "Ended at the bank",
                Kind::DebtMoved => "Open debts moved to the new binding",
                Kind::DebtRegistered => "Debt registered",
                Kind::TransferSubmitted => "Transfer to confirm",
                Kind::TransferConfirmed => "Transfer confirmed",
                Kind::TransferApproved => "Transfer approved, debts frozen",
                Kind::TransferNotified => "Debtor notified",
                Kind::TransferEffective => "Transfer effective",
                Kind::TransferCancelled => "Transfer cancelled",
                Kind::TransferRejected => "Transfer rejected",
                Kind::DebitSucceeded => "Debit succeeded",
                Kind::DebitFailed => "Debit failed",
                Kind::DebitReturned => "Debit taken back by the payer's bank",
                Kind::DebitRefunded => "Given back to the payer",
                Kind::DebitRefundFailed => "A refund failed",
                Kind::DebitLateSuccess => "A failed debit succeeded late",
                Kind::DebitCorrected => "A late success is booked",
                Kind::DebtComplained => "The payer has complained; nobody debits",
                Kind::DebtComplaintSettled => "The complaint is settled; debits go on",
                Kind::DrawRequested => "New draw",
                Kind::DrawInstructed => "Transfer reported",
                Kind::DrawCancelled => "Draw cancelled",
                Kind::DrawLapsed => "Draw lapsed",
                Kind::LoanCredited => "Loan credited",
                Kind::LoanRepaid => "Repayment",
                Kind::LoanDueSoon => "Falls due soon",
                Kind::LoanOverdue => "Overdue; the wallet is frozen",
                Kind::LoanStillOverdue => "Still overdue",
                Kind::LoanDueDateMoved => "A due date moved on",
                Kind::LoanCorrected => "A loan was corrected",
                Kind::RevenueShareInvoiced => "A month's share is invoiced",
                Kind::ReceivableSettled => "What was to be given back has arrived",
                Kind::WalletFreed => "Nothing is overdue; the wallet is free",
                Kind::PayoutConfirmed => "Payout arrived",
                Kind::ApplicationSubmitted => "New application",
                Kind::ApplicationApproved => "Application approved",
                Kind::ApplicationAnswered => "The agent has answered",
                Kind::ApplicationWithdrawn => "Application withdrawn",
                Kind::ApplicationLapsed => "Application lapsed",
                Kind::ApplicationRejected => "Application rejected",
                Kind::CreditLineOpened => "Credit line opened",
                Kind::ConsentWithdrawn => "Consent withdrawn",
                Kind::OfferRequested => "Offer requested",
                Kind::OfferSelected => "Offer selected",
            };
    }
}
