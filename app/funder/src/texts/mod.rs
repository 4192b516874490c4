//! The funder portal: its frame, its workbench, and the words of all its tables.

pub mod applicant;
pub mod attachment;
pub mod draw;
pub mod lending;
pub mod payment_file;
pub mod product;
pub mod product_proposal;
pub mod review;
pub mod shop;

use domain::role::Role;

use parts::{api::Called, bilingual, texts::counted};

bilingual! {
    pub fn funder() -> FunderTexts {
        book: "贷后", "Portfolio";
        draws: "支用与放款", "Draws";
        /// Where there is no value.
        none: "—", "—";
        /// Instead of a shop whose consent was withdrawn.
        withheld: "资料不再提供", "Data no longer provided";
        to_claim: "待认领", "To claim";
        to_confirm: "待复核", "To confirm";
        mine: "我经办的", "Assigned to me";
        asked: "待申请人补充", "Awaiting the agent";
        draws_to_answer: "待放款", "Draws to pay";
        to_acknowledge: "还款待确认", "Repayments to confirm";
        to_release: "付款待放行", "Payments to release";
        draws_awaited(count: i64) -> String = format!("另有 {count} 笔等待到账"), counted(count, "more awaiting funds", "more awaiting funds");
        line_count(count: i64) -> String = format!("{count} 个额度"), counted(count, "line", "lines");
        due_soon(days: u32): "{days} 日内应还（元）", "Due in {days} days (yuan)";
        next_repayments: "接下来的还款（元）", "Upcoming repayments (yuan)";
        due_on(date: &str): "{date} 应还", "Due {date}";
        due_now: "已到期应还", "Due now";
        loans_of(count: u32) -> String = format!("{count} 笔"), counted(count, "loan", "loans");
        waiting_applications: "待处理的申请", "Applications to process";
        nothing_waits: "没有待处理的申请", "No applications to process";
        nothing_waits_text: "新的申请提交后会出现在这里。", "New applications appear here once submitted.";
        no_draws_wait: "没有待放款的支用", "No draws to pay";
        no_draws_wait_text: "代理商申请支用后会出现在这里。", "Draws requested by agents appear here.";
        no_loans: "还没有借据。", "No loans yet.";
        /// What the visitor's role does here.
        duty_of(role: Role) {
            Role::FunderReviewer =>
                "您是审核人：认领申请，提出审批意见。",
                "You are a reviewer: claim applications and propose decisions.";
            Role::FunderApprover =>
                "您是审批人：复核同事提出的意见。",
                "You are an approver: confirm decisions proposed by colleagues.";
            Role::FunderTreasurer =>
                "您是资金岗：受理支用，付款并登记。",
                "You are a treasurer: accept draws, pay them and report the payments.";
            _ => "", "";
        }
        /// Who acted.
        actor(who: &Called) -> &str =
            match who {
                Called::Colleague(name) => name,
                Called::System => "系统",
                Called::Key => "接口",
                Called::Other => "代理商",
            },
            match who {
                Called::Colleague(name) => name,
                Called::System => "System",
                Called::Key => "API",
                Called::Other => "Agent",
            };
    }
}
