//! What the worker does by itself.

use domain::job::JobKind;
use parts::bilingual;

bilingual! {
    pub fn job() -> JobTexts {
        note: "系统自动处理的任务", "Tasks handled automatically";
        kinds(kind: JobKind) {
            JobKind::DrainPayables => "汇总应付，生成代付", "Create payouts of payables";
            JobKind::SendPayout => "向银行发送代付", "Send payouts to the bank";
            JobKind::QueryPayout => "向银行查询代付结果", "Query payout results";
            JobKind::ReadFeed => "读取银行推送", "Read the bank's feed";
            JobKind::RecordStatement => "银行流水分批记账", "Book long statements in batches";
            JobKind::LapseApplications => "结束过期的申请", "End expired applications";
            JobKind::LapseDraws => "结束过期的支用", "End expired draws";
            JobKind::FollowSigning => "跟进签约结果", "Follow up signings";
            JobKind::FollowBinding => "跟进支付网络协议", "Follow up network agreements";
            JobKind::FollowDebit => "发送协议扣款并查询结果", "Send agreement debits and query results";
            JobKind::FollowCard => "跟进代理商银行卡绑定与解绑", "Follow up agents' cards";
            JobKind::FollowRefund => "发送退款并查询结果", "Send refunds and query results";
            JobKind::FollowTopUp => "发送银行卡充值并查询结果", "Send card top-ups and query results";
            JobKind::EndAgreement => "解除超时后签约成功的协议", "End agreements signed too late";
            JobKind::FetchSettlements => "获取网络清算文件并核对", "Fetch and compare network settlement files";
            JobKind::FollowTransfer => "债权转让到期生效", "Put debt transfers into effect";
            JobKind::DistributeCommissions => "发放佣金", "Pay out commissions";
            JobKind::NumberEvents => "为合作机构通知编号", "Number partner notices";
            JobKind::DeliverNotices => "发送通知", "Send notices";
            JobKind::MakePartnerFiles => "生成合作机构对账文件", "Create partner reconciliation files";
            JobKind::SendCode => "发送短信验证码", "Send SMS codes";
            JobKind::MakeExport => "生成导出文件", "Create export files";
            JobKind::EndDays => "日终", "Close business dates";
            JobKind::Forget => "清理过期数据", "Delete expired data";
        }
        kind: "任务", "Job";
        waiting: "待处理（件）", "Pending";
        taken: "处理中（件）", "In progress";
        later: "未到执行时间（件）", "Not due yet";
        well: "正常", "Normal";
        late(seconds: i64): "已等待 {seconds} 秒", "Waiting for {seconds} s";
        failing(jobs: i64): "{jobs} 件失败，稍后重试", "{jobs} failed, will retry";
        given_up(jobs: i64): "{jobs} 件已停止重试", "{jobs} stopped retrying";
        dead: "已停止重试的任务", "Jobs no longer retried";
        dead_text:
            "多次失败后不再自动重试。查明原因后，可以重新执行。",
            "These failed repeatedly and are no longer retried automatically. Once you know the cause, you can restart them.";
        failure: "最后一次失败的原因", "Last failure";
        failures(times: u32): "失败 {times} 次", "failed {times} times";
        since: "停止时间", "Stopped";
        retry: "重新执行", "Restart";
    }
}
