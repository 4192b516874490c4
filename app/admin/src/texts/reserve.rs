//! The reserve accounts in our books and at their banks.

use domain::bank_movement::{DayDifference, Difference};
use parts::bilingual;

bilingual! {
    pub fn reserve() -> ReserveTexts {
        title: "账实核对", "Books and bank";
        what: "项目", "Item";
        books: "本机构账面余额", "Book balance";
        bank: "银行最近余额", "Last balance from the bank";
        reasons(reason: Difference, count: i64) -> String =
            match reason {
                Difference::NotTold => format!("本机构已记，银行余额尚未包括（{count} 笔）"),
                Difference::Contradicted => format!("流水与推送不一致（{count} 笔）"),
                Difference::Doubtful => format!("银行余额已包括，疑似重复待判定（{count} 笔）"),
                Difference::Before => "开始记账前的余额".to_owned(),
            },
            match reason {
                Difference::NotTold => format!("Booked by us, not yet in the bank balance ({count})"),
                Difference::Contradicted => format!("In only one of two bank sources ({count})"),
                Difference::Doubtful => format!("In the bank balance, possible duplicate to be decided ({count})"),
                Difference::Before => "Balance before our books began".to_owned(),
            };
        day_title: "日终核对", "End-of-day check";
        day: "日期", "Day";
        day_bank: "银行日终余额", "Bank's end-of-day balance";
        day_books: "本机构日终账面余额", "Book balance";
        day_not_told: "银行没有提供这一天的日终余额", "No end-of-day balance from the bank for this day";
        day_reasons(reason: DayDifference, count: i64) -> String =
            match reason {
                DayDifference::Before => "开始记账前的余额".to_owned(),
                DayDifference::BookedLater => format!("银行当日已记，本机构以后入账（{count} 笔）"),
                DayDifference::BookedAhead => format!("本机构当日已记，银行以后入账（{count} 笔）"),
                DayDifference::Doubtful => format!("银行余额已包括，疑似重复待判定（{count} 笔）"),
                DayDifference::NotTold => format!("本机构已记，银行余额没有包括（{count} 笔）"),
            },
            match reason {
                DayDifference::Before => "Balance before our books began".to_owned(),
                DayDifference::BookedLater => format!("Booked by the bank that day, by us later ({count})"),
                DayDifference::BookedAhead => format!("Booked by us that day, by the bank later ({count})"),
                DayDifference::Doubtful => format!("In the bank balance, possible duplicate to be decided ({count})"),
                DayDifference::NotTold => format!("Booked by us, not in the bank balance ({count})"),
            };
        of_it_unmatched: "账面其中：待匹配款项", "Of book balance: unmatched receipts";
        of_it_in_transit: "账面其中：已发送、银行当日尚未付出的代付", "Of book balance: payouts sent, not yet paid by the bank";
        explained_to_the_fen: "分文相符", "Fully explained";
        unexplained: "未能解释的差额", "Unexplained difference";
        ties: "账实相符", "Books and bank agree";
        does_not_tie: "账实不符，请立即查明", "Books and bank differ. Investigate immediately";
        contradicted: "银行流水与推送互相矛盾，请查明", "The bank's statement and feed contradict each other. Investigate";
        not_told: "银行还没有提供余额", "No balance from the bank yet";
        lines: "差额明细", "Details of the difference";
    }
}
