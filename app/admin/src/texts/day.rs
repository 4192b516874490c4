//! Business dates and their close.

use domain::end_of_day::{DayFailure, DayFigure, DayStep};
use parts::bilingual;

bilingual! {
    pub fn day() -> DayTexts {
        note:
            "每天结束后自动日终：先扣到期应还，再日切；已日终的日期不再更改",
            "Each business date closes automatically once it ends: amounts due are debited, then the books are cut off. Closed dates never change";
        open_on: "当前会计日", "Open business date";
        next_due: "下一到期日", "Next due date";
        nothing_due: "没有", "None";
        behind(days: u32): "落后日历 {days} 天，正在逐日补办", "{days} days behind the calendar, closing them in order";
        closing(until: &str): "正在逐日日终，直到 {until}", "Closing day by day, up to {until}";
        close: "立即日终", "Close now";
        close_text:
            "结束当前会计日，切换到次日。扣款、逾期、冻结按规则自动办理。",
            "Closes the current business date and opens the next. Debits, overdue status and freezes are handled automatically.";
        steps_title(on: &str): "{on} 的日终步骤", "Close of {on}, step by step";
        step: "步骤", "Step";
        steps(step: DayStep) {
            DayStep::Lapse => "超期失效", "Expire what waited too long";
            DayStep::Debit => "到期扣款", "Debit amounts due";
            DayStep::CutOff => "日切", "Cut-off";
            DayStep::Transfer => "债权转让生效", "Debt transfers take effect";
            DayStep::Remind => "到期提醒", "Due reminders";
            DayStep::Invoice => "开出月度分润账单", "Issue monthly share invoices";
            DayStep::Reconcile => "备付金账户核对", "Reconcile reserve accounts";
            DayStep::Verify => "当日账务核验", "Verify the day’s postings";
        }
        running: "进行中", "In progress";
        finished: "完成", "Done";
        found: "完成，有差异", "Done, with differences";
        done: "已办理（件）", "Done";
        failed: "失败（件）", "Failed";
        seconds: "耗时（秒）", "Seconds";
        progress_of(tried: i64, items: i64): "{tried} / {items}", "{tried} of {items}";
        at_once: "一次提交", "All at once";
        interrupted(failure: &str): "上次中断：{failure}。系统会自动重试", "Interrupted: {failure}. It is retried automatically";
        failures_title: "未能扣款的支付账户", "Wallets that could not be debited";
        failures_text:
            "一户失败不影响其他客户。本次日终会自动重试；仍未扣成的，借款按逾期处理，次日日终再扣。",
            "One failure does not hold up others. Each is retried during the close. What still fails counts as unpaid and is tried again at the next close.";
        failed_in: "失败步骤", "Failed in";
        failure_kinds(kind: DayFailure) {
            DayFailure::Changed => "同时有其他业务在办理", "Other operations kept changing it";
            DayFailure::Unknown => "提交结果未知", "The outcome of the commit is unknown";
            DayFailure::Database => "数据库未接受", "The database did not accept it";
            DayFailure::Contradiction => "账务数据不一致", "Its records contradict each other";
        }
        failed_at: "最近失败", "Last failed";
        tries: "失败次数", "Failures";
        mended: "重试后已办理", "Done on retry";
        not_mended: "仍未扣成", "Not debited";
        closed_title: "已日终的会计日", "Closed dates";
        on: "会计日", "Date";
        what: "当日事项", "What happened";
        quiet: "没有到期、逾期或冻结", "Nothing due, overdue or frozen";
        closed_at: "日终时间", "Closed at";
        with_failures: "有未扣成的", "With failed debits";
        none_title: "还没有日终记录", "No closed dates yet";
        none_text: "首次日终后，每天的结果会显示在这里。", "Results of each date appear here after the first close.";
        figures(figure: DayFigure) {
            DayFigure::Debited => "到期扣款", "Due debits";
            DayFigure::Swept => "逾期扣款", "Overdue debits";
            DayFigure::Overdue => "新逾期", "Newly overdue";
            DayFigure::Frozen => "冻结", "Frozen";
            DayFigure::Freed => "解冻", "Unfrozen";
            DayFigure::DrawsEnded => "支用结束", "Draws ended";
            DayFigure::WithdrawalsReversed => "退回提现", "Withdrawals returned";
            DayFigure::Lapsed => "到期失效", "Lapsed";
            DayFigure::LinesMatured => "额度到期", "Lines expired";
            DayFigure::LinesClosed => "额度终止", "Lines closed";
        }
        figure(name: &str, items: i64): "{name} {items} 件", "{name}: {items}";
        figure_of(name: &str, items: i64, amount: &str): "{name} {items} 件 {amount} 元", "{name}: {items} ({amount} yuan)";
        figures_end: "；", "; ";
    }
}
