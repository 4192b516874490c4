//! Of mappings, signings, bindings, and debts that bound cards pay.

use domain::{
    binding::BindingRefusal, debt::DebtRefusal, debt_transfer::TransferRefusal, mapping::MappingRefusal,
    payer::PayerField, signing::SigningRefusal,
};

use super::{Words, reason_missing, standing};
use crate::{api::debt_import::DebtImportOutcome, words};

pub fn mapping(refusal: &MappingRefusal) -> Words {
    match refusal {
        MappingRefusal::SettlementIdInvalid => words! {
            "结算编号不正确", "只能是 1 至 32 位半角字母、数字、“-”或“_”，中间不能有空格。";
            "That is no settlement id", "1 to 32 letters, digits, - or _, without blanks, not full width.";
        },
        MappingRefusal::PartnerUnknown => words! {
            "没有这家资金方或助贷机构", "请重新选择。";
            "There is no such funder or facilitator", "Choose again.";
        },
        MappingRefusal::InThePast => words! {
            "生效时间已经过去", "映射不能倒签。请改为以后的时间，或复核通过即生效。";
            "The time has passed", "A mapping is never dated back. Choose a later time, or none.";
        },
        MappingRefusal::Overlaps => words! {
            "同一结算编号已有另一条映射在那时生效", "请先停用那一条，或改变生效时间。";
            "Another mapping of this settlement id counts then", "Disable it first, or choose another time.";
        },
        MappingRefusal::State { .. } => words! {
            "这条映射现在不能这样处理", "请刷新后查看它的状态。";
            "The mapping is in another state", "Reload and look.";
        },
        MappingRefusal::ColumnsMissing => words! {
            "文件的列不对", "需要结算编号、资金方、助贷机构三列，可以有生效时间；每列只能出现一次。";
            "The columns are not right", "Settlement id, funder and facilitator are needed, each once; a column From may be there.";
        },
        MappingRefusal::TimeUnreadable => words! {
            "生效时间格式不正确", "请写成 2026-12-01 或 2026-12-01 09:00；不填则复核通过即生效。";
            "The time cannot be read", "Write 2026-12-01 or 2026-12-01 09:00; empty is as soon as it is approved.";
        },
        MappingRefusal::Twin { row } => words! {
            "与第 {row} 行相同", "只起草第 {row} 行。";
            "The same as row {row}", "Only row {row} is drafted.";
        },
        MappingRefusal::Contradicted { row } => words! {
            "与第 {row} 行矛盾", "同一结算编号、同一生效时间只能对应一家助贷机构。两行都没有起草。";
            "Row {row} says something else", "A settlement id stands for one facilitator at a time. Neither row is drafted.";
        },
        MappingRefusal::AlreadyThere => words! {
            "已有相同的映射", "不需要再起草。";
            "There is such a mapping", "It needs no other draft.";
        },
    }
}

pub fn signing(refusal: &SigningRefusal) -> Words {
    match refusal {
        SigningRefusal::SettlementId(refusal) => mapping(refusal),
        SigningRefusal::Standing(refusal) => standing(*refusal),
        SigningRefusal::NotMapped => words! {
            "这个结算编号现在没有对应的助贷机构", "请核对编号，或联系支付公司配置映射。没有发送短信。";
            "The settlement id stands for nobody now", "Check it, or ask the institution for a mapping. No code was sent.";
        },
        SigningRefusal::Payer { field } => payer(*field),
        SigningRefusal::ConsentMissing => words! {
            "缺少客户的授权", "请先取得客户对签约的同意。";
            "The payer's consent is missing", "Get the payer's consent to the binding first.";
        },
        SigningRefusal::AlreadyBound => words! {
            "这张卡已经签约，或正在签约", "请在签约或协议列表里查看。";
            "The card is bound already, or being bound", "Look among the signings or the bindings.";
        },
        SigningRefusal::State { .. } => words! {
            "签约现在不能这样处理", "请刷新后查看它的状态。";
            "The signing is in another state", "Reload and look.";
        },
        SigningRefusal::CodeExpired => words! {
            "验证码已过期", "请重新发送验证码。";
            "The code has expired", "Have another one sent.";
        },
        SigningRefusal::CodeInvalid => words! {
            "验证码是 4 至 8 位数字", "请核对短信。";
            "A code has 4 to 8 digits", "Check the message.";
        },
        SigningRefusal::TooSoon => words! {
            "刚发送过验证码", "请一分钟后再试。";
            "A code was sent a moment ago", "Try again in a minute.";
        },
        SigningRefusal::TooManyCodes => words! {
            "验证码发送次数已用完", "请重新签约。";
            "No further code is sent", "Order another signing.";
        },
    }
}

fn payer(field: PayerField) -> Words {
    match field {
        PayerField::Name => words! {
            "请填写姓名", "与银行预留的一致，不超过 50 个字。";
            "Enter the name", "As the bank has it, at most 50 characters.";
        },
        PayerField::IdNumber => words! {
            "身份证号不正确", "应为 18 位，最后一位是校验码，请核对。";
            "The identity number is wrong", "It has 18 characters, the last of them a check.";
        },
        PayerField::CardNumber => words! {
            "银行卡号不正确", "应为 13 至 19 位，最后一位是校验码，请核对。";
            "The card number is wrong", "It has 13 to 19 digits, the last of them a check.";
        },
        PayerField::Mobile => words! {
            "手机号不正确", "应为 11 位，是银行预留的号码。";
            "The mobile number is wrong", "It has 11 digits, and is the one that the bank has.";
        },
    }
}

pub fn binding(refusal: &BindingRefusal) -> Words {
    match refusal {
        BindingRefusal::State { .. } | BindingRefusal::ShareState { .. } => words! {
            "它现在不能这样处理", "请刷新后查看状态。";
            "It is in another state", "Reload and look.";
        },
        BindingRefusal::DebtsHeld => words! {
            "助贷机构还持有用它收款的债权", "债权结清或回购之后才能收回、退还共享或解约；客户本人要求解约的，请勾选。";
            "The facilitator holds debts that are collected with it",
            "Once they are paid or bought back, the share or the binding can end. If the payer wants it ended, say so.";
        },
        BindingRefusal::ReasonMissing => reason_missing(),
    }
}

#[expect(clippy::too_many_lines, reason = "a table, which the compiler checks as a whole")]
pub fn debt(refusal: &DebtRefusal) -> Words {
    match refusal {
        DebtRefusal::NotHeld => words! {
            "债权不在您这里", "只有当前债权人可以扣款。";
            "Another holds the debt", "Only its holder may debit.";
        },
        DebtRefusal::TransferFrozen => words! {
            "债权正在转让，暂不能扣款", "转让生效或撤销后，由当时的债权人扣款。";
            "The debt is changing hands", "Whoever holds it afterwards debits.";
        },
        DebtRefusal::InOtherTransfer => words! {
            "债权在另一笔转让中", "请等它结束，或先撤销。";
            "It is in another transfer", "Wait until that is over, or cancel it.";
        },
        DebtRefusal::Suspended => words! {
            "机构已暂停业务", "恢复之前不能扣款。";
            "The partner is suspended", "Nothing is debited until that ends.";
        },
        DebtRefusal::Complaint => words! {
            "付款人有异议，暂停扣款", "此前的一笔扣款被银行退回付款人。支付机构核实之后才能再扣。";
            "The payer has complained", "A debit was given back to the payer. Nobody debits until the institution has looked into it.";
        },
        DebtRefusal::BindingEnded { .. } => words! {
            "协议已结束", "客户需要重新签约。";
            "The binding is over", "The payer has to sign again.";
        },
        DebtRefusal::NotShared => words! {
            "协议没有共享给助贷机构", "签约时客户未同意共享，或共享已收回。";
            "The binding is not shared", "The payer did not agree to it, or the share was taken back.";
        },
        DebtRefusal::InFlight => words! {
            "有一笔扣款还在途", "结果明确之前不能再扣，避免重复扣款。";
            "A debit is on its way", "Nothing more is taken until its result is known.";
        },
        DebtRefusal::Settled => words! {
            "已经结清", "没有可以扣收的金额。";
            "It is settled", "Nothing is outstanding.";
        },
        DebtRefusal::NotDue { due_on } => words! {
            "还没有到期", "到期日是 {due_on}。";
            "It is not due yet", "It is due on {due_on}.";
        },
        DebtRefusal::NotOverdue { due_on } => words! {
            "没有逾期，不能转让", "到期日是 {due_on}，次日起才算逾期。";
            "It is not overdue", "It is due on {due_on}, and overdue from the next day on.";
        },
        DebtRefusal::AmountNotPositive => super::amount_not_positive(),
        DebtRefusal::MoreThanOutstanding { outstanding } => {
            let outstanding = outstanding.grouped();
            words! {
                "超过未清偿金额", "还剩 {outstanding} 元。";
                "More than is outstanding", "{outstanding} yuan are outstanding.";
            }
        }
        DebtRefusal::TriedTooOften => words! {
            "这张卡今天已扣款 3 次", "请明天再试。";
            "The card was tried three times today", "Try again tomorrow.";
        },
        DebtRefusal::LimitReached => words! {
            "银行今天不再接受扣款", "已达限额，或银行风控拒绝。请明天再试。";
            "The bank lets nothing more be taken today", "Its limit is reached, or it suspects a risk. Try again tomorrow.";
        },
        DebtRefusal::CardRefused { .. } => words! {
            "银行不再接受用这份协议扣款", "银行卡已过期、无效、不支持或信息不符。请解约后由客户重新签约，债权会转到新的协议。";
            "The bank takes no more debits by this binding",
            "The card has expired, is invalid or not supported, or its data do not fit. End the binding and have the customer sign again: the debts move to the new one.";
        },
        DebtRefusal::OutsideHours { hours } => words! {
            "现在不在扣款时间", "每天 {hours} 可以扣款。";
            "Not at this hour", "Cards are debited within {hours}.";
        },
        DebtRefusal::NumberInvalid => words! {
            "请填写债权编号", "您自己的编号，1 至 64 个字符。";
            "Enter the debt's number", "Your own, 1 to 64 characters.";
        },
        DebtRefusal::NumberTaken => words! {
            "这个债权编号已经登记过", "请核对编号。";
            "There is a debt of this number", "Check the number.";
        },
        DebtRefusal::RefundExceeds { refundable } => {
            let refundable = refundable.grouped();
            words! {
                "超过可退金额", "这笔扣款还可退 {refundable} 元；在途的退款也占用额度。";
                "More than can go back", "{refundable} yuan of the debit can; a refund that is on its way counts.";
            }
        }
        DebtRefusal::RefundReasonMissing => words! {
            "请填写退款原因", "1 至 500 个字符，会留存备查。";
            "Say why it goes back", "1 to 500 characters; it is kept.";
        },
    }
}

pub fn debt_import(outcome: &DebtImportOutcome) -> Words {
    let DebtImportOutcome { registered, already, left, faults_total: faults, .. } = outcome;
    match (*left, *faults) {
        (0, 0) => words! {
            "已登记 {registered} 笔债权", "另有 {already} 笔此前已登记，内容相同，没有重复登记。";
            "{registered} debts registered", "{already} stood there before, just the same; nothing was registered twice.";
        },
        (0, _) => words! {
            "已登记 {registered} 笔债权，{faults} 处有误",
            "另有 {already} 笔此前已登记，内容相同。请按下表改好后再上传，已登记的不会重复登记。";
            "{registered} debts registered, {faults} faults",
            "{already} stood there before, just the same. Mend the file by the list below and send it again; nothing is registered twice.";
        },
        _ => words! {
            "已登记 {registered} 笔债权，{faults} 处有误，还有 {left} 行没有处理",
            "请再次上传同一份文件，接着办理其余的行；已登记的不会重复登记。";
            "{registered} debts registered, {faults} faults, {left} rows not reached",
            "Send the same file again: it goes on with the rest, and nothing is registered twice.";
        },
    }
}

pub fn transfer(refusal: &TransferRefusal) -> Words {
    match refusal {
        TransferRefusal::State { .. } => words! {
            "这笔转让现在不能这样处理", "请刷新后查看它的状态。";
            "The transfer is in another state", "Reload and look.";
        },
        TransferRefusal::Suspended => words! {
            "资金方或助贷机构已暂停业务", "恢复之前不办理新的转让。";
            "The funder or the facilitator is suspended", "Nothing changes hands until that ends.";
        },
        TransferRefusal::Items => words! {
            "一笔转让含 1 至 1,000 笔债权", "请核对。";
            "A transfer is of 1 to 1,000 debts", "Check them.";
        },
        TransferRefusal::Twice => words! {
            "同一笔债权出现两次", "请核对。";
            "A debt is named twice", "Check them.";
        },
        TransferRefusal::NoneLeft(refusal) => debt(refusal),
        TransferRefusal::DocumentMissing => words! {
            "请填写依据的文件", "例如转让协议的名称和编号，不超过 500 字。";
            "Name the document", "Such as the agreement's name and number, at most 500 characters.";
        },
        TransferRefusal::EvidenceMissing => words! {
            "请填写通知债务人的凭证", "例如快递单号和签收情况，不超过 500 字。";
            "Name the evidence", "What shows that the debtor was notified, at most 500 characters.";
        },
        TransferRefusal::NotifiedAlready => words! {
            "已经登记过通知凭证", "不需要再登记。";
            "There is evidence already", "Nothing more is needed.";
        },
        TransferRefusal::NotifiedInTheFuture => words! {
            "通知日期不能晚于今天", "请核对日期。";
            "That day has not come", "Check the date.";
        },
        TransferRefusal::InThePast => words! {
            "生效时间已经过去", "转让不能倒签。";
            "The time has passed", "A transfer is never dated back.";
        },
        TransferRefusal::ReasonMissing => reason_missing(),
    }
}
