//! Of a write-off.

use domain::write_off::WriteOffRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &WriteOffRefusal) -> Words {
    match refusal {
        WriteOffRefusal::NotOverdue => words! {
            "借据没有逾期", "只有逾期的借据可以标记核销。";
            "The loan is not overdue", "Only overdue loans can be written off.";
        },
        WriteOffRefusal::NotHeld => words! {
            "债权已转让", "转让之后不再计入贵司的账龄，无需标记核销。";
            "The debt was transferred", "It is not in your ageing since then and needs no write-off.";
        },
        WriteOffRefusal::Unchanged => words! {
            "核销标记没有变化", "借据已标记核销，或已经取消。请刷新后查看。";
            "The write-off would not change", "The loan is written off already, or is not any more. Refresh the page.";
        },
        WriteOffRefusal::Reason => words! {
            "请填写核销原因", "最多 500 个字。";
            "Enter a reason for the write-off", "Up to 500 characters.";
        },
    }
}
