//! The reserve accounts in our books and at their banks.

use domain::bank_movement::{DayDifference, Difference};
use parts::bilingual;

bilingual! {
    pub fn reserve() -> ReserveTexts {
        title: "账实核对", "Our books and the bank";
        what: "项目", "What";
        books: "我方账面余额", "In our books";
        bank: "银行最近余额", "Last balance from the bank";
        reasons(reason: Difference, count: i64) -> String =
            match reason {
                Difference::NotTold => format!("我方已记，银行余额尚未包括（{count} 笔）"),
                Difference::Contradicted => format!("一个来源有、另一个来源没有（{count} 笔）"),
                Difference::Doubtful => format!("银行余额已包括，疑似重复待判定（{count} 笔）"),
                Difference::Before => "开始记账前的余额".to_owned(),
            },
            match reason {
                Difference::NotTold => format!("In our books, not in the bank's balance yet ({count})"),
                Difference::Contradicted => format!("Told by one source of the bank, not by the other ({count})"),
                Difference::Doubtful => format!("In the bank's balance, a possible duplicate here ({count})"),
                Difference::Before => "On the account before our books begin".to_owned(),
            };
        day_title: "日终核对", "The end of a day";
        day: "日期", "Day";
        show: "查看", "Show";
        day_bank: "银行日终余额", "In the bank's balance";
        day_books: "我方日终账面余额", "In our books";
        day_not_told: "银行没有提供这一天的日终余额", "The bank has told no balance of this day's end";
        day_reasons(reason: DayDifference, count: i64) -> String =
            match reason {
                DayDifference::Before => "开始记账前的余额".to_owned(),
                DayDifference::BookedLater => format!("银行当日已记，我方以后入账（{count} 笔）"),
                DayDifference::BookedAhead => format!("我方当日已记，银行以后入账（{count} 笔）"),
                DayDifference::Doubtful => format!("银行余额已包括，疑似重复待判定（{count} 笔）"),
                DayDifference::NotTold => format!("我方已记，银行余额没有包括（{count} 笔）"),
            },
            match reason {
                DayDifference::Before => "On the account before our books begin".to_owned(),
                DayDifference::BookedLater => format!("Booked by the bank that day, in our books later ({count})"),
                DayDifference::BookedAhead => format!("In our books that day, booked by the bank later ({count})"),
                DayDifference::Doubtful => format!("In the bank's balance, a possible duplicate here ({count})"),
                DayDifference::NotTold => format!("In our books, not in the bank's balance ({count})"),
            };
        of_it_unmatched: "账面其中：待匹配款项", "Of our books: for nobody yet";
        of_it_in_transit: "账面其中：已发送、银行当日尚未付出的代付", "Of our books: payouts sent that had not left";
        explained_to_the_fen: "逐分相符", "Explained to the fen";
        unexplained: "未能解释的差额", "Not explained";
        ties: "账实相符", "Books and bank agree";
        does_not_tie: "账实不符，请立即查明", "Books and bank differ: find out at once";
        contradicted: "银行流水与推送互相矛盾，请查明", "The bank's statement and feed contradict each other: find out";
        not_told: "银行还没有提供余额", "The bank has told no balance yet";
        lines: "差额明细", "The difference line by line";
        why: "原因", "Why";
    }
}
