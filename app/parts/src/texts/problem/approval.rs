//! Of what two people of the institution decide.

use domain::{
    approval::ApprovalRefusal, carrier::CarrierRefusal, commission::CommissionRefusal,
    reserve_account::ReserveAccountRefusal, revenue_share::RevenueShareRefusal,
};

use super::{
    Words, already_decided, binding, correction, layout::name_taken, note_missing, note_too_long, same_person, wallet,
};
use crate::{words, words_of};

words_of! {
    pub fn words(refusal: &ApprovalRefusal);
    ApprovalRefusal::SamePerson => { same_person() }
    ApprovalRefusal::AlreadyProposed => {
        "已有待复核的处理意见", "请等待复核；退回后可以重新提出。";
        "A proposal is already pending", "Wait for the checker. If it is sent back, you can propose again.";
    }
    ApprovalRefusal::AlreadyDecided => { already_decided() }
    ApprovalRefusal::NoteMissing => { note_missing() }
    ApprovalRefusal::NoteTooLong => { note_too_long() }
    ApprovalRefusal::MovementSettled { .. } => {
        "这笔流水已处理", "请刷新后查看，没有重复办理。";
        "This movement has already been processed", "Refresh the page. Nothing was done twice.";
    }
    ApprovalRefusal::ReferenceUnknown { .. } => {
        "没有这个编号", "请核对支用、账户或代付的编号。";
        "Reference not found", "Check the reference of the draw, wallet or payout.";
    }
    ApprovalRefusal::DrawNotAwaiting { .. } => {
        "这笔支用不在等待到账", "未受理、已取消或已入账的支用不能匹配；请退回款项。";
        "This draw is not awaiting funds", "Draws that are not accepted, cancelled or already credited cannot be matched. Return the money.";
    }
    ApprovalRefusal::AmountDiffers { moved, missing } => {
        let (moved, missing) = (moved.grouped(), missing.grouped());
        "金额不相符", "流水 {moved} 元，业务还缺 {missing} 元。金额不能调整，请退回。";
        "The amounts differ", "The movement is {moved} yuan but {missing} yuan is due. Amounts cannot be adjusted; return the money.";
    }
    ApprovalRefusal::OtherReserveAccount => {
        "资金在另一个备付金账户", "同一笔支用的资金须在同一个备付金账户，请退回。";
        "In another reserve account", "All funds for a draw must be in the same reserve account. Return the money.";
    }
    ApprovalRefusal::PayoutNotSent => {
        "这笔代付还没有发送，或者已经确认", "请核对代付编号。";
        "Not sent yet, or already confirmed", "Check the payout reference.";
    }
    ApprovalRefusal::WrongDirection => {
        "收付方向不符", "收款对应支用、账户或已付出后被退回的代付，付款对应代付。";
        "Wrong direction", "Incoming money matches a draw, a wallet or a payout that was paid and came back; outgoing money matches a payout.";
    }
    ApprovalRefusal::NotDoubtful => {
        "这笔流水不是疑似重复", "请刷新后查看，它可能已经判定过。";
        "Not a possible duplicate", "Refresh the page. It may already have been decided.";
    }
    ApprovalRefusal::NotReceived => {
        "只有收到的款项才能退回", "付出的款项请匹配到代付。";
        "Only incoming money can be returned", "Match outgoing money to its payout.";
    }
    ApprovalRefusal::PayerUnknown => {
        "缺少退回账户信息", "银行没有提供付款账户或户名，请先向银行查询。";
        "Payer unknown", "The bank did not provide the payer's account or name. Check with the bank first.";
    }
    ApprovalRefusal::PayoutNotFailed { .. } => {
        "只有银行明确拒付或退回的才能重新代付", "结果未知的系统会自动查询，不会重复付款。";
        "Only payouts that failed or came back can be sent again", "Unknown results are queried automatically and never paid twice.";
    }
    ApprovalRefusal::DebitUnexplained => {
        "银行可能已经付过",
        "有一笔付款可能就是这笔代付，尚未查明。请先在差异、未匹配流水或无法识别的银行推送中处理。";
        "It may already have been paid",
        "An outgoing payment that may be this payout is unexplained. Resolve it first under breaks, unmatched movements or unreadable feed lines.";
    }
    ApprovalRefusal::AccountInvalid => {
        "收款账号或户名有误", "账号只能是数字和字母，户名不能为空。";
        "Invalid account number or name", "Use only digits and letters in the number, and enter a name.";
    }
    ApprovalRefusal::LayoutUntried => {
        "还没有试读成功", "请先用银行的文件试读，至少要读出一笔流水。";
        "Not tested yet", "Test it on a bank file first. It must read at least one movement.";
    }
    ApprovalRefusal::LayoutState { .. } => {
        "格式状态已更新", "请刷新后查看，没有重复办理。";
        "The layout's status has changed", "Refresh the page. Nothing was done twice.";
    }
    ApprovalRefusal::Mapping(refusal) => { binding::mapping(refusal) }
    ApprovalRefusal::Transfer(refusal) => { binding::transfer(refusal) }
    ApprovalRefusal::Freeze(refusal) => { wallet::freeze(refusal) }
    ApprovalRefusal::Correction(refusal) => { correction::words(refusal) }
    ApprovalRefusal::Commission(refusal) => { commission(refusal) }
    ApprovalRefusal::RevenueShare(RevenueShareRefusal::Rate) => {
        "分润比例有误", "请填写大于 0、不超过 100 的百分比，例如 20。";
        "Invalid share", "Enter a percentage above 0 and up to 100, such as 20.";
    }
    ApprovalRefusal::RevenueShare(RevenueShareRefusal::NoFunder) => {
        "只有资金方有分润", "助贷机构不放款，没有利息分润。";
        "Only funders share interest", "Facilitators do not lend, so they share no interest.";
    }
    ApprovalRefusal::LayoutNameTaken { name } => { name_taken(name) }
    ApprovalRefusal::Binding(refusal) => { binding::binding(refusal) }
    ApprovalRefusal::Carrier(refusal) => { carrier(refusal) }
    ApprovalRefusal::ReserveAccount(refusal) => { reserve_account(refusal) }
    ApprovalRefusal::DebitRulesInvalid => {
        "扣款规则有误", "每天次数须为 1 至 10 次，每种拒绝原因只能选一种处理。";
        "Invalid debit rules", "Allow 1 to 10 debits a day, and choose one rule for each reason.";
    }
    ApprovalRefusal::RefundNotOpen => {
        "这笔退款现在不能人工确定结果", "须发送满一天、结果仍未明，且当天的清算文件已收到而未列出该笔退款。";
        "The result cannot be recorded yet", "Only for a refund sent at least a day ago, still without a result, and not listed in that day's settlement file.";
    }
    ApprovalRefusal::PaymentNotCounted => {
        "这笔平台外收款没有计入，或已经撤销", "请刷新后查看，没有重复办理。";
        "The payment is not counted", "It was reversed or never counted. Reload the page to check.";
    }
    ApprovalRefusal::NoLateSuccess => {
        "这笔差异不能这样处理", "不适用这种处理方式，或已有决定。请刷新后查看。";
        "Nothing to decide here", "This does not apply to the difference, or it was already decided. Refresh the page.";
    }
    ApprovalRefusal::LateNotOwed => {
        "不能入账，请退还客户", "债权的未清偿金额已少于这笔款项，或正在扣款、退款、转让。";
        "It cannot be booked. Refund the customer", "The outstanding amount is now less than this, or the debt is being debited, refunded or transferred.";
    }
    ApprovalRefusal::LateTwoPeople => {
        "这笔差异须双人办理", "请打开这笔差异，提出处理方式。";
        "Two people must decide on this difference", "Open the difference and propose what is to be done.";
    }
    ApprovalRefusal::AgentOwes => {
        "代理商还有未了结的款项", "借款全部结清、在途支用结束、扣回的佣金补足之后，才能退出或变更佣金收款账户。";
        "The agent still owes something", "It can leave or change its commission account once all loans are settled, no draw is under way and no commission is to be clawed back.";
    }
    ApprovalRefusal::DepartureUnchanged => {
        "代理商的状态没有变化", "请刷新后查看，没有重复办理。";
        "Nothing would change", "Refresh the page. Nothing was done twice.";
    }
    ApprovalRefusal::MarkUnchanged => {
        "标记没有变化", "借据已有这个标记，或已经解除。请刷新后查看。";
        "The mark would not change", "The loan has this mark already, or has it no more. Refresh the page.";
    }
    ApprovalRefusal::NoComplaint => {
        "没有待核实的异议", "请刷新后查看，没有重复办理。";
        "No open dispute", "Refresh the page. Nothing was done twice.";
    }
    ApprovalRefusal::ComplaintRenewed => {
        "提出后又有扣款被银行退回", "请退回这项提议，核实新的退回后重新提出。";
        "Another debit was returned since", "Send the proposal back, look into the new return, and propose again.";
    }
}

fn carrier(refusal: &CarrierRefusal) -> Words {
    match refusal {
        CarrierRefusal::Invalid => words! {
            "运营商信息有误", "请填写登记名称、开户行和完整的账号，账号只能是数字和字母。";
            "What is registered of it is not right", "Enter the registered name, bank and full account number, using only digits and letters in the number.";
        },
        CarrierRefusal::NameTaken => words! {
            "已有这个名称的运营商", "请核对；要变更账户，请在它的页面提出。";
            "A carrier with this name exists", "Check the name. To change its account, propose the change on its page.";
        },
        CarrierRefusal::AccountTaken => words! {
            "这个账户已登记给另一家运营商", "一个账户只能属于一家运营商，请核对。";
            "The account belongs to another carrier", "An account can belong to only one carrier. Check it.";
        },
        CarrierRefusal::Unchanged => words! {
            "与现在登记的相同", "没有需要变更的内容。";
            "No changes", "It is the same as what is registered.";
        },
    }
}

fn reserve_account(refusal: &ReserveAccountRefusal) -> Words {
    match refusal {
        ReserveAccountRefusal::Invalid => words! {
            "账户信息有误", "请填写户名、开户行、完整的账号和银行接口代码（小写字母开头）。";
            "What is registered of it is not right",
            "Enter the name, branch, full account number and bank interface code (starting with a lower-case letter).";
        },
        ReserveAccountRefusal::Taken => words! {
            "这个账户已经登记", "没有重复登记。";
            "The account is already registered", "Nothing was registered twice.";
        },
        ReserveAccountRefusal::Unchanged => words! {
            "没有变更",
            "这个备付金账户已是这样设置。";
            "Nothing to change",
            "The reserve account is set this way already.";
        },
        ReserveAccountRefusal::Ended => words! {
            "这个账户已经停用", "没有重复办理。";
            "The account has already been closed", "Nothing was done twice.";
        },
        ReserveAccountRefusal::Default => words! {
            "默认账户不能停用", "未指定账户的款项都转入这里。";
            "The default account cannot be closed", "It receives all money not assigned to another account.";
        },
        ReserveAccountRefusal::InUse => words! {
            "有合作机构使用这个账户", "请先为它们改用其他账户。";
            "A partner uses this account", "Assign the partner another account first.";
        },
        ReserveAccountRefusal::NotEmpty => words! {
            "账户还有余额，或有未完成的代付", "余额转出、代付办结后才能停用。";
            "The account has a balance or open payouts", "It can be closed once it is empty and all payouts are complete.";
        },
    }
}

fn commission(refusal: &CommissionRefusal) -> Words {
    match refusal {
        CommissionRefusal::HasErrors { errors } => words! {
            "文件有误，不能发放", "还有 {errors} 处有误，请修改后重新上传。";
            "The file has errors", "{errors} errors to fix. Correct them and upload the file again.";
        },
        CommissionRefusal::Stale => words! {
            "同月已有新的文件通过复核", "差额已变化，未发放。请重新上传这份文件。";
            "Another file for this month was released meanwhile", "The differences have changed and nothing was paid. Upload this file again.";
        },
        CommissionRefusal::NothingNew => words! {
            "与已复核的文件相同", "没有需要发放或扣回的佣金。";
            "Same as the released file", "There is nothing to pay or claw back.";
        },
        CommissionRefusal::EarlierOpen => words! {
            "同月此前的文件尚未发放完毕", "请待其发放完毕后再更正；尚未开始发放的可以先撤回。";
            "An earlier file for this month is not fully paid", "Wait until it is paid, or recall it if payment has not started.";
        },
        CommissionRefusal::NotRecallable => words! {
            "这份文件不能撤回", "只有已复核、还没有开始发放的文件可以撤回。";
            "This file cannot be recalled", "Only a released file that has not started paying can be recalled.";
        },
        CommissionRefusal::Discarded => words! {
            "这份文件已作废", "没有发放。需要时请重新上传。";
            "The file was discarded", "Nothing was paid. Upload it again if needed.";
        },
        CommissionRefusal::AlreadyReleased => words! {
            "这份文件已经复核过", "没有重复发放。";
            "The file has already been released", "Nothing was paid twice.";
        },
    }
}
