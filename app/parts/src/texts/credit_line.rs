//! States of a credit line, as staff call them.

use domain::credit_line::CreditLineState;

use crate::bilingual;

bilingual! {
    pub fn credit_line() -> CreditLineTexts {
        state(state: CreditLineState) {
            CreditLineState::Active => "使用中", "Active";
            CreditLineState::Suspended => "已暂停", "Suspended";
            CreditLineState::Matured => "已到期", "Expired";
            CreditLineState::Closing => "结清后终止", "Closing once repaid";
            CreditLineState::Closed => "已终止", "Closed";
        }
    }
}
