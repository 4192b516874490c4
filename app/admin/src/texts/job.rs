//! What the worker does by itself.

use domain::job::JobKind;
use parts::bilingual;

bilingual! {
    pub fn job() -> JobTexts {
        note: "系统自动处理的工作", "What is done by itself";
        kinds(kind: JobKind) {
            JobKind::DrainPayables => "汇总应付，生成代付", "Request payouts of what is payable";
            JobKind::SendPayout => "向银行发送代付", "Send payouts to the bank";
            JobKind::QueryPayout => "向银行查询代付结果", "Ask the bank about payouts";
            JobKind::ReadFeed => "读取银行推送", "Read the bank's feed";
            JobKind::LapseApplications => "结束过期的申请", "End applications whose time is over";
            JobKind::LapseDraws => "结束过期的支用", "End draws that have waited too long";
            JobKind::FollowSigning => "跟进签约结果", "Follow signings";
            JobKind::FollowBinding => "跟进网络协议", "Follow up agreements with the network";
            JobKind::FollowDebit => "发送协议扣款并查询结果", "Send agreement debits, and ask about them";
            JobKind::FollowCard => "跟进代理商银行卡绑定与解绑", "Follow agents' own cards";
            JobKind::FollowRefund => "发送退款并查询结果", "Order refunds, and ask about them";
            JobKind::FollowTopUp => "发送银行卡充值并查询结果", "Send top-ups from cards, and ask about them";
            JobKind::FetchSettlements => "索取网络清算文件并核对", "Fetch the network's settlements, and compare them";
            JobKind::FollowTransfer => "债权转让到期生效", "Make transfers of debts effective";
            JobKind::DistributeCommissions => "发放佣金", "Give agents their commissions";
            JobKind::NumberEvents => "为合作机构通知编号", "Number what partners are told";
            JobKind::DeliverNotices => "发送通知", "Delivery of notices";
            JobKind::MakePartnerFiles => "生成合作机构对账文件", "Make partners' reconciliation files";
            JobKind::SendCode => "发送短信验证码", "Send codes by SMS";
            JobKind::MakeExport => "生成导出文件", "Make lists into files";
            JobKind::EndDays => "日终", "Close business dates";
            JobKind::Forget => "清理过期数据", "Delete what is of no more use";
        }
        kind: "任务", "Job";
        standing: "状况", "State";
        waiting: "待处理（件）", "Waiting";
        taken: "处理中（件）", "Under way";
        later: "未到时间（件）", "Not due yet";
        well: "正常", "Well";
        late(seconds: i64): "已等待 {seconds} 秒", "Has waited for {seconds} s";
        failing(jobs: i64): "{jobs} 件失败，稍后重试", "{jobs} failed, to be tried again";
        given_up(jobs: i64): "{jobs} 件已停止重试", "{jobs} given up";
        dead: "已停止重试的任务", "Jobs that were given up";
        dead_text:
            "多次失败后不再自动重试。查明原因后，可以重新开始。",
            "They failed too often. Once it is known why, they can be tried again.";
        failure: "最后一次失败的原因", "Why it failed last";
        failures(times: u32): "失败 {times} 次", "failed {times} times";
        since: "停止时间", "Given up";
        retry: "重新开始", "Try again";
    }
}
