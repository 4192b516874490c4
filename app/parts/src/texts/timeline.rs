//! What has happened across the parties.

use domain::{
    application::ApplicationState, credit_line::CreditLineState, draw::DrawPhase, freeze::FreezeReason,
    position::Waivable, repayment::RepaymentCause,
};
use services::timeline::{Doer, Event};

use crate::bilingual;

bilingual! {
    pub fn timeline() -> TimelineTexts {
        title: "时间线（最近 50 条）", "Timeline (latest 50)";
        none: "还没有记录。", "No events yet.";
        event(event: Event) {
            Event::Application(ApplicationState::Draft) => "开始填写申请", "Application started";
            Event::Application(ApplicationState::Submitted) => "提交申请", "Application submitted";
            Event::Application(ApplicationState::InReview) => "申请进入审核", "Application in review";
            Event::Application(ApplicationState::MoreInformation) => "要求补充资料", "More information requested";
            Event::Application(ApplicationState::CounterOffered) => "批准额度高于申请，待接受", "Higher limit approved, awaiting acceptance";
            Event::Application(ApplicationState::Approved) => "申请获批", "Application approved";
            Event::Application(ApplicationState::Agreed) => "签订合同，额度开通", "Contract signed, credit line opened";
            Event::Application(ApplicationState::Rejected) => "申请未通过", "Application rejected";
            Event::Application(ApplicationState::Withdrawn) => "撤回申请", "Application withdrawn";
            Event::Application(ApplicationState::Lapsed) => "申请失效", "Application lapsed";
            Event::Line(CreditLineState::Active) => "额度恢复使用", "Credit line active";
            Event::Line(CreditLineState::Suspended) => "额度暂停", "Credit line suspended";
            Event::Line(CreditLineState::Matured) => "额度到期", "Credit line expired";
            Event::Line(CreditLineState::Closing) => "申请终止额度，结清后终止", "Asked to close the credit line, closing once repaid";
            Event::Line(CreditLineState::Closed) => "额度终止", "Credit line closed";
            Event::Draw(DrawPhase::Requested) => "申请支用，额度已占用", "Draw requested, limit earmarked";
            Event::Draw(DrawPhase::Awaiting) => "资金方受理支用", "Draw accepted by the funder";
            Event::Draw(DrawPhase::Refused) => "资金方拒绝支用，额度已释放", "Draw refused, limit released";
            Event::Draw(DrawPhase::Cancelled) => "取消支用，额度已释放", "Draw cancelled, limit released";
            Event::Draw(DrawPhase::Lapsed) => "支用自动结束，额度已释放", "Draw ended automatically, limit released";
            Event::Draw(DrawPhase::Credited) => "付款信息与到账金额一致，已入账并开始计息", "Payment notice and money matched: credited, interest starts";
            Event::Instructed => "资金方登记付款", "Payment reported by the funder";
            Event::Arrived => "放款资金到账", "Draw funds received";
            Event::Repaid(RepaymentCause::Asked) => "主动还款", "Repaid";
            Event::Repaid(RepaymentCause::Due) => "到期自动扣款", "Automatic debit when due";
            Event::Repaid(RepaymentCause::Swept) => "逾期自动扣款", "Automatic debit while overdue";
            Event::Repaid(RepaymentCause::Commission) => "佣金还款", "Repaid from a commission";
            Event::Repaid(RepaymentCause::Debited) => "债权人从银行卡扣款", "Debited from the card by the creditor";
            Event::Confirmed => "资金方确认收款", "Receipt confirmed by the funder";
            Event::Overdue => "转为逾期", "Became overdue";
            Event::Running => "恢复正常", "No longer overdue";
            Event::Settled => "结清", "Settled";
            Event::DueDateMoved => "到期日顺延", "Due date extended";
            Event::Received => "登记平台外收款", "Repayment outside the platform recorded";
            Event::Waived(Waivable::Penalty) => "减免罚息", "Penalty interest waived";
            Event::Waived(Waivable::Interest) => "减免利息", "Interest waived";
            Event::Waived(Waivable::Fee) => "减免费用", "Fee waived";
            Event::Waived(Waivable::Principal) => "减免本金", "Principal waived";
            Event::Undone => "冲正或撤销", "Reversed or undone";
            Event::Transferred => "转让给助贷机构", "Transferred to the facilitator";
            Event::BoughtBack => "资金方回购", "Bought back by the funder";
            Event::Frozen(FreezeReason::Overdue) => "支付账户因逾期冻结", "Wallet frozen: overdue";
            Event::Frozen(FreezeReason::Funder) => "支付账户应资金方申请冻结", "Wallet frozen: funder's request";
            Event::Frozen(FreezeReason::Risk) => "支付账户因风险控制冻结", "Wallet frozen: risk control";
            Event::Frozen(FreezeReason::Court) => "支付账户司法冻结", "Wallet frozen: court order";
            Event::Freed(_) => "支付账户解除冻结", "Wallet freeze lifted";
            Event::Deducted => "司法冻结款已扣划付给法院", "Court freeze ended: paid out to the court";
        }
        doer(doer: &Doer) -> String =
            match doer {
                Doer::Person(name) => name.clone(),
                Doer::Agent => "代理商".to_owned(),
                Doer::House(partner) => partner.clone(),
                Doer::Institution => "支付机构".to_owned(),
                Doer::Interface(partner) => format!("{partner} 接口"),
                Doer::System => "系统".to_owned(),
            },
            match doer {
                Doer::Person(name) => name.clone(),
                Doer::Agent => "Agent".to_owned(),
                Doer::House(partner) => partner.clone(),
                Doer::Institution => "Institution".to_owned(),
                Doer::Interface(partner) => format!("{partner}, API"),
                Doer::System => "System".to_owned(),
            };
    }
}
