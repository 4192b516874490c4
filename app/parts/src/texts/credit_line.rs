//! States of a credit line, as staff call them.

use domain::credit_line::CreditLineState;

use crate::bilingual;

bilingual! {
    pub fn credit_line() -> CreditLineTexts {
        state(state: CreditLineState) {
            CreditLineState::Active => "使用中", "Active";
            CreditLineState::Suspended => "已暂停", "Suspended";
            CreditLineState::Matured => "已到期", "Matured";
            CreditLineState::Closing => "关闭中", "Closing";
            CreditLineState::Closed => "已关闭", "Closed";
        }
    }
}
