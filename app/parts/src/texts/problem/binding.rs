//! Of mappings, signings, bindings, and debts that bound cards pay.

use domain::{
    binding::BindingRefusal, debt::DebtRefusal, debt_transfer::TransferRefusal, mapping::MappingRefusal,
    outside_payment::PassOnRefusal, payer::PayerField, signing::SigningRefusal,
};

use super::{Words, reason_missing, standing};
use crate::{
    api::{debt_import::DebtImportOutcome, instant},
    words, words_of,
};

pub fn mapping(refusal: &MappingRefusal) -> Words {
    match refusal {
        MappingRefusal::SettlementIdInvalid => words! {
            "结算编号不正确", "只能是 1 至 32 位半角字母、数字、“-”或“_”，中间不能有空格。";
            "Invalid settlement ID", "Use 1 to 32 half-width letters, digits, - or _, without spaces.";
        },
        MappingRefusal::PartnerUnknown => words! {
            "没有这家资金方或助贷机构", "请重新选择。";
            "Funder or facilitator not found", "Choose another one.";
        },
        MappingRefusal::InThePast => words! {
            "生效时间已经过去", "生效时间不能早于现在。请改为以后的时间，或留空（复核通过即生效）。";
            "The effective time has passed", "Choose a later time, or leave it empty to take effect on approval.";
        },
        MappingRefusal::Overlaps => words! {
            "同一结算编号已有另一条映射在那时生效", "请先停用该映射，或更改生效时间。";
            "Another mapping of this settlement ID is active then", "Disable that mapping first, or choose another time.";
        },
        MappingRefusal::State { .. } => words! {
            "当前状态不能进行此操作", "请刷新后查看它的状态。";
            "Not possible in the mapping's current status", "Refresh the page to see its current status.";
        },
        MappingRefusal::NoFormer => words! {
            "没有可恢复的映射", "这个结算编号此前没有对应过别的助贷机构。";
            "Nothing to roll back to", "This settlement ID was never mapped to another facilitator before.";
        },
        MappingRefusal::Blocked => words! {
            "助贷机构扣款已经暂停", "不需要再提出。";
            "Debits by the facilitator are blocked already", "Nothing more needs to be proposed.";
        },
        MappingRefusal::NotBlocked => words! {
            "助贷机构扣款没有暂停", "不需要恢复。";
            "Debits by the facilitator are not blocked", "There is nothing to resume.";
        },
        MappingRefusal::ColumnsMissing => words! {
            "文件缺少必需的列", "需要结算编号、资金方、助贷机构三列，可以有生效时间；每列只能出现一次。";
            "Required columns missing", "Settlement ID, funder and facilitator are required, each once. Effective from is optional.";
        },
        MappingRefusal::TimeUnreadable => words! {
            "生效时间格式不正确", "请写成 2026-12-01 或 2026-12-01 09:00；不填则复核通过即生效。";
            "Invalid time", "Use 2026-12-01 or 2026-12-01 09:00. If empty, it applies on approval.";
        },
        MappingRefusal::Twin { row } => words! {
            "与第 {row} 行相同", "只起草第 {row} 行。";
            "Same as row {row}", "Only row {row} is drafted.";
        },
        MappingRefusal::Contradicted { row } => words! {
            "与第 {row} 行矛盾", "同一结算编号、同一生效时间只能对应一家助贷机构。两行都没有起草。";
            "Contradicts row {row}", "A settlement ID can map to only one facilitator at a time. Neither row is drafted.";
        },
        MappingRefusal::AlreadyThere => words! {
            "已有相同的映射", "不需要再起草。";
            "The same mapping exists", "No new draft is needed.";
        },
    }
}

pub fn signing(refusal: &SigningRefusal) -> Words {
    match refusal {
        SigningRefusal::SettlementId(refusal) => mapping(refusal),
        SigningRefusal::Standing(refusal) => standing(*refusal),
        SigningRefusal::NotMapped => words! {
            "这个结算编号现在没有对应的助贷机构", "请核对编号，或联系支付机构配置映射。短信未发送。";
            "No facilitator is mapped to this settlement ID", "Check the ID, or ask the payment institution to set up the mapping. No code was sent.";
        },
        SigningRefusal::Payer { field } => payer(*field),
        SigningRefusal::ConsentMissing => words! {
            "缺少客户的授权", "请先取得客户对签约的同意。";
            "Customer consent missing", "Get the customer's consent to the binding first.";
        },
        SigningRefusal::AlreadyBound => words! {
            "这张卡已经签约，或正在签约", "请在签约或协议列表中查看。";
            "This card is already bound or being bound", "See the list of signings or bindings.";
        },
        SigningRefusal::State { .. } => words! {
            "当前状态不能进行此操作", "请刷新后查看它的状态。";
            "Not possible in the signing's current status", "Refresh the page to see its current status.";
        },
        SigningRefusal::CodeExpired => words! {
            "验证码已过期", "请重新发送验证码。";
            "The code has expired", "Request a new code.";
        },
        SigningRefusal::CodeInvalid => words! {
            "验证码是 4 至 8 位数字", "请核对短信。";
            "The code has 4 to 8 digits", "Check the text message.";
        },
        SigningRefusal::TooSoon => words! {
            "刚发送过验证码", "请一分钟后再试。";
            "A code was just sent", "Try again in a minute.";
        },
        SigningRefusal::TooManyCodes => words! {
            "验证码发送次数已用完", "请重新发起签约。";
            "No more codes can be sent", "Start a new signing.";
        },
        SigningRefusal::LineUnknown => words! {
            "没有这个授信额度", "请核对额度编号：须是贵司仍未终止的额度。";
            "Credit line not found", "Check the number. It must be a line of yours that is not closed.";
        },
        SigningRefusal::NotTheBorrower => words! {
            "签约人不是借款代理商的法定代表人", "借款代理商的签约人须是其法定代表人，请核对姓名。";
            "This person is not the borrower's legal representative", "Only the borrower's legal representative can bind a card for it. Check the name.";
        },
    }
}

fn payer(field: PayerField) -> Words {
    match field {
        PayerField::Name => words! {
            "请填写姓名", "须与银行预留信息一致，不超过 50 个字。";
            "Enter a name", "It must match the bank's records, up to 50 characters.";
        },
        PayerField::IdNumber => words! {
            "身份证号不正确", "应为 18 位，最后一位是校验码，请核对。";
            "Invalid ID number", "It must have 18 characters, including the check character.";
        },
        PayerField::CardNumber => words! {
            "银行卡号不正确", "应为 13 至 19 位，最后一位是校验码，请核对。";
            "Invalid card number", "It must have 13 to 19 digits, including the check digit.";
        },
        PayerField::Mobile => words! {
            "手机号不正确", "应为银行预留的 11 位手机号。";
            "Invalid mobile number", "Enter the 11-digit mobile number registered with the bank.";
        },
    }
}

pub fn binding(refusal: &BindingRefusal) -> Words {
    match refusal {
        BindingRefusal::State { .. } | BindingRefusal::ShareState { .. } => words! {
            "当前状态不能进行此操作", "请刷新后查看状态。";
            "Not possible in its current status", "Refresh the page to see its current status.";
        },
        BindingRefusal::DebtsHeld => words! {
            "助贷机构还持有用它收款的债权", "债权结清或回购后，才能收回或退还共享、解约；客户本人要求解约的，请勾选相应选项。";
            "The facilitator holds debts that are collected with it",
            "The share or binding can end once the debts are settled or bought back. If the customer asked to end it, tick that option.";
        },
        BindingRefusal::ReasonMissing => reason_missing(),
        BindingRefusal::Suspended => words! {
            "协议已经中止", "请刷新后查看，没有重复办理。";
            "The binding is already suspended", "Refresh the page. Nothing was done twice.";
        },
        BindingRefusal::NotSuspended => words! {
            "协议没有中止", "请刷新后查看，它可能已经恢复。";
            "The binding is not suspended", "Refresh the page. It may have been resumed already.";
        },
    }
}

words_of! {
    pub fn debt(refusal: &DebtRefusal);
    DebtRefusal::NotHeld => {
        "您不是当前债权人", "只有当前债权人可以扣款。";
        "You do not hold this debt", "Only the current holder can debit.";
    }
    DebtRefusal::TransferFrozen => {
        "债权正在转让，暂不能扣款", "转让生效或撤销后，由当时的债权人扣款。";
        "The debt is being transferred", "No debits until the transfer takes effect or is cancelled.";
    }
    DebtRefusal::InOtherTransfer => {
        "债权在另一笔转让中", "请等它结束，或先撤销。";
        "The debt is in another transfer", "Wait for it to complete, or cancel it first.";
    }
    DebtRefusal::Suspended => {
        "机构已暂停业务", "恢复之前不能扣款。";
        "Business with this partner is suspended", "No debits until it resumes.";
    }
    DebtRefusal::Complaint => {
        "客户有异议，暂停扣款", "此前有一笔扣款被银行退回。支付机构核实后才能再扣款。";
        "The customer has disputed a debit", "A debit was returned by the bank. No debits until the payment institution has verified it.";
    }
    DebtRefusal::Marked => {
        "借款有争议或在诉讼中，暂停扣款", "支付机构双人解除标记后才能扣款；支付账户照常还款。";
        "The loan is disputed or in litigation", "No card debits until the payment institution removes the mark. The wallet repays as usual.";
    }
    DebtRefusal::BindingEnded { .. } => {
        "协议已结束", "客户需要重新签约。";
        "The binding has ended", "The customer must sign again.";
    }
    DebtRefusal::BindingSuspended { .. } => {
        "协议已中止，暂停扣款", "支付机构恢复这份协议后才能扣款；债权不变。";
        "The binding is suspended", "No debits until the payment institution resumes it. The debt stays as it is.";
    }
    DebtRefusal::NotShared => {
        "协议没有共享给助贷机构", "签约时客户未同意共享，或共享已收回。";
        "The binding is not shared", "The customer did not agree to share it, or the share was revoked.";
    }
    DebtRefusal::InFlight => {
        "有一笔扣款正在处理", "结果明确之前不能再扣，避免重复扣款。";
        "A debit is in progress", "No further debit until its result is known, to avoid debiting twice.";
    }
    DebtRefusal::Settled => {
        "债权已结清", "没有可以扣收的金额。";
        "The debt is settled", "There is nothing left to debit.";
    }
    DebtRefusal::NotDue { due_on } => {
        "债权尚未到期", "到期日为 {due_on}。";
        "The debt is not due yet", "It is due on {due_on}.";
    }
    DebtRefusal::NotOverdue { due_on } => {
        "债权未逾期，不能转让", "到期日为 {due_on}，次日起为逾期。";
        "The debt is not overdue", "It is due on {due_on} and overdue from the next day.";
    }
    DebtRefusal::AmountNotPositive => { super::amount_not_positive() }
    DebtRefusal::MoreThanOutstanding { outstanding } => {
        let outstanding = outstanding.grouped();
        "超过未清偿金额", "未清偿 {outstanding} 元。";
        "More than the outstanding amount", "{outstanding} yuan is outstanding.";
    }
    DebtRefusal::MoreThanIsLeft => {
        "超过未清偿金额", "贵司已不持有这笔债权。请核对金额，并与当前债权人联系。";
        "More than the outstanding amount", "You no longer hold this debt. Check the amount, and contact the current holder.";
    }
    DebtRefusal::MoreThanADebit { limit } => {
        let limit = limit.grouped();
        "超过单笔扣款限额", "单笔最多扣 {limit} 元，请减少金额，分次扣款。";
        "More than a single debit may take", "A debit may take up to {limit} yuan. Enter a lower amount and debit the rest separately.";
    }
    DebtRefusal::MoreThanADay { left } => {
        let left = left.grouped();
        "超过这张卡的单日扣款限额", "今天还可扣 {left} 元；同一张卡的各笔扣款合并计算，处理中的也计算在内。";
        "More than may be debited from this card today", "{left} yuan can still be debited today. All debits of the card count, including those in progress.";
    }
    DebtRefusal::TriedTooOften { next_at } => {
        let next_at = instant(*next_at);
        "这张卡今天的扣款次数已用完", "{next_at} 起可再次扣款；同一张卡的各笔扣款合并计次。";
        "This card was debited as often as it may be today", "It can be debited again from {next_at}. All debits of the card count.";
    }
    DebtRefusal::LimitReached { next_at } => {
        let next_at = instant(*next_at);
        "银行今天不再接受扣款", "已达限额，或银行风控拒绝。{next_at} 起可再次扣款。";
        "The bank accepts no more debits today", "Its limit is reached, or it suspects a risk. The card can be debited again from {next_at}.";
    }
    DebtRefusal::CardRefused { .. } => {
        "银行不再接受用这份协议扣款", "银行卡已过期、无效、不支持或信息不符。请解约后由客户重新签约，债权会转到新的协议。";
        "The bank accepts no more debits under this agreement",
        "The card has expired, is invalid or unsupported, or its details do not match. End the agreement and have the customer sign again; the debts move to the new one.";
    }
    DebtRefusal::OutsideHours { hours } => {
        "当前不在扣款时间内", "每天 {hours} 可以扣款。";
        "Outside debit hours", "Debits are possible daily within {hours}.";
    }
    DebtRefusal::NumberInvalid => {
        "请填写债权编号", "填写贵司自己的编号，1 至 64 个字符。";
        "Enter a debt number", "Your own reference, 1 to 64 characters.";
    }
    DebtRefusal::NumberTaken => {
        "这个债权编号已登记", "请核对编号。";
        "This debt number is already registered", "Check the number.";
    }
    DebtRefusal::RefundExceeds { refundable } => {
        let refundable = refundable.grouped();
        "超过可退金额", "这笔扣款还可退 {refundable} 元；处理中的退款已计算在内。";
        "More than the refundable amount", "{refundable} yuan of this debit is refundable. Refunds in progress are taken into account.";
    }
    DebtRefusal::RefundReasonMissing => {
        "请填写退款原因", "1 至 500 个字符，将留存备查。";
        "Enter a refund reason", "1 to 500 characters. It is kept on record.";
    }
    DebtRefusal::PaymentNumberTaken => {
        "这个收款编号已经报告过", "编号相同而内容不同。请核对编号。";
        "Payment number already used", "A payment with this number was reported with different details. Check the number.";
    }
    DebtRefusal::PaidInTheFuture => {
        "收款日期不能晚于今天", "请核对日期。";
        "That day has not come", "Check the date.";
    }
    DebtRefusal::PaymentEvidenceMissing => {
        "请填写收款凭证", "例如银行回单号，1 至 500 个字符，会留存备查。";
        "Enter the evidence of payment", "For example the bank receipt number, 1 to 500 characters; it is kept on record.";
    }
    DebtRefusal::PaymentAnswered => {
        "这笔收款已经确认或否认过", "请刷新后查看，没有重复办理。";
        "Already confirmed or rejected", "Reload the page to check; nothing was done twice.";
    }
}

pub fn debt_import(outcome: &DebtImportOutcome) -> Words {
    let DebtImportOutcome { registered, already, left, faults_total: faults, .. } = outcome;
    match (*left, *faults) {
        (0, 0) => words! {
            "已登记 {registered} 笔债权", "另有 {already} 笔此前已登记，内容相同，没有重复登记。";
            "{registered} debts registered", "{already} were already registered with the same details. Nothing was registered twice.";
        },
        (0, _) => words! {
            "已登记 {registered} 笔债权，{faults} 处有误",
            "另有 {already} 笔此前已登记，内容相同。请按下表修改后重新上传，已登记的不会重复登记。";
            "{registered} debts registered, {faults} errors",
            "{already} were already registered with the same details. Fix the errors listed below and upload the file again. Nothing will be registered twice.";
        },
        _ => words! {
            "已登记 {registered} 笔债权，{faults} 处有误，还有 {left} 行没有处理",
            "请再次上传同一份文件，继续处理其余各行；已登记的不会重复登记。";
            "{registered} debts registered, {faults} errors, {left} rows not processed",
            "Upload the same file again to process the rest. Nothing will be registered twice.";
        },
    }
}

pub fn transfer(refusal: &TransferRefusal) -> Words {
    match refusal {
        TransferRefusal::State { .. } => words! {
            "当前状态不能进行此操作", "请刷新后查看它的状态。";
            "Not possible in the transfer's current status", "Refresh the page to see its current status.";
        },
        TransferRefusal::Suspended => words! {
            "资金方或助贷机构已暂停业务", "恢复之前不办理新的转让。";
            "The funder or facilitator is suspended", "No new transfers until business resumes.";
        },
        TransferRefusal::Items => words! {
            "一笔转让含 1 至 1,000 笔债权", "请核对债权清单。";
            "A transfer includes 1 to 1,000 debts", "Check the list.";
        },
        TransferRefusal::NoneLeft(refusal) => debt(refusal),
        TransferRefusal::DocumentMissing => words! {
            "请填写依据文件", "例如转让协议的名称和编号，不超过 500 字。";
            "Enter the supporting document", "For example the name and number of the agreement, up to 500 characters.";
        },
        TransferRefusal::FileMissing => words! {
            "出让方还没有上传转让文件", "批准前须有出让方上传的转让协议（回购时出让方为助贷机构）。";
            "The transferor has not uploaded a document", "Approval needs the transfer agreement, uploaded by whoever gives the debts away (in a buy-back, the facilitator).";
        },
        TransferRefusal::EvidenceMissing => words! {
            "请填写通知债务人的凭证", "例如快递单号和签收情况，不超过 500 字。";
            "Enter the evidence of notice", "For example courier tracking and delivery details, up to 500 characters.";
        },
        TransferRefusal::NotifiedAlready => words! {
            "通知凭证已登记", "无需再登记。";
            "Evidence of notice is already recorded", "No further action needed.";
        },
        TransferRefusal::NotifiedInTheFuture => words! {
            "通知日期不能晚于今天", "请核对日期。";
            "The notice date cannot be in the future", "Check the date.";
        },
        TransferRefusal::InThePast => words! {
            "生效时间已经过去", "请改为以后的时间，或留空（条件齐备后立即生效）。";
            "The effective time has passed", "Choose a later time, or leave it empty to take effect as soon as all conditions are met.";
        },
        TransferRefusal::ReasonMissing => reason_missing(),
        TransferRefusal::File(refusal) => super::attachment::words(refusal),
    }
}

pub fn pass_on(refusal: PassOnRefusal) -> Words {
    match refusal {
        PassOnRefusal::StillOpen => words! {
            "该会计日尚未结束", "日终后金额不再变动，届时再登记付款。";
            "This business date is still open", "Record the transfer once the date is closed and the amount is final.";
        },
        PassOnRefusal::NotOwed => words! {
            "应由对方付款", "由付款方登记；对方登记后您会收到通知。";
            "The other side pays this", "Whoever pays records it; you are notified once they do.";
        },
        PassOnRefusal::Recorded => words! {
            "付款已登记", "无需再登记。";
            "The transfer is already recorded", "No further action needed.";
        },
        PassOnRefusal::ReferenceInvalid => words! {
            "请填写银行付款流水号", "不超过 64 字。";
            "Enter the bank transfer's reference", "Up to 64 characters.";
        },
    }
}
