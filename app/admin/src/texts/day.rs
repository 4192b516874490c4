//! Business dates and their close.

use domain::end_of_day::{DayFigure, DayStep};
use parts::bilingual;

bilingual! {
    pub fn day() -> DayTexts {
        note:
            "一天结束后自动日终：先扣到期应还，再日切；已结的日子不再改动",
            "A date is closed by itself once it is over: what falls due is debited, then the books are cut off; a closed date never changes";
        open_on: "当前会计日", "Open business date";
        next_due: "下一到期日", "Next due date";
        nothing_due: "没有", "None";
        behind(days: u32): "落后日历 {days} 天，正在逐日补做", "{days} days behind the calendar; they are closed in order";
        closing(until: &str): "正在逐日日终，直到 {until}", "Closing day by day, up to {until}";
        close: "立即日终", "Close the day";
        close_text:
            "关闭当前会计日，打开下一天。扣款、逾期、冻结都按规则自动办理。",
            "Closes the open date and opens the next one. Debits, overdue loans and freezes follow by themselves.";
        steps_title: "进行中的步骤", "Steps under way";
        step: "步骤", "Step";
        steps(step: DayStep) {
            DayStep::Debit => "扣到期应还", "Debit what falls due";
            DayStep::CutOff => "日切", "Cut off";
            DayStep::Remind => "到期提醒", "Remind";
            DayStep::Invoice => "开出月度分润账单", "Invoice the month";
        }
        running: "进行中", "Under way";
        finished: "完成", "Done";
        done: "办理（件）", "Done";
        failed: "失败（件）", "Failed";
        seconds: "耗时（秒）", "Seconds";
        closed_title: "已结的会计日", "Closed dates";
        on: "会计日", "Date";
        what: "当天发生", "What happened";
        quiet: "没有到期、逾期或冻结", "Nothing fell due, was late or frozen";
        closed_at: "日终时间", "Closed at";
        chain: "摘要", "Digest";
        none_title: "还没有结过一天", "No date was closed yet";
        none_text: "第一次日终后，每天的结果都列在这里。", "After the first close, each date is listed here.";
        figures(figure: DayFigure) {
            DayFigure::Debited => "到期扣款", "debited";
            DayFigure::Swept => "逾期扣款", "swept";
            DayFigure::Overdue => "新逾期", "overdue";
            DayFigure::Frozen => "冻结", "frozen";
            DayFigure::Freed => "解冻", "freed";
            DayFigure::DrawsEnded => "终止支用", "draws ended";
            DayFigure::WithdrawalsReversed => "退回提现", "withdrawals reversed";
            DayFigure::LinesMatured => "额度到期", "lines matured";
            DayFigure::LinesClosed => "额度关闭", "lines closed";
        }
        figure(name: &str, items: i64): "{name} {items} 件", "{items} {name}";
        figure_of(name: &str, items: i64, amount: &str): "{name} {items} 件 {amount} 元", "{items} {name}, {amount} yuan";
        figures_end: "；", "; ";
    }
}
