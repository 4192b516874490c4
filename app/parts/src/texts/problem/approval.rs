//! Of what two people of the institution decide.

use domain::{
    approval::ApprovalRefusal, carrier::CarrierRefusal, commission::CommissionRefusal,
    reserve_account::ReserveAccountRefusal, revenue_share::RevenueShareRefusal,
};

use super::{
    Words, already_decided, binding, correction, layout::name_taken, note_missing, note_too_long, same_person, wallet,
};
use crate::words;

#[expect(clippy::too_many_lines, reason = "a table, which the compiler checks as a whole")]
pub fn words(refusal: &ApprovalRefusal) -> Words {
    match refusal {
        ApprovalRefusal::SamePerson => same_person(),
        ApprovalRefusal::AlreadyProposed => words! {
            "已经提出过处理意见", "请等待复核；退回后可以重新提出。";
            "Something is proposed already", "Wait for the checker; when it is given back, propose anew.";
        },
        ApprovalRefusal::AlreadyDecided => already_decided(),
        ApprovalRefusal::NoteMissing => note_missing(),
        ApprovalRefusal::NoteTooLong => note_too_long(),
        ApprovalRefusal::MovementSettled { .. } => words! {
            "这笔流水已经处理", "请刷新后查看，没有重复办理。";
            "The movement is dealt with already", "Reload and look; nothing was done twice.";
        },
        ApprovalRefusal::ReferenceUnknown { .. } => words! {
            "没有这个编号", "请核对支用、账户或代付的编号。";
            "Nothing has this number", "Check the number of the draw, wallet or payout.";
        },
        ApprovalRefusal::DrawNotAwaiting { .. } => words! {
            "这笔支用不在等待资金", "未受理、已取消或已入账的支用不能匹配；请退回款项。";
            "The draw awaits no money", "It is not accepted, has ended or is credited. Return the money.";
        },
        ApprovalRefusal::AmountDiffers { moved, missing } => {
            let (moved, missing) = (moved.grouped(), missing.grouped());
            words! {
                "金额不相符", "流水 {moved} 元，业务还缺 {missing} 元。金额不能调整，请退回。";
                "The amounts differ", "{moved} yuan moved, {missing} are missing. Return it.";
            }
        }
        ApprovalRefusal::OtherReserveAccount => words! {
            "资金在另一个备付金账户", "同一笔支用的资金须在同一个备付金账户，请退回。";
            "On another reserve account", "All money of a draw stands on one account. Return it.";
        },
        ApprovalRefusal::PayoutNotSent => words! {
            "这笔代付还没有发送，或者已经确认", "请核对代付编号。";
            "Never sent, or confirmed already", "Check the payout's number.";
        },
        ApprovalRefusal::WrongDirection => words! {
            "收付方向不符", "收款对应支用或账户，付款对应代付。";
            "The wrong direction", "Money in is for a draw or a wallet, money out for a payout.";
        },
        ApprovalRefusal::NotDoubtful => words! {
            "这笔流水不是疑似重复", "请刷新后查看，它可能已经判定过。";
            "Nobody doubts this movement", "Reload and look; it may have been decided before.";
        },
        ApprovalRefusal::NotReceived => words! {
            "只有收到的款项才能退回", "付出的款项请匹配到代付。";
            "Only money that came can be returned", "Match a debit with its payout.";
        },
        ApprovalRefusal::PayerUnknown => words! {
            "不知道退到哪个账户", "银行没有提供付款账户或户名，请先向银行查询。";
            "The payer is not known", "The bank does not tell the account or the name. Ask the bank first.";
        },
        ApprovalRefusal::PayoutNotFailed { .. } => words! {
            "只有银行明确拒付的才能重新代付", "结果未知的系统会自动查询，不会重复付款。";
            "Only a payout that has failed is sent again", "An unknown result is asked for, never paid twice.";
        },
        ApprovalRefusal::DebitUnexplained => words! {
            "银行可能已经付过",
            "有一笔付款可能就是这笔代付，还没有查明，请先在差异、未匹配流水或无法识别的银行推送里处理。";
            "It may have been paid",
            "A debit that may be this payout is not explained. Resolve it first, among the breaks, the unmatched movements or the unread lines of the feed.";
        },
        ApprovalRefusal::AccountInvalid => words! {
            "收款账号或户名有误", "账号只能是数字和字母，户名不能为空。";
            "The account is not right", "Digits and letters for the number, and a name.";
        },
        ApprovalRefusal::LayoutUntried => words! {
            "还没有试读成功", "请先用银行的文件试读，至少要读出一笔流水。";
            "It has read nothing yet", "Try it on a bank's file first; it has to read a movement.";
        },
        ApprovalRefusal::LayoutState { .. } => words! {
            "格式的状态已经变了", "请刷新后查看，没有重复办理。";
            "The layout has changed", "Reload and look; nothing was done twice.";
        },
        ApprovalRefusal::Mapping(refusal) => binding::mapping(refusal),
        ApprovalRefusal::Transfer(refusal) => binding::transfer(refusal),
        ApprovalRefusal::Freeze(refusal) => wallet::freeze(refusal),
        ApprovalRefusal::Correction(refusal) => correction::words(refusal),
        ApprovalRefusal::Commission(refusal) => commission(refusal),
        ApprovalRefusal::RevenueShare(RevenueShareRefusal::Rate) => words! {
            "分润比例有误", "请填写大于 0、不超过 100 的百分比，例如 20。";
            "The share is not right", "A percentage above 0, up to 100, such as 20.";
        },
        ApprovalRefusal::RevenueShare(RevenueShareRefusal::NoFunder) => words! {
            "只有资金方有分润", "助贷机构不放款，没有利息分润。";
            "Only funders share", "A facilitator does not lend.";
        },
        ApprovalRefusal::LayoutNameTaken { name } => name_taken(name),
        ApprovalRefusal::Carrier(refusal) => carrier(refusal),
        ApprovalRefusal::ReserveAccount(refusal) => reserve_account(refusal),
        ApprovalRefusal::RefundNotOpen => words! {
            "这笔退款现在不能由人决定", "发送满一天、当天的清算文件已到而没有它、结果仍未明的，才可以。";
            "Nobody decides about this refund now", "Only one that was sent a day ago, is unknown, and is not in the file of its day, which has come.";
        },
        ApprovalRefusal::PaymentNotCounted => words! {
            "这笔平台外收款没有计入，或已经撤销", "请刷新后查看，没有重复办理。";
            "The payment does not count", "It was taken back, or never counted. Reload and look.";
        },
        ApprovalRefusal::NoLateSuccess => words! {
            "这笔差异不需要这样处理", "它不是迟到的成功扣款，或者已经有了决定。请刷新后查看。";
            "Nothing is to be decided here", "It is no late success, or something was decided. Reload and look.";
        },
        ApprovalRefusal::LateNotOwed => words! {
            "不能入账，请退还付款人", "债权现在欠的不到这么多，或正在扣款、退款、转让。";
            "It cannot be booked: give it back", "The debt owes less by now, or is debited, refunded or changes hands.";
        },
        ApprovalRefusal::LateTwoPeople => words! {
            "迟到的成功扣款由两人决定", "请打开这笔差异，提出退还付款人或入账。";
            "Two people decide about a late success", "Open the difference, and propose to give it back or to book it.";
        },
        ApprovalRefusal::NoComplaint => words! {
            "没有待核实的异议", "请刷新后查看，没有重复办理。";
            "No complaint is open", "Reload and look; nothing was done twice.";
        },
    }
}

fn carrier(refusal: &CarrierRefusal) -> Words {
    match refusal {
        CarrierRefusal::Invalid => words! {
            "运营商信息有误", "请填写登记名称、开户行和完整的账号，账号只能是数字和字母。";
            "What is registered of it is not right", "A registered name, a bank, and the whole number of an account.";
        },
        CarrierRefusal::NameTaken => words! {
            "已有这个名称的运营商", "请核对；要变更账户，请在它的页面提出。";
            "There is a carrier of this name", "To change its account, propose that on its page.";
        },
        CarrierRefusal::AccountTaken => words! {
            "这个账户已登记给另一家运营商", "一个账户只能属于一家运营商，请核对。";
            "The account is another carrier's", "An account belongs to one carrier; check it.";
        },
        CarrierRefusal::Unchanged => words! {
            "与现在登记的相同", "没有需要变更的内容。";
            "That is how it is registered", "There is nothing to change.";
        },
    }
}

fn reserve_account(refusal: &ReserveAccountRefusal) -> Words {
    match refusal {
        ReserveAccountRefusal::Invalid => words! {
            "账户信息有误", "请填写户名、开户行、完整的账号和银行接口代码（小写字母开头）。";
            "What is registered of it is not right",
            "A name, a branch, the whole number, and the bank's interface, which begins with a small letter.";
        },
        ReserveAccountRefusal::Taken => words! {
            "这个账户已经登记", "没有重复登记。";
            "The account is registered already", "Nothing is registered twice.";
        },
        ReserveAccountRefusal::Ended => words! {
            "这个账户已经停用", "没有重复办理。";
            "It has ended already", "Nothing is done twice.";
        },
        ReserveAccountRefusal::Default => words! {
            "默认账户不能停用", "没有指定账户的款项都转入这里。";
            "The default account goes on", "Whatever names no partner is paid into it.";
        },
        ReserveAccountRefusal::InUse => words! {
            "有合作机构使用这个账户", "请先为它们改用其他账户。";
            "A partner pays into it", "Give it another account first.";
        },
        ReserveAccountRefusal::NotEmpty => words! {
            "账户还有余额，或有未完成的代付", "余额转出、代付办结后才能停用。";
            "It holds money, or payouts leave it", "It ends once it is empty and nothing is under way.";
        },
    }
}

fn commission(refusal: &CommissionRefusal) -> Words {
    match refusal {
        CommissionRefusal::HasErrors { errors } => words! {
            "文件有误，不能发放", "还有 {errors} 处有误，请改好后重新上传。";
            "The file has errors", "{errors} cells are wrong; mend them and upload it again.";
        },
        CommissionRefusal::Stale => words! {
            "本月又有新的文件通过了复核", "差额已经改变，没有发放。请重新上传这份文件。";
            "Another file of the month was released meanwhile", "The differences have changed; upload the file again.";
        },
        CommissionRefusal::NothingNew => words! {
            "与已复核的文件相同", "没有需要发放或扣回的佣金。";
            "It tells what was told before", "There is nothing to give or to take back.";
        },
        CommissionRefusal::EarlierOpen => words! {
            "本月此前的文件还没有发放完", "请等它发放完再更正；没有开始发放的可以先撤回。";
            "An earlier file of the month is not given yet", "Wait until it is, or recall it while nothing of it was given.";
        },
        CommissionRefusal::NotRecallable => words! {
            "这份文件不能撤回", "只有已复核、还没有开始发放的文件可以撤回。";
            "It cannot be recalled", "Only a released file of which nothing was given is.";
        },
        CommissionRefusal::Discarded => words! {
            "这份文件已作废", "没有发放。需要时请重新上传。";
            "The file was discarded", "Nothing is given; upload it again if it is needed.";
        },
        CommissionRefusal::AlreadyReleased => words! {
            "这份文件已经复核过", "没有重复发放。";
            "It was released already", "Nothing is given twice.";
        },
    }
}
