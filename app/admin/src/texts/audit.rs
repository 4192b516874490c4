//! The audit trail.

use parts::{bilingual, texts::counted};

bilingual! {
    pub fn audit() -> AuditTexts {
        note:
            "每一次改动和每一次拒绝各一条，只能追加",
            "One row for every change and every refusal; rows are only ever added";
        at: "时间 · 结果", "Time · outcome";
        actor: "操作人", "Actor";
        actor_hint: "如 user:maker-1", "such as user:maker-1";
        operation: "操作", "Operation";
        operation_hint: "如 draw.", "such as draw.";
        subject: "对象", "Subject";
        subject_hint: "如 loan_01j…", "such as loan_01j…";
        done: "完成", "Done";
        refused: "被拒绝", "Refused";
        changes: "前后对比", "Before and after";
        changes_count(count: usize) -> String = format!("{count} 项变化"), counted(count, "change", "changes");
        asked_count(count: usize) -> String = format!("所请求的 {count} 项"), counted(count, "fact asked for", "facts asked for");
        was: "原：", "was: ";
        became: "现：", "is: ";
        none_title: "没有审计记录", "No audit rows";
        none_text: "还没有任何操作。", "Nothing has been done yet.";
        /// Empty for an operation without a name of its own.
        operations(code: &str) {
            "agent.register" => "登记代理商", "Register agent";
            "partner.register" => "登记合作机构", "Register partner";
            "partner.register_key" => "登记密钥", "Register key";
            "reserve_account.register" => "登记备付金账户", "Register reserve account";
            "endpoint.register" => "登记接收地址", "Register endpoint";
            "endpoint.test" => "测试接收地址", "Test endpoint";
            "endpoint.approve" => "启用接收地址", "Put endpoint in force";
            "endpoint.end" => "停用或撤回接收地址", "End endpoint";
            "endpoint.gone" => "接收地址拒收，已停用", "Endpoint gone";
            "endpoint.rotate" => "更换签名密钥", "Change signing secret";
            "endpoint.reveal" => "查看签名密钥", "Show signing secret";
            "notice.redeliver" => "重新发送通知", "Send notices again";
            "identity.sign_in" => "登录", "Sign in";
            "identity.sign_out" => "退出", "Sign out";
            "identity.revoke_session" => "强制退出", "End session";
            "identity.guesses_missed" => "登录失败（汇总）", "Failed sign-ins (summary)";
            "identity.enrol_second_factor" => "设置动态口令", "Enrol second factor";
            "identity.confirm_second_factor" => "启用动态口令", "Confirm second factor";
            "application.save_draft" => "保存申请草稿", "Save application";
            "application.submit" => "提交申请", "Submit application";
            "application.claim" => "认领申请", "Claim application";
            "application.ask_for_more" => "要求补充资料", "Ask for more";
            "application.answer" => "补充资料", "Answer question";
            "application.propose" => "提出审批意见", "Propose decision";
            "application.confirm" => "复核审批", "Confirm decision";
            "application.accept" => "接受调整额度", "Accept counter-offer";
            "application.withdraw" => "撤回申请", "Withdraw application";
            "application.lapse" => "申请到期失效", "End waiting application";
            "application.agree" => "签署合同", "Agree to contract";
            "consent.withdraw" => "撤回授权", "Withdraw consent";
            "day.close" => "日终", "Close day";
            "day.open_first" => "设定首个会计日", "Set the first business date";
            "user.register_mobile" => "登记手机号", "Register mobile number";
            "user.open" => "开立用户", "Open user";
            "reference.restart" => "设定编号起点", "Set a number's start";
            "demonstration.complete" => "演示数据就绪", "Demonstration made";
            "draw.request" => "申请支用", "Request draw";
            "draw.answer" => "受理支用", "Answer draw";
            "draw.instruct" => "报送放款", "Report disbursement";
            "draw.cancel" => "取消支用", "Cancel draw";
            "draw.lapse" => "支用到期失效", "End waiting draw";
            "settlement.expect" => "等待清算文件", "Await settlement file";
            "settlement.receive" => "收到清算文件", "Receive settlement file";
            "settlement.compare" => "核对清算文件", "Compare settlement file";
            "settlement.settle_break" => "处理清算差异", "Settle difference";
            "round.open" => "发起预授信", "Open round";
            "offer.answer" => "预授信结果", "Answer offer";
            "offer.view" => "查看预授信", "View offers";
            "offer.select" => "选择资金方", "Select offer";
            "product.publish" => "发布产品", "Publish product";
            "operating_data.preview_import" => "上传经营数据", "Upload operating data";
            "operating_data.confirm_import" => "导入经营数据", "Import operating data";
            "statement.preview" => "上传银行流水", "Upload statement";
            "statement.confirm" => "银行流水记账", "Record statement";
            "bank_movement.record" => "银行推送流水", "Record bank feed";
            "payout.send" => "发送代付", "Send payout";
            "payout.answer" => "代付结果", "Payout result";
            "payout.send_again" => "重新发送代付", "Send payout again";
            "repayment.quote" => "还款试算", "Quote repayment";
            "repayment.repay" => "还款", "Repay";
            "repayment.confirm" => "确认收到还款", "Confirm repayment";
            _ => "", "";
        }
        /// Who acted, by the code that is recorded: `user:agent-1`, `key:…`, `system:payouts`, `nobody`.
        actors(code: &str) -> String = actor_zh(code), actor_en(code);
    }
}

fn actor_zh(code: &str) -> String {
    match code.split_once(':') {
        Some(("user", name)) => name.to_owned(),
        Some(("key", id)) => format!("接口密钥 {id}"),
        Some(("system", "payouts")) => "系统（代付）".to_owned(),
        Some(("system", "feed")) => "系统（银行推送）".to_owned(),
        Some(("system", "expiry")) => "系统（到期处理）".to_owned(),
        Some(("system", "operator")) => "系统（命令行）".to_owned(),
        Some(("system", "seed")) => "系统（演示数据）".to_owned(),
        Some(("system", name)) => format!("系统（{name}）"),
        _ if code == "nobody" => "未登录".to_owned(),
        _ => code.to_owned(),
    }
}

fn actor_en(code: &str) -> String {
    match code.split_once(':') {
        Some(("user", name)) => name.to_owned(),
        Some(("key", id)) => format!("Key {id}"),
        Some(("system", "feed")) => "System (bank feed)".to_owned(),
        Some(("system", "operator")) => "System (command line)".to_owned(),
        Some(("system", name)) => format!("System ({name})"),
        _ if code == "nobody" => "Not signed in".to_owned(),
        _ => code.to_owned(),
    }
}
